"""Saved payloads, saved requests and answers of the API of every kind become parts of a snapshot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter import kinds
from linter.cli import main
from linter.importers.payloads import called, kind_by_form, parts
from tests.projects import RELATIONSHIP, plan, resolution, write

PLAN = json.loads(json.dumps(plan()))
RULES = resolution("Shop_Buyers")
AUDIT = {
    "version": 3,
    "updatedBy": "x",
    "updatedUtc": "y",
    "createdBy": "x",
    "createdUtc": "y",
    "instanceId": "i",
}
INFORMATION = {"dataSources": [{"dataSourceId": "shop-1", "entities": [{"entityName": "Buyers"}]}]}
SCHEDULE = {"operationType": "all", "isActive": True, "cronSchedules": ["0 5 * * *"]}
INFO = {"entityName": "Visits", "primaryKey": "Id", "entityType": "activity", "timestampFieldName": "On"}

BODIES: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "conflationPlan": (
        "conflations/c/conflationPlan",
        PLAN,
        {"conflations": [{"conflationId": "c", "conflationPlan": PLAN}]},
    ),
    "conflictResolutionRules": (
        "conflations/c/conflictResolutionRules",
        RULES,
        {"conflations": [{"conflationId": "c", "conflictResolutionRules": RULES}]},
    ),
    "entityInformation": (
        "conflations/c/entityInformation",
        INFORMATION,
        {"conflations": [{"conflationId": "c", "entityInformation": INFORMATION}]},
    ),
    "entityInfo": (
        "manage/datasources/shop-1/entities/entityInfo",
        [INFO],
        {
            "dataSources": [
                {
                    "dataSourceId": "shop-1",
                    "name": "shop-1",
                    "entities": [
                        {
                            "name": "Visits",
                            "entityType": "activity",
                            "primaryKey": "Id",
                            "timestampFieldName": "On",
                        }
                    ],
                }
            ]
        },
    ),
    "relationships": ("manage/relationships", [RELATIONSHIP], {"relationships": [RELATIONSHIP]}),
    "dataSource": (
        "manage/datasources",
        [{"dataSourceMetadata": {"dataSourceId": "shop-2", "name": "Shop", "kind": "powerQuery"}}],
        {"dataSources": [{"dataSourceId": "shop-2", "name": "Shop", "kind": "powerQuery", "entities": []}]},
    ),
    "schedule": ("workflows/main/schedules", [SCHEDULE], {"schedules": [SCHEDULE]}),
    "schedules": ("workflows/main/schedules", [SCHEDULE], {"schedules": [SCHEDULE]}),
    "segments": ("manage/segments", [{"name": "VIP", "rule": 1}], {"segments": [{"name": "VIP", "rule": 1}]}),
    "measures": ("manage/measures", [{"name": "M", "x": 1}], {"measures": [{"name": "M", "x": 1}]}),
    "hierarchies": ("hierarchies", [{"name": "H", "x": 1}], {"hierarchies": [{"name": "H", "x": 1}]}),
    "searchConfiguration": (
        "manage/search",
        {"entityConfig": [1]},
        {"searchConfiguration": {"entityConfig": [1]}},
    ),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["snapshot", "import", *arguments], catch_exceptions=False)


def imported(folder: Path, files: dict[str, Any]) -> dict[str, Any]:
    """Return what files become, without what every snapshot has."""
    write(folder, files)
    result = run(*files)
    assert result.exit_code == 0, result.output
    snapshot = json.loads(result.stdout)
    common = ("snapshotVersion", "instanceId", "description", "complete")
    return {key: value for key, value in snapshot.items() if key not in common and (value or key in parts())}


def test_every_kind_and_every_part_is_among_these() -> None:
    unread = {"job", "instance", "entityRecord", "dataSources"}
    unread |= {"activities", "selfConflations", "derivedEntities", "insights"}
    assert {*BODIES, "roleAssignments"} >= {*map(called, kinds.names()), *parts().values()} - unread


def audited(body: Any) -> Any:
    return [{**one, **AUDIT} for one in body] if isinstance(body, list) else {**body, **AUDIT}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize(
    "form", ["file", "list", "value", "request", "requests", "answers", "audited", "yaml"]
)
def test_a_body_is_imported_in_whatever_it_is_saved(kind: str, form: str, folder: Path) -> None:
    path, body, expected = BODIES[kind]
    request = {"method": "GET", "url": f"https://x.example/api/instances/i/{path}", "body": body}
    files = {
        "file": {f"{path}.json": body},
        "list": {f"{path}.json": body if isinstance(body, list) else [body]},
        "value": {f"{path}.json": {"value": body}},
        "request": {"r.json": request},
        "requests": {"r.json": [request, {"method": "GET", "url": "/api/instances/i/data/x"}]},
        "answers": {"a.json": {f"/api/instances/i/{path}": body}},
        "audited": {f"instances/i/{path}.json": audited(body)},
        "yaml": {f"{path}.yaml": json.dumps(body)},
    }[form]

    assert imported(folder, files) == expected


@pytest.mark.parametrize("kind", ["conflationPlan", "entityInformation", "entityInfo", "relationships"])
def test_a_payload_is_known_by_its_form(kind: str) -> None:
    body = BODIES[kind][1]
    one = body[0] if isinstance(body, list) else body

    assert kind_by_form(one) == kind


@pytest.mark.parametrize(
    "value",
    [
        {"CustomerId": "1"},
        {"CustomerId": {"fields": []}, "a": 1, "b": 2, "c": 3, "d": 4},
        {"entityName": "E", "primaryKey": "Id"},
        {"conflationOrder": "A"},
        {"dataSources": []},
        {"dataSources": [{"entities": [1]}]},
        {"snapshotVersion": 1, **INFORMATION},
    ],
)
def test_what_may_be_something_else_is_not_known_by_its_form(value: dict[str, Any]) -> None:
    assert kind_by_form(value) == ""


def test_the_parts_of_a_conflation_come_together(folder: Path) -> None:
    files = {f"{path}.json": body for path, body, _ in (BODIES[kind] for kind in list(BODIES)[:3])}
    single = "conflations/c/datasources/crm-1/entityInformation/People.json"
    made = imported(folder, {**files, single: {"primaryKey": "Id"}})
    sources = [*INFORMATION["dataSources"], {"dataSourceId": "crm-1"}]
    sources[1] = {"dataSourceId": "crm-1", "entities": [{"entityName": "People", "primaryKey": "Id"}]}

    assert made == {
        "conflations": [
            {
                "conflationId": "c",
                "conflationPlan": PLAN,
                "conflictResolutionRules": RULES,
                "entityInformation": {"dataSources": sources},
            }
        ]
    }


def test_of_two_plans_of_a_conflation_the_first_one_counts_and_it_is_told(folder: Path) -> None:
    write(folder, {"conflations/c/conflationPlan.json": PLAN})
    write(folder, {"r.json": {"method": "GET", "url": "/api/instances/i/conflations/c/conflationPlan"}})
    write(
        folder, {"r.json": {**json.loads(Path("r.json").read_text("utf-8")), "body": {**PLAN, "name": "new"}}}
    )
    result = run("conflations/c/conflationPlan.json", "r.json")

    assert json.loads(result.stdout)["conflations"] == [{"conflationId": "c", "conflationPlan": PLAN}]
    assert "conflationPlan of conflation c (r.json)" in result.stderr


def test_what_entity_info_says_is_said_of_the_entity_that_a_csv_file_describes(folder: Path) -> None:
    overrides = '[data-sources.Shop]\nid = "shop-1"\n'
    path, body, _ = BODIES["entityInfo"]
    write(folder, {f"{path}.json": body, "o.toml": overrides})
    for order in (["Visits.csv", f"{path}.json"], [f"{path}.json", "Visits.csv"]):
        Path("Shop").mkdir(exist_ok=True)
        Path("Shop/Visits.csv").write_text("Id,On\n1,2026-01-01\n", "utf-8")
        made = json.loads(
            run(*(one.replace("Visits.csv", "Shop") for one in order), "--overrides", "o.toml").stdout
        )
        told = made["dataSources"][0]["entities"][0]
        assert [one["dataSourceId"] for one in made["dataSources"]] == ["shop-1"]
        assert (told["primaryKey"], told["timestampFieldName"], list(told["attributes"])) == (
            "Id",
            "On",
            ["Id", "On"],
        )


def test_an_instance_is_known_by_the_urls(folder: Path) -> None:
    write(folder, {"r.json": {"method": "GET", "url": "/api/instances/i9/manage/segments", "body": []}})
    write(folder, {"q.json": {"method": "GET", "url": "/api/instances/{instanceId}/hierarchies", "body": []}})

    assert json.loads(run("r.json", "q.json").stdout)["instanceId"] == "i9"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "plan.json",
            PLAN,
            "plan.json:1:1: this conflation plan doesn't say which conflation it is of; save it as "
            "conflations/ID/conflationPlan.json, or with its `method` and `url`, or in an object under its "
            "path",
        ),
        (
            "info.json",
            [INFO],
            "info.json:1:2: this entityInfo doesn't say which data source it is of; save it as "
            "manage/datasources/ID/entities/entityInfo.json, or with its `method` and `url`, "
            "or in an object under its path",
        ),
        (
            "conflations/c/conflationPlan.json",
            {"conflationOrder": 7},
            "conflations/c/conflationPlan.json:1:21: this is no conflation plan: `conflationOrder`: "
            "a list is expected, not a number",
        ),
        (
            "conflations/c/entityInformation.json",
            {"x": 1},
            "conflations/c/entityInformation.json:1:1: this is no entity information: "
            "`dataSources` is missing",
        ),
        (
            "r.json",
            [{"method": "GET", "url": "/api/instances/i/manage/segments"}],
            "r.json:1:1: this is a payload or a saved request, not a description of entities; expected ",
        ),
        (
            "r.json",
            {"method": "DELETE", "url": "/api/instances/i/manage/segments/x", "body": {"name": "x"}},
            "r.json:1:1: this is a payload or a saved request, not a description of entities; expected ",
        ),
        ("segments.json", [1, 2], "segments.json:1:1: this is a list of another kind; expected "),
        ("segments.json", {"a": 1}, "segments.json:1:1: this is an object with `a`; expected "),
    ],
)
def test_what_can_t_be_placed_is_refused_with_what_was_expected(
    folder: Path, name: str, value: Any, message: str
) -> None:
    write(folder, {name: value})
    result = run(name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"c360lint: {message}")


REL = {
    "name": "R",
    "fromEntityName": "A",
    "fromAttributeName": "x",
    "toEntityName": "B",
    "toAttributeName": "y",
    "cardinality": "manyToOne",
}
URL = "/api/instances/i/manage/relationships"


@pytest.mark.parametrize(
    ("name", "value", "is_whole"),
    [
        ("manage/relationships.json", [REL], False),
        ("rel.json", [REL], False),
        ("rel.json", [{**REL, "instanceId": "i"}], True),
        ("rel.json", {"value": [REL]}, True),
        ("manage/relationships.json", {"value": []}, True),
        ("rel.json", {URL: [REL]}, True),
        ("rel.json", {URL: []}, True),
        ("r.json", [{"method": "GET", "url": URL, "response": [REL]}], True),
        ("r.json", [{"method": "GET", "url": URL, "response": []}], True),
        ("r.json", [{"method": "GET", "url": URL, "response": {"status": 200, "body": [REL]}}], True),
        ("r.json", [{"method": "PATCH", "url": URL, "body": [REL]}], False),
        ("r.json", [{"method": "PATCH", "url": URL, "body": [{**REL, "instanceId": "i"}]}], False),
    ],
)
def test_what_is_sent_is_not_all_there_is_and_what_is_answered_is(
    name: str, value: Any, is_whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {name: value})
    made = CliRunner().invoke(main, ["snapshot", "import", name, "-o", "s.json"], catch_exceptions=False)
    assert made.exit_code == 0, made.stderr
    told = json.loads(Path("s.json").read_text("utf-8"))

    assert (told["complete"]["relationships"], len(told.get("relationships", []))) == (
        is_whole,
        json.dumps(value).count('"manyToOne"'),
    )


def test_an_answer_that_there_are_none_is_a_list_that_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"segments.json": {"value": []}})
    CliRunner().invoke(main, ["snapshot", "import", "segments.json", "-o", "s.json"], catch_exceptions=False)

    assert json.loads(Path("s.json").read_text("utf-8"))["complete"]["segments"] is True
