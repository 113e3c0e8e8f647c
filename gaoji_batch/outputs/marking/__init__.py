"""Marks findings in a unit's own workbook, by editing the XML of the few zip parts that have to change."""
