"""Queries in SQL: what segments, measures and derived entities are made of by hand (SL)."""
