"""Reads that are asked in more than one place."""
