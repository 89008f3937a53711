"""The screens that look into the directory."""
