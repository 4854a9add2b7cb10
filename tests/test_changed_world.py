"""What all rules together say of the pages' project where a few places of it are changed.

Departures ask one rule; here one rule's finding holds back another's. `changed_world.jsonl` has a case a
line: a sentence, the changes (as departures have them), and what is said, in short.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.departures import SNAPSHOT_ONLY, Departure
from tests.projects import reported
from tests.stage import STAGE, lay_out

KEPT = Path(__file__).with_name("changed_world.jsonl")
CASES: list[dict[str, Any]] = [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[one["sentence"] for one in CASES])
def test_all_rules_say_of_a_changed_project_what_they_have_said(
    case: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    departure = Departure("", case["sentence"], json.dumps(case["changes"]))
    lay_out(departure.files(dict(STAGE)), folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("C360LINT_TODAY", "2026-11-27")

    said = in_short(reported(*([SNAPSHOT_ONLY] if departure.snapshot_only else [])))

    if os.environ.get("UPDATE_PAGES"):
        others = [one for one in read() if one["sentence"] != case["sentence"]]
        keep([*others, {**case, "said": said}])
    assert said == case["said"], (
        f"UPDATE_PAGES=1 python -m pytest tests/{Path(__file__).name} writes what is said now"
    )


def test_each_case_is_there_once_and_in_order() -> None:
    assert KEPT.read_text("utf-8") == written(CASES)


def in_short(report: dict[str, Any]) -> list[str]:
    """Return a line for each finding, each reason why rules say nothing, each place that is held back."""
    lines = [
        f"{one['severity']} {called(one)}: {one['message']}; {one['help']}"
        + "".join(f" ({fix['title']}: {len(fix['edits'])})" for fix in one["fixes"])
        for one in report["diagnostics"]
    ]
    open_: dict[str, list[str]] = {}
    for one in report["notChecked"]:
        open_.setdefault(one["reason"], []).append(one["code"])
    lines += [f"not checked: {reason}: {' '.join(codes)}" for reason, codes in open_.items()]
    return lines + [f"held back {called(one)} behind {called(one['cause'])}" for one in report["heldBack"]]


def called(one: dict[str, Any]) -> str:
    return f"{one['code']} {one['file'].rpartition('/')[2]}{one['pointer']}"


def read() -> list[dict[str, Any]]:
    return [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]


def keep(cases: list[dict[str, Any]]) -> None:
    KEPT.write_text(written(cases), "utf-8")


def written(cases: list[dict[str, Any]]) -> str:
    """Return cases as they are kept: by their sentences, a line each."""
    by_sentence = {one["sentence"]: one for one in cases}
    lines = (json.dumps(by_sentence[one], ensure_ascii=False) for one in sorted(by_sentence))
    return "".join(f"{one}\n" for one in lines)
