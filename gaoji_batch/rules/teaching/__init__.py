"""Articles 8 and 9: teachers, hours and work summaries."""
