"""A measure must have a definition."""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.measures import called, each_measure, errors, is_empty, is_partial, predicting
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME101",
    "measure-without-definition",
    "a measure must have a definition",
    "service error measureEmptyMetadata",
    service_errors=(
        "measureEmptyMetadata",
        "measureEmptyDefinition",
    ),
    sources=errors("measureEmptyMetadata", "measureEmptyDefinition"),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one in each_measure(project):
        if is_partial(one) and not one.node.written("definition"):
            continue
        if is_empty(one.node):
            yield predicting(_nothing(one), "measureEmptyMetadata", "measureEmptyDefinition")
        elif "definition" not in one.node.broken and (one.definition is None or is_empty(one.definition)):
            yield predicting(_undefined(one), "measureEmptyDefinition")


def _nothing(one: Measure) -> Finding:
    return Finding(
        one.node.at(),
        "the measure says nothing",
        label="empty",
        help="give it a name and a definition, or take it out",
    )


def _undefined(one: Measure) -> Finding:
    return Finding(
        one.node.at("definition"),
        f"{called(one)} has no definition"
        if one.definition is None
        else f"{called(one)} has an empty definition",
        label="nothing is worked out",
        help="say in `definition` what it counts on and what it works out",
    )
