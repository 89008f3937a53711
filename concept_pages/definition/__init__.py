"""What is asked: a template's definition in plain Python; imports neither Django nor Wagtail."""
