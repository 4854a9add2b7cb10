"""What a command line says to check is read without click as click reads it, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.commands.check import command
from linter.commands.check_options import OPTIONS
from linter.commands.check_options import given as without_click
from linter.entry import main

NAMES = [name for option in OPTIONS for name in option.names.split(" ")]
CHOICES = [one for option in OPTIONS if option.choices for one in option.choices()]
ODD = [
    "",
    "-",
    "--",
    "-h",
    "--help",
    "--no-such",
    "-qv",
    "-ofull",
    "-o=x",
    "--quiet=",
    "--f",
    "=",
    "--=",
    "-q=",
]
VALUES = [*CHOICES, "a.json", "b/c", "JSON", "x=y", "*.json", "$X", "sarif:out", *ODD]


def by_click(words: list[str]) -> dict[str, Any]:
    return command.make_context("check", list(words)).params


@st.composite
def words(draw: st.DrawFn) -> list[str]:
    value = st.sampled_from(VALUES) | st.text(st.characters(exclude_characters="\0"), max_size=3)
    option = st.sampled_from(NAMES)
    joined = st.builds("{}={}".format, option, value)
    fitting = st.sampled_from([one for one in OPTIONS if not one.is_flag]).flatmap(
        lambda one: st.tuples(
            st.sampled_from(one.names.split(" ")), st.sampled_from(one.choices() if one.choices else ("x",))
        )
    )
    parts = st.one_of(st.tuples(option), st.tuples(value), st.tuples(joined), fitting)
    return [word for part in draw(st.lists(parts, max_size=5)) for word in part]


@settings(max_examples=300, deadline=None)
@given(words())
def test_what_is_read_without_click_is_what_click_reads(line: list[str]) -> None:
    said = without_click(line)

    assert said is None or said == by_click(line)


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["."],
        ["-"],
        ["--quiet", "-v", "a.json", "b.json"],
        ["--format", "concise", "--format=sarif", "-o", "json:x.json", "--output=y"],
        ["--staged", "--fix", "--color", "never", "--fail-level", "warning"],
        ["-", "--stdin-filename", "manage/relationships.json", "--as", "relationships"],
        ["--env=prod", "--snapshot", "a", "--snapshot", "b", "--select", "RL", "--strict"],
    ],
)
def test_what_a_hook_or_a_person_mostly_writes_needs_no_click(line: list[str]) -> None:
    assert without_click(line) == by_click(line)


@pytest.mark.parametrize(
    "line",
    [
        ["--help"],
        ["-h"],
        ["--no-such"],
        ["-qv"],
        ["--"],
        [""],
        ["--quiet=yes"],
        ["-o=x"],
        ["--quiet", "--quiet"],
        ["--config", "a", "--config", "b"],
        ["--config"],
        ["--config", ""],
        ["--config="],
        ["--config", "-"],
        ["--config", "--quiet"],
        ["--format", "FULL"],
        ["--snap", "x"],
    ],
)
def test_anything_else_is_left_to_click(line: list[str]) -> None:
    assert without_click(line) is None


def test_what_click_expands_on_windows_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.name", "nt")

    assert without_click(["*.json"]) is None
    assert without_click(["a.json"]) is not None


def test_every_option_of_the_command_is_one_of_the_table() -> None:
    options = [one for one in command.params if isinstance(one, click.Option)]

    assert [one.name for one in options] == [one.called for one in OPTIONS]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "manage").mkdir()
    (tmp_path / "manage/relationships.json").write_text('[{"name": "a-b"}]', "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *line: str
) -> tuple[Any, str, str]:
    monkeypatch.setattr("sys.argv", ["c360lint", "check", "--select", "RL01", *line])
    code: Any = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    return code, *capsys.readouterr()


@pytest.mark.parametrize("line", [[], ["."], ["nowhere"], ["--diff"], ["--why", "manage/relationships.json"]])
def test_a_run_says_the_same_and_ends_the_same_either_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: list[str]
) -> None:
    without = ended(monkeypatch, capsys, *line)
    monkeypatch.setattr("linter.commands.check_options.given", lambda _: None)

    assert without == ended(monkeypatch, capsys, *line)
    assert without[0] in (0, 1, 2)


@pytest.mark.parametrize(
    ("raised", "status", "told"),
    [
        (KeyboardInterrupt(), 130, "c360lint: interrupted"),
        (ZeroDivisionError("x"), 3, "internal error: ZeroDivisionError: x"),
        (BrokenPipeError(), 0, ""),
        (OSError(28, "No space left on device"), 2, "the output can't be written: No space left on device"),
    ],
)
def test_a_run_without_click_is_guarded_as_any_other(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: BaseException,
    status: int,
    told: str,
) -> None:
    def check(**_: object) -> None:
        raise raised

    monkeypatch.setattr("linter.guards.discard", lambda _: None)
    monkeypatch.setattr("linter.commands.check_job.check", check)
    code, _, error = ended(monkeypatch, capsys)

    assert (code, told in error) == (status, True)
