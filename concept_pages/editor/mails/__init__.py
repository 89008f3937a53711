"""The queue of mails in the admin, for those who look after accounts."""
