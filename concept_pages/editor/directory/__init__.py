"""People and groups of the directory in the admin."""
