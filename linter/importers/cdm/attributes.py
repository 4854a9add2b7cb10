"""The attributes of a CDM entity: inherited, grouped, referenced, projected and declared ones, in order.

Entities refer to others by a foreign key, as they do for a relational store: that is what CDM calls
the directives `normalized` and `referenceOnly`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from linter.importers.cdm import guidance
from linter.importers.cdm.columns import (
    IDENTIFIES,
    Columns,
    TableColumn,
    flat,
    kept,
    merge,
    restate,
    with_traits,
)
from linter.importers.cdm.conditions import MAXIMUM_DEPTH, RELATIONAL, Options
from linter.importers.cdm.documents import CdmObject, listed
from linter.importers.cdm.guidance import Guidance
from linter.importers.cdm.meanings import Meanings, identity, mapping
from linter.importers.cdm.operations import ProjectionContext
from linter.importers.cdm.projections import project, projection
from linter.importers.cdm.scopes import Scopes
from linter.importers.found import Attribute, Entity

_NESTED: Final = 64  # attribute groups, entities and projections in one another
_LIMIT: Final = 100_000
_ALL: Final = 2_000_000  # attributes of all entities together: a snapshot of more couldn't be read again
_DIGITS: Final = 20  # that a cardinality may have
_EMPTY: Final[Mapping[str, Any]] = {}

_UNDESCRIBED: Final[Mapping[tuple[str, ...], Mapping[str, str]]] = {
    ("entityByReference", "foreignKeyAttribute"): {"name": "id", "dataType": "entityId"},
    ("selectsSubAttribute", "selectedTypeAttribute"): {"name": "type", "dataType": "entityName"},
    ("expansion", "countAttribute"): {"name": "count", "dataType": "integer"},
}
"""What guidance adds where it doesn't describe it."""


def resolve(scopes: Scopes, entity: CdmObject, name: str) -> Entity:
    """Return an entity with all its attributes, called `name`; what is missing is noted.

    Raises CannotImport where the attributes come to too many, here or in all that was resolved.
    """
    if scopes.resolved > _ALL:
        message = f"the entities up to here have more than {_ALL:,} attributes together"
        raise entity.document.source.refuse(entity.path, message, "import fewer entities at once")
    meanings = Meanings(scopes, entity.document)
    resolver = _Resolver(meanings)
    columns: Columns = {}
    merge(columns, flat(resolver.entity(entity).values()))
    key = [column.name for column in columns.values() if column.is_key] or _exhibited(entity, columns)
    attributes = tuple(_attribute(column) for column in columns.values())
    scopes.resolved += len(attributes)
    return Entity(name, attributes, tuple(key), partial_because=meanings.partial_because)


def _attribute(column: TableColumn) -> Attribute:
    source_name = column.source_name if column.source_name != column.name else ""
    return Attribute(column.name, column.type, source_name)


def _exhibited(entity: CdmObject, columns: Columns) -> list[str]:
    """Return the key that an entity names itself, in a trait."""
    for trait in _objects(entity.value.get("exhibitsTraits")):
        if trait.get("traitReference") == IDENTIFIES:
            arguments = trait.get("arguments")
            for one in arguments if isinstance(arguments, list) else ():
                path = one.get("value") if isinstance(one, dict) else one
                last = str(path).rpartition("/")[2]
                if last in columns:
                    return [last]
    return []


class _Resolver:
    """Gathers the attributes of one entity; remembers what it is in the middle of."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._open: list[object] = []  # the lists of members and the projections that are being gathered
        self._entities: frozenset[object] = frozenset()  # and the entities
        self._is_circular = False  # whether the entity at hand lies in itself
        self._depth = 0  # of entities that lie in one another
        self._known: dict[object, Columns] = {}  # of entities
        self._steps = 0

    def entity(self, entity: CdmObject) -> Columns:
        """Return the columns of an entity, those of its bases first.

        Of an entity that lies in itself these are the ones that don't come of further entities.
        """
        key = (entity.document, entity.path, self._depth, identity(entity) in self._entities)
        if key not in self._known:
            around = self._entities, self._is_circular
            self._known[key] = self._gathered(self._bases(entity))
            self._entities, self._is_circular = around
        return self._known[key]

    def _gathered(self, chain: list[CdmObject]) -> Columns:
        """Return the columns of an entity and its bases, those of the last base first."""
        columns: Columns = {}
        outer = self._entities
        for number, one in reversed(list(enumerate(chain))):
            self._entities = outer.union(identity(other) for other in chain[: number + 1])
            self._is_circular = identity(one) in outer
            columns = self._inherited(one, columns)
            self._gather(one, "hasAttributes", columns)
            columns = kept(columns)
        return columns

    def _bases(self, entity: CdmObject) -> list[CdmObject]:
        """Return an entity, what it extends, and so on; up to one that extends a projection."""
        chain = [entity]
        seen = {identity(entity)}
        while "extendsEntity" in chain[-1].value and projection(chain[-1], "extendsEntity") is None:
            if len(chain) > _NESTED:
                self._meanings.lacks(
                    "depth", chain[-1], f"more than {_NESTED} entities extend one another", "extendsEntity"
                )
                break
            base = self._meanings.referenced(chain[-1], "extendsEntity", "entity")
            if base is None:
                break
            if identity(base) in seen:
                self._lacks_end(chain[-1])
                break
            seen.add(identity(base))
            chain.append(base)
        return chain

    def _inherited(self, entity: CdmObject, columns: Columns) -> Columns:
        """Return what an entity takes of the columns of its base, as guidance or a projection say."""
        projected = projection(entity, "extendsEntity")
        if projected is not None:
            return self._projected_base(entity, projected)
        said = guidance.of_base(entity)
        if not said.value:
            return columns
        is_gone = said.is_left_out or said.is_removed or said.refers
        inherited: Columns = {} if is_gone else dict(said.selected(columns))
        merge(inherited, self._added(said))
        return inherited

    def _projected_base(self, entity: CdmObject, place: CdmObject) -> Columns:
        columns: Columns = {}
        if self._is_circular:
            self._lacks_end(entity)
        else:
            merge(columns, self._projected(place, self._context("", {"depth": self._depth})))
        return columns

    def _lacks_end(self, entity: CdmObject) -> None:
        message = "this entity extends itself, by way of what it names here"
        self._meanings.lacks("cycle", entity, message, "extendsEntity")

    def _gather(self, outer: CdmObject, members: str, columns: Columns) -> None:
        """Add the columns of a list of members; note where it is inside itself, or too deep."""
        if not self._enters((outer.document, (*outer.path, members), self._is_circular), outer):
            return
        declared = outer.value.get(members, [])
        if not isinstance(declared, list):
            self._meanings.lacks("shape", outer, f"`{members}` is no list, and is not imported", members)
            declared = []
        restated = {column.brought_by for column in columns.values()} - {""}
        for number, member in enumerate(declared):
            name = mapping(member).get("name")
            found = list(self._member(outer, members, number, member))
            if isinstance(name, str) and name in restated:
                restate(columns, name, found)
            restated.update(column.brought_by for column in found if column.brought_by)
            merge(columns, found)
        self._open.pop()

    def _enters(self, this: object, place: CdmObject) -> bool:
        """Open something; note where it is inside itself, or too deep, and isn't opened."""
        if this in self._open:
            self._meanings.lacks("cycle", place, "this contains itself, by way of others")
        elif len(self._open) == _NESTED:
            message = f"more than {_NESTED} attribute groups and entities lie in one another"
            self._meanings.lacks("depth", place, message)
        else:
            self._open.append(this)
            return True
        return False

    def _member(self, outer: CdmObject, members: str, number: int, member: object) -> Iterable[TableColumn]:
        place = CdmObject(outer.document, (*outer.path, members, number), mapping(member))
        self._spend(1, place)
        if isinstance(member, str):
            return self._group(self._meanings.named("attributeGroup", member, place), place)
        if "attributeGroupReference" in place.value:
            group = self._meanings.referenced(place, "attributeGroupReference", "attributeGroup")
            return self._group(group, place)
        if "members" in place.value:
            return self._group(place, CdmObject(place.document, place.path, _EMPTY))
        if not isinstance(place.value.get("name"), str):
            self._meanings.lacks("name", place, "this attribute has no name, and is not imported")
            return ()
        if "entity" in place.value:
            return self._entity_attribute(place)
        return self._type_attribute(place)

    def _spend(self, steps: int, place: CdmObject) -> None:
        """Refuse an entity whose parts multiply beyond measure."""
        self._steps += steps
        if self._steps > _LIMIT:
            message = f"the attributes of the entity come to more than {_LIMIT:,} here"
            raise place.document.source.refuse(place.path, message)

    def _group(self, group: CdmObject | None, reference: CdmObject) -> Iterable[TableColumn]:
        columns: Columns = {}
        if group is not None:
            self._gather(group, "members", columns)
        return guidance.of_attribute(reference).selected(kept(columns)).values()

    def _type_attribute(self, place: CdmObject) -> Iterable[TableColumn]:
        column = self._meanings.column(place)
        projected = projection(place, "projection")
        if projected is not None:
            context = self._context(column.name, {"depth": self._depth})
            return self._projected(projected, context, [column])
        if not guidance.is_given(place):
            return (column,)
        said = guidance.of_attribute(place)
        if said.is_removed:
            return (column._replace(is_removed=True),)
        if not said.value:
            return (column,)
        return () if said.is_left_out else self._repeated(said, None, [column, *self._added(said)])

    def _entity_attribute(self, place: CdmObject) -> list[TableColumn]:
        if self._is_circular:
            return []
        projected = projection(place, "entity")
        columns = self._guided(place) if projected is None else self._led_to(place, projected)
        said = self._meanings.said(place, "purpose")
        name = place.value["name"]
        return [with_traits(column, said)._replace(brought_by=name) for column in columns]

    def _led_to(self, place: CdmObject, projected: CdmObject) -> list[TableColumn]:
        """Return the columns of an attribute that is of a projection."""
        before = self._depth
        depth = before + (place.value.get("isPolymorphicSource") is not True)
        if depth > MAXIMUM_DEPTH:
            return []
        self._depth = depth
        options: Options = {"depth": depth, **_cardinality(place.value.get("cardinality"))}
        columns = self._projected(projected, self._context(place.value["name"], options))
        self._depth = before
        return columns

    def _projected(
        self, place: CdmObject, context: ProjectionContext, own: Iterable[TableColumn] = ()
    ) -> list[TableColumn]:
        if not self._enters((place.document, place.path, self._is_circular), place):
            return []
        columns = project(place, context, own)
        self._open.pop()
        return columns

    def _context(self, owner: str, options: Options) -> ProjectionContext:
        return ProjectionContext(
            owner,
            {**RELATIONAL, **options},
            self._source,
            self._meanings.column,
            self._depth >= MAXIMUM_DEPTH,
            lambda place, message: self._meanings.lacks("operations", place, message),
            self._spend,
        )

    def _source(self, place: CdmObject) -> Iterable[TableColumn] | None:
        """Return the columns of the entity that is the source of a projection; None where there is none."""
        entity = self._meanings.referenced(place, "source", "entity")
        return None if entity is None else self.entity(entity).values()

    def _guided(self, place: CdmObject) -> Iterable[TableColumn]:
        """Return the columns of an attribute that is of an entity, as resolution guidance says."""
        said = guidance.of_attribute(place)
        if said.is_left_out or said.is_removed:
            return ()
        embedded: Columns = {}
        for column in () if said.refers else self._embedded(place, said):
            embedded.setdefault(said.renamed(place.value["name"], None, column).name, column)
        selected, added = said.selected(embedded).values(), self._added(said)
        columns = [*added, *selected] if said.is_many else [*selected, *added]
        return self._repeated(said, place.value["name"], columns)

    def _embedded(self, place: CdmObject, said: Guidance) -> Iterable[TableColumn]:
        before = self._depth
        depth = before + (not place.value.get("isPolymorphicSource", said.selects_one))
        entity = self._meanings.referenced(place, "entity", "entity") if depth <= said.depth else None
        if entity is None:
            return ()
        self._depth = depth
        columns = self.entity(entity)
        self._depth = before
        return columns.values()

    def _added(self, said: Guidance) -> Iterator[TableColumn]:
        """Yield the attributes that guidance adds."""
        if said.has_foreign_key:
            yield from self._described(said, "entityByReference", "foreignKeyAttribute")
        if said.selects_one:
            yield from self._described(said, "selectsSubAttribute", "selectedTypeAttribute")
        yield from self._described(said, "addSupportingAttribute")

    def _repeated(
        self, said: Guidance, attribute: str | None, columns: list[TableColumn]
    ) -> Iterator[TableColumn]:
        """Yield the columns of an attribute, renamed, as many times as it is expanded."""
        ordinals = said.ordinals
        self._spend(len(ordinals) * len(columns), said.place)
        if said.is_many:
            for column in self._described(said, "expansion", "countAttribute"):
                yield said.renamed(attribute, None, column)
        for ordinal in ordinals:
            for column in columns:
                yield said.renamed(attribute, ordinal, column)

    def _described(self, said: Guidance, *path: str) -> list[TableColumn]:
        """Return the attribute that guidance describes at a path, or else the one that is usual there."""
        value: object = said.value
        for key in path:
            value = mapping(value).get(key)
        if value is None:
            value = _UNDESCRIBED.get(path)
        if value is None:
            return []
        place = CdmObject(said.place.document, (*said.place.path, *path), mapping(value))
        if isinstance(place.value.get("name"), str):
            return list(self._type_attribute(place))
        self._meanings.lacks("name", place, "this attribute has no name, and is not imported")
        return []


def _cardinality(said: object) -> Options:
    """Return what conditions know of an attribute's cardinality: one to one, where it isn't said in full."""
    minimum, maximum = (_number(mapping(said).get(key)) for key in ("minimum", "maximum"))
    if minimum is None or maximum is None:
        minimum, maximum = 1, 1
    return {"cardinality.minimum": minimum, "cardinality.maximum": maximum}


def _number(said: object) -> int | None:
    """Return an end of a cardinality as conditions know it: -1 for any number."""
    if said == "*":
        return -1
    return int(str(said)) if str(said).isdecimal() and len(str(said)) <= _DIGITS else None


def _objects(values: object) -> Iterator[dict[str, Any]]:
    return (one for one in listed(values) if isinstance(one, dict))
