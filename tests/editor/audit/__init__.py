"""The audit log in the admin."""
