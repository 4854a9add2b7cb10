"""What rules on conflation share: which entities are unified, taken out, or have no part in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.diagnostic import Cause, Finding, Location, NotChecked, cause_at
from linter.project.project import Project
from linter.rulekit.gaps import said_of_entity_info, said_of_gap, said_of_plans, within_reach
from linter.rulekit.orders import against_order, orders_too_few
from linter.rulekit.removed import removals
from linter.rulekit.strangers import strangers
from linter.rulekit.unified import Unified
from tests.projects import (
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    plan,
    project_of,
    resolution,
    snapshot,
    step,
)
from tests.saying import short
from tests.test_chosen_paths import link

KEYED = {"entity": "Leads", "primaryKey": "Id"}


ACTIVITY = {"entityName": "Visits", "entityType": "activity"}


def stored_plan(*order: str) -> dict[str, Any]:
    return {"conflationId": "default", "conflationPlan": {"conflationOrder": list(order)}}


def alone(name: str) -> dict[str, Any]:
    """Return a plan that orders one entity."""
    return {"conflationOrder": [name], "conflationPlans": []}


def project(files: Any = (), folder: Path | None = None, **changes: Any) -> Project:
    laid = {"snapshot.json": snapshot(**changes), **dict(files)}
    return project_of(laid, str(folder) if folder is not None else "")


def entities(files: Project) -> dict[str, Any]:
    return {str(one): one for one in files.snapshots[0].entities}


@pytest.mark.parametrize(
    ("files", "changes", "told"),
    [
        ({}, {"conflations": [stored_plan("Shop_Buyers", "Crm_People")]}, [True, False, True, False]),
        ({}, {"conflations": [stored_plan("Shop_Buyers", "Crm_Nobody")]}, [True, None, None, None]),
        ({}, {"conflations": []}, [True, None, None, None]),
        ({}, {"conflations": [{"conflationId": "default"}]}, [True, None, None, None]),
        (
            {INFO_FILE: {"entityName": "Visits", "entityType": "activity"}},
            {"conflations": []},
            [True, False, None, None],
        ),
        ({PLAN_FILE: plan(order=["Crm_Leads"])}, {"conflations": []}, [True, False, True, True]),
        ({PLAN_FILE: plan()}, {"conflations": [stored_plan("Shop_Visits")]}, [True, True, True, False]),
    ],
)
def test_entities_of_plans_are_unified_and_without_a_plan_profiles(
    files: Any, changes: Any, told: list[bool | None]
) -> None:
    some = project(files, systemEntities=[{"name": "Customer"}], **changes)
    unified, found = Unified(some), entities(some)
    names = ("Shop_Buyers", "Shop_Visits", "Crm_People", "Crm_Leads")

    assert [unified.has(found[one], some.snapshots[0]) for one in names] == told
    assert unified.has(found["Customer"], some.snapshots[0]) is None


def test_plans_of_another_instance_say_nothing_of_what_is_unified() -> None:
    other = {**snapshot(conflations=[]), "instanceId": "other"}
    body = plan(order=["Shop_Nobody", "Crm_People"])
    sent = {"method": "PATCH", "url": "/api/instances/other/conflations/default/conflationPlan", "body": body}
    stored = snapshot(conflations=[stored_plan("Shop_Buyers")])
    some = project_of({"snapshot.json": stored, "other.json": other, "r.json": sent})
    unified, found = Unified(some), entities(some)

    told = [unified.has(found[one], some.snapshots[0]) for one in ("Shop_Buyers", "Shop_Visits")]
    assert told == [True, False]


RULES = resolution("Crm_Leads")
SEGMENT = {
    "name": "Some",
    "segmentQueryExpression": {
        "type": "structured",
        "rowsets": [{"criteria": {"attribute": "Crm_Leads.Mail", "comparisonOperator": "isNull"}}],
    },
}


def taken(files: Any, **changes: Any) -> list[tuple[str, str, list[str]]]:
    some = project(files, **changes)
    return [
        (str(one.entity), "/".join(map(str, one.before.at.path[-2:])), [each.what for each in one.users])
        for each_plan in some.plans
        for one in removals(some, each_plan)
    ]


def test_what_a_plan_takes_out_though_it_is_used() -> None:
    before = {**stored_plan("Shop_Buyers", "Crm_Leads", "Crm_People"), "conflictResolutionRules": RULES}
    planned = {PLAN_FILE: plan()}

    assert taken(planned, conflations=[before]) == [
        ("Crm_Leads", "conflationOrder/1", ["the conflict resolution rules"])
    ]
    assert taken(planned, conflations=[before], segments=[SEGMENT]) == [
        ("Crm_Leads", "conflationOrder/1", ["the conflict resolution rules", "segment `Some`"])
    ]
    keeping = {PLAN_FILE: plan(order=("Shop_Buyers", "Crm_People", "Crm_Leads"))}
    assert taken(keeping, conflations=[before]) == []
    assert taken({PLAN_FILE: plan(order=("Shop_Buyers", "Nobody"))}, conflations=[before]) == []
    assert taken(planned, conflations=[stored_plan("Crm_Leads")]) == []
    assert taken(planned, conflations=[]) == []
    own_rules = {**planned, RULES_FILE: resolution("Crm_People")}
    assert taken(own_rules, conflations=[before]) == []
    unsound = {PLAN_FILE: plan(step(name=5))}
    assert taken(unsound, conflations=[before]) == []
    others_rules = {**before, "conflictResolutionRules": resolution("Crm_People", "Crm_People")}
    assert taken(planned, conflations=[others_rules], segments=[SEGMENT]) == [
        ("Crm_Leads", "conflationOrder/1", ["segment `Some`"])
    ]
    twice = {**before, "conflictResolutionRules": resolution("Crm_Leads", "Crm_Leads")}
    assert taken(planned, conflations=[twice]) == [
        ("Crm_Leads", "conflationOrder/1", ["the conflict resolution rules"])
    ]
    of_nobody = {
        **stored_plan("Shop_Buyers", "Crm_Nobody"),
        "conflictResolutionRules": resolution("Crm_Nobody"),
    }
    assert taken(planned, conflations=[of_nobody]) == []
    in_a_step = {"conflationId": "default", "conflationPlan": plan(step("Crm_Leads"), order=("Shop_Buyers",))}
    assert taken(planned, conflations=[in_a_step], segments=[SEGMENT]) == [
        ("Crm_Leads", "0/rightEntity", ["segment `Some`"])
    ]


def criteria(*attributes: str) -> list[dict[str, Any]]:
    return [{"criteria": {"attribute": one, "comparisonOperator": "isNull"}} for one in attributes]


def test_what_uses_an_entity_comes_in_order_and_once() -> None:
    used = {
        "B": ["Shop_Visits.Id", "Crm_Leads.Mail", "Crm_Leads.Id"],
        "A": ["Crm_Leads.Id"],
        "C": ["Shop_Visits.Id"],
    }
    segments = [
        {"name": name, "segmentQueryExpression": {"type": "structured", "rowsets": criteria(*attributes)}}
        for name, attributes in used.items()
    ]
    before = stored_plan("Shop_Buyers", "Crm_Leads", "Crm_People")
    some = project({PLAN_FILE: plan()}, conflations=[before], segments=segments)

    ((found,),) = [list(removals(some, one)) for one in some.plans]
    assert [(one.what, short(one.place.at)) for one in found.users] == [
        ("segment `B`", "segments/0"),
        ("segment `A`", "segments/1"),
    ]


def test_an_entity_that_is_used_twice_is_taken_out_once() -> None:
    twice = {"conflationId": "default", "conflationPlan": plan(step("Crm_Leads"), order=("Crm_Leads",))}

    found = taken({PLAN_FILE: plan()}, conflations=[twice], segments=[SEGMENT])
    assert found == [("Crm_Leads", "conflationOrder/0", ["segment `Some`"])]


def test_strangers_are_not_in_the_plan_or_have_no_key(tmp_path: Path) -> None:
    def found(*sources: str, files: Any = (), without: Any = (), **changes: Any) -> dict[str, str]:
        planned = {PLAN_FILE: plan(), **dict(files), RULES_FILE: resolution(*sources)}
        some = project(
            {name: one for name, one in planned.items() if name not in without}, tmp_path, **changes
        )
        (rules,) = some.payloads("conflictResolutionRules")
        return {
            str(one): cause.which.partition("sourceColumns/")[2]
            for one, cause in strangers(some, rules).items()
        }

    keyed = {"dataSources": _keyed()}
    assert found("Shop_Buyers", "Crm_People") == {}
    assert found("Shop_Buyers", "Crm_Leads", "Crm_Leads") == {"Crm_Leads": "1/entityName"}
    assert found("Crm_Leads", **keyed) == {"Crm_Leads": "0/entityName"}
    in_plan = {PLAN_FILE: plan(order=("Shop_Buyers", "Crm_People", "Crm_Leads"))}
    assert found("Crm_Leads", files=in_plan, **keyed) == {}
    assert found("Crm_Leads", files=in_plan) == {"Crm_Leads": "0/entityName"}
    assert found("Nobody") == {}
    assert found("Crm_Leads", "Crm_Leads", **keyed) == {"Crm_Leads": "0/entityName"}
    in_a_step = {PLAN_FILE: plan(step("Crm_Leads"), order=("Shop_Buyers", "Crm_People"))}
    assert found("Crm_Leads", files=in_a_step, **keyed) == {}
    torn = {"conflations/second/conflationPlan.json": "{"}
    assert found("Crm_Leads", files=torn, **keyed) == {}
    none = {PLAN_FILE.replace("default", "other"): plan()}
    assert found("Crm_Leads", files=none, without=[PLAN_FILE], **keyed) == {}
    assert found("Crm_Leads", without=[PLAN_FILE], **keyed) == {}
    refused = {"conflations": [{"conflationId": "other"}]}
    assert found("Crm_Leads", **keyed, **refused) == {}


def _keyed() -> Any:
    sources = snapshot()["dataSources"]
    sources[1]["entities"][1]["primaryKey"] = "Id"
    return sources


def test_without_a_snapshot_ways_to_name_an_entity_are_not_compared() -> None:
    apart = {"dataSourceName": "Shop", "entityName": "Buyers"}
    (mixed,), (alike,) = (
        project_of(
            {PLAN_FILE: {"conflationOrder": [one], "conflationPlans": [step("Crm_People", apart)]}}
        ).plans
        for one in ("Shop_Buyers", apart)
    )
    assert [orders_too_few(one) for one in (mixed, alike)] == [False, False]
    alone = {"conflationOrder": ["Shop_Buyers", apart], "conflationPlans": []}
    files = project_of({PLAN_FILE: alone})
    assert not orders_too_few(files.plans[0])
    (said,) = against_order(files, lambda one: iter([Finding(one.root.at(), "compared")]))
    assert isinstance(said, NotChecked)
    assert said.at == files.plans[0].root.at("conflationOrder")


def test_a_plan_is_compared_with_its_order_where_that_can_be_read() -> None:
    def said(body: Any) -> list[str]:
        some = project({PLAN_FILE: body})
        found = against_order(some, lambda one: iter([Finding(one.root.at(), "compared")]))
        return [one.message if isinstance(one, Finding) else type(one).__name__ for one in found]

    assert said(plan()) == ["compared"]
    assert said(plan(order=["Shop_Buyers", 5])) == []
    assert said(plan(order=["Shop_Buyers", "{{who}}"])) == []
    assert NotChecked.__name__ not in said(plan())


@pytest.mark.parametrize(
    ("body", "is_so"),
    [
        (plan(), False),
        ({"conflationOrder": ["Shop_Buyers"], "conflationPlans": []}, True),
        ({"conflationOrder": ["Shop_Buyers", "Shop_Buyers"], "conflationPlans": []}, True),
        ({"conflationOrder": [], "conflationPlans": []}, True),
        (plan(order=["Shop_Buyers"]), False),
        (plan(order=["Shop_Buyers", 5]), False),
        ({"conflationPlans": []}, False),
        ({"conflationOrder": 5, "conflationPlans": []}, False),
    ],
)
def test_a_plan_may_order_too_few_entities(body: Any, is_so: bool) -> None:
    (found,) = project({PLAN_FILE: body}).plans

    assert orders_too_few(found) is is_so


def test_what_is_joined_to_an_entity_may_be_left_out_by_a_plan(tmp_path: Path) -> None:
    links = [link("A", "Crm_Leads", "Shop_Visits")]
    planned = {PLAN_FILE: {"conflationOrder": ["Shop_Buyers"], "conflationPlans": []}}
    before = stored_plan("Shop_Buyers", "Shop_Visits")
    some = project(planned, tmp_path, relationships=links, conflations=[before])
    (instance,), found = some.snapshots, entities(some)
    ways = some.ways(instance)

    near = within_reach(ways, found["Crm_Leads"])
    assert [str(one) for one in near] == ["Crm_Leads", "Shop_Visits"]
    assert within_reach(ways, found["Crm_People"]) == [found["Crm_People"]]
    assert said_of_gap(some, instance, near) == cause_at(some.plans[0].root.at("conflationOrder"))
    assert said_of_gap(some, instance, [found["Crm_People"]]) is None
    assert said_of_gap(some, instance, ["Customer"]) is None


def test_what_is_joined_in_a_ring_is_within_reach_once() -> None:
    names = ("Shop_Visits", "Crm_Leads", "Crm_People")
    ring = [link(here, here, there) for here, there in zip(names, (*names[1:], names[0]), strict=True)]
    some = project(relationships=ring)

    near = within_reach(some.ways(some.snapshots[0]), entities(some)["Shop_Visits"])
    assert sorted(map(str, near)) == sorted(names)


ORDER = cause_at(Location(PLAN_FILE, ("conflationOrder",)))


@pytest.mark.parametrize(
    ("before", "planned", "informed", "entity", "said"),
    [
        (["Shop_Buyers", "Shop_Visits"], plan(), [], "Shop_Visits", None),  # which nothing uses
        (["Shop_Buyers"], alone("Shop_Buyers"), ["Visits"], "Shop_Visits", ORDER),
        (["Shop_Buyers"], alone("Shop_Buyers"), ["Visits"], "Shop_Buyers", None),
        (["Shop_Buyers"], alone("Shop_Buyers"), [], "Shop_Visits", None),
        ([], alone("Shop_Vists"), [], "Shop_Visits", Cause("entity", "Shop_Vists")),
        (["Crm_Leads"], plan(), [], "Crm_Leads", None),
    ],
)
def test_a_plan_says_why_nothing_leads_to_an_entity(
    before: list[str], planned: Any, informed: list[str], entity: str, said: Any
) -> None:
    information = {
        "dataSources": [{"dataSourceName": "Shop", "entities": [{"entityName": one} for one in informed]}]
    }
    files = {PLAN_FILE: planned, **({INFORMATION_FILE: information} if informed else {})}
    some = project(files, conflations=[stored_plan(*before)] if before else [])

    assert said_of_plans(some, [entities(some)[entity]]) == said
    assert said_of_gap(some, some.snapshots[0], [entities(some)[entity]]) == said


TYPE = cause_at(Location(INFO_FILE, (0, "entityType")))
TO_PROFILE = link("A", "Shop_Visits", "Shop_Buyers")


@pytest.mark.parametrize(
    ("info", "links", "said"),
    [
        (ACTIVITY, [], TYPE),
        (ACTIVITY, [TO_PROFILE], None),
        (ACTIVITY, [{**TO_PROFILE, "source": "inferred"}], TYPE),
        (ACTIVITY, [link("A", "Shop_Visits", "Crm_People")], TYPE),
        (ACTIVITY, [link("A", "Shop_Visits", "Crm_Nobody")], TYPE),
        (ACTIVITY, [link("A", "Shop_Visits", "Crm_People"), {**TO_PROFILE, "name": "B"}], None),
        ({**ACTIVITY, "entityType": "profile"}, [], None),
        ({**ACTIVITY, "entityName": "People"}, [], None),
        ({**ACTIVITY, "entityName": "Nobody"}, [], None),
    ],
)
def test_an_activity_that_leads_to_no_profile_says_why_nothing_does(info: Any, links: Any, said: Any) -> None:
    some = project({INFO_FILE: [info]}, relationships=links, conflations=[])
    visits, (instance,) = entities(some)["Shop_Visits"], some.snapshots

    assert said_of_entity_info(some, visits, some.links_of(instance, visits)) == said
    assert said_of_gap(some, instance, [visits]) == said


def test_a_relationship_of_a_name_that_is_taken_says_why_nothing_leads_there() -> None:
    taken = [link("A", "Shop_Visits", "Shop_Buyers"), link("A", "Crm_Leads", "Shop_Buyers")]
    some = project({RELATIONSHIPS_FILE: taken})
    found = entities(some)

    said = cause_at(Location(RELATIONSHIPS_FILE, (1, "name")))
    assert said_of_gap(some, some.snapshots[0], [found["Crm_Leads"]]) == said
    assert said_of_gap(some, some.snapshots[0], [found["Crm_People"]]) is None
