"""Tables of all files → one frame a form: sheets, versions of a filing, assembly."""
