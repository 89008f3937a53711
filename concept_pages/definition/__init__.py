"""What is asked: the definition of a template in plain Python. Imports neither Django nor Wagtail."""
