"""OData 4.01: its grammar, and texts parsed by it."""
