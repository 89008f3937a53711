"""Wagtail's admin for templates, concepts, services and roles."""
