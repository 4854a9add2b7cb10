"""The schema that a service's $metadata declares."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from linter.contracts.schema import InContract, Routine, Structure, TypeMember
from linter.importers.csdl.members import members_of
from linter.importers.csdl.schema import EntityType, item_type
from linter.suggest import KnownNames

if TYPE_CHECKING:
    from linter.diagnostic import Path
    from linter.importers.csdl.schema import CsdlDocument


class Metadata:
    """A document of CSDL, asked for what it declares by name; types without bounds raise CannotImport."""

    def __init__(self, document: CsdlDocument) -> None:
        self.document = document
        self.version = document.version
        self.sets = {one.name: one.type for one in document.entity_sets if not one.is_singleton}
        self.singletons = {one.name: one.type for one in document.entity_sets if one.is_singleton}
        self.imports = {one.name: one for one in document.imports}
        declared = (*document.complex_types, *document.entity_types)
        self._types: dict[str, EntityType] = {one.name: one for one in reversed(declared)}
        self._members = members_of(document, self._types, self._types)
        self._structures: dict[str, Structure | None] = {}

    @cached_property
    def entry_points(self) -> KnownNames:
        """What a path may begin with."""
        return KnownNames((*self.sets, *self.singletons, *self.imports))

    def declared(self, names: Iterable[str]) -> InContract | None:
        """Return where the first of some names is declared that a path can begin with."""
        name = next(iter(names), "")
        return InContract(name, self._places[name]) if self._places.get(name) else None

    @cached_property
    def _places(self) -> dict[str, Path]:
        places = {one.name: one.place for one in self.document.imports}
        return places | {one.name: one.place for one in self.document.entity_sets}

    @cached_property
    def set_names(self) -> KnownNames:
        """The names of the entity sets."""
        return KnownNames(self.sets)

    def sets_of(self, type_: str) -> list[str]:
        """Return the sets of a type, or of one that derives from it; a short name means the type alone."""
        return [
            name
            for name, own in self.sets.items()
            if own.rpartition(".")[2] == type_ or ("." in type_ and self.is_a(own, type_))
        ]

    def structure(self, name: str) -> Structure | None:
        """Return an entity type or a complex type; None where it isn't declared."""
        if name not in self._structures:
            full = self.full(name)
            self._structures[name] = self._structure(full) if full in self._types else None
        return self._structures[name]

    def full(self, name: str) -> str:
        """Return a qualified name by its namespace, where it goes by an alias of that."""
        namespace, dot, short = name.rpartition(".")
        return f"{self.document.aliases.get(namespace, namespace)}{dot}{short}"

    def _structure(self, name: str) -> Structure:
        has = self._members[name]
        members = {
            one.name: TypeMember(
                one.name, item_type(one.type), one.type != item_type(one.type), False, one.written, one.place
            )
            for one in has.properties
        }
        for one in has.navigation:
            members[one.name] = TypeMember(one.name, one.type, one.is_collection, True, "", one.place)
        return Structure(name, members, has.key, has.unsettled is None)

    def operations(self, name: str) -> list[Routine]:
        """Return the overloads of a function or an action, by its name without the namespace."""
        return self._operations.get(name, [])

    @cached_property
    def _operations(self) -> dict[str, list[Routine]]:
        found: dict[str, list[Routine]] = {}
        for one in self.document.operations:
            short = one.name.rpartition(".")[2]
            binding = one.parameters[0][1] if one.is_bound and one.parameters else ""
            rest = one.parameters[1:] if one.is_bound else one.parameters
            required = tuple(name for name, _ in rest if name in one.required)
            made = Routine(
                short, one.is_action, one.is_bound, rest, binding, one.returns, required, one.place
            )
            found.setdefault(short, []).append(made)
        return found

    def values_of(self, name: str) -> tuple[str, ...] | None:
        """Return the members of an enumeration; None where a type is none."""
        return self.document.enumerations.get(name)

    def takes_several(self, name: str) -> bool:
        """Tell whether a value of an enumeration may be several of its members."""
        return name in self.document.flags

    def underlying(self, name: str) -> str:
        """Return what a defined type is made of; any other type as it is."""
        return self.document.other_types.get(name) or name

    def is_a(self, name: str, base: str) -> bool:
        """Tell whether a type is another one, or derives from it."""
        seen: set[str] = set()
        name, base = self.full(name), self.full(base)
        while name and name not in seen:
            if name == base:
                return True
            seen.add(name)
            name = self._types[name].base if name in self._types else ""
        return False

    def declares_namespace(self, name: str) -> bool:
        """Tell whether the document declares a namespace, so that it knows all that is in it."""
        return self.document.aliases.get(name, name) in self.document.namespaces

    @property
    def is_typed(self) -> bool:
        """Whether it tells all types apart, and says which functions there are."""
        return True

    @cached_property
    def short_names(self) -> KnownNames:
        """The names of types and operations, without their namespaces."""
        all_ = (*self._types, *(one.name for one in self.document.operations))
        return KnownNames(one.rpartition(".")[2] for one in all_)

    def is_type(self, name: str) -> bool:
        """Tell whether there is a structured type of a name."""
        return self.full(name) in self._types


def names(structure: Structure, *, navigation: bool | None = None) -> Iterable[str]:
    """Return the names of a type's members; only those that lead elsewhere, or only the others."""
    return [
        one.name
        for one in structure.members.values()
        if navigation is None or one.is_navigation == navigation
    ]
