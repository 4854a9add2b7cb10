"""Whatever payloads say, no rule breaks, and every range lies in its file."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.configuration.settings import Configuration
from linter.diagnostic import Result
from linter.reading.inputs import Inputs
from rules import ALL

REPO = Path(__file__).parent.parent
EXAMPLE = REPO / "examples" / "contoso-broken"

FILES = {
    path.relative_to(EXAMPLE).as_posix(): json.loads(path.read_text("utf-8"))
    for path in sorted(EXAMPLE.rglob("*.json"))
    if path.name != "entityInformation.json"  # it isn't JSON, on purpose
}
VALUES = [None, True, 0, 1.5, "", "Customer", "eCommerce_eCommerceContacts", [], {}, [None], [[]], {"a": 1}]


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path, *(found for key, item in items for found in paths(item, (*path, key)))]


@st.composite
def projects(draw: st.DrawFn) -> dict[str, Any]:
    """The broken example with a few values dropped or replaced, in any file."""
    files = copy.deepcopy(FILES)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        path = draw(st.sampled_from(paths(files[name])))
        if not path:
            continue
        parent = files[name]
        for step in path[:-1]:
            parent = parent[step]
        if draw(st.booleans()):
            del parent[path[-1]]
        else:
            # a copy: a later change may go into it
            parent[path[-1]] = copy.deepcopy(draw(st.sampled_from(VALUES)))
    return files


def checked(folder: Path, files: dict[str, Any]) -> tuple[Result, dict[str, str]]:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value, indent=1), "utf-8")
    result, texts = run(CheckRequest(Inputs(str(folder), Configuration()), ALL))
    return result, {name: text.text for name, text in texts.items()}


def is_snapshot(value: Any) -> bool:
    return isinstance(value, dict) and "dataSources" in value and value.get("snapshotVersion", 1) == 1


@settings(max_examples=150)
@given(files=projects().filter(lambda files: is_snapshot(files["snapshot.json"])))
def test_no_rule_breaks_and_every_range_is_a_stretch_of_its_file(
    files: dict[str, Any], tmp_path_factory: Any
) -> None:
    result, texts = checked(tmp_path_factory.mktemp("project"), files)

    for one in result.diagnostics:
        for place in (one, *one.related):
            lines = texts[place.file].split("\n")
            start, end = place.range
            assert (1, 1) <= start <= end
            assert end.line <= len(lines)
            assert end.column <= len(lines[end.line - 1]) + 1
    keys = [(one.file, one.range, one.code) for one in result.diagnostics]
    assert keys == sorted(keys)


def test_fingerprints_survive_reordering_reformatting_and_renaming(tmp_path: Path) -> None:
    before, _ = checked(tmp_path / "a", FILES)
    moved = {
        name.replace("requests/", "requests/archive/"): value[::-1] if isinstance(value, list) else value
        for name, value in FILES.items()
    }
    after, _ = checked(tmp_path / "b", moved)

    assert sorted(one.fingerprint for one in before.diagnostics) == sorted(
        one.fingerprint for one in after.diagnostics
    )
