"""CDM projections: the attributes of a source, as operations leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from linter.importers.cdm.columns import TableColumn
from linter.importers.cdm.conditions import holds
from linter.importers.cdm.documents import CdmObject
from linter.importers.cdm.operations import ProjectionContext, ProjectionOperation, States, apply, state


def projection(place: CdmObject, key: str) -> CdmObject | None:
    """Return the projection that an object has at `key`; None where it names or holds an entity."""
    value, path = place.value.get(key), (*place.path, key)
    while isinstance(value, dict):
        if value.get("source") or value.get("operations"):
            return CdmObject(place.document, path, value)
        value, path = value.get("entityReference"), (*path, "entityReference")
    return None


def project(place: CdmObject, context: ProjectionContext, own: Iterable[TableColumn]) -> list[TableColumn]:
    """Return the columns of a projection; `own` are those of an attribute that is its own source."""
    chain = [place]
    while (inner := projection(chain[-1], "source")) is not None:
        chain.append(inner)
    given = _given(chain[-1], context, own)
    if given is None:
        context = context._replace(is_sourceless=True)
    states = [state(column) for column in given or ()]
    for one in reversed(chain):
        states = _operated(one, context, states)
    return [one.column for one in states]


def _given(
    innermost: CdmObject, context: ProjectionContext, own: Iterable[TableColumn]
) -> Iterable[TableColumn] | None:
    """Return the columns that a projection starts with; None where they aren't at hand."""
    if innermost.value.get("source"):
        return context.source(innermost)
    if own:
        return own
    context.lacks(innermost, "`source` is missing")
    return None


def _operated(place: CdmObject, context: ProjectionContext, given: States) -> States:
    """Return what the operations of one projection make of the attributes given.

    Each is given those of the source and adds to what came before, unless they run in sequence.
    """
    if not _holds(place, context):
        return given
    made: States | None = None
    for step in _operations(place):
        if not _holds(step, context):
            continue
        said = step.value.get("sourceInput")
        takes_source = said is True or (said is None and place.value.get("runSequentially") is not True)
        done = apply(ProjectionOperation(step, context), given if made is None or takes_source else made)
        if done is not None:
            context.spend(len(done), step)
            made = done if made is None or not takes_source else made + done
    return given if made is None else made


def _holds(place: CdmObject, context: ProjectionContext) -> bool:
    condition = place.value.get("condition")
    said = holds(condition, context.options) if isinstance(condition, str) else condition is not False
    if said is None:
        context.lacks(place, f"this isn't applied: its condition `{condition}` can't be read")
    return said is True


def _operations(place: CdmObject) -> Iterable[CdmObject]:
    listed = place.value.get("operations")
    for number, one in enumerate(listed if isinstance(listed, list) else ()):
        value: Mapping[str, Any] = one if isinstance(one, dict) else {}
        yield CdmObject(place.document, (*place.path, "operations", number), value)
