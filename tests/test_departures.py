"""What a rule says of small departures from its page's examples stays as it is.

They are those at which a condition comes out as it does at no example: `tests/departures.py` finds them.
"""

from __future__ import annotations

import os
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import rules
from linter.rulekit.pages import examples, page_of
from tests.departures import Departure, keep, kept, said_of
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
