"""What a run says of what it has not judged: not read, not checked, held back, left unfixed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter.cli import main
from tests import projects
from tests.projects import INFO_FILE, PLAN_FILE, RELATIONSHIP, RELATIONSHIPS_FILE, plan, snapshot, step, write


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": projects.SNAPSHOT, RELATIONSHIPS_FILE: RELATIONSHIP})
    return tmp_path


def check(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["check", "--format", "concise", *arguments], input=stdin)


def beside(*arguments: str) -> list[str]:
    """Return what stands beside the report."""
    return check(*arguments).stderr.splitlines()


# what was read


def test_what_was_read_is_told_by_kind_with_saved_requests_and_snapshots(project: Path) -> None:
    request = {"method": "GET", "url": "/api/instances/main/manage/relationships"}
    write(project, {PLAN_FILE: plan(), "requests/a.json": request, INFO_FILE: "{"})

    assert beside()[0] == (
        "read: 1 conflationPlan, 1 relationships, 1 file of requests, 1 unreadable, 1 snapshot"
    )
    assert json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)["read"] == {
        "kinds": {"conflationPlan": 1, "relationships": 1, "requests": 1, "unreadable": 1},
        "snapshots": ["snapshot.json"],
        "passedOver": [],
        "requestsOfOthers": [],
        "tooLarge": [],
    }


def test_of_named_files_only_they_are_told(project: Path) -> None:
    write(project, {PLAN_FILE: plan()})

    assert beside(PLAN_FILE)[0] == "read: 1 conflationPlan, 1 snapshot"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["b.json", "a/c.yaml"], "passed over: a/c.yaml, b.json, not ours"),
        ([f"{number}.json" for number in range(6)], "passed over: 6 files, not ours (-v lists them)"),
        (["a.json", ".tool.json"], "passed over: 2 files, not ours (-v lists them)"),
    ],
)
def test_files_passed_over_are_named_if_they_are_few_and_none_is_a_tools_own(
    names: list[str], said: str, project: Path
) -> None:
    write(project, {name: {} for name in names})

    assert beside()[-1] == said
    assert beside("-v")[-len(names) :] == [f"passed over: {name}, not ours" for name in sorted(names)]


def test_requests_of_others_are_counted_apart(project: Path) -> None:
    other = {"method": "GET", "url": "https://example.org/"}
    write(project, {"r/mixed.json": [other] * 6, ".hidden.json": other, "a.json": {}})

    assert beside()[-1] == "passed over: 1 file, 2 requests of others, not ours (-v lists them)"


def test_a_misplaced_file_is_told_once(project: Path) -> None:
    write(project, {"conflation/default/conflationPlan.json": plan()})

    result = check()
    assert "DO101 misplaced-file" in result.stdout
    assert "passed over" not in result.stderr


# not checked


def test_what_is_not_checked_has_the_place_of_the_value_and_says_what_it_needs(project: Path) -> None:
    files = {
        "snapshot.json": snapshot(entity="Visits", attributes={"Id": "string", "On": "who knows"}),
        INFO_FILE: '[{"entityName": "Visits",\n  "timestampFieldName": "On"}]',
    }
    write(project, files)

    assert beside("--select", "EI05")[1:] == [
        f"not checked: EI05 at {INFO_FILE}:2:25: the type of `Shop_Visits.On` is not known; "
        "correct it in snapshot.json"
    ]


def test_a_reason_is_one_line_however_many_places_it_has(project: Path) -> None:
    write(project, {"snapshot.json": snapshot(conflations=None)})
    write(project, {f"conflations/c{number}/conflationPlan.json": plan() for number in range(100)})

    [said] = [line for line in beside() if line.startswith("not checked: ") and "no conflations" in line]
    assert said.startswith("not checked: IN05 at conflations/c0/conflationPlan.json, +99 more: ")
    assert said.endswith("or write `conflations` into snapshot.json ([] says that there are none)")


# held back


def held(*arguments: str) -> list[dict[str, Any]]:
    printed = CliRunner().invoke(main, ["check", "--format", "json", *arguments]).stdout
    found: list[dict[str, Any]] = json.loads(printed)["heldBack"]
    return found


UNKNOWN = {PLAN_FILE: plan(step("Crm_Peopel"), order=["Shop_Buyers", "Crm_Peopel"])}
MISSING = {PLAN_FILE: plan(step({"dataSourceName": "Crm"}), order=["Shop_Buyers"])}
NO_LEFT = {PLAN_FILE: plan(step("Crm_People", None))}
NOWHERE = {INFO_FILE.replace("shop-1", "shop-2"): [{"entityName": "Visits", "timestampFieldName": "On"}]}
EMPTY = {
    "snapshot.json": {"snapshotVersion": 1, "instanceId": "main", "dataSources": [], "complete": {}},
    "plan.json": {"$schema": "conflationPlan.schema.json", **plan()},
}
UNREADABLE = {"dataSourceName": 5, "entityName": "People"}
UNREAD_SOURCE = {PLAN_FILE: plan(step(UNREADABLE), order=["Shop_Buyers"])}
AROUND = {"dataSourceName": 5, "entities": [{"entityName": "People", "attributes": [{"attributeName": "x"}]}]}
UNREAD_AROUND = {"conflations/default/entityInformation.json": {"dataSources": [AROUND]}}
SOURCE = {PLAN_FILE: plan(step({"dataSourceName": "Crn", "entityName": "People"}), order=["Shop_Buyers"])}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (UNKNOWN, {("CP02", "CP01", "/conflationOrder/1")}),
        (SOURCE, {("CP01", "CP01", "/conflationPlans/0/rightEntity/dataSourceName")}),
        (NOWHERE, {("EI01", "IN04", ""), ("EI05", "IN04", "")}),
        (MISSING, {("CP02", "DO05", "/conflationPlans/0/rightEntity")}),
        (NO_LEFT, {("CP02", "DO04", "/conflationPlans/0/leftEntities/0")}),
        (UNREAD_SOURCE, {("CP02", "DO04", "/conflationPlans/0/rightEntity/dataSourceName")}),
        (UNREAD_AROUND, {("CE101", "DO04", "/dataSources/0/dataSourceName")}),
    ],
)
def test_what_is_held_back_names_the_finding_that_is_its_cause(
    files: dict[str, Any], expected: set[tuple[str, str, str]], project: Path
) -> None:
    write(project, files)

    found = {(one["code"], one["cause"]["code"], one["cause"]["pointer"]) for one in held()}
    assert expected <= found
    assert {one["unseen"] for one in held()} == {""}


def test_what_only_waits_for_a_finding_of_its_own_rule_needs_no_line(project: Path) -> None:
    unknown = {"dataSourceName": "Crn", "entities": [{"entityName": "People"}]}
    write(project, {"conflations/default/entityInformation.json": {"dataSources": [unknown]}})

    assert {(one["code"], one["cause"]["code"]) for one in held("--select", "CE")} == {("CE01", "CE01")}
    assert [line for line in beside("--select", "CE") if line.startswith("held back")] == []


def test_what_one_finding_holds_back_waits_until_this_is_mended(project: Path) -> None:
    write(project, UNKNOWN)

    assert "Found 1 error in 2 documents (1 more held back until this is mended)." in check().stdout


def test_a_payload_without_a_path_over_an_empty_instance_is_no_success(project: Path) -> None:
    write(project, {**EMPTY, RELATIONSHIPS_FILE: None})

    assert {one["cause"]["code"] for one in held()} == {"IN06"}
    assert check().exit_code == 1


SUPPRESS = '[[suppress]]\nrule = "CP01"\nfiles = ["**"]\nreason = "later"\n'


@pytest.mark.parametrize(
    ("configuration", "arguments", "unseen"),
    [
        (SUPPRESS, (), "suppressed"),
        ('ignore = ["CP01"]\n', (), "not selected"),
        ('select = ["CP02"]\n', (), "not selected"),
        ("", ("--baseline", "known.json"), "in the baseline"),
    ],
)
def test_a_cause_that_is_not_to_be_seen_says_why(
    configuration: str, arguments: tuple[str, ...], unseen: str, project: Path
) -> None:
    write(project, {**UNKNOWN, RELATIONSHIPS_FILE: None})
    CliRunner().invoke(main, ["baseline", "create", "--baseline", "known.json"])
    write(project, {"c360lint.toml": configuration})

    assert {one["unseen"] for one in held(*arguments)} == {unseen}
    assert [line for line in beside(*arguments) if line.startswith("held back")] == [
        f"held back: CP02 at {PLAN_FILE}:1:251: see CP01 at {PLAN_FILE}:1:37, which is {unseen}"
    ]


def test_many_causes_are_told_by_number_unless_all_are_wanted(project: Path) -> None:
    entities = [f"Crm_Nobody{number}" for number in range(8)]
    write(project, {PLAN_FILE: plan(*map(step, entities), order=["Shop_Buyers", *entities])})

    told = [line for line in beside() if line.startswith("held back")]
    assert (len(told), told[-1]) == (6, "held back: for 3 causes more (-v lists them)")
    assert len([line for line in beside("-v") if line.startswith("held back")]) == 8


# strict


MISPLACED = {"conflation/default/conflationPlan.json": plan()}
UNKNOWN_REQUEST = {"requests/a.json": {"method": "GET", "url": "/api/instances/main/manage/relationship"}}
UNTYPED = {
    "snapshot.json": snapshot(entity="Visits", attributes={"Id": "string", "On": "who knows"}),
    INFO_FILE: [{"entityName": "Visits", "timestampFieldName": "On"}],
}
LARGE = {"c360lint.toml": "max-file-size = 1\n", "export.json": ["x" * 1_000_000]}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (MISPLACED, "1 file or request not read (DO101)"),
        (UNKNOWN_REQUEST, "1 file or request not read (IN101)"),
        (UNTYPED, "1 place not checked (EI05)"),
        (LARGE, "1 file too large to be read (`max-file-size`)"),
        (
            {**MISPLACED, **UNTYPED},
            "1 file or request not read (DO101) and 1 place not checked (EI05)",
        ),
    ],
)
def test_a_strict_run_fails_for_what_is_not_judged_and_says_so(
    files: dict[str, Any], said: str, project: Path
) -> None:
    write(project, files)

    assert check().exit_code == 0
    result = check("--strict")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith(f"c360lint: strict: {said}; the report says where")


def test_a_strict_run_of_some_rules_fails_for_a_file_that_none_of_them_can_see(project: Path) -> None:
    write(project, {"manage/relationships.json": b"{"})

    assert check("--select", "RL").exit_code == 0
    result = check("--select", "RL", "--strict")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("c360lint: strict: 1 file unreadable; the report says")


def test_a_strict_run_in_which_all_is_judged_passes(project: Path) -> None:
    write(project, {"a.json": {}, "b.json": {"method": "GET", "url": "https://example.org/"}})

    assert (check("--strict").exit_code, "strict" in check("--strict").stderr) == (0, False)


def test_what_a_person_has_decided_does_not_fail_a_strict_run(project: Path) -> None:
    suppress = '[[suppress]]\nrule = "DO101"\nfiles = ["**"]\nreason = "theirs"\n'
    write(project, {**MISPLACED, "c360lint.toml": f'unread = "error"\n{suppress}'})

    assert check().exit_code == 0


def test_the_configuration_can_ask_for_it(project: Path) -> None:
    write(project, {**UNTYPED, "c360lint.toml": 'unread = "error"\n'})
    assert (check().exit_code, check("-q").exit_code) == (1, 1)
    assert [line.partition(":")[0] for line in beside("-q")] == ["not checked", "c360lint"]

    write(project, {"c360lint.toml": 'unread = "allowed"\n'})
    said = check().stderr
    assert said.endswith("c360lint.toml:1:1: `unread` is `allowed`, but one of allow, error is expected\n")


def test_junit_has_failures_if_and_only_if_the_run_fails(project: Path) -> None:
    write(project, {**MISPLACED, **UNTYPED})

    def failures(*arguments: str) -> int:
        printed = CliRunner().invoke(main, ["check", "--format", "junit", *arguments]).stdout
        return sum(int(suite.get("failures", "0")) for suite in ET.fromstring(printed))

    assert (failures(), failures("--strict")) == (0, 2)


# fixes


def test_what_is_left_unfixed_says_why(project: Path) -> None:
    slips = {**RELATIONSHIP, "toEntityName": "Shop_Buyer", "fromEntityName": "Nobody", "name": "a-b"}
    suppress = '[[suppress]]\nrule = "RL01"\nfiles = ["**"]\nreason = "later"\n'
    write(project, {RELATIONSHIPS_FILE: slips, "c360lint.toml": suppress})

    assert beside("--fix", "--select", "RL")[:2] == [
        "Fixed 0 findings (1 more with --unsafe-fixes)",
        "left as they are: 1 that --unsafe-fixes would mend (RL05), 1 without a repair (RL05) and "
        "1 suppressed",
    ]


def test_between_several_repairs_a_person_chooses(project: Path) -> None:
    twice = snapshot()
    twice["dataSources"][1]["entities"].append({"name": "Buyers", "attributes": {"Id": "string"}})
    write(
        project,
        {"snapshot.json": twice, PLAN_FILE: plan(order=["Buyers", "Crm_People"])},
    )

    assert beside("--unsafe-fixes", "--select", "DO06")[:2] == [
        "Fixed 0 findings",
        "left as they are: 1 with several repairs, between which a person chooses, in an editor (DO06)",
    ]


# bounds and echoes


def test_standard_input_is_bounded_as_a_file_is(project: Path) -> None:
    write(project, {"c360lint.toml": "max-file-size = 1\n"})
    large = json.dumps(["x" * 1_000_000]).encode()

    result = check("-q", "-", "--stdin-filename", RELATIONSHIPS_FILE, stdin=large)
    assert (result.exit_code, result.stdout) == (
        1,
        f"{RELATIONSHIPS_FILE}:1:1: error DO08 unreadable-file: the file can't be read: "
        "it is larger than 1 MB\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--fail-level", "##vso[task.x]\x1b[31m"],
        ["check", "--no\x1b[31m##vso[x]"],
        ["\x1b[31m\n::error::x##vso[x]"],
        ["snapshot", "sho\x1b##[x]"],
    ],
)
def test_a_wrong_command_line_is_repeated_without_acting(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "\x1b" not in result.stderr
    assert "##vso[" not in result.stderr
    assert "##[" not in result.stderr
    assert not any(line.startswith("::") for line in result.stderr.splitlines())


# several projects


def test_of_several_projects_the_strict_one_is_named_and_all_is_told_together(project: Path) -> None:
    write(project, {f"a/{name}": content for name, content in {**UNTYPED, "c360lint.toml": ""}.items()})
    write(project, {"b/c360lint.toml": 'unread = "error"\n', "b/other.json": {}})
    write(project, {f"b/{name}": content for name, content in UNTYPED.items()})
    write(project, {"snapshot.json": None, RELATIONSHIPS_FILE: None})

    result = check()
    assert result.exit_code == 1
    said = result.stderr.splitlines()
    assert (said[0], said[-2]) == ("read: 2 entityInfo, 2 snapshots", "passed over: b/other.json, not ours")
    assert said[1].startswith(f"not checked: EI05 at a/{INFO_FILE}:1:49, +1 more: ")
    assert said[-1].startswith("c360lint: b: strict: 1 place not checked (EI05); the report says where")


# links, and files too large, in every report


def test_a_link_out_of_the_project_fails_a_strict_run_unless_it_is_excluded(project: Path) -> None:
    (project / "manage" / "more").symlink_to("/")

    assert check().exit_code == 0
    result = check("--strict")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("c360lint: strict: 1 link not followed; ")
    write(project, {"c360lint.toml": 'exclude = ["manage/more/**"]\n'})
    assert check("--strict").exit_code == 0


@pytest.mark.parametrize(
    "format_",
    ["json", "jsonl", "sarif", "html", "markdown", "junit", "gitlab", "azure", "rdjson", "checkstyle"],
)
def test_whatever_the_report_files_that_are_not_read_are_told_beside_it(format_: str, project: Path) -> None:
    write(project, LARGE)
    (project / "manage" / "more").symlink_to("/")

    lines = CliRunner().invoke(main, ["check", "--format", format_]).stderr.splitlines()
    assert [line for line in lines if not line.startswith("read: ")] == [
        "not read: export.json: it is larger than 1 MB (`max-file-size`)",
        "not read: manage/more is a link to /, which is not in the project's folder",
    ]


def test_junit_of_a_strict_run_fails_for_what_is_not_read(project: Path) -> None:
    write(project, LARGE)
    (project / "manage" / "more").symlink_to("/")

    printed = CliRunner().invoke(main, ["check", "--format", "junit", "--strict"]).stdout
    found = [(suite.get("name"), suite.get("failures")) for suite in ET.fromstring(printed)]
    assert found == [("not read", "2")]


def test_what_is_said_of_no_file_names_none_in_a_run_over_several_projects(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        write(project, {f"{name}/snapshot.json": snapshot(), f"{name}/{RELATIONSHIPS_FILE}": RELATIONSHIP})
    write(project, {".gitignore": "manage", ".git/HEAD": "", "snapshot.json": None, RELATIONSHIPS_FILE: None})
    monkeypatch.setenv("PATH", "/nowhere")

    told = [line for line in beside() if line.startswith("git can't say")]
    assert told == [
        "git can't say which files it ignores, so all are read: git is not installed, or not on the PATH"
    ]


@pytest.mark.parametrize(
    "file", ["manage/relationships/Other.json", "conflation/default/conflationPlan.json"]
)
def test_a_strict_run_tells_of_what_is_not_read_though_the_baseline_holds_it(
    file: str, project: Path
) -> None:
    write(project, {file: "{" if file.startswith("manage") else plan()})
    assert CliRunner().invoke(main, ["baseline", "create"]).exit_code == 0

    assert (check().exit_code, len(check().stdout.splitlines())) == (0, 1)
    result = check("--strict")
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stdout.splitlines()[:-1]] == [file]
    assert "no longer there" not in result.stderr


@pytest.mark.parametrize("part", ["relationships", "segments", "measures", "derivedEntities", "insights"])
def test_what_a_path_names_may_be_what_has_a_malformed_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.chdir(tmp_path)
    listed: Any = {part: [{"name": "Found"}, {"Name": 5}]}
    stored = snapshot(**listed, complete={part: True})
    url = f"/api/instances/main/manage/{part}/"
    asked = [{"method": "GET", "url": url + one} for one in ("Found", "Lost")]
    write(tmp_path, {"snapshot.json": stored, "r.json": asked})

    assert [one for one in projects.said() if not one.startswith("DO07")] == ["held back: 1"]
