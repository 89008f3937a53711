"""A template's releases: the check before one, what is declared, and the versions."""
