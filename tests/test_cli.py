"""How the command line ends, and what it writes where."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main

REPO = Path(__file__).parent.parent
NAME = "manage/relationships.json:1:11: error RL01 relationship-name-characters: "


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "manage").mkdir(parents=True)
    (folder / "manage/relationships.json").write_text(json.dumps([{"name": "a-b"}]), "utf-8")
    monkeypatch.chdir(folder)
    return folder


CHECK = "rules.relationships.relationship_name_characters.check"


def run(*arguments: str, encoding: str) -> tuple[int, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "linter", *arguments],
        env={**os.environ, "PYTHONPATH": str(REPO), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout


def found(*arguments: str) -> list[str]:
    shown = ["check", "--quiet", "--format", "concise", "--select", "RL01", *arguments]
    return CliRunner().invoke(main, shown).stdout.splitlines()


def raising(error: BaseException) -> Any:
    def check(_: object) -> Any:
        raise error

    return check


def test_an_interrupt_ends_with_130_and_not_with_the_status_of_findings(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "rules.relationships.relationship_name_characters.check", raising(KeyboardInterrupt())
    )
    result = CliRunner().invoke(main, ["check"])

    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "c360lint: interrupted\n")


def test_a_bug_is_told_without_terminal_escapes_and_with_whole_paths(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/")
    monkeypatch.setattr(
        "rules.relationships.relationship_name_characters.check", raising(ValueError("a\x1b[31m"))
    )
    result = CliRunner().invoke(main, ["check"])

    assert result.exit_code == 3
    assert "internal error: ValueError: a\\x1b[31m\n" in result.stderr
    assert "\x1b" not in result.stderr
    assert str(REPO / "linter" / "checking" / "engine.py") in result.stderr


@pytest.mark.parametrize("arguments", [["check"], ["rules"], ["explain", "CP"], ["schema", "snapshot"]])
def test_output_that_cannot_be_written_ends_with_2_and_a_closed_pipe_is_quiet(
    project: Path, arguments: list[str]
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-m", "linter", *arguments]
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
        assert done.returncode == 2
        assert done.stderr == b"c360lint: standard output can't be written: No space left on device\n"

    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(writing)
    assert b"rror" not in done.stderr
    assert done.returncode in (0, 1)


@pytest.mark.parametrize("arguments", [["rules"], ["explain", "ALL"], ["check"]])
def test_output_is_utf_8_whatever_the_terminal_says(project: Path, arguments: list[str]) -> None:
    plain = run(*arguments, encoding="utf-8")

    assert plain[0] == (1 if arguments == ["check"] else 0)
    assert run(*arguments, encoding="cp1252") == run(*arguments, encoding="ascii") == plain


def test_places_can_be_clicked_from_the_working_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def places(*arguments: str) -> list[str]:
        return [line.partition(": ")[0] for line in found(*arguments)]

    assert places() == ["manage/relationships.json:1:11"]
    monkeypatch.chdir(project.parent)
    assert places("project") == ["project/manage/relationships.json:1:11"]
    (project.parent / "..sibling").mkdir()
    monkeypatch.chdir(project.parent / "..sibling")
    assert places("../project") == ["../project/manage/relationships.json:1:11"]
    monkeypatch.chdir(project.parent)
    project.rename(project.parent / "..project")
    assert places("..project") == ["..project/manage/relationships.json:1:11"]


@pytest.mark.parametrize(
    ("configuration", "message"),
    [
        (
            'select = ["RL01",\n  "copy-criterium"]',
            "2:3: no rule `copy-criterium`; did you mean `copy-criterion`?",
        ),
        ('ignore = [""]', "1:11: no rule ``; `c360lint rules` lists them"),
        ('[severity]\nRL = "warning"', "2:1: `RL` is not one rule: severities go by a whole code or name"),
        ('[severity]\nrl01 = "warning"', "2:1: no rule `rl01`; did you mean `RL01`?"),
        (
            '[[overrides]]\nfiles = []\n[[overrides]]\nfiles = []\nseverity.RL0l = "error"',
            "5:10: no rule `RL0l`; did you mean `RL01` or `RL02` or `RL03`?",
        ),
    ],
)
def test_a_configuration_cannot_name_a_rule_that_does_not_exist(
    project: Path, configuration: str, message: str
) -> None:
    (project / "c360lint.toml").write_text(configuration, "utf-8")
    result = CliRunner().invoke(main, ["check"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"c360lint: c360lint.toml:{message}\n"


def test_standard_input_that_is_closed_ends_with_2(project: Path) -> None:
    shell = '"$0" -m linter check - <&-'
    done = subprocess.run(
        ["sh", "-c", shell, sys.executable],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (2, b"c360lint: standard input is closed\n")


def test_an_empty_name_explains_nothing(project: Path) -> None:
    result = CliRunner().invoke(main, ["explain", " "])

    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "a\0b"],
        ["check", "--snapshot", "a\0b"],
        ["snapshot", "import", "-o", "a\0b", "x.csv"],
        ["refs", "\0"],
        ["\0"],
    ],
)
def test_an_argument_that_no_shell_can_pass_is_misuse(project: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("Error: the character U+0000 can't be meant\n")


def test_a_folder_without_payloads_is_nothing_to_check(project: Path) -> None:
    (project / "c360lint.toml").write_text("", "utf-8")
    (project / "docs").mkdir()
    result = CliRunner().invoke(main, ["check", "docs"])

    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "c360lint: nothing to check: there is no payload in docs\n",
    )


STREAMS = {
    ">&-": {"check": 2, "rules": 2, "plan": 2, "check --help": 0, "check no.json": 2, "--nonsense": 2},
    "2>&-": {"check": 1, "rules": 0, "plan": 0, "check --help": 0, "check no.json": 2, "--nonsense": 2},
    ">&- 2>&-": {"check": 2, "rules": 2, "plan": 2, "check --help": 0, "check no.json": 2, "--nonsense": 2},
    ">/dev/full": {"check": 2, "rules": 2, "plan": 2, "check --help": 2, "check no.json": 2, "--nonsense": 2},
    "2>/dev/full": {
        "check": 3,
        "rules": 0,
        "plan": 0,
        "check --help": 0,
        "check no.json": 3,
        "--nonsense": 3,
    },
}
COMMANDS = [
    pytest.param(command, redirection, status, id=f"{command} {redirection}")
    for redirection, expected in STREAMS.items()
    for command, status in expected.items()
]


def in_shell(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the shell in which $0 is Python."""
    return subprocess.run(
        ["sh", "-c", script, sys.executable],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")
@pytest.mark.parametrize(("command", "redirection", "status"), COMMANDS)
@pytest.mark.usefixtures("project")
def test_a_closed_or_full_stream_ends_with_the_status_of_neither_findings_nor_success(
    command: str, redirection: str, status: int
) -> None:
    done = in_shell(f'exec "$0" -m linter {command} {redirection}')

    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (status, False)


@pytest.mark.parametrize("command", ["check", "check --format json", "rules", "check --help", "--version"])
@pytest.mark.usefixtures("project")
def test_a_reader_who_leaves_ends_a_command_quietly(command: str) -> None:
    done = in_shell(f'"$0" -m linter {command} 2>&1 | true')

    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "false"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_the_environment_decides_on_colours(project: Path, variables: dict[str, str], coloured: bool) -> None:
    environment: dict[str, str | None] = {"FORCE_COLOR": None, "NO_COLOR": None, **variables}
    result = CliRunner().invoke(main, ["check", "--format", "full"], env=environment, color=True)

    assert ("\x1b[31m" in result.stdout) == coloured


def test_a_run_leaves_the_search_for_garbage_as_it_was(tmp_path: Path) -> None:
    states = []
    for before in (gc.enable, gc.disable):
        before()
        CliRunner().invoke(main, ["check", str(tmp_path)])
        states.append(gc.isenabled())
    gc.enable()

    assert states == [True, False]
