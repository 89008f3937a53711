"""Template tags of the concept app."""
