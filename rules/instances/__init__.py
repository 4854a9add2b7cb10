"""What the service would refuse where an instance is made, changed or copied."""
