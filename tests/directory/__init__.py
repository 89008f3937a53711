"""The directory: a real LDAP server with TLS."""
