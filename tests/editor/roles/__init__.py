"""Roles, and who holds which of them where, in the admin."""
