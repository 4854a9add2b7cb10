"""The text half: sources, what they say, and where in the text they say it."""
