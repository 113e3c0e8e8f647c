"""make bench: this toolkit and what a user would use instead, on the same made-up files, in one run."""
