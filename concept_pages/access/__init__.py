"""May she? Which may she? Who may? One answer for every door."""
