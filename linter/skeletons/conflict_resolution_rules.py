"""Conflict resolution rules: the attributes that several entities have, ranked as the entities are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.instance.entity import Entity
from linter.skeletons.wish import (
    NothingFits,
    Skeleton,
    Wish,
    folder_of,
    names_of,
    reference,
    require,
    scalar,
    shared,
)
from linter.wording import joined


def skeleton(wish: Wish) -> Skeleton:
    """Return the rules for what the entities named, else all profiles, have in common."""
    entities = wish.conflated
    require(entities, 2, "conflicts arise between two entities at least")
    lines = [line for one in _common(entities) for line in _attribute(one)]
    if not lines:
        raise NothingFits(
            f"{joined([f'`{one}`' for one in entities])} have no attribute of one name and type in common: "
            "`c360lint explain conflictResolutionRules` shows the form"
        )
    head = (
        "conflatedEntity: Customer\n"
        "# The attributes of the unified customer; the first source that has a value wins.\nattributes:\n"
    )
    file = f"conflations/{folder_of(wish.conflation)}/conflictResolutionRules.yaml"
    return Skeleton(head + "\n".join(lines) + "\n", file)


def _common(entities: Sequence[Entity]) -> Iterator[list[tuple[Entity, str]]]:
    """Yield the attributes of the first entity with those of the others that mean the same.

    Of names that differ in case only the first: what is unified can have but one of them.
    """
    first, *others = entities
    same = [(other, dict(shared(first, other))) for other in others]
    told: set[str] = set()
    for name in names_of(first):
        if name.lower() in told:
            continue
        told.add(name.lower())
        found = [(first, name), *((other, pairs[name]) for other, pairs in same if name in pairs)]
        if len(found) > 1:
            yield found


def _attribute(columns: Sequence[tuple[Entity, str]]) -> Iterator[str]:
    yield f"  - name: {scalar(columns[0][1])}"
    yield "    policy: {kind: importance}  # or mostRecent, leastRecent with recencyColumns"
    yield "    sourceColumns:"
    for entity, name in columns:
        keyless = "" if entity.primary_key else "  # decide: its primary key, by entityInfo"
        yield f"      - {{{reference(entity)}, attributeName: {scalar(name)}}}{keyless}"
