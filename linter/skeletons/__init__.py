"""Skeletons of payloads, filled from the snapshot: one module a kind, named like the kind's own.

Each has `skeleton(wish) -> Skeleton`.  A skeleton is YAML, so that comments can say what a person
must decide; what it says otherwise passes `check`.
"""
