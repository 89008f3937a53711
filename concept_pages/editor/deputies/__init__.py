"""Deputies in the admin: who acts for whom, and until when."""
