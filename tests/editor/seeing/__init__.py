"""Seeing as somebody else in the admin."""
