"""The audit log in the admin: what happened, who did it, and who was refused."""
