"""Reports of snapshots: what they hold, and how two of them differ."""
