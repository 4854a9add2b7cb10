"""The figures of each version of ours, `history/VERSION.json`: every run of every part.

A part is measured, dated and kept by itself; measuring it again replaces it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import Cost, Row

FOLDER = Path(__file__).with_name("history")


class Part(NamedTuple):
    """What was measured of a part, when, with what and on what kind of machine."""

    date: str
    machine: dict[str, str]
    versions: dict[str, str]  # of all programs that took part
    missing: dict[str, str]  # programs that could not be had, each with the reason
    rounds: int
    rows: list[Row]


History = dict[str, Part]  # by the part's name


def read(path: Path) -> History:
    """Return a version's figures; none, where nothing was measured yet."""
    if not path.exists():
        return {}
    return {name: _part(value) for name, value in json.loads(path.read_text("utf-8")).items()}


def write(path: Path, parts: History) -> None:
    """Keep a version's figures."""
    path.parent.mkdir(exist_ok=True)
    values = {name: _value(part) for name, part in sorted(parts.items())}
    text = json.dumps(values, indent=1, ensure_ascii=False)
    path.write_text(_NUMBERS.sub(_on_one_line, text) + "\n", "utf-8")


def newest(folder: Path = FOLDER) -> Path:
    """Return the file of the highest version."""
    return max(folder.glob("*.json"), key=lambda path: [int(part) for part in re.findall(r"\d+", path.stem)])


_NUMBERS = re.compile(r"\[[\s\d.,]*\]")


def _on_one_line(numbers: re.Match[str]) -> str:
    return " ".join(numbers[0].split()).replace("[ ", "[").replace(" ]", "]")


def _value(part: Part) -> dict[str, Any]:
    return {**part._asdict(), "rows": [_row_value(row) for row in part.rows]}


def _row_value(row: Row) -> dict[str, Any]:
    columns = {name: [round(getattr(cost, name), 2) for cost in row.costs] for name in Cost._fields}
    return {
        "scenario": row.scenario,
        "size": row.size,
        "contestant": row.contestant,
        **columns,
        "instructions": None if row.instructions is None else round(row.instructions, 1),
    }


def _part(value: dict[str, Any]) -> Part:
    return Part(**{**value, "rows": [_row(row) for row in value["rows"]]})


def _row(value: dict[str, Any]) -> Row:
    costs = zip(*(value[name] for name in Cost._fields), strict=True)
    return Row(
        value["scenario"],
        value["size"],
        value["contestant"],
        tuple(Cost(*cost) for cost in costs),
        value["instructions"],
    )
