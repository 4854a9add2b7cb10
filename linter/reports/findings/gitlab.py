"""GitLab's code quality report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Diagnostic
from linter.reports.json_pieces import json_pieces
from linter.reports.markdown_text import sentence_of
from linter.reports.outcome import Outcome

_SEVERITIES: Final = {"error": "major", "warning": "minor", "recommendation": "info"}


def report(outcome: Outcome) -> Iterator[str]:
    """Yield a JSON array of issues; files are named from the repository's folder."""
    return json_pieces(_issues(outcome))


def _issues(outcome: Outcome) -> Iterator[dict[str, Any]]:
    met: Counter[str] = Counter()
    for part in outcome.parts:
        for one in part.result.diagnostics:
            fingerprint = part.fingerprint(one)
            met[fingerprint] += 1
            # GitLab drops all but one of equal fingerprints
            told = f"{fingerprint}-{met[fingerprint]}" if met[fingerprint] > 1 else fingerprint
            yield _issue(one, part.in_repository(one.file), told)


def _issue(one: Diagnostic, file: str, fingerprint: str) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": f"{one.code} {one.name}",
        "description": f"{one.code}: {one.message}",
        "content": {"body": "\n\n".join(sentence_of(text) for text in (one.why, one.help) if text)},
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[one.severity],
        "fingerprint": fingerprint,
        "location": {"path": file, "lines": {"begin": one.range.start.line, "end": one.range.end.line}},
    }
