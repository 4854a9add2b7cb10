"""The project that stands behind the examples of all pages."""

from __future__ import annotations

import os


def stage_folder() -> str:
    """Return its folder."""
    import rules

    return os.path.join(os.path.dirname(str(rules.__file__)), "world")
