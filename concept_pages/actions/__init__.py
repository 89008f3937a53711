"""Writes: one module per verb; each checks the right, writes, and logs in one transaction."""
