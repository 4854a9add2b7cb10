"""How a payload's form differs from ours, guessed from one file: likeness of names, types and values."""
