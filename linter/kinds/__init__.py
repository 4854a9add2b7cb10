"""Payload kinds: what a body is called, where it lies, what it names and means, each on a card."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from linter.kinds import (
    activity,
    conflation_plan,
    conflict_resolution_rules,
    data_source,
    derived_entity,
    entity_info,
    entity_information,
    entity_record,
    hierarchy,
    insight_input,
    instance,
    job,
    measure,
    relationships,
    schedule,
    search_configuration,
    segment,
    self_conflation,
)
from linter.kinds.kind import Kind

_Made = TypeVar("_Made")

ALL: tuple[Kind, ...] = (
    entity_information.KIND,
    conflation_plan.KIND,
    conflict_resolution_rules.KIND,
    entity_info.KIND,
    relationships.KIND,
    entity_record.KIND,
    data_source.KIND,
    schedule.KIND,
    job.KIND,
    instance.KIND,
    self_conflation.KIND,
    derived_entity.KIND,
    insight_input.KIND,
    activity.KIND,
    hierarchy.KIND,
    measure.KIND,
    segment.KIND,
    search_configuration.KIND,
)


def names() -> tuple[str, ...]:
    """Return the names of all kinds."""
    return tuple(kind.name for kind in ALL)


def named(name: str | None) -> Kind | None:
    """Return the kind of a name, if there is one."""
    return _by_name().get(name)


def made_of_all(make: Callable[[tuple[Kind, ...]], _Made]) -> Callable[[], _Made]:
    """Return what gives what is made of the table; it is made again only where that is another one."""
    made: list[tuple[tuple[Kind, ...], _Made]] = []

    def given() -> _Made:
        if not made or made[0][0] is not ALL:
            made[:] = [(ALL, make(ALL))]
        return made[0][1]

    return given


@made_of_all
def _by_name(cards: tuple[Kind, ...]) -> dict[str | None, Kind]:
    return {kind.name: kind for kind in cards}
