"""Limitations of the conflation plan (CP)."""
