"""Limitations of entityInformation (CE)."""
