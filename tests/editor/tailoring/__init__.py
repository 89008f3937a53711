"""What one service is asked: switched off with a reason, or added by its owner."""
