"""A conflation plan: its entities in an order, each matched with the one before by what both have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from linter.instance.entity import Entity
from linter.skeletons.wish import (
    NothingFits,
    Skeleton,
    Wish,
    folder_of,
    identifier,
    likely_key,
    reference,
    require,
    scalar,
    shared,
)

_MOST: Final = 200
"""So many profiles are matched unasked: each step names all that are matched before."""


def skeleton(wish: Wish) -> Skeleton:
    """Return the plan of the entities named, else of all profiles."""
    entities = wish.conflated
    require(entities, 2, "a plan matches two entities at least")
    if not wish.entities and len(entities) > _MOST:
        raise NothingFits(f"a plan of all {len(entities):,} profiles is too long: name some with --entity")
    lines = [
        "# The entities, in the order of matching: the most trusted first.",
        "conflationOrder:",
        *(f"  - {{{reference(one)}}}{_keyless(one)}" for one in entities),
        "# Entity information that comes with the plan; leave it out where entityInformation has it.",
        "entityConflationInformation:",
        *(line for one in entities for line in _information(one)),
        "conflationPlans:",
    ]
    for index, (before, entity) in enumerate(pairwise(entities)):
        lines += _step(entities[: index + 1], before, entity)
    return Skeleton("\n".join(lines) + "\n", f"conflations/{folder_of(wish.conflation)}/conflationPlan.yaml")


def _information(entity: Entity) -> Iterator[str]:
    key = entity.primary_key
    if key is not None:
        yield f"  - {{{reference(entity)}}}"
        return
    guess = likely_key(entity)
    said = f", primaryKey: {scalar(guess)}" if guess else ""
    yield f"  - {{{reference(entity)}{said}}}  # decide: the attribute that identifies a row"


def _keyless(entity: Entity) -> str:
    return "" if likely_key(entity) else "  # decide: its primary key (below, or by entityInfo)"


def _step(lefts: tuple[Entity, ...], left: Entity, right: Entity) -> Iterator[str]:
    yield f"  - leftEntities: [{', '.join(f'{{{reference(one)}}}' for one in lefts)}]"
    yield f"    rightEntity: {{{reference(right)}}}"
    pairs = shared(left, right)
    if not pairs:
        yield f"    # decide: no attribute of `{left}` is called like one of `{right}`; one rule is needed"
        yield "    rules: []"
        return
    own, other = pairs[0]
    yield "    # decide: whether rows that agree in this are one customer"
    yield "    rules:"
    yield f"      - name: {scalar(identifier(other))}"
    yield "        criteria:"
    yield "          - kind: exact"
    yield f"            leftColumn: {{{reference(left)}, attributeName: {scalar(own)}}}"
    yield f"            rightColumn: {{{reference(right)}, attributeName: {scalar(other)}}}"
