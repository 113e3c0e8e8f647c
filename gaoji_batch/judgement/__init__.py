"""What findings mean: rulings, precedents, causes, verdicts, what changed."""
