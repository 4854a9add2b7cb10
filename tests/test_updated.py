"""What a second import makes of what was read, what a person wrote, and what is read now: every combination.

`tests/updated.txt` has them, a line each; `UPDATE_PAGES=1 python -m pytest tests/test_updated.py` writes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from linter.importers.updated import Remembered, added_up, updated

KEPT = Path(__file__).with_name("updated.txt")
GUESS = {"type": "int32", "guessedFrom": "3 rows"}
SAID: dict[str, tuple[dict[str, Any], ...]] = {
    "attribute": (
        {"attributes": {}},
        {"attributes": {"A": "int32"}},
        {"attributes": {"A": "unknown"}},
        {"attributes": {"A": GUESS}},
    ),
    "key": ({}, {"primaryKey": "A"}, {"primaryKey": "B"}),
    "complete": ({}, {"complete": {"attributes": False}}, {"complete": {"attributes": True}}),
}


def lines(what: str) -> Iterator[str]:
    """Yield what becomes of an entity of which the file and its sources say one thing or another."""
    for before, mine, new in product(SAID[what], repeat=3):
        for theirs, is_whole in product((False, True), repeat=2):
            last = Remembered(("a",) if is_whole else ("a", "b"), snapshot(before))
            one = updated(snapshot(mine), last, Remembered(("a",), snapshot(new)), theirs=theirs)
            ways = f"{'theirs' if theirs else 'mine'}, {'all' if is_whole else 'some'} read"
            said = " -> ".join(json.dumps(each) for each in (before, mine, new))
            made = {key: value for key, value in entity(one.snapshot).items() if key != "name"}
            yield f"{what}, {ways}: {said} = {json.dumps(made)} {one.kept} {one.unread}"


def snapshot(of_entity: dict[str, Any]) -> dict[str, Any]:
    source = {"dataSourceId": "s", "name": "S", "entities": [{"name": "E", **of_entity}]}
    return {"instanceId": "i", "dataSources": [source]}


def entity(value: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = value["dataSources"][0]["entities"][0]
    return found


@pytest.mark.parametrize("what", SAID)
def test_a_second_import_makes_of_each_combination_what_it_has_made(what: str) -> None:
    if os.environ.get("UPDATE_PAGES"):
        KEPT.write_text("".join(f"{line}\n" for each in SAID for line in lines(each)), "utf-8")
    kept = KEPT.read_text("utf-8").splitlines()
    assert list(lines(what)) == [one for one in kept if one.startswith(f"{what},")]


@pytest.mark.parametrize(
    ("last", "new", "sources"),
    [
        (None, ("a",), ("a",)),
        (("a",), ("a",), ("a",)),
        (("a",), ("b", "a"), ("b", "a")),
        (("a", "b"), ("b", "c"), ("a", "b", "c")),
    ],
)
def test_what_was_read_before_is_remembered_unless_all_of_it_is_read_again(
    last: tuple[str, ...] | None, new: tuple[str, ...], sources: tuple[str, ...]
) -> None:
    before, now = snapshot({"primaryKey": "A"}), snapshot({"timestampFieldName": "B"})
    known = added_up(Remembered(last, before) if last is not None else None, Remembered(new, now))
    is_added = last is not None and not {*last} <= {*new}

    assert known.sources == sources
    assert entity(known.snapshot) == {
        "name": "E",
        **({"primaryKey": "A"} if is_added else {}),
        "timestampFieldName": "B",
    }


def test_a_list_that_has_a_name_twice_is_one_value_as_it_is() -> None:
    twice = [{"name": "A", "state": "active"}, {"name": "A", "state": "inactive"}]
    before, mine, new = (
        {"segments": one} for one in ([{"name": "A"}], twice, [{"name": "A"}, {"name": "B"}])
    )
    made = updated(mine, Remembered(("a",), before), Remembered(("a",), new), theirs=False)

    assert made.snapshot["segments"] == twice
