"""Lists of requests that are to be sent in their order (SQ)."""
