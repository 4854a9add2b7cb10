"""What a comparison tells of two snapshots, each of which is `snapshot.json` with a few changes.

`kept.jsonl` has a case a line: a sentence, the changes of the older and of the newer snapshot, and what is
told.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from linter.diagnostic import Location, json_pointer
from linter.instance.difference import Difference
from linter.instance.drift import drift
from linter.instance.snapshot import Snapshot
from linter.reading.snapshots import read_snapshot
from tests.departures import changed

FOLDER = Path(__file__).parent
KEPT = FOLDER / "kept.jsonl"
SNAPSHOT: Any = json.loads((FOLDER / "snapshot.json").read_text("utf-8"))

Changes = list[list[Any]]


def told(old: Changes, new: Changes) -> list[str]:
    """Return a line for each difference between two snapshots."""
    before, after = (_read(*one) for one in (("old.json", old), ("new.json", new)))
    return [_line(one) for one in drift(before, after)]


def _read(name: str, changes: Changes) -> Snapshot:
    return read_snapshot(name, json.dumps(with_changes(changes)).encode())[1]


def with_changes(changes: Changes) -> Any:
    """Return the snapshot with changes.

    A change is `[steps]` where a part of it is gone, `[steps, value]` where another value is, or
    `["called", old, new]` where whatever has a word in its name has another one.
    """
    value = SNAPSHOT
    for first, *rest in changes:
        if first == "called":
            old, new = rest
            value = json.loads(re.sub(rf"(?<![^\W_]){old}(?![^\W_])", new, json.dumps(value)))
        else:
            value = changed(value, tuple(first), *rest)
    return value


def _line(one: Difference) -> str:
    sure = ", surely" if one.is_sure else ""
    follows = "".join(f", {what} {count}" for what, count in one.follows)
    values = f"{one.old!r} → {one.new!r}" if one.old or one.new else ""
    places = f"{_at(one.before)} → {_at(one.after)}"
    return f"{one.kind} {one.what} {one.name}: {values} {places} ({one.evidence}{sure}{follows})"


def _at(at: Location | None) -> str:
    return (
        "-"
        if at is None
        else f"{at.document}{json_pointer(at.path)}{'' if at.part == 'value' else f' {at.part}'}"
    )
