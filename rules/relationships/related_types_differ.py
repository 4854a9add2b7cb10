"""Attributes that a relationship joins must have the same type.

Otherwise no row finds its partner: segments over it stay empty, and nothing says why.  The same type
is the same canonical type, or the same type on the wire.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.instance.data_types import UNKNOWN
from linter.kinds.references import Column
from linter.project.project import Project
from linter.project.relationships import Join
from linter.rulekit.joins import missed_keys
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types
from linter.wording import either

_TYPES: Final = Stated("product-page", "R09")
_KEY: Final = Stated("product-page", "R05")

RULE = Rule(
    "RL105",
    "related-types-differ",
    "attributes that a relationship joins must have the same type",
    "support article segment-no-results.md",
    severity="warning",
    url="https://learn.microsoft.com/en-us/troubleshoot/dynamics-365/customer-insights/data/segments/"
    "segment-no-results",
    sources=(_TYPES, _KEY),
    kinds=("relationships",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for join in project.planned.joins:
        if join.same_type or join.is_lineage:
            continue
        left, right = join.columns
        if join.same_type is None:
            unknown = [one for one in join.columns if one.canonical_type == UNKNOWN]
            yield NotChecked(_place(join).at, unknown_type(*(unknown or join.columns)))
        else:
            yield resting_on_types(_mismatch(join, missed_keys(project, join)), left, right)


def _place(join: Join) -> Column:
    """Return the end that carries the finding: the to-end, unless an update names the other only."""
    left, right = join.columns
    node = join.link.node
    written = node.written("toAttributeName") or not node.written("fromAttributeName")
    return right if written else left


def _mismatch(join: Join, missed: list[str]) -> Finding:
    here = _place(join)
    keys = missed if here is join.columns[1] else []
    there = next(one for one in join.columns if one is not here)
    return Finding(
        here.at,
        f"{_typed(here)}, but is joined with `{there.entity}.{there.attribute}`, which is "
        f"{there.declared_type}: no row will find its partner",
        label=f"is {here.declared_type}",
        related=(
            Related(there.at, f"is {there.declared_type}"),
            Related(here.declared_at, "its type is declared here"),
        ),
        help=(f"did you mean the key, {either(keys)}? " if keys else "")
        + "Join attributes of the same type, or convert one of them when it is ingested",
        sources=(_TYPES, _KEY) if keys else (_TYPES,),
    )


def _typed(column: Column) -> str:
    return f"`{column.entity}.{column.attribute}` is {column.declared_type}"
