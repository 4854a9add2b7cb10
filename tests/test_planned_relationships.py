"""What requests make of the relationships of an instance, and what they join."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linter.project.relationships import Join, PlannedRelationships
from linter.project.saved import saved_links, saved_relationships
from tests.projects import DELETION, RELATIONSHIP, creation, project_of, snapshot, update

OTHER = {**RELATIONSHIP, "name": "PeopleToBuyers", "fromEntityName": "Crm_People"}
SAVED = snapshot(relationships=[RELATIONSHIP, OTHER])


def planned(*requests: Any, saved: Any = SAVED) -> PlannedRelationships:
    return project_of({"snapshot.json": saved, "r.json": list(requests)}).planned


def links(*requests: Any, saved: Any = SAVED) -> list[str]:
    """What there will be: `name: entity.attribute > entity.attribute`, with `*` where a payload says so."""
    project = project_of({"snapshot.json": saved, "r.json": list(requests)})
    return [
        f"{one.name}: "
        + " > ".join(f"{mention.name}.{name}" for mention, name in zip(one.ends, one.attributes, strict=True))
        + ("*" if one.planned else "")
        for one in project.links(project.snapshots[0])
    ]


VISITS, PEOPLE = (
    "VisitsToBuyers: Shop_Visits.Id > Shop_Buyers.Id",
    "PeopleToBuyers: Crm_People.Id > Shop_Buyers.Id",
)
NEW = creation(name="New", fromAttributeName="Mail")

RELATIONSHIPS = "/api/instances/main/manage/relationships"
UPDATE_NEW = {**update(toAttributeName="Mail"), "url": f"{RELATIONSHIPS}/New"}

LINKS: list[tuple[str, list[Any], list[str]]] = [
    ("what nobody touches stays", [], [VISITS, PEOPLE]),
    ("what is created comes behind it", [NEW], [VISITS, PEOPLE, "New: Shop_Visits.Mail > Shop_Buyers.Id*"]),
    ("what is deleted is gone", [DELETION], [PEOPLE]),
    ("what is created after its deletion is there", [DELETION, creation()], [PEOPLE, f"{VISITS}*"]),
    ("what is created before its deletion is not", [creation(), DELETION], [PEOPLE]),
    (
        "what is deleted both before and after is not",
        [DELETION, creation(), DELETION],
        [PEOPLE],
    ),
    (
        "what is created under a name that is taken takes nothing's place",
        [creation(fromAttributeName="Mail")],
        [VISITS, PEOPLE, "VisitsToBuyers: Shop_Visits.Mail > Shop_Buyers.Id*"],
    ),
    (
        "an update leaves what it doesn't give as it was",
        [update(fromAttributeName="Mail")],
        [PEOPLE, "VisitsToBuyers: Shop_Visits.Mail > Shop_Buyers.Id*"],
    ),
    (
        "an update gives the other end another attribute",
        [update(toAttributeName="Mail")],
        [PEOPLE, "VisitsToBuyers: Shop_Visits.Id > Shop_Buyers.Mail*"],
    ),
    (
        "an update gives an end another entity",
        [update(fromEntityName="Crm_Leads")],
        [PEOPLE, "VisitsToBuyers: Crm_Leads.Id > Shop_Buyers.Id*"],
    ),
    (
        "an update gives the other end another entity",
        [update(toEntityName="Crm_Leads")],
        [PEOPLE, "VisitsToBuyers: Shop_Visits.Id > Crm_Leads.Id*"],
    ),
    (
        "an update counts in the state after its deletion, too",
        [update(fromAttributeName="Mail"), DELETION],
        [PEOPLE],
    ),
    (
        "an update of what there isn't has what it gives",
        [{**update(**{**RELATIONSHIP, "name": "Any"}), "url": DELETION["url"] + "2"}],
        [VISITS, PEOPLE, "VisitsToBuyers2: Shop_Visits.Id > Shop_Buyers.Id*"],
    ),
    (
        "an update of what is created is of that",
        [NEW, UPDATE_NEW],
        [VISITS, PEOPLE, "New: Shop_Visits.Mail > Shop_Buyers.Mail*"],
    ),
    (
        "what is created twice is there twice",
        [NEW, creation(name="New", fromAttributeName="Born")],
        [
            *(VISITS, PEOPLE, "New: Shop_Visits.Mail > Shop_Buyers.Id*"),
            "New: Shop_Visits.Born > Shop_Buyers.Id*",
        ],
    ),
    (
        "an update of what is created anew is not of what was deleted",
        [DELETION, creation(fromAttributeName="Mail"), update(toAttributeName="Born")],
        [PEOPLE, "VisitsToBuyers: Shop_Visits.Mail > Shop_Buyers.Born*"],
    ),
    (
        "of two updates each changes what it gives",
        [update(toAttributeName="Mail"), update(fromAttributeName="Born"), update(description="Visits")],
        [PEOPLE, "VisitsToBuyers: Shop_Visits.Born > Shop_Buyers.Mail*"],
    ),
    (
        "one without a name has no name",
        [creation(name=None)],
        [VISITS, PEOPLE, ": Shop_Visits.Id > Shop_Buyers.Id*"],
    ),
    (
        "an update of who knows what is of none that has no name",
        [creation(name=None), {**update(toAttributeName="Mail"), "url": f"{RELATIONSHIPS}/{{{{which}}}}"}],
        [VISITS, PEOPLE, ": Shop_Visits.Id > Shop_Buyers.Id*", ": None.None > None.Mail*"],
    ),
    (
        "a deletion of who knows what takes nothing away",
        [creation(name=None), {**DELETION, "url": "/api/instances/main/manage/relationships/{{which}}"}],
        [VISITS, PEOPLE, ": Shop_Visits.Id > Shop_Buyers.Id*"],
    ),
    (
        "a request that only asks for one deletes nothing",
        [creation(), {**DELETION, "method": "GET"}],
        [VISITS, PEOPLE, f"{VISITS}*"],
    ),
]


@pytest.mark.parametrize(("requests", "expected"), [pytest.param(*case, id=name) for name, *case in LINKS])
def test_relationships_are_what_the_snapshot_has_and_requests_make_of_it(
    requests: list[Any], expected: list[str]
) -> None:
    assert links(*requests) == expected


def test_an_update_leaves_the_attribute_that_it_does_not_give_at_the_end_that_has_it() -> None:
    saved = snapshot(relationships=[{**RELATIONSHIP, "fromAttributeName": "Mail", "toAttributeName": "Born"}])
    assert links(update(cardinality="oneToOne"), saved=saved) == [
        "VisitsToBuyers: Shop_Visits.Mail > Shop_Buyers.Born*"
    ]


def test_against_the_snapshot_alone_relationships_are_those_that_it_has() -> None:
    project = project_of({"snapshot.json": SAVED, "r.json": [DELETION, NEW]})
    alone = PlannedRelationships(project.all_payloads, snapshot_only=True)
    assert [one.name for one in alone.of(project.snapshots[0])] == ["VisitsToBuyers", "PeopleToBuyers"]


def test_what_a_list_creates_and_updates_stands_where_it_is_created() -> None:
    (instance,) = (project := project_of({"snapshot.json": SAVED, "r.json": [NEW, UPDATE_NEW]})).snapshots
    assert [one.at.path for one in project.links(instance) if one.planned] == [(0, "body", "name")]


def test_requests_to_one_instance_leave_the_other_alone() -> None:
    elsewhere = {**DELETION, "url": DELETION["url"].replace("main", "other")}
    made = {**creation(name="Made"), "url": "/api/instances/other/manage/relationships"}
    project = project_of(
        {
            "snapshot.json": SAVED,
            "other.json": {**SAVED, "instanceId": "other"},
            "r.json": [elsewhere, made, creation(name="Mine")],
        }
    )
    assert {one.instance_id: [link.name for link in project.links(one)] for one in project.snapshots} == {
        "main": ["VisitsToBuyers", "PeopleToBuyers", "Mine"],
        "other": ["PeopleToBuyers", "Made"],
    }


def test_what_the_snapshot_has_is_known_by_name_and_by_entity_once_each() -> None:
    to_itself = {**RELATIONSHIP, "name": "BuyersToBuyers", "fromEntityName": "Shop_Buyers"}
    to_nobody = {**RELATIONSHIP, "name": "VisitsToNobody", "toEntityName": "Shop_Nobody"}
    from_nobody = {**RELATIONSHIP, "name": "NobodyToVisits", "fromEntityName": "X", "toEntityName": "Y"}
    nameless = {**OTHER, "name": None}
    (instance,) = project_of(
        {"snapshot.json": snapshot(relationships=[RELATIONSHIP, to_itself, to_nobody, from_nobody, nameless])}
    ).snapshots
    found = saved_links(instance)
    assert list(found.by_name) == ["VisitsToBuyers", "BuyersToBuyers", "VisitsToNobody", "NobodyToVisits", ""]
    assert {str(entity): [one.name for one in joined] for entity, joined in found.of_entity.items()} == {
        "Shop_Visits": ["VisitsToBuyers", "VisitsToNobody"],
        "Shop_Buyers": ["VisitsToBuyers", "BuyersToBuyers", ""],
        "Crm_People": [""],
    }


def test_beyond_a_relationship_lies_its_other_end_from_whichever_entity() -> None:
    (instance,) = project_of({"snapshot.json": SAVED}).snapshots
    link = saved_links(instance).by_name["VisitsToBuyers"]
    told = {str(one): link.beyond(one).name for one in instance.entities if str(one).startswith("Shop_")}
    assert told == {"Shop_Buyers": "Shop_Visits", "Shop_Visits": "Shop_Buyers"}


def test_what_has_been_found_out_is_kept() -> None:
    project = project_of({"snapshot.json": SAVED, "r.json": [creation(name="Again"), NEW]})
    (instance,), asked = project.snapshots, project.planned
    again = PlannedRelationships(project.all_payloads, snapshot_only=False)
    assert saved_relationships(instance) is saved_relationships(instance)
    assert saved_links(instance) is saved_links(instance)
    assert asked.of(instance) is asked.of(instance)
    assert asked.saved_alike(instance) is asked.saved_alike(instance)
    assert asked.joins[0] is again.joins[0]
    assert asked.of(instance)[-1] is again.of(instance)[-1]


QUERY = {"method": "GET", "url": "/api/instances/main/data/Shop_Buyers"}
DELETE_TWO = {**DELETION, "url": DELETION["url"] + "2"}
DELETE_SEGMENT = {**DELETION, "url": "/api/instances/main/manage/segments/VisitsToBuyers"}
DELETE_ANY = {**DELETION, "url": "/api/instances/main/manage/relationships/{{which}}"}


@pytest.mark.parametrize(
    ("deletion", "name", "after", "is_deleted", "may_be"),
    [
        pytest.param(DELETION, "VisitsToBuyers", 0, True, True, id="by its name"),
        pytest.param(DELETE_TWO, "VisitsToBuyers", 0, False, False, id="another one"),
        pytest.param(DELETE_ANY, "VisitsToBuyers", 0, False, True, id="by a name that isn't known"),
        pytest.param(DELETE_TWO, None, 0, False, True, id="one whose name isn't known"),
        pytest.param(DELETION, "VisitsToBuyers", 1, False, False, id="too early"),
        pytest.param(creation(), "VisitsToBuyers", 0, False, False, id="that is no deletion"),
        pytest.param({**DELETION, "method": "GET"}, "VisitsToBuyers", 0, False, False, id="that only asks"),
        pytest.param(DELETE_SEGMENT, "VisitsToBuyers", 0, False, False, id="of something else"),
    ],
)
def test_an_earlier_request_deletes_what_it_calls_by_its_name(
    deletion: Any, name: str | None, after: int, is_deleted: bool, may_be: bool
) -> None:
    project = project_of({"snapshot.json": SAVED, "r.json": [deletion, QUERY, creation(), deletion]})
    first, before, second, _ = project.requests
    asked, since = project.planned, before if after else None
    assert name is None or asked.deleted_before(second, name, after) is is_deleted
    assert asked.may_be_deleted_before(second, name, since) is may_be
    assert name is None or not asked.deleted_before(first, name, 0)
    later = project_of({"snapshot.json": SAVED, "r.json": [QUERY, deletion]})
    assert not later.planned.may_be_deleted_before(later.requests[0], name)


def test_any_earlier_request_may_delete_it_where_it_is_not_said_after_which_one() -> None:
    project = project_of({"snapshot.json": SAVED, "r.json": [DELETION, creation()]})
    assert project.planned.may_be_deleted_before(project.requests[1], "VisitsToBuyers")


def test_another_file_deletes_only_what_it_calls_by_its_name() -> None:
    for deletion, may_be in ((DELETION, True), (DELETE_TWO, False), (DELETE_ANY, False)):
        project = project_of({"snapshot.json": SAVED, "q.json": deletion, "r.json": creation()})
        creating = project.requests[1]
        assert project.planned.may_be_deleted_before(creating, "VisitsToBuyers") is may_be
        assert not project.planned.may_be_deleted_before(creating, None)


def test_where_nobody_says_in_which_order_requests_go_any_of_them_may_be_an_earlier_one() -> None:
    url = "https://api/instances/main/manage/relationships"
    bodies = json.dumps(RELATIONSHIP)
    text = f"PATCH {url}\nContent-Type: application/json\n\n{bodies}\n\n###\nDELETE {url}/VisitsToBuyers\n"
    project = project_of({"snapshot.json": SAVED, "r.http": text})
    first, _ = project.requests
    assert project.planned.may_be_deleted_before(first, "VisitsToBuyers")
    assert not project.planned.may_be_deleted_before(first, "PeopleToBuyers")
    assert not project.planned.deleted_before(first, "VisitsToBuyers", 0)


def test_what_creates_a_name_is_no_update_that_mentions_it() -> None:
    asked = planned(creation(), update(name="Other"), creation(name=None))
    assert [len(asked.created(name)) for name in ("VisitsToBuyers", "Other", "")] == [1, 0, 0]


def joined(asked: PlannedRelationships) -> list[tuple[Any, ...]]:
    return [_of(one) for one in asked.joins]


def _of(one: Join) -> tuple[Any, ...]:
    entities = tuple(str(entity) for entity in one.entities)
    return one.link.name, entities, one.link.attributes, one.cardinality, one.same_type


BOTH = ("Shop_Visits", "Shop_Buyers")

JOINS: list[tuple[str, list[Any], list[Any]]] = [
    ("what is created", [creation()], [("VisitsToBuyers", BOTH, ("Id", "Id"), "manytoone", True)]),
    (
        "attributes of two types",
        [creation(fromAttributeName="Born")],
        [("VisitsToBuyers", BOTH, ("Born", "Id"), "manytoone", False)],
    ),
    (
        "an update of one end, whose other end and whose cardinality are as they were",
        [update(toAttributeName="Mail")],
        [("VisitsToBuyers", BOTH, ("Id", "Mail"), "manytoone", True)],
    ),
    (
        "an update of the cardinality",
        [update(cardinality="OneToOne")],
        [("VisitsToBuyers", BOTH, ("Id", "Id"), "onetoone", True)],
    ),
    ("what is created without a name", [creation(name=None)], [("", BOTH, ("Id", "Id"), "manytoone", True)]),
    ("an update of something else joins nothing anew", [update(description="Visits")], []),
    ("what is created without ends joins nothing", [{**creation(), "body": {"name": "Odd"}}], []),
    ("an attribute that there isn't is joined to nothing", [creation(fromAttributeName="Ids")], []),
    ("nor is anything joined to it", [creation(toAttributeName="Ids")], []),
    (
        "what is created doesn't have the cardinality of its namesake",
        [creation(cardinality=None)],
        [("VisitsToBuyers", BOTH, ("Id", "Id"), "", True)],
    ),
]


@pytest.mark.parametrize(("requests", "expected"), [pytest.param(*case, id=name) for name, *case in JOINS])
def test_payloads_join_two_attributes_that_there_are(requests: list[Any], expected: list[Any]) -> None:
    assert joined(planned(*requests)) == expected


def test_without_a_snapshot_nothing_is_known_of_what_is_joined() -> None:
    assert project_of({"r.json": [creation(), update(toAttributeName="Mail")]}).planned.joins == []


ALIKE: list[tuple[str, list[Any], list[str]]] = [
    ("nothing where nothing is planned", [], []),
    ("nothing where others are joined", [creation(fromAttributeName="Mail")], []),
    ("what joins the same attributes", [creation(name="Again")], ["VisitsToBuyers"]),
    (
        "from whichever end",
        [creation(name="Again", fromEntityName="Shop_Buyers", toEntityName="Shop_Visits")],
        ["VisitsToBuyers"],
    ),
    (
        "what joins the same attributes, besides an update of what there isn't",
        [{**update(toEntityName="Shop_Nobody"), "url": DELETION["url"] + "2"}, creation(name="Again")],
        ["VisitsToBuyers"],
    ),
    ("not what is deleted", [DELETION, creation(name="Again")], []),
    ("not what joins others from now on", [update(toAttributeName="Mail"), creation(name="Again")], []),
    ("once, though the name comes again", [creation()], ["VisitsToBuyers"]),
]


@pytest.mark.parametrize(("requests", "expected"), [pytest.param(*case, id=name) for name, *case in ALIKE])
def test_a_saved_relationship_is_alike_where_a_payload_joins_the_same(
    requests: list[Any], expected: list[str]
) -> None:
    project = project_of({"snapshot.json": SAVED, "r.json": requests})
    (instance,) = project.snapshots
    alike = project.planned.saved_alike(instance)
    assert [(one.link.name, one.relationship) for one in alike] == [(name, None) for name in expected]


def test_relationships_stay_unread_where_none_joins_what_payloads_join() -> None:
    project = project_of({"snapshot.json": SAVED, "r.json": [creation(fromAttributeName="Mail")]})
    (instance,) = project.snapshots
    assert project.planned.saved_alike(instance) == []
    assert instance.links is None


@pytest.mark.parametrize(
    ("kind", "is_lineage"),
    [
        (None, False),
        ("", False),
        ("Custom", False),
        ("DataSourceLineage", True),
        ("dataSourceLineageX", True),
    ],
)
def test_lineage_says_where_data_comes_from(kind: str | None, is_lineage: bool) -> None:
    (join,) = planned(creation(relationshipType=kind)).joins
    assert join.is_lineage is is_lineage
