"""reviewdog's diagnostics, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from linter.reports.findings.rdjson import diagnostics
from linter.reports.outcome import Outcome


def report(outcome: Outcome) -> Iterator[str]:
    """Yield a line for each finding."""
    for one in diagnostics(outcome):
        yield json.dumps({**one, "source": {"name": "c360lint"}}, ensure_ascii=False) + "\n"
