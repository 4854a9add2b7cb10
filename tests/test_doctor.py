"""c360lint doctor: one block for a bug report."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter import __version__
from linter.cli import main

REPO = Path(__file__).parent.parent


def doctor(path: Path) -> dict[str, str]:
    result = CliRunner().invoke(main, ["doctor", str(path)])
    assert (result.exit_code, result.stderr) == (0, "")
    return dict(line.split("  ", 1) for line in result.stdout.splitlines())


def said(found: dict[str, str], name: str) -> str:
    return found[name].strip()


def test_it_says_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(REPO / "examples"))
    found = doctor(REPO / "examples/contoso-broken")

    assert list(found) == [
        *("c360lint", "Python", "platform", "encodings", "libraries"),
        *("project", "configuration", "snapshot", "files"),
    ]
    assert said(found, "c360lint").startswith(f"{__version__}, in ")
    assert said(found, "Python").startswith(platform.python_version())
    assert said(found, "project") == "~/contoso-broken"
    assert said(found, "configuration") == "~/contoso-broken/c360lint.toml (sets principal)"
    assert said(found, "snapshot") == (
        "snapshot.json: 4 data sources, 16 entities, 127 attributes, 5 relationships, 1 conflations, "
        "2 roleAssignments"
    )
    assert said(found, "files") == (
        "9 documents: 1 conflationPlan, 1 conflictResolutionRules, 2 entityInfo, 2 relationships, "
        "2 requests, 1 that can't be read, 0 passed over"
    )


def test_it_tells_no_value_of_a_file() -> None:
    result: Result = CliRunner().invoke(main, ["doctor", str(REPO / "examples/contoso")])
    configuration = (REPO / "examples/contoso/c360lint.toml").read_text("utf-8")
    principal = configuration.partition('principal = "')[2].partition('"')[0]

    assert len(principal) > 10
    assert principal not in result.stdout


def test_a_home_is_folded_where_it_is_one_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "alice"
    other.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "al"))

    assert said(doctor(other), "project") == str(other)


@pytest.mark.parametrize(
    ("files", "name", "expected"),
    [
        ({}, "trouble", "nothing to check: no payload was found in ~"),
        (
            {"c360lint.toml": "snapshto = 'a'"},
            "configuration",
            "~/c360lint.toml:1:1: unknown key `snapshto`; did you mean `snapshot`?",
        ),
        (
            {"snapshot.json": "{"},
            "trouble",
            "snapshot.json:1:2: the snapshot can't be read: ",
        ),
        ({"manage/relationships.json": "[]"}, "snapshot", "none"),
    ],
)
def test_what_is_wrong_is_part_of_the_block(
    files: dict[str, str], name: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(content, "utf-8")

    assert said(doctor(tmp_path), name).startswith(expected)
