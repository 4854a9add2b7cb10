"""The types that data queries are about: the entities of the planned state, as OData would have them."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Final

from linter.contracts.schema import Routine, Structure, TypeMember
from linter.instance.entity import Entity
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot, beginnings
from linter.project.saved import PlannedRelationship
from linter.suggest import KnownNames

EDM_TYPES: Final = {
    "Int8": "Edm.SByte",
    "Float": "Edm.Single",
    "DateTime": "Edm.DateTimeOffset",
    "Time": "Edm.TimeOfDay",
    **{
        name: f"Edm.{name}"
        for name in (
            *("String", "Guid", "Boolean", "Byte", "Int16", "Int32", "Int64", "Decimal", "Double"),
            *("Date", "DateTimeOffset", "Duration"),
        )
    },
}
_IDENTIFIER: Final = re.compile(r"[^\W\d]\w*")
_CUSTOMER_ID: Final = ("CustomerId", "customerId", "customerid", "CustomerID")
"""As the API's documents write it, in whatever case; any other name is case sensitive."""

_ByName = dict[str, TypeMember]


class QueryableTypes:
    """The types of one instance's entities, by the entities' names.

    `links` returns the relationships of an entity; `outputs` are the names of attributes that conflict
    resolution gives the master dataset.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        links: Callable[[Entity], Iterable[PlannedRelationship]],
        master: str,
        outputs: Callable[[], Iterable[str]],
    ) -> None:
        self._snapshot = snapshot
        self._links = links
        self._master = master
        self._outputs = outputs
        self._structures: dict[str, Structure | None] = {}
        self._system_links: dict[str, TypeMember] | None = None
        self.sets: Mapping[str, str] = {}
        self.asked: dict[str, Structure | None] = {}  # the types that were asked for since it was laid down

    def entity(self, name: str) -> Entity | None:
        """Return the entity that a type is made of."""
        return self._snapshot.resolve_name(name).entity

    def structure(self, name: str) -> Structure | None:
        """Return an entity's type; None where it, or its attributes, aren't declared."""
        if name.startswith("Edm."):
            return None
        if name not in self._structures:
            entity = self.entity(name)
            self._structures[name] = self._kept(entity) if entity is not None else None
        self.asked[name] = self._structures[name]
        return self._structures[name]

    def attribute(self, entity: Entity, written: str) -> str | None:
        """Return the attribute of an entity that a query writes in one of the ways it may."""
        attributes = entity.attributes or {}
        if written in attributes:
            return written
        return next((one for one in attributes if written in _spellings(one)), None)

    def operations(self, _name: str) -> list[Routine]:
        """Nobody says which functions there are."""
        return []

    def values_of(self, _name: str) -> tuple[str, ...] | None:
        """There are no enumerations."""
        return None

    def takes_several(self, _name: str) -> bool:
        """There are no enumerations."""
        return False

    def declares_namespace(self, _name: str) -> bool:
        """There are no namespaces."""
        return False

    @property
    def is_typed(self) -> bool:
        """Whether it tells all types apart, and says which functions there are."""
        return True

    @property
    def short_names(self) -> KnownNames:
        """None, since there are no namespaces."""
        return KnownNames(())

    def is_a(self, name: str, base: str) -> bool:
        """Tell whether a type is another one."""
        return name == base

    def _kept(self, entity: Entity) -> Structure | None:
        """Return an entity's type as the snapshot keeps it, made anew where it is made of something else."""
        outputs = tuple(self._outputs()) if self._is_master(entity) else ()
        made_of = (self._master, outputs, tuple(self._ends_of(entity)))
        kept = self._snapshot.structures
        if entity not in kept or kept[entity][0] != made_of:
            kept[entity] = made_of, self._made(entity)
        structure: Structure | None = kept[entity][1]
        return structure

    def _is_master(self, entity: Entity) -> bool:
        return entity.name == self._master and entity.data_source is None

    def _made(self, entity: Entity) -> Structure | None:
        if entity.attributes is None:
            return None
        members = _Members(entity, lambda: self._others(entity))
        key = (entity.primary_key,) if entity.primary_key else ()
        return Structure(str(entity), members, key, in_namespace=False)

    def _others(self, entity: Entity) -> tuple[_ByName, _ByName]:
        """Return what else an entity has: what stands before its attributes, and what behind all."""
        members = {one.name: one for one in self._linked(entity)}
        if self._is_master(entity):
            members |= {one.name: one for one in self._of_master()}
        return members, {} if entity.data_source else self._everything()

    def _linked(self, entity: Entity) -> Iterator[TypeMember]:
        """Yield what leads to other entities: as the snapshot says, and the relationships."""
        for name, one in _declared(entity):
            yield TypeMember(name, one, False, True)
        for link, other in self._ends_of(entity):
            for name in (link, *((str(other), other.name) if other is not None else ())):
                yield TypeMember(name, str(other or ""), False, True)
        for name in (*sorted(SYSTEM_NAMES), self._master):
            yield TypeMember(name, name, False, True)

    def _ends_of(self, entity: Entity) -> Iterator[tuple[str, Entity | None]]:
        """Yield the relationships of an entity by name, and the entities at their other ends."""
        for link in self._links(entity):
            yield link.name, link.beyond(entity).entity

    def _everything(self) -> dict[str, TypeMember]:
        """Return what leads to any entity: nobody says to which the system's own have none."""
        if self._system_links is None:
            names = dict.fromkeys([*self._snapshot.all_names(), *self._snapshot.relationships])
            self._system_links = {
                name: TypeMember(name, str(self.entity(name) or ""), False, True) for name in names
            }
        return self._system_links

    def _of_master(self) -> Iterator[TypeMember]:
        """Yield what the master dataset has beside what is declared of it."""
        for name in self._outputs():
            yield TypeMember(name, "")
        for name in alternate_keys(self._snapshot):
            yield TypeMember(name, "")


class _Members(Mapping[str, TypeMember]):
    """What an entity has: each attribute is made when asked for, the others once something else is."""

    def __init__(self, entity: Entity, others: Callable[[], tuple[_ByName, _ByName]]) -> None:
        self._entity = entity
        self._spelled = _spelled(tuple(entity.attributes or ()))
        self._others = others

    def __getitem__(self, name: str) -> TypeMember:
        return self._attribute(name) if name in self._spelled else self._all[name]

    def __contains__(self, name: object) -> bool:
        return name in self._spelled or name in self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def _attribute(self, written: str) -> TypeMember:
        called, name = self._spelled[written]
        guessed = self._entity.guessed_from(name)
        return TypeMember(called, "" if guessed else EDM_TYPES.get(self._entity.canonical_type(name), ""))

    @cached_property
    def _all(self) -> Mapping[str, TypeMember]:
        before, behind = self._others()
        members = before | {written: self._attribute(written) for written in self._spelled}
        return ChainMap(members, behind) if behind else members


def alternate_keys(snapshot: Snapshot) -> dict[str, Entity]:
    """Return the columns of the master dataset that keep the keys of the entities it is made of."""
    return {
        f"{entity}_{entity.primary_key}": entity
        for entity in snapshot.entities
        if entity.primary_key is not None and entity.data_source is not None
    }


def alternate_key_of(snapshot: Snapshot, name: str) -> Entity | None:
    """Return the ingested entity whose key a column of the master dataset would keep, by its name.

    That is `SOURCE_ENTITY_KEY`, whether or not the entity has such a key.
    """
    found = (snapshot.resolve_name(one).entity for one in beginnings(name, snapshot.name_lengths))
    entity = next((one for one in found if one is not None and one.data_source is not None), None)
    return entity if entity is not None and name.startswith(f"{entity}_") else None


def _declared(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield the navigation properties of a snapshot, and the entities that they lead to."""
    declared = entity.node.node("navigationProperties")
    for name in declared.keys if declared is not None else ():
        one = declared.node(name) if declared is not None else None
        yield str(name), (one.text("entity") if one is not None else None) or ""


@lru_cache(maxsize=128)
def _spelled(attributes: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Return what a query may write for attributes: how each is called then, and how it is declared."""
    found: dict[str, tuple[str, str]] = {}
    for name in attributes:
        spelled = list(_spellings(name))
        called = name if name in spelled else spelled[0]
        found |= dict.fromkeys(spelled, (called, name))
    return found


def _spellings(attribute: str) -> Iterator[str]:
    """Yield how a query may write an attribute; one whose name is none in OData has several."""
    if attribute.lower().replace(" ", "") == "customerid":
        yield from _CUSTOMER_ID
    if _IDENTIFIER.fullmatch(attribute):
        yield attribute
        return
    yield re.sub(r"\W", "_", attribute)
    yield re.sub(r"\W", "", attribute)
    yield re.sub(r"\W", lambda found: f"_x{ord(found[0]):04x}_", attribute)
