"""What git says has changed, and which findings that causes."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter.checking import git_changes
from linter.checking.git_changes import caused, in_portions
from linter.cli import main
from linter.diagnostic import Diagnostic, Held, Known, Place, Position, Range
from linter.diagnostic import Result as Found
from linter.reading.git import started

SNAPSHOT = {
    "snapshotVersion": 1,
    "instanceId": "5f2b6d0e-3a41-4c58-9d0b-7be2f1c6a9d4",
    "relationships": [],
    "dataSources": [
        {
            "dataSourceId": "d8d3b26a-a8ad-42f7-901e-f7f745003a84",
            "name": "E",
            "entities": [
                {"name": "a", "primaryKey": "Id", "attributes": {"Id": "string"}},
                {"name": "b", "primaryKey": "Id", "attributes": {"Id": "string", "AId": "string"}},
            ],
        }
    ],
}


def relationship(name: str, attribute: str = "AId") -> dict[str, str]:
    return {
        "name": name,
        "fromEntityName": "E_b",
        "fromAttributeName": attribute,
        "toEntityName": "E_a",
        "toAttributeName": "Id",
        "cardinality": "manyToOne",
        "relationshipType": "singleKeyRelationshipOrigin",
    }


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=trunk")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def put(folder: Path, name: str, value: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1), "utf-8")
    return path


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a folder of a repository; it has one old mistake."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "-q")
    folder = tmp_path / "ci"
    put(folder, "snapshot.json", SNAPSHOT)
    put(folder, "manage/relationships.json", [relationship("BToA"), relationship("Old-Mistake")])
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    monkeypatch.chdir(folder)
    return folder


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--format", "concise", *arguments], catch_exceptions=False)


def found(*arguments: str) -> list[str]:
    """`file CODE` of every finding."""
    result = check("-q", *arguments)
    assert result.exit_code in (0, 1), result.stderr
    lines = (line.split(":") for line in result.stdout.splitlines())
    return [f"{line[0]} {line[3].split(' ')[2]}" for line in lines]


FILE = "manage/relationships.json"


def test_nothing_changed_nothing_caused(repository: Path) -> None:
    assert found() == [f"{FILE} RL01"]
    for mode in (("--changed",), ("--staged",), ("--since", "HEAD")):
        assert found(*mode) == []


def test_a_change_is_held_to_what_it_causes_and_not_to_what_was_there(repository: Path) -> None:
    put(repository, FILE, [relationship("New Mistake"), relationship("Old-Mistake"), relationship("BToA")])

    result = check("-q", "--changed")

    assert [line.split("`")[1] for line in result.stdout.splitlines()] == ["New Mistake"]
    assert found("--staged") == []


def test_a_finding_elsewhere_is_caused_by_a_change(repository: Path) -> None:
    changed = json.loads(json.dumps(SNAPSHOT).replace('"AId"', '"AIdentifier"'))
    put(repository, "snapshot.json", changed)

    assert found("--changed") == [f"{FILE} RL06", f"{FILE} RL06"]


def test_a_new_file_and_a_deleted_one_are_changes(repository: Path) -> None:
    put(repository, "manage/relationships/BToA.json", {"name": "B To A"})
    assert found("--changed") == ["manage/relationships/BToA.json RL01"]

    git(repository, "add", ".")
    git(repository, "commit", "-qm", "an update")
    (repository / FILE).unlink()
    assert found("--changed") == ["manage/relationships/BToA.json RL07"]
    assert found("--staged") == []
    git(repository, "rm", "-q", FILE)
    assert found("--staged") == ["manage/relationships/BToA.json RL07"]


def test_staged_contents_are_judged_and_not_the_disk(repository: Path) -> None:
    put(repository, FILE, [relationship("Staged Mistake"), relationship("Old-Mistake")])
    git(repository, "add", ".")
    put(repository, FILE, [relationship("Later Mistake")])
    put(repository, "manage/relationships/New.json", {"name": "Not Even Tracked"})

    result = check("-q", "--staged")
    assert [line.split("`")[1] for line in result.stdout.splitlines()] == ["Staged Mistake"]
    assert result.stdout.startswith(f"{FILE}:3:11: ")

    put(repository, FILE, [relationship("BToA")])  # mended on the disk only
    assert found("--staged") == [f"{FILE} RL01"]


def test_a_file_that_is_deleted_on_the_disk_only_is_still_staged(repository: Path) -> None:
    put(repository, "manage/relationships/BToA.json", {"name": "A-Mistake"})
    git(repository, "add", ".")
    (repository / "manage" / "relationships" / "BToA.json").unlink()

    assert found("--staged") == ["manage/relationships/BToA.json RL01"]


def test_since_looks_back_to_where_the_branch_began(repository: Path) -> None:
    git(repository, "checkout", "-qb", "topic")
    put(repository, "manage/relationships/BToA.json", {"name": "Topic-Mistake"})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "topic")
    git(repository, "checkout", "-q", "trunk")
    put(repository, FILE, [relationship("BToA")])  # the trunk goes on, and mends its mistake
    git(repository, "commit", "-qam", "trunk")
    git(repository, "checkout", "-q", "topic")

    assert found("--since", "trunk") == ["manage/relationships/BToA.json RL01"]
    assert found("--since", "HEAD~1") == ["manage/relationships/BToA.json RL01"]
    assert found("--changed") == []


def test_a_renamed_file_brings_nothing_new(repository: Path) -> None:
    git(repository, "mv", FILE, "manage/relationships.yaml")

    assert found("--staged") == []
    assert found("--changed") == []


def test_a_changed_configuration_is_a_cause(repository: Path) -> None:
    put(repository, "manage/relationships/BToA.json", {"name": "A-B"})
    (repository / "c360lint.toml").write_text('ignore = ["RL01"]\n', "utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "ignored")
    (repository / "c360lint.toml").write_text("", "utf-8")

    assert found("--changed") == [f"{FILE} RL01", "manage/relationships/BToA.json RL01"]
    assert found("--staged") == []


def test_a_removed_suppression_is_a_cause(repository: Path) -> None:
    path = repository / "manage" / "relationships" / "BToA.yaml"
    path.parent.mkdir()
    path.write_text("name: A-B # c360lint: ignore RL01 -- known\n", "utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "suppressed")
    path.write_text("name: A-B\n", "utf-8")

    assert found("--changed") == ["manage/relationships/BToA.yaml RL01"]


def test_in_a_hook_of_a_linked_work_tree_the_project_is_found(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git(repository, "worktree", "add", "-q", "-b", "linked", str(linked))
    put(linked / "ci", FILE, [relationship("New-Mistake"), relationship("Old-Mistake")])
    git(linked, "add", ".")
    monkeypatch.chdir(linked / "ci")  # as git sets them for a hook, which has changed the folder
    monkeypatch.setenv("GIT_DIR", git(linked, "rev-parse", "--absolute-git-dir").strip())
    monkeypatch.setenv("GIT_INDEX_FILE", git(linked, "rev-parse", "--git-path", "index").strip())

    assert found("--staged") == [f"{FILE} RL01"]


@pytest.mark.parametrize("name", ["link", "ci/link", "ci/deep/link", "deep/project"])
def test_a_project_that_a_link_leads_to_is_held_to_what_changes_cause(repository: Path, name: str) -> None:
    """No way up from the link leads to the top of the work tree, which git's names begin at."""
    link, project = repository.parent / name, repository / "project"
    put(project, FILE, [{"name": "Old-Mistake"}])
    (project / "c360lint.toml").touch()
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(project, target_is_directory=True)
    put(project, FILE, [{"name": "Old-Mistake"}, {"name": "New-Mistake"}])
    folder, new = os.path.relpath(link), "manage/relationships/New.json"
    put(project, new, {"name": "Third-Mistake"})

    asked = (folder, "--select", "RL01")
    assert found(*asked, "--changed") == [f"{folder}/{FILE} RL01", f"{folder}/{new} RL01"]
    assert found(*asked, "--staged") == []
    git(project, "add", FILE)
    assert found(*asked, "--staged") == [f"{folder}/{FILE} RL01"]


def test_a_file_beside_the_project_is_a_cause_whichever_way_leads_to_both(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    way = tmp_path_factory.mktemp("links") / "way"
    way.symlink_to(repository.parent, target_is_directory=True)
    shared = put(repository.parent, "shared.json", SNAPSHOT)
    (repository / "c360lint.toml").write_text('snapshot = "../shared.json"\n', "utf-8")
    git(repository.parent, "add", ".")
    git(repository, "commit", "-qm", "shared")
    shared.write_text(shared.read_text("utf-8").replace('"AId"', '"AIdentifier"'), "utf-8")
    folder = os.path.relpath(way / "ci")

    assert found(folder, "--changed") == [f"{folder}/{FILE} RL06", f"{folder}/{FILE} RL06"]


def test_in_a_repository_without_a_commit_all_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "-q")
    put(tmp_path, "manage/relationships.json", [{"name": "A-B"}])
    monkeypatch.chdir(tmp_path)
    assert found("--changed", "--select", "RL01") == [f"{FILE} RL01"]

    git(tmp_path, "add", ".")
    assert found("--staged", "--select", "RL01") == [f"{FILE} RL01"]


def test_what_a_change_causes_can_be_fixed(repository: Path) -> None:
    put(repository, FILE, [relationship("New-Mistake"), relationship("Old-Mistake")])

    result = check("--changed", "--unsafe-fixes")

    assert "Fixed 1 finding\n" in result.stderr
    names = [one["name"] for one in json.loads((repository / FILE).read_text("utf-8"))]
    assert names == ["New_Mistake", "Old-Mistake"]


def test_names_that_are_not_ascii_are_found(repository: Path) -> None:
    put(repository, "requests/größe ü.json", {"$schema": "relationships.schema.json", "name": "A-B"})

    assert found("--changed", "--select", "RL01") == ["requests/größe ü.json RL01"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--since", "nowhere"), "git knows no commit `nowhere`"),
        (("--since", "--output=x"), "git knows no commit `--output=x`"),
        (("--staged", "--changed"), "--staged and --changed exclude each other"),
        (("--staged", "--fix"), "--staged judges the index, which is not fixed"),
        (("--changed", "-"), "--changed asks git for the contents of files"),
    ],
)
def test_what_can_not_be_done_is_told(arguments: tuple[str, ...], said: str, repository: Path) -> None:
    result = check(*arguments)

    assert (result.exit_code, said in result.stderr, result.stdout) == (2, True, "")


def test_what_is_no_commit_is_told_without_a_guess(repository: Path) -> None:
    for name in ("nowhere", "HEAD:./snapshot.json"):
        assert check("--since", name).stderr == f"c360lint: git knows no commit `{name}`\n"


def test_since_another_beginning_is_since_its_last_commit(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "other")
    put(repository, FILE, [relationship("BToA"), relationship("Old-Mistake"), relationship("New-Mistake")])
    git(repository, "commit", "-qam", "another beginning")

    assert found("--since", "trunk") == [f"{FILE} RL01"]


def test_in_a_shallow_clone_what_it_has_can_be_looked_back_to(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("second", "third"):
        git(repository, "commit", "-q", "--allow-empty", "-m", name)
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    git(repository, "clone", "-q", "--depth", "2", f"file://{repository.parent}", str(clone))
    monkeypatch.chdir(clone / "ci")

    assert found("--since", "HEAD~1") == []


def test_several_files_are_as_they_were(repository: Path) -> None:
    names = [f"manage/relationships/{name}.json" for name in ("A", "B", "C")]
    for name in names:
        put(repository, name, {"name": f"Old-{name[-6]}", "friendlyName": name})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "more")
    for name in names:
        put(repository, name, {"friendlyName": "another", "name": f"Old-{name[-6]}"})
    assert found("--changed", "--select", "RL01") == []

    put(repository, names[1], {"name": "New-B"})
    assert found("--changed", "--select", "RL01") == [f"{names[1]} RL01"]


def test_a_link_is_judged_by_what_it_leads_to(repository: Path) -> None:
    for name in ("one", "two"):
        put(repository, f"{name}.json", {"name": "Some-Mistake"})
    link = repository / "manage/relationships/Link.json"
    link.parent.mkdir()
    link.symlink_to("../../one.json")
    git(repository, "add", ".")
    link.unlink()
    link.symlink_to("../../two.json")

    assert "DO01" not in check("--staged").stdout


def test_a_conflict_that_is_solved_on_the_disk_brings_nothing_new(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "other")
    put(repository, FILE, [relationship("Other"), relationship("Old-Mistake")])
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "trunk")
    put(repository, FILE, [relationship("Ours"), relationship("Old-Mistake")])
    git(repository, "commit", "-qam", "ours")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "-q", "other")
    put(repository, FILE, [relationship("Both"), relationship("Old-Mistake")])

    assert found("--changed") == found("--staged") == []


def test_a_file_that_a_merge_may_delete_is_still_there(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "other")
    git(repository, "rm", "-q", FILE)
    git(repository, "commit", "-qm", "theirs")
    git(repository, "checkout", "-q", "trunk")
    put(repository, FILE, [relationship("BToA"), relationship("Our-Mistake")])
    git(repository, "commit", "-qam", "ours")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "-q", "other")

    assert check("--staged").stdout == check("--changed").stdout == "All checks passed: 1 document.\n"


def one(known: str | None, file: str = "a.json", pointer: str = "/0") -> Diagnostic:
    meaning = Known("RL01", "relationships", known) if known is not None else None
    range_ = Range(Position(1, 1), Position(1, 2))
    return Diagnostic(file, range_, "RL01", "", "error", str(known), pointer, known=meaning)


@pytest.mark.parametrize(
    ("now", "before", "left"),
    [
        ([one("a")], [], [0]),
        ([one("a")], [one("a")], []),
        ([one("a", "b.json")], [one("a")], []),  # moved
        ([one("a", pointer="/1")], [one("a")], []),
        ([one("b")], [one("a")], [0]),
        # as many as there were, and first those that have stayed
        ([one("a", "b.json"), one("a")], [one("a")], [0]),
        ([one("a"), one("a", "b.json"), one("a", "c.json")], [one("a"), one("a", "d.json")], [2]),
        ([one("a"), one("a"), one("a")], [one("a"), one("a")], [2]),
        ([one("a", "b.json")] * 3, [one("a"), one("a")], [2]),
        ([one("a"), one("a")], [one("a")], [1]),
        ([one("a", "b.json"), one("a"), one("a")], [one("a"), one("a")], [0]),
    ],
)
def test_a_change_causes_what_was_not_there_as_often(
    now: list[Diagnostic], before: list[Diagnostic], left: list[int]
) -> None:
    result = caused(Found((*now,), (), 1, (), ()), before)

    assert result == Found(tuple(now[number] for number in left), (), 1, (), ())


def test_what_waits_for_a_cause_that_was_there_before_says_so() -> None:
    old, new = one("old"), one("new", pointer="/1")
    place = Place("b.json", "", old.range)
    waiting = [
        Held("RL05", place, "RL01", Place(cause.file, cause.pointer, cause.range)) for cause in (old, new)
    ]

    result = caused(Found((old, new), (), 1, (*waiting,), ()), [old])

    assert result.diagnostics == (new,)
    assert [held.unseen for held in result.held] == ["older than the changes", ""]


def test_outside_a_repository_and_without_git_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, FILE, [])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "git can't tell what changed: not a git repository" in check("--changed").stderr

    monkeypatch.setenv("PATH", "")
    assert "git is not installed, or not on the PATH" in check("--changed").stderr


def lacks(repository: Path, name: str) -> None:
    """Take away the object that holds a file's committed content."""
    blob = git(repository, "rev-parse", f"HEAD:./{name}").strip()
    (
        Path(git(repository, "rev-parse", "--absolute-git-dir").strip()) / "objects" / blob[:2] / blob[2:]
    ).unlink()


def test_a_damaged_repository_is_told_with_what_it_lacks(repository: Path) -> None:
    lacks(repository, FILE)
    put(repository, FILE, [])
    result = check("--changed")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("c360lint: git can't tell what changed: unable to read ")

    git(repository, "rm", "-q", "--cached", FILE)
    result = check("--changed")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"git can't tell what changed: {FILE} as it was, object " in result.stderr
    assert re.search(
        r", object [0-9a-f]{10}, is not there: the repository is damaged \(`git fsck` tells more\)\n",
        result.stderr,
    )


def test_a_commit_that_is_damaged_is_not_taken_for_none(repository: Path) -> None:
    head = git(repository, "rev-parse", "HEAD").strip()
    (repository.parent / ".git" / "objects" / head[:2] / head[2:]).unlink()

    result = check("--changed")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("c360lint: git can't tell what changed: ")


def test_in_a_partial_clone_nothing_is_fetched(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    put(repository, FILE, [relationship("BToA")])
    git(repository, "commit", "-qam", "second")
    clone = repository.parent / "clone"
    url = f"file://{repository.parent}"
    git(repository.parent, "clone", "-q", "--filter=blob:none", url, str(clone))
    monkeypatch.chdir(clone / "ci")

    result = check("--since", "HEAD~1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.match(
        "c360lint: git can't tell what changed: (could not fetch|.*the clone is partial)", result.stderr
    )
    assert "warning" not in result.stderr
    assert len(git(clone, "rev-list", "--objects", "--all", "--missing=print").split("?")) == 2


@pytest.mark.parametrize("reference", ["origin/topic", "HEAD~1"])
def test_since_in_a_shallow_clone_is_told(
    repository: Path, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("trunk", "topic"):
        git(repository, "checkout", "-qB", name)
        put(repository, FILE, [relationship(f"{name}-Mistake")])
        git(repository, "commit", "-qam", name)
    git(repository, "checkout", "-q", "trunk")
    put(repository, FILE, [relationship("BToA")])
    git(repository, "commit", "-qam", "more")
    url = f"file://{repository.parent}"
    clone = repository.parent / "clone"
    git(repository.parent, "clone", "-q", "--depth=1", "--no-single-branch", url, str(clone))
    monkeypatch.chdir(clone / "ci")

    result = check("--since", reference)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the clone is shallow" in result.stderr
    assert f"`{reference}`" in result.stderr


def test_changes_in_a_submodule_are_changes(repository: Path) -> None:
    other = repository.parent.parent / f"{repository.parent.name}-other"
    other.mkdir()
    git(other, "init", "-q")
    put(other, "manage/relationships/BToA.json", {"name": "Old-Mistake"})
    git(other, "add", ".")
    git(other, "commit", "-qm", "other")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "shared")
    old = ["shared/manage/relationships/BToA.json RL01"]
    assert found("--changed", "--select", "RL01") == found("--staged", "--select", "RL01") == old
    git(repository, "commit", "-qm", "with a submodule")
    assert found("--changed") == []

    module = repository / "shared"
    put(module, "manage/relationships/BToA.json", {"name": "Changed-Mistake"})
    put(module, "manage/relationships/New.json", {"name": "New-Mistake"})
    both = ["shared/manage/relationships/BToA.json RL01", "shared/manage/relationships/New.json RL01"]
    assert found("--changed", "--select", "RL01") == both
    assert found("--staged", "--select", "RL01") == []

    git(module, "add", ".")
    git(module, "commit", "-qm", "changed")
    assert found("--changed", "--select", "RL01") == both
    assert found("--staged", "--select", "RL01") == []
    git(repository, "add", ".")
    assert found("--staged", "--select", "RL01") == both
    git(repository, "submodule", "--quiet", "deinit", "--force", "shared")
    assert found("--changed", "--select", "RL01") == []


def test_where_it_is_said_which_repository_it_is_a_submodule_is_another_one(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = repository / "shared"
    put(module, FILE, [{"name": "Old-Mistake"}])
    git(module, "init", "-q")
    git(module, "add", ".")
    git(module, "commit", "-qm", "shared")
    git(repository, "submodule", "--quiet", "add", str(module), "shared")
    git(repository, "commit", "-qm", "with a submodule")
    put(module, FILE, [{"name": "Old-Mistake"}, {"name": "New-Mistake"}])
    monkeypatch.setenv("GIT_WORK_TREE", str(repository.parent))
    monkeypatch.setenv("GIT_DIR", str(repository.parent / ".git"))

    assert found("--changed", "--select", "RL01") == [f"shared/{FILE} RL01"]


def test_git_that_cannot_be_run_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = repository.parent / "programs"
    programs.mkdir()
    (programs / "git").write_bytes(b"\x7fELF no program")
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))

    result = check("--changed")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "c360lint: git can't be run: Exec format error; it tells what changed\n"
    (programs / "git").write_bytes(b"#!/bin/sh\nexit 3\n")
    assert check("--changed").stderr == "c360lint: git can't tell what changed: it ended with status 3\n"


def test_what_git_holds_is_bounded_as_a_file_is(repository: Path) -> None:
    (repository / "c360lint.toml").write_text("max-file-size = 1\n", "utf-8")
    path = put(repository, FILE, [relationship("A"), "x" * 1_000_000])
    git(repository, "add", ".")
    path.write_text("[]", "utf-8")

    assert found("--staged", "--select", "DO08") == [f"{FILE} DO08"]


def test_what_git_holds_of_what_is_too_large_is_not_asked_for(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "c360lint.toml").write_text("max-file-size = 1\n", "utf-8")
    for name, content in (("film.mp4", os.urandom(3_000_000)), (FILE, b"[]" + b" " * 3_000_000)):
        (repository / name).write_bytes(content)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "large")
    (repository / "film.mp4").unlink()
    put(repository, FILE, [relationship("New-Mistake")])
    answers: list[int] = []

    def asked(*arguments: Any) -> tuple[int, bytes, bytes]:
        answer = started(*arguments)
        answers.append(len(answer[1]))
        return answer

    monkeypatch.setattr(git_changes, "started", asked)

    assert found("--changed", "--select", "RL01,DO08") == [f"{FILE} RL01"]
    assert max(answers) < 10_000


def test_blobs_are_asked_for_in_portions_of_no_more_than_so_many_bytes() -> None:
    sizes = {"a": 4, "b": 6, "c": 1, "d": 12, "e": 0, "f": 9, "g": 1}

    assert list(in_portions(sizes, 10)) == [["a", "b"], ["c"], ["d"], ["e", "f", "g"]]
    assert list(in_portions(sizes, 11)) == [["a", "b", "c"], ["d"], ["e", "f", "g"]]
    assert list(in_portions({"a": 12, "b": 1}, 10)) == [["a"], ["b"]]
    assert list(in_portions({}, 10)) == []


@pytest.mark.parametrize("at_once", [1, 1_000, 20_000_000])
def test_however_much_is_asked_for_at_once_files_are_as_they_were(
    at_once: int, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_changes, "_AT_ONCE", at_once)
    names = [f"manage/relationships/{name}.json" for name in ("a", 'b"c', "d\ne", "f g", "ü")]
    for number, name in enumerate(names):
        put(repository, name, relationship(f"Old-{number}", "Id" if number > 2 else "AId"))
    (repository / "empty.json").touch()
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "more")
    for name in names:
        put(repository, name, relationship("New-Mistake"))
    put(repository, "empty.json", {})

    assert git_changes.changes_of(str(repository), staged=False, since=None, largest=10**6).old == {
        str(repository / "empty.json"): b"",
        **{
            str(repository / name): json.dumps(
                relationship(f"Old-{number}", "Id" if number > 2 else "AId"), indent=1
            ).encode()
            for number, name in enumerate(names)
        },
    }
