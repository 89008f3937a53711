"""Security concepts in the admin: their list, how they are started and edited."""
