"""One use case each: no click, no printing."""
