"""Notices: who gets them, what they say, and what happens when mail fails."""
