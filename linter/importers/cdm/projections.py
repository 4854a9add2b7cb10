"""CDM projections: the attributes of a source, as operations leave them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from linter.importers.cdm.columns import Column
from linter.importers.cdm.conditions import Options, holds
from linter.importers.cdm.documents import CdmObject
from linter.importers.cdm.operations import Operation, States, apply, state
from linter.named_tuple import NamedTuple


class Surroundings(NamedTuple):
    """What a projection needs of where it is."""

    owner: str  # the name of the attribute that it is of; empty for an entity
    options: Options
    source: Callable[[CdmObject], Iterable[Column]]  # the columns of the entity that a projection names
    column: Callable[[CdmObject], Column]  # makes a column of an attribute's definition
    is_cut: bool  # whether sources lack what comes of further entities, as they lie too deep
    lacks: Callable[[CdmObject, str], None]  # is told what can't be applied
    spend: Callable[[int, CdmObject], None]  # is told how many columns were made


def projection(place: CdmObject, key: str) -> CdmObject | None:
    """Return the projection that an object has at `key`; None where it names or holds an entity."""
    value, path = place.value.get(key), (*place.path, key)
    while isinstance(value, dict):
        if value.get("source") or value.get("operations"):
            return CdmObject(place.document, path, value)
        value, path = value.get("entityReference"), (*path, "entityReference")
    return None


def project(place: CdmObject, around: Surroundings, own: Iterable[Column]) -> list[Column]:
    """Return the columns of a projection; `own` are those of an attribute that is its own source."""
    chain = [place]
    while (inner := projection(chain[-1], "source")) is not None:
        chain.append(inner)
    states = [state(column) for column in _given(chain[-1], around, own)]
    for one in reversed(chain):
        states = _operated(one, around, states)
    return [one.column for one in states]


def _given(innermost: CdmObject, around: Surroundings, own: Iterable[Column]) -> Iterable[Column]:
    if innermost.value.get("source"):
        return around.source(innermost)
    if not own:
        around.lacks(innermost, "`source` is missing")
    return own


def _operated(place: CdmObject, around: Surroundings, given: States) -> States:
    """Return what the operations of one projection make of the attributes given.

    Each is given those of the source and adds to what came before, unless they run in sequence.
    """
    if not _holds(place, around):
        return given
    made: States | None = None
    for step in _operations(place):
        if not _holds(step, around):
            continue
        said = step.value.get("sourceInput")
        takes_source = said is True or (said is None and place.value.get("runSequentially") is not True)
        operation = Operation(step, around.owner, around.column, around.is_cut, around.lacks)
        done = apply(operation, given if made is None or takes_source else made)
        if done is not None:
            around.spend(len(done), step)
            made = done if made is None or not takes_source else made + done
    return given if made is None else made


def _holds(place: CdmObject, around: Surroundings) -> bool:
    condition = place.value.get("condition")
    said = holds(condition, around.options) if isinstance(condition, str) else condition is not False
    if said is None:
        around.lacks(place, f"this isn't applied: its condition `{condition}` can't be read")
    return said is True


def _operations(place: CdmObject) -> Iterable[CdmObject]:
    listed = place.value.get("operations")
    for number, one in enumerate(listed if isinstance(listed, list) else ()):
        value: Mapping[str, Any] = one if isinstance(one, dict) else {}
        yield CdmObject(place.document, (*place.path, "operations", number), value)
