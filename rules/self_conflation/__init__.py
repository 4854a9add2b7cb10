"""Limitations of self conflations, which deduplicate the rows of one entity (CS)."""
