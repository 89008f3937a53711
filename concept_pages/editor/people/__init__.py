"""People and groups of people in the admin."""
