"""What the regulation and its code lists say on a day, read from schemas/."""
