"""Which entities a measure can go to: what is joined, what lies on one path, what isn't known of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.project.project import Project
from linter.rulekit.measure_paths import Groups, MeasurePaths, base_of, said_of_lost, unsure_of_paths
from linter.rulekit.measures import each_measure
from tests.projects import PLAN_FILE, project_of, snapshot
from tests.test_chosen_paths import link

NAMES = "ABCDEFGH"
FILE = "manage/measures.json"


def project(
    *pairs: str, order: Any = ("S_A",), folder: str = "/nowhere", files: Any = (), **changes: Any
) -> Project:
    """Return a project of entities A to H that are joined by pairs, such as "AB"; A is made a customer of."""
    entities = [{"name": one, "primaryKey": "Id", "attributes": {"Id": "string"}} for one in NAMES]
    made = {"conflationId": "default", "conflationPlan": {"conflationOrder": list(order)}}
    stored = snapshot(
        **{
            "dataSources": [{"dataSourceId": "s", "name": "S", "entities": entities}],
            "systemEntities": [{"name": "Customer_Measure", "attributes": {"CustomerId": "string"}}],
            "relationships": [link(one, f"S_{one[0]}", f"S_{one[1]}") for one in pairs],
            "conflations": [made],
            **changes,
        }
    )
    return project_of({"snapshot.json": stored, **dict(files)}, folder)


def paths(*pairs: str, **changes: Any) -> MeasurePaths:
    files = project(*pairs, **changes)
    return MeasurePaths(files, files.snapshots[0])


def place(of: MeasurePaths, name: str) -> Any:
    if name == "Customer":
        return of.ways.root
    return next(one for one in of.snapshot.entities if one.name == name)


def test_entities_are_joined_directly_or_over_others() -> None:
    some = paths("AB", "BC", "DE", "EF", "FD")

    def joined(one: str, other: str) -> bool:
        return some.groups.are_joined(place(some, one), place(some, other))

    assert [joined(*pair) for pair in ("AC", "CA", "DF", "AA", "AD", "CG", "GH")] == [
        *[True] * 4,
        *[False] * 3,
    ]
    for one in ("A", "B", "Customer_Measure"):
        assert joined("Customer", one)
    assert not joined("Customer", "D")
    over_one = some.groups_by(["AB", "DE"])
    assert over_one.are_joined(place(some, "A"), place(some, "B"))
    assert not over_one.are_joined(place(some, "B"), place(some, "C"))


def test_what_a_relationship_joins_to_customers_is_apart_without_it() -> None:
    some = paths(relationships=[link("CustomerD", "Customer", "S_D")])
    root, d = place(some, "Customer"), place(some, "D")

    assert some.groups.are_joined(root, d)
    assert not some.groups_by([]).are_joined(root, d)


def test_groups_keep_together_what_is_joined_in_any_order() -> None:
    groups = Groups(frozenset(["root", "made"]))
    for here, there in ("ab", "cd", "bc", "ef"):
        groups.join(here, there)
    groups.join("f", "made")

    together = [{one for one in "abcdefg" if groups.are_joined(one, each)} for each in "aeg"]
    assert together == [set("abcd"), set("ef"), set("g")]
    assert groups.are_joined("root", "e")
    assert groups.are_joined("root", "made")
    assert not groups.are_joined("root", "a")


@pytest.mark.parametrize(
    ("pairs", "base", "first", "second", "are_so"),
    [
        (["AB", "BC"], "A", "B", "C", True),
        (["AB", "BC"], "A", "C", "B", True),
        (["AB", "AC"], "A", "B", "C", False),
        (["AB", "AC", "BC"], "A", "B", "C", True),
        (["AB", "BC", "BD"], "A", "C", "D", False),
        (["AB", "BC", "BD", "CD"], "A", "C", "D", True),
        (["AB", "AC", "BD", "CD"], "A", "B", "C", True),
        (["AB", "AC", "BD", "CD"], "A", "B", "D", True),
        (["AB", "BC", "CD", "BE", "EF"], "A", "D", "F", False),
        (["AB", "BC", "CA", "AD"], "A", "B", "D", False),
        (["AB"], "A", "A", "B", True),
        (["AB", "BA"], "B", "A", "Customer", True),
        (["AB"], "B", "Customer", "Customer_Measure", True),
        (["AB"], "Customer_Measure", "A", "Customer", True),
        (["AB", "BC", "AD", "DE", "EB"], "A", "C", "E", True),
        (["AB", "BC", "AD", "DE", "EB"], "A", "E", "C", True),
        (["AB", "AC", "CD", "DE", "EF", "FG", "GE"], "A", "E", "B", False),
        (["AF", "FC", "AE", "EF", "ED"], "A", "C", "D", False),
        (["BC"], "B", "C", "Customer_Measure", True),  # nothing leads there, which is told as that
        (["AB"], "A", "B", "Customer_Measure", False),
        (["AB", "AC"], "Customer_Measure", "B", "C", False),
    ],
)
def test_a_path_may_go_through_both_of_two_entities(
    pairs: list[str], base: str, first: str, second: str, are_so: bool
) -> None:
    some = paths(*pairs)

    assert some.are_on_one_path(*(place(some, one) for one in (base, first, second))) is are_so


def test_paths_from_another_base_are_looked_for_anew() -> None:
    some = paths("AB", "BC", "BD")
    a, b, c, d = (place(some, one) for one in "ABCD")

    assert not some.are_on_one_path(a, c, d)
    assert some.are_on_one_path(c, b, d)
    assert not some.are_on_one_path(a, c, d)


def test_customers_are_known_where_a_plan_or_a_relationship_leads_to_them() -> None:
    assert paths("AB").knows_customers
    assert not paths("AB", conflations=[]).knows_customers


def measure(*linked: Any) -> dict[str, Any]:
    return {"name": "Some", "definition": {"kind": "entity", "linkedEntities": list(linked)}}


def test_a_measure_starts_from_its_base_in_any_case() -> None:
    def base(*linked: Any) -> str | None:
        (one,) = each_measure(project(files={FILE: measure(*linked)}))
        found = base_of(one)
        return found.name if found is not None else None

    joined = {"kind": "join", "entity": "S_A"}
    assert base(joined, {"kind": "BASE", "entity": "S_B"}, {"kind": "base", "entity": "S_C"}) == "S_B"
    assert base(joined, {"entity": "S_B"}) is None


def test_mentions_that_lead_somewhere_come_with_their_entities() -> None:
    linked = [{"kind": "join", "entity": one} for one in ("S_A", "Lost", "S_B")]
    files = project(files={FILE: measure(*linked)})
    (one,) = each_measure(files)
    some = MeasurePaths(files, files.snapshots[0])

    found = some.places(one.entities)
    assert [(each.name, str(there)) for each, there in found] == [("S_A", "S_A"), ("S_B", "S_B")]


def test_a_loose_relationship_is_told_where_it_is_near_one_of_two_entities() -> None:
    lost = [link("AB", "S_A", "S_B"), link("Lost", "S_B", "S_X"), link("Far", "S_G", "S_Y")]
    some = paths(relationships=lost)

    def told(base: str, other: str) -> tuple[str, str | None] | None:
        found = some.loose_between(place(some, base), place(some, other))
        return (found[0].name, found[1].name) if found is not None else None

    assert told("A", "C") == told("C", "A") == ("Lost", "S_X")
    assert told("C", "G") == ("Far", "S_Y")
    assert told("C", "D") is None


@pytest.mark.parametrize(
    ("changes", "files", "reason"),
    [
        ({}, {}, None),
        ({"relationships": []}, {}, None),
        ({"relationships": None}, {}, "the snapshot declares no relationships"),
        (
            {"conflations": []},
            {},
            "which entities make up Customer is not known: there is no conflation plan",
        ),
        ({}, {PLAN_FILE: "{"}, f"{PLAN_FILE} can't be read"),
        ({}, {"manage/relationships.json": "{"}, "manage/relationships.json can't be read"),
        (
            {"relationships": None},
            {"manage/relationships.json": link("AB", "S_A", "S_B")},
            "the snapshot declares no relationships",
        ),
        (
            {"relationships": None},
            {"manage/relationships.json": "{"},
            "manage/relationships.json can't be read",
        ),
    ],
)
def test_what_leads_where_may_not_be_known(
    changes: Any, files: Any, reason: str | None, tmp_path: Path
) -> None:
    some = project("AB", folder=str(tmp_path), files={FILE: measure(), **files}, **changes)
    (one,) = each_measure(some)

    found = unsure_of_paths(some, MeasurePaths(some, some.snapshots[0]), one.request)
    assert (found.reason if found is not None else None) == reason


def test_a_plan_that_leaves_an_entity_out_says_why_nothing_leads_there() -> None:
    stored = {"conflationId": "default", "conflationPlan": {"conflationOrder": ["S_A", "S_B", "S_C"]}}
    planned = {PLAN_FILE: {"conflationOrder": ["S_A"], "conflationPlans": []}}
    linked = [{"kind": "join", "entity": one} for one in ("S_C", "S_D", "S_G", "Lost")]
    files = project("AB", "CD", conflations=[stored], files={**planned, FILE: measure(*linked)})
    some = MeasurePaths(files, files.snapshots[0])
    (one,) = each_measure(files)

    def said(base: str) -> list[bool]:
        return [said_of_lost(files, some, place(some, base), each) is not None for each in one.entities]

    assert said("G") == [True, True, False, False]
    assert said("D") == [True] * 4
    assert said("Customer") == [True, True, False, False]
