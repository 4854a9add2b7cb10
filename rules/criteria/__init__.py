"""Rules on criteria, which segments and measures have alike."""
