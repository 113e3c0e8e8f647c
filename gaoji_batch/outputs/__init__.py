"""Findings and facts in, files out: workbooks, pages, letters. Nothing is decided here."""
