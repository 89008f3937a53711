"""The matrix, and giving and taking with a plan."""
