"""The wiring: settings, command line, log."""
