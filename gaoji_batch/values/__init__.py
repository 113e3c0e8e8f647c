"""One written value and one typed value, either way: text, numbers of people and units, dates, quantities,
money, masking."""
