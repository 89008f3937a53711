"""What holds for each request, on both sides: where it comes from and what is refused to whom."""
