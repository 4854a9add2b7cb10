"""Payloads in other words than the documented ones: [dialects.KIND] in the configuration."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from linter.diagnostic import json_pointer
from tests.speaking import Translated, dialects_of, translated

sys.path.insert(0, str(Path(__file__).parent / "planted"))

from faults import plant
from generator import build_project
from render import render

CODES = ("clean", "CP01", "CP05", "CP06", "CP08", "CP09", "CR01", "CR04", "EI01", "EI03", "EI04", "RL03")
CODES += ("RL01", "RL05", "DO03", "DO04", "DO05", "DO06", "many")


def found(folder: Path) -> list[dict[str, Any]]:
    """Return what a check says of the project in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, ["check", "--format", "json"])
    finally:
        os.chdir(before)
    assert result.exit_code in (0, 1), result.output
    listed: list[dict[str, Any]] = json.loads(result.stdout)["diagnostics"]
    return listed


def path_of(pointer: str, value: Any) -> tuple[str | int, ...]:
    """Return the path of a pointer into a document."""
    path: list[str | int] = []
    for step in pointer.split("/")[1:]:
        own = step.replace("~1", "/").replace("~0", "~")
        path.append(int(own) if isinstance(value, list) else own)
        value = value[path[-1]]
    return tuple(path)


def places(diagnostics: list[dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    return sorted((one["code"], one["severity"], one["file"], one["pointer"]) for one in diagnostics)


def moved(one: dict[str, Any], documents: dict[str, Any], to: Translated) -> dict[str, Any]:
    """Return a finding as it is expected in the translated project."""
    if one["file"] not in to.documents:
        return one
    path = path_of(one["pointer"], documents[one["file"]])
    return {**one, "pointer": json_pointer(to.path(one["file"], path))}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("code", CODES)
def test_the_same_is_found_at_the_corresponding_places(tmp_path: Path, code: str, seed: int) -> None:
    planted = plant(code, build_project(seed), seed)
    if planted is None:
        pytest.skip("the project has no room for it")
    render(planted[1].project, "json", seed, planted[1].broken).write(tmp_path)
    before = found(tmp_path)
    rng = random.Random(seed)
    count = iter(range(10_000))

    def word(_own: str) -> str:
        return f"{rng.choice(('wort', 'Zeichen', 'ding_', 'x y '))}{next(count)}"

    documents = {one["file"]: json.loads((tmp_path / one["file"]).read_text("utf-8-sig")) for one in before}
    to = translated(tmp_path, dialects_of(rng, word))

    assert places(found(tmp_path)) == places([moved(one, documents, to) for one in before])
