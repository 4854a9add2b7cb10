"""c360lint plan: every order that it prints can be followed, every reason is true, cycles are found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main

REPO = Path(__file__).parent.parent
sys.path.insert(0, str(Path(__file__).parent / "planted"))

from generator import build_project  # noqa: E402
from replay import Instance, body_of  # noqa: E402
from render import render  # noqa: E402

Json = dict[str, Any]


def planned(folder: Path, status: int = 0) -> Json:
    result = CliRunner().invoke(main, ["plan", str(folder), "--format", "json"], catch_exceptions=False)
    assert result.exit_code == status, result.output
    made: Json = json.loads(result.stdout)
    return made


def said_of(folder: Path, snapshot: Json, step: Json, body: Any) -> list[str]:
    """What check says of one step alone, over a snapshot."""
    folder.mkdir(exist_ok=True)
    (folder / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")
    envelope = {"method": step["method"], "url": step["url"], **({} if body is None else {"body": body})}
    (folder / "step.json").write_text(json.dumps(envelope), "utf-8")
    options = ["check", "--snapshot-only", "--format", "concise", "--quiet", "--ignore", "OD", str(folder)]
    return CliRunner().invoke(main, options, catch_exceptions=False).stdout.splitlines()


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_replayed_step_by_step_gives_no_finding(seed: int, tmp_path: Path) -> None:
    project = build_project(seed)
    render(project, "json", seed).write(tmp_path / "project")
    instance = Instance(project.world, project.snapshot)

    plan = planned(tmp_path / "project")
    assert plan["cycles"] == plan["blocked"] == []
    assert sorted((one["file"], one["pointer"]) for one in plan["steps"]) == sorted(places(project.documents))
    for step in plan["steps"]:
        body = body_of(project, step["file"], step["pointer"])
        assert (step, said_of(tmp_path / "step", instance.snapshot, step, body)) == (step, [])
        instance.apply(step["method"], step["url"], body)


def places(documents: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for file, value in documents.items():
        is_list = isinstance(value, list) and any(isinstance(one, dict) and "url" in one for one in value)
        found += [(file, f"/{index}") for index in range(len(value))] if is_list else [(file, "")]
    return found
