"""The relationships of an entity that is an activity: which of them count, and which lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.diagnostic import Cause, Lack, cause_at
from linter.instance.snapshot import Entity
from linter.kinds.references import Mention
from linter.project.saved import PlannedRelationship


def is_inherited(link: PlannedRelationship) -> bool:
    """Tell whether the system has inferred a relationship, so that an activity can't go by it."""
    source = link.node.get("source")
    return not link.planned and isinstance(source, str) and source.lower() == "inferred"


def unknown_end(links: list[PlannedRelationship], entity: Entity) -> Cause | None:
    """Return what is wrong where a planned relationship of an entity names another that doesn't exist."""
    unknown = _unknown_ends((link for link in links if link.planned), entity)
    return next((cause_at(there.at) for there in unknown), None)


def dangling(links: list[PlannedRelationship], entity: Entity) -> Lack | None:
    """Return what isn't known where the snapshot's own relationship has an end that it doesn't declare."""
    unknown = _unknown_ends((link for link in links if not link.planned), entity)
    return next(
        (
            Lack(
                f"the snapshot has a relationship of `{entity}` with `{there.name}`, but not that entity",
                f"correct {there.at.document}, or make it anew",
            )
            for there in unknown
        ),
        None,
    )


def _unknown_ends(links: Iterable[PlannedRelationship], entity: Entity) -> Iterator[Mention]:
    """Yield the other ends of an entity's relationships that name an entity which doesn't exist."""
    for link in links:
        there = link.beyond(entity)
        if there.entity is None and there.name:
            yield there
