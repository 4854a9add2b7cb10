"""Reports of the order in which requests can be sent: one module a format."""
