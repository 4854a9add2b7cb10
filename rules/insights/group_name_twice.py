"""The names of an insight's groups must be unique."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "II116",
    "group-name-twice",
    "the names of an insight's groups of attributes must be unique",
    "service error insightInputUniqueAttributeNameGroups",
    service_errors=("insightInputUniqueAttributeNameGroups",),
    sources=(Stated("service-error", "insightInputUniqueAttributeNameGroups"),),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    first: dict[str, Node] = {}
    for group, _ in one.groups:
        name = group.text("name")
        if name:
            before = first.setdefault(name.lower(), group)
            if before is not group:
                yield Finding(
                    group.at("name"),
                    f"a group `{name}` is there already",
                    label="not unique",
                    related=(Related(before.at("name"), "the first of this name"),),
                    help="give each group a name of its own",
                )
