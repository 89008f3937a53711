"""What follows from the directory: accounts are admitted, kept up to date, and deactivated."""
