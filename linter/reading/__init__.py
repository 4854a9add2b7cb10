"""From files to a project: which files there are, what each is, and what it says."""
