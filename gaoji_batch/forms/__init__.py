"""Forms as data: schemas/forms/*.yaml → recognition, conversion and field checks."""
