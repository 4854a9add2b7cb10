"""Steps of a conflation plan whose left and right sides stand in each other's place: one mistake."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Cause, cause_at
from linter.instance.entity import Entity
from linter.kinds.conflation_plan import ConflationPlan, Criterion, MatchStep
from linter.kinds.references import Column


def waiting_columns(plan: ConflationPlan) -> dict[Column, Cause]:
    """Return the columns of which nothing is to be said, since the sides of their step are exchanged.

    The order tells of that (CP08), or else the first column of the step that is of the other side.
    """
    return {column: cause for step in plan.steps for column, cause in _waiting(plan, step)}


def cause_of_order(step: MatchStep) -> Cause:
    """Return what is wrong with a step whose entities stand out of the conflation order."""
    return Cause("step", cause_at(step.node.at()).which)


def _waiting(plan: ConflationPlan, step: MatchStep) -> Iterator[tuple[Column, Cause]]:
    columns = _exchanged(plan, step)
    if columns and _is_against_order(plan, step):
        yield from ((one, cause_of_order(step)) for one in columns)
    elif columns:
        first, *rest = columns
        told = (first.own and first.mention) or first
        yield from ((one, cause_at(told.at)) for one in rest)


def _exchanged(plan: ConflationPlan, step: MatchStep) -> list[Column]:
    """Return the columns that are of the other side, if all criteria fit the sides exchanged."""
    sides = _sides(plan, step)
    if sides is None:
        return []
    turned = [_turned(one, *sides) for one in step.criteria]
    fitting = [one for one in turned if one is not None]
    return [column for one in fitting for column in one] if len(fitting) == len(turned) else []


def _sides(plan: ConflationPlan, step: MatchStep) -> tuple[Entity, Entity] | None:
    """Return the left and the right entity of a step that has one of each, both in the order."""
    lefts, ordered = [*dict.fromkeys(one.entity for one in step.lefts)], {one.entity for one in plan.order}
    left = lefts[0] if len(lefts) == 1 else None
    right = step.right.entity if step.right is not None else None
    if left is None or right is None or left is right:
        return None
    return (left, right) if ordered.issuperset((left, right)) else None


def _turned(one: Criterion, left: Entity, right: Entity) -> list[Column] | None:
    """Return a criterion's columns if they are exchanged, none if they fit either way; None if neither."""
    first, second = one.left, one.right
    if first is None or second is None:
        return None
    if not (right.has(first.attribute) and left.has(second.attribute)):
        return None
    if (first.entity, second.entity) == (right, left):
        return [first, second]
    if (first.entity, second.entity) != (left, right):
        return None
    lacking = [left.lacks(str(first.attribute)), right.lacks(str(second.attribute))]
    return [first, second] if all(lacking) else None if any(lacking) else []


def _is_against_order(plan: ConflationPlan, step: MatchStep) -> bool:
    """Tell whether the order has the right entity of a step before its left one."""
    if not plan.order_is_whole or plan.spellings_differ:
        return False
    ranks = {one.entity: rank for rank, one in reversed([*enumerate(plan.order)])}
    left, right = (ranks.get(one.entity) if one is not None else None for one in (step.lefts[0], step.right))
    return left is not None and right is not None and right < left
