"""What authors do to the draft of a template."""
