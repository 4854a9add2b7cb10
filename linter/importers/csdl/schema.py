"""What a CSDL document declares, whether it is written in XML or in JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from linter.importers.found import Note
from linter.named_tuple import NamedTuple

Place: TypeAlias = tuple[str | int, ...]
"""Where something stands: a line and a column in XML, a path in JSON."""

_COLLECTION: Final = "Collection("
_NEVER_WRITTEN: Final = ("Read", "None")
"""The permissions of Org.OData.Core.V1.Permissions that allow no writing."""


class Property(NamedTuple):
    """A property; its type is qualified by namespace."""

    name: str
    type: str
    is_nullable: bool | None
    place: Place
    written: str = ""  # "never" or "at creation", where an annotation says so


class Navigation(NamedTuple):
    """A navigation property; its type is the bare entity type, also of a collection."""

    name: str
    type: str
    is_collection: bool
    place: Place
    partner: str = ""
    constraints: tuple[tuple[str, str], ...] = ()  # dependent and principal property
    association: str = ""  # before version 4: the association, and which of its ends this leads to
    to_role: str = ""


class EntityType(NamedTuple):
    """An entity type, or a complex one, as declared, without what it inherits."""

    name: str
    base: str
    is_abstract: bool
    keys: tuple[tuple[str, ...], ...]  # exactly one is permitted
    properties: tuple[Property, ...]
    navigation: tuple[Navigation, ...]
    place: Place
    is_open: bool = False  # whether entities may have properties that aren't declared


class Operation(NamedTuple):
    """A function or an action; a bound one belongs to the type of its first parameter."""

    name: str
    is_action: bool
    is_bound: bool
    parameters: tuple[tuple[str, str], ...]  # names and types
    returns: str  # a type, empty where it returns nothing
    required: tuple[str, ...] = ()  # the parameters that can be neither null nor left out
    place: Place = ()


class OperationImport(NamedTuple):
    """What a service offers an operation as."""

    name: str
    operation: str
    place: Place = ()


class EntitySet(NamedTuple):
    """An entity set or a singleton."""

    name: str
    type: str
    container: str
    is_singleton: bool
    bindings: Mapping[str, str]  # the path of a navigation property: the set that it leads to
    place: Place


class Association(NamedTuple):
    """A referential constraint of an association, with the sets of one of its association sets."""

    dependent: tuple[str, str, tuple[str, ...]]  # the set (empty where open), the type, the properties
    principal: tuple[str, str, tuple[str, ...]]
    cardinality: str
    place: Place


class CsdlDocument(NamedTuple):
    """All declarations of a document; all names are qualified by namespace, none by alias."""

    entity_types: tuple[EntityType, ...]
    entity_sets: tuple[EntitySet, ...]
    other_types: Mapping[str, str]  # complex, enumeration and defined types; of the last the underlying type
    namespaces: frozenset[str]
    references: Mapping[str, str]  # the namespaces of other documents, and where these are
    associations: tuple[Association, ...]
    ends: Mapping[tuple[str, str, str], str]  # association, role to go to, set to come from: set to go to
    counts: Mapping[str, int]  # of what isn't kept
    notes: tuple[Note, ...]
    note: Callable[[Place, str], Note]
    complex_types: tuple[EntityType, ...] = ()
    enumerations: Mapping[str, tuple[str, ...]] = {}  # their members
    flags: frozenset[str] = frozenset()  # the enumerations whose values may be several members
    operations: tuple[Operation, ...] = ()
    imports: tuple[OperationImport, ...] = ()
    version: str = ""
    aliases: Mapping[str, str] = {}  # of namespaces

    def elsewhere(self, name: str) -> str:
        """Return where a name is declared that the document doesn't declare."""
        namespace = name.rpartition(".")[0]
        if namespace in self.namespaces or namespace not in self.references:
            return "isn't declared in this document"
        return f"is declared in another document, `{self.references[namespace]}`, which isn't read"


def when_written(annotations: Iterable[tuple[str, str]]) -> str:
    """Return when a property with annotations (terms and values) is written: "never", "at creation" or ""."""
    said = {term.rpartition(".")[2]: value.strip() for term, value in annotations}
    permissions = {one.rpartition("/")[2] for one in said.get("Permissions", "").replace(",", " ").split()}
    if said.get("Computed") == "true" or (permissions and permissions <= {*_NEVER_WRITTEN}):
        return "never"
    return "at creation" if said.get("Immutable") == "true" else ""


def qualified(name: str, aliases: Mapping[str, str]) -> str:
    """Return a type's name, or that of a collection of it, with its namespace in the place of an alias."""
    if name.startswith(_COLLECTION):
        return f"{_COLLECTION}{qualified(name[len(_COLLECTION) : -1].strip(), aliases)})"
    namespace, dot, short = name.rpartition(".")
    return f"{aliases.get(namespace, namespace)}.{short}" if dot else name


def item_type(name: str) -> str:
    """Return the type of a collection's items, or the type itself."""
    return name[len(_COLLECTION) : -1] if name.startswith(_COLLECTION) else name
