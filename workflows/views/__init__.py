"""What people see of a lifecycle in the admin: standing, review, moves, history, my tasks."""
