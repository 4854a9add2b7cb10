"""A structured measure must have linked entities and aggregates."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.measures import (
    called,
    each_structured,
    errors,
    is_absent,
    is_empty,
    is_partial,
    predicting,
)
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.wording import joined, quoted

RULE = Rule(
    "ME107",
    "nothing-counted",
    "a structured measure must have linked entities and aggregates",
    "service error measureContainsEmptyCollection",
    service_errors=(
        "measureContainsEmptyCollection",
        "attributeMeasureInvalidAggregateCount",
    ),
    sources=errors("measureContainsEmptyCollection", "attributeMeasureInvalidAggregateCount"),
    local=True,
    kinds=("measure",),
)

_WHAT: Final = {"linkedEntities": "entity to count on", "aggregates": "aggregate"}


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        if is_empty(definition) or is_partial(one):
            continue
        lacking = [name for name in _WHAT if is_absent(definition, name)]
        is_counted = "aggregates" not in lacking or one.kind != "attribute"
        further = () if is_counted else ("attributeMeasureInvalidAggregateCount",)
        if lacking:
            yield predicting(_finding(one, definition, lacking), "measureContainsEmptyCollection", *further)


def _finding(one: Measure, definition: Node, lacking: list[str]) -> Finding:
    return Finding(
        definition.at(lacking[0]),
        f"{called(one)} has {joined([f'no {_WHAT[name]}' for name in lacking])}",
        label="empty" if definition.written(lacking[0]) else f"no {' and no '.join(lacking)}",
        help=f"fill {joined(quoted(lacking))}, or write a query and make the measure `manual`",
    )
