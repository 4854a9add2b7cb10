"""`check --watch` checks again after each change of what it reads or would read, and ends in order."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter.cli import main
from linter.commands import check_watch

Step = Callable[[], object]
PLAN = Path("conflations/default/conflationPlan.json")
EMPTY = json.dumps({"conflationOrder": [], "conflationPlans": []})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(PLAN, EMPTY)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def watched(monkeypatch: pytest.MonkeyPatch, steps: list[Step], *arguments: str) -> Result:
    """Run with steps that are taken while it waits, one at each look; it is interrupted after the last."""
    left = list(steps)

    def sleep(_seconds: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    monkeypatch.setattr(check_watch.time, "sleep", sleep)
    monkeypatch.setattr(check_watch, "_settle", lambda _paths: None)
    monkeypatch.setattr(check_watch.time, "strftime", lambda _form: "12:00:00")
    return CliRunner().invoke(main, ["check", "--watch", "--format", "concise", *arguments])


def changes(done: Result) -> list[str]:
    """Return what each check after the first one was for."""
    said = done.stderr.splitlines()
    return [line.removeprefix("12:00:00 changed: ") for line in said if line.startswith("12:00:00 changed")]


def nothing() -> None:
    """Do nothing."""


def test_it_checks_again_after_a_change_and_waits_otherwise(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = watched(monkeypatch, [nothing, lambda: write(PLAN, "{"), nothing, nothing])

    assert done.stderr.startswith("12:00:00 checking\n")
    assert done.stderr.count("; Ctrl-C ends it\n") == 2
    assert changes(done) == [str(PLAN)]
    assert done.stdout.count("CP05") == 1
    assert done.stdout.count("DO01") == 1


@pytest.mark.parametrize(("last", "status"), [("{", 1), (None, 2)])
def test_it_ends_with_the_status_of_the_last_check(
    project: Path, monkeypatch: pytest.MonkeyPatch, last: str | None, status: int
) -> None:
    def change() -> None:
        if last is None:
            shutil.rmtree("conflations")
        else:
            write(PLAN, last)

    assert watched(monkeypatch, [], "--fail-level", "never").exit_code == 0
    assert watched(monkeypatch, [change]).exit_code == status


def test_what_would_be_read_is_watched_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, order = Path("conflations/two/conflationPlan.json"), []
    steps: list[Step] = [
        lambda: write(new, EMPTY),
        lambda: write(Path("c360lint.toml"), 'extends = "../team.toml"\n'),
        lambda: write(project.parent / "team.toml", 'ignore = ["CP"]\n'),
        lambda: write(Path("c360lint.toml"), 'snapshot = "s.json"\n'),
        lambda: write(Path("s.json"), "{}"),
        lambda: shutil.rmtree(new.parent),
    ]
    order += changes(watched(monkeypatch, steps))

    assert order == [str(new), "c360lint.toml", "../team.toml", "c360lint.toml", "s.json", str(new)]


def test_what_git_ignores_is_watched_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    ignored, own = Path(".gitignore"), Path("conflations/.gitignore")
    write(own, "")
    steps: list[Step] = [
        lambda: write(own, "default/\n"),
        lambda: write(own, ""),
        lambda: write(ignored, "x\n"),
    ]

    assert changes(watched(monkeypatch, steps)) == [str(own), str(own)]


def test_a_broken_configuration_and_a_deleted_folder_end_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project.parent / "team.toml", "")
    write(Path("c360lint.toml"), 'extends = "../team.toml"\n')
    steps: list[Step] = [
        lambda: write(project.parent / "team.toml", "ignore = 3\n"),
        lambda: write(project.parent / "team.toml", 'ignore = ["CP"]\n'),
        lambda: shutil.rmtree("conflations"),
        lambda: write(PLAN, EMPTY),
    ]
    done = watched(monkeypatch, steps)

    assert changes(done)[:2] == ["../team.toml", "../team.toml"]
    assert len(changes(done)) == 4
    assert "`ignore`: should be a valid list" in done.stderr
    assert "nothing to check" in done.stderr
    assert done.exit_code == 0


def test_files_that_nobody_reads_and_its_own_reports_start_no_check(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[Step] = [lambda: write(Path("x.txt"), "x"), lambda: os.utime("out.json"), nothing]
    done = watched(monkeypatch, steps, "-o", "json:out.json")

    assert changes(done) == []
    assert done.exit_code == 1


def test_a_change_during_a_check_is_not_missed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = check_watch._stamps
    pending = [EMPTY + "\n"]

    def late(paths: object) -> dict[str, check_watch.Stamp]:
        while pending:  # before the first look at what the check has read
            write(PLAN, pending.pop())
        return stamps(paths)  # type: ignore[arg-type]

    monkeypatch.setattr(check_watch, "_stamps", late)

    assert changes(watched(monkeypatch, [nothing])) == [str(PLAN)]


def git(*arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=trunk")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("arguments", "moves", "found"),
    [
        (["--changed"], ["commit", "-qam", "second"], [1, 0]),
        (["--since", "trunk"], ["branch", "-qf", "trunk", "feature"], [2, 1]),
        (["--since", "gone"], ["branch", "gone", "trunk"], [0, 2]),
        (["--changed"], ["branch", "gone", "trunk"], [1]),
        ([], ["commit", "-qam", "second"], [2]),
    ],
)
def test_a_commit_changes_what_counts_as_changed(
    project: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], moves: list[str], found: list[int]
) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    git("switch", "-qc", "feature")
    write(PLAN, EMPTY.replace("[]", "[1]", 1))
    git("commit", "-qam", "on a branch")
    write(PLAN, EMPTY.replace("[]", "[1, 2]", 1))
    done = watched(monkeypatch, [lambda: git(*moves), nothing], *arguments)

    said = done.output.split("12:00:00 ")[1:]
    assert ([text.count("DO04") for text in said], changes(done)) == (
        found,
        ["the commit to compare with"] * (len(found) - 1),
    )


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--fix"], "--fix"),
        (["--diff"], "--diff"),
        (["-"], "`-`"),
        (["--staged"], "--staged"),
        (["--why", "a.json"], "--why"),
        (["--profile"], "--profile"),
        (["--show-files"], "--show-files"),
    ],
)
def test_what_can_not_go_with_it_is_told(project: Path, arguments: list[str], what: str) -> None:
    done = CliRunner().invoke(main, ["check", "--watch", *arguments])
    said = "--watch looks at files on the disk, again and again"

    assert (done.exit_code, done.stderr) == (2, f"c360lint: {said}: {what} can't go with it\n")
