"""What is printed: one Document, decided once, and the formats that print it."""
