"""Articles 16 and 17: the claim, its heads, its amount and its payee."""
