"""Which report goes where, what keeps one from being written, and what is said beside them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter.cli import main
from linter.reports import FORMATS
from linter.reports.delivery import Delivery, WrongDestinations, automatic_format, deliveries, is_pipeline

REPO = Path(__file__).parent.parent
LINE = "manage/relationships.json:1:11: error RL01 relationship-name-characters: "


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "manage").mkdir()
    (tmp_path / "manage/relationships.json").write_text(json.dumps([{"name": "a-b"}]), "utf-8")
    (tmp_path / "c360lint.toml").write_text('select = ["RL01"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


READ = "read: 1 relationships, no snapshot\n"


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.mark.parametrize(
    ("formats", "outputs", "expected"),
    [
        ([], [], [("github", None)]),
        (["auto"], [], [("github", None)]),
        (["json"], [], [("json", None)]),
        (["json", "json"], [], [("json", None)]),
        ([], ["x.txt"], [("full", "x.txt")]),
        ([], ["x.SARIF"], [("sarif", "x.SARIF")]),
        (["auto"], ["x.html"], [("html", "x.html")]),
        (["json"], ["x.json"], [("json", "x.json")]),
        ([], ["sarif:x"], [("sarif", "x"), ("github", None)]),
        ([], ["json"], [("full", "json")]),
        (["json"], ["x:"], [("json", "x:")]),
        ([], ["github:x"], [("github", "x"), ("github", None)]),
        (["sarif"], ["sarif:x"], [("sarif", "x")]),
        (["full", "sarif"], ["sarif:x"], [("sarif", "x"), ("full", None)]),
        (["json"], ["json:a", "json:b", "html:c"], [("json", "a"), ("json", "b"), ("html", "c")]),
        (["json"], ["./json:a"], [("json", "./json:a")]),
        (["json"], [r"C:\a.json"], [("json", r"C:\a.json")]),
        (["json"], ["json:C:/a.json"], [("json", "C:/a.json")]),
        ([], ["-"], [("github", None)]),
        (["json"], ["-"], [("json", None)]),
        ([], ["json:-"], [("json", None)]),
        ([], ["json:-", "html:c"], [("html", "c"), ("json", None)]),
    ],
)
def test_a_format_goes_to_its_files_or_to_standard_output(
    formats: list[str], outputs: list[str], expected: list[tuple[str, str | None]]
) -> None:
    assert list(deliveries(formats, outputs, "github")) == [Delivery(*one) for one in expected]


@pytest.mark.parametrize(
    ("formats", "outputs", "message"),
    [
        (
            ["full", "json"],
            [],
            "`--format full` and `--format json` would both go to standard output: give all but one a file, "
            "as in `-o json:FILE`",
        ),
        (
            ["full", "json"],
            ["x"],
            "`-o x` doesn't say which report it is for: write `-o FORMAT:FILE`, as in `-o full:x`",
        ),
        (
            [],
            ["x", "y"],
            "`-o x` doesn't say which report it is for: write `-o FORMAT:FILE`, as in `-o sarif:x`",
        ),
        (
            ["full"],
            ["json:-"],
            "`--format full` and `--format json` would both go to standard output: give all but one a file, "
            "as in `-o json:FILE`",
        ),
        ([], ["json:"], "`-o json:` has no file after the colon"),
        (
            ["auto", "json"],
            ["x"],
            "`-o x` doesn't say which report it is for: write `-o FORMAT:FILE`, as in `-o json:x`",
        ),
        (
            [],
            ["zzzzzzzz:x"],
            f"`-o zzzzzzzz:x`: there is no format `zzzzzzzz`; the formats are {', '.join(FORMATS)} "
            "(a file of this name is `./zzzzzzzz:x`)",
        ),
        (["json"], ["json:x", "sarif:./x"], "two reports would go to ./x: give each a file of its own"),
        (
            ["json"],
            ["jsn:x"],
            "`-o jsn:x`: there is no format `jsn`; did you mean `json`? (a file of this name is `./jsn:x`)",
        ),
    ],
)
def test_destinations_that_make_no_sense_are_refused_with_the_repair(
    formats: list[str], outputs: list[str], message: str, project: Path
) -> None:
    with pytest.raises(WrongDestinations) as raised:
        deliveries(formats, outputs)
    assert str(raised.value) == message

    given = [word for one in formats for word in ("--format", one)]
    given += [word for one in outputs for word in ("-o", one)]
    result = check(*given)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"c360lint: {message}\n")
    assert sorted(os.listdir()) == ["c360lint.toml", "manage"]


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({}, False, "full"),
        ({"GITHUB_ACTIONS": "true"}, False, "github"),
        ({"TF_BUILD": "True"}, False, "azure"),
        ({"GITLAB_CI": "true"}, False, "full"),
        ({"GITHUB_ACTIONS": "true"}, True, "full"),
        ({"GITHUB_ACTIONS": ""}, False, "full"),
    ],
)
def test_the_automatic_format_is_what_the_place_shows(
    environment: dict[str, str], terminal: bool, expected: str
) -> None:
    assert automatic_format(environment, terminal=terminal) == expected


def test_a_pipeline_is_known_by_what_it_says_of_itself() -> None:
    said: list[dict[str, str]] = [{}, {"CI": "1"}, {"TF_BUILD": ""}, {"GITLAB_CI": "true"}, {"TF_BUILD": "1"}]

    assert list(map(is_pipeline, said)) == [False, False, False, True, True]


def test_a_pipeline_gets_its_format_unless_one_is_given(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_BUILD", "True")

    assert check().stdout.startswith("##vso[task.logissue type=error;sourcepath=manage/relationships.json;")
    assert check("--format", "concise").stdout.startswith(LINE)


def test_gitlab_is_told_how_to_get_its_report(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    hint = "c360lint: `-o gitlab:gl-code-quality-report.json` writes the report that GitLab shows\n"

    assert check().stderr == READ + hint
    for quiet in (["-o", "gitlab:x"], ["--quiet"], ["--format", "full"]):
        assert hint not in check(*quiet).stderr


def test_all_formats_come_from_one_run(project: Path) -> None:
    outputs = [word for name in FORMATS for word in ("-o", f"{name}:reports/{name}")]
    (project / "reports").mkdir()
    result = check("--format", "concise", *outputs)

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", READ)
    for name in FORMATS:
        assert (project / "reports" / name).read_text("utf-8") == check("--format", name).stdout


def test_a_report_that_cannot_be_written_ends_with_2_and_loses_no_other(project: Path) -> None:
    (project / "taken").mkdir()
    result = check("--format", "concise", "-o", "json:taken", "-o", "sarif:none/x", "-o", "jsonl:kept")

    assert (result.exit_code, result.stdout.startswith(LINE)) == (2, True)
    assert result.stderr == (
        "c360lint: taken can't be written: Is a directory\n"
        f"c360lint: none/x can't be written: No such file or directory\n{READ}"
    )
    assert json.loads((project / "kept").read_text("utf-8").splitlines()[0])["code"] == "RL01"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full, a disk that is full")
def test_a_full_device_ends_with_2_and_loses_no_other(project: Path) -> None:
    result = check("--format", "concise", "-o", "json:/dev/full", "-o", "jsonl:kept")

    assert (result.exit_code, result.stdout.startswith(LINE)) == (2, True)
    assert result.stderr == f"c360lint: /dev/full can't be written: No space left on device\n{READ}"
    assert (project / "kept").exists()


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from linter.cli import main
main(["check", "--format", "concise", "-o", "html:report.html", "-o", "jsonl:kept"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit to the size of files")
def test_a_disk_that_fills_up_leaves_the_old_file_whole(project: Path) -> None:
    (project / "report.html").write_text("old", "utf-8")
    done = subprocess.run(
        [sys.executable, "-B", "-c", LIMITED],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.startswith(LINE)) == (2, True)
    assert done.stderr == f"c360lint: report.html can't be written: File too large\n{READ}"
    assert (project / "report.html").read_text("utf-8") == "old"
    assert sorted(os.listdir()) == ["c360lint.toml", "kept", "manage", "report.html"]


@pytest.mark.parametrize("target", ["manage/relationships.json", "snapshot.json", "c360lint.toml"])
def test_no_report_replaces_a_file_that_was_read(project: Path, target: str) -> None:
    snapshot = {"snapshotVersion": 1, "instanceId": "a", "dataSources": []}
    (project / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")
    before = (project / target).read_bytes()
    result = check("--format", "concise", "-o", f"json:{target}", "-o", "jsonl:kept")

    assert result.exit_code == 2
    assert f"c360lint: {target} is one of the files checked; it was left as it is\n" in result.stderr
    assert (project / target).read_bytes() == before
    assert (project / "kept").exists()


def test_statistics_follow_a_text_and_stay_out_of_a_machines_report(project: Path) -> None:
    (project / "manage/relationships.json").write_text('[{"name": "a-b"}, {"name": "c-d"}]', "utf-8")
    table = "2  RL01  relationship-name-characters  error  2 with a fix\n2        in all\n"

    assert check("--format", "concise", "--statistics").stdout.endswith("1 document.\n" + table)
    machine = check("--format", "json", "--statistics")
    assert json.loads(machine.stdout)["summary"]["errors"] == 2
    assert machine.stderr == table


def test_a_profile_tells_phases_and_rules_on_standard_error(project: Path) -> None:
    result = check("--format", "concise", "--profile", "--quiet")
    names = re.findall(r"^ *\d+\.\d\d ms  (.*)$", result.stderr, re.MULTILINE)

    assert result.stdout.startswith(LINE)
    assert names[:6] == [
        "configuration",
        "files and snapshots",
        "places of the findings",
        "rules",
        "reports",
        "in all",
    ]
    assert "RL01 relationship-name-characters" in names[6:]


def test_a_report_is_named_from_the_repository_wherever_the_run_starts(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = project / "inner"
    (project / ".git").mkdir()
    (inner / "manage").mkdir(parents=True)
    (inner / "manage/relationships.json").write_text('[{"name": "a-b"}]', "utf-8")
    (inner / "c360lint.toml").write_text('select = ["RL01"]\n', "utf-8")
    monkeypatch.chdir(inner)

    (issue,) = json.loads(check("--format", "gitlab").stdout)
    assert issue["location"]["path"] == "inner/manage/relationships.json"
    assert check("--format", "concise").stdout.startswith(LINE)


def test_a_format_is_imported_only_when_it_is_asked_for(project: Path) -> None:
    script = (
        "import sys; from linter.cli import main\n"
        "try: main(['check', '--format', 'concise'])\n"
        "except SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if name.startswith('linter.reports')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == str(
        [
            "linter.reports",
            "linter.reports.delivery",
            "linter.reports.findings",
            "linter.reports.findings.asides",
            "linter.reports.findings.concise",
            "linter.reports.findings.summary",
            "linter.reports.outcome",
            "linter.reports.output",
            "linter.reports.visible",
        ]
    )
