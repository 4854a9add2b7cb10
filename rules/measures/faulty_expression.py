"""The expression of a variable must be arithmetic over numbers."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.expressions import Expression
from linter.kinds.items import settled
from linter.kinds.measure_body import MeasureVariable
from linter.project.project import Project
from linter.rulekit.measures import each_structured, is_number, told_variable, type_of
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types

RULE = Rule(
    "ME127",
    "faulty-expression",
    "the expression of a variable must be arithmetic over numbers",
    "a convention: numbers, `alias.Attribute`, variables and + - * / % ^",
    sources=(Stated("convention", "how expressions of variables are written"),),
    inferred=True,
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        for variable in one.variables:
            text = settled(variable.node.text("expressionText"))
            if text is not None and text.strip() and variable.kind != "date":
                assert variable.expression is not None
                yield from _check(variable, variable.expression)


def _check(variable: MeasureVariable, expression: Expression) -> Says:
    at = variable.node.at("expressionText")
    if expression.fault is not None:
        yield Finding(
            at._replace(slice=expression.fault.slice),
            f"the expression of {told_variable(variable)} can't be read: {expression.fault.said}",
            label="not arithmetic",
            help="write numbers, `alias.Attribute` and variables, joined by + - * / % ^ and parentheses",
        )
        return
    for zero in expression.zeros:
        yield Finding(
            at._replace(slice=zero),
            f"{told_variable(variable)} is divided by zero",
            label="always zero",
            help="divide by something else, or take the variable out",
        )
    for token in expression.names:
        if token.text == variable.name:
            yield Finding(
                at._replace(slice=token.slice),
                f"{told_variable(variable)} is worked out of itself",
                label="itself",
                help="name an attribute, or another variable",
            )
    yield from _not_numbers(variable)


def _not_numbers(variable: MeasureVariable) -> Says:
    for column in variable.columns:
        canonical = type_of(column)
        if canonical is None or is_number(canonical):
            continue
        finding = Finding(
            column.at,
            f"arithmetic works on numbers, but `{column.entity}.{column.attribute}` is of type {canonical}",
            label="not a number",
            related=(Related(column.declared_at, "its type is declared here"),),
            help="name a number, or convert the attribute when it is ingested",
        )
        yield resting_on_types(finding, column)
