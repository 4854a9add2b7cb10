"""What the command line says of a project and of the modes in which it is checked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import rules
from linter.checking.baseline import render
from linter.checking.check import (
    Checked,
    baseline_path,
    checked,
    fixable,
    held_by,
    leads_out,
    require_compatible,
    today,
)
from linter.checking.check_request import CheckRequest
from linter.checking.given import Given, Modes
from linter.commands.check_requests import requests_of
from linter.configuration.settings import Configuration
from linter.reading.inputs import Inputs
from linter.refusal import CannotRun
from tests.projects import write
from tests.test_changes import SNAPSHOT, git, relationship

GIVEN: dict[str, Any] = {"principal": "p", "api": "current", "allow_empty": True, "preview": True}


def test_what_is_said_on_the_command_line_goes_before_the_configuration() -> None:
    usual = Configuration(principal="q")
    said = usual._replace(**GIVEN)

    assert Given().over(usual) == usual
    assert Given().over(said) == said
    assert Given(**GIVEN).over(usual) == said
    assert Given(strict=True).over(usual) == usual._replace(unread="error")
    assert Given(no_ignore=True).over(usual) == usual._replace(respect_gitignore=False)
    heedless = usual._replace(respect_gitignore=False, unread="error")
    assert Given().over(heedless) == heedless
    assert Given(no_ignore=True, strict=True).over(heedless) == heedless


@pytest.mark.parametrize(
    ("modes", "mends", "compares"),
    [
        ({}, False, False),
        ({"fix": True}, True, False),
        ({"unsafe_fixes": True}, True, False),
        ({"diff": True}, True, False),
        ({"no_baseline": True}, False, False),
        ({"staged": True}, False, True),
        ({"changed": True}, False, True),
        ({"since": "main"}, False, True),
    ],
)
def test_modes_mend_or_compare(modes: dict[str, Any], mends: bool, compares: bool) -> None:
    assert (Modes(**modes).mends, Modes(**modes).compares) == (mends, compares)


STDIN = Given(paths=("-",))
IN_PLACE = "standard input can't be fixed in place; --diff prints what would change"
STAGED = "--staged judges the index, which is not fixed; fix without it, and stage the result"


@pytest.mark.parametrize(
    ("given", "modes", "said"),
    [
        (Given(), Modes(), ""),
        (Given(), Modes(since=""), "--since names no commit: it is empty"),
        (Given(), Modes(since="main"), ""),
        (Given(), Modes(staged=True, changed=True), "--staged and --changed exclude each other"),
        (Given(), Modes(changed=True, since="main"), "--changed and --since exclude each other"),
        (
            STDIN,
            Modes(changed=True),
            "--changed asks git for the contents of files: it can't go with `-`",
        ),
        (STDIN, Modes(), ""),
        (STDIN, Modes(fix=True), IN_PLACE),
        (STDIN, Modes(unsafe_fixes=True), IN_PLACE),
        (STDIN, Modes(fix=True, diff=True), ""),
        (STDIN, Modes(diff=True), ""),
        (Given(paths=("a",)), Modes(fix=True, changed=True), ""),
        (Given(), Modes(staged=True, diff=True), STAGED),
        (Given(), Modes(staged=True), ""),
        (Given(baseline="b"), Modes(no_baseline=True), "--baseline and --no-baseline exclude each other"),
        (Given(baseline="b"), Modes(), ""),
        (Given(), Modes(no_baseline=True), ""),
    ],
)
def test_modes_that_exclude_each_other_are_refused(given: Given, modes: Modes, said: str) -> None:
    try:
        require_compatible(given, modes)
        refused = ""
    except CannotRun as error:
        refused = str(error)
    assert refused == said


def test_a_run_that_has_to_be_repeatable_says_which_day_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("C360LINT_TODAY", "2026-01-02")
    assert today() == date(2026, 1, 2)
    monkeypatch.setenv("C360LINT_TODAY", "")
    assert today() is None
    monkeypatch.delenv("C360LINT_TODAY")
    assert today() is None


def test_the_baseline_is_the_one_that_is_given_or_configured_or_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, usual = tmp_path / "project", Configuration()
    root.mkdir()
    monkeypatch.chdir(tmp_path)
    usually = root / "c360lint-baseline.json"

    assert baseline_path(str(root), usual) is None
    usually.touch()
    assert baseline_path(str(root), usual) == str(usually)
    configured = usual._replace(baseline="known.json")
    assert baseline_path(str(root), configured) == str(root / "known.json")
    assert baseline_path(str(root), configured, "mine.json") == str(tmp_path / "mine.json")


def test_what_a_file_holds_is_what_stands_in_for_it_or_what_the_disk_has(tmp_path: Path) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside.json"
    write(root, {"a.json": "1", "b.json": "2"})
    outside.write_text("3", "utf-8")
    (root / "link.json").symlink_to(outside)
    (root / "near.json").symlink_to(root / "b.json")
    inputs = Inputs(str(root), Configuration(), stdin=(str(root / "a.json"), b"4"))

    assert [held_by(inputs, name) for name in ("a.json", "b.json", "link.json")] == [b"4", b"2", b"3"]
    assert held_by(inputs._replace(stdin=None), "a.json") == b"1"
    assert (fixable(inputs, "a.json"), fixable(inputs, "near.json")) == (b"4", b"2")
    with pytest.raises(OSError, match="it is a link out of the project's folder"):
        fixable(inputs, "link.json")
    names = ("a.json", "near.json", "link.json", "../outside.json")
    assert [leads_out(inputs, name) for name in names] == [False, False, True, False]


FILE = "manage/relationships.json"
USUAL = Modes()


def asked(given: Given, modes: Modes = USUAL) -> Checked:
    """Check the project of the working folder."""
    [request] = requests_of(given).requests
    return checked(request, (), given, modes, None)


def found(given: Given, modes: Modes) -> list[str]:
    return [one.code for one in asked(given, modes).result.diagnostics]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a mistake that is ignored by a file that its configuration extends."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    files = {
        "snapshot.json": SNAPSHOT,
        "other.json": json.loads(json.dumps(SNAPSHOT).replace('"AId"', '"BId"')),
        FILE: [relationship("Old-Mistake")],
        "c360lint.toml": 'extends = "team.toml"\nsnapshot = "snapshot.json"\n',
        "team.toml": 'ignore = ["RL01"]\n',
    }
    write(tmp_path, files)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    monkeypatch.chdir(tmp_path)
    return tmp_path


SELECTED = Given(select=("RL",))
CHANGED, STAGED_ONLY = Modes(changed=True), Modes(staged=True)


def test_a_mistake_in_a_file_that_is_not_fixed_stays_and_one_that_is_fixed_goes(repository: Path) -> None:
    twice = json.dumps(relationship("A")).replace("{", '{"name": "A", ', 1)
    write(repository, {FILE: twice})
    given = Given(select=("DO02",))

    usual, mended = asked(given), asked(given, Modes(fix=True))

    assert ([one.code for one in usual.result.diagnostics], usual.mended) == (["DO02"], None)
    assert mended.mended is not None
    assert (mended.result.diagnostics, list(mended.mended.contents)) == ((), [FILE])


def test_a_fix_of_standard_input_is_made_to_what_stands_in_for_the_file(repository: Path) -> None:
    twice = json.dumps(relationship("A")).replace("{", '{"name": "A", ', 1).encode()
    inputs = Inputs(str(repository), Configuration(), stdin=(str(repository / FILE), twice))
    request = CheckRequest(inputs, rules.ALL, ("DO02",))

    mended = checked(request, (), STDIN, Modes(diff=True, fix=True), None).mended

    assert mended is not None
    assert json.loads(mended.contents[FILE]) == relationship("A")
    assert (mended.fixed, mended.result.diagnostics) == (1, ())


def test_what_a_configuration_that_is_extended_lets_through_is_caused_by_its_change(repository: Path) -> None:
    assert found(SELECTED, CHANGED) == []
    write(repository, {"team.toml": "ignore = []\n"})
    assert (found(SELECTED, CHANGED), found(SELECTED, STAGED_ONLY)) == (["RL01"], [])
    git(repository, "add", ".")
    assert found(SELECTED, STAGED_ONLY) == ["RL01"]


def test_what_the_index_has_of_the_configuration_counts_for_it(repository: Path) -> None:
    write(repository, {"c360lint.toml": 'snapshot = "other.json"\n'})
    git(repository, "add", ".")
    write(repository, {"c360lint.toml": 'extends = "team.toml"\nsnapshot = "snapshot.json"\n'})

    assert found(SELECTED, STAGED_ONLY) == ["RL01", "RL06"]
    given = SELECTED._replace(snapshots=("snapshot.json",))
    assert found(given, STAGED_ONLY) == ["RL01"]
    assert found(SELECTED._replace(ignore=("RL01",)), Modes(since="HEAD")) == []


@pytest.mark.parametrize(("size", "caused"), [(1_000_000, []), (1_000_001, ["RL01"])])
def test_of_a_file_that_was_larger_than_may_be_read_nothing_was_known_before(
    repository: Path, size: int, caused: list[str]
) -> None:
    mistake = json.dumps([relationship("Old-Mistake")])
    write(repository, {"c360lint.toml": 'max-file-size = 1\nsnapshot = "snapshot.json"\n'})
    (repository / FILE).write_text(mistake.ljust(size), "utf-8")
    git(repository, "commit", "-qam", "large")
    (repository / FILE).write_text(mistake, "utf-8")

    assert found(SELECTED, CHANGED) == caused


def test_a_configuration_that_is_new_was_not_there_before(repository: Path) -> None:
    git(repository, "rm", "-q", "--cached", "c360lint.toml")
    git(repository, "commit", "-qm", "without")
    write(repository, {FILE: [relationship("Old-Mistake"), relationship("New-Mistake")]})

    assert found(SELECTED, CHANGED) == []
    write(repository, {"team.toml": ""})
    assert found(SELECTED, CHANGED) == ["RL01"]


def test_a_configuration_of_another_name_counts_for_what_was_there_before(repository: Path) -> None:
    git(repository, "rm", "-q", "c360lint.toml")
    write(repository, {"pyproject.toml": '[tool.c360lint]\nignore = ["RL01"]\n'})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "another file")
    write(repository, {"pyproject.toml": "[tool.c360lint]\n"})

    assert found(SELECTED, CHANGED) == ["RL01"]


def test_a_configuration_that_is_gone_was_there_before(repository: Path) -> None:
    git(repository, "mv", "team.toml", "c360lint.toml", "--force")
    git(repository, "commit", "-qm", "one file")
    (repository / "c360lint.toml").unlink()

    assert (found(SELECTED, CHANGED), found(SELECTED, STAGED_ONLY)) == (["RL01"], [])
    git(repository, "add", ".")
    assert found(SELECTED, STAGED_ONLY) == ["RL01"]


def test_what_holds_in_an_environment_that_is_new_is_caused_unless_it_held_in_another_one(
    repository: Path,
) -> None:
    write(repository, {"c360lint.toml": 'snapshots = {dev = "snapshot.json"}\n'})
    git(repository, "commit", "-qam", "one environment")
    write(repository, {"c360lint.toml": 'snapshots = {dev = "snapshot.json", prod = "other.json"}\n'})
    in_prod = SELECTED._replace(env=("prod",))

    assert (found(SELECTED, CHANGED), found(SELECTED, STAGED_ONLY)) == (["RL06"], [])
    assert (found(in_prod, CHANGED), found(SELECTED._replace(env=("dev",)), CHANGED)) == (["RL06"], [])
    with pytest.raises(CannotRun, match="no environment `prod`"):
        found(in_prod, STAGED_ONLY)


def test_the_baseline_is_that_of_what_is_judged(repository: Path) -> None:
    write(repository, {"team.toml": "", FILE: [relationship("New-Mistake")]})
    known = asked(Given(select=("RL",), allow_empty=True)).result.diagnostics
    assert [one.code for one in known] == ["RL01"]
    from linter.checking.baseline import baseline_of

    empty, full = render(baseline_of(())), render(baseline_of(known))
    name = "c360lint-baseline.json"
    write(repository, {name: empty})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    write(repository, {name: full})

    assert [one.code for one in asked(SELECTED).result.diagnostics] == []
    assert [one.code for one in asked(SELECTED, Modes(no_baseline=True)).result.diagnostics] == ["RL01"]
    write(repository, {FILE: [relationship("New-Mistake"), relationship("Another-Mistake")]})
    git(repository, "add", FILE)
    [request] = requests_of(SELECTED).requests
    staged = checked(request, (), SELECTED, STAGED_ONLY, None)
    assert [one.code for one in staged.result.diagnostics] == ["RL01"]
    assert staged.request.baseline is not None
    assert sum(staged.request.baseline.counts.values()) == 0
    given = SELECTED._replace(baseline=name)
    [request] = requests_of(given).requests
    told = checked(request, (), given, STAGED_ONLY, None)
    assert told.request.baseline is not None
    assert sum(told.request.baseline.counts.values()) == 1
    (repository / name).unlink()
    write(repository, {name: full})
    git(repository, "rm", "-q", "--cached", name)
    assert (
        checked(requests_of(SELECTED).requests[0], (), SELECTED, STAGED_ONLY, None).request.baseline is None
    )
