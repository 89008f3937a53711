"""The public side after login: the released tree, search, exports."""
