"""What an instance has ingested: the declared snapshot, its data types, and how two of them differ."""
