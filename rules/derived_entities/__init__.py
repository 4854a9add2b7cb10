"""Limitations of derived entities, which queries make of others (DE)."""
