"""A variable must have a name, an expression and a kind that the service knows."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.kinds.items import settled
from linter.kinds.measure_body import MeasureVariable
from linter.project.project import Project
from linter.rulekit.measures import (
    can_be_variable,
    each_structured,
    errors,
    is_absent,
    limits,
    predicting,
    told_variable,
)
from linter.rulekit.rule import Rule, Says
from linter.rulekit.values import replacements
from linter.suggest import did_you_mean
from linter.wording import joined

RULE = Rule(
    "ME125",
    "unusable-variable",
    "a variable must have a name, an expression and a kind that the service knows",
    "service error measureEmptyVariableName",
    service_errors=(
        "measureEmptyVariableName",
        "measureInvalidVariableName",
        "measureMissingVariableExpression",
        "measureUnsupportedVariableKind",
    ),
    sources=(
        *errors(
            "measureEmptyVariableName",
            "measureInvalidVariableName",
            "measureMissingVariableExpression",
            "measureUnsupportedVariableKind",
        ),
        *limits("K10"),
    ),
    local=True,
    kinds=("measure",),
)

_KINDS: Final = ("arithmetic", "date")


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        for variable in one.variables:
            yield from _empty(variable)
            yield from _named(variable)
            yield from _of_kind(variable)


def _empty(variable: MeasureVariable) -> Says:
    is_nameless = is_absent(variable.node, "name")
    is_nothing = is_absent(variable.node, "expressionText")
    if not is_nameless and not is_nothing:
        return
    what = ["no name"] * is_nameless + ["no expression"] * is_nothing
    finding = Finding(
        variable.node.at("name" if is_nameless else "expressionText"),
        f"{told_variable(variable)} has {joined(what)}",
        label=joined(what),
        help="give it a name, and say in `expressionText` what it is worked out of",
    )
    codes = ["measureEmptyVariableName"] * is_nameless + ["measureMissingVariableExpression"] * is_nothing
    yield predicting(finding, *codes)


def _named(variable: MeasureVariable) -> Says:
    name = settled(variable.name)
    if name is None or not name.strip() or can_be_variable(name):
        return
    finding = Finding(
        variable.node.at("name"),
        f"`{name}` can't be the name of a variable: expressions could not name it",
        label="not a name",
        help="begin with a letter, and use letters, digits and underscores",
    )
    yield predicting(finding, "measureInvalidVariableName")


def _of_kind(variable: MeasureVariable) -> Says:
    kind = settled(variable.node.text("kind"))
    if kind is None or kind.lower() in _KINDS:
        return
    finding = Finding(
        variable.node.at("kind"),
        f"`{kind}` is no kind of variable{did_you_mean(kind, _KINDS)}",
        label="neither arithmetic nor date",
        help="write `arithmetic` for numbers, `date` for dates",
        repairs=replacements(kind, _KINDS),
    )
    yield predicting(finding, "measureUnsupportedVariableKind", limit="K10")
