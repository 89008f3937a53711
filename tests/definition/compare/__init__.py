"""What changed, and how answers move along."""
