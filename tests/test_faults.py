"""What no run may break on: what stands in a project that nobody has written for it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from linter.files import write_atomically
from tests import projects


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project, with a relationship in which nothing is wrong."""
    folder = tmp_path / "project"
    folder.mkdir()
    projects.write(
        folder,
        {"snapshot.json": projects.SNAPSHOT, projects.RELATIONSHIPS_FILE: [projects.RELATIONSHIP]},
    )
    monkeypatch.chdir(folder)
    return folder


def ended(*arguments: str, **more: str) -> tuple[int, str, str]:
    """Return the status, standard output and standard error of a command."""
    result = CliRunner().invoke(main, list(arguments), **more)
    return result.exit_code, result.stdout, result.stderr


SUPPRESSIONS = {
    "unused": 'rules = ["RL01"]\nreason = "x"\n',
    "expired": 'rules = ["RL01"]\nreason = "x"\nuntil = 2001-01-01\n',
    "malformed": 'rules = ["XX99"]\nreason = "x"\n',
}


@pytest.mark.parametrize("entry", SUPPRESSIONS.values(), ids=SUPPRESSIONS)
def test_a_suppression_that_is_wrong_has_its_place_in_every_command_that_judges(
    project: Path, entry: str
) -> None:
    (project / "c360lint.toml").write_text(f'[[suppress]]\nfiles = ["**"]\n{entry}', "utf-8")

    assert ended("graph", "--format", "json")[0] == 0
    status, printed, _ = ended("snapshot", "diff", "snapshot.json", "snapshot.json")
    assert (status, printed) == (0, "No changes.\n\nNo payload breaks: 1 document checked with both.\n")


LEFTOVERS = (
    "manage/.#relationships.json",
    "manage/#relationships.json#",
    "manage/relationships.json~",
    "manage/.relationships.json.swp",
    "manage/4913",
    "manage/._relationships.json",
    "manage/~$relationships.json",
)


@pytest.mark.parametrize("include", ['["**/*.json"]', '["**/*"]'])
def test_what_editors_and_systems_leave_beside_files_is_no_payload(project: Path, include: str) -> None:
    exclude = 'exclude = ["snapshot.json", "c360lint.toml"]\n'
    (project / "c360lint.toml").write_text(f"include = {include}\n{exclude}", "utf-8")
    for name in LEFTOVERS:
        (project / name).write_bytes(b"\0\1")
    (project / LEFTOVERS[0]).unlink()
    (project / LEFTOVERS[0]).symlink_to("somebody@somewhere.1234:5678")

    said = "read: 1 relationships, 1 snapshot\n"
    assert ended("check") == (0, "All checks passed: 1 document.\n", said)


@pytest.fixture
def nobody(project: Path) -> Iterator[Path]:
    """A copy of the project that somebody looks at who may not read all of it."""
    if os.name != "posix":
        pytest.skip("permissions of files are another thing here")
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o755)
    copy = Path(shutil.copytree(project, os.path.join(folder, "project")))
    os.chdir(copy)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield copy
    os.seteuid(user)
    os.chdir(project)
    shutil.rmtree(folder)


@contextmanager
def rights() -> Iterator[None]:
    """Give back the rights that the fixture has taken away."""
    user = os.geteuid()
    os.seteuid(os.getuid())
    yield
    os.seteuid(user)


@contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """Take away the right to read a file or folder."""
    mode = path.stat().st_mode
    with rights():
        os.chmod(path, 0)
    yield
    with rights():
        os.chmod(path, mode)


def test_a_folder_that_cannot_be_read_is_told_unless_it_is_excluded(nobody: Path) -> None:
    with unreadable(nobody / "manage"):
        status, printed, _ = ended("check", "--format", "concise", "--quiet")
        message = "the folder can't be read: Permission denied"
        assert (status, printed) == (1, f"manage/:1:1: error DO08 unreadable-file: {message}\n")
        assert ended("check", "manage", "--format", "concise", "--quiet")[:2] == (status, printed)


def test_an_excluded_folder_may_be_unreadable(nobody: Path) -> None:
    with rights():
        (nobody / "c360lint.toml").write_text('exclude = ["secret/**"]', "utf-8")
        (nobody / "secret").mkdir()
    with unreadable(nobody / "secret"):
        assert ended("check", "--quiet")[:2] == (0, "")


UNREADABLE = {
    "snapshot.json": ("", "snapshot snapshot.json can't be read: Permission denied"),
    "house.json": (
        '[[schemas]]\nfiles = ["**"]\nschema = "house.json"\n',
        "schema house.json can't be read: Permission denied",
    ),
    "known.json": (
        'baseline = "known.json"\n',
        "known.json:1:1: the baseline can't be read: Permission denied",
    ),
    "c360lint.toml": ("", "c360lint.toml:1:1: the configuration can't be read: Permission denied"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_a_run_needs_and_cannot_read_ends_it_with_2_and_the_files_name(nobody: Path, name: str) -> None:
    settings, message = UNREADABLE[name]
    with rights():
        (nobody / name).touch()
        (nobody / "c360lint.toml").write_text(settings, "utf-8")
    with unreadable(nobody / name):
        status, printed, said = ended("check")
        assert (status, printed) == (2, "")
        assert message in said.replace(f"{nobody}/", "")


def test_a_working_folder_that_can_not_be_listed_is_told(nobody: Path) -> None:
    lines = (["init", "--yes"], ["explain", "conflationPlanMissingRules"])
    with unreadable(nobody):
        init, explain = [ended(*line) for line in lines]

    assert init == (2, "", "c360lint: the folder can't be read: Permission denied\n")
    assert explain[0] == 0
    assert "isn't known" not in explain[1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("init --yes", "Found 1 source for a snapshot: rows.csv\n"),
        ("explain conflationPlanMissingRules", "The working folder is no project"),
        ("snapshot import . --as Shop", '"name": "rows"'),
    ],
)
def test_a_link_that_leads_to_itself_is_neither_a_file_nor_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("Id\n1\n", "utf-8")
    for name in ("loop", "loop.csv"):
        (tmp_path / name).symlink_to(name)
    status, printed, _ = ended(*line.split(" "))

    assert status == 0
    assert expected in printed


def test_a_working_folder_that_is_gone_ends_with_2(project: Path) -> None:
    command = f"rm -r {project} && {sys.executable} -m linter check"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        command, shell=True, cwd=project, env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "c360lint: the working folder is not there any more\n",
    )


def test_a_named_file_that_is_not_ours_ends_with_2_beside_the_findings_of_the_others(project: Path) -> None:
    (project / "other.json").write_text('{"name": "x"}', "utf-8")
    (project / "manage/relationships.json").write_text('[{"name": "a-b"}]', "utf-8")
    shown = ("--select", "RL01", "--format", "concise", "-q")

    status, printed, said = ended("check", "other.json", "manage/relationships.json", *shown)
    assert (status, printed.count("RL01"), said.count("\n")) == (2, 1, 1)
    assert said.startswith("c360lint: other.json is not a payload: ")


@pytest.mark.parametrize("paths", [(), (".",)])
def test_an_empty_project_passes_where_it_is_allowed(project: Path, paths: tuple[str, ...]) -> None:
    (project / projects.RELATIONSHIPS_FILE).unlink()

    assert ended("check", *paths)[0] == 2
    passed = (0, "All checks passed: 0 documents.\n", "read: 1 snapshot\n")
    assert ended("check", "--allow-empty", *paths) == passed
    (project / "c360lint.toml").write_text("allow-empty = true\n", "utf-8")
    assert ended("check", *paths) == passed


READERS = {
    "snapshot show": ("snapshot", "show", "--snapshot", "FILE"),
    "snapshot diff": ("snapshot", "diff", "FILE", "snapshot.json"),
    "snapshot diff to": ("snapshot", "diff", "snapshot.json", "FILE"),
    "import": ("snapshot", "import", "FILE"),
    "overrides": ("snapshot", "import", "snapshot.json", "--overrides", "FILE"),
    "baseline": ("check", "--baseline", "FILE"),
    "prune": ("baseline", "prune", "--baseline", "FILE"),
    "configuration": ("check", "--config", "FILE"),
    "snapshot": ("check", "--snapshot", "FILE"),
    "graph": ("graph", "--snapshot", "FILE"),
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("file", ["pipe.json", "/dev/zero"])
def test_pipes_and_devices_are_refused_by_every_command(
    project: Path, reader: tuple[str, ...], file: str
) -> None:
    os.mkfifo(project / "pipe.json")

    status, printed, said = ended(*(file if one == "FILE" else one for one in reader))
    assert (status, printed, "it is not a regular file" in said) == (2, "", True)


def test_a_file_that_is_too_large_is_told_and_not_read(project: Path) -> None:
    (project / "c360lint.toml").write_text("max-file-size = 1\n", "utf-8")
    large = json.dumps(["x" * 1_000_000])
    (project / "export.json").write_text(large, "utf-8")
    told = "not read: export.json: it is larger than 1 MB (`max-file-size`)\n"
    read = "read: 1 relationships, 1 snapshot\n"
    assert ended("check") == (0, "All checks passed: 1 document.\n", read + told)

    (project / projects.RELATIONSHIPS_FILE).write_text(large, "utf-8")
    assert ended("check", "-q", "--format", "concise") == (
        1,
        f"{projects.RELATIONSHIPS_FILE}:1:1: error DO08 unreadable-file: the file can't be read: "
        "it is larger than 1 MB\n",
        "",
    )


UNSEEN = "\u00ad\u034f\u115f\u1160\u17b4\u3164\uffa0\ufe00\ufe0f\u180b\u2800\U000e0100"


def test_characters_that_nobody_sees_are_shown_everywhere(project: Path) -> None:
    name = f"A{UNSEEN}\u202eB"
    value = [{**projects.RELATIONSHIP, "toEntityName": name}]
    (project / projects.RELATIONSHIPS_FILE).write_text(json.dumps(value), "utf-8")

    for format_ in (
        "concise",
        "full",
        "grouped",
        "markdown",
        "html",
        "junit",
        "checkstyle",
        "github",
        "azure",
    ):
        assert not set(ended("check", "--format", format_)[1]) & set(UNSEEN + "\u202e")
    for command in (("explain", name), ("schema", name), ("refs", name), ("snapshot", "show", name)):
        assert not set("".join(ended(*command)[1:])) & set(UNSEEN + "\u202e")


OBEYED = re.compile(r"##\w*\[|^\s*::(?!:)", re.MULTILINE)


@pytest.mark.parametrize(
    "format_",
    [
        "concise",
        "full",
        "grouped",
        "json",
        "jsonl",
        "sarif",
        "markdown",
        "html",
        "junit",
        "gitlab",
        "checkstyle",
        "rdjson",
        "rdjsonl",
    ],
)
def test_no_name_gives_a_pipeline_a_command(project: Path, format_: str) -> None:
    for name in ("::add-mask::x.json", "##vso[task.setvariable variable=A]1.json", "##[error]x.json"):
        (project / name).write_text('{"$schema": "relationships.schema.json", "name": "##vso[a]b"}', "utf-8")
        (project / "manage" / name).write_text("{", "utf-8")
        (project / f"a{name}").write_text('{"x": 1}', "utf-8")

    status, printed, said = ended("check", "-v", "--format", format_)
    assert status == 1
    assert not OBEYED.search(printed + said)
    if format_ == "json":
        assert "::add-mask::x.json" in {one["file"] for one in json.loads(printed)["diagnostics"]}


def test_names_in_markdown_are_text(project: Path) -> None:
    name = "<img src=x> ![a](http://x) [b](javascript:x) `c`"
    (project / "snapshot.json").write_text(json.dumps(projects.snapshot(entity="Visits", name=name)), "utf-8")
    (project / "new.json").write_text(json.dumps(projects.snapshot(entity="Visits", name="N")), "utf-8")

    shown = ended("snapshot", "show", "--format", "markdown")[1]
    changed = ended("snapshot", "diff", "snapshot.json", "new.json", "--format", "markdown")[1]
    for text in (shown, changed):
        assert "&#60;img src=x&#62;" in text
        assert not re.search(r"<img|\]\(", text)


@pytest.mark.parametrize("format_", ["concise", "json", "html"])
def test_a_name_of_a_megabyte_is_cut_in_messages(project: Path, format_: str) -> None:
    value = [{**projects.RELATIONSHIP, "toEntityName": "x" * 1_000_000}]
    (project / projects.RELATIONSHIPS_FILE).write_text(json.dumps(value), "utf-8")

    status, printed, _ = ended("check", "--format", format_)
    assert (status, len(printed) < 100_000) == (1, True)
    assert "(1,000,000 characters)" in printed


def test_the_picture_runs_its_own_script_and_nothing_else(project: Path) -> None:
    page = ended("graph", "--format", "html")[1]

    assert "unsafe-inline" not in page
    for text in (
        *re.findall("<style>(.*?)</style>", page, re.DOTALL),
        page.split("<script>")[1].split("</script>")[0],
    ):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page
    assert " style=" not in page


def test_an_answer_of_the_service_may_hold_an_empty_name(project: Path) -> None:
    answer = [{"dataSourceId": "1", "name": "Shop", "kind": "x", "entityNames": ["", "Buyers"]}]
    (project / "answer.json").write_text(json.dumps(answer), "utf-8")

    status, printed, said = ended("snapshot", "import", "answer.json")
    assert status == 0
    assert [one["name"] for one in json.loads(printed)["dataSources"][0]["entities"]] == ["Buyers"]
    assert "note: answer.json:1:69: this is no entity's name\n" in said


@pytest.mark.parametrize("name", ["TERM", "HUP"])
def test_a_run_that_is_ended_while_it_writes_leaves_no_file_behind(project: Path, name: str) -> None:
    program = (
        "import os, signal; from linter import files; "
        f"os.fsync = lambda _: os.kill(os.getpid(), signal.SIG{name}); files.write_atomically('x.json', 'x')"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=False)

    assert done.returncode == 128 + getattr(signal, f"SIG{name}")
    assert sorted(os.listdir()) == ["manage", "snapshot.json"]


def test_what_a_killed_run_has_left_is_swept_up_when_it_is_old(project: Path) -> None:
    for name, age in ((".c360lint-abcdefgh", 7200), (".c360lint-ijklmnop", 0)):
        (project / name).touch()
        os.utime(project / name, (time.time() - age,) * 2)
    write_atomically("x.json", "x")

    assert sorted(os.listdir()) == [".c360lint-ijklmnop", "manage", "snapshot.json", "x.json"]


def test_an_interrupt_after_the_file_is_in_its_place_is_an_interrupt(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, replace: Any = os.replace) -> None:
        replace(*_)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically("x.json", "x")
    assert (project / "x.json").read_text("utf-8") == "x"


@pytest.mark.parametrize("kind", ["it is read-only", "it has other names (hard links)"])
def test_a_fix_is_refused_where_replacing_the_file_would_lose_something(project: Path, kind: str) -> None:
    file = project / projects.RELATIONSHIPS_FILE
    file.write_text('[{"name": "a-b"}]', "utf-8")
    if "links" in kind:
        os.link(file, project / "other.txt")
    else:
        file.chmod(0o444)

    status, _, said = ended("check", "--unsafe-fixes", "--select", "RL01")
    assert (status, file.read_text("utf-8")) == (2, '[{"name": "a-b"}]')
    assert f"{projects.RELATIONSHIPS_FILE} was not fixed: {kind}" in said
