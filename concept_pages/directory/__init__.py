"""Asks the directory (LDAP). `door` is the way in; only behind it are the libraries imported."""
