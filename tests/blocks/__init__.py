"""How things are edited."""
