"""What a project names, where, and what that is: as the editor, the picture and `refs` are told of it.

`names.txt` has it for the project below, a part after the other: `UPDATE_PAGES=1 python -m pytest
tests/test_names.py` writes it anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from linter.diagnostic import Location
from linter.kinds.references import Column, Mention, SourceMention
from linter.project.names import (
    Link,
    Name,
    declarations,
    key_of,
    names_below,
    names_in,
    names_in_snapshot,
    names_known,
    names_of,
)
from linter.project.project import Project
from linter.project.uses import Use, named, names_declared, uses
from tests.projects import RELATIONSHIP, Files, plan, project_of, step

TOLD = Path(__file__).with_name("names.txt")
OF_MAIN, OF_OTHER = "/api/instances/main/", "/api/instances/other/"
MAIN: dict[str, Any] = {
    "snapshotVersion": 1,
    "instanceId": "main",
    "dataSources": [
        {
            "dataSourceId": "shop-1",
            "name": "Shop",
            "entities": [
                {
                    "name": "Buyers",
                    "primaryKey": "Id",
                    "timestampFieldName": "When",
                    "attributes": {"Id": "string", "Mail": "string"},
                },
                {"name": "Visits", "attributes": {"Id": "string", "Zip Code": "string", "Zip.No": "string"}},
                {"name": "Twins", "primaryKey": "Id", "attributes": {"Id": "string"}},
            ],
        },
        {
            "dataSourceId": "crm-1",
            "entities": [
                {"name": "People"},
                {"name": "Loyal"},
                {"name": "Twins", "primaryKey": "Id", "attributes": {"Id": "string"}},
            ],
        },
        {"name": "Nameless"},
    ],
    "systemEntities": [
        {"name": "Customer_Measure", "attributes": {"Spent": "double", "Lost": "double"}},
        {"name": "Customer", "attributes": {"CustomerId": "string"}},
    ],
    "relationships": [RELATIONSHIP],
    "segments": [{"name": "Fans"}],
    "measures": [
        {"name": "Spent", "definition": {"kind": "attribute"}},
        {"name": "PerShop", "definition": {"kind": "entity"}},
        {"name": "Alike", "definition": {"kind": "entity"}},
        {"name": "ALIKE", "definition": {"kind": "entity"}},
    ],
    "derivedEntities": [{"name": "Derived", "query": "SELECT Mail FROM Shop_Buyers"}],
    "conflations": [
        {"conflationId": "default", "entityInformation": {"Shop": ["Buyers"], "crm-1": "People"}},
        {
            "entityInformation": {
                "updatedBy": "me",
                "dataSources": [{"dataSourceName": "Shop", "entities": [{"entityName": "Visits"}]}],
            }
        },
    ],
}
OTHER = {"snapshotVersion": 1, "instanceId": "other", "dataSources": [{"dataSourceId": "shop-1"}]}


def segment(name: str, *shown: tuple[str, str], **query: Any) -> dict[str, Any]:
    projected = [{"entityName": entity, "attributeNames": [attribute]} for entity, attribute in shown]
    return {"name": name, "segmentQueryExpression": {"projectedAttributes": projected, **query}}


def request(method: str, path: str, body: Any = None, *, of: str = OF_MAIN) -> dict[str, Any]:
    return {"method": method, "url": of + path, **({} if body is None else {"body": body})}


FILES: Files = {
    "snapshot.json": MAIN,
    "other.json": OTHER,
    "instances/main/manage/segments.json": [
        segment(
            "Rich",
            ("Customer_Measure", "Spent"),
            ("Customer_Measure", "Lost"),
            ("Customer", "Spent"),
            ("Shop_Buyers", "Mail"),
            ("Fans", "CustomerId"),
            ("fans", "CustomerId"),
            ("PerShop", "x"),
            ("Spent", "x"),
            ("Derived", "x"),
            ("crm-1_Loyal", "x"),
            ("Loyal", "x"),
        ),
        segment("Loyal", rowsets=[{"criteria": {"attribute": "fans.Id", "comparisonOperator": "isNull"}}]),
        segment(
            "Told",
            type="manual",
            segmentationQuerySql="SELECT f.Id, v.Id, m.spent, m.Spent FROM fans f, Shop_Visits v, Nobody n, "
            "alike a, SPENT s, Customer_Measure m",
        ),
    ],
    "instances/main/manage/measures.json": [{"name": "New", "definition": {"kind": "attribute"}}],
    "instances/main/manage/relationships.json": [{**RELATIONSHIP, "name": "Mine"}],
    "instances/main/conflations/default/conflationPlan.json": plan(
        step("Shop_Twins", "Shop_Buyers", "Shop_Visits"),
        order=["Shop_Buyers", "Shop_Visits", "Shop_Twins", "Crm_Nobody"],
    ),
    "instances/main/conflations/default/entityInformation.json": {
        "dataSources": [
            {"dataSourceName": "Shop", "entities": [{"entityName": "Visits"}]},
            {"dataSourceId": "Nope", "entities": [{"entityName": "Visits"}]},
        ]
    },
    "r.json": [
        request(
            "GET",
            "data/Customer?$filter=IsMemberOfSegment('Fans') and CustomerId eq '1'"
            "&$expand=Shop_Buyers,VisitsToBuyers,Nowhere",
        ),
        request("GET", "data/Shop_Visits?$expand=VisitsToBuyers($select=Mail,Nope)&$filter=Zip_Code eq '1'"),
        request("PATCH", "data/Shop_Buyers(1)", {"MAIL": "x", "Nope": 1, "Id@odata": 2}),
        request("PATCH", "data/crm-1_People(1)", {"Id": "x"}),
        request("PATCH", "data/Nowhere(1)", {"mail": "x"}),
        request("PATCH", "manage/relationships/VisitsToBuyers", {"toAttributeName": "Mail"}),
        request("DELETE", "manage/segments/Rich"),
        request("DELETE", "manage/measures/New"),
        request("PATCH", "conflations/default/entityInformation/Shop_Buyers", {"primaryKey": "Mail"}),
        request("PATCH", "conflations/default/entityInformation", "Nobody"),
        request("PATCH", "conflations/default/entityInformation/Shop_Buyers", {"entityName": "Shop_Visits"}),
        request("GET", "manage/datasources/shop-1/entities/Visits"),
        request("GET", "manage/datasources/nope/entities/Visits"),
        request("GET", "data/Shop_Twins?$select=Id,Zip.No&$expand=Shop_Visits($filter=Zip_No eq '1')"),
    ],
    "s.json": [
        request("GET", "data/Shop_Visits?$select=Id", of="/api/instances"),
        request("PATCH", "manage/relationships", {**RELATIONSHIP, "name": "Away"}, of="/api/instances/away/"),
        request(
            "PATCH", "conflations/default/entityInformation", {"Shop": ["Visits"]}, of="/api/instances/away/"
        ),
        request("GET", "manage/datasources/shop-1/entities/Visits", of="/api/instances/away/"),
        request("GET", "data/Shop_Visits?$select=Id", of=OF_OTHER),
        request("GET", "manage/datasources/shop-1/entities/Visits", of=OF_OTHER),
    ],
}
ASKED: Final = (
    *("Fans", "fans", "Shop", "shop-1", "crm-1", "Nope", "default", "Mine", "VisitsToBuyers"),
    *("Buyers", "Shop_Buyers", "shop-1_Buyers", "Shop_Buyers.Id", "Id", "CustomerId", "Customer.CustomerId"),
    *("Customer_Measure.Lost", "Customer_Measure.Spent", "Spent", "Nowhere", "Visits", "Shop_Visits.Nope"),
    *(
        "Nobody",
        "crm-1_Loyal",
        "Loyal",
        "Zip Code",
        "Shop_Visits.Zip Code",
        "Told",
        "Derived",
        ".Id",
        "Id.",
        "Zip.No",
        "None_People",
        "People",
        "crm-1_Twins",
        "Shop_Visits.Zip.No",
        "Shop_Buyers_Id",
    ),
)


@pytest.fixture(scope="module")
def project() -> Project:
    return project_of(FILES)


def test_all_names_are_told_where_they_stand(project: Project) -> None:
    told = "\n".join(_told(project)) + "\n"
    if os.environ.get("UPDATE_PAGES"):
        TOLD.write_text(told, "utf-8")

    assert told.splitlines() == TOLD.read_text("utf-8").splitlines()


def _told(project: Project) -> Iterator[str]:
    yield from ("# every place that names something", *map(_name, names_of(project)))
    yield from ("# one thing after another, as `uses` tells of them", *map(_use, uses(project)))
    for one in ASKED:
        yield from (f"# `refs {one}`", *map(_use, named(project, one)))
    for attributes, ending in ((), ""), (("Mail",), ""), (("Mail",), "mail"), ((), "fans"), ((), "id"):
        found = names_in_snapshot(project.snapshots[0], attributes, ending)
        yield from (f"# of the snapshot, of {', '.join(attributes)} and *{ending}", *map(_name, found))
    yield from ("# what could be meant by a name that finds nothing", *names_declared(project))


def _name(one: Name) -> str:
    more = " declares" * one.declares + " to key" * one.to_key
    more += f" beside {one.other.attribute}" if one.other is not None else ""
    more += f" of {one.request.method} {one.request.index}" if one.request is not None else ""
    thing = "" if one.thing is None else " ".join(key_of(one.thing))
    return f"{_place(one.at)}: {thing} <- {_wants(one)} ({one.role}){more}"


def _wants(one: Name) -> str:
    wants = one.wants
    if isinstance(wants, Column):
        return f"{wants.mention.spelled if wants.mention is not None else '?'}.{wants.attribute}"
    if isinstance(wants, SourceMention):
        return f"source {wants.value}"
    return wants.spelled if isinstance(wants, Mention) else ""


def _use(one: Use) -> str:
    more = " declares" * one.declares + " unknown" * (not one.known)
    attribute = "" if one.attribute is None else f" . {one.attribute}"
    entity = "" if one.entity is None or str(one.entity) == one.name else f", which is {one.entity}"
    return f"{_place(one.at)}: {one.what} {one.name}{attribute}{entity} ({one.role}){more}"


def _place(at: Location) -> str:
    part = "" if at.slice is None else "[{}:{}]".format(*at.slice)
    of = f" {at.part}" if at.part == "key" else ""
    return f"{at.document}#{'/'.join(map(str, at.path))}{part}{of}"


def test_a_place_is_asked_for_what_is_named_there_and_a_thing_for_the_places_that_name_it(
    project: Project,
) -> None:
    known, every = names_known(project), list(names_of(project))

    assert sorted(map(_name, known)) == sorted(map(_name, every))
    assert all(_name(one) in map(_name, known.at(one.at)) for one in every)
    for one in every:
        alike = [two for two in every if one.thing and two.thing and key_of(one.thing) == key_of(two.thing)]
        assert [_name(two) for two in (known.of(one.thing) if one.thing else [])] == list(map(_name, alike))
    assert known.at(Location("r.json")) == []
    assert names_known(project) is known
    assert known.of(Link("snapshot.json", "Nobody")) == []


def test_a_thing_is_declared_where_the_snapshot_or_all_payloads_that_make_it_say_so() -> None:
    twice = {**FILES, "t.json": [request("POST", "manage/segments", segment(name)) for name in ("Fans", "T")]}
    project = project_of(twice)
    of = {
        _name(one).partition(" <-")[0]: one.thing for one in names_of(project) if one.declares and one.thing
    }

    def places(named_as: str) -> list[str]:
        return [_place(at) for at in declarations(of[named_as], project)]

    assert places("snapshot.json#segments/0/name: segment snapshot.json Fans") == [
        "snapshot.json#segments/0/name",
        "t.json#0/body/name",
    ]
    assert places("snapshot.json#dataSources/0/name: data source snapshot.json shop-1") == [
        "snapshot.json#dataSources/0/dataSourceId"
    ]
    assert declarations(Link("snapshot.json", "Rich", "measure"), project) == []


def test_a_part_of_a_body_names_what_it_names_in_the_whole(project: Project) -> None:
    [one] = [one for one in project.requests if one.document.endswith("segments.json")]
    below = [_name(each) for node in one.root for each in names_below(node, one, project)]

    assert below == [_name(each) for each in names_in(one, project)]
