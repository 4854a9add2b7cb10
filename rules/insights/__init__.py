"""Limitations of insights, which compare segments or entities (II)."""
