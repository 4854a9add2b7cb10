"""A key tells nothing about how alike two rows are."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II122",
    "key-as-insight-attribute",
    "a primary key should not be an attribute of an insight",
    "service error insightInputAttributeNotAllowed",
    severity="recommendation",
    service_errors=("insightInputAttributeNotAllowed",),
    sources=(Stated("service-error", "insightInputAttributeNotAllowed"),),
    inferred=True,
    local=True,
    kinds=("insightInput",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    for column in one.columns:
        entity, attribute = column.entity, column.attribute
        if entity is not None and attribute is not None and attribute == entity.primary_key:
            yield Finding(
                column.at,
                f"`{attribute}` is the primary key of `{entity}`, and different in each row",
                label="a key",
                related=(Related(entity.at, "the entity"),),
                help="name an attribute that rows may have in common",
            )
