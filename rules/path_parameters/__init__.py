"""Limitations of path parameters, common to all APIs (IN)."""
