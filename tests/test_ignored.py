"""What is not the project's: files that git ignores, excluded ones that are named, links to folders."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter.cli import main
from linter.reading import ignored as reading_ignored
from tests.projects import (
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    SNAPSHOT,
    Files,
    creation,
    plan,
    write,
)

PROJECT: Files = {
    "snapshot.json": SNAPSHOT,
    PLAN_FILE: plan(),
    RELATIONSHIPS_FILE: [RELATIONSHIP],
    "requests/create.json": creation(name="Other", fromAttributeName="Mail"),
}


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, check=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without a repository, and a home without settings of git."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    project = tmp_path / "repository" / "project"
    write(project, PROJECT)
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def project(folder: Path) -> Path:
    """The same in a repository."""
    git(folder.parent, "init", "-q")
    return folder


def check(*arguments: str, stdin: bytes | None = None) -> Result:
    command = ["check", "--format", "concise", *arguments]
    return CliRunner().invoke(main, command, input=stdin, catch_exceptions=False)


def beside(result: Result) -> str:
    """What is said beside the findings, but for what was read and what is held back."""
    lines = result.stderr.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("read: ", "held back: ")))


def read(*arguments: str) -> list[str]:
    """The names of the payloads that are read: each is given a finding, since no api is like that."""
    result = check("-q", "--select", "DO03", *arguments)
    assert result.exit_code in (0, 1), result.output
    return sorted({line.split(":")[0] for line in result.stdout.splitlines()})


@pytest.fixture
def marked(project: Path) -> Path:
    """A project each of whose payloads has a finding."""
    mark = {"odd": 1}
    request = creation(name="Other", fromAttributeName="Mail", **mark)
    write(
        project,
        {
            PLAN_FILE: plan(**mark),
            RELATIONSHIPS_FILE: [{**RELATIONSHIP, **mark}],
            "requests/create.json": request,
        },
    )
    return project


ALL = [PLAN_FILE, RELATIONSHIPS_FILE, "requests/create.json"]


@pytest.mark.parametrize(
    ("place", "patterns", "kept"),
    [
        (".gitignore", "manage/", [PLAN_FILE, "requests/create.json"]),
        (".gitignore", "manage", [PLAN_FILE, "requests/create.json"]),
        ("../.gitignore", "/project/manage", [PLAN_FILE, "requests/create.json"]),
        ("../.gitignore", "**/manage/**", [PLAN_FILE, "requests/create.json"]),
        ("manage/.gitignore", "*.json", [PLAN_FILE, "requests/create.json"]),
        (".gitignore", "*.json\n!relationships.json", [RELATIONSHIPS_FILE]),
        (".gitignore", "[rq]equests", [PLAN_FILE, RELATIONSHIPS_FILE]),
        (".gitignore", "\\requests", [PLAN_FILE, RELATIONSHIPS_FILE]),
        (".gitignore", "crea?e.json", [PLAN_FILE, RELATIONSHIPS_FILE]),
        (".gitignore", "# manage\n\n!manage\n*.txt\n/requests.json\nbuild/\n", ALL),
        ("../.git/info/exclude", "project/requests/*", [PLAN_FILE, RELATIONSHIPS_FILE]),
        ("../../home/.config/git/ignore", "create.json", [PLAN_FILE, RELATIONSHIPS_FILE]),
    ],
)
def test_what_git_ignores_is_not_read(marked: Path, place: str, patterns: str, kept: list[str]) -> None:
    write(marked, {place: patterns})

    assert read() == kept
    assert read("--no-ignore") == ALL


def test_a_file_of_patterns_that_the_settings_name_counts(marked: Path) -> None:
    write(marked, {"../../home/patterns": "manage"})
    git(marked, "config", "--global", "core.excludesFile", "~/patterns")

    assert read() == [PLAN_FILE, "requests/create.json"]


def test_a_file_that_git_has_is_not_ignored(marked: Path) -> None:
    write(marked, {".gitignore": "manage\nrequests"})
    git(marked, "add", "-f", RELATIONSHIPS_FILE)

    assert read() == [PLAN_FILE, RELATIONSHIPS_FILE]


def test_outside_of_a_repository_git_ignores_nothing(folder: Path) -> None:
    write(folder, {".gitignore": "*"})

    assert check().stdout == "All checks passed: 3 documents.\n"
    assert beside(check()) == ""


def test_the_configuration_can_say_that_it_does_not_matter(marked: Path) -> None:
    write(marked, {".gitignore": "*", "c360lint.toml": "respect-gitignore = false"})

    assert read() == ALL


def test_a_work_tree_of_a_repository_has_its_own_patterns(
    marked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(marked, "add", ".")
    git(marked, "commit", "-qm", "x")
    git(marked, "worktree", "add", "../../beside")
    beside = marked.parent.parent / "beside" / "project"
    write(marked, {"../.git/info/exclude": "more.json"})
    write(beside, {"requests/more.json": (beside / "requests/create.json").read_text("utf-8")})
    monkeypatch.chdir(beside)

    assert read() == ALL


def test_a_submodule_and_a_repository_in_it_ignore_what_they_say_themselves(marked: Path) -> None:
    other = marked.parent.parent / "other"
    write(other, {"README.md": "x", ".gitignore": "*.yaml\nlocal.json"})
    git(other, "init", "-q")
    git(other, "add", ".")
    git(other, "commit", "-qm", "x")
    git(marked.parent, "submodule", "--quiet", "add", str(other), "project/instances")
    request = (marked / "requests/create.json").read_text("utf-8")
    for place in ("instances", "vendor/lib", "requests"):
        write(marked, {f"{place}/local.json": request, f"{place}/read.json": request})
    git(marked / "vendor/lib", "init", "-q")
    write(marked, {".gitignore": "vendor\nrequests/local.json"})

    assert read() == [
        PLAN_FILE,
        "instances/read.json",
        RELATIONSHIPS_FILE,
        "requests/create.json",
        "requests/read.json",
    ]


def test_a_hook_of_git_says_where_the_repository_is(marked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(marked, {".gitignore": "manage"})
    monkeypatch.setenv("GIT_DIR", "../.git")
    monkeypatch.setenv("GIT_INDEX_FILE", "../.git/index")

    assert read() == [PLAN_FILE, "requests/create.json"]


def test_names_that_git_could_take_for_more_are_asked_as_they_are(marked: Path) -> None:
    names = [
        ":(top)a.json",
        "!b.json",
        "*.json",
        " c.json",
        "-d.json",
        "ä\udcff.json".encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"),
    ]
    for name in names:
        write(marked, {f"requests/{name}": (marked / "requests/create.json").read_text("utf-8")})
    write(marked, {".gitignore": "requests/*\n"})

    assert read() == [PLAN_FILE, RELATIONSHIPS_FILE]


def test_git_is_asked_only_where_a_pattern_may_be_about_a_file(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(reading_ignored, "started", lambda *one: asked.append(one) or (1, b"", b""))
    check()
    write(project, {".gitignore": "# manage\n*.py[co]x\n__pycache__/\n.venv\n/build/\n!manage\n"})
    check()
    quiet = len(asked)
    write(project, {".gitignore": "MANAGE/\n"})
    check()

    assert (quiet > 0, len(asked) - quiet) == (True, 1)


@pytest.mark.parametrize("reason", ["it is missing", "it gives up"])
def test_where_git_can_not_say_all_is_read_and_told(
    marked: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    write(marked, {".gitignore": "manage"})
    if reason == "it is missing":
        monkeypatch.setenv("PATH", "/nowhere")
    else:
        write(marked, {"../.git/HEAD": "rubbish"})
    result = check("--select", "DO03")

    assert [line.split(":")[0] for line in result.stdout.splitlines()[:-1]] == ALL
    assert beside(result).startswith("git can't say which files it ignores, so all are read: ")


def test_ignored_files_that_are_like_payloads_are_counted(project: Path) -> None:
    write(project, {".gitignore": "build\nmanage\n", "build/a.json": {}, "build/b.json": {}})
    result = check()

    assert result.stdout == "All checks passed: 2 documents.\n"
    assert beside(result) == (
        f"not read: 3 files are ignored by git, such as {RELATIONSHIPS_FILE}, which is like a payload "
        "(--no-ignore reads them)\n"
    )


@pytest.mark.parametrize(("name", "is_told"), [("build/a.json", False), ("requests/create.json", True)])
def test_ignored_files_are_not_told_where_none_is_like_a_payload(
    project: Path, name: str, is_told: bool
) -> None:
    write(project, {".gitignore": name, "build/a.json": {"a": 1}})

    assert ("not read: 1 file is ignored by git" in check().stderr) == is_told
    assert f"ignored by git: {name}\n" in check("-v").stderr


def test_a_run_in_which_all_is_ignored_is_no_green_one(project: Path) -> None:
    write(project, {"../.gitignore": "project"})
    result = check()

    assert result.exit_code == 2
    assert "nothing to check: 3 files are ignored by git (--no-ignore reads them)" in result.stderr


def test_the_snapshot_and_the_configuration_may_be_ignored(project: Path) -> None:
    write(project, {".gitignore": "snapshot.json\n*.toml", "c360lint.toml": 'exclude = ["requests"]'})

    assert check().stdout == "All checks passed: 2 documents.\n"


def test_other_commands_leave_ignored_files_out_too(project: Path) -> None:
    write(project, {".gitignore": "manage"})
    run = CliRunner().invoke

    assert run(main, ["refs", "VisitsToBuyers"]).exit_code == 2
    assert "declares relationship" in run(main, ["refs", "VisitsToBuyers", "--no-ignore"]).stdout
    assert "1 that git ignores" in run(main, ["doctor"]).stdout


EXCLUDED = "`exclude` leaves it out"


@pytest.mark.parametrize(
    ("configuration", "named", "why"),
    [
        ('exclude = ["conflations/**"]', PLAN_FILE, EXCLUDED),
        ('include = ["manage/**"]', PLAN_FILE, "`include` doesn't have it"),
        ("", PLAN_FILE, "git ignores it"),
        ("", f"node_modules/{PLAN_FILE}", "node_modules is a folder that is passed over"),
        ("", f".hidden/{PLAN_FILE}", ".hidden is a folder that is passed over"),
    ],
)
def test_what_is_named_is_read_though_it_is_excluded_unless_that_is_forced(
    project: Path, configuration: str, named: str, why: str
) -> None:
    ignored = PLAN_FILE if "git" in why else ""
    bad = plan(order=["Shop_Nobody"])
    write(project, {"c360lint.toml": configuration, ".gitignore": ignored, named: bad})
    data = (project / named).read_bytes()
    told = f"{named} is read since it is named, though {why}\n"

    for arguments, stdin in ((("--", named), None), (("--stdin-filename", named, "-"), data)):
        read_, left_out = check(*arguments, stdin=stdin), check("--force-exclude", *arguments, stdin=stdin)
        assert (read_.exit_code, beside(read_)) == (1, told)
        assert "CP01" in read_.stdout
        assert (left_out.exit_code, left_out.stdout) == (0, "All checks passed: 0 documents.\n")
        assert beside(left_out) == f"not read: {named}: {why}\n"


def test_what_is_not_excluded_is_read_when_exclusion_is_forced(project: Path) -> None:
    write(project, {"c360lint.toml": 'exclude = ["manage"]', PLAN_FILE: plan(order=["Shop_Nobody"])})
    result = check("--force-exclude", PLAN_FILE, RELATIONSHIPS_FILE)

    assert "CP01" in result.stdout
    assert beside(result) == f"not read: {RELATIONSHIPS_FILE}: {EXCLUDED}\n"


def test_an_excluded_folder_that_is_named_is_told(project: Path) -> None:
    write(project, {"c360lint.toml": 'exclude = ["manage"]'})
    forced = check("--force-exclude", "manage")

    assert check("manage").exit_code == 2
    assert f"there is no payload in manage; not read: manage: {EXCLUDED}" in check("manage").stderr
    assert (forced.exit_code, beside(forced)) == (0, f"not read: manage: {EXCLUDED}\n")


def test_a_project_all_of_which_is_excluded_does_not_fail_a_hook(project: Path) -> None:
    write(project, {"c360lint.toml": 'exclude = ["**"]'})

    assert check("--force-exclude", PLAN_FILE).exit_code == 0
    assert check("--force-exclude").exit_code == 2


def test_standard_input_that_stands_for_no_file_is_not_excluded(project: Path) -> None:
    write(project, {"c360lint.toml": 'exclude = ["*.json"]', ".gitignore": "*.json"})
    result = check("-", "--as", "conflationPlan", "--force-exclude", stdin=b"{}")

    assert (result.exit_code, beside(result)) == (1, "")


# Links to folders


def test_a_linked_folder_is_followed_in_the_project(marked: Path) -> None:
    (marked / "conflations").rename(marked / "plans")
    (marked / "conflations").symlink_to("plans")

    assert read() == ALL


def test_a_linked_folder_of_hidden_ones_is_followed(marked: Path) -> None:
    (marked / ".store").mkdir()
    (marked / "manage").rename(marked / ".store" / "manage")
    (marked / "manage").symlink_to(".store/manage")

    assert read() == ALL


def test_a_link_out_of_the_project_is_told_and_not_followed(project: Path) -> None:
    target = project.parent / "shared"
    (project / "manage").rename(target)
    (project / "manage").symlink_to("../shared")
    result = check()

    assert result.stdout == "All checks passed: 2 documents.\n"
    assert beside(result) == f"not read: manage is a link to {target}, which is not in the project's folder\n"


@pytest.mark.parametrize("setting", ["exclude", "ignore"])
def test_a_link_that_is_excluded_or_ignored_is_not_told(project: Path, setting: str) -> None:
    (project / "out").symlink_to("/")
    write(project, {"c360lint.toml": 'exclude = ["out"]'} if setting == "exclude" else {".gitignore": "out"})

    assert beside(check()) == ""


def test_links_that_lead_in_circles_end_and_each_file_is_read_once(marked: Path) -> None:
    (marked / "up").symlink_to(".")
    (marked / "manage" / "round").symlink_to("../conflations")
    (marked / "conflations" / "round").symlink_to("../manage")
    (marked / "twin").symlink_to("manage")
    result = check("--select", "DO03")

    assert [line.split(":")[0] for line in result.stdout.splitlines()[:-1]] == ALL
    assert beside(result) == (
        "not read: twin is a link to manage, which conflations/round leads to\n"
        "not read: up is a link to a folder around it\n"
    )


def test_a_payloads_second_place_by_a_link_is_told(project: Path) -> None:
    (project / "conflations" / "other").symlink_to("default")
    result = check()

    assert result.stdout == "All checks passed: 3 documents.\n"
    assert beside(result) == (
        f"not read: conflations/other/conflationPlan.json: by a link it is {PLAN_FILE}, which is read\n"
    )


@pytest.mark.parametrize("pattern", ["plans", "/conflations"])
def test_what_git_ignores_is_not_read_through_a_link(marked: Path, pattern: str) -> None:
    (marked / "conflations").rename(marked / "plans")
    (marked / "conflations").symlink_to("plans")
    write(marked, {".gitignore": pattern})

    assert PLAN_FILE not in read()


def test_a_folder_of_many_links_is_looked_through_in_good_time(project: Path) -> None:
    for number in range(30):
        (project / f"d{number}").mkdir()
    for number in range(30):
        for other in range(30):
            (project / f"d{number}" / f"to{other}").symlink_to(f"../d{other}")

    assert check().stdout == "All checks passed: 3 documents.\n"


# Several projects


def test_a_project_that_git_ignores_is_none_unless_it_is_named(project: Path) -> None:
    write(project, {f"build/{name}": content for name, content in PROJECT.items()})
    write(project, {"build/c360lint.toml": "rubbish", ".gitignore": "build"})

    assert check().stdout == "All checks passed: 3 documents.\n"
    assert beside(check()) == "not read: build: git ignores this project\n"
    assert check("build").exit_code == 2
    assert "build/c360lint.toml" in check("--no-ignore").stderr


def test_a_link_into_another_project_is_told_and_not_followed(project: Path) -> None:
    write(project, {f"other/{name}": content for name, content in PROJECT.items()})
    (project / "manage" / "more").symlink_to("../other/manage")
    result = check(".")

    assert "manage/more is a link to other/manage, which is another project's" in result.stderr
