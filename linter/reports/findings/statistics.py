"""Findings counted by rule."""

from __future__ import annotations

from collections import Counter

from linter.diagnostic import Result
from linter.named_tuple import NamedTuple


class Count(NamedTuple):
    """How many findings of one severity a rule has."""

    number: int
    code: str
    name: str
    severity: str
    fixable: int


def counts(result: Result) -> list[Count]:
    """Return the counts, the largest first."""
    found = Counter((one.code, one.name, one.severity) for one in result.diagnostics)
    fixable = Counter((one.code, one.name, one.severity) for one in result.diagnostics if one.fixes)
    made = [Count(number, *key, fixable[key]) for key, number in found.items()]
    return sorted(made, key=lambda one: (-one.number, one.code, one.severity))


def statistics(result: Result) -> str:
    """Return a table of the counts with a line of totals, "" where there is no finding."""
    rows = [(str(one.number), one.code, one.name, one.severity, _fixable(one)) for one in counts(result)]
    if not rows:
        return ""
    rows.append((str(len(result.diagnostics)), "", "in all", "", ""))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    number, *words = row
    padded = [word.ljust(width) for word, width in zip(words, widths[1:], strict=True)]
    return "  ".join([number.rjust(widths[0]), *padded]).rstrip() + "\n"


def _fixable(one: Count) -> str:
    return f"{one.fixable} with a fix" if one.fixable else ""
