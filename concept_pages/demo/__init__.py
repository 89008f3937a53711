"""Example data, built through the same actions as real data."""
