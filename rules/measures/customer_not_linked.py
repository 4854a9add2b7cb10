"""A measure about customers must be linked with Customer."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.measures import called, each_structured, errors, is_customer
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.suggest import nearest

RULE = Rule(
    "ME111",
    "customer-not-linked",
    "a measure about customers must be linked with Customer",
    "service error measureMissingCustomerEntity",
    service_errors=("measureMissingCustomerEntity",),
    sources=errors("measureMissingCustomerEntity"),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        if not one.is_profile or not one.entities or "linkedEntities" in definition.broken:
            continue
        if any(is_customer(project, each) for each in one.entities):
            continue
        unread = [each for each in one.entities if settled(each.name) is None]
        meant = next((each for each in one.entities if _is_meant(project, each)), None)
        if meant is not None:
            yield HeldBack(definition.at("linkedEntities"), cause_of(meant, one.request))
        elif not unread:
            yield _finding(project, one, definition)


def _is_meant(project: Project, mention: Mention) -> bool:
    """Tell whether a name that leads nowhere is a slip of the one that is missing."""
    return mention.entity is None and bool(nearest(mention.name or "", [project.settings.master_dataset]))


def _finding(project: Project, one: Measure, definition: Node) -> Finding:
    master = project.settings.master_dataset
    return Finding(
        definition.at("linkedEntities"),
        f"{called(one)} is about each customer, but is not linked with `{master}`",
        label=f"without `{master}`",
        help=f"link `{master}`, and group by its `CustomerId`",
    )
