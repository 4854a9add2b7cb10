"""Limitations of hierarchies of accounts (HI)."""
