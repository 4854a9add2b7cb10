"""What only follows from another finding is held back behind it, so that one cause is one finding.

The project is that of the pages; each case changes some places of its files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.projects import reported, said, write
from tests.stage import STAGE

Place = tuple[str | int, ...]
MEASURE: Place = (0, "definition")
ROWSET: Place = (0, "segmentQueryExpression", "rowsets", 0)
INFO = next(one for one in STAGE if one.endswith("entityInfo.json"))
PLAN = "conflations/default/conflationPlan.json"
NOW = json.loads(STAGE["manage/relationships.json"])[0]
LOYALTY = {"dataSourceName": "Loyalty", "entityName": "loyCustomers"}
CONTACTS = {"dataSourceName": "eCommerce", "entityName": "eCommerceContacts"}
COLUMN = {**LOYALTY, "attributeName": "Email"}
SAME = {"name": "Same", "criteria": [{"kind": "exact", "leftColumn": COLUMN, "rightColumn": COLUMN}]}
ALONE = {"leftEntities": [], "rightEntity": LOYALTY, "rules": [SAME]}


class Case(NamedTuple):
    """What is changed, the one finding, and what is held back behind it."""

    sentence: str
    changes: dict[str, dict[Place, Any]]
    cause: str
    held: set[str]


SOURCE = next(one for one in STAGE if "datasources/" in one and "/entities/" not in one)
METADATA: Place = ("dataSourceMetadata",)
COLUMNS: Place = ("model", "entities", 0, "attributes")


def new_source(key: str, **types: str) -> dict[str, dict[Place, Any]]:
    """A new data source with one table, whose key is given, and a relationship that leads there."""
    made = json.loads(STAGE[SOURCE])
    columns = {"Id": "string", "Amount": "double", **types}
    made["dataSourceMetadata"] = {
        "name": "Web",
        "kind": "powerQuery",
        "entityNames": ["people"],
        "entityInformation": [{"entityName": "people", "primaryKey": key}],
    }
    made["model"]["name"], made["model"]["entities"][0]["name"] = "Web", "people"
    made["model"]["entities"][0]["attributes"] = [
        {"name": name, "dataType": type_} for name, type_ in columns.items()
    ]
    made["model"]["pbi:mashup"] = {
        "allowNativeQueries": False,
        "document": "section Section1; shared people = 1;",
    }
    to_people = {"name": "ToPeople", "toEntityName": "Web_people", "toAttributeName": "Id"}
    return {"manage/datasources.json": {(): made}, **first({**NOW, **to_people})}


def new_table(key: str) -> dict[str, dict[Place, Any]]:
    """The same table in a data source that there is."""
    [made] = [body for _, body in new_source(key)["manage/datasources.json"].items()]
    there = json.loads(STAGE[SOURCE])
    for part, name in (("dataSourceMetadata", "entityNames"), ("dataSourceMetadata", "entityInformation")):
        there[part][name] += made[part][name]
    there["model"]["entities"] += made["model"]["entities"]
    to_people = {"name": "ToPeople", "toEntityName": "PoS_people", "toAttributeName": "Id"}
    return {SOURCE: {(): there}, **first({**NOW, **to_people})}


def asking(attribute: str, operator: str) -> dict[str, dict[Place, Any]]:
    """A segment that compares an attribute with a number."""
    criterion = {"attribute": attribute, "comparisonOperator": operator, "value": "1"}
    return {"manage/segments.json": {(*ROWSET, "criteria"): criterion, (*ROWSET, "paths"): []}}


STEP: Place = ("conflationPlans", 0)
PAIRS = [("FullName", "FullName"), ("EMail", "Email"), ("ContactId", "LoyaltyId")]


def compared(*pairs: tuple[Any, Any]) -> list[dict[str, Any]]:
    """A rule that compares columns, given by their attributes alone or with entities."""
    columns = [[one if isinstance(one, dict) else {"attributeName": one} for one in pair] for pair in pairs]
    criteria = [{"kind": "exact", "leftColumn": left, "rightColumn": right} for left, right in columns]
    return [{"name": "Same", "criteria": criteria}]


def first(*more: dict[str, Any], **changes: Any) -> dict[str, dict[Place, Any]]:
    """The relationship of purchases, changed, with others."""
    return {"manage/relationships.json": {(): [{**NOW, **changes}, *more]}}


CASES = [
    Case(
        "what is counted by a variable whose name no expression could have",
        {"manage/measures.json": {(*MEASURE, "variables", 0, "name"): "Ne t"}},
        "ME125",
        {"ME117"},
    ),
    Case(
        "or that has no name",
        {"manage/measures.json": {(*MEASURE, "variables", 0, "name"): None}},
        "ME125",
        {"ME117"},
    ),
    Case(
        "or the name of another one",
        {
            "manage/measures.json": {
                (*MEASURE, "variables"): [
                    {"kind": "arithmetic", "name": "Tax", "expressionText": "p.Total / 5"},
                    {"kind": "arithmetic", "name": "tax", "expressionText": "p.Total / 1.2"},
                ]
            }
        },
        "ME126",
        {"ME117"},
    ),
    Case(
        "the base of a measure of each customer that is not linked with Customer",
        {
            "manage/measures.json": {
                (*MEASURE, "linkedEntities"): [{"kind": "join", "entity": "PoS_posPurchases", "alias": "p"}]
            }
        },
        "ME111",
        {"ME108", "ME117"},
    ),
    Case(
        "a column of a query whose table has it by another query, which misspells it",
        {
            "manage/derivedentities.json": {
                (): {"name": "Spending", "query": "SELECT StoreIdd, Total FROM PoS_posPurchases"}
            },
            "manage/segments.json": {
                (0, "segmentQueryExpression"): {
                    "type": "manual",
                    "segmentationQuerySql": "SELECT Total AS CustomerId FROM Spending WHERE StoreId > 3",
                }
            },
        },
        "SL107",
        {"SL107"},
    ),
    Case(
        "what is counted by the alias of a linked entity that has none",
        {"manage/measures.json": {(*MEASURE, "linkedEntities", 1, "alias"): None}},
        "ME109",
        {"ME117"},
    ),
    Case(
        "or whose alias is another one's",
        {"manage/measures.json": {(*MEASURE, "linkedEntities", 1, "alias"): "c"}},
        "ME109",
        {"ME117"},
    ),
    Case(
        "or has a dot",
        {"manage/measures.json": {(*MEASURE, "linkedEntities", 1, "alias"): "p.q"}},
        "ME109",
        {"ME117"},
    ),
    Case(
        "a second way over a relationship that is one too many",
        first({**NOW, "name": "Again"}),
        "RL101",
        {"SG136"},
    ),
    Case(
        "a second way over the update of a relationship that isn't there",
        {"manage/relationships/PurchasesToCustomer.json": {(): {**NOW, "fromAttributeName": "ReceiptId"}}},
        "RL07",
        {"SG136"},
    ),
    Case(
        "an unfit mark of a key that entity information needs",
        {
            INFO: {(0, "primaryKey"): "Total"},
            "conflations/default/entityInformation.json": {
                ("dataSources", 2, "entities"): [
                    {"entityName": "posCustomers"},
                    {"entityName": "posPurchases"},
                ]
            },
        },
        "CE102",
        {"EI101"},
    ),
    Case(
        "a relationship to the key whose name entityInfo misspells",
        {
            **first(
                {
                    **NOW,
                    "name": "Shop",
                    "fromAttributeName": "StoreId",
                    "toEntityName": "PoS_posStores",
                    "toAttributeName": "StoreId",
                }
            ),
            INFO: {(1, "primaryKey"): "StoreIdd"},
        },
        "EI02",
        {"RL104"},
    ),
    Case(
        "a foreign key beside the relationship's own, which isn't there",
        {
            **first(fromAttributeName="Customer"),
            "manage/activities.json": {
                (0, "relationship"): {"name": NOW["name"], "foreignKey": "CustomerId"}
            },
        },
        "RL06",
        {"AC114"},
    ),
    Case(
        "an activity, a path and a measure without the entity that the plan has lost",
        {
            PLAN: {("conflationOrder",): [LOYALTY], ("conflationPlans",): [ALONE]},
            "conflations/default/conflictResolutionRules.json": {(): None},
        },
        "CP102",
        {"SG131", "ME114", "AC119"},
    ),
    Case(
        "what a body says of an entity other than its path's",
        {
            INFO.replace("entityInfo", "posPurchases/entityInfo"): {
                (): {
                    "entityName": "posStores",
                    "primaryKey": "ReceiptId",
                    "entityType": "activity",
                    "timestampFieldName": "PurchasedOn",
                }
            },
            INFO: {(): None},
        },
        "IN105",
        {"EI02"},
    ),
    Case(
        "or what it says of one whose name the path misspells",
        {
            INFO.replace("entityInfo", "posPurchase/entityInfo"): {
                (): {"entityName": "posPurchases", "entityType": "activity"}
            },
            INFO: {(): None},
        },
        "IN03",
        {"IN105"},
    ),
    Case(
        "the key in the entity information of an entity other than its path's",
        {
            "conflations/default/entityInformation/posCustomers.json": {
                (): {"entityName": "posStores", "primaryKey": "CustomerId"}
            },
        },
        "IN105",
        {"CE101"},
    ),
    Case(
        "a relationship to the key whose name a data source misspells", new_source("ID"), "DS129", {"RL104"}
    ),
    Case("or one that there is already", new_table("ID"), "DS129", {"RL104"}),
    Case("or whose type is unfit", new_source("Amount"), "DS119", {"RL104"}),
    Case("a key of a type that no column can have", new_source("Id", Id="table"), "DS114", {"DS119"}),
    Case(
        "two keys of a table, one of which is no column",
        {SOURCE: {(*METADATA, "entityInformation", 0, "primaryKey"): "ReceiptID"}},
        "DS129",
        {"DS122"},
    ),
    Case(
        "or is blank",
        {SOURCE: {(*METADATA, "entityInformation", 0, "primaryKey"): " "}},
        "DS120",
        {"DS122"},
    ),
    Case(
        "or no key by its type",
        {SOURCE: {(*METADATA, "incrementalRefreshProperties", 0, "primaryKeyAttributeName"): "Total"}},
        "DS119",
        {"DS122"},
    ),
    Case(
        "an operator for numbers, whose attribute has a type that no column can have",
        {**new_source("Id", Amount="table"), **asking("Web_people.Amount", "greaterThan")},
        "DS114",
        set(),
    ),
    Case(
        "the criteria of a step whose entities are exchanged",
        {
            PLAN: {
                (*STEP, "leftEntities"): [LOYALTY],
                (*STEP, "rightEntity"): CONTACTS,
                (*STEP, "rules"): compared(
                    *PAIRS, ({**CONTACTS, "attributeName": "EMail"}, {**LOYALTY, "attributeName": "Email"})
                ),
            }
        },
        "CP08",
        {"CP02", "CP116"},
    ),
    Case(
        "the criteria of a step but the first, whose columns are exchanged",
        {PLAN: {(*STEP, "rules"): compared(*(pair[::-1] for pair in PAIRS))}},
        "CP02",
        {"CP02"},
    ),
    Case(
        "or are exchanged with their entities",
        {
            PLAN: {
                (*STEP, "rules"): compared(
                    ({**LOYALTY, "attributeName": "Email"}, {**CONTACTS, "attributeName": "EMail"}),
                    ("LoyaltyId", "ContactId"),
                )
            }
        },
        "CP116",
        {"CP116", "CP02"},
    ),
    Case(
        "elements of a path that would do in another order, if one of them were known",
        {
            "manage/segments.json": {
                (*ROWSET, "paths"): [["PoS_posCustomers", "PoS_posPurchases", "Customer", "Nothing"]]
            }
        },
        "SG130",
        {"SG131"},
    ),
]


def changed(file: str, changes: dict[Place, Any]) -> Any:
    whole = json.loads(STAGE[file]) if file in STAGE else None
    for place, value in changes.items():
        if not place:
            return value
        target = whole
        for step in place[:-1]:
            target = target[step]
        target[place[-1]] = value
    return whole


@pytest.mark.parametrize("case", CASES, ids=[one.sentence for one in CASES])
def test_one_cause_is_one_finding(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {file: changed(file, changes) for file, changes in case.changes.items()}
    write(tmp_path, {**STAGE})
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)

    report = reported()

    assert [one["code"] for one in report["diagnostics"]] == [case.cause]
    assert {one["code"] for one in report["heldBack"] if one["cause"]["code"] == case.cause} >= case.held


INSTANCE = json.loads(STAGE["snapshot.json"])["instanceId"]
OLD = {"attribute": "Old.Id", "comparisonOperator": "isNotNull"}


def asked(method: str, path: str, **body: Any) -> list[dict[str, Any]]:
    """A file of one request."""
    return [{"method": method, "url": f"/api/instances/{INSTANCE}/{path}", **body}]


MISSED: dict[str, tuple[str, str, object]] = {
    "segments": ("SG122", "requests/r.json", asked("PUT", "manage/segments/Old/activate")),
    "measures": ("SG122", "requests/r.json", asked("GET", "manage/measures/Old")),
    "relationships": ("RL07", "requests/r.json", asked("DELETE", "manage/relationships/Old")),
    "dataSources": ("IN04", "requests/r.json", asked("DELETE", "manage/dataSources/9a8b7c6d")),
    "systemEntities": (
        "SG150",
        "manage/segments.json",
        {"name": "New", "segmentQueryExpression": {"type": "structured", "rowsets": [{"criteria": OLD}]}},
    ),
    "conflations": ("IN05", "requests/r.json", asked("GET", "conflations/old/conflationPlan")),
}
"""By a list of the snapshot: the rule about what isn't there, and a file that misses something."""


WHOLE = json.loads(STAGE["snapshot.json"])


@pytest.mark.parametrize(
    ("other", "more"),
    [
        (("LoyaltyId", "EMail"), ["CP02"]),
        (("LoyaltyId", "Nothing"), ["CP02", "CP02"]),
        (("Nothing", "ContactId"), ["CP02", "CP02"]),
    ],
)
def test_criteria_of_which_not_all_are_exchanged_are_told_each(
    other: tuple[str, str], more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    as_it_is = [PAIRS[2]] if len(more) == 1 else []
    rules = compared(PAIRS[1][::-1], other, *as_it_is)
    write(tmp_path, {**STAGE})
    write(tmp_path, {PLAN: changed(PLAN, {(*STEP, "rules"): rules})})

    assert [one["code"] for one in reported()["diagnostics"]] == ["CP02", *more]


def test_criteria_of_a_step_of_several_left_entities_are_told_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = {"dataSourceName": "PoS", "entityName": "posCustomers"}
    turned = ({**store, "attributeName": "LoyaltyCard"}, {**LOYALTY, "attributeName": "LoyaltyId"})
    rules = [compared(turned)[0] | {"name": name} for name in ("First", "Second")]
    write(tmp_path, {**STAGE})
    write(tmp_path, {PLAN: changed(PLAN, {("conflationPlans", 1, "rules"): rules})})

    assert [one["code"] for one in reported("--select", "CP116")["diagnostics"]] == ["CP116", "CP116"]


SAVED = STAGE | {"snapshot.json": {**WHOLE, "relationships": [*WHOLE["relationships"], NOW]}}
del SAVED["manage/relationships.json"]
LIST_OF_ONE = {"relationshipNames": [NOW["name"]]}
NAMING: dict[str, tuple[str, str, Place, object]] = {
    "a path": ("SG130", "manage/segments.json", (*ROWSET, "paths"), [[NOW["name"], "Customer"]]),
    "an activity": ("AC113", "manage/activities.json", (0, "relationship"), {"name": NOW["name"]}),
    "a measure": ("ME113", "manage/measures.json", (*MEASURE, "dependencies", 0), LIST_OF_ONE),
}
"""Who names a relationship: the rule that says that there is none, and the file with its place."""


@pytest.mark.parametrize("naming", NAMING)
def test_what_needs_a_deleted_relationship_waits_for_what_names_it(
    naming: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rule, file, place, value = NAMING[naming]
    deletion = asked("DELETE", f"manage/relationships/{NOW['name']}")
    write(tmp_path, SAVED)
    write(tmp_path, {file: changed(file, {place: value})})
    assert said() == []

    write(tmp_path, {"requests/delete.json": deletion})
    report = reported()

    [found] = report["diagnostics"]
    assert (found["code"], found["file"]) == (rule, file)
    assert f"`{NOW['name']}` is deleted by a request" in found["message"]
    assert {one["code"] for one in report["heldBack"]} >= {"EI04", "AC119", "ME114"}
    assert {one["cause"]["code"] for one in report["heldBack"]} == {rule}
    assert report["notChecked"] == []


def test_an_activity_whose_relationship_is_deleted_says_so_where_nothing_names_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deletion = asked("DELETE", f"manage/relationships/{NOW['name']}")
    write(tmp_path, SAVED)
    write(tmp_path, {"requests/delete.json": deletion})

    report = reported()

    [found] = report["diagnostics"]
    assert found["code"] == "EI04"
    assert found["message"].endswith(f"to a Profile entity: `{NOW['name']}` is deleted by a request")
    assert {one["cause"]["code"] for one in report["heldBack"]} == {"EI04"}


@pytest.mark.parametrize("item", ["Old", 7, None, ["Old"]])
@pytest.mark.parametrize("part", MISSED)
def test_what_a_malformed_list_of_the_snapshot_may_have_waits_for_it(
    part: str, item: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rule, name, body = MISSED[part]
    snapshot = json.loads(STAGE["snapshot.json"]) | {"complete": {"segments": True, "measures": True}}
    listed = list(snapshot.get(part, []))
    write(tmp_path, {**STAGE, "snapshot.json": {**snapshot, part: listed}, name: body})
    before = reported()
    write(tmp_path, {"snapshot.json": {**snapshot, part: [*listed, item]}})
    after = reported()

    assert [one["code"] for one in before["diagnostics"]] == [rule]
    assert [one["code"] for one in after["diagnostics"]] == ["DO07"]
    held = [(one["code"], one["cause"]["code"]) for one in after["heldBack"]]
    assert (rule, "DO07") in held
    assert {cause for _, cause in held} == {"DO07"}
    assert [one for one in after["notChecked"] if one["code"] == rule] == []
