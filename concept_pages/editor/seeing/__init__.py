"""Seeing SecDoc as somebody else: whom, and why."""
