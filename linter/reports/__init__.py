"""Reports: what a run has to say, as text for people or machines."""
