"""The figures of detection: what is counted, what surrounds an example, what the documentation shows."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import rules
from benchmarks.detection import measure, table
from benchmarks.detection.surroundings import surrounded
from linter.rulekit.pages import Example, examples, page_of
from tests.stage import STAGE

EMPTY = Example("nothing", True, (), "")


def finding(code: str, pointer: str, severity: str = "error") -> dict[str, Any]:
    return {"code": code, "file": "a.json", "pointer": pointer, "severity": severity}


def test_the_page_shows_the_figures_that_are_kept() -> None:
    assert table.PAGE.read_text("utf-8") == table.page(table.kept()), f"{table.COMMAND} --page renews it"


def test_every_rule_that_was_measured_had_a_planter() -> None:
    assert [one.code for one in table.kept().rules if not one.planted[1] + one.pages[1]] == []


def test_every_rules_page_has_an_example_that_can_be_planted() -> None:
    lacking = [one.RULE.code for one in rules.ALL if all(each.good for each in examples(page_of(one)))]

    assert lacking == []


def test_a_fault_is_found_where_all_its_findings_are_and_what_is_severe_besides_is_a_false_alarm() -> None:
    count = measure._Count()
    two = {("CP01", "a.json", "/x"), ("CP01", "a.json", "/y")}
    count.add("planted", "CP01", two, [finding("CP01", "/x")])
    count.add("planted", "CP01", two, [finding("CP01", "/x"), finding("CP01", "/y"), finding("CP02", "/z")])
    count.add("planted", "CP01", two, [finding("CP03", "", "recommendation")])

    assert (count.found["planted", "CP01"], count.tried["planted", "CP01"]) == (1, 3)
    assert (dict(count.alarms), count.projects) == ({"CP02": 1}, 3)


def test_a_clean_project_counts_for_alarms_alone() -> None:
    count = measure._Count()
    count.add("planted", "", set(), [finding("CP01", "/x", "warning")])

    assert (dict(count.tried), dict(count.alarms)) == ({}, {"CP01": 1})


@given(st.integers(0, 10_000))
def test_surroundings_are_clean_and_the_same_for_a_seed(seed: int) -> None:
    files = surrounded(EMPTY, STAGE, str(seed))

    assert files == surrounded(EMPTY, STAGE, str(seed))
    assert {
        name: json.loads(files[name]) for name in STAGE if name.endswith(".json") and name != "snapshot.json"
    } == {
        name: json.loads(text)
        for name, text in STAGE.items()
        if name.endswith(".json") and name != "snapshot.json"
    }
    assert measure._told(files) == []
