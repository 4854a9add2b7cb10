"""Limitations of conflict resolution rules (CR)."""
