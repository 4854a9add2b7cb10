"""What is held back stands under the finding that explains it, in every format, and goes with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from tests.projects import RULES_FILE, SNAPSHOT, resolution, write


@pytest.fixture(autouse=True)
def one_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conflict resolution rules that name an entity which isn't ingested, and an attribute of it."""
    rules = resolution("Shop_Buyerz")
    write(tmp_path, {"snapshot.json": SNAPSHOT, RULES_FILE: rules})
    monkeypatch.chdir(tmp_path)


def check(form: str, *more: str) -> str:
    return CliRunner().invoke(main, ["check", "--format", form, "--select", "CR01,CR02", *more]).output


def held() -> dict[str, Any]:
    [one] = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)["heldBack"]
    return dict(one)


def test_json_has_the_places_under_their_cause() -> None:
    report = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)

    [cause] = [one for one in report["diagnostics"] if one["code"] == "CR01"]
    [waiting] = report["heldBack"]
    assert cause["consequences"] == [{key: waiting[key] for key in ("code", "file", "pointer", "range")}]
    assert all(one["consequences"] == [] for one in report["diagnostics"] if one is not cause)


@pytest.mark.parametrize(("form", "sign"), [("full", " = held back: "), ("grouped", "held back: ")])
def test_a_text_has_them_in_the_finding_and_not_a_second_time(form: str, sign: str) -> None:
    start = held()["range"]["start"]
    output = check(form)

    assert output.count("held back: ") == 1
    assert f"{sign}CR02 at {RULES_FILE}:{start['line']}:{start['column']}\n" in output


def test_a_line_a_finding_leaves_them_beside_the_report() -> None:
    assert "held back: CR02 at" in check("concise")


def test_sarif_has_them_as_related_locations() -> None:
    log = json.loads(CliRunner().invoke(main, ["check", "--format", "sarif"]).stdout)
    [cause] = [one for one in log["runs"][0]["results"] if one["ruleId"] == "CR01"]
    said = [one["message"]["text"] for one in cause["relatedLocations"]]

    assert said[-1] == "CR02 is held back until this is mended"
    assert [one["id"] for one in cause["relatedLocations"]] == list(range(1, len(said) + 1))


def test_a_page_has_them_in_the_finding() -> None:
    page = check("html")

    assert "<dt>held back</dt><dd><b>CR02</b> <code>" in page


def test_they_go_with_their_cause() -> None:
    report = json.loads(CliRunner().invoke(main, ["check", "--format", "json", "--ignore", "CR01"]).stdout)

    assert [one for one in report["diagnostics"] if one["consequences"]] == []
    assert [one["unseen"] for one in report["heldBack"]] == ["not selected"]
