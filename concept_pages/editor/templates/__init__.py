"""Templates in the admin: their groups and questions, files and preview."""
