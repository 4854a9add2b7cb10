"""The order in which requests can be sent: what they need of each other, and why."""
