"""Blank workbooks of the forms, and the sheet 自查 that checks what a unit types into one."""
