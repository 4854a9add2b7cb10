"""Payload kinds: what a body is called, where it lies, what it names and means, each on a card."""

from __future__ import annotations

from functools import cache

from linter.kinds import (
    conflation_plan,
    conflict_resolution_rules,
    entity_info,
    entity_information,
    relationships,
)
from linter.kinds.kind import Kind

ALL: tuple[Kind, ...] = (
    entity_information.KIND,
    conflation_plan.KIND,
    conflict_resolution_rules.KIND,
    entity_info.KIND,
    relationships.KIND,
)


def names() -> tuple[str, ...]:
    """Return the names of all kinds."""
    return tuple(kind.name for kind in ALL)


def named(name: str | None) -> Kind | None:
    """Return the kind of a name, if there is one."""
    return _by_name(ALL).get(name)


@cache
def _by_name(kinds: tuple[Kind, ...]) -> dict[str | None, Kind]:
    return {kind.name: kind for kind in kinds}
