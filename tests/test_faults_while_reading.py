"""Whatever stands in place of a file, or a file becomes while it is read: a word, and the rest goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter import files
from linter.cli import main
from linter.files import TooLarge, read_bytes
from tests import projects

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and links are another thing here")

OTHER = "manage/segments.json"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a finding, and a place for another payload."""
    relationship = {**projects.RELATIONSHIP, "name": "a-b"}
    projects.write(
        tmp_path, {"snapshot.json": projects.SNAPSHOT, projects.RELATIONSHIPS_FILE: [relationship]}
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said() -> tuple[list[str], int]:
    """Return the findings of both rules, and the status."""
    done = CliRunner().invoke(main, ["check", "-q", "--format", "concise", "--select", "RL01,DO08"])
    return [line.replace(os.getcwd() + "/", "") for line in done.stdout.splitlines()], done.exit_code


KNOWN = (
    f"{projects.RELATIONSHIPS_FILE}:1:11: error RL01 relationship-name-characters: relationship name `a-b` "
    "has `-`, where only letters, numbers and underscores may stand"
)


def unreadable(reason: str) -> tuple[list[str], int]:
    return [KNOWN, f"{OTHER}:1:1: error DO08 unreadable-file: the file can't be read: {reason}"], 1


PUT: dict[str, Callable[[Path], Any]] = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a loop": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
}


@pytest.mark.parametrize("put", PUT)
def test_what_stands_in_place_of_a_file_is_told_and_not_waited_for(project: Path, put: str) -> None:
    PUT[put](project / OTHER)

    found, status = said()
    assert (found[0], status, len(found)) == (KNOWN, 1, 2)
    assert found[1].startswith(f"{OTHER}:1:1: error DO08 unreadable-file: the file can't be read: ")


def folder(path: str) -> None:
    os.unlink(path)
    os.mkdir(path)


def pipe(path: str) -> None:
    os.unlink(path)
    os.mkfifo(path)


BECOMES = {
    "gone": (os.unlink, "No such file or directory"),
    "a folder": (folder, "Is a directory"),
    "a pipe": (pipe, "it is not a regular file"),
}


@pytest.mark.parametrize("what", BECOMES)
def test_a_file_that_becomes_something_else_before_it_is_read_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    (project / OTHER).write_text("[]", "utf-8")
    become, reason = BECOMES[what]

    def opened(path: Any, *more: Any, usual: Any = os.open, **named: Any) -> int:
        if str(path).endswith(OTHER) and os.path.isfile(path):
            become(path)
        number: int = usual(path, *more, **named)
        return number

    monkeypatch.setattr(files.os, "open", opened)
    assert said() == unreadable(reason)


@pytest.mark.parametrize(("now", "expected"), [(b"[]", b"[]"), (b"[1, 2, 3]", b"[1, 2, 3]"), (b"", b"")])
def test_a_file_is_read_as_it_is_though_it_was_larger_or_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: bytes, expected: bytes
) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"[1, 2]")

    def looked_at(number: int, usual: Any = os.fstat) -> os.stat_result:
        found: os.stat_result = usual(number)
        file.write_bytes(now)
        return found

    monkeypatch.setattr(files.os, "fstat", looked_at)
    assert read_bytes(str(file)) == expected


def test_a_file_that_grows_for_ever_fills_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"x")
    monkeypatch.setattr(files.os, "read", lambda _number, most: b"x" * most)

    with pytest.raises(TooLarge):
        read_bytes(str(file), largest=1_000_000)


def test_names_that_are_no_text_and_paths_that_are_too_long_keep_nothing_back(project: Path) -> None:
    strange = os.fsencode(project) + b"/manage/\xff\xfe.json"
    with open(strange, "wb") as file:
        file.write(b'{"$schema": "relationships.schema.json", "name": "a-b"}')
    here = os.getcwd()
    for _ in range(25):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    Path("x.json").write_text("{}", "utf-8")
    os.chdir(here)
    try:
        found, status = said()
    finally:
        shutil.rmtree("d" * 200)
    assert status == 1
    assert KNOWN in found
    assert any("\\udcff\\udcfe.json" in one for one in found)


@pytest.mark.parametrize("shift", [10**9, -(10**9), -(10**5), 10**5])
def test_what_is_remembered_is_never_stale_though_clocks_jump(
    project: Path, monkeypatch: pytest.MonkeyPatch, shift: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.delenv("C360LINT_NO_CACHE")
    monkeypatch.setenv("C360LINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr("linter.commands.check_recall._FILES", 1)
    file = project / projects.RELATIONSHIPS_FILE
    when = file.stat().st_mtime_ns + shift * 10**9
    os.utime(file, ns=(when, when))
    assert said() == ([KNOWN], 1)

    data = file.read_bytes()
    file.write_bytes(data.replace(b"a-b", b"a_b"))
    os.utime(file, ns=(when, when))
    assert said() == ([], 0)
    file.write_bytes(data)
    os.utime(file, ns=(when, when))
    assert said() == ([KNOWN], 1)
