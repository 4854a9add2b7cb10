"""Contracts: descriptions of other APIs, and what they say of the requests to their servers."""
