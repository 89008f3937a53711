"""Wiring only: settings, URLs and the WSGI door. Nothing imports this package."""
