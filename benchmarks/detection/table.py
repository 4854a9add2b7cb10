"""Keeps the tallies, and writes them into docs/detection.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.detection.measure import Measured, Tally, rows

KEPT = Path(__file__).with_name("results.json")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "detection.md"
COMMAND = "python -m benchmarks.detection"
_HEAD = """\
# What the rules find, and how often they are wrong

A linter is trusted for what it finds and for what it leaves alone. Both are measured: faults are planted into
random projects, and the rules have to find each one at its place; whatever else they report there, or in
clean projects, is a false alarm.

- **Planted**: a planter of the rule puts a fault into a random project, in which entities, names, spellings,
  files and requests differ from one to the next.
- **Pages**: a Bad example of the rule's page is laid over random other content: further entities,
  relationships and requests, with files written anew.
- **Alarms**: how often the rule reported an error or a warning that nobody had planted, in all of them.

"""
_END = """
Recommendations aren't counted as alarms: random projects may well deserve one. Where a rule has no planter in
random projects, its page's examples are all there is. `{command}` measures anew and writes this page.
"""


def keep(found: Measured) -> None:
    """Write the tallies down."""
    kept = {"seeds": found.seeds, "projects": found.projects, "rules": list(rows(found))}
    lines = ",\n".join(f"  {json.dumps(row)}" for row in kept.pop("rules"))  # type: ignore[attr-defined]  # a list
    text = json.dumps(kept)[:-1] + f', "rules": [\n{lines}\n]}}\n'
    KEPT.write_text(text, "utf-8")


def kept() -> Measured:
    """Return what was written down."""
    found = json.loads(KEPT.read_text("utf-8"))
    tallies = tuple(
        Tally(
            one["code"], one["name"], (one["planted"][0], one["planted"][1]), (*one["pages"],), one["alarms"]
        )
        for one in found["rules"]
    )
    return Measured(found["seeds"], found["projects"], tallies)


def page(found: Measured) -> str:
    """Return the page."""
    return _HEAD + "\n".join(_lines(found)) + "\n" + _END.format(command=COMMAND)


def _lines(found: Measured) -> Iterator[str]:
    both = [sum(rates) for rates in zip(*(_faults(one) for one in found.rules), strict=True)]
    alarms = sum(one.alarms for one in found.rules)
    yield (
        f"In {found.projects:,} projects of {found.seeds} seeds {both[0]:,} of {both[1]:,} faults were found "
        f"({_share(both[0], both[1])}), with {alarms:,} false alarms. {_unplanted(found)}"
    )
    yield ""
    yield "| rule | planted | pages | found | alarms |"
    yield "|---|---|---|---|---|"
    for one in found.rules:
        rates = [f"{found_} of {tried}" if tried else "" for found_, tried in (one.planted, one.pages)]
        yield f"| {one.code} {one.name} | {rates[0]} | {rates[1]} | {_share(*_faults(one))} | {one.alarms} |"


def _faults(one: Tally) -> tuple[int, int]:
    return one.planted[0] + one.pages[0], one.planted[1] + one.pages[1]


def _share(found: int, tried: int) -> str:
    return f"{found / tried:.1%}" if tried else "not measured"


def _unplanted(found: Measured) -> str:
    lacking = [one.code for one in found.rules if not one.planted[1] and not one.pages[1]]
    if not lacking:
        return "Every rule has a planter."
    return f"Without a planter: {', '.join(lacking)}."
