"""Notices about transitions: what they say, to whom, and how they are delivered."""
