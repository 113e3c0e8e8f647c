"""Articles 6 and 11: how many heads a class, a year and a unit, and which occupations together."""
