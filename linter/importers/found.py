"""What an importer finds in a source, before it becomes part of a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from linter.named_tuple import NamedTuple

INHERITED: Final = 1_000_000
"""How many members the types of a document may inherit, counted in each of them."""


class Attribute(NamedTuple):
    """An attribute as a source declares it."""

    name: str
    type: str = ""  # as the source writes it; empty where it doesn't say
    source_name: str = ""  # what the system behind it calls the attribute, where that differs
    semantic_type: str = ""
    friendly_name: str = ""
    is_nullable: bool | None = None
    is_searchable: bool | None = None
    guessed_from: str = ""  # what the type is a guess from, as in "120 rows of Customers.csv"
    is_read_only: bool = False  # whether the source says that clients may not write it


class NavigationProperty(NamedTuple):
    """A way from one entity to another that a query can take."""

    name: str
    type: str  # the qualified name of the type that it leads to
    is_collection: bool = False
    entity: str = ""  # the name of the entity that it leads to, where there is exactly one


class Entity(NamedTuple):
    """An entity as a source declares it."""

    name: str
    attributes: tuple[Attribute, ...] | None = ()  # None: the source doesn't declare them
    key: tuple[str, ...] = ()  # the names of its attributes, in order
    entity_type: str = ""  # profile, activity …
    timestamp_field_name: str = ""
    type_name: str = ""  # the qualified name of its type, where it has one
    friendly_name: str = ""
    navigation_properties: tuple[NavigationProperty, ...] = ()
    partial_because: str = ""  # why it may have more than is declared here; empty: it hasn't


class DataSource(NamedTuple):
    """A data source; a name or an ID that the source doesn't know is empty."""

    entities: tuple[Entity, ...]
    name: str = ""
    id: str = ""
    kind: str = ""
    complete: tuple[str, ...] = ()  # those of its lists that are all there, by their names in a snapshot


class Relationship(NamedTuple):
    """A relationship; ends are named as in the source, whether or not they are in it."""

    from_entity: str
    from_attribute: str
    to_entity: str
    to_attribute: str
    name: str = ""
    cardinality: str = ""  # oneToOne, oneToMany, manyToOne, manyToMany
    friendly_name: str = ""
    description: str = ""
    relationship_type: str = ""


class Note(NamedTuple):
    """Something that a reader of the snapshot should know about a place in a source, or a folder."""

    file: str
    line: int  # from 1; 0 for a folder, which has none
    column: int
    message: str

    def __str__(self) -> str:
        return f"{_place(self.file, self.line, self.column)}: {self.message}"


class Found(NamedTuple):
    """All that an importer found in one source.

    `parts` are further lists of a snapshot, by their property names and in its own form
    (segments, measures, roleAssignments …).  `complete` says of lists of the instance whether they are
    all there, as far as the source knows; `totals` counts what the source holds, by its own
    words, also what doesn't become part of the snapshot.  `broken` says why files that belong to the
    source can't be read.
    """

    format: str
    data_sources: tuple[DataSource, ...] = ()
    system_entities: tuple[Entity, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    parts: Mapping[str, Any] = {}
    complete: Mapping[str, bool] = {}
    notes: tuple[Note, ...] = ()
    totals: Mapping[str, int] = {}
    instance_id: str = ""
    broken: tuple[CannotImport, ...] = ()


class CannotImport(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """A source can't be imported; the place counts lines and columns from 1, and is 0, 0 in a folder."""

    def __init__(self, file: str, line: int, column: int, message: str, help_: str = "") -> None:
        place = _place(file, line, column)
        super().__init__(f"{place}: {message}" + (f"; {help_}" if help_ else ""))
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.help = help_


class OfAnotherKind(CannotImport):
    """A source holds nothing that an importer takes, as far as can be seen; it isn't broken."""


def _place(file: str, line: int, column: int) -> str:
    return f"{file}:{line}:{column}" if line else file
