"""What docs/security.md promises: no network, no program but git, and the bounds that stand there."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import COMMANDS, main
from tests import projects
from tests.stage import STAGE, lay_out

REPO = Path(__file__).parent.parent
PAGE = (REPO / "docs/security.md").read_text("utf-8")

_heard: list[list[tuple[str, tuple[Any, ...]]]] = []
_WATCHED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "urllib.",
    "ftplib.",
)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _heard and event.startswith(_WATCHED):
        _heard[-1].append((event, arguments))


@contextmanager
def watched() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """Collect what reaches for the network or starts a program; a hook stays for ever, so there is one."""
    if not _heard:
        sys.addaudithook(_hear)
    _heard.append([])
    yield _heard[-1]
    _heard.append([])


EVERY_COMMAND = {
    "check": ["check", "--statistics", "--profile", "--changed"],
    "snapshot": ["snapshot", "import", "contracts/metadata.xml", "contracts/dataverse.yaml"],
    "baseline": ["baseline", "create"],
    "plan": ["plan"],
    "graph": ["graph", "--layer", "all", "--format", "html"],
    "refs": ["refs", "Customer"],
    "explain": ["explain", "CP01"],
    "rules": ["rules", "--coverage"],
    "new": ["new", "relationships", "-o", "-"],
    "learn": ["learn", "manage/segments.json", "--as", "segment"],
    "schema": ["schema", "segment"],
    "init": ["init"],
    "cache": ["cache"],
    "doctor": ["doctor"],
}
"""One way to use each command, but for the server, which is watched at its own tests by what it imports."""


def test_every_command_runs_without_network_and_starts_git_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(STAGE, tmp_path)
    (tmp_path / "house.json").write_text('{"$ref": "http://127.0.0.1:9/x.json"}', "utf-8")
    house = '[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"\n'
    with (tmp_path / "c360lint.toml").open("a", encoding="utf-8") as file:
        file.write(house)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)

    assert {*EVERY_COMMAND, "server"} == set(COMMANDS)
    with watched() as heard:
        for one in EVERY_COMMAND.values():
            assert CliRunner().invoke(main, one).exit_code in (0, 1, 2), one
    started = {arguments[0] for event, arguments in heard if event == "subprocess.Popen"}
    assert [event for event, _ in heard if event not in ("subprocess.Popen", "os.posix_spawn")] == []
    assert started == {"git"}


def test_a_check_needs_no_network_and_asks_for_none(tmp_path: Path) -> None:
    if not (shutil.which("strace") and shutil.which("unshare")):
        pytest.skip("strace and unshare are not installed, which trace a run without a network")
    lay_out(STAGE, tmp_path)
    trace = tmp_path.parent / "trace.txt"
    strace = ["strace", "-f", "-e", "trace=network", "-o", str(trace)]
    command = ["unshare", "--net", *strace, sys.executable, "-m", "linter", "check", "-q"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(REPO)}, capture_output=True, check=False
    )
    if not trace.exists():
        pytest.skip("this user may trace no run without a network")

    assert done.returncode == 0
    assert re.findall(r"^\d+ +(?!\+\+\+|---)\w+\(.*", trace.read_text("utf-8"), re.MULTILINE) == []


def test_a_folder_of_a_commit_is_no_repository_that_git_obeys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"snapshot.json": projects.SNAPSHOT, projects.RELATIONSHIPS_FILE: [projects.RELATIONSHIP]}
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    inner = tmp_path / "inner"
    subprocess.run(["git", "init", "-q", "--bare", str(inner)], check=True)
    projects.write(inner, {**files, ".gitignore": "manage/x\n"})
    program = f'fsmonitor = "touch {tmp_path}/run; false"'
    (inner / "config").write_text(f"[core]\n\tbare = false\n\tworktree = {inner}\n\t{program}\n", "utf-8")
    monkeypatch.chdir(inner)

    for one in ((), ("--changed",), ("--staged",)):
        CliRunner().invoke(main, ["check", *one])
    assert not (tmp_path / "run").exists()


BOUNDS = re.findall(r"^\| .*? \| ([\d,]+) \| `([\w.]+)` \|$", PAGE, re.MULTILINE)


def test_the_bounds_are_those_of_the_page() -> None:
    assert len(BOUNDS) > 15
    for number, name in BOUNDS:
        module, _, constant = name.rpartition(".")
        assert f"{getattr(importlib.import_module(module), constant):,}" == number, name


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a repository, with a finding."""
    folder = tmp_path / "project"
    relationship = {**projects.RELATIONSHIP, "name": "a-b"}
    projects.write(folder, {"snapshot.json": projects.SNAPSHOT, projects.RELATIONSHIPS_FILE: [relationship]})
    (folder / ".git").mkdir()
    (tmp_path / "precious").write_text("precious", "utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("link", "command"),
    [
        ("report.html", ("check", "-o", "report.html")),
        (".made.json.imported", ("snapshot", "import", "rows.csv", "-o", "made.json")),
        ("picture.svg", ("graph", "-o", "picture.svg")),
    ],
)
def test_a_link_out_of_the_repository_is_not_written_through(
    project: Path, link: str, command: tuple[str, ...]
) -> None:
    (project / "rows.csv").write_text("Id\n1\n", "utf-8")
    (project / link).symlink_to("../precious")

    done = CliRunner().invoke(main, list(command))
    assert (done.exit_code, (project / "../precious").read_text("utf-8")) == (2, "precious")
    assert f"{link} can't be written: it is a link to " in done.stderr
    (project / link).unlink()
    (project / link).symlink_to("there")
    assert CliRunner().invoke(main, [*command, *(["--force"] if link[0] == "." else [])]).exit_code in (0, 1)
    assert (project / "there").is_file()


def test_a_configuration_says_of_no_place_out_of_the_repository_that_a_baseline_is_written_there(
    project: Path,
) -> None:
    (project / "c360lint.toml").write_text('baseline = "../known.json"\n', "utf-8")

    done = CliRunner().invoke(main, ["baseline", "create"])
    assert (done.exit_code, (project / "../known.json").exists()) == (2, False)
    assert "the baseline of the configuration, is not in " in done.stderr
    assert CliRunner().invoke(main, ["baseline", "create", "--baseline", "../known.json"]).exit_code == 0
