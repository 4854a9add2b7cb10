"""Plain JSON values, read along one of our JSON Schemas."""
