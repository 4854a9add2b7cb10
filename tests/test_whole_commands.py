"""What commands print, on which stream, with which exit status, and which files they leave: as a whole.

In `tests/commands/PROJECT.txt` each command stands behind a `$`, as a person would type it in that project.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from click.testing import CliRunner

from linter import __version__
from linter.cli import main

REPO: Final = Path(__file__).parent.parent
KEPT: Final = Path(__file__).parent / "commands"
PROJECTS: Final = {
    "contoso": REPO / "examples" / "contoso",
    "contoso-broken": REPO / "examples" / "contoso-broken",
    "dataverse-broken": REPO / "examples" / "dataverse-broken",
    "odd": KEPT / "odd",
    "torn": KEPT / "torn",
}
OF_THE_MACHINE: Final = re.compile(r"^((?:c360lint|Python|platform|encodings|libraries) +).*$", re.MULTILINE)


class Command(NamedTuple):
    """A command that is run in a project, and all that came of it."""

    project: str
    line: str
    told: str


def commands_in(project: str) -> Iterator[Command]:
    for block in (KEPT / f"{project}.txt").read_text("utf-8").split("\n\n$ ")[1:]:
        line, _, told = block.partition("\n")
        yield Command(project, line, told.rstrip("\n"))


COMMANDS: Final = [one for project in PROJECTS for one in commands_in(project)]


@pytest.mark.parametrize("command", COMMANDS, ids=[f"{one.project}: {one.line}" for one in COMMANDS])
def test_a_command_tells_what_it_has_told(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360LINT_TODAY", "2026-11-27")
    monkeypatch.setenv("COLUMNS", "80")
    folder = tmp_path / command.project
    shutil.copytree(PROJECTS[command.project], folder)
    monkeypatch.chdir(folder)

    told = told_of(command.line, folder)

    if os.environ.get("UPDATE_PAGES"):
        keep(command._replace(told=told))
    assert told == command.told, (
        f"UPDATE_PAGES=1 python -m pytest tests/{Path(__file__).name} writes what is told now"
    )


def told_of(line: str, folder: Path) -> str:
    """Return the exit status, both streams, and what has become of the project's files."""
    words, before = shlex.split(line), files_in(folder)
    given = Path(words[-1]).read_text("utf-8") if "<" in words else ""
    words = words[: words.index("<")] if given else words
    result = CliRunner().invoke(main, words[1:], input=given, catch_exceptions=False)
    parts = [f"exit {result.exit_code}\n", result.stdout]
    parts += ["-- standard error\n", result.stderr] if result.stderr else []
    parts += changes(before, files_in(folder))
    return "".join(map(_elsewhere_too, parts)).rstrip("\n").replace("\n$ ", "\n\\$ ")


def files_in(folder: Path) -> dict[str, list[str]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace").splitlines(keepends=True)
        for path in files
    }


def changes(before: dict[str, list[str]], after: dict[str, list[str]]) -> Iterator[str]:
    for name in sorted({*before, *after}):
        lines = unified_diff(before.get(name, []), after.get(name, []), name, name, n=0)
        yield from (line if line.endswith("\n") else f"{line}\n" for line in lines)


def _elsewhere_too(said: str) -> str:
    """Leave out what differs from one machine, day or release to the next."""
    here = said.replace(os.getcwd(), "FOLDER").replace(str(REPO), "REPO").replace(__version__, "VERSION")
    return OF_THE_MACHINE.sub(r"\1…", re.sub(r"captured \d[\d,]* days", "captured N days", here))


def keep(command: Command) -> None:
    """Write what a command tells now into the file of its project."""
    file = KEPT / f"{command.project}.txt"
    first, *blocks = file.read_text("utf-8").rstrip("\n").split("\n\n$ ")
    renewed = f"{command.line}\n{command.told}"
    kept = [renewed if block.partition("\n")[0] == command.line else block for block in blocks]
    file.write_text("\n\n$ ".join([first, *kept]) + "\n", "utf-8")
