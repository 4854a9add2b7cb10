"""The project that stands behind the examples of all pages."""

from __future__ import annotations

from pathlib import Path

import rules
from linter.rulekit.pages import stage_in

STAGE = stage_in(str(Path(rules.__file__).parent / "world"))
