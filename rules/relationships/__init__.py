"""Limitations of relationships (RL)."""
