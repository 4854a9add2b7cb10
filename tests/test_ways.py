"""The ways between entities over the relationships of the planned state."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from linter.project.ways import Ways, is_lineage, spelled, ways_over
from tests.projects import PLAN_FILE, RELATIONSHIPS_FILE, plan, project_of, snapshot, update

CUSTOMER = {"name": "Customer", "primaryKey": "CustomerId", "attributes": {"CustomerId": "string"}}


def link(name: str, here: str, there: str, **more: Any) -> dict[str, Any]:
    ends = {"fromEntityName": here, "toEntityName": there}
    return {"name": name, **ends, "fromAttributeName": "Id", "toAttributeName": "Id", **more}


def ways(*links: Any, planned: Any = (), requests: Any = (), entities: Any = (), order: Any = None) -> Ways:
    files: dict[str, Any] = {
        "snapshot.json": snapshot(relationships=list(links), systemEntities=list(entities))
    }
    files |= {RELATIONSHIPS_FILE: list(planned)} if planned else {}
    files |= {"r.json": list(requests)} if requests else {}
    files |= {PLAN_FILE: plan(order=order)} if order is not None else {}
    project = project_of(files)
    return project.ways(project.snapshots[0])


def place(among: Ways, name: str) -> Any:
    return next(one for one in among.snapshot.entities if str(one) == name)


def way(among: Ways, name: str) -> str | None:
    found = among.to_root(place(among, name))
    return None if found is None else spelled(found)


VISITED = link("VisitedBy", "Shop_Visits", "Shop_Buyers")
BOUGHT = link("Bought", "Shop_Buyers", "Customer")


@pytest.mark.parametrize("entities", [(), (CUSTOMER,)], ids=["by its name", "as the snapshot declares it"])
def test_a_way_leads_over_relationships_to_customer_from_whichever_end(entities: Any) -> None:
    among = ways(link("Visited", "Shop_Buyers", "Shop_Visits"), BOUGHT, entities=entities)
    assert way(among, "Shop_Visits") == "to `Shop_Buyers` by `Visited` to `Customer` by `Bought`"
    assert way(among, "Shop_Buyers") == "to `Customer` by `Bought`"
    assert way(among, "Crm_Leads") is None
    assert among.to_root(among.root) == ()
    bare = ways(entities=entities)
    assert bare.to_root(bare.root) == ()
    assert [str(one) for one in among.from_(among.root)] == ["to `Shop_Buyers` by `Bought`"]


def test_the_source_entities_of_a_plan_lead_to_customer_by_themselves_if_nothing_else_does() -> None:
    among = ways(VISITED, order=["Shop_Buyers", "Crm_People", "Crm_Nobody"])
    assert {str(one) for one in among.sources} == {"Shop_Buyers", "Crm_People"}
    many = ["Shop_Visits", "Shop_Buyers", "Crm_People", "Crm_Leads"]
    assert [str(one.there) for one in ways(order=many).from_("Customer")] == sorted(many)
    assert way(among, "Shop_Visits") == "to `Shop_Buyers` by `VisitedBy` to `Customer`"
    bought = ways(BOUGHT, order=["Shop_Buyers", "Crm_People"])
    assert [str(one) for one in bought.from_(place(bought, "Shop_Buyers"))] == ["to `Customer` by `Bought`"]


def test_a_relationship_with_an_end_that_leads_nowhere_is_loose() -> None:
    from_nobody, to_nobody = link("A", "X", "Shop_Buyers"), link("B", "Shop_Buyers", "Y")
    to_nothing = {key: one for key, one in link("D", "Shop_Buyers", "").items() if key != "toEntityName"}
    among = ways(VISITED, from_nobody, to_nobody, link("C", "X", "Y"), to_nothing)
    told = [(one.name, end.name) for one, end in among.loose]
    assert told == [("A", "X"), ("B", "Y"), ("C", "X"), ("C", "Y"), ("D", None)]
    assert among.loose_names == {"A", "B", "C", "D"}
    assert [*among.links] == ["VisitedBy"]
    assert [str(one) for one in among.from_(place(among, "Shop_Buyers"))] == [
        "to `Shop_Visits` by `VisitedBy`"
    ]


def test_an_entity_that_is_related_to_itself_has_one_hop_to_itself() -> None:
    among = ways(link("Parent", "Crm_People", "Crm_People"))
    people = place(among, "Crm_People")
    assert [str(one) for one in among.between(people, people)] == ["to `Crm_People` by `Parent`"]


def test_hops_between_two_entities_are_those_of_these_two() -> None:
    among = ways(VISITED, link("Again", "Shop_Visits", "Shop_Buyers"), BOUGHT)
    visits, buyers = place(among, "Shop_Visits"), place(among, "Shop_Buyers")
    assert [one.link.name for one in among.between(visits, buyers) if one.link] == ["VisitedBy", "Again"]
    assert [one.link.name for one in among.between(buyers, among.root) if one.link] == ["Bought"]
    assert among.between(buyers, "".join(["Cust", "omer"])) == among.between(buyers, among.root)
    assert among.between(visits, among.root) == []


@pytest.mark.parametrize(
    ("saved", "body", "expected"),
    [
        pytest.param({}, {"cardinality": "OneToOne"}, "onetoone", id="as the update says"),
        pytest.param({"cardinality": "ManyToOne"}, {"toAttributeName": "Mail"}, "manytoone", id="as it was"),
        pytest.param({"cardinality": "x"}, {"cardinality": "OneToOne"}, "onetoone", id="another one now"),
        pytest.param({}, {"toAttributeName": "Mail"}, "", id="never said"),
    ],
)
def test_an_update_leaves_the_cardinality_that_it_does_not_give(saved: Any, body: Any, expected: str) -> None:
    among = ways(link("VisitsToBuyers", "Shop_Visits", "Shop_Buyers", **saved), requests=[update(**body)])
    assert among.links["VisitsToBuyers"][0].cardinality == expected


def test_an_update_leaves_lineage_what_it_is_unless_it_says_otherwise() -> None:
    saved = link("VisitsToBuyers", "Shop_Visits", "Shop_Buyers", relationshipType="DataSourceLineageX")

    def is_so(**properties: Any) -> bool:
        among = ways(saved, requests=[update(**properties)])
        [hop] = among.from_(place(among, "Shop_Visits"))
        return is_lineage(hop)

    assert is_so(description="Visits")
    assert not is_so(relationshipType="singleKeyRelationshipOrigin")


def test_what_is_created_has_its_own_cardinality() -> None:
    among = ways(planned=[{**VISITED, "cardinality": "OneToMany"}])
    assert among.links["VisitedBy"][0].cardinality == "onetomany"
    among = ways(planned=[VISITED])
    assert among.links["VisitedBy"][0].cardinality == ""


def test_a_hop_is_lineage_if_its_relationship_says_so() -> None:
    kinds = {"A": "DataSourceLineageX", "B": "Custom", "C": None}
    among = ways(
        *(link(name, "Shop_Visits", "Crm_Leads", relationshipType=kind) for name, kind in kinds.items()),
        order=["Shop_Buyers"],
    )
    hops = [*among.from_(place(among, "Shop_Visits")), *among.from_("Customer")]
    told = {one.link.name if one.link else None: is_lineage(one) for one in hops}
    assert told == {"A": True, "B": False, "C": False, None: False}


def test_other_ways_avoid_a_hop_of_one_and_the_shortest_come_first() -> None:
    among = ways(
        VISITED,
        BOUGHT,
        link("Direct", "Shop_Visits", "Customer"),
        link("Led", "Shop_Visits", "Crm_Leads"),
        link("Lead", "Crm_Leads", "Customer"),
        link("Lineage", "Crm_People", "Customer", relationshipType="DataSourceLineage"),
        link("Person", "Shop_Visits", "Crm_People"),
    )
    visits = place(among, "Shop_Visits")
    direct = among.to_root(visits)
    assert direct is not None
    assert spelled(direct) == "to `Customer` by `Direct`"
    assert among.has_several(direct)
    assert [spelled(one) for one in among.others(direct)] == [
        "to `Shop_Buyers` by `VisitedBy` to `Customer` by `Bought`"
    ]
    backwards = ways(
        link("Visits", "Shop_Buyers", "Shop_Visits"),
        link("Buyer", "Customer", "Shop_Buyers"),
        link("Direct", "Customer", "Shop_Visits"),
    )
    direct = backwards.to_root(place(backwards, "Shop_Visits"))
    assert direct is not None
    assert [spelled(one) for one in backwards.others(direct)] == [
        "to `Shop_Buyers` by `Visits` to `Customer` by `Buyer`"
    ]
    lonely = ways(VISITED, BOUGHT)
    only = lonely.to_root(place(lonely, "Shop_Visits"))
    assert only is not None
    assert not lonely.has_several(only)
    assert lonely.others(only) == []


LEADS, PEOPLE, DIRECT = (
    link("Led", "Shop_Visits", "Crm_Leads"),
    link("Person", "Shop_Buyers", "Crm_People"),
    link("Direct", "Shop_Visits", "Customer"),
)
LINEAGE = {"relationshipType": "DataSourceLineage"}
OTHERS: list[tuple[str, list[Any], list[str]]] = [
    ("none over a tree", [VISITED, BOUGHT, LEADS], []),
    (
        "one around the last hop",
        [VISITED, BOUGHT, PEOPLE, link("Bought2", "Crm_People", "Customer")],
        ["Shop_Buyers, Crm_People, Customer"],
    ),
    (
        "one around the first hop",
        [VISITED, BOUGHT, LEADS, link("Lead", "Crm_Leads", "Shop_Buyers")],
        ["Crm_Leads, Shop_Buyers, Customer"],
    ),
    (
        "one around each hop, in an order of their own",
        [
            *(VISITED, BOUGHT, PEOPLE, link("Bought2", "Crm_People", "Customer")),
            *(LEADS, link("Lead", "Crm_Leads", "Shop_Buyers")),
        ],
        ["Crm_Leads, Shop_Buyers, Customer", "Shop_Buyers, Crm_People, Customer"],
    ),
    ("one by another relationship", [DIRECT, {**DIRECT, "name": "Other"}], ["Customer"]),
    ("none by lineage", [DIRECT, {**DIRECT, "name": "Made", **LINEAGE}], []),
    ("none beside lineage", [link("Made", "Shop_Visits", "Shop_Buyers", **LINEAGE), BOUGHT], []),
    (
        "a longer one, where a shorter one is lineage",
        [DIRECT, VISITED, BOUGHT, {**DIRECT, "name": "Made", **LINEAGE}],
        ["Shop_Buyers, Customer"],
    ),
    (
        "none over what the service makes",
        [DIRECT, link("To", "Shop_Visits", "UnifiedActivity"), link("From", "UnifiedActivity", "Customer")],
        [],
    ),
    (
        "none over what the service makes to something else",
        [
            *(DIRECT, BOUGHT, link("To", "Shop_Visits", "UnifiedActivity")),
            link("From", "UnifiedActivity", "Shop_Buyers"),
        ],
        [],
    ),
]


@pytest.mark.parametrize("is_declared", [True, False], ids=["Customer is declared", "Customer is not"])
@pytest.mark.parametrize(("links", "expected"), [pytest.param(*case, id=name) for name, *case in OTHERS])
def test_there_are_other_ways_to_customer(links: list[Any], expected: list[str], is_declared: bool) -> None:
    activity = {"name": "UnifiedActivity", "attributes": {"Id": "string"}}
    among = ways(*links, entities=[activity, *([CUSTOMER] if is_declared else [])])
    first = among.to_root(place(among, "Shop_Visits"))
    assert first is not None
    others = [", ".join(str(step.there) for step in one) for one in among.others(first) if one != first]
    assert others == expected
    assert among.has_several(first) is bool(expected)


def test_the_way_of_a_source_entity_by_itself_is_one_beside_that_over_another_one() -> None:
    among = ways(VISITED, order=["Shop_Buyers", "Shop_Visits"])
    first = among.to_root(place(among, "Shop_Visits"))
    assert first is not None
    assert spelled(first) == "to `Customer`"
    assert among.has_several(first)
    assert [spelled(one) for one in among.others(first)] == ["to `Shop_Buyers` by `VisitedBy` to `Customer`"]


@pytest.mark.parametrize(("hops", "count"), [(20, 1), (21, 0)])
def test_a_way_of_more_than_twenty_hops_is_none(hops: int, count: int) -> None:
    names = [f"E{number}" for number in range(hops)]
    source = {"dataSourceId": "1", "name": "S", "entities": [{"name": one} for one in names]}
    ends = [*(f"S_{one}" for one in names), "Customer"]
    links = [link(f"To{there}", here, there) for here, there in pairwise(ends)]
    root = snapshot(
        dataSources=[source], conflations=[], relationships=[*links, link("Direct", "S_E0", "Customer")]
    )
    project = project_of({"snapshot.json": root})
    among = project.ways(project.snapshots[0])
    direct = among.to_root(place(among, "S_E0"))
    assert direct is not None
    assert [len(one) for one in among.others(direct)] == [hops] * count


def test_ways_are_kept_as_long_as_they_are_made_of_the_same() -> None:
    project = project_of({"snapshot.json": snapshot(relationships=[VISITED, BOUGHT]), PLAN_FILE: plan()})
    (instance,) = project.snapshots
    links, plans = project.links(instance), project.plans
    kept = ways_over(instance, "Customer", links, plans)
    assert ways_over(instance, "Customer", links, plans) is kept
    assert [*ways_over(instance, "Customer", links[:1], plans).links] == ["VisitedBy"]
    assert ways_over(instance, "Customer", links[:1], []).sources == frozenset()
    assert ways_over(instance, "Other", links[:1], []).root == "Other"
