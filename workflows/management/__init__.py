"""Management commands of the workflow app."""
