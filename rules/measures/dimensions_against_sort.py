"""A measure's dimensions must be those of its sort."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Cause, Finding, HeldBack, Location, cause_at
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.measures import (
    called,
    each_structured,
    errors,
    is_absent,
    is_customer,
    is_customer_id,
    is_partial,
    lacks_attribute,
    lacks_customer,
    limits,
    predicting,
)
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "ME129",
    "dimensions-against-sort",
    "a measure's dimensions must be those of its sort",
    "service error invalidSingleValueMeasure",
    service_errors=("invalidSingleValueMeasure",),
    sources=(
        *errors("invalidSingleValueMeasure"),
        *limits("K01", "K03", "K04", "K05", "K14", "K15"),
    ),
    inferred=True,
    kinds=("measure",),
)

_VIRTUAL: Final = "customerinsights"  # the table of customers, where Dataverse tables are counted


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        is_open = any(settled(each.field) is None for each in one.dimensions)
        is_open = is_open or not definition.broken.isdisjoint(("dimensions", "isProfile"))
        if one.kind not in ("attribute", "entity") or is_open:
            continue
        says_nothing = is_absent(definition, "linkedEntities") and is_absent(definition, "aggregates")
        if says_nothing or (is_partial(one) and not definition.written("dimensions")):
            continue
        if _is_of_dataverse(one):
            yield from _of_dataverse(one, definition)
        elif one.is_profile:
            yield from _about_customers(project, one, definition)
        elif one.is_scalar:
            yield from _single(one)
        else:
            yield from _about_business(project, one)


def _is_of_dataverse(one: Measure) -> bool:
    names = (each.name for each in one.entities)
    return any((each or "").lower() == _VIRTUAL for each in (*names, *one.linked))


def _of_dataverse(one: Measure, definition: Node) -> Says:
    if not one.is_profile:
        yield Finding(
            definition.at("isProfile" if definition.written("isProfile") else "kind"),
            f"{called(one)} is a business measure, and these can't count Dataverse tables",
            label="not of Dataverse tables",
            help="make it a measure of each customer",
            service_errors=(),
            sources=limits("K15"),
        )
    elif len(one.dimensions) != 1 or not is_customer_id(one.dimensions[0]):
        first = next((each for each in one.dimensions if not is_customer_id(each)), None)
        yield Finding(
            first.node.at("field") if first is not None else definition.at("dimensions"),
            f"{called(one)} counts Dataverse tables, and must have one dimension, "
            "`CustomerInsights.CustomerId`",
            label="not the one dimension",
            help="group by `CustomerInsights.CustomerId` alone",
            service_errors=(),
            sources=limits("K14"),
        )


def _about_customers(project: Project, one: Measure, definition: Node) -> Says:
    further = [each for each in one.dimensions if not is_customer_id(each)]
    is_attribute = one.kind == "attribute"
    limit = "K01" if is_attribute else "K03"
    cause = _why_without_id(project, one, definition)
    if len(further) == len(one.dimensions) and cause is not None:
        yield HeldBack(definition.at("dimensions"), cause)
    elif len(further) == len(one.dimensions):
        yield _without_id(one, definition, limit)
    elif is_attribute and further:
        yield _finding(
            further[0].node.at("field"),
            f"{called(one)} is one figure of each customer, and can be grouped by `CustomerId` only",
            "take this dimension out, or make the measure of kind `entity`",
            limit,
        )
    elif not is_attribute and not further:
        yield _finding(
            definition.at("dimensions"),
            f"{called(one)} is grouped by `CustomerId` only, and needs another dimension",
            "add a dimension, or make the measure of kind `attribute`",
            limit,
        )


def _why_without_id(project: Project, one: Measure, definition: Node) -> Cause | None:
    """Return what is reported of which it follows that the customers' ID isn't there."""
    if lacks_customer(project, one):
        return cause_at(definition.at("linkedEntities"))
    misspelt = next(filter(lacks_attribute, one.dimensions), None)
    return cause_at(misspelt.node.at("field")) if misspelt is not None else None


def _without_id(one: Measure, definition: Node, limit: str) -> Finding:
    return _finding(
        definition.at("dimensions"),
        f"{called(one)} is about each customer, and not grouped by `CustomerId`",
        "add the dimension `CustomerId` of `Customer`",
        limit,
    )


def _single(one: Measure) -> Says:
    for each in one.dimensions[:1]:
        finding = _finding(
            each.node.at("field"),
            f"{called(one)} is a single number, and can't be grouped",
            "take its dimensions out, or `isScalar`",
            "K05",
        )
        yield predicting(finding, "invalidSingleValueMeasure", limit="K05")


def _about_business(project: Project, one: Measure) -> Says:
    for each in one.dimensions:
        mention = each.column.mention if each.column is not None else None
        if is_customer_id(each) and mention is not None and is_customer(project, mention):
            yield _finding(
                each.node.at("field"),
                f"{called(one)} is about the business, and can't be grouped by `CustomerId`",
                "group by something else, or say `isProfile`",
                "K04",
            )


def _finding(at: Location, message: str, help_: str, limit: str) -> Finding:
    return Finding(
        at, message, label="not of this sort of measure", help=help_, service_errors=(), sources=limits(limit)
    )
