"""c360lint check: what it looks at, what it says about rubbish, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter.cli import main
from linter.reading.discovery import find_files
from linter.rulekit.rule import rule_selected
from tests.projects import RELATIONSHIP, said

REPO = Path(__file__).parent.parent

SNAPSHOT: dict[str, Any] = {
    "snapshotVersion": 1,
    "instanceId": "main",
    "dataSources": [
        {
            "dataSourceId": "shop-1",
            "name": "Shop",
            "entities": [
                {
                    "name": "Buyers",
                    "entityType": "profile",
                    "primaryKey": "Id",
                    "attributes": {"Id": "string"},
                },
                {"name": "Visits", "primaryKey": "Id", "attributes": {"Id": "string", "On": "dateTime"}},
            ],
        }
    ],
    "relationships": [],
    "conflations": [{"conflationId": "default"}],
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT, "manage/relationships.json": RELATIONSHIP})
    return tmp_path


def write(folder: Path, files: dict[str, Any]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        path.write_bytes(data)


def check(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["check", "--format", "concise", *arguments], input=stdin)


def lines(*arguments: str, stdin: bytes | None = None) -> list[str]:
    return check("--quiet", *arguments, stdin=stdin).stdout.splitlines()


def test_a_clean_project_ends_with_0(project: Path) -> None:
    result = check()

    assert (result.exit_code, result.stdout) == (0, "All checks passed: 1 document.\n")


def test_an_error_ends_with_1_and_a_warning_with_0(project: Path) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinalty": "x"}})
    assert check().exit_code == 0
    assert check("--fail-level", "warning").exit_code == 1

    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x"}})
    assert check().exit_code == 1
    assert check("--fail-level", "never").exit_code == 0


def test_a_snapshot_that_says_no_version_is_of_the_one_there_is(project: Path) -> None:
    versionless = {key: value for key, value in SNAPSHOT.items() if key != "snapshotVersion"}
    write(project, {"snapshot.json": {**versionless, "": 0}})

    assert check("--ignore", "DO").stdout == "All checks passed: 1 document.\n"


@pytest.mark.parametrize(
    ("files", "arguments"),
    [
        ({"x.JSON": b"<a/>"}, ["x.JSON"]),
        ({"x": b"<a/>"}, ["x"]),
        ({"x.jsonc": b"<a/>", "c360lint.toml": b"include = ['*.jsonc']"}, ["x.jsonc"]),
        ({"x.plan": b"<a/>"}, ["x.plan", "--as", "conflationPlan"]),
        ({"x.plan": b"<a/>", "c360lint.toml": b"[files]\n'*.plan' = 'PUT /manage/search'"}, ["x.plan"]),
        ({"x.txt": b'{"method": "GET", "url": "/api/instances/main/data/A"'}, ["x.txt"]),
    ],
)
def test_a_file_that_is_named_and_may_be_meant_for_a_payload_is_told_to_be_broken(
    project: Path, files: dict[str, Any], arguments: list[str]
) -> None:
    write(project, files)

    assert said(*arguments, "--select", "DO01") == ["DO01 "]


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        ({"snapshot.json": b"{"}, [], "snapshot.json:1:2: the snapshot can't be read: "),
        ({"snapshot.json": {"a": 1}}, [], "snapshot.json:1:1: this is not a snapshot: "),
        (
            {"snapshot.json": {**SNAPSHOT, "snapshotVersion": 7}},
            [],
            "snapshot.json:1:21: snapshotVersion 7 is not known, 1 is expected",
        ),
        ({}, ["--snapshot", "none.json"], "snapshot none.json can't be read: No such file or directory"),
        ({}, ["none"], "none does not exist"),
        ({"a/x.json": {}}, ["a/x.json"], "a/x.json is not a payload: "),
        ({"x.xml": b"<a/>"}, ["x.xml"], "x.xml is no file that is judged: JSON, YAML, .http and .rest are; "),
        ({"x.bin": b"\0\1"}, ["x.bin"], "x.bin is no file that is judged: "),
        ({"a/x.MD": b"# x"}, ["a/x.MD"], "a/x.MD is no file that is judged: "),
        ({}, ["--select", "CP1x"], "no rule `CP1x`"),
        ({}, ["--ignore", "copy-criterium"], "no rule `copy-criterium`; did you mean `copy-criterion`?"),
        ({"c360lint.toml": b"snapshto = 'a'"}, [], "c360lint.toml:1:1: unknown key `snapshto`; did you mean"),
        ({"c360lint.toml": b"[files]\n'*.json' = 'GET /x'"}, [], "configuration: [files]: `GET /x` is not"),
    ],
)
def test_what_keeps_the_job_from_being_done_ends_with_2_and_one_line(
    project: Path, files: dict[str, Any], arguments: list[str], message: str
) -> None:
    write(project, files)
    result = check(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr.replace(str(project) + "/", "")
    assert result.stderr.count("\n") == 1


def test_nothing_to_check_ends_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"package.json": {"name": "x"}})

    result = check()
    assert result.exit_code == 2
    assert result.stderr == (
        f"c360lint: nothing to check: no payload was found in {tmp_path}; 1 other file passed over "
        "(-v lists them); a payload lies at its API path, such as manage/relationships.json, "
        "or is the `body` of a request with `method` and `url`\n"
    )


def test_a_bug_of_ours_ends_with_3_and_says_how_to_report_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> Any:
        raise ZeroDivisionError("by us")

    monkeypatch.setattr("rules.relationships.relationship_name_characters.check", broken)
    result = check()

    assert result.exit_code == 3
    assert "internal error: ZeroDivisionError: by us" in result.stderr
    assert "while RL01 (relationship-name-characters) was checking the project" in result.stderr


RUBBISH = {
    "empty.json": (b"", "1:1: error DO01 broken-syntax: the file is empty"),
    "bom.json": (b"\xef\xbb\xbf[]", ""),
    "utf16.json": (
        '{"a": 1}'.encode("utf-16"),
        "1:1: error DO08 unreadable-file: the file is UTF-16, not UTF-8",
    ),
    "bytes.json": (b'{"name": "\xff"}', "1:11: error DO08 unreadable-file: the byte 0xFF isn't UTF-8"),
    "cut.json": (b'{"name": "a', None),
    "deep.json": (b"[" * 100_000, "1:201: error DO01 broken-syntax: more than 200 levels of nesting"),
    "deep.yaml": (b"a: " + b"[" * 100_000, None),
    "comment.json": (b"// no\n{}", "1:1: error DO01 broken-syntax: JSON has no comments"),
    "nan.json": (b'{"name": NaN}', "1:10: error DO01 broken-syntax: `NaN` isn't a JSON value"),
    "two.yaml": (b"a: 1\n---\nb: 2\n", "2:1: error DO01 broken-syntax: a second document"),
    "tag.yaml": (b"name: !!python/name:os.system x\n", None),
    "bomb.yaml": (
        b"".join(
            b"k%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1) if n else b"x"] * 9)) for n in range(9)
        ),
        None,
    ),
    "loop.yaml": (b"name: &a [*a]\n", None),
    "null.json": (
        b"null",
        "1:1: error DO04 wrong-json-type: the document is null, but a list or an object is expected",
    ),
    "number.json": (b"7", None),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_a_finding_at_its_place_and_the_other_files_go_on(project: Path, name: str) -> None:
    data, expected = RUBBISH[name]
    file = f"manage/datasources/shop-1/entities/entityInfo.{name.partition('.')[2]}"
    write(project, {file: data})
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x"}})

    found = lines()
    assert any(line.startswith("manage/relationships.json:1:") and " RL03 " in line for line in found)
    said = [line.partition(f"{file}:")[2] for line in found if file in line]
    if expected is not None:
        assert said == ([expected] if expected else [])
    else:
        assert len(said) == 1
        assert " error " in said[0]


def test_special_files_are_findings_and_never_read(project: Path) -> None:
    folder = project / "manage" / "relationships"
    folder.mkdir()
    os.mkfifo(folder / "pipe.json")
    (folder / "loop.json").symlink_to("loop.json")
    (folder / "folder.json").mkdir()
    (project / "up").symlink_to(project)

    assert lines() == [
        "manage/relationships/folder.json:1:1: error DO08 unreadable-file: the file can't be read: "
        "a folder stands where a payload belongs",
        "manage/relationships/loop.json:1:1: error DO08 unreadable-file: the file can't be read: "
        "Too many levels of symbolic links",
        "manage/relationships/pipe.json:1:1: error DO08 unreadable-file: the file can't be read: it is not a "
        "regular file",
    ]


def test_terminal_escapes_in_names_are_shown_and_not_sent(project: Path) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "na\x1b[31mme": 1, "name": "A\u202eB"}})

    for format_ in ("concise", "full"):
        output = CliRunner().invoke(main, ["check", "--format", format_]).stdout
        assert "\x1b" not in output
        assert "\u202e" not in output
        assert "\\x1b[31m" in output


def test_a_malformed_item_does_not_hide_the_others(project: Path) -> None:
    write(
        project, {"manage/relationships.json": [None, {**RELATIONSHIP, "cardinality": "x"}, 5, {"name": 7}]}
    )

    codes = [line.split(" ")[2] for line in lines()]
    assert codes.count("RL03") == 1
    assert codes.count("DO04") == 3


def test_one_bad_envelope_does_not_hide_the_others(project: Path) -> None:
    bad = {"method": "GET", "url": "/api/instances/main/manage/relationships/None"}
    write(project, {"requests/all.json": [7, bad, {"method": 1, "url": None}]})

    assert [line.split(": ")[1] for line in lines()] == [
        "error DO04 wrong-json-type",
        "error RL07 relationship-unknown",
        "error DO04 wrong-json-type",
        "error DO04 wrong-json-type",
    ]


def test_paths_filter_the_report_but_the_whole_project_is_read(project: Path) -> None:
    info = [{"entityName": "Visits", "entityType": "Activity", "timestampFieldName": "Of"}]
    write(project, {"manage/datasources/shop-1/entities/entityInfo.json": info})
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x"}})

    # EI04 would be found if the relationships weren't read
    assert [line.split(" ")[2] for line in lines("manage/datasources")] == ["EI05"]
    assert [line.split(" ")[2] for line in lines("manage/relationships.json")] == ["RL03"]


def test_several_paths_report_what_lies_in_any_of_them_and_the_snapshots_faults(project: Path) -> None:
    wrong = {**RELATIONSHIP, "cardinality": "x"}
    write(project, {"manage/relationships.json": wrong})
    write(project, {"requests/r.json": {"method": "DELETE", "url": "/api/instances/other/data/x"}})
    write(project, {"snapshot.json": {**SNAPSHOT, "relationships": 5}})

    def told(*paths: str) -> tuple[int, list[str]]:
        report = json.loads(CliRunner().invoke(main, ["check", "--format", "json", *paths]).stdout)
        return report["summary"]["documents"], [
            f"{one['code']} {one['file']}" for one in report["diagnostics"]
        ]

    broken = "DO07 snapshot.json"
    assert told("manage") == (1, ["RL03 manage/relationships.json", broken])
    assert told("manage", "requests") == (
        2,
        ["RL03 manage/relationships.json", "IN01 requests/r.json", broken],
    )
    assert told("snapshot.json", "manage/relationships.json") == (
        2,
        ["RL03 manage/relationships.json", broken],
    )
    assert told(".")[1] == told()[1] == ["RL03 manage/relationships.json", "IN01 requests/r.json", broken]


def test_a_severity_goes_by_name_as_by_code(project: Path) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x"}})
    write(project, {"c360lint.toml": b'[severity]\ncardinality-not-allowed = "warning"\n'})

    assert [line.split(" ")[1:3] for line in lines()] == [["warning", "RL03"]]


def test_a_select_of_the_configuration_gives_way_to_the_command_lines(project: Path) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x", "name": "a-b"}})
    write(project, {"c360lint.toml": b'select = ["RL01"]\n'})

    assert [line.split(" ")[2] for line in lines()] == ["RL01"]
    assert [line.split(" ")[2] for line in lines("--select", "RL03")] == ["RL03"]


def test_snapshot_only_leaves_the_other_payloads_out(project: Path) -> None:
    info = [{"entityName": "Visits", "entityType": "Activity"}]
    write(project, {"manage/datasources/shop-1/entities/entityInfo.json": info})

    assert lines() == []
    assert [line.split(" ")[2] for line in lines("--snapshot-only")] == ["EI04"]


def test_standard_input_stands_in_for_a_file(project: Path) -> None:
    data = json.dumps({**RELATIONSHIP, "cardinality": "x"}).encode()

    named = lines("-", "--stdin-filename", "manage/relationships.json", stdin=data)
    assert [line.split(" ")[:3] for line in named] == [["manage/relationships.json:1:159:", "error", "RL03"]]
    as_kind = lines("-", "--as", "relationships", "--select", "RL03", stdin=data)
    assert [line.split(" ")[2] for line in as_kind] == ["RL03"]
    assert check("-", stdin=data).exit_code == 2


def test_a_kind_can_be_said_for_files_on_the_command_line(project: Path) -> None:
    write(project, {"drafts/plan.json": {"conflationOrder": [], "conflationPlans": []}})

    assert check("drafts/plan.json").exit_code == 2
    assert [line.split(" ")[2] for line in lines("drafts/plan.json", "--as", "conflationPlan")] == ["CP05"]


def test_a_schema_property_says_what_a_file_is(project: Path) -> None:
    plan = {"$schema": "../schemas/conflationPlan.schema.json", "conflationOrder": [], "conflationPlans": []}
    write(project, {"drafts/plan.json": plan})

    assert [line.split(" ")[2] for line in lines("drafts/plan.json")] == ["CP05"]


def test_rules_are_selected_by_code_prefix_and_name(project: Path) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x", "name": "a-b"}})

    def codes(*arguments: str) -> list[str]:
        return [line.split(" ")[2] for line in lines(*arguments)]

    assert codes() == ["RL01", "RL03"]
    assert codes("--select", "RL03") == ["RL03"]
    assert codes("--select", "rl,CP", "--ignore", "cardinality-not-allowed") == ["RL01"]
    assert codes("--ignore", "RL") == []
    assert codes("--select", "CARDINALITY-not-Allowed,rl01") == ["RL01", "RL03"]
    assert codes("--select", "all", "--ignore", "rL03") == ["RL01"]


@pytest.mark.parametrize("selector", ["CP120", "cp120", "Many-Fuzzy-Criteria", "ADVICE"])
def test_a_rule_that_is_off_is_selected_in_any_case(selector: str) -> None:
    from rules.conflation_plan.many_fuzzy_criteria import RULE

    assert (RULE.default, rule_selected(RULE, [selector]), rule_selected(RULE, ["CP"])) == (
        False,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ('files = ["manage"]\nselect = ["RL03"]', ["RL03"]),
        ('files = ["manage"]\nselect = ["RL"]\nignore = ["RL03"]', ["RL01"]),
        ('files = ["manage"]\nignore = ["RL03"]', ["RL01"]),
        ('files = ["conflations"]\nselect = ["RL03"]', ["RL01", "RL03"]),  # of other files
    ],
)
def test_an_override_selects_for_its_files_in_place_of_the_whole(
    table: str, codes: list[str], project: Path
) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x", "name": "a-b"}})
    write(project, {"c360lint.toml": f'select = ["RL01", "RL03"]\n[[overrides]]\n{table}\n'.encode()})

    assert [line.split(" ")[2] for line in lines()] == codes


def test_the_last_table_that_names_a_rule_says_how_severe_it_is(project: Path) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x"}})
    tables = '[[overrides]]\nfiles = ["{}"]\nseverity = {{RL03 = "recommendation"}}\n'
    write(project, {"c360lint.toml": ('[severity]\nRL03 = "warning"\n' + tables.format("manage")).encode()})
    assert [line.split(" ")[1:3] for line in lines()] == [["recommendation", "RL03"]]

    write(project, {"c360lint.toml": ('[severity]\nRL03 = "warning"\n' + tables.format("other")).encode()})
    assert [line.split(" ")[1:3] for line in lines()] == [["warning", "RL03"]]


def test_configured_severities_and_overrides_count(project: Path) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x", "name": "a-b"}})
    write(
        project,
        {
            "c360lint.toml": b"""
[severity]
RL03 = "warning"
[[overrides]]
files = ["manage"]
ignore = ["relationship-name-characters"]
"""
        },
    )

    assert [line.split(" ")[1:3] for line in lines()] == [["warning", "RL03"]]


def test_a_rule_that_lacks_its_facts_is_said_to_be_not_checked(project: Path) -> None:
    (project / "snapshot.json").unlink()
    report = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)

    assert report["diagnostics"] == []
    assert report["notChecked"] == [
        {
            "code": code,
            "reason": "no snapshot of the instance is declared",
            "needs": "make one by `c360lint snapshot import SOURCE -o snapshot.json`, and name it by "
            "`snapshot` in c360lint.toml or --snapshot",
            "files": ["manage/relationships.json"],
            "places": [
                {
                    "file": "manage/relationships.json",
                    "pointer": "",
                    "range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 1}},
                }
            ],
        }
        for code in ("IN06", "RL05", "RL06")
    ]


def test_a_report_is_written_whole_or_not_at_all(project: Path) -> None:
    (project / "report.txt").write_text("old", "utf-8")

    assert check("-o", "report.txt").stdout == ""
    assert (project / "report.txt").read_text("utf-8") == "All checks passed: 1 document.\n"
    failed = check("-o", "none/report.txt")
    assert failed.exit_code == 2
    assert "none/report.txt can't be written: " in failed.stderr


def test_the_json_report_is_the_documented_one(project: Path) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "toEntityName": "Shop_Buyer"}})
    report = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)

    [found] = report["diagnostics"]
    fingerprint = found.pop("fingerprint")
    assert len(fingerprint) == 16
    assert found == {
        "code": "RL05",
        "name": "relationship-entity-unknown",
        "severity": "error",
        "message": "entity `Shop_Buyer` is not ingested in the instance; did you mean `Shop_Buyers`?",
        "file": "manage/relationships.json",
        "pointer": "/toEntityName",
        "range": {"start": {"line": 1, "column": 104}, "end": {"line": 1, "column": 116}},
        "help": "replace it with `Shop_Buyers`",
        "url": found["url"],
        "related": [],
        "fixes": [
            {
                "title": "Replace `Shop_Buyer` with `Shop_Buyers`",
                "applicability": "unsafe",
                "edits": [
                    {
                        "file": "manage/relationships.json",
                        "range": {"start": {"line": 1, "column": 104}, "end": {"line": 1, "column": 116}},
                        "text": '"Shop_Buyers"',
                    }
                ],
            }
        ],
        "serviceErrors": [],
        "sources": [{"document": "api-page", "reference": "PATCH …/manage/relationships, limitation 5 of 6"}],
        "inferred": False,
        "status": "stable",
        "consequences": [
            {
                "code": "RL06",
                "file": "manage/relationships.json",
                "pointer": "/toAttributeName",
                "range": {"start": {"line": 1, "column": 137}, "end": {"line": 1, "column": 141}},
            }
        ],
    }
    assert report["summary"] == {
        "documents": 1,
        "errors": 1,
        "warnings": 0,
        "recommendations": 0,
        "heldBack": 1,
        "suppressed": 0,
        "baselined": 0,
        "notChecked": 0,
    }


@pytest.mark.parametrize("example", ["contoso", "contoso-broken"])
def test_output_does_not_depend_on_the_hash_seed(example: str) -> None:
    def run(seed: int) -> bytes:
        command = [sys.executable, "-m", "linter", "check", f"examples/{example}", "--format", "json"]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        return subprocess.run(command, cwd=REPO, env=environment, capture_output=True, check=False).stdout

    assert run(1) == run(2)


def test_the_report_satisfies_its_schema() -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((REPO / "schemas" / "report.schema.json").read_text("utf-8"))
    output = (
        CliRunner().invoke(main, ["check", str(REPO / "examples/contoso-broken"), "--format", "json"]).stdout
    )
    assert list(Draft202012Validator(schema).iter_errors(json.loads(output))) == []


def test_nothing_of_the_network_is_used(project: Path) -> None:
    script = (
        "import sys\n"
        "def forbid(event, args):\n"
        "    if event.startswith('socket.'): raise SystemExit(f'network: {event}')\n"
        "sys.addaudithook(forbid)\n"
        "from linter.cli import main\n"
        "main(['check'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project, env=environment, check=False, capture_output=True
    )

    assert done.returncode == 0, done.stderr
    assert b"1 document" in done.stdout


ACTIVITY = [{"entityName": "Visits", "entityType": "Activity"}]
INFO = "manage/datasources/shop-1/entities/entityInfo.json"


def test_a_planned_deletion_takes_a_relationship_away(project: Path) -> None:
    (project / "manage/relationships.json").unlink()
    write(project, {"snapshot.json": {**SNAPSHOT, "relationships": [RELATIONSHIP]}, INFO: ACTIVITY})
    assert lines() == []

    delete = {"method": "DELETE", "url": "/api/instances/main/manage/relationships/VisitsToBuyers"}
    write(project, {"requests/delete.json": delete})
    assert [line.split(" ")[2] for line in lines()] == ["EI04"]

    create = {"method": "PATCH", "url": "/api/instances/main/manage/relationships", "body": RELATIONSHIP}
    write(project, {"requests/delete.json": [delete, create]})
    assert lines() == []


def test_a_payload_with_a_wrong_address_has_no_consequences_elsewhere(project: Path) -> None:
    write(project, {"instances/other/manage/relationships.json": RELATIONSHIP, INFO: ACTIVITY})
    (project / "manage/relationships.json").unlink()

    assert [line.split(" ")[2] for line in lines()] == ["IN01"]


def test_an_update_with_a_malformed_end_is_not_judged_by_the_old_end(project: Path) -> None:
    write(project, {"snapshot.json": {**SNAPSHOT, "relationships": [{**RELATIONSHIP, "name": "Old"}]}})
    write(project, {"manage/relationships/Old.json": {"toEntityName": [], "toAttributeName": "On"}})
    assert [line.split(" ")[2] for line in lines()] == ["DO04"]

    write(project, {"manage/relationships/Old.json": {"toAttributeName": "On"}})
    assert [line.split(" ")[2] for line in lines()] == ["RL06"]


def test_a_mistyped_entry_of_the_order_is_one_finding(project: Path) -> None:
    source = {"dataSourceName": "Shop"}
    step = {
        "leftEntities": [{**source, "entityName": "Buyers"}],
        "rightEntity": {**source, "entityName": "Visits"},
        "rules": [
            {"criteria": [{"leftColumn": {"attributeName": "Id"}, "rightColumn": {"attributeName": "Id"}}]}
        ],
    }
    names = ["Buyer", "Visits"]
    order = [{**source, "entityName": name} for name in names]
    information = [{**source, "entityName": name} for name in ("Buyers", "Visits")]
    plan = {
        "conflationOrder": order,
        "conflationPlans": [step],
        "entityConflationInformation": information,
    }
    write(project, {"conflations/default/conflationPlan.json": plan})

    assert [line.split(" ")[2] for line in lines()] == ["CP01"]


@pytest.mark.parametrize(
    ("configuration", "message"),
    [
        (
            "[files]\n'plans/{1a}.json' = 'PATCH /conflations/{1a}/conflationPlan'",
            "is no name for a placeholder",
        ),
        ("exclude = ['{1}']", "`{1}` in `{1}` is no name for a placeholder"),
        ("include = ['**/*a*a*a*a*a*b.json']", "has too many wildcards"),
        (f"exclude = ['{'{a,aa}' * 45}b']", "has too many wildcards"),
        ("snapshot = ['snapshot.json', 'twin.json']", "are both snapshots of instance `main`"),
    ],
)
def test_what_a_configuration_can_not_mean_ends_with_2(
    project: Path, configuration: str, message: str
) -> None:
    write(project, {"c360lint.toml": configuration.encode(), "twin.json": SNAPSHOT})
    result = check()

    assert result.exit_code == 2
    assert message in result.stderr


def test_a_placeholder_that_comes_again_has_to_match_the_same(project: Path) -> None:
    request = "PATCH /conflations/{conflationId}/conflationPlan"
    text = f"[files]\n'plans/{{conflationId}}/{{conflationId}}.json' = '{request}'"
    plan = {"conflationOrder": [], "conflationPlans": []}
    write(
        project, {"c360lint.toml": text.encode(), "plans/default/default.json": plan, "plans/a/b.json": plan}
    )

    assert [line.split(":")[0] for line in lines()] == ["plans/default/default.json"]


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_a_snapshot_that_is_no_file_ends_with_2(project: Path, kind: str) -> None:
    path = project / "snapshot.json"
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere.json")

    result = check()
    assert result.exit_code == 2
    assert "snapshot snapshot.json can't be read: " in result.stderr


@pytest.mark.parametrize(
    "sources", [None, {}, [{"name": "Shop"}], [{"dataSourceId": "shop-1", "entities": [{}]}]]
)
def test_what_a_malformed_snapshot_may_hold_is_not_said_to_be_missing(project: Path, sources: Any) -> None:
    write(project, {"snapshot.json": {**SNAPSHOT, "dataSources": sources}, INFO: ACTIVITY})

    errors = [line.split(" ")[2] for line in lines() if " error " in line]
    assert errors == ["DO07"]


DRAFT_4 = "http://json-schema.org/draft-04/schema#"


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"$ref": "#/nope"}, "its $ref `/nope` leads to nothing in it"),
        ({"$ref": "http://nowhere.invalid/x"}, "its $ref `http://nowhere.invalid/x` leads to nothing in it"),
        ({"$ref": "#"}, "its $refs lead in a circle"),
        ({"$id": "http://[::1", "$ref": "x"}, "its $ref `x` leads to nothing in it"),
        ({"$schema": DRAFT_4, "id": "http://[::1", "allOf": [{"id": "x"}]}, "Invalid IPv6 URL"),
        ({"title": "a", "$ref": "#/title"}, "its $ref `#/title` leads to nothing in it"),
        ({"title": "a", "$dynamicRef": "#/title/0"}, "its $ref `#/title/0` leads to nothing in it"),
        ({"minLength": 1, "$ref": "#/minLength/a"}, "its $ref `#/minLength/a` leads to nothing in it"),
        ({"allOf": [{}], "$ref": "#/allOf/a"}, "its $ref `#/allOf/a` leads to nothing in it"),
        ({"$schema": DRAFT_4, "title": "a", "$ref": "#/title"}, "its $ref `#/title` leads to nothing in it"),
        (
            {"title": "a", "unevaluatedProperties": False, "$ref": "#/title"},
            "its $ref `#/title` leads to nothing in it",
        ),
        (
            {"title": "a", "unevaluatedItems": False, "$dynamicRef": "#/title/0"},
            "its $ref `#/title/0` leads to nothing in it",
        ),
    ],
)
def test_a_teams_schema_that_can_not_be_applied_is_a_finding(
    project: Path, schema: dict[str, Any], reason: str
) -> None:
    text = b'[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"'
    write(project, {"c360lint.toml": text, "house.json": schema})

    assert lines() == [
        "manage/relationships.json:1:1: error DO09 schema-violation: the schema `house.json` "
        f"can't be applied: {reason}"
    ]


def test_a_number_that_a_teams_schema_can_not_divide_is_a_finding(project: Path) -> None:
    text = b'[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"'
    schema = {"properties": {"size": {"multipleOf": 0.1}}}
    relationship = {**RELATIONSHIP, "size": 10**4000}
    write(project, {"c360lint.toml": text, "house.json": schema, "manage/relationships.json": relationship})

    assert lines()[0] == (
        "manage/relationships.json:1:1: error DO09 schema-violation: the schema `house.json` "
        "can't be applied: a number is too large for its multipleOf"
    )


def test_a_teams_schema_that_asks_for_ever_is_given_up(project: Path) -> None:
    text = b'[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"'
    twice = {f"d{n}": {"anyOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)}
    schema = {"$ref": "#/$defs/d0", "$defs": {**twice, "d40": {"type": "null"}}}
    write(project, {"c360lint.toml": text, "house.json": schema, "manage/relationships.json": []})

    assert lines()[0] == (
        "manage/relationships.json:1:1: error DO09 schema-violation: the schema `house.json` "
        "can't be applied: after 100,050 steps it has come to no end, as where its anyOf double"
    )


def test_a_teams_schema_may_ask_much_of_a_long_file(project: Path) -> None:
    text = b'[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"'
    schema = {"items": {"allOf": [{"type": "object"}] * 400}}
    relationships = [{**RELATIONSHIP, "relationshipName": f"R{n}"} for n in range(300)]
    write(project, {"c360lint.toml": text, "house.json": schema, "manage/relationships.json": relationships})

    assert [line for line in lines() if "DO09" in line] == []


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ([], "an object is expected"),
        ({"$schema": 5}, "its $schema is not a string"),
        ({"$schema": "http://["}, "its $schema is no address: Invalid IPv6 URL"),
        ({"type": 5}, "5 is not valid under any of the given schemas"),
        ({"pattern": "a{99999999999999999999}"}, "a pattern repeats too often"),
    ],
)
def test_a_teams_schema_that_is_none_ends_with_2(project: Path, schema: Any, reason: str) -> None:
    text = b'[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"'
    write(project, {"c360lint.toml": text, "house.json": json.dumps(schema).encode()})
    result = check()

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"c360lint: house.json is not a JSON Schema: {reason}\n"


def test_a_teams_schema_that_is_nested_too_deeply_ends_with_2(project: Path) -> None:
    text = b'[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"'
    schema = b'{"not":' * 150 + b"{}" + b"}" * 150
    write(project, {"c360lint.toml": text, "house.json": schema})

    result = check()

    assert result.exit_code == 2
    assert result.stderr == ("c360lint: house.json can't be used as a JSON Schema: it is nested too deeply\n")


def test_a_report_is_never_written_over_an_input(project: Path) -> None:
    before = (project / "snapshot.json").read_bytes()

    assert check("-o", "snapshot.json").exit_code == 2
    assert check("-o", "manage/../snapshot.json").exit_code == 2
    assert (project / "snapshot.json").read_bytes() == before


def test_a_configuration_that_is_named_is_no_payload(project: Path) -> None:
    write(project, {"c360lint.toml": b'snapshot = "snapshot.json"\n'})

    both = check("c360lint.toml", "manage")
    assert (both.exit_code, both.stdout) == (0, "All checks passed: 1 document.\n")
    alone = check("c360lint.toml")
    told = "c360lint: nothing to check: there is no payload in c360lint.toml\n"
    assert (alone.exit_code, alone.stderr) == (2, told)


def test_requests_that_are_not_ours_are_counted(project: Path) -> None:
    mine = {"method": "GET", "url": "/api/instances/main/manage/relationships"}
    write(project, {"requests/all.json": [mine, {"method": "GET", "url": "https://example.org/"}]})

    result = check("-v")
    assert (result.exit_code, result.stdout) == (0, "All checks passed: 2 documents.\n")
    assert result.stderr == (
        "read: 1 relationships, 1 file of requests, 1 snapshot\n"
        "passed over: requests/all.json (request 2), not ours\n"
    )


def test_a_write_without_a_body_lacks_it(project: Path) -> None:
    write(
        project,
        {"requests/plan.json": {"method": "PATCH", "url": "/api/instances/main/manage/relationships"}},
    )

    assert [line.partition(": error ")[2] for line in lines()] == [
        "DO05 missing-property: required property `body` is missing"
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("$filter=IsMemberOfSegment(big)", []),
        ("$filter=IsMemberOfSegment(tolower('Big'))", []),
        ("$filter=IsMemberOfSegment('big'", []),
        ("$filter=not (IsMemberOfSegment('a b') eq false or ISMEMBEROFSEGMENT (big))", []),
        ("$filter=IsMemberOfSegment(big) and Name eq 'Eve'", ["OD04"]),
        ("$filter=Name ne 'and' or IsMemberOfSegment(big)", ["OD04"]),
        ("$filter=Name eq 'IsMemberOfSegment(x)'", ["OD04"]),
        ("$search=a", ["OD03"]),
    ],
)
def test_a_literal_is_no_function(project: Path, query: str, codes: list[str]) -> None:
    url = f"/api/instances/main/data/Customer?{query}"
    write(project, {"requests/query.json": {"method": "GET", "url": url}})

    assert [line.split(": error ")[1].split(" ")[0] for line in lines()] == codes


def test_an_update_is_one_and_not_a_list(project: Path) -> None:
    write(project, {"manage/relationships/VisitsToBuyers.json": [RELATIONSHIP]})

    assert [line.partition(": error ")[2] for line in lines()] == [
        "DO04 wrong-json-type: the document is a list, but an object is expected"
    ]


def test_places_can_be_opened_from_where_one_stands(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "cardinality": "x"}, "requests/a.txt": {}})
    monkeypatch.chdir(project / "requests")

    [line] = lines()
    assert (project / "requests" / line.partition(":")[0]).resolve() == project / "manage/relationships.json"


def test_a_reason_is_told_once_for_all_rules_that_share_it(project: Path) -> None:
    (project / "snapshot.json").unlink()

    assert check().stderr == (
        "read: 1 relationships, no snapshot\n"
        "not checked: IN06, RL05, RL06 at manage/relationships.json: "
        "no snapshot of the instance is declared; make one by "
        "`c360lint snapshot import SOURCE -o snapshot.json`, and name it by `snapshot` in "
        "c360lint.toml or --snapshot\n"
    )


def test_a_file_that_is_named_may_lie_below_the_layouts_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = "conflations/default/conflationPlan.json"
    write(tmp_path / "deep", {plan: {"conflationOrder": [], "conflationPlans": []}})
    (tmp_path / "conflations" / "x").mkdir(parents=True)
    (tmp_path / "conflations" / "x" / "conflationPlan.json").write_text("rubbish", "utf-8")
    (tmp_path / "manage").mkdir()
    os.mkfifo(tmp_path / "manage" / "relationships.json")
    monkeypatch.chdir(tmp_path)

    named = lines(f"deep/{plan}")
    assert [line.split(" ")[2] for line in named] == ["CP05"]


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("deep/manage/relationships.json", "deep"),
        ("manage/deep/conflations/default/conflationPlan.json", "manage/deep"),
        ("deep/instances/one/manage/relationships.json", "deep"),
        ("deep/instances/one/misplaced.json", "deep"),
        ("deep/elsewhere/relationships.json", "deep/elsewhere"),
    ],
)
def test_a_file_without_a_sign_of_a_project_is_of_the_folder_in_which_its_layout_begins(
    tmp_path: Path, name: str, root: str
) -> None:
    from linter.reading.targets import targets

    assert [one.root for one in targets((str(tmp_path / name),))] == [str(tmp_path / root)]


def test_a_kind_without_files_is_a_mistake(project: Path) -> None:
    assert check("--as", "relationships").exit_code == 2


def test_an_ambiguous_name_is_never_suggested(project: Path) -> None:
    twin = {**SNAPSHOT["dataSources"][0], "dataSourceId": "till-1", "name": "Till"}
    write(project, {"snapshot.json": {**SNAPSHOT, "dataSources": [*SNAPSHOT["dataSources"], twin]}})
    write(project, {"manage/relationships.json": {**RELATIONSHIP, "toEntityName": "Buyer"}})

    assert [line.partition(": error ")[2] for line in lines()] == [
        "RL05 relationship-entity-unknown: entity `Buyer` is not ingested in the instance"
    ]


def test_source_columns_without_a_policy_are_in_no_policy(project: Path) -> None:
    def attribute(entity: str, policy: Any) -> dict[str, Any]:
        column = {"dataSourceName": "Shop", "entityName": entity, "attributeName": "Id"}
        return {"name": entity, "policy": policy, "sourceColumns": [column]}

    plan = {"conflationOrder": [{"dataSourceName": "Shop", "entityName": "Buyers"}]}
    saved = {"conflationId": "default", "conflationPlan": plan}
    write(project, {"snapshot.json": {**SNAPSHOT, "conflations": [saved]}})
    kept = attribute("Buyers", {"kind": "importance"})

    for policy, codes in (({"kind": "importance"}, ["CR05"]), (None, [])):
        rules = {"attributes": [kept, attribute("Visits", policy)]}
        write(project, {"conflations/default/conflictResolutionRules.json": rules})
        assert [line.split(" ")[2] for line in lines()] == codes


def test_folders_may_lie_in_one_another_by_the_thousand(tmp_path: Path) -> None:
    folders = [f"{tmp_path}{'/f' * depth}" for depth in range(1, 1501)]
    for folder in folders:
        os.mkdir(folder)
    try:
        assert find_files(str(tmp_path), ("**/*.json",), ()) == []
    finally:
        for folder in reversed(folders):
            os.rmdir(folder)  # what tidies up after tests recurses
