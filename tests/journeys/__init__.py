"""Stories of real people, told in a real browser."""
