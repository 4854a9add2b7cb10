"""Limitations of measures (ME)."""
