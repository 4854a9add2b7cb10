"""Limitations of activities, which show what customers have done (AC)."""
