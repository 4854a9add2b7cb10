"""What a rule says of small departures from its page's examples stays as it is.

They are those at which a condition comes out as it does at no example: `tests/departures.py` finds them.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

import rules
from benchmarks.mutants.alive import Alive
from linter.rulekit.pages import examples, page_of
from tests.departures import KEPT as KEPT_IN
from tests.departures import Departure, keep, kept, said_of, written
from tests.departures.drawing import corpus_of, departures
from tests.departures.search import pages_of_rules, search
from tests.stage import STAGE

UPDATE = os.environ.get("UPDATE_PAGES") == "1"
KEPT = kept()
BY_CODE: dict[str, list[Departure]] = defaultdict(list)
for one in KEPT:
    BY_CODE[one.code].append(one)


@cache
def projects(code: str) -> dict[str, dict[str, str]]:
    """The files of a page's examples, by their titles."""
    module = next((one for one in rules.ALL if one.RULE.code == code), None)
    return {one.title: one.files(STAGE) for one in examples(page_of(module))} if module else {}


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_a_rule_says_of_departures_what_it_has_said(
    code: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360LINT_TODAY", "2026-11-27")
    there = [one for one in BY_CODE[code] if one.example in projects(code)]
    said = {one: said_of(one, projects(code)[one.example], folder) for one in there}

    if UPDATE:
        keep({one: lines for one, lines in kept().items() if one.code != code} | said)
    assert said == {one: KEPT[one] for one in BY_CODE[code]}, (
        "UPDATE_PAGES=1 python -m pytest tests/test_departures.py writes what is said now"
    )


def test_each_departure_is_kept_once_and_in_order() -> None:
    assert KEPT_IN.read_text("utf-8") == written(KEPT), (
        "UPDATE_PAGES=1 python -m pytest tests/test_departures.py writes them anew"
    )


def test_a_departure_changes_a_project_as_it_says() -> None:
    project = {"a.json": '{"x": [1, {"y": 2}]}', "q.http": "GET /"}
    changes = [["q.http"], ["a.json", ["x", 0]], ["a.json", ["x", 0, "z"], True], ["b.sql", [], "SELECT"]]
    departure = Departure("SG101", "one", json.dumps(changes))

    files = departure.files(project)

    assert files.keys() == {"a.json", "b.sql"}
    assert json.loads(files["a.json"]) == {"x": [{"y": 2, "z": True}]}
    assert files["b.sql"] == "SELECT"


DRAWN_OF = ("CP101", "SG122", "OD01", "DV106", "RL02")


@pytest.mark.parametrize(
    "code", [code for code in DRAWN_OF if any(one.RULE.code == code for one in rules.ALL)]
)
def test_what_is_drawn_can_be_laid_out_and_is_the_same_each_time(code: str) -> None:
    module = next(one for one in rules.ALL if one.RULE.code == code)
    shown = list(examples(page_of(module)))
    corpus = corpus_of(projects(code).values())

    def drawn() -> list[Departure]:
        return list(islice(departures(code, shown, projects(code), corpus), 60))

    assert drawn() == drawn()
    for one in drawn():
        files = one.files(projects(code)[one.example])
        assert all(isinstance(text, str) for text in files.values())
        assert any(files != projects(code)[one.example] or one.snapshot_only for one in drawn())


def test_a_slip_is_noticed_by_an_example_or_by_what_is_drawn() -> None:
    file = "rules/segments/no_segment.py"
    ended = search(file, pages_of_rules(), known={}, alive=Alive(), drawn=40)

    assert set(ended.how.values()) <= {"killed", "survived"}
    assert "killed" in ended.how.values()
    assert all(one.code == "SG101" and isinstance(said, list) for one, said in ended.of_use.items())
