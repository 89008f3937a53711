"""What holds for each request."""
