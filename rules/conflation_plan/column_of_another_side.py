"""A criterion must compare a column of a left entity with one of the right entity.

Two columns that stand in each other's place are told once, at the left one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linter.diagnostic import Cause, Finding, HeldBack, Related, Stated, cause_at
from linter.instance.entity import Entity
from linter.kinds.conflation_plan import ConflationPlan, Criterion, MatchStep
from linter.kinds.references import Column, Mention
from linter.project.project import Project
from linter.rulekit.exchanged import waiting_columns
from linter.rulekit.rule import Rule, Says
from linter.wording import either

RULE = Rule(
    "CP116",
    "column-of-another-side",
    "a criterion must compare a column of a left entity with one of the right entity",
    "a convention of this linter: the left column is of a left entity, the right column of the right one",
    sources=(Stated("convention", "the left column is of a left entity, the right one of the right entity"),),
    inferred=True,
    local=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        strays = list(_strays(plan))
        waiting = waiting_columns(plan) if strays else {}
        for column, said, told in strays:
            cause = waiting.get(column) or told
            yield said if cause is None else HeldBack(said.at, cause)


def _strays(plan: ConflationPlan) -> Iterator[tuple[Column, Finding, Cause | None]]:
    """Yield the columns of another side, what is to be said of each, and what is said of the left one."""
    ordered = {mention.entity for mention in plan.order} - {None}
    for step in plan.steps:
        yield from _strays_of(step, ordered)


def _strays_of(
    step: MatchStep, ordered: Collection[Entity | None]
) -> Iterator[tuple[Column, Finding, Cause | None]]:
    sides = (("leftEntities", step.lefts), ("rightEntity", [step.right] if step.right is not None else []))
    for name, side in sides:
        entities = {one.entity for one in side}
        if name in step.node.broken or not side or None in entities:
            continue
        for criterion in step.criteria:
            column = criterion.left if name == "leftEntities" else criterion.right
            if column is not None and column.entity in ordered and column.entity not in entities:
                told = _of_left(step, criterion) if name == "rightEntity" else None
                yield column, _stray(step, name, side, column), told


def _of_left(step: MatchStep, criterion: Criterion) -> Cause | None:
    """Return what is said of the left column, where it and the right one stand in each other's place."""
    left, right, lefts = criterion.left, criterion.right, {one.entity for one in step.lefts}
    if left is None or right is None or step.right is None or "leftEntities" in step.node.broken:
        return None
    is_turned = left.entity is step.right.entity and right.entity in lefts
    is_told = is_turned and lefts.isdisjoint((None, left.entity))
    return cause_at(left.mention.at) if is_told and left.mention is not None else None


def _stray(step: MatchStep, name: str, side: list[Mention], column: Column) -> Finding:
    called = step.node.called(name)
    fitting = either(str(one.entity) for one in side)
    assert column.mention is not None
    return Finding(
        column.mention.at,
        f"`{column.entity}` is not one of the step's {called}"
        if name == "leftEntities"
        else f"`{column.entity}` is not the step's {called}",
        label=f"expected {fitting}",
        related=(Related(step.node.at(name), f"the step's {called}"),),
        help=f"name a column of {fitting}, or correct the step's {called}",
    )
