"""What a run makes of a project: which rules are heard about which files, and what becomes of their findings."""
