"""What the service would refuse in data sources."""
