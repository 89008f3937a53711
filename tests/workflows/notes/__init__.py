"""A small app for tests: notes have a lifecycle and paragraphs belong to a note."""
