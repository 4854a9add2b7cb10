"""A group of attributes has one of each entity."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input_body import Insight, is_named
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II115",
    "entity-twice-in-group",
    "a group of attributes has one attribute of each entity",
    "service error insightInputUniqueEntityNameInAttributeGroup",
    service_errors=(
        "insightInputUniqueEntityNameInAttributeGroup",
        "insightInputSameAttributeNameInGroup",
    ),
    sources=(
        Stated("service-error", "insightInputUniqueEntityNameInAttributeGroup"),
        Stated("service-error", "insightInputSameAttributeNameInGroup"),
    ),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    for _, members in one.groups:
        first: dict[object, Column] = {}
        for column in members:
            if not is_named(column.mention):
                continue
            assert column.mention is not None
            before = first.setdefault(column.mention.key(), column)
            if before is not column:
                yield _twice(column, before)


def _twice(column: Column, before: Column) -> Finding:
    same = column.attribute == before.attribute
    assert column.mention is not None
    codes = RULE.service_errors if same else RULE.service_errors[:1]
    name = f"{column.mention.spelled}.{column.attribute}" if same else column.mention.spelled
    return Finding(
        column.at if same else column.mention.at,
        f"`{name}` is in this group already",
        label="twice in a group",
        related=(Related(before.at, "the first time"),),
        help="put it into another group, or take it out",
        service_errors=codes,
        sources=tuple(Stated("service-error", code) for code in codes),
    )
