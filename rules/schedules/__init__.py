"""What the service would refuse in schedules and jobs."""
