"""What is asked: templates, conditions, answers, changes."""
