"""Payload kinds: what a request's body is called, where it lies, what it names, and what it means."""
