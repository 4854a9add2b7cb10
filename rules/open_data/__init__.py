"""Limitations of the Open Data Protocol (OD)."""
