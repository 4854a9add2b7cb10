"""What queries and bodies are judged against: sets, types and what they have, whoever knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from linter.diagnostic import Path
    from linter.suggest import KnownNames


class InContract(NamedTuple):
    """Where a contract declares something: a line and a column of XML, a path of JSON and YAML."""

    name: str
    place: Path


class TypeMember(NamedTuple):
    """A property or a navigation property of a type."""

    name: str
    type: str  # `Edm.String`, or a name of the schema; empty where it isn't known
    is_collection: bool = False
    is_navigation: bool = False
    written: str = ""  # "never" or "at creation", where it may not be written otherwise
    place: Path = ()  # where a contract declares it; empty where that isn't known

    @property
    def declared(self) -> InContract | None:
        """Where it is declared."""
        return InContract(self.name, self.place) if self.place else None


class Structure(NamedTuple):
    """A type with all that it has, inherited or not."""

    name: str
    members: Mapping[str, TypeMember]
    key: tuple[str, ...] = ()
    is_whole: bool = True  # whether it has nothing else
    leaves_out_navigation: bool = False  # but for navigation properties, of which nothing is said
    in_namespace: bool = True  # else a dot in its name is one

    @property
    def is_silent_on_navigation(self) -> bool:
        """Whether it is not known at all which navigation properties it has."""
        return self.leaves_out_navigation and not any(one.is_navigation for one in self.members.values())

    @property
    def short(self) -> str:
        """Its name without the namespace."""
        return self.name.rpartition(".")[2] if self.in_namespace else self.name

    def declared(self, names: Iterable[str]) -> InContract | None:
        """Return where the first of some names is declared, if it has that."""
        member = self.members.get(next(iter(names), ""))
        return member.declared if member is not None else None


class Routine(NamedTuple):
    """A function or an action."""

    name: str  # without its namespace
    is_action: bool
    is_bound: bool
    parameters: tuple[tuple[str, str], ...]  # names and types; of a bound one without the first
    binding: str  # the type that it is bound to
    returns: str
    required: tuple[str, ...] = ()  # the parameters that must be given
    place: Path = ()  # where a contract declares it

    @property
    def declared(self) -> InContract | None:
        """Where it is declared."""
        return InContract(self.name, self.place) if self.place else None


class Schema(Protocol):
    """Sets, types and operations, by name; names are case sensitive."""

    @property
    def sets(self) -> Mapping[str, str]:
        """The types of the entity sets' entities."""
        ...

    @property
    def is_typed(self) -> bool:
        """Whether it tells all types apart, and says which functions there are."""
        ...

    def structure(self, name: str) -> Structure | None:
        """Return an entity type or a complex type; None where it isn't known."""
        ...

    def operations(self, name: str) -> list[Routine]:
        """Return the overloads of a function or an action, by its name without the namespace."""
        ...

    def values_of(self, name: str) -> tuple[str, ...] | None:
        """Return the members of an enumeration; None where a type is none."""
        ...

    def takes_several(self, name: str) -> bool:
        """Tell whether a value of an enumeration may be several of its members."""
        ...

    def declares_namespace(self, name: str) -> bool:
        """Tell whether it knows all that is in a namespace."""
        ...

    @property
    def short_names(self) -> KnownNames:
        """The names of types and operations, without their namespaces."""
        ...

    def is_a(self, name: str, base: str) -> bool:
        """Tell whether a type is another one, or derives from it."""
        ...
