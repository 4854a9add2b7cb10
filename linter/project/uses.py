"""Where documents use what has a name, by that name: as `refs` tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from linter.diagnostic import Location
from linter.instance.entity import DataSource, Entity
from linter.kinds.references import Column, Mention, SourceMention, path_source
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.project.names import LINKED, Attribute, Attributes, Link, Name, names_by_kind
from linter.project.project import Project

_LONGEST: Final = 1000
"""In a longer name no dot counts: what it may be read as would grow with the square of its length."""


class Use(NamedTuple):
    """A place that names an entity, an attribute of it, or another thing."""

    at: Location
    entity: Entity | None  # None where there is no such entity
    name: str  # the entity as it is written there
    attribute: str | None
    role: str  # what the place is, as in "the timestamp"
    declares: bool = False
    what: str = "entity"  # or "relationship", "data source", "conflation": then only the name counts
    known: bool = True  # whether there is such a thing, as far as can be told


def uses(project: Project, attributes: Attributes = None) -> Iterator[Use]:
    """Yield all places that name entities or attributes: those of the snapshots, then kind by kind.

    Of the attributes that snapshots declare only those of the names `attributes`, if these are said.
    """
    return _uses(names_by_kind(project, attributes))


def named(project: Project, name: str) -> list[Use]:
    """Return the uses that a name means: of a thing, of `Entity.Attribute`, or of an attribute.

    The first of these that finds something counts.  Entities go by their qualified or bare names,
    data sources by their IDs or names.
    """
    attributes = {name, *(attribute for _, attribute in _readings(name))}
    names = list(names_by_kind(project, attributes, _ending(name)))
    found = _things_named(project, names, name) or _attributes_named(names, name)
    return found + _once(_uses_of_contracts(project, name))


def names_declared(project: Project) -> Iterator[str]:
    """Yield what could have been meant by a name that finds nothing."""
    for snapshot in project.snapshots:
        yield from snapshot.all_names()
        for entity in snapshot.entities:
            yield from entity.attributes or ()
    yield from (use.name for use in _other_uses(project, names_by_kind(project)) if use.known)
    yield from (one.name for call in project.calls for one in call.names)


def _uses(names: Iterable[Name]) -> Iterator[Use]:
    return (use for use in map(_use, names) if use is not None)


def _use(one: Name) -> Use | None:
    at, thing, wants = one.at, one.thing, one.wants
    if isinstance(thing, Link):
        return None
    if isinstance(wants, Mention):
        return Use(at, wants.entity, wants.spelled, None, one.role)
    if isinstance(wants, Column):
        mention = wants.mention
        if mention is None or mention.name is None:
            return None
        return Use(at, mention.entity, mention.spelled, wants.attribute, one.role)
    if isinstance(thing, Attribute):
        return Use(at, thing.entity, str(thing.entity), thing.name, one.role, one.declares)
    return Use(at, thing, str(thing), None, one.role, one.declares) if isinstance(thing, Entity) else None


def _readings(name: str) -> list[tuple[str, str]]:
    """Return what a name may be as an entity's and its attribute's: either may have a dot in it."""
    if len(name) > _LONGEST:
        return []
    return [(name[:at], name[at + 1 :]) for at, one in enumerate(name) if one == "."]


def _ending(name: str) -> str:
    """Return how all texts end, in small letters, that name what a name means, qualified or not."""
    return name.rpartition(".")[2].rpartition("_")[2].lower()


def _uses_of_contracts(project: Project, name: str) -> Iterator[Use]:
    """Yield where requests to other APIs name something, `Type.Property` or by the name alone."""
    for call in project.calls:
        for one in call.names:
            if name not in (one.name, f"{one.owner}.{one.name}"):
                continue
            if one.declared is not None:
                declared = call.where(one.declared)
                yield Use(declared, None, one.declared.name, None, "", True, one.what)
            role = f"of `{one.owner}`" if one.owner else "in a path"
            yield Use(one.at, None, one.name, None, role, False, one.what)


def _things_named(project: Project, names: Iterable[Name], name: str) -> list[Use]:
    entities = (use for use in _uses(names) if use.attribute is None and _is_called(use, name))
    others = (use for use in _other_uses(project, names) if use.name == name)
    return [*_once(entities), *_once(others)]


def _attributes_named(names: Iterable[Name], name: str) -> list[Use]:
    found, readings = _once(_uses(names)), _readings(name)
    qualified = [
        use
        for use in found
        if any(use.attribute == attribute and _is_called(use, entity) for entity, attribute in readings)
    ]
    return qualified or [use for use in found if use.attribute == name]


def _other_uses(project: Project, names: Iterable[Name]) -> Iterator[Use]:
    """Yield the places, some among `names`, that name relationships, data sources and conflations."""
    for one in names:
        yield from _other_use(one)
    for snapshot in project.snapshots:
        for node in snapshot.root.nodes("conflations"):
            name = node.text("conflationId")
            if name is not None:
                yield Use(node.at("conflationId"), None, name, None, "", True, "conflation")
    for request in project.requests:
        yield from _in_parameters(request)


def _other_use(one: Name) -> Iterator[Use]:
    thing, at = one.thing, one.at
    if isinstance(thing, Link):
        yield Use(at, None, thing.name, None, one.role, one.declares, thing.what)
    elif isinstance(thing, DataSource):
        for name in filter(None, dict.fromkeys((thing.id, thing.name))):
            yield Use(at, None, name, None, one.role, one.declares, "data source")
    elif isinstance(one.wants, SourceMention):
        yield Use(at, None, one.wants.value, None, one.role, False, "data source", False)


def _in_parameters(request: Request) -> Iterator[Use]:
    """Yield what the path of a request names beside entities."""
    role = "the path of a request"
    parameters = ((f"{what}Name", what) for what in LINKED)
    for parameter, what in (*parameters, ("conflationId", "conflation")):
        name = request.parameter(parameter)
        if name is not None:
            yield Use(request.at_parameter(parameter), None, name, None, role, False, what)
    source = path_source(request.snapshot, request) if request.snapshot is not None else None
    yield from _other_use(Name(request.at_parameter("datasourceId"), source, role=role))


def _once(found: Iterator[Use]) -> list[Use]:
    """A path's entity may be named by the body as well: one place is told once."""
    by_place: dict[tuple[Location, str | None], Use] = {}
    for use in found:
        by_place.setdefault((use.at, use.attribute), use)
    return list(by_place.values())


def _is_called(use: Use, name: str) -> bool:
    entity = use.entity
    if entity is None:
        return use.name == name
    source = entity.data_source
    qualified = [f"{prefix}_{entity.name}" for prefix in (source.id, source.name) if prefix] if source else []
    return name in (entity.name, *qualified)
