"""Several projects in one run: each is judged in its own, and no two are merged."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli import main
from linter.reading import discovery
from linter.reading.targets import targets
from linter.server.desk import Surroundings
from linter.server.documents import Documents
from linter.server.folders import Folders
from linter.server.judged import Judged
from linter.server.projects import Projects
from tests.projects import RELATIONSHIP, RELATIONSHIPS_FILE, SNAPSHOT, write

CONFIGURATION = "c360lint.toml"
BAD = {**RELATIONSHIP, "cardinality": "manyToMany"}
FOUND = "error RL03 cardinality-not-allowed: cardinality `manyToMany` is not allowed"


def project(payload: Any = RELATIONSHIP, configuration: str | None = "", **more: Any) -> dict[str, Any]:
    """Return the files of a small project: what a configuration, a snapshot and a relationship say."""
    files = {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: payload, **more}
    return files if configuration is None else {CONFIGURATION: configuration, **files}


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a clean project, `a`, and one with a mistake, `b`."""
    write(tmp_path / "a", project())
    write(tmp_path / "b", project(BAD))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def c360lint(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given, catch_exceptions=False)


def check(*arguments: str, given: str | None = None) -> Result:
    return c360lint("check", "--format", "concise", *arguments, given=given)


def found(*arguments: str, given: str | None = None) -> list[str]:
    """Return `file CODE` of each finding."""
    lines = check("--quiet", *arguments, given=given).stdout.splitlines()
    return [f"{line.partition(':')[0]} {line.split(' ')[2]}" for line in lines]


# Which projects a run is about


@pytest.mark.parametrize(
    "paths", [("a", "b"), ("b", "a"), ("b",), (), (".",), (f"b/{RELATIONSHIPS_FILE}", "a")]
)
@pytest.mark.usefixtures("top")
def test_a_finding_doesnt_depend_on_which_project_is_named_first(paths: tuple[str, ...]) -> None:
    assert found(*paths) == [f"b/{RELATIONSHIPS_FILE} RL03"]


@pytest.mark.usefixtures("top")
def test_the_summary_says_what_was_looked_at_in_each_project() -> None:
    done = check("--select", "RL03")

    assert (done.exit_code, done.stdout) == (
        1,
        f"b/manage/relationships.json:1:159: {FOUND}\n"
        "Found 1 error in 2 documents.\n"
        "  a: all checks passed: 1 document.\n"
        "  b: found 1 error in 1 document.\n",
    )


def test_two_projects_are_never_merged(top: Path) -> None:
    write(top / "b", {RELATIONSHIPS_FILE: RELATIONSHIP})  # of the same name as in the other one

    assert check().exit_code == 0


def test_a_project_in_another_one_keeps_its_files_and_its_own_configuration(top: Path) -> None:
    write(top, project([BAD, {**RELATIONSHIP, "name": "Other"}], 'ignore = ["RL03"]'))

    assert found() == [f"b/{RELATIONSHIPS_FILE} RL03"]
    assert found("manage") == []


@pytest.mark.parametrize("configuration", [None, ""])
def test_a_folder_with_only_a_snapshot_is_a_project_where_no_configuration_is_around_it(
    top: Path, configuration: str | None
) -> None:
    (top / "b" / CONFIGURATION).unlink()
    write(top, project(configuration=configuration))

    merged = any("RL02" in one for one in found())  # with the relationship of the outer one
    assert merged == (configuration is not None)


def test_a_section_in_pyproject_makes_a_project_and_another_pyproject_none(top: Path) -> None:
    (top / "b" / CONFIGURATION).unlink()
    write(top, project())
    write(top / "b", {"pyproject.toml": "[project]\n"})
    assert any("RL02" in one for one in found())  # with the relationship of the outer one

    write(top / "b", {"pyproject.toml": "[tool.c360lint]\n"})
    assert found() == [f"b/{RELATIONSHIPS_FILE} RL03"]


@pytest.mark.parametrize("glob", ["b/**", "b", "**/relationships.json", "x/**"])
def test_a_project_that_the_one_around_it_excludes_is_none_unless_it_is_named(top: Path, glob: str) -> None:
    write(top, {CONFIGURATION: f'exclude = ["{glob}"]', "b/deep/c360lint.toml": ""})
    write(top / "b/deep", project(BAD))
    excluded = glob.startswith("b")

    assert (found() == []) == excluded
    assert len(found("b")) == 2


def test_a_project_without_payloads_is_said_and_is_no_failure(top: Path) -> None:
    write(top, {"empty/c360lint.toml": "", f"b/{RELATIONSHIPS_FILE}": RELATIONSHIP})

    done = check()

    assert (done.exit_code, done.stderr) == (
        0,
        "read: 2 relationships, 2 snapshots\nempty: nothing to check: there is no payload in this project\n",
    )
    assert "  empty: nothing to check.\n" in done.stdout


def test_a_run_in_which_no_project_has_anything_has_nothing_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"one/c360lint.toml": "", "two/c360lint.toml": "", "other.json": {}})
    monkeypatch.chdir(tmp_path)

    done = check()

    assert (done.exit_code, done.stdout, done.stderr) == (
        2,
        "",
        "c360lint: nothing to check: there is no payload in one and two\n",
    )
    assert check("--allow-empty").exit_code == 0


def test_what_keeps_one_project_from_being_judged_keeps_back_no_other(top: Path) -> None:
    write(top / "a", {CONFIGURATION: "selct = []"})

    done = check("--quiet")

    assert (done.exit_code, len(done.stdout.splitlines())) == (2, 1)
    assert done.stderr.startswith(f"c360lint: a: a/{CONFIGURATION}:1:1: unknown key `selct`")
    write(top / "a", {CONFIGURATION: ""})
    both = check("--env", "prod")
    assert (both.exit_code, both.stdout) == (2, "")
    assert [line.split(";")[0] for line in both.stderr.splitlines()] == [
        "c360lint: a: no environment `prod`",
        "c360lint: b: no environment `prod`",
    ]


def test_a_file_that_isnt_ours_is_refused_by_its_name_from_here(top: Path) -> None:
    write(top, {"a/notes.json": {}})

    done = check("a/notes.json", "b")
    assert (done.exit_code, len(done.stdout.splitlines())) == (2, 4)
    assert done.stderr.splitlines()[1].startswith("c360lint: a/notes.json is not a payload")
    with chdir(top / "b"):
        assert check("../a/notes.json").stderr.startswith("c360lint: ../a/notes.json is not a payload")


def test_every_project_has_its_own_level_at_which_it_fails(top: Path) -> None:
    write(top / "b", {CONFIGURATION: 'fail-level = "never"'})

    assert check().exit_code == 0
    assert "<failure" not in c360lint("check", "--format", "junit").stdout
    assert check("--fail-level", "error").exit_code == 1


# What is said of one project only


@pytest.mark.parametrize("option", ["--baseline", "--snapshot"])
@pytest.mark.usefixtures("top")
def test_what_is_said_of_one_project_is_refused_where_there_are_several(option: str) -> None:
    done = check(option, "a/snapshot.json")

    assert (done.exit_code, "a and b are several" in done.stderr) == (2, True)


@pytest.mark.parametrize("said", ['snapshot = "../own.json"', 'snapshots = {test = "../own.json"}'])
def test_a_snapshot_is_not_given_to_several_projects_of_which_one_says_what_it_is_judged_over(
    said: str, top: Path
) -> None:
    (top / "a" / "snapshot.json").rename(top / "own.json")
    (top / "b" / "snapshot.json").unlink()
    write(top / "a", {CONFIGURATION: said})

    done = check("a", "b", "--snapshot", "own.json")
    assert (done.exit_code, "a and b are several" in done.stderr) == (2, True)


def test_a_snapshot_may_be_given_to_projects_that_have_none(top: Path) -> None:
    for name in ("a", "b"):
        (top / name / "snapshot.json").rename(top / "snapshot.yaml")

    assert check("a", "b", "--snapshot", "snapshot.yaml").stderr == "read: 2 relationships, 1 snapshot\n"


def test_a_configuration_that_is_named_is_for_one_project_and_the_others_are_said(top: Path) -> None:
    write(top, {"ci.toml": 'ignore = ["RL03"]', RELATIONSHIPS_FILE: RELATIONSHIP})

    alone = check("--config", "ci.toml")
    assert (alone.exit_code, alone.stdout.split(";")[0]) == (0, "All checks passed: 1 document")
    assert alone.stderr.splitlines()[-2:] == [
        "left out: a, a project of its own (--config is about one)",
        "left out: b, a project of its own (--config is about one)",
    ]
    named = check("b", "--config", "ci.toml")
    assert (named.exit_code, "left out" in named.stderr) == (0, False)
    assert check("b", "--config", "a/c360lint.toml").stderr == (
        f"c360lint: b lies outside of {top}/a, the project of a/c360lint.toml\n"
    )


def test_standard_input_is_of_the_project_of_the_file_that_it_stands_for(top: Path) -> None:
    bad = json.dumps(BAD)

    assert found("-", "--stdin-filename", f"a/{RELATIONSHIPS_FILE}", given=bad) == [
        f"a/{RELATIONSHIPS_FILE} RL03"
    ]
    assert found("-", "b", "--stdin-filename", f"a/{RELATIONSHIPS_FILE}", given=bad) == [
        f"a/{RELATIONSHIPS_FILE} RL03",
        f"b/{RELATIONSHIPS_FILE} RL03",
    ]
    write(top / "b", {RELATIONSHIPS_FILE: RELATIONSHIP})
    assert found("-", "b", "--stdin-filename", f"a/{RELATIONSHIPS_FILE}", given="[]") == []


@pytest.mark.parametrize("folder", [".", "a", "b/manage"])
@pytest.mark.usefixtures("top")
def test_why_asks_the_project_of_the_place_from_every_folder(folder: str) -> None:
    place = os.path.relpath(f"b/{RELATIONSHIPS_FILE}", folder)
    with chdir(folder):
        done = c360lint("check", "--why", place)

    assert "RL03 cardinality-not-allowed: finding: cardinality `manyToMany` is not allowed\n" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "plan",
        "graph",
        "refs Shop_Buyers",
        "new relationships",
        "snapshot show",
        "snapshot diff a/snapshot.json b/snapshot.json",
    ],
)
def test_a_command_about_one_project_names_those_that_there_are_to_choose_from(
    top: Path, command: str
) -> None:
    done = c360lint(*command.split())
    assert (done.exit_code, done.stdout, done.stderr) == (
        2,
        "",
        "c360lint: this folder only holds projects and is none itself; name one of a and b\n",
    )

    (top / "b" / CONFIGURATION).unlink()
    (top / "b" / "snapshot.json").unlink()
    (top / "b" / RELATIONSHIPS_FILE).unlink()
    assert c360lint("plan").stderr == (
        "c360lint: this folder only holds a project and is none itself; name it: a\n"
    )


def test_a_plan_of_the_outer_project_says_what_it_leaves_out(top: Path) -> None:
    write(top, project())

    done = c360lint("plan")

    assert done.stdout.count("PATCH") == 1
    assert done.stderr == "left out: a, a project of its own\nleft out: b, a project of its own\n"


def test_fixes_are_made_in_every_project(top: Path) -> None:
    twice = json.dumps(RELATIONSHIP)[:-1] + ', "name": "VisitsToBuyers"}'
    for name in ("a", "b"):
        write(top / name, {RELATIONSHIPS_FILE: twice})

    patch = c360lint("check", "--fix", "--diff")
    assert [line for line in patch.stdout.splitlines() if line.startswith("---")] == [
        "--- a/a/manage/relationships.json",
        "--- a/b/manage/relationships.json",
    ]
    assert (patch.exit_code, patch.stderr) == (1, "Would fix 2 findings\n")
    assert check("--fix").stderr == "Fixed 2 findings\nread: 2 relationships, 2 snapshots\n"
    assert check().exit_code == 0


def test_only_what_changes_cause_counts_in_every_project(top: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=me", "-c", "user.email=me@example.com")
        subprocess.run(["git", *who, *arguments], check=True, capture_output=True, cwd=top)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    assert found("--changed") == []

    write(top / "a", {RELATIONSHIPS_FILE: BAD})
    assert found("--changed") == [f"a/{RELATIONSHIPS_FILE} RL03"]
    assert found("--staged") == []
    git("add", ".")
    assert found("--staged") == found("--since", "HEAD") == [f"a/{RELATIONSHIPS_FILE} RL03"]
    write(top, project())
    git("add", ".")
    (top / "a" / RELATIONSHIPS_FILE).unlink()  # what the index has of it is no part of the outer project
    assert found("--staged") == [f"a/{RELATIONSHIPS_FILE} RL03"]


def test_a_baseline_is_created_and_pruned_for_every_project(top: Path) -> None:
    write(top, {"empty/c360lint.toml": ""})

    assert c360lint("baseline", "create").stdout == (
        "Wrote a/c360lint-baseline.json: 0 findings.\nWrote b/c360lint-baseline.json: 1 finding.\n"
    )
    assert check().exit_code == 0
    (top / "a/c360lint-baseline.json").unlink()
    assert c360lint("baseline", "create").exit_code == 2
    assert not (top / "a/c360lint-baseline.json").exists()
    write(top / "b", {RELATIONSHIPS_FILE: RELATIONSHIP})
    assert check().stderr.splitlines()[1] == (
        "b: 1 finding of the baseline is no longer there: `c360lint baseline prune` tidies up"
    )
    assert c360lint("baseline", "prune").stdout.splitlines()[-1] == (
        "Removed 1 finding from b/c360lint-baseline.json; 0 left."
    )


@pytest.mark.usefixtures("top")
def test_doctor_and_profile_speak_of_every_project() -> None:
    lines = c360lint("doctor").stdout.splitlines()

    assert [line.rpartition("/")[2] for line in lines if line.startswith("project ")][1:] == ["a", "b"]
    profiled = check("--profile", "--statistics")
    assert profiled.stdout.splitlines()[-2:] == ["1  RL03  cardinality-not-allowed  error", "1        in all"]
    assert profiled.stderr.count(" ms  files and snapshots") == 1


# What reports say of them


def test_json_names_files_from_the_working_folder_and_says_whose_they_are(top: Path) -> None:
    with chdir(top / "a"):
        report = json.loads(c360lint("check", "--format", "json", "../b", ".").stdout)
        lines = c360lint("check", "--format", "jsonl", "../b", ".").stdout.splitlines()

    assert [(one["file"], one["project"]) for one in report["diagnostics"]] == [
        (f"../b/{RELATIONSHIPS_FILE}", "../b")
    ]
    assert [(one["project"], one["errors"], one["documents"]) for one in report["projects"]] == [
        (".", 0, 1),
        ("../b", 1, 1),
    ]
    assert [json.loads(line) for line in lines] == [
        {"kind": "diagnostic", **report["diagnostics"][0]},
        {
            "kind": "summary",
            "version": 1,
            "projects": report["projects"],
            **report["summary"],
            "read": report["read"],
        },
    ]


def test_json_of_a_projects_own_run_names_files_from_its_folder_as_ever(top: Path) -> None:
    with chdir(top / "b" / "manage"):
        report = json.loads(c360lint("check", "--format", "json").stdout)

    assert [one["file"] for one in report["diagnostics"]] == [RELATIONSHIPS_FILE]
    assert report.keys() == {"version", "summary", "diagnostics", "notChecked", "heldBack", "read"}


def categories(log: Any) -> list[str]:
    return [run["automationDetails"]["id"] for run in log["runs"]]


def fingerprints(*arguments: str) -> set[str]:
    """Return what GitLab and code scanning tell findings by."""
    log = json.loads(c360lint("check", "--format", "sarif", *arguments).stdout)
    issues = json.loads(c360lint("check", "--format", "gitlab", *arguments).stdout)
    scanned = [each["partialFingerprints"]["c360lint/v1"] for run in log["runs"] for each in run["results"]]
    assert scanned == [one["fingerprint"] for one in issues]
    return set(scanned)


@pytest.mark.parametrize("repository", [True, False])
def test_projects_have_categories_and_fingerprints_of_their_own_wherever_they_are_looked_at_from(
    top: Path, repository: bool
) -> None:
    if repository:
        (top / ".git").mkdir()
    write(top / "a", {RELATIONSHIPS_FILE: BAD})

    first, second = fingerprints("a"), fingerprints("b")

    assert len(first | second) == 2
    assert fingerprints() == fingerprints("b", "a") == first | second
    with chdir(top / "a"):
        assert (fingerprints(), fingerprints("../b")) == (first, second)
        log = json.loads(c360lint("check", "--format", "sarif", "..").stdout)
    assert categories(log) == ["c360lint/a/", "c360lint/b/"]
    assert categories(json.loads(c360lint("check", "--format", "sarif", "a").stdout)) == ["c360lint/a/"]


def test_a_project_that_is_the_repository_is_told_by_its_findings_alone(top: Path) -> None:
    (top / "b" / ".git").mkdir()
    report = json.loads(c360lint("check", "--format", "json", "b").stdout)

    assert fingerprints("b") == {one["fingerprint"] for one in report["diagnostics"]}
    assert categories(json.loads(c360lint("check", "--format", "sarif", "b").stdout)) == ["c360lint/"]


def test_projects_of_one_name_in_no_repository_are_told_apart(top: Path) -> None:
    write(top / "x/b", project(BAD))

    log = json.loads(c360lint("check", "--format", "sarif", "b", "x/b").stdout)

    assert categories(log) == ["c360lint/b/", "c360lint/x/b/"]
    assert len(fingerprints("b", "x/b")) == 2


@pytest.mark.parametrize("repository", [True, False])
@pytest.mark.parametrize(
    "format_",
    ["sarif", "gitlab", "junit", "checkstyle", "rdjson", "rdjsonl", "github", "azure", "markdown", "html"],
)
def test_forges_and_pipelines_get_the_same_from_every_folder(
    top: Path, format_: str, repository: bool
) -> None:
    if repository:
        (top / ".git").mkdir()

    def said(folder: Path, *paths: Path) -> str:
        with chdir(folder):
            return c360lint("check", "--quiet", "--format", format_, *map(str, paths)).stdout

    whole = said(top, top / "a", top / "b")
    assert f"b/{RELATIONSHIPS_FILE}" in whole
    if format_ not in ("markdown", "html"):  # they list the projects, by their names from here
        assert said(top / "b" / "manage", top / "a", top / "b") == whole
    assert said(top / "b") == said(top, top / "b") == said(top / "b" / "manage")


def test_a_file_that_two_projects_read_has_its_findings_once(top: Path) -> None:
    write(top, {"snapshot.json": {**SNAPSHOT, "relationships": [{"nmae": "x"}]}})
    for name in ("a", "b"):
        write(top / name, {CONFIGURATION: 'snapshot = "../snapshot.json"', "snapshot.json": None})
    twice = found("a", "b", "--select", "DO")

    assert twice == sorted(set(twice)) == found("a", "--select", "DO") != []


def test_no_report_replaces_a_file_of_any_project(top: Path) -> None:
    before = (top / "a/snapshot.json").read_bytes()

    assert check("-o", "json:a/snapshot.json").exit_code == 2
    assert (top / "a/snapshot.json").read_bytes() == before


@pytest.mark.parametrize("broken", ["{", None])
@pytest.mark.usefixtures("top")
def test_why_a_project_cant_be_judged_names_its_file_from_here(broken: str | None) -> None:
    write(Path("b"), {CONFIGURATION: 'snapshot = "snapshot.json"', "snapshot.json": broken})

    for command in (["check", "b"], ["plan", "b"], ["check", "a", "b"]):
        said = c360lint(*command)
        assert (said.exit_code, " b/snapshot.json" in said.stderr) == (2, True)
    with chdir("b/manage"):
        assert " ../snapshot.json" in c360lint("check").stderr
        assert " ../snapshot.json" in c360lint("baseline", "create").stderr


# Files without a sign of a project


def test_a_file_never_makes_a_whole_disk_its_project() -> None:
    [file] = targets(("/manage/relationships.json",))
    [stdin] = targets((), ("/stdin.json", b""))

    for one in (file, stdin):
        assert one.root == "/"
        assert {"/usr", "/tmp"} <= set(one.apart)
        assert "/manage" not in one.apart


def test_a_file_never_makes_all_of_a_user_its_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {RELATIONSHIPS_FILE: RELATIONSHIP, "music/list.json": "{", "conflations/x.json": {}})

    [alone] = targets((str(tmp_path / RELATIONSHIPS_FILE),))
    [whole] = targets()
    write(tmp_path, {CONFIGURATION: ""})
    [declared] = targets((str(tmp_path / RELATIONSHIPS_FILE),))

    assert alone.apart == (str(tmp_path / "music"),)
    assert (whole.apart, declared.apart) == ((), ())


def test_files_and_folders_without_a_sign_are_one_project_if_one_lies_in_the_other(tmp_path: Path) -> None:
    for names, roots in (
        (("one", "one/deep"), ["one"]),
        (("one/manage/x.json", "one"), ["one"]),
        (("one/manage/x.json", "one/deep/y.json"), ["one"]),
        (("one/manage/x.json", "two/manage/x.json"), ["one", "two"]),
    ):
        write(tmp_path, {"one/manage/x.json": {}, "one/deep/y.json": {}, "two/manage/x.json": {}})
        assert [one.root for one in targets(tuple(str(tmp_path / name) for name in names))] == [
            str(tmp_path / root) for root in roots
        ]


# Whatever lies wherever

SIGNS = st.sets(st.sampled_from([CONFIGURATION, "pyproject.toml", "snapshot.json"]))
PAYLOADS = st.sampled_from([None, RELATIONSHIP, BAD, {**RELATIONSHIP, "toEntityName": "Nobody"}])
TREES = st.dictionaries(
    st.lists(st.sampled_from(["a", "b"]), max_size=3).map("/".join), st.tuples(SIGNS, PAYLOADS), min_size=1
)
CONTENTS = {CONFIGURATION: "", "pyproject.toml": "[tool.c360lint]\n", "snapshot.json": SNAPSHOT}
Said = set[tuple[str, str, str]]


def laid_out(root: Path, tree: dict[str, Any]) -> Iterator[Path]:
    """Write a tree; yield its folders."""
    for folder, (signs, payload) in tree.items():
        files = {name: CONTENTS[name] for name in signs}
        files |= {RELATIONSHIPS_FILE: payload} if payload is not None else {}
        (root / folder).mkdir(parents=True, exist_ok=True)
        write(root / folder, files)
        yield root / folder


def by_command(folder: Path) -> Said:
    """Return what the command says in a folder: path, code and pointer of each finding."""
    with chdir(folder):
        done = c360lint("check", "--format", "json")
        [first, *_] = targets()
    if done.exit_code == 2:
        return set()
    report = json.loads(done.stdout)
    start = str(folder) if "projects" in report else first.root
    return {
        (os.path.normpath(f"{start}/{one['file']}"), one["code"], one["pointer"])
        for one in report["diagnostics"]
    }


def by_server(folder: Path) -> Said:
    """Return what the server says where a folder is opened."""

    def present(judged: Judged) -> Any:
        said: dict[str, list[Any]] = {}
        for one in judged.result.diagnostics if judged.result is not None else ():
            said.setdefault(judged.path(one.file), []).append((one.code, one.pointer))
        return said

    async def opened() -> Said:
        folders = Folders()
        folders.open([folder.as_uri()])
        documents = Documents(folders)
        with ThreadPoolExecutor(1) as pool:
            projects = Projects(
                folders, documents, Surroundings(pool, documents.contents, present, lambda _: None)
            )
            projects.look()
            found = await projects.all_found()
        return {(path, *one) for path, all_ in found.items() for one in all_}  # type: ignore[misc]

    return asyncio.run(opened())


@settings(max_examples=15)
@given(tree=TREES)
def test_command_and_server_say_the_same_from_every_folder(tree: Any, tmp_path_factory: Any) -> None:
    root = tmp_path_factory.mktemp("top")

    for folder in laid_out(root, tree):
        assert by_command(folder) == by_server(folder)


def owner(folder: str, tree: dict[str, Any]) -> str:
    """Return whose a folder is: the nearest configuration's, else the nearest snapshot's, else the top's."""
    around = [one for one in tree if folder == one or folder.startswith(f"{one}/") or not one]
    nearest = sorted(around, key=len, reverse=True)
    for signs in ({CONFIGURATION, "pyproject.toml"}, {"snapshot.json"}):
        for one in nearest:
            if tree[one][0] & signs:
                return one
    return ""


@settings(max_examples=25)
@given(tree=TREES)
def test_a_run_from_above_says_what_runs_over_each_project_alone_say(
    tree: Any, tmp_path_factory: Any
) -> None:
    root, apart = tmp_path_factory.mktemp("top"), tmp_path_factory.mktemp("apart")
    list(laid_out(root, tree))
    alone: dict[str, dict[str, Any]] = {}
    for folder, content in tree.items():
        alone.setdefault(owner(folder, tree), {})[folder] = content

    expected: Said = set()
    for number, (project_, part) in enumerate(alone.items()):
        list(laid_out(apart / str(number), part))
        said = by_command(apart / str(number) / project_)
        expected |= {(file.replace(str(apart / str(number)), str(root)), *rest) for file, *rest in said}

    assert by_command(root) == expected


def test_what_git_ignores_in_a_project_is_named_from_the_working_folder(top: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=top, check=True)
    write(top / "a", {".gitignore": "search.json", "manage/search.json": {}})

    ignored = [line for line in check("-v").stderr.splitlines() if line.startswith("ignored by git")]
    assert ignored == ["ignored by git: a/manage/search.json"]


def test_why_git_can_not_be_asked_is_said_once_for_all_projects(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (top / "a", top / "b"):
        write(one, {".git/HEAD": "", ".gitignore": "search.json", "manage/search.json": {}})
    monkeypatch.setenv("PATH", "")

    said = [line for line in check().stderr.splitlines() if line.startswith("git can't say")]
    reason = "git is not installed, or not on the PATH"
    assert said == [f"git can't say which files it ignores, so all are read: {reason}"]


@pytest.mark.parametrize(
    "command",
    [["check"], ["check", "--no-cache"], ["doctor"], ["refs", "x"], ["snapshot", "diff", "s.json", "s.json"]],
)
def test_who_looks_through_very_many_folders_says_so_once(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    snapshot = {"snapshotVersion": 1, "instanceId": "x", "dataSources": []}
    (tmp_path / "s.json").write_text(json.dumps(snapshot), "utf-8")
    for name in "abc":
        (tmp_path / name / name).mkdir(parents=True)
    told = (
        "looking for projects in all folders of ., 5 of them so far: "
        "the path of a project's folder makes it quicker\n"
    )
    for most, times in ((5, 1), (8, 0)):
        monkeypatch.setattr(discovery, "MANY_FOLDERS", most)
        said = CliRunner().invoke(main, command).stderr
        assert said.count(told) == times
        assert said.count("looking for projects") == times
