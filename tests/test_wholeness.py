"""What isn't whole says so in the snapshot, and nothing that may be in the rest of it is an error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter.checking.given import Given, Modes
from linter.cli import main
from linter.commands.check_requests import requests_of
from linter.commands.check_run import run_of
from linter.diagnostic import Diagnostic
from tests.projects import (
    ACTIVITY,
    INFO_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    Files,
    plan,
    reported,
    said,
    snapshot,
    write,
)
from tests.stage import STAGE, lay_out

EDMX = (
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">'
    '<edmx:Reference Uri="common.xml"><edmx:Include Namespace="Common"/></edmx:Reference><edmx:DataServices>'
    '<Schema Namespace="Shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">{types}'
    '<EntityContainer Name="C"><EntitySet Name="Orders" EntityType="Shop.Order"/></EntityContainer>'
    "</Schema></edmx:DataServices></edmx:Edmx>"
)
TOTAL = '<Property Name="Total" Type="Edm.Decimal"/>'
ORDER = f'<EntityType Name="Order" BaseType="Common.Document">{TOTAL}</EntityType>'
ELSEWHERE = (
    "`Common.Document`, the base of `Shop.Order`, is declared in another document, `common.xml`, "
    "which isn't read"
)
TO_ITSELF = {
    "name": "OrderCustomer",
    "fromEntityName": "Shop_Orders",
    "fromAttributeName": "CustomerId",
    "toEntityName": "Shop_Orders",
    "toAttributeName": "Total",
    "cardinality": "ManyToOne",
}


UNUSED = ("Customer_Measure", "BrandShareOfVoiceFromMicrosoft", "UnifiedActivity")
"""Entities of the stage of which no payload names an attribute."""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"c360lint.toml": 'snapshot = "snapshot.json"\n'})
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def import_order(types: str = ORDER) -> None:
    Path("metadata.xml").write_text(EDMX.format(types=types), "utf-8")
    result = run("snapshot", "import", "metadata.xml", "--as", "Shop", "-o", "snapshot.json", "--force")
    assert result.exit_code == 0, result.output


def entities(told: dict[str, Any]) -> list[dict[str, Any]]:
    below = [one for source in told["dataSources"] for one in source["entities"]]
    return [*below, *told.get("systemEntities", [])]


def checked(files: dict[str, str], folder: Path) -> tuple[Diagnostic, ...]:
    lay_out(files, folder)
    with chdir(folder):
        (done,) = run_of(requests_of(Given()), Given(), Modes(), None, None).checked
    return tuple(done.result.diagnostics)


# what rules say of it


@pytest.mark.parametrize("name", [one["name"] for one in entities(json.loads(STAGE["snapshot.json"]))])
def test_no_attribute_and_no_key_is_an_error_where_an_entity_is_not_whole(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told = json.loads(STAGE["snapshot.json"])
    (cut,) = (one for one in entities(told) if one["name"] == name)
    cut |= {"attributes": {}, "complete": {"attributes": False, "because": "it is torn"}}
    for key in ("primaryKey", "timestampFieldName"):
        cut.pop(key, None)

    found = checked({**STAGE, "snapshot.json": json.dumps(told)}, tmp_path_factory.mktemp("stage"))

    assert [str(one) for one in found if one.severity == "error"] == []
    missing = [one.message for one in found if "is not in the snapshot" in one.message]
    assert all(f"{name}` (it is torn)" in one for one in missing)
    assert bool(missing) == (name not in UNUSED)


def test_the_reason_stands_behind_what_is_not_there(project: Path) -> None:
    import_order()
    write(project, {RELATIONSHIPS_FILE: [TO_ITSELF]})

    (told,) = reported("--select", "RL06")["diagnostics"]

    assert (told["severity"], told["message"]) == (
        "warning",
        "attribute `CustomerId` is not in the snapshot, which does not have all of `Shop_Orders` "
        f"({ELSEWHERE})",
    )


def test_types_of_attributes_that_are_there_are_judged_all_the_same(project: Path) -> None:
    part = {"attributes": False, "because": "it is torn"}
    write(project, {"snapshot.json": snapshot(entity="Visits", complete=part)})
    write(project, {INFO_FILE: [{**ACTIVITY, "timestampFieldName": "Id"}]})

    (told,) = reported("--select", "EI05")["diagnostics"]
    assert (told["severity"], told["message"]) == (
        "error",
        "timestamp `Shop_Visits.Id` is string, but DateTime or long is expected",
    )


@pytest.mark.parametrize(
    "torn", [{"complete": False}, {"complete": {"attributes": "no"}}, {"complete": []}, {"attributes": []}]
)
def test_what_is_malformed_does_not_say_that_an_entity_is_whole(project: Path, torn: dict[str, Any]) -> None:
    write(project, {"snapshot.json": snapshot(entity="Visits", **torn)})
    write(project, {INFO_FILE: [{"entityName": "Visits", "timestampFieldName": "Gone"}]})

    found = reported("--select", "EI05,DO07")["diagnostics"]

    assert ("DO07", "error") in [(one["code"], one["severity"]) for one in found]
    assert ("EI05", "error") not in [(one["code"], one["severity"]) for one in found]


@pytest.mark.parametrize("name", ["primaryKey", "timestampFieldName"])
def test_a_key_that_a_whole_entity_does_not_declare_is_told(project: Path, name: str) -> None:
    write(project, {RELATIONSHIPS_FILE: []})
    write(project, {"snapshot.json": snapshot(entity="Visits", **{name: "Gone"})})
    (told,) = reported("--select", "DO07")["diagnostics"]
    part = {"attributes": False}
    write(project, {"snapshot.json": snapshot(entity="Visits", complete=part, **{name: "Gone"})})

    assert told["severity"] == "warning"
    assert told["message"] == f"`Shop_Visits` declares no attribute `Gone`, which is its `{name}`"
    assert reported("--select", "DO07")["diagnostics"] == []
    write(project, {"snapshot.json": snapshot(entity="Visits", **{name: "{{key}}"})})
    assert reported("--select", "DO07")["diagnostics"] == []


# relationships that lead elsewhere


def loose() -> dict[str, Any]:
    why = {"ends": False, "because": "no source declares `Shop_Clients`"}
    return snapshot(relationships=[{**RELATIONSHIP, "toEntityName": "Shop_Clients", "complete": why}])


def test_a_relationship_that_leads_elsewhere_leaves_open_what_it_joins(project: Path) -> None:
    write(project, {"snapshot.json": loose(), INFO_FILE: ACTIVITY})

    assert [one for one in said() if one.startswith("EI04")] == [
        "EI04? the snapshot has a relationship of `Shop_Visits` with `Shop_Clients`, but not that entity "
        "(no source declares `Shop_Clients`)"
    ]


def ways_lead_elsewhere() -> Iterator[tuple[str, dict[str, Any]]]:
    told = json.loads(STAGE["snapshot.json"])
    for relationship in json.loads(STAGE["manage/relationships.json"]):
        for end in ("fromEntityName", "toEntityName"):
            changed = {**relationship, end: "Elsewhere_Guests"}
            yield end, {**told, "relationships": [*told["relationships"], changed]}


@pytest.mark.parametrize(("end", "told"), list(ways_lead_elsewhere()))
def test_what_a_relationship_that_leads_elsewhere_may_join_is_not_said_to_be_apart(
    end: str, told: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {name: text for name, text in STAGE.items() if name != "manage/relationships.json"}
    found = checked({**files, "snapshot.json": json.dumps(told)}, tmp_path_factory.mktemp("stage"))

    apart = [] if end == "toEntityName" else ["EI04"]  # the activity has no relationship then
    assert [one.code for one in found] == apart


SOMETHING = [{"name": "Something"}]
NOT_SAID = "the snapshot doesn't say what its relationship `Something` joins"
SEGMENT = {
    "name": "Seen",
    "segmentQueryExpression": {
        "type": "structured",
        "rowsets": [
            {
                "criteria": {
                    "attribute": "Shop_Visits.Mail",
                    "comparisonOperator": "equals",
                    "value": "a",
                }
            }
        ],
    },
}
MEASURE = {
    "name": "Visits",
    "definition": {
        "kind": "entity",
        "type": "structured",
        "linkedEntities": [
            {"kind": "base", "entity": "Shop_Visits", "alias": "v"},
            {"kind": "join", "entity": "Crm_Leads", "alias": "l"},
        ],
        "aggregates": [{"operation": "count", "field": "v.Id", "alias": "Number"}],
    },
}
MAPPED = {
    "name": "Visit",
    "activityType": "Other",
    "entity": "Shop_Visits",
    "primaryKey": "Id",
    "timestamp": "On",
    "eventActivity": "Mail",
}
VISIT = {"method": "POST", "url": "/api/instances/main/data/Shop_Visits", "body": {"CustomerId": "1"}}
ROWSET = {**SEGMENT["segmentQueryExpression"]["rowsets"][0], "paths": [["Shop_Visits", "Customer"]]}  # type: ignore[index]
ALONG = {"name": "Seen", "segmentQueryExpression": {"type": "structured", "rowsets": [ROWSET]}}


@pytest.mark.parametrize(
    ("code", "files", "where"),
    [
        ("EI04", {INFO_FILE: ACTIVITY}, "/entityType"),
        ("AC119", {"manage/activities.json": MAPPED}, "/entity"),
        ("OD120", {"visit.json": VISIT, INFO_FILE: ACTIVITY}, "/url"),
        ("SG134", {"manage/segments.json": SEGMENT}, "/segmentQueryExpression/rowsets/0/criteria/attribute"),
        ("SG131", {"manage/segments.json": ALONG}, "/segmentQueryExpression/rowsets/0/paths/0/1"),
        ("ME114", {"manage/measures.json": MEASURE}, "/definition/linkedEntities/1/entity"),
    ],
)
@pytest.mark.parametrize("side", ["from", "to"])
def test_a_relationship_of_the_snapshot_that_does_not_say_what_it_joins_may_join_anything(
    code: str, files: Files, where: str, side: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kept = [{"conflationId": "default", "conflationPlan": plan()}]
    write(tmp_path, {"snapshot.json": snapshot(conflations=kept), **files})
    assert said("--select", code) == [f"{code} {where}"]

    one_end = {"name": "Something", f"{side}EntityName": "Crm_People"}
    for stored in (SOMETHING, [one_end]):
        write(tmp_path, {"snapshot.json": snapshot(conflations=kept, relationships=stored)})
        assert said("--select", code) == [f"{code}? {NOT_SAID}"]


def test_an_import_says_which_relationships_lead_elsewhere(project: Path) -> None:
    ends = {"fromAttribute": {"entityName": "A", "attributeName": "id"}}
    ends["toAttribute"] = {"entityName": "Gone", "attributeName": "id"}
    attributes = [{"name": "id", "dataType": "guid"}]
    model = {"name": "m", "version": "1.0", "entities": [{"name": "A", "attributes": attributes}]}
    write(project, {"model.json": {**model, "relationships": [{"$type": "SingleKeyRelationship", **ends}]}})
    result = run("snapshot", "import", "model.json", "-o", "snapshot.json")

    (relationship,) = json.loads(Path("snapshot.json").read_text("utf-8"))["relationships"]

    assert result.exit_code == 0
    assert relationship["complete"] == {"ends": False, "because": "no source declares `Gone`"}
    told = "what relationship A_id_Gone_id leads to (`complete`): no source declares `Gone`"
    assert told in run("snapshot", "show").stdout
    assert (
        "relationships that lead elsewhere: A_id_Gone_id (no source declares `Gone`)" in run("doctor").stdout
    )
    write(project, {RELATIONSHIPS_FILE: []})
    assert said("--select", "DO07") == []


# who lists it


def test_show_and_doctor_tell_what_is_not_whole_and_why() -> None:
    import_order()

    assert (
        f"whether Shop_Orders has other attributes (`complete`): {ELSEWHERE}"
        in run("snapshot", "show").stdout
    )
    of_one = run("snapshot", "show", "Shop_Orders").stdout
    assert f"it may have other attributes (`complete`): {ELSEWHERE}" in of_one
    assert f"not all of: Shop_Orders ({ELSEWHERE})" in run("doctor").stdout


def test_diff_tells_that_an_entity_is_whole_now_and_claims_no_more() -> None:
    import_order()
    Path("part.json").write_text(Path("snapshot.json").read_text("utf-8"), "utf-8")
    own = f'{TOTAL}<Property Name="Id" Type="Edm.Guid"/>'
    import_order(f'<EntityType Name="Order">{own}</EntityType>')

    there = run("snapshot", "diff", "part.json", "snapshot.json").stdout.splitlines()
    back = run("snapshot", "diff", "snapshot.json", "part.json").stdout.splitlines()

    assert [one.split() for one in there if "complete" in one] == [
        ["changed", "complete", "Shop_Orders.attributes", *f"false ({ELSEWHERE}) → true".split()]
    ]
    (gone,) = [one for one in back if one.startswith("removed")]
    assert gone.split() == [
        *(["removed", "attribute", "Shop_Orders.Id", "Edm.Guid"]),
        *(["(the", "new", "snapshot", "does", "not", "have", "all", "of", "the", "entity)"]),
    ]


def test_an_update_takes_the_mark_away_once_an_entity_is_whole(project: Path) -> None:
    import_order()
    whole = f'<EntityType Name="Order">{TOTAL}</EntityType>'
    write(project, {"metadata.xml": EDMX.format(types=whole), "other.csv": CSV})

    for sources in (["metadata.xml"], ["other.csv", "metadata.xml"]):
        names = [name for one in sources for name in ("--as", {"metadata.xml": "Shop"}.get(one, "Other"))]
        result = run("snapshot", "import", *sources, *names, "--update", "-o", "snapshot.json")
        told = json.loads(Path("snapshot.json").read_text("utf-8"))
        assert result.exit_code == 0, result.output
        assert [one["name"] for one in entities(told) if "complete" in one] == []


# a folder is imported as far as it can be

CSV = "a,b\n1,2\n"
MANIFEST = {"manifestName": "M", "entities": [{"entityName": "X", "entityPath": "X.cdm.json/X"}]}
MODEL = {"name": "m", "version": "1.0", "entities": [{"name": "A", "attributes": []}]}
DOCUMENT = {"definitions": [{"entityName": "X", "hasAttributes": [{"name": "id", "dataType": "string"}]}]}


@pytest.mark.parametrize(
    ("files", "broken", "imported"),
    [
        ({"good.csv": CSV, "bad.csv": '"a,b\n1,2\n'}, ["bad.csv:1:1"], ["good"]),
        ({"good.csv": CSV, "bad.json": '{"a": '}, ["bad.json:1:6"], ["good"]),
        ({"good.csv": CSV, "bad.yaml": "a: [\n"}, ["bad.yaml:1:5"], ["good"]),
        ({"good.csv": CSV, "bad.xml": "<Edmx><a></Edmx>"}, ["bad.xml:1:12"], ["good"]),
        ({"good.csv": CSV, "model.json": '{"name": "m"'}, ["model.json:1:13"], ["good"]),
        ({"X.cdm.json": DOCUMENT, "a.manifest.cdm.json": "{"}, ["a.manifest.cdm.json:1:2"], ["X"]),
        ({"a.manifest.cdm.json": MANIFEST, "X.cdm.json": "{"}, ["X.cdm.json:1:2"], ["X"]),
        (
            {"a.manifest.cdm.json": MANIFEST, "b.manifest.cdm.json": "[", "X.cdm.json": DOCUMENT},
            ["b.manifest.cdm.json:1:2"],
            ["X"],
        ),
        ({"good.csv": CSV, "notes.txt": "Dear all,\nthis is prose.\n", "empty.csv": ""}, [], ["good"]),
    ],
)
def test_what_is_broken_in_a_folder_is_named_and_the_rest_is_imported(
    project: Path, files: dict[str, Any], broken: list[str], imported: list[str]
) -> None:
    write(project, {f"in/{name}": content for name, content in files.items()})

    strict = run("snapshot", "import", "in", "-o", "strict.json", "--strict")
    result = run("snapshot", "import", "in", "-o", "snapshot.json")

    named = [one.partition(": ")[2] for one in result.stderr.splitlines() if one.startswith("not imported: ")]
    assert [one.partition(": ")[0] for one in named] == [f"in/{one}" for one in broken]
    assert [one["name"] for one in entities(json.loads(Path("snapshot.json").read_text("utf-8")))] == imported
    assert result.exit_code == (1 if broken else 0)
    assert strict.exit_code == (2 if broken else 0)
    assert Path("strict.json").exists() == (not broken)
    told = [f"c360lint: {one}" for one in named]
    if broken:
        assert strict.stderr.splitlines() == [
            *told,
            "c360lint: --strict: nothing was written, since not all could be imported",
        ]


def test_an_update_keeps_what_a_broken_file_said_before(project: Path) -> None:
    write(project, {"in/a.csv": CSV, "in/b.csv": CSV})
    run("snapshot", "import", "in", "-o", "snapshot.json")
    write(project, {"in/b.csv": '"a'})

    result = run("snapshot", "import", "in", "--update", "-o", "snapshot.json")

    told = json.loads(Path("snapshot.json").read_text("utf-8"))
    assert result.exit_code == 1
    assert [one["name"] for one in entities(told)] == ["a", "b"]
    write(project, {"in/b.csv": None})
    run("snapshot", "import", "in", "--update", "-o", "snapshot.json")
    assert [one["name"] for one in entities(json.loads(Path("snapshot.json").read_text("utf-8")))] == ["a"]
