"""A condition group must be about an attribute of the expression, and replace each value once.

What is put in a value's place must be a whole number.
"""

from __future__ import annotations

import json
import re

from linter.diagnostic import Finding, Related, Replacement
from linter.kinds.items import settled
from linter.kinds.measure_body import MeasureVariable
from linter.project.project import Project
from linter.rulekit.measures import each_structured, errors, is_absent, limits, predicting, told_variable
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.suggest import did_you_mean, surest
from linter.wording import either

RULE = Rule(
    "ME128",
    "faulty-condition-group",
    "a condition group must be about an attribute of the expression, and replace each value once",
    "service error measureConditionGroupsMustBeUnique",
    service_errors=(
        "measureConditionGroupsMustBeUnique",
        "measureConditionGroupFromMustBeUnique",
        "measureConditionGroupInvalidName",
    ),
    sources=(
        *errors(
            "measureConditionGroupsMustBeUnique",
            "measureConditionGroupFromMustBeUnique",
            "measureConditionGroupInvalidName",
        ),
        *limits("K08"),
    ),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        for variable in one.variables:
            first: dict[str, Node] = {}
            for group in variable.node.nodes("variableConditionGroups"):
                yield from _named(variable, group, first)
                yield from _conditions(group)


def _named(variable: MeasureVariable, group: Node, first: dict[str, Node]) -> Says:
    name, expression = settled(group.text("name")), variable.expression
    if is_absent(group, "name"):
        yield predicting(_nameless(variable, group), "measureConditionGroupInvalidName")
    elif name is None:
        return
    elif first.setdefault(name, group) is not group:
        finding = Finding(
            group.at("name"),
            f"{told_variable(variable)} has a condition group for `{name}` already",
            label="the attribute of another group",
            related=(Related(first[name].at("name"), "the other one"),),
            help="put the conditions into one group",
        )
        yield predicting(finding, "measureConditionGroupsMustBeUnique")
    elif expression is not None and expression.fault is None and not expression.is_open:
        used = list(dict.fromkeys(token.text for token in expression.names))
        if name not in used:
            yield predicting(_strange(variable, group, name, used), "measureConditionGroupInvalidName")


def _nameless(variable: MeasureVariable, group: Node) -> Finding:
    return Finding(
        group.at("name"),
        f"a condition group of {told_variable(variable)} does not say which attribute it is about",
        label="no name",
        help="name an attribute as the expression does",
    )


def _strange(variable: MeasureVariable, group: Node, name: str, used: list[str]) -> Finding:
    return Finding(
        group.at("name"),
        f"`{name}` is not in the expression of {told_variable(variable)}{did_you_mean(name, used)}",
        label="not in the expression",
        related=(Related(variable.node.at("expressionText"), "the expression"),),
        help=f"name {either(used)}" if used else "take the group out",
        repairs=tuple(Replacement(each, f"Replace with `{each}`") for each in surest(name, used)),
    )


def _conditions(group: Node) -> Says:
    first: dict[str | None, Node] = {}  # by what is replaced, None for nulls
    for condition in group.nodes("conditions"):
        is_of_nulls = (condition.text("kind") or "").lower() == "replacenulls"
        value = condition.get("from")
        key = None if is_of_nulls else str(value)
        says_which = is_of_nulls or value not in (None, "")
        if says_which and first.setdefault(key, condition) is not condition:
            finding = Finding(
                condition.at("kind" if is_of_nulls else "from"),
                f"{'nulls are' if is_of_nulls else f'`{key}` is'} replaced already",
                label="once more",
                related=(Related(first[key].at(), "the other condition"),),
                help="replace each value once",
            )
            yield predicting(finding, "measureConditionGroupFromMustBeUnique")
        if not _is_whole(condition.get("to")):
            finding = Finding(
                condition.at("to"),
                f"{json.dumps(condition.get('to'))} takes a value's place, but only whole numbers may",
                label="not a whole number",
                help="choose a whole number",
            )
            yield finding._replace(service_errors=(), sources=limits("K08"))


def _is_whole(value: object) -> bool:
    """Tell whether a replacement may be a whole number: what isn't given, or left to a pipeline, may be."""
    if isinstance(value, str):
        return settled(value) is None or re.fullmatch(r"\s*[+-]?\d+(\.0*)?\s*", value) is not None
    if isinstance(value, float):
        return value.is_integer()
    return value is None or (isinstance(value, int) and not isinstance(value, bool))
