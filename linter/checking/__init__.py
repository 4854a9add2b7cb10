"""What a run makes of a project: which rules are heard, and what becomes of their findings."""
