"""What rules on relationships share: those that are alike, named twice, inherited, or lead nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from linter.diagnostic import Cause, HeldBack, Lack, Location, NotChecked, cause_at
from linter.kinds.request import saved_request
from linter.project.project import Project
from linter.rulekit.joins import differ, given_keys, missed_keys, paired
from linter.rulekit.links import dangling, is_inherited, unknown_end, why_loose
from linter.rulekit.repeated_links import (
    named_twice,
    repeated,
    reported_links,
    said_of_name_between,
    said_of_names,
    turned_round,
)
from tests.projects import INFO_FILE, INFORMATION_FILE, RELATIONSHIPS_FILE, project_of, snapshot
from tests.saying import lines
from tests.test_chosen_paths import link

URL = "/api/instances/main/manage/relationships"
MANY, ONE = "manyToOne", "oneToOne"


def project(
    *planned: Any, stored: Any = (), api: str = "current", files: Any = (), **changes: Any
) -> Project:
    whole = snapshot(**{"relationships": list(stored), **changes})
    laid = {"snapshot.json": whole, RELATIONSHIPS_FILE: list(planned), **dict(files)}
    return project_of(laid, api=api)


def ends(name: str, here: str, there: str, cardinality: str = MANY, **more: Any) -> dict[str, Any]:
    """Return a relationship between attributes: `Buyers.Id` is one of the data source Shop's."""
    one, another = (end.partition(".") for end in (here, there))
    made = link(name, one[0], another[0], cardinality, **more)
    return {**made, "fromAttributeName": one[2], "toAttributeName": another[2]}


VISITED = ends("Visited", "Shop_Visits.Mail", "Shop_Buyers.Id")


@pytest.mark.parametrize(
    ("relationship", "api", "keys"),
    [
        (ends("A", "Shop_Visits.Id", "Shop_Buyers.Mail"), "current", ["Id"]),
        (ends("A", "Shop_Visits.Id", "Shop_Buyers.Id"), "current", []),
        (ends("A", "Shop_Visits.Id", "Shop_Visits.Mail"), "current", []),
        (ends("A", "Shop_Visits.Id", "Shop_Buyers.Mail", ONE), "current", ["Id"]),
        (ends("A", "Shop_Visits.Id", "Shop_Buyers.Mail", ONE), "2020-04", []),
        (ends("A", "Shop_Visits.Id", "Shop_Buyers.Mail", "oneToMany"), "current", []),
        (ends("A", "Shop_Visits.Id", "Shop_Buyers.Mail", "some"), "current", []),
        (
            ends("A", "Shop_Visits.Id", "Shop_Buyers.Mail", relationshipType="DataSourceLineage"),
            "current",
            [],
        ),
        (ends("A", "Shop_Visits.Id", "Crm_Leads.Mail"), "current", []),
    ],
)
def test_a_relationship_from_many_misses_the_key_of_its_target(
    relationship: Any, api: str, keys: list[str]
) -> None:
    files = project(relationship, api=api)
    (join,) = files.planned.joins

    assert missed_keys(files, join) == keys


def test_keys_are_those_of_the_snapshot_and_of_entity_info() -> None:
    info = {INFO_FILE: {"entityName": "Buyers", "primaryKey": "Mail"}}
    files = project(ends("A", "Shop_Visits.Id", "Shop_Buyers.On"), files=info)
    (join,) = files.planned.joins
    visits, buyers = join.entities

    assert given_keys(files, buyers) == ["Id", "Mail"]
    assert given_keys(files, visits) == ["Id"]
    assert missed_keys(files, join) == ["Id", "Mail"]
    named = project(ends("A", "Shop_Visits.Id", "Shop_Buyers.Mail"), files=info)
    assert missed_keys(named, named.planned.joins[0]) == []


def test_a_key_that_entity_information_alone_gives_is_none_of_these() -> None:
    listed = [{"entityName": "Leads", "primaryKey": "Id"}]
    body = {"dataSources": [{"dataSourceName": "Crm", "entities": listed}]}
    files = project(ends("A", "Shop_Visits.Id", "Crm_Leads.Mail"), files={INFORMATION_FILE: body})
    (join,) = files.planned.joins

    assert files.keys.anywhere(join.entities[1])
    assert given_keys(files, join.entities[1]) == missed_keys(files, join) == []


def test_types_differ_where_that_is_certain() -> None:
    files = project(
        ends("A", "Shop_Visits.Id", "Shop_Buyers.Born"),
        ends("B", "Shop_Visits.Id", "Shop_Buyers.Odd"),
        ends("C", "Shop_Visits.Id", "Shop_Buyers.Mail"),
        ends("D", "Shop_Visits.Id", "Shop_Buyers.Born", relationshipType="DataSourceLineage"),
    )

    assert [differ(one) for one in files.planned.joins] == [True, False, False, False]


def test_relationships_mean_the_same_from_whichever_end() -> None:
    one, turned, other, back, same, away = project(
        ends("A", "Shop_Visits.Mail", "Shop_Buyers.Id"),
        ends("B", "Shop_Buyers.Id", "Shop_Visits.Mail", "oneToMany"),
        ends("C", "Shop_Buyers.Id", "Shop_Visits.Mail"),
        ends("D", "Shop_Visits.Mail", "Shop_Buyers.Id", ONE),
        ends("E", "Shop_Buyers.Id", "Shop_Visits.Mail", ONE),
        ends("F", "Shop_Visits.Id", "Shop_Buyers.Id"),
    ).planned.joins

    assert paired(one) == paired(turned)
    assert paired(back) == paired(same)
    assert len({paired(each) for each in (one, other, back, away)}) == 4


@pytest.mark.parametrize(
    ("planned", "stored", "alike", "turned"),
    [
        ([VISITED], [], [], []),
        ([VISITED, {**VISITED, "name": "Again"}], [], [("Again", "Visited")], []),
        ([{**VISITED, "name": "Again"}], [VISITED], [("Again", "Visited")], []),
        ([VISITED, VISITED], [], [], []),
        ([VISITED, ends("Back", "Shop_Buyers.Id", "Shop_Visits.Mail")], [], [], [("Back", "Visited")]),
        (
            [VISITED, ends("Back", "Shop_Buyers.Id", "Shop_Visits.Mail", "oneToMany")],
            [],
            [("Back", "Visited")],
            [],
        ),
        (
            [VISITED, ends("Many", "Shop_Visits.Mail", "Shop_Buyers.Id", "oneToMany")],
            [],
            [],
            [("Many", "Visited")],
        ),
        ([VISITED, ends("One", "Shop_Visits.Mail", "Shop_Buyers.Id", ONE)], [], [], []),
        ([ends("One", "Shop_Visits.Mail", "Shop_Buyers.Id", ONE), VISITED], [], [], []),
        ([VISITED, ends("Other", "Shop_Visits.Id", "Shop_Buyers.Id")], [], [], []),
        (
            [
                {**VISITED, "relationshipType": "DataSourceLineage"},
                ends("Back", "Shop_Buyers.Id", "Shop_Visits.Mail", relationshipType="DataSourceLineage"),
            ],
            [],
            [],
            [],
        ),
        ([VISITED, {**VISITED, "name": "Of", "relationshipType": "DataSourceLineage"}], [], [], []),
        (
            [VISITED, {**VISITED, "name": "B"}, {**VISITED, "name": "C"}],
            [],
            [("B", "Visited"), ("C", "Visited")],
            [],
        ),
    ],
)
def test_relationships_repeat_an_earlier_one_or_lead_back(
    planned: Any, stored: Any, alike: Any, turned: Any
) -> None:
    files = project(*planned, stored=stored)

    assert [(one.link.name, before.link.name) for one, before in repeated(files)] == alike
    assert [(one.link.name, before.link.name) for one, before in turned_round(files)] == turned


@pytest.mark.parametrize(("snapshot_only", "alike"), [(False, ["Again", "Stored"]), (True, ["Stored"])])
def test_payloads_of_other_documents_count_unless_each_is_judged_alone(
    snapshot_only: bool, alike: list[str]
) -> None:
    led = ends("Led", "Crm_Leads.Mail", "Crm_People.Id")
    sent = [{"method": "PATCH", "url": URL, "body": {**VISITED, "name": "Again"}}]
    sent += [{"method": "PATCH", "url": URL, "body": {**led, "name": "Stored"}}]
    laid = {"snapshot.json": snapshot(relationships=[led]), RELATIONSHIPS_FILE: VISITED, "r.json": sent}
    loaded = project_of(laid)
    settings = loaded.settings._replace(snapshot_only=snapshot_only)
    files = Project(loaded.requests, loaded.snapshots, settings)

    assert [one.link.name for one, _ in repeated(files)] == alike


def test_names_are_taken_by_what_is_stored_or_planned_before() -> None:
    other = ends("Stored", "Crm_Leads.Id", "Crm_People.Id")
    files = project(
        VISITED, {**VISITED, "toAttributeName": "Mail"}, other, stored=[{**VISITED, "name": "Stored"}]
    )
    (instance,) = files.snapshots
    entity = {str(one): one for one in instance.entities}

    told = [(one.name, one.at.document, one.before is not None) for one in named_twice(files)]
    assert told == [("Visited", RELATIONSHIPS_FILE, True), ("Stored", "snapshot.json", False)]
    second, third = (cause_at(Location(RELATIONSHIPS_FILE, (number, "name"))) for number in (1, 2))

    def of(*names: str) -> tuple[Cause | None, Cause | None]:
        some = [entity[one] for one in names]
        return said_of_names(files, instance, some), said_of_name_between(files, instance, some)

    assert of("Shop_Visits") == (second, None)
    assert of("Shop_Visits", "Shop_Buyers") == (second, second)
    assert of("Crm_Leads") == (third, None)
    assert of("Crm_Leads", "Crm_People") == (third, third)
    assert of() == (None, None)


LED = ends("Taken", "Crm_Leads.Id", "Crm_People.Id")
TAKEN = {**VISITED, "name": "Taken"}
ALL_FOUR = {"Shop_Visits", "Shop_Buyers", "Crm_Leads", "Crm_People"}
LOOSE = {**TAKEN, "toEntityName": "Crm_Nobody"}


@pytest.mark.parametrize(
    ("planned", "stored", "number", "of_one", "between"),
    [
        ([TAKEN], [LED], 0, ALL_FOUR, ["Crm_Leads", "Crm_People"]),
        ([LED, TAKEN], [], 1, ALL_FOUR, ["Crm_Leads", "Crm_People"]),
        ([LED, LOOSE], [], 1, ALL_FOUR - {"Shop_Buyers"}, ["Shop_Visits"]),
    ],
)
def test_both_of_two_relationships_of_a_name_may_lack(
    planned: Any, stored: Any, number: int, of_one: set[str], between: list[str]
) -> None:
    files = project(*planned, stored=stored)
    (instance,) = files.snapshots
    entity = {str(one): one for one in instance.entities}
    said = cause_at(Location(RELATIONSHIPS_FILE, (number, "name")))

    assert {one for one in entity if said_of_names(files, instance, [entity[one]]) == said} == of_one
    assert said_of_name_between(files, instance, [entity[one] for one in between]) == said


def test_a_name_that_is_taken_in_one_instance_says_nothing_of_another() -> None:
    other = {**snapshot(relationships=[TAKEN]), "instanceId": "other"}
    url = "/api/instances/main/manage/relationships"
    sent = [{"method": "PATCH", "url": url, "body": one} for one in (LED, TAKEN)]
    files = project_of({"snapshot.json": snapshot(), "other.json": other, "in-turn.json": sent})
    main, second = files.snapshots

    told = [said_of_names(files, one, one.entities) is not None for one in (main, second)]
    assert told == [True, False]


def deletion(name: str) -> dict[str, Any]:
    return {"method": "DELETE", "url": f"{URL}/{name}"}


def creation(relationship: Any) -> dict[str, Any]:
    return {"method": "PATCH", "url": URL, "body": relationship}


@pytest.mark.parametrize(
    ("requests", "stored", "taken"),
    [
        ([creation(VISITED), creation(VISITED)], [], ["Visited"]),
        ([creation(VISITED), deletion("Visited"), creation(VISITED)], [], []),
        ([deletion("Visited"), creation(VISITED)], [VISITED], []),
        ([deletion("Other"), creation(VISITED)], [VISITED], ["Visited"]),
        ([creation(VISITED)], [VISITED], ["Visited"]),
        ([{"method": "PATCH", "url": f"{URL}/Visited", "body": {"cardinality": ONE}}], [VISITED], []),
        ([{"method": "PATCH", "url": f"{URL}/Visited", "body": {"name": "Visited"}}], [VISITED], []),
        ([creation(VISITED)], None, []),
        ([creation(VISITED), creation(VISITED)], None, ["Visited"]),
        ([creation({**VISITED, "name": "{{a}}"}), creation({**VISITED, "name": "{{a}}"})], [], [None]),
        ([creation({**VISITED, "name": "{{a}}"}), creation({**VISITED, "name": "{{b}}"})], [], []),
    ],
)
def test_a_name_is_free_once_its_relationship_is_deleted(requests: Any, stored: Any, taken: Any) -> None:
    laid = {} if stored is None else {"snapshot.json": snapshot(relationships=stored)}
    files = project_of({**laid, "in-turn.json": requests})

    assert [one.relationship.name for one in named_twice(files)] == taken


def test_what_is_reported_of_relationships_that_should_not_be() -> None:
    back = ends("Back", "Shop_Buyers.Id", "Shop_Visits.Mail")
    lost = {"method": "PATCH", "url": f"{URL}/Lost", "body": {"cardinality": ONE}}
    known = {"method": "PATCH", "url": f"{URL}/Stored", "body": {"cardinality": ONE}}
    made = {"method": "PATCH", "url": f"{URL}/Back", "body": {"friendlyName": "x"}}
    planned = [VISITED, {**VISITED, "name": "Again"}, back, {**VISITED, "toAttributeName": "On"}]
    files = project(
        *planned,
        stored=[{**VISITED, "name": "Stored", "toAttributeName": "Born"}],
        files={"in-turn.json": [lost, known, made]},
    )

    told = {cause.which.partition("/0/")[2] or cause.which for cause in reported_links(files).values()}
    document = RELATIONSHIPS_FILE
    assert told == {f"{document}/1/name", f"{document}/2/cardinality", f"{document}/3/name", "url"}


def test_without_a_snapshot_any_name_of_a_relationship_may_be_there() -> None:
    update = {"method": "PATCH", "url": f"{URL}/Lost", "body": {"cardinality": ONE}}

    assert reported_links(project_of({"r.json": update})) == {}


def test_activities_do_not_go_by_what_the_system_has_inferred() -> None:
    stored = [{**VISITED, "source": "Inferred"}, {**VISITED, "name": "Own", "source": "user"}]
    planned = {**VISITED, "name": "New", "source": "Inferred"}  # as somebody has copied it
    files = project(planned, stored=[*stored, {**VISITED, "name": "None"}])

    told = {one.name: is_inherited(one) for one in files.links(files.snapshots[0])}
    assert told == {"Visited": True, "Own": False, "None": False, "New": False}


def test_what_a_stored_relationship_joins_is_open_where_it_does_not_say_so() -> None:
    open_ = {key: value for key, value in VISITED.items() if key != "toEntityName"}
    files = project(VISITED, stored=[{**open_, "name": "Open"}])
    (instance,) = files.snapshots
    (visits,) = (one for one in instance.entities if str(one) == "Shop_Visits")

    lack = dangling(files.links_of(instance, visits), visits)
    assert lack == Lack(
        "the snapshot doesn't say what its relationship `Open` joins", "say it in snapshot.json"
    )


def test_an_end_that_leads_nowhere_is_told_of_a_planned_one_and_open_of_a_stored_one() -> None:
    lost = {**VISITED, "name": "Lost", "toEntityName": "Crm_Nobody"}
    because = {"complete": {"because": "its source is too large"}}
    files = project(
        VISITED,
        {**lost, "name": "Planned"},
        {**lost, "name": "Mine", "fromEntityName": "Crm_People"},
        {"name": "Halved", "toEntityName": "Shop_Buyers", "toAttributeName": "Id", "cardinality": MANY},
        stored=[{**lost, **because}, {**lost, "name": "Far", "fromEntityName": "Crm_Leads"}],
    )
    (instance,) = files.snapshots
    entity = {str(one): one for one in instance.entities}

    def both(name: str) -> tuple[Cause | None, str | None]:
        links = files.links_of(instance, entity[name])
        lack = dangling(links, entity[name])
        return unknown_end(links, entity[name]), lack.reason if lack is not None else None

    said = "the snapshot has a relationship of `Shop_Visits` with `Crm_Nobody`, but not that entity"
    assert both("Shop_Visits") == (
        cause_at(Location(RELATIONSHIPS_FILE, (1, "toEntityName"))),
        f"{said} (its source is too large)",
    )
    assert both("Shop_Buyers") == (None, None)
    assert both("Crm_People") == (cause_at(Location(RELATIONSHIPS_FILE, (2, "toEntityName"))), None)
    request = files.requests[0]
    told = [why_loose(Location("a.json"), one, end, request) for one, end in files.ways(instance).loose]
    assert [type(one) for one in told] == [NotChecked, NotChecked, *[HeldBack] * 3]
    assert told[2].cause == Cause("entity", "Crm_Nobody")  # type: ignore[union-attr]  # as said above
    assert told[0].lack.reason.startswith(said)  # type: ignore[union-attr]  # as said above


def test_the_end_that_leads_nowhere_may_be_either_and_both() -> None:
    one = {**VISITED, "fromEntityName": "Crm_Nobody", "toEntityName": "Buyers"}
    files = project(stored=[one, {**one, "name": "Both", "toEntityName": "Crm_None"}])
    (instance,) = files.snapshots

    told = [
        lines([why_loose(Location("a.json"), link, end, saved_request(instance))])
        for link, end in files.ways(instance).loose
    ]
    begins = "a.json not checked: the snapshot has a relationship of"
    assert [line for one in told for line in one] == [
        f"{begins} `Shop_Buyers` with `Crm_Nobody`, but not that entity",
        f"{begins} `Crm_None` with `Crm_Nobody`, but not that entity",
        f"{begins} `Crm_Nobody` with `Crm_None`, but not that entity",
    ]
