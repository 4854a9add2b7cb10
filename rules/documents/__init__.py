"""What every document has to be, whatever its kind (DO)."""
