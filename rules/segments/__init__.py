"""Limitations of segments, and of what they have in common with measures (SG)."""
