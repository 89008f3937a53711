"""The catalogue of services in the admin."""
