"""extracts → facts: what the center's own records say of this batch's people, read in place by DuckDB."""
