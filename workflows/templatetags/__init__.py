"""What templates say of lifecycles."""
