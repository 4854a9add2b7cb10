"""A measure must be structured or manual."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.kinds.items import settled
from linter.project.project import Project
from linter.rulekit.measures import each_measure, errors
from linter.rulekit.rule import Rule, Says
from linter.rulekit.values import replacements
from linter.suggest import did_you_mean

RULE = Rule(
    "ME103",
    "measure-type-unknown",
    "a measure must be structured or manual",
    "service error invalidMeasureQueryType",
    service_errors=("invalidMeasureQueryType",),
    sources=errors("invalidMeasureQueryType"),
    local=True,
    kinds=("measure",),
)

_KNOWN: Final = ("structured", "manual")


def check(project: Project) -> Says:
    for one in each_measure(project):
        if one.definition is None:
            continue
        kind = settled(one.definition.text("type"))
        if kind is not None and kind.lower() not in _KNOWN:
            yield Finding(
                one.definition.at("type"),
                f"`{kind}` is no type of measure{did_you_mean(kind, _KNOWN)}",
                label="neither structured nor manual",
                help="write `structured` for linked entities and aggregates, `manual` for a query in SQL",
                repairs=replacements(kind, _KNOWN),
            )
