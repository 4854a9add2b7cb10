"""What the project's suppressions have to be (SU)."""
