"""Many assignments at once in the admin: the matrix, and giving and taking with a plan."""
