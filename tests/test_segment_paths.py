"""What holds of the ways between the entities of a segment and Customer, a sentence each."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.configuration.settings import Configuration
from linter.project.ways import Ways
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from tests.projects import Files, plan, reported, said, snapshot, write

CONFLATION = {"conflationId": "default", "conflationPlan": plan()}


def link(name: str, here: str, there: str, cardinality: str = "manyToOne") -> dict[str, Any]:
    return {
        "name": name,
        "fromEntityName": here,
        "fromAttributeName": "Id",
        "toEntityName": there,
        "toAttributeName": "Id",
        "cardinality": cardinality,
    }


VISITED = link("VisitedBy", "Shop_Visits", "Shop_Buyers")
LED = link("LeadsToVisits", "Crm_Leads", "Shop_Visits")


def segment(attribute: str, *paths: Any, **query: Any) -> Files:
    rowset = {"criteria": {"attribute": attribute, "comparisonOperator": "isNotNull"}, "paths": list(paths)}
    query = {"type": "structured", "rowsets": [rowset], **query}
    return {"manage/segments.json": [{"name": "S", "segmentQueryExpression": query}]}


class Case(NamedTuple):
    """A segment, the relationships that there are, and what the rules of paths say."""

    sentence: str
    files: Files
    said: list[str]
    relationships: Any = (VISITED,)
    more: Any = None


ROWSET = "/0/segmentQueryExpression/rowsets/0"
LEAF = f"{ROWSET}/criteria/attribute"
PATH = f"{ROWSET}/paths/0"
SHOWN = "/0/segmentQueryExpression/projectedAttributes/0"

CASES = [
    Case("a source entity leads to Customer by itself", segment("Shop_Buyers.Mail"), []),
    Case("what one relationship joins to it does, too", segment("Shop_Visits.Mail"), []),
    Case("Customer needs no way", segment("Mail"), []),
    Case("an entity that nothing joins is unreachable", segment("Crm_Leads.Mail"), [f"SG134 {LEAF}"]),
    Case(
        "where relationships may be missing, that is a warning",
        segment("Crm_Leads.Mail"),
        [f"SG134 {LEAF} warning"],
        more={"complete": {"relationships": False}},
    ),
    Case(
        "without a plan nobody knows what leads to Customer",
        segment("Crm_Leads.Mail"),
        ["SG134? which entities make up Customer is not known: there is no conflation plan"],
        more={"conflations": []},
    ),
    Case(
        "a deleted relationship leads nowhere",
        {
            **segment("Shop_Visits.Mail"),
            "r.json": [{"method": "DELETE", "url": "/api/instances/main/manage/relationships/VisitedBy"}],
        },
        [f"SG134 {LEAF}"],
    ),
    Case(
        "one that a payload creates leads on",
        {**segment("Crm_Leads.Mail"), "manage/relationships.json": [LED]},
        [],
    ),
    Case(
        "a path may begin at Customer",
        segment("Shop_Visits.Mail", ["Customer", "Shop_Buyers", "Shop_Visits"]),
        [],
    ),
    Case("or lead there", segment("Shop_Visits.Mail", ["Shop_Visits", "Shop_Buyers", "Customer"]), []),
    Case("or be of relationships", segment("Shop_Visits.Mail", ["VisitedBy"]), []),
    Case("or of both", segment("Shop_Visits.Mail", ["Shop_Visits", "VisitedBy", "Customer"]), []),
    Case(
        "or of both, each named",
        segment("Shop_Visits.Mail", ["Shop_Visits", "VisitedBy", "Shop_Buyers", "Customer"]),
        [],
    ),
    Case(
        "two relationships may meet",
        segment("Crm_Leads.Mail", ["LeadsToVisits", "VisitedBy"]),
        [],
        (VISITED, LED),
    ),
    Case(
        "a relationship that begins a path is gone one way: what is joined once to each end is clear",
        segment("Shop_Visits.Mail", ["VisitedBy", "Crm_People"]),
        [],
        (VISITED, link("Met", "Shop_Visits", "Crm_People"), link("Owned", "Shop_Buyers", "Crm_People")),
    ),
    Case(
        "what is joined twice to each is not",
        segment("Shop_Visits.Mail", ["VisitedBy", "Crm_People"]),
        [f"SG136 {PATH}/1 warning"],
        (
            VISITED,
            *(link(name, "Shop_Visits", "Crm_People") for name in ("Met", "Seen")),
            *(link(name, "Shop_Buyers", "Crm_People") for name in ("Owned", "Led")),
        ),
    ),
    Case(
        "where nothing is ingested, nothing is known",
        segment("Mail", ["Nothing"]),
        ["held back: 1"],
        more={"dataSources": []},
    ),
    Case(
        "a deleted relationship is missed, though others can't be read",
        {
            **segment("Mail", ["Shop_Buyers", "VisitedBy"]),
            "r.json": [{"method": "DELETE", "url": "/api/instances/main/manage/relationships/VisitedBy"}],
        },
        [f"SG130 {PATH}/1"],
        (VISITED, 7),
    ),
    Case(
        "one that never was may be one of these",
        segment("Mail", ["Shop_Buyers", "VisitdBy"]),
        [f"SG130 {PATH}/1 warning"],
        (VISITED, 7),
    ),
    Case(
        "a relationship of a taken name may be what leads to another one",
        {
            **segment("Mail", ["Crm_People", "VisitedBy"]),
            "manage/relationships.json": [link("LeadsToVisits", "Crm_People", "Shop_Visits")],
        },
        ["held back: 1"],
        (VISITED, LED),
    ),
    Case(
        "that nothing leads to it is told otherwise",
        segment("Mail", ["Crm_People", "VisitedBy"]),
        [f"SG131 {PATH}/1"],
        (VISITED, LED),
    ),
    Case("bare names do", segment("Visits.Mail", ["Visits", "Buyers", "Customer"]), []),
    Case(
        "an unknown element is told where it stands, and nothing else",
        segment("Shop_Visits.Mail", ["Shop_Vists", "Shop_Buyers", "Customer"]),
        [f"SG130 {PATH}/0", "held back: 1"],
    ),
    Case(
        "only the first element that can't be reached is told",
        segment("Shop_Visits.Mail", ["Shop_Visits", "Crm_People", "Crm_Leads", "Customer"]),
        [f"SG131 {PATH}/1"],
    ),
    Case(
        "an order that would do is told",
        segment("Shop_Visits.Mail", ["Shop_Visits", "Customer", "Shop_Buyers"]),
        [f"SG131 {PATH}/1"],
    ),
    Case(
        "a null path and an empty one are nothing",
        segment("Mail", None, []),
        [f"SG133 {ROWSET}/paths/0", f"SG133 {ROWSET}/paths/1"],
    ),
    Case(
        "an entity beside the path is told",
        segment("Crm_Leads.Mail", ["Shop_Visits", "Shop_Buyers", "Customer"]),
        [f"SG135 {LEAF}"],
    ),
    Case(
        "two relationships between two entities are two ways",
        segment("Shop_Visits.Mail"),
        [f"SG136 {LEAF} warning"],
        (VISITED, link("Again", "Shop_Visits", "Shop_Buyers")),
    ),
    Case(
        "on a path as well",
        segment("Shop_Visits.Mail", ["Shop_Visits", "Shop_Buyers", "Customer"]),
        [f"SG136 {PATH}/1 warning"],
        (VISITED, link("Again", "Shop_Visits", "Shop_Buyers")),
    ),
    Case(
        "unless one of them is named",
        segment("Shop_Visits.Mail", ["Shop_Visits", "Again", "Customer"]),
        [],
        (VISITED, link("Again", "Shop_Visits", "Shop_Buyers")),
    ),
    Case(
        "a circle elsewhere makes no way ambiguous",
        segment("Shop_Visits.Mail"),
        [],
        (VISITED, LED, link("More", "Crm_Leads", "Shop_Visits")),
    ),
    Case(
        "what the service relates itself makes no way ambiguous",
        segment("Shop_Visits.Mail"),
        [],
        (
            VISITED,
            link("ToActivity", "Shop_Visits", "UnifiedActivity"),
            link("Of", "UnifiedActivity", "Customer"),
        ),
        {
            "systemEntities": [
                {"name": "UnifiedActivity", "attributes": {"Id": "string"}},
                {"name": "Customer", "attributes": {"Id": "string", "Mail": "string"}},
            ]
        },
    ),
    Case(
        "nor does what tells where data come from",
        segment("Shop_Visits.Mail"),
        [],
        (
            VISITED,
            {**link("Origin", "Shop_Visits", "Shop_Buyers"), "relationshipType": "dataSourceLineageOrigin"},
        ),
    ),
    Case(
        "a segment and a relationship of one name: the relationship is meant",
        segment("Shop_Visits.Mail", ["Shop_Visits", "S", "Customer"]),
        [],
        (link("S", "Shop_Visits", "Shop_Buyers"),),
    ),
    Case(
        "what many customers share can't be projected",
        segment("Mail", projectedAttributes=[{"entityName": "Shop_Visits", "attributeNames": ["Mail"]}]),
        [f"SG138 {SHOWN}/entityName", "held back: 1"],
        (link("VisitedBy", "Shop_Visits", "Shop_Buyers", "oneToMany"),),
    ),
    Case(
        "nor can what isn't related to Customer",
        segment("Mail", projectedAttributes=[{"entityName": "Crm_Leads", "attributeNames": ["Mail"]}]),
        [f"SG138 {SHOWN}/entityName"],
    ),
    Case(
        "which a condition has told",
        segment(
            "Crm_Leads.Mail", projectedAttributes=[{"entityName": "Crm_Leads", "attributeNames": ["Mail"]}]
        ),
        [f"SG134 {LEAF}", "held back: 1"],
    ),
    Case(
        "unless relationships aren't all known",
        segment("Mail", projectedAttributes=[{"entityName": "Crm_Leads", "attributeNames": ["Mail"]}]),
        [],
        more={"complete": {"relationships": False}},
    ),
    Case(
        "a source entity's attributes can be shown without a condition",
        segment("Mail", projectedAttributes=[{"entityName": "Shop_Buyers", "attributeNames": ["Mail"]}]),
        [],
    ),
    Case(
        "those farther away need one in every rowset",
        segment("Mail", projectedAttributes=[{"entityName": "Shop_Visits", "attributeNames": ["Mail"]}]),
        [f"SG139 {SHOWN}/attributeNames/0"],
    ),
    Case(
        "those that don't exist are another rule's",
        segment("Mail", projectedAttributes=[{"entityName": "Shop_Visits", "attributeNames": ["Mial"]}]),
        ["held back: 1"],
    ),
]


def detour(hops: int) -> list[dict[str, Any]]:
    """Return relationships that lead from visits to buyers over entities of their own."""
    places = ["Shop_Visits", *(f"Shop_E{number}" for number in range(1, hops)), "Shop_Buyers"]
    return [link(f"Hop{number}", *pair) for number, pair in enumerate(pairwise(places), 1)]


def test_an_entity_is_to_be_related_to_customer_or_to_what_makes_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    alone = {"conflationOrder": ["Shop_Buyers"], "conflationPlans": []}
    here = snapshot(conflations=[{"conflationId": "default", "conflationPlan": alone}], relationships=[])
    write(tmp_path, {"snapshot.json": here, **segment("Crm_Leads.Mail")})

    assert [one["help"] for one in reported("--select", "SG134")["diagnostics"]] == [
        "create a relationship between `Crm_Leads` and `Customer` or one of the entities that make it up "
        "(`Shop_Buyers`)"
    ]


def test_of_many_rowsets_without_a_condition_three_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rowsets = [{"criteria": {"attribute": "Mail", "comparisonOperator": "isNotNull"}}] * 5
    shown = [{"entityName": "Crm_Leads", "attributeNames": ["Mail"]}]
    query = {"type": "structured", "rowsets": rowsets, "projectedAttributes": shown}
    links = [
        link("BuyersToVisits", "Shop_Visits", "Shop_Buyers"),
        link("VisitsToLeads", "Crm_Leads", "Shop_Visits"),
    ]
    here = snapshot(conflations=[CONFLATION], relationships=links)
    write(
        tmp_path,
        {"snapshot.json": here, "manage/segments.json": {"name": "S", "segmentQueryExpression": query}},
    )

    assert [len(one["related"]) for one in reported("--select", "SG139")["diagnostics"]] == [3]


@pytest.mark.parametrize(("hops", "is_way"), [(19, True), (20, False)])
def test_a_way_of_more_than_twenty_hops_is_none(
    hops: int, is_way: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = snapshot()["dataSources"]
    sources[0]["entities"] += [{"name": f"E{number}", "attributes": {"Id": "string"}} for number in range(20)]
    here = snapshot(dataSources=sources, relationships=[VISITED, *detour(hops)], conflations=[CONFLATION])
    write(tmp_path, {"snapshot.json": here, **segment("Shop_Visits.Mail")})

    found = reported("--select", "SG136")["diagnostics"]
    assert [(one["pointer"], len(one["related"])) for one in found] == ([(LEAF, 4)] if is_way else [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_paths(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kept = {"relationships": list(case.relationships), "conflations": [CONFLATION], **(case.more or {})}
    write(tmp_path, {"snapshot.json": snapshot(**kept), **case.files})
    assert said("--select", "SG13", "--select", "SG140") == case.said


ENDS = ("Shop_Buyers", "Shop_Visits", "Crm_People", "Crm_Leads")
LINKS = st.lists(st.tuples(st.sampled_from(ENDS), st.sampled_from(ENDS)), max_size=7)


@given(LINKS)
def test_a_way_is_the_shortest_and_the_only_one_exactly_if_a_graph_says_so(pairs: list[Any]) -> None:
    links = [link(f"R{number}", *pair) for number, pair in enumerate(pairs)]
    kept = snapshot(relationships=links, conflations=[CONFLATION])
    contents = {"/nowhere/snapshot.json": json.dumps(kept).encode()}
    inputs = Inputs("/nowhere", Configuration(), contents=contents, snapshot_suffices=True)
    project = load_project(inputs, lambda _done, _all: None).project
    ways: Ways = project.ways(project.snapshots[0])
    graph: networkx.MultiGraph[str] = networkx.MultiGraph(
        [*pairs, ("Shop_Buyers", "Customer"), ("Crm_People", "Customer")]
    )

    for entity in project.snapshots[0].entities:
        way, name = ways.to_root(entity), str(entity)
        routes = list(networkx.all_simple_edge_paths(graph, name, "Customer")) if name in graph else []
        assert (way is None) == (not routes)
        if way is not None:
            assert len(way) == min(len(one) for one in routes)
            assert [step.here for step in way[1:]] == [step.there for step in way[:-1]]
            assert ways.has_several(way) == (len(routes) > 1)
            assert bool(ways.others(way)) == (len(routes) > 1)


def test_a_path_names_nothing_where_nothing_is_ingested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    empty = snapshot(dataSources=[], conflations=[], complete={"relationships": True})
    write(tmp_path, {"snapshot.json": empty, **segment("Shop_Buyers.Mail", ["Shop_Buyers"])})

    assert said("--select", "SG130,IN06") == ["IN06 ", "held back: 1"]
