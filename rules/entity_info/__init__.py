"""Limitations of entityInfo (EI)."""
