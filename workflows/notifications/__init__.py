"""Notices about moves: what they say, to whom, and how they are delivered."""
