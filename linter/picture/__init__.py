"""The graph of relationships as a picture: what is in it, where it goes, and how it is written."""
