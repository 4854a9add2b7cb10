"""What the payloads mean: one view per request body, read out of its nodes."""
