"""Concepts brought to another version of their template, previewed first."""
