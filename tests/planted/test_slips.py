"""One cause, one finding: whatever is misspelt, wherever, that is what is said, and nothing else."""

from __future__ import annotations

import json
import os
import pathlib
import random
import sys
import tempfile
from typing import Any

from click.testing import CliRunner
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from generator import Project, build_project
from render import render
from slips import Slip, slip, slots

from linter.cli import main

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # a smaller seed is no simpler project
SEEDS = st.integers(0, 10_000)


def planted(seed: int) -> tuple[Project, Slip]:
    """A clean project, and the same with a slip."""
    rng = random.Random(seed)
    clean = build_project(rng.randrange(500))
    return clean, slip(rng, clean, rng.choice(slots(clean)))


def report_on(project: Project, folder: str, *options: str) -> dict[str, Any]:
    render(project, "json", 1).write(pathlib.Path(folder))
    before = pathlib.Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, ["check", "--format", "json", *options], catch_exceptions=False)
    finally:
        os.chdir(before)
    assert result.exit_code in (0, 1), result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


@given(SEEDS)
@settings(max_examples=60, phases=QUICK)
def test_a_slip_is_one_finding_in_its_file_and_nothing_else(seed: int) -> None:
    _, one = planted(seed)

    with tempfile.TemporaryDirectory() as folder:
        report = report_on(one.project, folder)

    said = [found for found in report["diagnostics"] if found["severity"] != "recommendation"]
    assert [found["file"] for found in said] == [one.file], (one, said)


@given(SEEDS)
@settings(max_examples=40, phases=QUICK)
@example(0)
def test_the_fix_of_a_slip_gives_back_what_was_meant(seed: int) -> None:
    """Where there is one: a file's name is the user's to change, and several near names are a choice."""
    clean, one = planted(seed)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        report = report_on(one.project, folder)
        fixes = [fix for found in report["diagnostics"] for fix in found["fixes"]]
        report_on(one.project, folder, "--unsafe-fixes")
        report_on(clean, other)
        if len(fixes) == 1:
            path = pathlib.Path(one.file)
            mended, right = (
                json.loads((pathlib.Path(each) / path).read_text("utf-8-sig")) for each in (folder, other)
            )
            assert folded(mended, clean) == folded(right, clean), (one.file, one.wrong)


def folded(value: Any, project: Project) -> Any:
    """The same value without regard to case and to how an entity is named: by ID, by data source or alone."""
    text = json.dumps(value, ensure_ascii=False).lower()
    longest_first = sorted(project.snapshot["dataSources"], key=lambda one: -len(one["name"]))
    for source in longest_first:
        text = text.replace(source["dataSourceId"].lower(), source["name"].lower())
        text = text.replace(f"{source['name'].lower()}_", "")
    return json.loads(text)
