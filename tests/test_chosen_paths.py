"""The paths that segments choose: how far they lead, by which hops, and what they show of an entity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.kinds.segment_body import Segment
from linter.project.project import Project
from linter.project.ways import spelled
from linter.rulekit.chosen_paths import (
    ChosenPath,
    against,
    by_itself,
    chosen_paths,
    is_unsure_of_ways,
    projections,
    reached_entities,
    stray_projections,
    unsure_of_links,
    walk,
    would_do_in_another_order,
)
from tests.projects import PLAN_FILE, RELATIONSHIPS_FILE, plan, project_of, snapshot

SEGMENTS = "manage/segments.json"
CONFLATION = {"conflationId": "default", "conflationPlan": plan()}


def link(name: str, here: str, there: str, cardinality: str = "manyToOne", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "fromEntityName": here,
        "fromAttributeName": "Id",
        "toEntityName": there,
        "toAttributeName": "Id",
        "cardinality": cardinality,
        **more,
    }


VISITED = link("VisitedBy", "Shop_Visits", "Shop_Buyers")
LED = link("LeadsToVisits", "Crm_Leads", "Shop_Visits")
AGAIN = link("Again", "Shop_Visits", "Shop_Buyers")
KNOWN = link("Knows", "Crm_People", "Crm_People")
LOST = link("Lost", "Shop_Visits", "Crm_Nobody")


def segment(*paths: Any, attribute: str = "Shop_Visits.Mail", shown: Any = (), **more: Any) -> dict[str, Any]:
    rowset: dict[str, Any] = {"criteria": {"attribute": attribute, "comparisonOperator": "isNotNull"}}
    if paths:
        rowset["paths"] = list(paths)
    query = {"type": "structured", "rowsets": [rowset], "projectedAttributes": list(shown)}
    return {"name": "S", "segmentQueryExpression": query, **more}


def project(*segments: Any, links: Any = (VISITED, LED), **changes: Any) -> Project:
    stored = snapshot(**{"relationships": list(links), "conflations": [CONFLATION], **changes})
    return project_of({"snapshot.json": stored, SEGMENTS: list(segments)})


def only(*path: Any, links: Any = (VISITED, LED), **changes: Any) -> ChosenPath:
    (found,) = chosen_paths(project(segment(list(path)), links=links, **changes))
    return found


@pytest.mark.parametrize(
    ("path", "stuck", "way"),
    [
        (["Shop_Visits", "Shop_Buyers", "Customer"], None, "to `Shop_Buyers` by `VisitedBy` to `Customer`"),
        (
            ["Customer", "Shop_Buyers", "Shop_Visits"],
            None,
            "to `Shop_Buyers` to `Shop_Visits` by `VisitedBy`",
        ),
        (["Visits", "Buyers"], None, "to `Shop_Buyers` by `VisitedBy`"),
        (["Shop_Visits"], None, ""),
        (["Shop_Visits", "Shop_Visits"], None, ""),
        (["VisitedBy"], None, "to `Shop_Buyers` by `VisitedBy`"),
        (["Shop_Visits", "VisitedBy"], None, "to `Shop_Buyers` by `VisitedBy`"),
        (["Shop_Buyers", "VisitedBy"], None, "to `Shop_Visits` by `VisitedBy`"),
        (["Shop_Visits", "VisitedBy", "Shop_Buyers"], None, "to `Shop_Buyers` by `VisitedBy`"),
        (["VisitedBy", "Customer"], None, "to `Shop_Buyers` by `VisitedBy` to `Customer`"),
        (["Customer", "VisitedBy"], None, "to `Shop_Visits` by `VisitedBy`"),
        (
            ["LeadsToVisits", "VisitedBy"],
            None,
            "to `Shop_Visits` by `LeadsToVisits` to `Shop_Buyers` by `VisitedBy`",
        ),
        (
            ["VisitedBy", "LeadsToVisits"],
            None,
            "to `Shop_Visits` by `VisitedBy` to `Crm_Leads` by `LeadsToVisits`",
        ),
        (["VisitedBy", "Shop_Buyers"], None, "to `Shop_Buyers` by `VisitedBy`"),
        (["Crm_Leads", "Shop_Buyers"], "Shop_Buyers", ""),
        (["Crm_Leads", "VisitedBy"], "VisitedBy", ""),
        (["LeadsToVisits", "Crm_People"], "Crm_People", ""),
        (["Shop_Visits", "Customer"], "Customer", ""),
        (["Crm_People", "VisitedBy"], "VisitedBy", ""),
        (["Shop_Visits", "Nothing", "Crm_People"], None, ""),
        (["Crm_Leads", "{{who}}", "Shop_Buyers", "VisitedBy"], None, "to `Shop_Visits` by `VisitedBy`"),
    ],
)
def test_a_path_is_followed_from_its_first_element(path: list[str], stuck: str | None, way: str) -> None:
    walked = only(*path).walked

    assert (walked.stuck.hop.name if walked.stuck else None) == stuck
    assert spelled(walked.way) == way


def test_a_path_has_visited_what_its_hops_join() -> None:
    def visited(*path: str, links: Any = (VISITED, LED)) -> list[str]:
        return sorted(map(str, only(*path, links=links).walked.visited))

    assert visited("LeadsToVisits", "VisitedBy") == ["Crm_Leads", "Shop_Buyers", "Shop_Visits"]
    assert visited("Shop_Visits") == ["Shop_Visits"]
    assert visited("Shop_Visits", "Shop_Buyers", "Crm_Leads") == ["Shop_Buyers", "Shop_Visits"]
    assert visited("Crm_People", links=(KNOWN,)) == ["Crm_People"]
    assert visited("Customer", "VisitedBy") == ["Customer", "Shop_Buyers", "Shop_Visits"]


def test_what_makes_up_customer_leads_over_relationships_of_customer() -> None:
    rated = link("Rated", "Crm_Leads", "Customer")

    assert (
        spelled(only("Shop_Buyers", "Rated", links=(VISITED, rated)).walked.way)
        == "to `Crm_Leads` by `Rated`"
    )
    stuck = only("Shop_Visits", "Rated", links=(VISITED, rated)).walked.stuck
    assert stuck is not None
    assert stuck.hop.name == "Rated"


def test_entities_that_several_relationships_join_are_told() -> None:
    def doubled(*path: str, links: Any) -> list[tuple[str, list[str]]]:
        walked = only(*path, links=links).walked
        return [(str(one.hop.name), [str(step) for step in steps]) for one, steps in walked.doubled]

    both = (VISITED, AGAIN)
    assert doubled("Shop_Visits", "Shop_Buyers", links=both) == [
        ("Shop_Buyers", ["to `Shop_Buyers` by `VisitedBy`", "to `Shop_Buyers` by `Again`"])
    ]
    assert doubled("Shop_Visits", "Shop_Buyers", links=(VISITED,)) == []
    assert doubled("Shop_Visits", "VisitedBy", "Shop_Buyers", links=both) == []
    assert doubled("Shop_Buyers", "Shop_Visits", "Crm_People", links=both) == [
        ("Shop_Visits", ["to `Shop_Visits` by `VisitedBy`", "to `Shop_Visits` by `Again`"])
    ]
    assert doubled("Crm_People", "Crm_People", links=(KNOWN, {**KNOWN, "name": "Of"})) == []
    lineage = {**AGAIN, "relationshipType": "DataSourceLineage"}
    assert doubled("Shop_Visits", "Shop_Buyers", links=(VISITED, lineage)) == []


def test_elements_are_entities_relationships_or_unknown_and_some_are_open() -> None:
    path = ["Shop_Visits", "VisitedBy", "Nothing", "{{who}}", "Lost", "Made", "Customer", "Visits"]
    sources = snapshot()["dataSources"]
    sources[1]["entities"].append({"name": "Visits", "attributes": {}})
    made = {**segment(), "name": "Made"}
    files = project(segment(path), made, links=(VISITED, LOST), dataSources=sources)
    found, *_ = chosen_paths(files)

    told = [
        (one.place is not None, one.link is not None, one.is_open, one.is_unknown) for one in found.elements
    ]
    assert told == [
        (True, False, False, False),
        (False, True, False, False),
        (False, False, False, True),
        (False, False, True, False),
        (False, False, True, False),
        (True, False, False, False),
        (True, False, False, False),
        (False, False, True, False),
    ]
    assert found.elements[5].place == found.elements[6].place  # what a segment makes is joined to Customer
    assert str(found.at.path[-2:]) == "('paths', 0)"


def test_an_order_is_found_in_which_a_path_can_be_followed() -> None:
    files = project(segment(["Customer", "Shop_Visits", "Shop_Buyers"]), segment(["Crm_Leads", "Crm_People"]))
    ways = files.ways(files.snapshots[0])
    turned, lost = chosen_paths(files)

    found = would_do_in_another_order(ways, turned.elements)

    assert turned.walked.stuck is not None
    assert found is not None
    assert [one.hop.name for one in found] == ["Shop_Visits", "Shop_Buyers", "Customer"]
    assert walk(ways, found).stuck is None
    assert would_do_in_another_order(ways, lost.elements) is None


def test_no_other_order_is_looked_for_of_a_path_that_is_too_long_by_far() -> None:
    ends = ["Shop_Visits", "Customer"]
    files = project(segment([*ends, *["Shop_Buyers"] * 39]), segment([*ends, *["Shop_Buyers"] * 1000]))
    ways = files.ways(files.snapshots[0])
    longest, longer = chosen_paths(files)

    assert would_do_in_another_order(ways, longest.elements) is not None
    assert would_do_in_another_order(ways, longer.elements) is None


def test_paths_are_of_rowsets_and_of_what_is_shown() -> None:
    shown = {"entityName": "Shop_Visits", "attributeNames": ["Mail"], "path": ["VisitedBy"]}
    bare = {"entityName": "Shop_Visits", "attributeNames": ["Mail"]}
    files = project(segment(["VisitedBy"], [], shown=[bare, shown]), {"name": "None"})

    rowset, projected = chosen_paths(files)

    assert (rowset.rowset is not None, rowset.shown) == (True, None)
    assert (projected.rowset, projected.shown is not None) == (None, True)
    assert projected.at.path[-2:] == (1, "path")
    assert chosen_paths(project_of({SEGMENTS: [segment(["VisitedBy"])]})) == []


def test_entities_that_criteria_name_are_told_once_a_rowset_and_without_a_path_once_a_segment() -> None:
    twice = segment(attribute="Shop_Visits.Mail")
    twice["segmentQueryExpression"]["rowsets"] *= 2
    chosen = segment(["VisitedBy"], attribute="Crm_Leads.Mail")
    broken = segment(attribute="Crm_Leads.Mail")
    broken["segmentQueryExpression"]["rowsets"][0]["paths"] = 5
    empty = segment(attribute="Crm_Leads.Mail")
    empty["segmentQueryExpression"]["rowsets"][0]["paths"] = []
    files = project(twice, chosen, broken, empty, segment(attribute="Nothing.Mail"))

    assert [str(one.entity) for one in reached_entities(files)] == [
        "Shop_Visits",
        "Shop_Visits",
        *["Crm_Leads"] * 3,
    ]
    assert [str(one.entity) for one, _ in by_itself(files)] == ["Shop_Visits", "Crm_Leads"]
    assert list(reached_entities(project_of({SEGMENTS: [twice]}))) == []


def test_paths_are_kept_as_long_as_they_lead_the_same_way() -> None:
    files = project(segment(["Shop_Visits", "Made", "VisitedBy"]), {**segment(), "name": "Made"})
    (one, *_) = (each for payload in files.payloads("segment") for each in payload.items)
    first = chosen_paths(files)

    def again() -> bool:
        return chosen_paths.__wrapped__(files)[0] is first[0]  # type: ignore[attr-defined]  # asked anew

    assert again()
    one.chosen = one.chosen._replace(asked={"Made": False})  # as if it hadn't been made before
    assert not again()
    one.chosen = one.chosen._replace(ways=None)
    assert not again()


def shown(entity: str, *path: str) -> dict[str, Any]:
    return {"entityName": entity, "attributeNames": ["Mail"], **({"path": list(path)} if path else {})}


@pytest.mark.parametrize(
    ("one", "way"),
    [
        (shown("Shop_Visits"), "to `Shop_Buyers` by `VisitedBy` to `Customer`"),
        (
            shown("Crm_Leads"),
            "to `Shop_Visits` by `LeadsToVisits` to `Shop_Buyers` by `VisitedBy` to `Customer`",
        ),
        (shown("Shop_Visits", "VisitedBy"), "to `Shop_Buyers` by `VisitedBy` to `Customer`"),
        (shown("Shop_Visits", "Shop_Buyers", "Shop_Visits"), "to `Shop_Buyers` by `VisitedBy` to `Customer`"),
        (
            shown("Shop_Visits", "Shop_Visits", "Shop_Buyers", "Customer"),
            "to `Shop_Buyers` by `VisitedBy` to `Customer`",
        ),
        (
            shown("Shop_Visits", "Customer", "Shop_Buyers", "Shop_Visits"),
            "to `Shop_Buyers` by `VisitedBy` to `Customer`",
        ),
        (shown("Crm_Leads", "LeadsToVisits"), None),
        (shown("Crm_Leads", "VisitedBy"), None),
        (shown("Shop_Visits", "Shop_Visits", "Customer"), None),
        (shown("Shop_Visits", "Shop_Visits"), None),
        (shown("Nothing"), None),
        (shown("Customer"), None),
    ],
)
def test_the_way_of_what_is_shown_is_the_chosen_one_or_the_only_one(one: Any, way: str | None) -> None:
    files = project(segment(["VisitedBy"], shown=[one]))

    assert [spelled(each.way) for each in projections(files)] == ([way] if way is not None else [])


def test_where_several_ways_lead_to_customer_the_chosen_one_counts() -> None:
    bare, chosen = shown("Shop_Visits"), shown("Shop_Visits", "Again")
    files = project(segment(shown=[bare, chosen]), links=(VISITED, AGAIN))

    assert [spelled(each.way) for each in projections(files)] == ["to `Shop_Buyers` by `Again` to `Customer`"]
    assert list(projections(project_of({SEGMENTS: [segment(shown=[bare])]}))) == []


def test_what_no_way_leads_from_is_not_projected() -> None:
    lost, chosen = shown("Crm_Leads"), shown("Crm_Leads", "LeadsToVisits")

    assert list(projections(project(segment(shown=[lost]), links=(VISITED,)))) == []
    assert list(projections(project(segment(shown=[chosen]), links=(LED,)))) == []


@pytest.mark.parametrize(
    ("cardinality", "turned", "hop"),
    [
        ("manyToOne", False, None),
        ("oneToMany", False, "to `Shop_Buyers` by `Some`"),
        ("oneToMany", True, None),
        ("manyToOne", True, "to `Shop_Buyers` by `Some`"),
        ("oneToOne", False, None),
    ],
)
def test_a_projection_is_against_a_hop_where_one_row_has_many(
    cardinality: str, turned: bool, hop: str | None
) -> None:
    ends = ("Shop_Buyers", "Shop_Visits") if turned else ("Shop_Visits", "Shop_Buyers")
    files = project(segment(shown=[shown("Shop_Visits")]), links=[link("Some", *ends, cardinality)])
    (found,) = projections(files)

    step = against(found)
    assert (str(step) if step is not None else None) == hop


STRAY = shown("Crm_Leads")


@pytest.mark.parametrize(
    ("written", "links", "changes", "strays"),
    [
        (segment(shown=[STRAY]), [VISITED], {}, [("Crm_Leads", False)]),
        (segment(shown=[STRAY], attribute="Crm_Leads.Mail"), [VISITED], {}, [("Crm_Leads", True)]),
        (segment(shown=[STRAY]), [VISITED, LED], {}, []),
        (segment(shown=[shown("Own")]), [VISITED], {"systemEntities": [{"name": "Own"}]}, []),
        (segment(shown=[shown("Crm_Leads", "VisitedBy")]), [VISITED], {}, []),
        (segment(shown=[shown("Nothing"), shown("Customer")]), [VISITED], {}, []),
        (segment(shown=[STRAY]), [VISITED, LOST], {}, []),
        (segment(shown=[STRAY]), [VISITED], {"complete": {"relationships": False}}, []),
        (segment(shown=[STRAY]), [VISITED], {"relationships": None}, []),
        (segment(shown=[STRAY]), [VISITED], {"conflations": []}, []),
        ({"name": "None"}, [VISITED], {}, []),
    ],
)
def test_what_is_shown_of_an_entity_that_is_certainly_not_related_is_stray(
    written: Any, links: Any, changes: Any, strays: Any, tmp_path: Path
) -> None:
    stored = snapshot(**{"relationships": list(links), "conflations": [CONFLATION], **changes})
    files = project_of({"snapshot.json": stored, SEGMENTS: [written]}, str(tmp_path))

    found = list(stray_projections(files))
    assert [(str(one.entity), one.condition is not None) for one in found] == strays
    assert [(one.segment.name, one.node.text("entityName")) for one in found] == [
        ("S", str(one.entity)) for one in found
    ]

    snapshotless = project_of({SEGMENTS: [written]})
    assert list(stray_projections(snapshotless)) == []


@pytest.mark.parametrize(
    ("links", "changes", "lack", "is_unsure"),
    [
        ([VISITED], {}, None, False),
        ([], {}, None, False),
        ([VISITED, LOST], {}, None, True),
        ([VISITED], {"complete": {"relationships": False}}, None, True),
        ([VISITED], {"conflations": []}, None, True),
        (None, {"relationships": None}, "the snapshot declares no relationships", True),
    ],
)
def test_relationships_and_plans_may_not_be_known(
    links: Any, changes: Any, lack: str | None, is_unsure: bool, tmp_path: Path
) -> None:
    stored = snapshot(**{"relationships": links, "conflations": [CONFLATION], **changes})
    files = project_of({"snapshot.json": stored, SEGMENTS: [segment()]}, str(tmp_path))
    (one,) = (each for payload in files.payloads("segment") for each in payload.items)

    found = unsure_of_links(files, one)
    assert (found.reason if found is not None else None) == lack
    assert is_unsure_of_ways(files, one) is is_unsure


def test_a_planned_relationship_does_not_say_which_others_there_are(tmp_path: Path) -> None:
    stored = snapshot(relationships=None, conflations=[CONFLATION])
    planned = {"snapshot.json": stored, SEGMENTS: [segment()], RELATIONSHIPS_FILE: [VISITED]}
    files = project_of(planned, str(tmp_path))
    alone = project_of({SEGMENTS: [segment()]}, str(tmp_path))
    broken = project_of({**planned, RELATIONSHIPS_FILE: "{"}, str(tmp_path))

    def first(of: Project) -> Segment:
        found: Segment = of.payloads("segment")[0].items[0]
        return found

    lack = unsure_of_links(files, first(files))
    assert lack is not None
    assert lack.reason == "the snapshot declares no relationships"
    assert unsure_of_links(alone, first(alone)) is None
    assert is_unsure_of_ways(alone, first(alone))
    planless = project_of({**planned, PLAN_FILE: "{"}, str(tmp_path))
    assert is_unsure_of_ways(planless, first(planless))
    found = unsure_of_links(broken, first(broken))
    assert found is not None
    assert found.reason == "manage/relationships.json can't be read"


def test_a_path_is_followed_anew_where_other_requests_make_what_it_names() -> None:
    planned = {
        SEGMENTS: [
            segment(["Loyal", "Other"]),
            segment(["Shop_Visits", "Shop_Buyers"]),
            segment(["Loyal", "Customer"]),
        ],
        "other.d/manage/segments.json": {"name": "Loyal"},
        RELATIONSHIPS_FILE: VISITED,
    }
    stored = snapshot(relationships=[], conflations=[CONFLATION])
    files = project_of(
        {"snapshot.json": stored, **planned},
        files=(("other.d/manage/segments.json", "POST /manage/segments"),),
    )
    of = {one.document: one for one in files.requests}

    def told(*documents: str) -> tuple[list[bool], bool]:
        made, joined, alone = chosen_paths(files.again(requests=[of[one] for one in documents]))
        assert made.elements[0].is_unknown is alone.elements[0].is_unknown
        return [one.is_unknown for one in made.elements], joined.walked.stuck is None

    assert told(SEGMENTS) == ([True, True], False)
    assert told(SEGMENTS, "other.d/manage/segments.json") == ([False, True], False)
    assert told(SEGMENTS) == ([True, True], False)
    assert told(*of) == ([False, True], True)
    assert told(SEGMENTS) == ([True, True], False)
    assert told(SEGMENTS, RELATIONSHIPS_FILE) == ([True, True], True)
