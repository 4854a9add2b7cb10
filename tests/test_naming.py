"""What bodies name, read off their shapes: entities, attributes, data sources, relationships."""

from __future__ import annotations

from typing import Any

import pytest

from linter.kinds.members import boundary, texts_in
from linter.kinds.naming import Called, Named, named_in
from linter.kinds.references import Column, Mention, SourceMention
from tests.projects import (
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    Files,
    criterion,
    plan,
    project_of,
    resolution,
    snapshot,
    step,
    update,
)

CRM_INFO = "manage/datasources/crm-1/entities/entityInfo.json"
ONE_INFORMATION = "conflations/default/entityInformation/{}.json"
HAVING_R = snapshot(relationships=[{**RELATIONSHIP, "name": "R"}])
SEGMENTS, MEASURES = "manage/segments.json", "manage/measures.json"


def told(files: Files) -> list[str]:
    """What is named, each as `place: what, role`."""
    project = project_of({"snapshot.json": HAVING_R, **files})
    return [_line(one) for request in project.requests for one in named_in(request.root, request)]


def _line(one: Named) -> str:
    part = "" if one.at.slice is None else "[{}:{}]".format(*one.at.slice)
    more = " declared" * one.declares + " to key" * one.to_key
    more += f" beside {one.other.attribute}" if one.other is not None else ""
    return f"{'/'.join(map(str, one.at.path))}{part}: {_value(one.value)}, {one.role}{more}"


def _value(value: Any) -> str:
    if isinstance(value, Mention):
        return value.spelled
    if isinstance(value, Column):
        return f"{value.mention.spelled if value.mention is not None else '?'}.{value.attribute}"
    if isinstance(value, SourceMention):
        return f"source by {value.by} {value.value}"
    assert isinstance(value, Called)
    return f"{value.what} {value.name}"


def segment(**query: Any) -> list[dict[str, Any]]:
    return [{"name": "S", "segmentQueryExpression": query}]


def measure(**definition: Any) -> dict[str, Any]:
    linked = [{"kind": "base", "entity": "Shop_Visits", "alias": "v"}]
    return {"name": "M", "definition": {"linkedEntities": linked, **definition}}


NAMED: list[tuple[str, Files]] = [
    (
        "the short form of entity information",
        {INFORMATION_FILE: {"Shop": ["Buyers", 7, "Visits"], "Crm": "People", "$schema": "x"}},
    ),
    (
        "its full form",
        {
            INFORMATION_FILE: {
                "dataSources": [
                    {
                        "dataSourceId": "crm-1",
                        "entities": [
                            {
                                "entityName": "Leads",
                                "primaryKey": "Id",
                                "attributes": [{"attributeName": "Mail"}, {"attributeName": 7}],
                            }
                        ],
                    },
                    {"dataSourceName": "Shop", "entities": [{"entityName": "Visits"}, {"primaryKey": "Id"}]},
                    {"dataSourceId": 7, "entities": [{"entityName": "People"}]},
                ]
            }
        },
    ),
    (
        "entity information of one entity, by a request",
        {
            "r.json": [
                {
                    "method": "PATCH",
                    "url": "/api/instances/main/conflations/default/entityInformation",
                    "body": "Crm_People",
                }
            ]
        },
    ),
    ("of the one that the path names", {ONE_INFORMATION.format("Crm_People"): {"primaryKey": "Id"}}),
    (
        "of another one than the path names",
        {ONE_INFORMATION.format("Crm_People"): {"entityName": "Crm_Leads", "primaryKey": "Id"}},
    ),
    (
        "entityInfo of a data source",
        {
            CRM_INFO: [
                {
                    "entityName": "Leads",
                    "primaryKey": "Id",
                    "semanticLabels": [{"attributeName": "Mail", "label": "x"}],
                },
                {"entityName": 7, "primaryKey": "Id"},
            ]
        },
    ),
    ("a plan", {PLAN_FILE: plan()}),
    (
        "a plan of several entities at a side",
        {
            PLAN_FILE: plan(
                step(
                    "Crm_People",
                    "Shop_Buyers",
                    {"dataSourceName": "Shop", "entityName": "Visits"},
                    criteria=[
                        criterion(),
                        {
                            "leftColumn": {"entityName": "Visits", "attributeName": "Id"},
                            "rightColumn": {"entityName": "Crm_Leads", "attributeName": "Mail"},
                        },
                        {"leftColumn": {"entityName": "Shop_Buyers"}, "rightColumn": {"attributeName": "Id"}},
                    ],
                )
            )
        },
    ),
    ("conflict resolution rules", {RULES_FILE: resolution("Crm_People", "Shop_Buyers")}),
    ("relationships", {RELATIONSHIPS_FILE: [RELATIONSHIP]}),
    ("a relationship without a name", {RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": None}}),
    ("an update of one", {"r.json": [update(toAttributeName="Mail")]}),
    (
        "a segment's rowsets and what it shows",
        {
            SEGMENTS: segment(
                rowsets=[
                    {
                        "criteria": {"attribute": "Shop_Visits.Mail", "comparisonOperator": "isNotNull"},
                        "paths": [["R", None, "Shop_Buyers"], None],
                    },
                    {"criteria": {"attribute": "Mail", "comparisonOperator": "isNotNull"}},
                ],
                projectedAttributes=[
                    {"entityName": "Shop_Visits", "attributeNames": ["Id", 7, "Mail"], "path": ["R"]}
                ],
            )
        },
    ),
    (
        "a segment's query",
        {SEGMENTS: segment(type="manual", segmentationQuerySql="SELECT v.Mail, x.Id FROM Shop_Visits v")},
    ),
    ("a segment's query that can't be read", {SEGMENTS: segment(segmentationQuerySql="SELEKT")}),
    (
        "a measure",
        {
            MEASURES: measure(
                variables=[{"name": "x", "expressionText": "v.Id + w.Id"}],
                dimensions=[{"field": "v.Mail"}, {"field": "Mail"}],
                aggregates=[{"field": "v.Id", "alias": "a"}, {"field": "w.Id", "alias": "b"}],
                dependencies=[
                    {
                        "qualifiedEntityName": "Shop_Visits",
                        "attributeNames": ["Id"],
                        "relationshipNames": ["R", 7],
                    }
                ],
            )
        },
    ),
]

SAID: dict[str, list[str]] = {
    "the short form of entity information": [
        "Shop: source by either Shop, ",
        "Shop/0: Shop_Buyers, entity information",
        "Shop/2: Shop_Visits, entity information",
    ],
    "its full form": [
        "dataSources/0/dataSourceId: source by id crm-1, ",
        "dataSources/0/entities/0/entityName: crm-1_Leads, entity information",
        "dataSources/0/entities/0/primaryKey: crm-1_Leads.Id, the primary key",
        "dataSources/0/entities/0/attributes/0/attributeName: crm-1_Leads.Mail, entity information",
        "dataSources/1/dataSourceName: source by name Shop, ",
        "dataSources/1/entities/0/entityName: Shop_Visits, entity information",
        "dataSources/1/entities/1/primaryKey: Shop_None.Id, the primary key",
        "dataSources/2/entities/0/entityName: People, entity information",
    ],
    "entity information of one entity, by a request": ["0/body: Crm_People, entity information"],
    "of the one that the path names": [
        ": Crm_People, entity information",
        "primaryKey: Crm_People.Id, the primary key",
    ],
    "of another one than the path names": [
        "entityName: Crm_Leads, entity information",
        "primaryKey: Crm_Leads.Id, the primary key",
    ],
    "entityInfo of a data source": [
        "0/entityName: Crm_Leads, entityInfo",
        "0/primaryKey: Crm_Leads.Id, the primary key",
        "0/semanticLabels/0/attributeName: Crm_Leads.Mail, a semantic label",
        "1/primaryKey: Crm_None.Id, the primary key",
    ],
    "a plan": [
        "conflationOrder/0: Shop_Buyers, the conflation order",
        "conflationOrder/1: Crm_People, the conflation order",
        "conflationPlans/0/leftEntities/0: Shop_Buyers, the conflation plan",
        "conflationPlans/0/rightEntity: Crm_People, the conflation plan",
        "conflationPlans/0/rules/0/criteria/0/leftColumn/attributeName: Shop_Buyers.Mail, the "
        "conflation plan beside Mail",
        "conflationPlans/0/rules/0/criteria/0/rightColumn/attributeName: Crm_People.Mail, the "
        "conflation plan beside Mail",
    ],
    "a plan of several entities at a side": [
        "conflationOrder/0: Shop_Buyers, the conflation order",
        "conflationOrder/1: Crm_People, the conflation order",
        "conflationPlans/0/leftEntities/0: Shop_Buyers, the conflation plan",
        "conflationPlans/0/leftEntities/1/dataSourceName: source by name Shop, ",
        "conflationPlans/0/leftEntities/1/entityName: Shop_Visits, the conflation plan",
        "conflationPlans/0/rightEntity: Crm_People, the conflation plan",
        "conflationPlans/0/rules/0/criteria/0/leftColumn/attributeName: "
        "?.Mail, the conflation plan beside Mail",
        "conflationPlans/0/rules/0/criteria/0/rightColumn/attributeName: "
        "Crm_People.Mail, the conflation plan beside Mail",
        "conflationPlans/0/rules/0/criteria/1/leftColumn/attributeName: "
        "Visits.Id, the conflation plan beside Mail",
        "conflationPlans/0/rules/0/criteria/1/rightColumn/attributeName: "
        "Crm_Leads.Mail, the conflation plan beside Id",
        "conflationPlans/0/rules/0/criteria/1/leftColumn/entityName: Visits, the conflation plan",
        "conflationPlans/0/rules/0/criteria/1/rightColumn/entityName: Crm_Leads, the conflation plan",
        "conflationPlans/0/rules/0/criteria/2/rightColumn/attributeName: "
        "Crm_People.Id, the conflation plan beside None",
        "conflationPlans/0/rules/0/criteria/2/leftColumn/entityName: Shop_Buyers, the conflation plan",
    ],
    "conflict resolution rules": [
        "attributes/0/sourceColumns/0/entityName: Crm_People, the conflict resolution rules",
        "attributes/0/sourceColumns/0/attributeName: Crm_People.Mail, the conflict resolution rules",
        "attributes/0/sourceColumns/1/entityName: Shop_Buyers, the conflict resolution rules",
        "attributes/0/sourceColumns/1/attributeName: Shop_Buyers.Mail, the conflict resolution rules",
    ],
    "relationships": [
        "0/name: relationship VisitsToBuyers,  declared",
        "0/fromEntityName: Shop_Visits, the from-end of relationship `VisitsToBuyers`",
        "0/fromAttributeName: Shop_Visits.Id, the from-end of relationship `VisitsToBuyers` beside Id",
        "0/toEntityName: Shop_Buyers, the to-end of relationship `VisitsToBuyers`",
        "0/toAttributeName: Shop_Buyers.Id, the to-end of relationship `VisitsToBuyers` to key beside Id",
    ],
    "a relationship without a name": [
        "fromEntityName: Shop_Visits, the from-end of relationship `?`",
        "fromAttributeName: Shop_Visits.Id, the from-end of relationship `?` beside Id",
        "toEntityName: Shop_Buyers, the to-end of relationship `?`",
        "toAttributeName: Shop_Buyers.Id, the to-end of relationship `?` to key beside Id",
    ],
    "an update of one": [
        "0/body/toAttributeName: None.Mail, the to-end of relationship `VisitsToBuyers` to key beside None"
    ],
    "a segment's rowsets and what it shows": [
        "0/name: segment S,  declared",
        "0/segmentQueryExpression/rowsets/0/paths/0/0: relationship R, a path of a segment",
        "0/segmentQueryExpression/rowsets/0/paths/0/2: Shop_Buyers, a path of a segment",
        "0/segmentQueryExpression/rowsets/0/criteria/attribute[0:11]: Shop_Visits, a condition's attribute",
        "0/segmentQueryExpression/rowsets/0/criteria/attribute[12:16]: "
        "Shop_Visits.Mail, a condition's attribute",
        "0/segmentQueryExpression/rowsets/1/criteria/attribute: Customer.Mail, a condition's attribute",
        "0/segmentQueryExpression/projectedAttributes/0/entityName: Shop_Visits, what a segment shows",
        "0/segmentQueryExpression/projectedAttributes/0/attributeNames/0: "
        "Shop_Visits.Id, what a segment shows",
        "0/segmentQueryExpression/projectedAttributes/0/attributeNames/2: "
        "Shop_Visits.Mail, what a segment shows",
        "0/segmentQueryExpression/projectedAttributes/0/path/0: "
        "relationship R, a path to what a segment shows",
    ],
    "a segment's query": [
        "0/name: segment S,  declared",
        "0/segmentQueryExpression/segmentationQuerySql[25:36]: Shop_Visits, the query of a segment",
        "0/segmentQueryExpression/segmentationQuerySql[9:13]: Shop_Visits.Mail, the query of a segment",
    ],
    "a segment's query that can't be read": ["0/name: segment S,  declared"],
    "a measure": [
        "name: measure M,  declared",
        "definition/linkedEntities/0/entity: Shop_Visits, what a measure counts on",
        "definition/variables/0/expressionText[2:4]: Shop_Visits.Id, what a measure counts",
        "definition/dimensions/0/field[2:6]: Shop_Visits.Mail, what a measure counts",
        "definition/aggregates/0/field[2:4]: Shop_Visits.Id, what a measure counts",
        "definition/dependencies/0/qualifiedEntityName: Shop_Visits, what a measure needs",
        "definition/dependencies/0/attributeNames/0: Shop_Visits.Id, what a measure needs",
        "definition/dependencies/0/relationshipNames/0: relationship R, what a measure needs",
    ],
}


@pytest.mark.parametrize(("title", "files"), [pytest.param(*one, id=one[0]) for one in NAMED])
def test_a_body_names(title: str, files: Files) -> None:
    assert told(files) == SAID[title]


def test_what_a_body_names_is_the_same_mention_wherever_it_is_asked_for() -> None:
    project = project_of({"snapshot.json": snapshot(), PLAN_FILE: plan()})
    (request,) = project.requests
    found = {_line(one): one.value for one in named_in(request.root, request)}
    left = next(value for line, value in found.items() if "leftEntities/0" in line)
    column = next(value for line, value in found.items() if "leftColumn" in line)
    assert isinstance(column, Column)
    assert column.mention is left


def entities(information: Any) -> list[str]:
    """What the entities of entity information lead to."""
    project = project_of({"snapshot.json": TWINS, INFORMATION_FILE: information})
    (payload,) = project.entity_information
    return [f"{one.mention.resolution.status} {one.mention.entity}" for one in payload.entities]


TWINS = snapshot(
    dataSources=[
        {
            "dataSourceId": "one",
            "name": "two",
            "entities": [{"name": "Of_one", "attributes": {"a": "string"}}],
        },
        {"dataSourceId": "two", "name": "three", "entities": [{"name": "B", "attributes": {"a": "string"}}]},
    ],
    conflations=[{"conflationId": "default"}],
)


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ({"dataSourceId": "two"}, "B", "known three_B"),
        ({"dataSourceName": "two"}, "B", "unknown None"),
        ({"dataSourceName": "two"}, "Of_one", "known two_Of_one"),
        ({"dataSourceName": "three"}, "B", "known three_B"),
        ({"dataSourceId": "three"}, "B", "unknown-source None"),
        ({"dataSourceName": "one"}, "Of_one", "unknown-source None"),
        ({"dataSourceName": "three"}, "three_B", "known three_B"),
        ({"dataSourceName": "three"}, "two_Of_one", "unknown None"),
    ],
)
def test_a_data_source_is_meant_by_its_id_or_by_its_name(source: Any, name: str, expected: str) -> None:
    assert entities({"dataSources": [{**source, "entities": [{"entityName": name}]}]}) == [expected]


def test_in_the_short_form_a_key_may_be_a_name_or_an_id_and_the_name_counts_first() -> None:
    assert entities({"two": ["Of_one", "B"], "one": ["Of_one"]}) == [
        "known two_Of_one",
        "unknown None",
        "known two_Of_one",
    ]


@pytest.mark.parametrize(
    ("text", "aliases", "end"),
    [
        ("Mail", (), None),
        ("Shop_Visits.Mail", (), 11),
        ("Shop_Visits.a.b", (), 11),
        ("X.Mail", (), 1),
        ("X.a.b", (), 1),
        ("v.w.Mail", ("v.w",), 3),
        ("v.w.Mail", ("v",), 1),
        ("v.w.Mail", ("v", "v.w"), 3),
        ("Own.Dotted", (), None),
        ("Own.Other", (), 3),
    ],
)
def test_the_longest_known_name_before_a_dot_is_the_entity(
    text: str, aliases: tuple[str, ...], end: int | None
) -> None:
    customer = {"name": "Customer", "attributes": {"Own.Dotted": "string"}}
    project = project_of({"snapshot.json": snapshot(systemEntities=[customer]), SEGMENTS: segment()})
    (request,) = project.requests
    assert boundary(text, request, dict.fromkeys(aliases, request.root[0])) == end


def test_a_customer_of_which_no_attributes_are_declared_has_none_with_a_dot() -> None:
    project = project_of(
        {"snapshot.json": snapshot(systemEntities=[{"name": "Customer"}]), SEGMENTS: segment()}
    )
    (request,) = project.requests
    assert boundary("Own.Dotted", request, {}) == 3


def test_without_a_snapshot_the_first_dot_counts_unless_an_alias_is_longer() -> None:
    (request,) = project_of({SEGMENTS: segment()}).requests
    assert boundary("a.b.c", request, {}) == 1
    assert boundary("a.b.c", request, {"a.b": request.root[0]}) == 3
    assert boundary("abc", request, {}) is None


def test_texts_of_a_body_are_those_at_any_depth_and_what_stands_before_a_dot_but_for_its_name() -> None:
    body = segment(rowsets=[{"criteria": {"attribute": "a.b.c"}, "paths": [["R", None]]}])
    (request,) = project_of({SEGMENTS: body}).requests
    assert texts_in(request.root[0]) == {"a", "a.b", "a.b.c", "R"}
    (request,) = project_of({PLAN_FILE: plan(order=["A_B"])}).requests
    assert {"A_B", "Shop_Buyers", "Crm_People", "Mail", "exact"} <= texts_in(request.root)
