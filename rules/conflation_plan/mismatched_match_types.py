"""All matched attributes must have the same type.

The same type is the same canonical type or the same wire type: Int32 and Int64 are, DateTime and
DateTimeOffset are not.  A type that isn't known is not checked.
"""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked, Related
from linter.instance.data_types import same_type
from linter.kinds.conflation_plan import Criterion
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types

RULE = Rule(
    "CP09",
    "mismatched-match-types",
    "all matched attributes must have the same type",
    "PATCH …/conflationPlan, limitation 9 of 9",
    service_errors=("matchedAttributeTypeMismatch",),
    local=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            if criterion.kind != "copy":
                yield from _check_criterion(criterion)


def _check_criterion(criterion: Criterion) -> Says:
    left, right = criterion.left, criterion.right
    if left is None or right is None:
        return
    types = left.canonical_type, right.canonical_type
    if types[0] is None or types[1] is None:
        return
    same = same_type(types[0], types[1])
    if same is None:
        open_ = _untyped(left, right)
        yield NotChecked(open_[0].at, unknown_type(*open_))
    elif not same:
        yield resting_on_types(_mismatch(left, right), left, right)


def _mismatch(left: Column, right: Column) -> Finding:
    return Finding(
        right.at,
        f"{_typed(right)}, but is matched with `{left.entity}.{left.attribute}`, which is "
        f"{left.declared_type}",
        label=f"is {right.declared_type}",
        related=(
            Related(left.at, f"is {left.declared_type}"),
            Related(right.declared_at, "its type is declared here"),
        ),
        help="match columns of the same type, or convert one of them when it is ingested",
    )


def _typed(column: Column) -> str:
    return f"`{column.entity}.{column.attribute}` is {column.declared_type}"


def _untyped(left: Column, right: Column) -> list[Column]:
    """Return the columns whose type isn't known by itself, or both."""
    types = [(one, str(one.canonical_type)) for one in (left, right)]
    return [one for one, type_ in types if same_type(type_, type_) is None] or [left, right]
