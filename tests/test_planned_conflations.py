"""What conflations have, and which keys and meanings they give, once all is applied."""

from __future__ import annotations

from typing import Any

import pytest

from linter.kinds.request import Request
from linter.kinds.routes import plain_route
from linter.project.conflations import (
    conflation_id,
    conflation_is_refused,
    conflation_key,
    saved_conflation,
)
from linter.project.project import Project
from linter.project.saved import all_saved_listed, saved_bodies, saved_information
from tests.projects import (
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RULES_FILE,
    Files,
    plan,
    project_of,
    resolution,
    snapshot,
    step,
)

CRM_INFO = "manage/datasources/crm-1/entities/entityInfo.json"
GUID = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
TO = "/api/instances/main/conflations"


def entity(name: str, **more: Any) -> dict[str, Any]:
    return {"entityName": name, **more}


def full(source: str, *entities: Any) -> dict[str, Any]:
    """Entity information in its full form."""
    return {"dataSources": [{"dataSourceName": source, "entities": list(entities)}]}


def saved(*conflations: Any) -> dict[str, Any]:
    return snapshot(conflations=list(conflations))


def conflation(name: str = "default", **parts: Any) -> dict[str, Any]:
    return {"conflationId": name, **parts}


def informing(key: str = "Id", name: str = "Crm_Leads") -> dict[str, Any]:
    """A plan that gives an entity a key."""
    return plan(entityConflationInformation=[entity(name, primaryKey=key)])


def found(project: Project, name: str) -> Any:
    return next(one for one in project.snapshots[0].entities if str(one) == name)


def keys_of(files: Files) -> dict[str, list[str]]:
    """The keys that anything gives Leads and People."""
    project = project_of(files)
    return {name: sorted(project.keys.of(found(project, f"Crm_{name}"))) for name in ("Leads", "People")}


KEYS: list[tuple[str, Files, dict[str, list[str]]]] = [
    ("the snapshot's own", {"snapshot.json": snapshot()}, {"Leads": [], "People": ["Id"]}),
    (
        "those of entityInfo",
        {"snapshot.json": snapshot(), CRM_INFO: [entity("Leads", primaryKey="Mail"), entity("People")]},
        {"Leads": ["Mail"], "People": ["Id"]},
    ),
    (
        "those of entity information",
        {"snapshot.json": snapshot(), INFORMATION_FILE: full("Crm", entity("Leads", primaryKey="Mail"))},
        {"Leads": ["Mail"], "People": ["Id"]},
    ),
    (
        "those of a plan, besides the snapshot's",
        {"snapshot.json": snapshot(), PLAN_FILE: informing("Mail", "Crm_People")},
        {"Leads": [], "People": ["Id", "Mail"]},
    ),
    (
        "those of a saved conflation's entity information",
        {"snapshot.json": saved(conflation(entityInformation=full("Crm", entity("Leads", primaryKey="Id"))))},
        {"Leads": ["Id"], "People": ["Id"]},
    ),
    (
        "those of a saved conflation's plan",
        {"snapshot.json": saved(conflation(conflationPlan=informing("Mail")))},
        {"Leads": ["Mail"], "People": ["Id"]},
    ),
    (
        "none of who knows what",
        {
            "snapshot.json": saved(conflation(conflationPlan=informing("Mail", "Crm_Nobody"))),
            PLAN_FILE: informing("Mail", "Crm_Nobody"),
            CRM_INFO: [entity("Nobody", primaryKey="Mail")],
        },
        {"Leads": [], "People": ["Id"]},
    ),
]


@pytest.mark.parametrize(("files", "expected"), [pytest.param(*case, id=name) for name, *case in KEYS])
def test_an_entity_has_the_keys_that_anything_gives_it(files: Files, expected: dict[str, list[str]]) -> None:
    assert keys_of(files) == expected


GIVEN: list[tuple[str, Files, list[bool | str | None]]] = [
    ("nothing gives a key", {"snapshot.json": snapshot()}, [False, False, None]),
    (
        "the snapshot does",
        {"snapshot.json": snapshot(entity="Leads", primaryKey="Id")},
        [True, True, "Id"],
    ),
    (
        "entityInfo does",
        {"snapshot.json": snapshot(), CRM_INFO: [entity("Leads", primaryKey="Mail")]},
        [True, True, "Mail"],
    ),
    (
        "entityInfo does, but to another entity",
        {"snapshot.json": snapshot(), CRM_INFO: [entity("Leads"), entity("Nobody", primaryKey="Mail")]},
        [False, False, None],
    ),
    (
        "entity information does",
        {"snapshot.json": snapshot(), INFORMATION_FILE: full("Crm", entity("Leads", primaryKey="Id"))},
        [False, True, None],
    ),
    (
        "entity information only lists it",
        {"snapshot.json": snapshot(), INFORMATION_FILE: full("Crm", entity("Leads"))},
        [False, False, None],
    ),
    ("a plan does", {"snapshot.json": snapshot(), PLAN_FILE: informing()}, [False, True, None]),
    (
        "a saved plan does",
        {"snapshot.json": saved(conflation(conflationPlan=informing()))},
        [False, True, None],
    ),
    (
        "saved entity information only lists it",
        {"snapshot.json": saved(conflation(entityInformation={"Crm": ["Leads"]}))},
        [False, False, None],
    ),
    (
        "a payload says another type",
        {"snapshot.json": snapshot(), CRM_INFO: [entity("Leads", entityType="Activity")]},
        [False, False, None],
    ),
]


@pytest.mark.parametrize(("files", "expected"), [pytest.param(*case, id=name) for name, *case in GIVEN])
def test_a_key_is_one_of_the_entity_or_only_of_a_conflation(files: Files, expected: list[Any]) -> None:
    project = project_of(files)
    leads, keys = found(project, "Crm_Leads"), project.keys
    assert [keys.by_entity_info(leads), keys.anywhere(leads), keys.named(leads)] == expected


def test_a_planned_key_counts_before_the_snapshots_and_so_does_a_type() -> None:
    project = project_of(
        {
            "snapshot.json": snapshot(),
            INFO_FILE: [
                entity("Buyers", primaryKey="Mail", entityType="Activity"),
                entity("Visits"),
                entity("Buyers"),
            ],
        }
    )
    told = {
        name: (project.keys.named(found(project, name)), project.entity_type(found(project, name)))
        for name in ("Shop_Buyers", "Shop_Visits")
    }
    assert told == {"Shop_Buyers": ("Mail", "activity"), "Shop_Visits": ("Id", None)}


def test_what_a_saved_conflation_says_of_entities_is_known_in_the_order_of_its_parts() -> None:
    parts = conflation(
        entityInformation=full("Crm", entity("People", primaryKey="Mail"), entity("Nobody")),
        conflationPlan=plan(
            entityConflationInformation=[entity("Crm_Leads", primaryKey="Id"), entity("Crm_Nobody")]
        ),
    )
    (instance,) = project_of({"snapshot.json": saved(parts, conflation("bare"))}).snapshots
    first, second = instance.root.nodes("conflations")
    told = [(str(one), key) for one, key in saved_information(first, instance)]
    assert told == [("Crm_People", "Mail"), ("Crm_Leads", "Id")]
    assert saved_information(first, instance) is saved_information(first, instance)
    assert saved_information(second, instance) == []
    assert [one.mention.name for one in all_saved_listed(instance)] == ["People", "Nobody"]
    assert all_saved_listed(instance) is all_saved_listed(instance)


def test_the_saved_bodies_of_conflations_are_their_parts() -> None:
    parts = conflation(entityInformation={"Crm": ["People"]}, conflationPlan=plan(order=[]))
    relationship = {"name": "Any"}
    root = snapshot(conflations=[parts], relationships=[relationship])
    (instance,) = project_of({"snapshot.json": root}).snapshots
    bodies = [one.plain() for one in saved_bodies(instance)]
    for body in (relationship, parts["entityInformation"], parts["conflationPlan"]):
        assert body in bodies


MEANT = [{"attributeName": "Mail", "semanticType": "Person.Email"}]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {
                "snapshot.json": saved(
                    conflation(entityInformation=full("Crm", entity("Leads", attributes=MEANT)))
                )
            },
            id="saved entity information",
        ),
        pytest.param(
            {"snapshot.json": snapshot(), INFORMATION_FILE: full("Crm", entity("Leads", attributes=MEANT))},
            id="entity information",
        ),
        pytest.param(
            {
                "snapshot.json": snapshot(),
                PLAN_FILE: plan(entityConflationInformation=[entity("Crm_Leads", attributes=MEANT)]),
            },
            id="a plan",
        ),
        pytest.param(
            {
                "snapshot.json": snapshot(),
                CRM_INFO: [
                    entity("Leads", semanticLabels=[{"attributeName": "Mail", "label": "Person.Email"}])
                ],
            },
            id="entityInfo",
        ),
        pytest.param(
            {
                "snapshot.json": snapshot(
                    entity="Leads",
                    attributes={"Mail": {"dataType": "string", "semanticType": "Person.Email"}},
                )
            },
            id="the snapshot",
        ),
    ],
)
def test_an_attribute_means_what_any_of_these_says(files: Files) -> None:
    project = project_of(files)
    leads = found(project, "Crm_Leads")
    assert project.meanings.of(leads, "Mail") == "Person.Email"
    assert project.meanings.of(leads, "Id") is None
    assert project.meanings.of(found(project, "Crm_People"), "Mail") is None


def test_of_several_meanings_the_later_one_counts_and_saying_none_is_none() -> None:
    attributes = {one: {"dataType": "string", "semanticType": one} for one in ("Id", "Mail", "Born")}
    labels = [{"attributeName": one, "label": f"Label.{one}"} for one in ("Mail", "Born", "On")]
    types = [
        {"attributeName": "Mail", "semanticType": "Person.Email"},
        {"attributeName": "Born", "semanticType": ""},
        {"attributeName": "On"},
        {"semanticType": "Nowhere"},
    ]
    project = project_of(
        {
            "snapshot.json": snapshot(entity="Leads", attributes=attributes),
            CRM_INFO: [entity("Leads", semanticLabels=labels), entity("Nobody", semanticLabels=labels)],
            INFORMATION_FILE: full("Crm", entity("Leads", attributes=types), "People"),
            "conflations/other/entityInformation.json": {"Crm": ["People"], "attributes": ["Leads"]},
            "r.json": [{"method": "PATCH", "url": f"{TO}/default/entityInformation", "body": "Crm_People"}],
        }
    )
    leads = found(project, "Crm_Leads")

    assert {one: project.meanings.of(leads, one) for one in ("Id", "Mail", "Born", "On", "Nope")} == {
        "Id": "Id",
        "Mail": "Person.Email",
        "Born": "Label.Born",
        "On": "Label.On",
        "Nope": None,
    }


def test_an_entity_whose_attributes_nobody_declares_means_what_is_planned() -> None:
    labels = [{"attributeName": "Mail", "label": "Person.Email"}]
    project = project_of(
        {
            "snapshot.json": snapshot(entity="Leads", attributes=None),
            CRM_INFO: [entity("Leads", semanticLabels=labels)],
        }
    )
    leads = found(project, "Crm_Leads")

    assert [project.meanings.of(leads, one) for one in ("Mail", "Id")] == ["Person.Email", None]


def test_what_an_attribute_means_is_open_where_its_label_is_filled_later_or_cannot_be_read() -> None:
    attributes = {
        one: {"dataType": "string", "semanticType": "Stored"} for one in ("Id", "Mail", "Born", "On")
    }
    attributes["On"] = {"dataType": "string", "semanticType": ""}
    labels = [{"attributeName": "Mail", "label": "#{later}#"}, {"attributeName": "Born", "label": 7}]
    project = project_of(
        {
            "snapshot.json": snapshot(entity="Leads", attributes=attributes),
            CRM_INFO: [entity("Leads", semanticLabels=labels)],
        }
    )
    leads = found(project, "Crm_Leads")

    meant = [project.meanings.of(leads, one) for one in ("Id", "Mail", "Born", "On")]
    assert meant == ["Stored", None, None, None]


def requested(*urls: str, root: Any = None, **files: Any) -> Project:
    requests = [{"method": "PATCH", "url": f"{TO}/{url}", "body": plan()} for url in urls]
    return project_of({"snapshot.json": root or snapshot(), "r.json": requests, **files})


@pytest.mark.parametrize(
    ("url", "root", "expected"),
    [
        pytest.param("default/conflationPlan", None, "default", id="named"),
        pytest.param("{{which}}/conflationPlan", None, "default", id="the only one that there is"),
        pytest.param(
            "{{which}}/conflationPlan", saved(conflation(), conflation("second")), None, id="one of two"
        ),
        pytest.param("{{which}}/conflationPlan", saved(), None, id="one of none"),
        pytest.param(
            "{{which}}/conflationPlan",
            {**snapshot(), "complete": {"conflations": False}},
            None,
            id="one of those that are known",
        ),
    ],
)
def test_a_request_is_about_the_conflation_that_it_can_only_mean(
    url: str, root: Any, expected: str | None
) -> None:
    (request,) = requested(url, root=root).requests
    saved_there = saved_conflation(request)
    assert conflation_id(request) == expected
    assert (saved_there.text("conflationId") if saved_there is not None else None) == expected


def test_a_conflation_is_refused_that_a_snapshot_with_conflations_does_not_have() -> None:
    def refused(url: str, root: Any) -> bool:
        (request,) = requested(f"{url}/conflationPlan", root=root).requests
        return conflation_is_refused(request)

    assert refused("other", snapshot())
    assert not refused("default", snapshot())
    assert not refused("{{which}}", snapshot())
    assert not refused("other", snapshot(conflations=None))
    (unplaced,) = project_of({PLAN_FILE: plan()}).requests
    assert not conflation_is_refused(unplaced)


def test_a_payload_of_which_only_the_kind_is_known_is_about_the_only_conflation() -> None:
    (one,) = project_of({"snapshot.json": {**snapshot(), "complete": {"conflations": False}}}).snapshots
    request = Request("plan.json", "PATCH", plain_route("conflationPlan"), None, 0)
    request.snapshot = one
    assert conflation_id(request) == "default"


def test_without_a_snapshot_a_request_is_about_what_it_names() -> None:
    requests = [{"method": "PATCH", "url": f"{TO}/{one}/conflationPlan", "body": plan()} for one in "ab"]
    first, second = project_of({"r.json": requests}).requests
    assert [conflation_id(first), conflation_id(second)] == ["a", "b"]
    assert conflation_key(first) != conflation_key(second)
    url = f"{TO}/{{{{which}}}}/conflationPlan"
    (unnamed,) = project_of({"r.json": [{"method": "PATCH", "url": url, "body": plan()}]}).requests
    assert conflation_id(unnamed) is None


def test_two_open_names_are_two_conflations_and_one_is_one_whatever_its_case() -> None:
    two = saved(conflation(), conflation(GUID))
    one, other, again, named, folded = requested(
        *(f"{name}/conflationPlan" for name in ("{{one}}", "{{other}}", "{{one}}", GUID, GUID.upper())),
        root=two,
    ).requests
    assert conflation_key(one) == conflation_key(again) != conflation_key(other)
    assert conflation_key(named) == conflation_key(folded) != conflation_key(one)


def plans(files: Files) -> list[list[str]]:
    project = project_of(files)
    return [
        [one.right.name or "" for one in plan.steps if one.right is not None]
        for plan in project.conflations.all_plans(project.snapshots[0])
    ]


def test_a_planned_plan_takes_the_place_of_its_conflations_own_and_of_no_other() -> None:
    two = saved(
        conflation("first", conflationPlan=plan(step("Crm_Leads"))),
        conflation(GUID.upper(), conflationPlan=plan(step("Shop_Visits"))),
        conflation("bare"),
    )
    nameless = saved({"conflationPlan": plan(step("Crm_Leads"))})
    assert plans({"snapshot.json": nameless}) == [["Crm_Leads"]]
    assert plans({"snapshot.json": two}) == [["Crm_Leads"], ["Shop_Visits"]]
    planned = {f"conflations/{GUID}/conflationPlan.json": plan(step("Crm_People"))}
    assert plans({"snapshot.json": two, **planned}) == [["Crm_People"], ["Crm_Leads"]]
    elsewhere = {
        "other.json": snapshot(instanceId="other"),
        "instances/other/conflations/default/conflationPlan.json": plan(),
    }
    assert plans({"snapshot.json": two, **elsewhere}) == [["Crm_Leads"], ["Shop_Visits"]]


RESOLVED = {
    "conflatedEntity": "Customer",
    "attributes": [{"name": "Mail"}, {"policy": {}}],
    "groups": [{"fields": [{"name": "Id", "outputName": "Key"}, {"name": "Born"}, {}]}],
}


def test_conflict_resolution_gives_customer_the_attributes_that_it_names_planned_or_stored() -> None:
    root = saved(conflation(conflictResolutionRules=RESOLVED), conflation("bare"))
    only_saved = project_of({"snapshot.json": root})
    (instance,) = only_saved.snapshots
    assert only_saved.conflations.outputs(instance) == ("Mail", "Key", "Born")
    assert only_saved.conflations.outputs(instance) is only_saved.conflations.outputs(instance)
    files = {"snapshot.json": root, RULES_FILE: {**RESOLVED, "groups": [], "attributes": [{"name": "New"}]}}
    planned = project_of(files)
    assert planned.conflations.outputs(planned.snapshots[0])[:2] == ("New", "Mail")
    elsewhere = project_of(
        {
            "snapshot.json": snapshot(),
            "other.json": snapshot(instanceId="other"),
            "instances/other/conflations/default/conflictResolutionRules.json": RESOLVED,
        }
    )
    told = {one.instance_id: elsewhere.conflations.outputs(one) for one in elsewhere.snapshots}
    assert told == {"main": (), "other": ("Mail", "Key", "Born")}


def in_use(project: Project) -> list[str]:
    request = next(iter(project.requests))
    return sorted({one.name or "" for one in project.conflations.saved_in_use(request)})


def test_what_the_saved_plan_and_rules_name_is_in_use_where_none_are_planned() -> None:
    parts = conflation(
        conflationPlan=plan(step("Crm_Leads"), order=[]), conflictResolutionRules=resolution("Shop_Visits")
    )
    informed = {INFORMATION_FILE: {"Shop": ["Buyers"]}}
    of_plan, of_rules = ["Crm_Leads", "Shop_Buyers"], ["Shop_Visits"]
    both = {"snapshot.json": saved(parts), **informed}
    assert in_use(project_of(both)) == [*of_plan, *of_rules]
    assert in_use(project_of({**both, PLAN_FILE: plan()})) == of_rules
    assert in_use(project_of({**both, RULES_FILE: resolution("Crm_People")})) == of_plan
    assert in_use(project_of({**both, "snapshot.json": saved(conflation())})) == []
    nowhere = {"snapshot.json": saved(), **informed}
    assert in_use(project_of(nowhere)) == []


def test_rules_and_plans_of_a_request_are_the_planned_ones_else_the_snapshots() -> None:
    parts = conflation(
        conflationPlan=plan(step("Crm_Leads")), conflictResolutionRules=resolution("Shop_Visits")
    )
    informed = {INFORMATION_FILE: {"Shop": ["Buyers"]}}

    def told(files: Files) -> tuple[list[str | None], list[str | None]]:
        project = project_of(files)
        request = project.entity_information[0].request
        rules, plans = project.conflations.rules_of(request), project.conflations.plans_of(request)
        return [one.request.document for one in rules], [one.request.document for one in plans]

    assert [len(one) for one in told({"snapshot.json": saved(), **informed})] == [0, 0]
    assert [len(one) for one in told({"snapshot.json": saved(conflation()), **informed})] == [0, 0]
    assert [len(one) for one in told({"snapshot.json": saved(parts), **informed})] == [1, 1]
    planned = {RULES_FILE: resolution("Crm_People"), PLAN_FILE: plan()}
    rules, plans = told({"snapshot.json": saved(parts), **informed, **planned})
    assert [str(one) for one in (*rules, *plans)] == [RULES_FILE, PLAN_FILE]


def test_entities_are_informed_by_the_snapshot_and_by_payloads() -> None:
    project = project_of(
        {
            "snapshot.json": snapshot(),
            INFORMATION_FILE: {"Crm": ["Leads", "Nobody"]},
            "r.json": [
                {"method": "PATCH", "url": f"{TO}/default/entityInformation", "body": {"Shop": ["Visits"]}}
            ],
        }
    )
    request = project.entity_information[0].request
    asked = project.conflations
    assert {str(one) for one in asked.informed(request)} == {
        "Shop_Buyers",
        "Crm_People",
        "Crm_Leads",
        "Shop_Visits",
    }
    assert asked.informed(request) is asked.informed(request)
    assert asked.all_plans(project.snapshots[0]) is asked.all_plans(project.snapshots[0])
    assert asked.information_of(request) == [INFORMATION_FILE, "r.json"]
    assert asked.informing(request) == project.entity_information
    unknown = project_of({"snapshot.json": saved(), INFORMATION_FILE: {"Crm": ["Leads"]}})
    assert [str(one) for one in unknown.conflations.informed(unknown.requests[0])] == ["Crm_Leads"]
    without = project_of({INFORMATION_FILE: {"Crm": ["Leads"]}})
    assert without.conflations.informed(without.requests[0]) == frozenset()
