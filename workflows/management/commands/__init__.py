"""Management commands: parse arguments, call one action."""
