"""One JSON object a line: the parts of the JSON report, each with its kind; the summary is the last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from linter.reports.findings.json_report import diagnostics, held, looked, projects, summary, undecided
from linter.reports.outcome import Outcome


def report(outcome: Outcome) -> Iterator[str]:
    """Yield a line for each finding, undecided rule and place held back, and one for the summary.

    A reader that has met the summary has read the whole report.
    """
    return (json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(outcome))


def _lines(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for one in diagnostics(outcome):
        yield {"kind": "diagnostic", **one}
    for undecided_ in outcome.result.not_checked:
        yield {"kind": "notChecked", **undecided(undecided_)}
    for held_ in outcome.result.held:
        yield {"kind": "heldBack", **held(held_)}
    read = looked(outcome.result)
    yield {"kind": "summary", "version": 1, **projects(outcome), **summary(outcome.result), "read": read}
