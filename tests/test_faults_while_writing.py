"""Whatever ends a command while it writes, at whichever step: each file is as it was, or as it was to be."""

from __future__ import annotations

import ast
import errno
import json
import os
import re
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from linter.reading.snapshots import load_snapshot
from tests import projects

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that can be killed is forked here")

REPO = Path(__file__).parent.parent
Files = dict[str, bytes]

BROKEN = {**projects.RELATIONSHIP, "name": "Visits-To-Buyers"}
OTHER = projects.snapshot(entity="Visits", primaryKey="Mail")

COMMANDS: dict[str, tuple[str, ...]] = {
    "reports": ("check", "-o", "html:a.html", "-o", "json:b.json", "--format", "concise"),
    "fixes": ("check", "--unsafe-fixes", "--select", "RL01"),
    "baseline": ("baseline", "create", "--force"),
    "import": ("snapshot", "import", "rows.csv", "-o", "made.json"),
    "update": ("snapshot", "import", "rows.csv", "-o", "old.json", "--update", "--theirs"),
    "apply": ("snapshot", "apply", "--force", "-o", "applied.json"),
    "carry": ("snapshot", "diff", "snapshot.json", "renamed.json", "--fix"),
    "init": ("init", "--yes", "--hook", "--ci", "github", "--editor", "vscode"),
    "new": ("new", "relationships", "--from", "Shop_Visits", "--to", "Shop_Buyers", "-o", "folder/made.yaml"),
    "learn": ("learn", "spoken.json", "--as", "relationships", "--write"),
    "graph": ("graph", "-o", "picture.svg"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which every command that writes has something to write."""
    renamed = json.loads(json.dumps(projects.SNAPSHOT).replace('"Visits"', '"Calls"'))
    spoken = {"von" if key == "fromEntityName" else key: one for key, one in projects.RELATIONSHIP.items()}
    projects.write(
        tmp_path,
        {
            "snapshot.json": projects.SNAPSHOT,
            "renamed.json": renamed,
            "old.json": OTHER,
            "spoken.json": [spoken],
            "rows.csv": "Id,Name\n1,x\n",
            projects.RELATIONSHIPS_FILE: [BROKEN],
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def held(folder: Path) -> Files:
    """Return what the files of a folder hold, but for what was to replace one."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".c360lint-")
    }


def laid_down(folder: Path, files: Files) -> None:
    """Let a folder hold these files and no others."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def ended(arguments: tuple[str, ...], fault: Callable[[], object] = lambda: None) -> tuple[int, str]:
    """Run a command in a process of its own; return its status, negative for a signal, and what it says."""
    heard, said = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads
        child = os.fork()
    if not child:
        sys.stdout, sys.stderr = open(os.devnull, "w"), open(said, "w")  # noqa: SIM115
        try:
            fault()
            main(list(arguments))
        except SystemExit as end:
            sys.stderr.flush()
            os._exit(end.code if isinstance(end.code, int) else 0)
        finally:
            os._exit(99)
    os.close(said)
    with open(heard, encoding="utf-8") as stream:
        told = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


WHOLLY = ("fixes", "update")  # at each step; the others, which write by the same means, at every third

STEPS = ("open", "fsync", "chmod", "replace", "makedirs", "unlink")


def at_step(number: int, act: Callable[[], object]) -> Callable[[], None]:
    """Return what lets something happen before the step of that number by which something is written."""
    left = [number]

    def stepping(step: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any, **more: Any) -> Any:
            is_read = step is opened and not (len(arguments) > 1 and arguments[1] & os.O_CREAT)
            left[0] -= not is_read
            if left[0] == 0 and not is_read:
                act()
            return step(*arguments, **more)

        return stepped

    opened = os.open

    def arm() -> None:
        for name in STEPS:
            setattr(os, name, stepping(getattr(os, name)))

    return arm


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def signalled(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


def faults(
    project: Path, name: str, act: Callable[[], object]
) -> Iterator[tuple[int, str, Files, Files, Files]]:
    """Let a command meet a fault at each of its steps; yield how it ended, and the files before and after."""
    before = held(project)
    usual, _ = ended(COMMANDS[name])
    wanted = held(project)
    assert usual in (0, 1)
    assert wanted != before
    for number in range(1, 60, 1 if name in WHOLLY else 3):
        laid_down(project, before)
        status, said = ended(COMMANDS[name], at_step(number, act))
        after = held(project)
        if (status, after) == (usual, wanted):
            assert number > 3
            return
        yield status, said, before, wanted, after
    raise AssertionError("it never ends by itself")


def require_whole(before: Files, wanted: Files, after: Files) -> None:
    assert set(before) <= set(after)
    for file, data in after.items():
        assert data in (before.get(file), wanted.get(file)), file


@pytest.mark.parametrize("name", ["fixes", "update", "reports", "init"])
def test_a_command_that_is_killed_while_it_writes_leaves_nothing_half(project: Path, name: str) -> None:
    for status, _, *files in faults(project, name, signalled(signal.SIGKILL)):
        assert status == -signal.SIGKILL
        require_whole(*files)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_told_with_the_file_and_leaves_nothing_half(project: Path, name: str) -> None:
    for status, said, *files in faults(project, name, full):
        assert status == 2
        assert "No space left on device" in said
        assert "Traceback" not in said
        assert any(file in said for file in {*files[1], "folder", ".github", ".vscode"}), said
        require_whole(*files)
        assert [one.name for one in project.rglob(".c360lint-*")] == []


@pytest.mark.parametrize(
    ("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
@pytest.mark.parametrize("name", ["fixes", "init"])
def test_a_command_that_is_ended_while_it_writes_leaves_nothing_behind(
    project: Path, name: str, number: int, expected: int
) -> None:
    for status, said, *files in faults(project, name, signalled(number)):
        assert status in (expected, -number)
        assert "Traceback" not in said
        require_whole(*files)
        assert [one.name for one in project.rglob(".c360lint-*")] == []


@pytest.mark.parametrize("size", [0, 100])
@pytest.mark.parametrize("kills", [True, False])
def test_a_file_that_may_not_grow_further_is_no_half_file(project: Path, size: int, kills: bool) -> None:
    resource = pytest.importorskip("resource")

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if kills else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    before = held(project)
    for arguments in (COMMANDS["fixes"], COMMANDS["baseline"], COMMANDS["import"]):
        status, _ = ended(arguments, limited)
        assert status == (-signal.SIGXFSZ if kills else 2)
        assert held(project) == before


@pytest.mark.parametrize("name", ["fixes", "baseline", "update", "import"])
def test_two_runs_at_once_leave_what_one_leaves(project: Path, name: str) -> None:
    before = held(project)
    ended(COMMANDS[name])
    wanted = held(project)
    for _ in range(3):
        laid_down(project, before)
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(lambda _: in_process(COMMANDS[name]), range(2)))
        assert held(project) == wanted
        assert all("Traceback" not in said for _, said in done)
        assert {status for status, _ in done} <= {0, 1, 2}


def in_process(arguments: tuple[str, ...]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "linter", *arguments],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_an_interrupt_before_there_is_a_guard_is_one_too() -> None:
    finder = "class F:\n    def find_spec(self, *_): raise KeyboardInterrupt\n"
    begin = f"import sys; sys.path.insert(0, {str(REPO)!r}); import linter.entry as entry\n"
    program = f"{finder}{begin}sys.meta_path.insert(0, F()); entry.main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


WRITERS = {
    "linter/files.py": {"open", "os.open", "os.replace", "os.unlink"},
    "linter/cache/store.py": {"os.open", "os.unlink", "os.makedirs"},  # reads; removes what is its own
    "linter/reports/output.py": {"os.open"},  # nowhere
    "linter/server/standard_streams.py": {"open"},  # standard input
    "linter/commands/refusal.py": {"os.makedirs"},
    "linter/commands/rules/test.py": {"open", "os.makedirs"},  # examples, in a folder that is thrown away
}
"""Where files are opened by number, replaced or removed, and folders made."""

CHANGING = {
    *("os.open", "os.replace", "os.rename", "os.remove", "os.unlink", "os.mkdir", "os.makedirs", "os.rmdir"),
    *("os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown"),
}


def test_files_are_written_in_one_place() -> None:
    found: dict[str, set[str]] = {}
    for path in (one for room in ("linter", "rules") for one in (REPO / room).rglob("*.py")):
        called = set(_changing(path.read_text("utf-8")))
        if called:
            found[path.relative_to(REPO).as_posix()] = called

    assert found == {**WRITERS, "linter/files.py": {*WRITERS["linter/files.py"], "os.chmod", "os.chown"}}


def _changing(text: str) -> Iterator[str]:
    """Yield the calls of a module that open a file for writing, or change something on the disk."""
    if not re.search(r"open\(|\bos\.|write_|touch|shutil|tempfile", text):
        return
    for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
        called = ast.unparse(call.func)
        mode = ast.unparse(call.args[1]) if len(call.args) > 1 else "'r'"
        methods = called.endswith((".write_text", ".write_bytes", ".touch"))
        modules = called.startswith(("shutil.rm", "shutil.copy", "shutil.move", "tempfile."))
        if (called == "open" and mode != "'r'") or called in CHANGING or methods or modules:
            yield called


def test_a_run_that_ends_while_another_one_has_read_the_file_loses_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linter.commands.snapshot import renewal

    before = held(project)
    ended(COMMANDS["update"])
    wanted = held(project)
    laid_down(project, before)

    def meanwhile(path: str) -> Any:
        read = load_snapshot(path)
        assert in_process(COMMANDS["update"])[0] == 0
        return read

    monkeypatch.setattr(renewal, "load_snapshot", meanwhile)
    assert CliRunner().invoke(main, COMMANDS["update"]).exit_code == 0
    assert held(project) == wanted
