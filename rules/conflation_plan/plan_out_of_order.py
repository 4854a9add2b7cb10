"""Entities can't appear in the plan out of the order of ConflationOrder.

Right entities follow the order from step to step; left entities precede their step's right
entity and keep the order among themselves.  The smallest set of mentions that would have to move
is reported; where either of two could move, it is the one that comes later in the document.  An
entity that is not in the order at all is CP07's, and a gap in the order is fine.  Where entities of
several steps would have to move, and none if two changed places in the order, the first of them says so
and the others wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from linter.diagnostic import Finding, HeldBack, Related, Reordering, Stated, cause_at
from linter.kinds.conflation_plan import ConflationPlan, MatchStep
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.exchanged import cause_of_order
from linter.rulekit.longest_run import longest_run
from linter.rulekit.orders import against_order
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.wording import joined, quoted

_OUT_OF_ORDER: Final = "conflationPlanEntitiesOutOfOrder"
_LEFT: Final = "conflationPlanLeftEntitiesOrderMismatch"
_RIGHT: Final = "conflationPlanRightEntitiesOrderMismatch"

RULE = Rule(
    "CP08",
    "plan-out-of-order",
    "entities can't appear in the plan out of the order of ConflationOrder",
    "PATCH …/conflationPlan, limitation 8 of 9",
    service_errors=(_OUT_OF_ORDER, _LEFT, _RIGHT),
    sources=(
        Stated("api-page", "PATCH …/conflationPlan, limitation 8 of 9"),
        Stated("product-page", "X02"),
    ),
    local=True,
    kinds=("conflationPlan",),
)

Ranked = tuple[int, Mention]
Moves = tuple[list[Ranked], tuple[Reordering, ...]]

_MOST: Final = 20  # so many entities of an order are tried in each other's place


def check(project: Project) -> Says:
    yield from against_order(project, _check_plan)


def _check_plan(plan: ConflationPlan) -> Says:
    ranks: dict[object, int] = {}
    for index, mention in enumerate(plan.order):
        ranks.setdefault(mention.key(), index)
    groups = [one for one in _moves(plan, ranks) if one[0]]
    found = [one for moved, repairs in groups for one in _misplaced(plan, moved, repairs)]
    swapped = _swapped(plan, ranks) if len(groups) > 1 else None
    if swapped is None:
        yield from found
        return
    first, *rest = sorted(found, key=lambda one: [str(step).zfill(9) for step in one.at.path])
    yield _of_swapped(plan, first, *swapped)
    yield from (HeldBack(one.at, cause_at(first.at), one.causes) for one in rest)


def _swapped(plan: ConflationPlan, ranks: Mapping[object, int]) -> tuple[int, int] | None:
    """Return two places of the order, if the plan would be in order were they exchanged."""
    for first, second in combinations(range(min(len(plan.order), _MOST)), 2):
        places = {first: second, second: first}
        other = {key: places.get(rank, rank) for key, rank in ranks.items()}
        if not any(moved for moved, _ in _moves(plan, other)):
            return first, second
    return None


def _of_swapped(plan: ConflationPlan, said: Finding, first: int, second: int) -> Finding:
    """Return what is said where it is the order that has two entities in each other's place."""
    order = list(range(len(plan.order)))
    order[first], order[second] = second, first
    named = [str(plan.order[place].entity or plan.order[place].spelled) for place in (first, second)]
    called = plan.root.called("conflationOrder")
    title = f"Exchange the two in {called}"
    return said._replace(
        help=f"exchange {joined(quoted(named))} in {called}, so that the plan follows it; or move what is "
        "out of place",
        repairs=(Reordering(plan.root.at("conflationOrder"), tuple(order), title),),
    )


def _moves(plan: ConflationPlan, ranks: Mapping[object, int]) -> Iterator[Moves]:
    """Yield what would have to move, with repairs: of each step, then of the steps among each other."""
    rights: list[Ranked] = []
    for step in plan.steps:
        lefts = [(ranks[one.key()], one) for one in step.lefts if one.key() in ranks]
        if step.right is None or step.right.key() not in ranks:
            yield _out_of_run(lefts), _lefts_reordered(step, lefts)
            continue
        right = (ranks[step.right.key()], step.right)
        moved = _out_of_step(step, lefts, right)
        are_before = all(rank < right[0] for rank, _ in lefts)
        yield moved, _lefts_reordered(step, lefts) if are_before else ()
        if right not in moved:
            rights.append(right)
    yield _out_of_run(rights), _steps_reordered(plan, rights)


def _lefts_reordered(step: MatchStep, lefts: list[Ranked]) -> tuple[Reordering, ...]:
    """The left entities by the order, if it has them all."""
    return _reordered(step.node, "leftEntities", lefts, "Put the left entities into the conflation order")


def _steps_reordered(plan: ConflationPlan, rights: list[Ranked]) -> tuple[Reordering, ...]:
    """The steps by their right entities, if all of them have one where it belongs in the step."""
    return _reordered(plan.root, "conflationPlans", rights, "Put the steps into the conflation order")


def _reordered(node: Node, name: str, ranked: list[Ranked], title: str) -> tuple[Reordering, ...]:
    """Return what would be in order; no text is changed by an order that hasn't all items of the list."""
    order = sorted(range(len(ranked)), key=lambda index: ranked[index][0])
    return (Reordering(node.at(name), tuple(order), title),)


def _out_of_step(step: MatchStep, lefts: list[Ranked], right: Ranked) -> list[Ranked]:
    """Return the fewest of a step's entities that would have to move."""
    among_lefts = _out_of_run(lefts)
    before = [one for one in lefts if one[0] < right[0]]
    moved_lefts = [one for one in lefts if one not in before] + _out_of_run(before)
    are_fewer = len(moved_lefts) <= len(among_lefts) + step.right_comes_first
    return moved_lefts if are_fewer else [*among_lefts, right]


def _out_of_run(ranked: list[Ranked]) -> list[Ranked]:
    kept = longest_run([rank for rank, _ in ranked], equal=True)
    return [one for index, one in enumerate(ranked) if index not in kept]


def _misplaced(
    plan: ConflationPlan, moved: list[Ranked], repairs: tuple[Reordering, ...]
) -> Iterator[Finding]:
    order, rights = plan.root.called("conflationOrder"), [step.right for step in plan.steps]
    for number, (rank, mention) in enumerate(moved):
        listed = plan.order[rank]
        yield Finding(
            mention.at,
            f"`{mention.entity or mention.spelled}` stands out of the conflation order, "
            f"in which it is number {rank + 1}",
            label="out of order",
            related=(Related(listed.at, f"number {rank + 1} of {len(plan.order)} in {order}"),),
            help=f"move it, or change {order}; left entities come before their right entity, "
            "and right entities follow the order from step to step",
            repairs=repairs if number == 0 else (),  # it mends the others, too
            service_errors=(_OUT_OF_ORDER, _RIGHT if mention in rights else _LEFT),
            causes=tuple(cause_of_order(one) for one in plan.steps if mention in (*one.lefts, one.right)),
        )
