"""Faults between what refers to each other: relationships, contacts and accounts, and what is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import planter
from planting import SNAPSHOT, Edit, Expected, pick
from spelling import spell_column

if TYPE_CHECKING:
    import random

    from bench import Bench, Found
    from generator import Project, Value
    from planting import Plant, Planter


def both_many(bench: Bench) -> Found:
    """Two relationships by which many on both sides belong together."""
    here, there = bench.entity("Left", Ref="string"), bench.entity("Right")
    ends = {"fromEntityName": here, "fromAttributeName": "Ref", "toEntityName": there}
    one: Value = {"name": "One_1", **ends, "toAttributeName": "Id", "cardinality": "manyToOne"}
    other = {**one, "name": "Other_1", "cardinality": "oneToMany"}
    both = [one, other] if bench.rng.random() < 0.5 else [other, one]
    return both, (1, "cardinality"), {"method": "PATCH"}


def _source_of(bench: Bench, name: str) -> str:
    sources = bench.edit.project.snapshot["dataSources"]
    found = (one for one in sources if any(each["name"] == name for each in one["entities"]))
    return str(next(found)["dataSourceId"])


def _people(bench: Bench) -> None:
    """Contacts, and accounts to which nothing leads."""
    for name, meaning in (("People", "Contact"), ("Firms", "Account")):
        bench.entity(name)
        bench.declare(name, "semanticType", value=meaning)
        bench.declare(name, "entityType", value="profile")


def call_without_firm(bench: Bench) -> Found:
    """Activities of contacts that lead to no account."""
    _people(bench)
    bench.entity("Call", Caller="string", At="dateTime")
    bench.relate("CallToPeople", "Call.Caller", "People.Id")
    tail = f"manage/datasources/{_source_of(bench, 'Call')}/entities/Call/entityInfo"
    body = {"entityType": "activity", "timestampFieldName": "At"}
    return body, ("entityType",), {"tail": tail, "method": "PATCH"}


def people_without_firm(bench: Bench) -> Found:
    """Contacts that lead to no account."""
    _people(bench)
    bench.complete("relationships")
    conflation = bench.rng.choice(list(bench.edit.project.orders))
    tail = f"conflations/{conflation}/datasources/{_source_of(bench, 'People')}/entityInformation/People"
    body = {"entityName": "People", "primaryKey": "Id"}
    return body, ("entityName",), {"tail": tail, "method": "PATCH"}


def deleted_relationship(bench: Bench) -> Found:
    """A relationship that is deleted, and on the path of a stored segment."""
    bench.sale()
    criteria = {"attribute": "Sale.Shop", "comparisonOperator": "isNotNull"}
    path = ["Sale", "SaleToCustomer", *bench.rng.choice((["Customer"], []))]
    rowset = {"criteria": criteria, "paths": [path]}
    bench.store("segments", bench.segment(rowset, name="Ground", state="active"))
    return None, ("url",), {"tail": "manage/relationships/SaleToCustomer", "method": "DELETE", **_IN_URL}


_IN_URL: Value = {"part": "inside", "fragment": ""}


def deleted_segment(bench: Bench) -> Found:
    """A segment that is deleted, and another one is made of it."""
    members = {"criteria": {"attribute": "Ground.CustomerId", "comparisonOperator": "isNotNull"}}
    ground = bench.segment(bench.some(), name="Ground", state="active")
    bench.store("segments", ground, bench.segment(members, name="Upper", state="active"))
    return None, ("url",), {"tail": "manage/segments/Ground", "method": "DELETE", **_IN_URL}


def deleted_though_read(bench: Bench) -> Found:
    """A segment that is deleted, and a stored one reads it in SQL."""
    sql = "SELECT CustomerId FROM Ground"
    bench.store("segments", bench.segment(bench.some(), name="Ground", state="active"))
    bench.store("segments", {**bench.by_sql(sql), "name": "Upper", "state": "active"})
    return None, ("url",), {"tail": "manage/segments/Ground", "method": "DELETE", **_IN_URL}


def deleted_though_counted(bench: Bench) -> Found:
    """A measure that is deleted, and a stored one counts it by an alias."""
    linked = [
        {"kind": "base", "entity": "Customer", "alias": "c"},
        {"kind": "join", "entity": "Customer_Measure", "alias": "m"},
    ]
    aggregates = [{"operation": "sum", "field": "m.Ground", "alias": "All"}]
    definition: Value = {"kind": "entity", "type": "structured", "isScalar": True}
    definition |= {"linkedEntities": linked, "aggregates": aggregates}
    bench.store("measures", {"name": "Ground", "definition": bench.made.attribute()})
    bench.store("measures", {"name": "Upper", "definition": definition})
    return None, ("url",), {"tail": "manage/measures/Ground", "method": "DELETE", **_IN_URL}


def nothing_unified(bench: Bench) -> Found:
    """A segment where there are no customers."""
    project = bench.edit.project
    bench.edit.touched += [(file, ()) for file in (*project.documents, SNAPSHOT)]
    for part in ("documents", "requests", "active"):
        getattr(project, part).clear()
    project.snapshot |= {"systemEntities": [], "relationships": []}
    project.snapshot["conflations"] = [{"conflationId": one} for one in project.orders]
    for part in ("segments", "measures"):
        project.snapshot.pop(part, None)
    attribute = bench.rng.choice(("Points", "Customer.Points"))
    condition = {"attribute": attribute, "comparisonOperator": "isNotNull"}
    return bench.segment({"criteria": condition}), ()


def two_times(bench: Bench) -> Found:
    """An activity that is dated by another attribute than its entity."""
    bench.sale()
    bench.declare("Sale", "timestampFieldName", value="Paid")
    bench.declare("Sale", "attributes", "Sent", value="date")
    body = {"name": "Planted", "activityType": "Other", "entity": "Sale", "primaryKey": "Id"}
    return {**body, "timestamp": "Sent", "eventActivity": "Shop"}, ("timestamp",)


def plan_of_one(rng: random.Random, project: Project) -> Plant | None:
    """A plan that keeps one of its entities; segments and measures that go by the others are held back."""
    plans = project.of_kind("conflationPlan")
    request = pick(rng, [one for one in plans if "entityConflationInformation" not in project.body(one)])
    if request is None or "Stored_" in str(project.documents) or "Kept_" in str(project.documents):
        return None
    edit, plan = Edit(project), project.body(request)
    for part in {"segments", "measures"} & project.snapshot.keys():
        edit.delete(SNAPSHOT, (part,))  # what is stored would make CP117 of it
    one = plan["conflationOrder"][0]
    entity = project.world.resolve(one)
    assert entity
    columns = {side: spell_column(rng, entity, "Label") for side in ("leftColumn", "rightColumn")}
    rule = {"name": "Same", "criteria": [{"kind": "exact", **columns}]}
    at = edit.set(request.file, (*request.at, "conflationOrder"), [one])
    step = {"leftEntities": [], "rightEntity": one, "rules": [rule]}
    edit.set(request.file, (*request.at, "conflationPlans"), [step])
    merged = {"name": "Label", "policy": {"kind": "importance"}, "sourceColumns": [columns["leftColumn"]]}
    for rules in project.of_kind("conflictResolutionRules"):
        if rules.param("conflation") == request.param("conflation"):
            edit.set(rules.file, rules.at, {"conflatedEntity": "Customer", "attributes": [merged]})
    return edit.plant(Expected("CP102", request.file, at))


_DELETED = (deleted_relationship, deleted_segment, deleted_though_read, deleted_though_counted)

PLANTS: dict[str, tuple[Planter, ...]] = {
    "CP102": (plan_of_one,),
    "RL106": (planter("RL106", "manage/relationships", both_many, severity="recommendation"),),
    "EI103": (planter("EI103", "", call_without_firm),),
    "CE107": (planter("CE107", "", people_without_firm),),
    "IN106": tuple(planter("IN106", "", one) for one in _DELETED),
    "SG154": (planter("SG154", "manage/segments", nothing_unified),),
    "AC110": (planter("AC110", "manage/activities", two_times, severity="recommendation"),),
}
