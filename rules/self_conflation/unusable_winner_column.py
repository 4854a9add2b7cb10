"""A policy by recency needs a column that is a date or a number.

A policy that names no column lacks it altogether.  A type that isn't known is not checked.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.instance.data_types import UNKNOWN
from linter.kinds.self_conflation_body import DATES, ORDERED, RECENT, SelfConflation
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types
from linter.shapes.node import Node

_IS_STRING: Final = Stated("service-error", "rowWinnerPolicyColumnIsString")
_LIMIT: Final = Stated("product-page", "U01")

RULE = Rule(
    "CS104",
    "unusable-winner-column",
    "a winner by recency needs a column that is a date or a number",
    "data-unification-duplicates.md and service error rowWinnerPolicyColumnIsString",
    service_errors=(_IS_STRING.reference,),
    sources=(_IS_STRING, _LIMIT),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            policy = one.node.node("rowWinnerPolicy")
            if policy is not None and (policy.text("kind") or "").lower() in RECENT:
                yield from _check(one, policy)


def _check(one: SelfConflation, policy: Node) -> Says:
    named = policy.text("column")
    if not (named or "").strip() and "column" not in policy.broken:
        yield _no_column(policy, str(policy.text("kind")))
    column = one.column(policy, "column")
    if column.canonical_type is None:
        return  # CS103 says why
    if column.canonical_type == UNKNOWN:
        yield NotChecked(column.at, unknown_type(column))
    elif column.canonical_type not in ORDERED:
        entity = column.entity
        assert entity is not None  # whose column has a type
        type_ = entity.declared_type(str(named))
        fitting = [name for name in entity.attribute_names if entity.canonical_type(name) in DATES]
        is_text = column.canonical_type == "String"
        finding = Finding(
            column.at,
            f"`{entity}.{named}` is {type_}, and can't tell which row is the most recent",
            label=f"is {type_}",
            related=(Related(entity.attribute_at(str(named)), "its type is declared here"),),
            help="name a date or a number" + (f", such as `{fitting[0]}`" if fitting else ""),
            service_errors=(_IS_STRING.reference,) if is_text else (),
            sources=(_IS_STRING, _LIMIT) if is_text else (_LIMIT,),
        )
        yield resting_on_types(finding, column)


def _no_column(policy: Node, kind: str) -> Finding:
    return Finding(
        policy.at("column"),
        f"row winner policy `{kind}` names no column that tells how recent a row is",
        label="no column",
        help="add `column`, a date or a number of the entity",
        service_errors=(),
        sources=(_LIMIT,),
    )
