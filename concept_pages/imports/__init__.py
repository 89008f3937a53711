"""Files to plans: what would change and what is wrong, without writing."""
