"""The queue of mails in the admin."""
