"""The workspace on the disk: folders, runs, settings, progress."""
