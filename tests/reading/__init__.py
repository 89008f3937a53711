"""The side of the readers."""
