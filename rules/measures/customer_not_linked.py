"""A measure about customers must be linked with Customer."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.measures import (
    called,
    each_structured,
    errors,
    is_customer,
    is_meant_as_customer,
    lacks_customer,
)
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "ME111",
    "customer-not-linked",
    "a measure about customers must be linked with Customer",
    "service error measureMissingCustomerEntity",
    service_errors=("measureMissingCustomerEntity",),
    sources=errors("measureMissingCustomerEntity"),
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        if not one.is_profile or "linkedEntities" in definition.broken:
            continue
        if lacks_customer(project, one):
            yield _finding(project, one, definition)
        elif not any(is_customer(project, each) for each in one.entities):
            for meant in [each for each in one.entities if is_meant_as_customer(project, one, each)][:1]:
                yield HeldBack(definition.at("linkedEntities"), cause_of(meant, one.request))


def _finding(project: Project, one: Measure, definition: Node) -> Finding:
    master = project.settings.master_dataset
    return Finding(
        definition.at("linkedEntities"),
        f"{called(one)} is about each customer, but is not linked with `{master}`",
        label=f"without `{master}`",
        help=f"link `{master}`, and group by its `CustomerId`",
    )
