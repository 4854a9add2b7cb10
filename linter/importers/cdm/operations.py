"""The operations of CDM projections, each of which makes attributes of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from linter.importers.cdm.columns import TableColumn, applied, filled, said_by, with_traits
from linter.importers.cdm.conditions import Options
from linter.importers.cdm.documents import CdmObject
from linter.named_tuple import NamedTuple

_LAST_ORDINAL: Final = 20  # up to which Microsoft's resolver expands arrays


class State(NamedTuple):
    """A column in a projection, and all the names that it and those that it was made of have had."""

    column: TableColumn
    names: frozenset[str]
    ordinal: int | None = None  # which one of an expanded array it is


class ProjectionContext(NamedTuple):
    """What a projection needs of where it is."""

    owner: str  # the name of the attribute that it is of; empty for an entity
    options: Options
    source: Callable[[CdmObject], Iterable[TableColumn] | None]  # of the entity named; None: it isn't at hand
    column: Callable[[CdmObject], TableColumn]  # makes a column of an attribute's definition
    is_cut: bool  # whether sources lack what comes of further entities, as they lie too deep
    lacks: Callable[[CdmObject, str], None]  # is told what can't be applied
    spend: Callable[[int, CdmObject], None]  # is told how many columns were made
    is_sourceless: bool = False  # whether the source isn't at hand, which is noted already


class ProjectionOperation(NamedTuple):
    """An operation, and where it is applied."""

    place: CdmObject
    context: ProjectionContext

    def cannot(self, reason: str) -> None:
        """Note that the operation isn't applied, and why."""
        self.context.lacks(self.place, f"this operation isn't applied: {reason}")


States = list[State]


def state(column: TableColumn) -> State:
    """Return the state in which a column enters a projection."""
    return State(column, frozenset((column.name,)))


def apply(operation: ProjectionOperation, states: States) -> States | None:
    """Return what an operation makes of attributes; None where nobody knows what it does."""
    kind = operation.place.value.get("$type")
    applies = _OPERATIONS.get(kind) if isinstance(kind, str) else None
    if applies is None:
        operation.cannot(f"there is no operation `{kind}`")
        return None
    return applies(operation, states)


def _adds(key: str) -> Callable[[ProjectionOperation, States], States]:
    """Return an operation that adds the attribute at `key`."""

    def add(operation: ProjectionOperation, states: States) -> States:
        added = _attribute(operation, key)
        if operation.place.value.get("insertAtTop") is True:
            return [*added, *states]
        return [*states, *added]

    return add


def _attribute(operation: ProjectionOperation, key: str) -> States:
    """Return the attribute that an operation holds at `key`, if it is one."""
    value = operation.place.value.get(key)
    if not isinstance(value, dict) or not isinstance(value.get("name"), str) or "entity" in value:
        operation.cannot(f"`{key}` is no attribute with a name and a data type")
        return []
    place = CdmObject(operation.place.document, (*operation.place.path, key), value)
    return [state(operation.context.column(place))]


def _exclude(operation: ProjectionOperation, states: States) -> States:
    excluded = _called(states, _listed(operation, "excludeAttributes"))
    return [one for one in states if one.column.name not in excluded]


def _include(operation: ProjectionOperation, states: States) -> States:
    by_name = {one.column.name: one for one in states}
    return [by_name[name] for name in _called(states, _listed(operation, "includeAttributes"))]


def _rename(operation: ProjectionOperation, states: States) -> States:
    form = operation.place.value.get("renameFormat")
    if not isinstance(form, str) or not form:
        operation.cannot("`renameFormat` is missing")
        return states
    chosen = _chosen(operation, states)
    return [_renamed(operation, form, one) if one.column.name in chosen else one for one in states]


def _renamed(operation: ProjectionOperation, form: str, one: State) -> State:
    """Return a state under another name, the declared one where that is empty; a group keeps its own."""
    if one.column.members:
        return one
    name = _filled(form, operation.context.owner, one) or one.column.declared
    return one._replace(column=one.column._replace(name=name), names=one.names | {name})


def _expand(operation: ProjectionOperation, states: States) -> States:
    first, last = (operation.place.value.get(key) for key in ("startOrdinal", "endOrdinal"))
    if not isinstance(first, int) or not isinstance(last, int):
        operation.cannot("it takes `startOrdinal` and `endOrdinal`, whole numbers")
        return states
    ordinals = range(max(0, first), min(last, _LAST_ORDINAL) + 1) if first <= last else range(0)
    if not ordinals:
        return states
    return [one._replace(ordinal=ordinal) for ordinal in ordinals for one in states]


def _combine(operation: ProjectionOperation, states: States) -> States:
    known = frozenset().union(*(one.names for one in states))
    chosen = known.intersection(_listed(operation, "select"))
    combined = [one for one in states if one.column.name in chosen]
    if not combined:
        return states
    rest = [one for one in states if one.column.name not in chosen]
    return [*rest, *_made_of(combined, _attribute(operation, "mergeInto"))]


def _replace(operation: ProjectionOperation, states: States) -> States:
    reference = operation.place.value.get("reference")
    found = [one for one in states if isinstance(reference, str) and reference in one.names]
    if not found and not operation.context.is_sourceless:
        if not operation.context.is_cut:
            operation.cannot(f"the source has no attribute `{reference}` that a foreign key could refer to")
        return []
    return _made_of(found[-1:], _attribute(operation, "replaceWith"))


def _made_of(before: States, made: States) -> States:
    """Return states that remember the names of those that they were made of."""
    return [one._replace(names=one.names.union(*(other.names for other in before))) for one in made]


def _group(operation: ProjectionOperation, states: States) -> States:
    name = operation.place.value.get("attributeGroupName")
    if not isinstance(name, str) or not name:
        operation.cannot("`attributeGroupName` is missing")
        return states
    return [state(TableColumn(name, members=tuple(one.column for one in states)))] if states else []


def _alter(operation: ProjectionOperation, states: States) -> States:
    if operation.place.value.get("applyToTraits") is not None:
        return states  # what is said of traits alone doesn't concern attributes
    chosen = _chosen(operation, states)
    return [_altered(operation, one) if one.column.name in chosen else one for one in states]


def _altered(operation: ProjectionOperation, one: State) -> State:
    if one.column.members:
        return one  # the traits of a group aren't those of its members
    said = said_by(_list(operation, "traitsToAdd"))
    if operation.place.value.get("argumentsContainWildcards") is True:
        said = said._replace(source_name=_filled(said.source_name, operation.context.owner, one))
    column = with_traits(one.column, said)
    removed = frozenset(applied(_list(operation, "traitsToRemove")))
    return one._replace(column=column._replace(traits=column.traits - removed))


_OPERATIONS: Final[Mapping[str, Callable[[ProjectionOperation, States], States]]] = {
    "addArtifactAttribute": _adds("newAttribute"),
    "addAttributeGroup": _group,
    "addCountAttribute": _adds("countAttribute"),
    "addSupportingAttribute": _adds("supportingAttribute"),
    "addTypeAttribute": _adds("typeAttribute"),
    "alterTraits": _alter,
    "arrayExpansion": _expand,
    "combineAttributes": _combine,
    "excludeAttributes": _exclude,
    "includeAttributes": _include,
    "renameAttributes": _rename,
    "replaceAsForeignKey": _replace,
}


def _chosen(operation: ProjectionOperation, states: States) -> Mapping[str, None]:
    """Return the names of the attributes that an operation applies to: all, where it doesn't say."""
    if operation.place.value.get("applyTo") is None:
        return {one.column.name: None for one in states}
    return _called(states, _listed(operation, "applyTo"))


def _called(states: States, names: Iterable[str]) -> Mapping[str, None]:
    """Return the names that attributes have by now, in the order of names that they have or had."""
    by_name: dict[str, dict[str, None]] = {}
    for one in states:
        for name in one.names:
            by_name.setdefault(name, {})[one.column.name] = None
    return {now: None for name in names for now in by_name.get(name, ())}


def _listed(operation: ProjectionOperation, key: str) -> list[str]:
    return [one for one in _list(operation, key) if isinstance(one, str)]


def _list(operation: ProjectionOperation, key: str) -> list[Any]:
    """Return the list at `key`, which may also be written as the one that is in it."""
    value = operation.place.value.get(key)
    return value if isinstance(value, list) else [value]


def _filled(form: str, owner: str, one: State) -> str:
    """Fill a form: {a} is the owner, {o} the ordinal, {m} the name by now, {mo} the declared one."""
    parts = {
        "a": owner,
        "o": "" if one.ordinal is None else str(one.ordinal),
        "m": one.column.name,
        "mo": one.column.declared,
    }
    return filled(form, parts)
