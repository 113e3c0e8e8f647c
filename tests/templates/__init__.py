"""Makes the templates of letters and payment sheets,
which the center may then edit: python -m tests.templates"""
