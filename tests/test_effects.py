"""What requests do to what the service makes, and what a snapshot uses of what they delete."""

from __future__ import annotations

from typing import Any

import pytest

from linter.diagnostic import json_pointer
from linter.project.effects import addressed, effects_of
from linter.project.in_use import InUse
from tests.projects import project_of, snapshot

MANAGE = "/api/instances/main/manage"


def effects(method: str, path: str, body: Any = None) -> list[str]:
    sent = {"method": method, "url": f"{MANAGE}/{path}"} | ({} if body is None else {"body": body})
    project = project_of({"snapshot.json": snapshot(), "r.json": sent})
    return [
        f"{one.verb} {one.kind} {one.name} {json_pointer(one.at.path)}"
        + (" by its ID" if one.is_by_id else "")
        + (" and it is there" if one.is_written else "")
        for request in project.requests
        for one in effects_of(request)
    ]


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", "segments", {"name": "A"}, ["creates segment A /body/name and it is there"]),
        (
            "POST",
            "measures",
            [{"name": "A"}, {"name": ""}, {}, 7, {"name": "b"}],
            [
                "creates measure A /body/0/name and it is there",
                "creates measure b /body/4/name and it is there",
            ],
        ),
        ("GET", "segments", {"name": "A"}, []),
        ("DELETE", "segments", {"name": "A"}, []),
        ("PUT", "segments/A%20b", {}, ["updates segment A b /url and it is there"]),
        (
            "PUT",
            "insights/A",
            {"name": "B"},
            [
                "updates insightInput A /url and it is there",
                "updates insightInput B /body/name and it is there",
            ],
        ),
        ("DELETE", "segments/A", None, ["deletes segment A /url"]),
        ("GET", "segments/A", None, []),
        ("POST", "segments/A/activate", None, ["activates segment A /url"]),
        ("PUT", "Segments/A/Deactivate", None, ["deactivates segment A /url"]),
        ("GET", "segments/A/activate", None, []),
        ("DELETE", "segments/A/activate", None, []),
        ("POST", "segments/A/activate/now", None, []),
        ("POST", "measures/A/activate", None, []),
        ("DELETE", "relationships/A", None, []),
    ],
)
def test_a_request_does_this_to_what_is_made(method: str, path: str, body: Any, expected: list[str]) -> None:
    assert effects(method, path, body) == expected


def test_a_hierarchy_is_deleted_by_its_id_and_created_by_its_name() -> None:
    files = {
        "snapshot.json": snapshot(),
        "a.json": {"method": "DELETE", "url": "/api/instances/main/hierarchies/7f"},
        "b.json": {"method": "POST", "url": "/api/instances/main/hierarchies", "body": {"name": "H"}},
    }
    found = [one for request in project_of(files).requests for one in effects_of(request)]

    assert [(one.verb, one.kind, one.name, one.is_by_id) for one in found] == [
        ("deletes", "hierarchy", "7f", True),
        ("creates", "hierarchy", "H", False),
    ]


def test_a_path_gives_the_name_of_what_it_is_about_and_calls_it_so() -> None:
    request = project_of({"r.json": {"method": "GET", "url": f"{MANAGE}/segments/A/Members"}}).requests[0]
    one = addressed(request)

    assert one is not None
    assert (one.kind, one.name, one.rest, one.parameter) == ("segment", "A", ("members",), "segmentName")


SQL = (
    "SELECT a.CustomerId FROM Loyal a JOIN Customer_Measure m ON m.CustomerId = a.CustomerId WHERE m.Sum > 1"
)
ALIASED = {
    "linkedEntities": [{"kind": "base", "entity": "SHOP_VISITS", "alias": "Loyal"}],
    "aggregates": [{"operation": "sum", "field": "Loyal.Id"}],
}


def criteria(attribute: str) -> dict[str, Any]:
    condition = {"attribute": attribute, "comparisonOperator": "isNotNull"}
    rowset = {"rowsetOperation": "none", "criteria": {"childCriterias": [condition]}}
    return {"type": "structured", "rowsets": [rowset]}


STORED = snapshot(
    relationships=[
        {
            "name": "VisitsToBuyers",
            "fromEntityName": "Shop_Visits",
            "fromAttributeName": "BuyerId",
            "toEntityName": "Shop_Buyers",
            "toAttributeName": "Id",
        }
    ],
    segments=[
        {"name": "Loyal"},
        {"name": "Asked", "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": SQL}},
        {"name": "Named", "segmentQueryExpression": criteria("VisitsToBuyers.Shop_Buyers.Mail")},
    ],
    measures=[{"name": "Sum", "description": "Loyal", "definition": ALIASED}],
)


OF_NAMED = "/segments/2/segmentQueryExpression/rowsets/0/criteria/childCriterias/0"


@pytest.mark.parametrize(
    ("path", "named", "read"),
    [
        ("segments/Loyal", [], ["/segments/1"]),
        ("measures/sum", [], ["/segments/1"]),
        ("measures/Count", [], []),
        ("relationships/VisitsToBuyers", [f"{OF_NAMED}/attribute"], []),
        ("activities/Loyal", [], []),
        (
            "datasources/shop-1/entities/Visits",
            ["/relationships/0/fromEntityName", "/measures/0/definition/linkedEntities/0/entity"],
            [],
        ),
        (
            "datasources/shop-1",
            [
                "/relationships/0/toEntityName",
                "/conflations/0/entityInformation/Shop/0",
                "/relationships/0/fromEntityName",
                "/measures/0/definition/linkedEntities/0/entity",
            ],
            [],
        ),
        ("datasources/nowhere", [], []),
        ("datasources/shop-1/entities/Nobody", [], []),
    ],
)
def test_what_is_deleted_is_used_there(path: str, named: list[str], read: list[str]) -> None:
    project = project_of({"snapshot.json": STORED, "r.json": {"method": "DELETE", "url": f"{MANAGE}/{path}"}})
    in_use = InUse(project, project.snapshots[0])
    request = project.requests[0]

    assert [json_pointer(at.path) for at in in_use.named(request)] == named
    assert [json_pointer(at.path) for at in in_use.read(request)] == read
