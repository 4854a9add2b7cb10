"""Rules on the search configuration."""
