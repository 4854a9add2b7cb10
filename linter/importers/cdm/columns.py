"""The attributes of an entity while they are gathered, and what its traits say of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from linter.importers.cdm.data_formats import TELLING, data_format, merged
from linter.named_tuple import NamedTuple

IDENTIFIES: Final = "is.identifiedBy"
_NAMES: Final = "is.CDS.sourceNamed"
_MARK: Final = re.compile(r"\{([A-Za-z]+)\}")


class TableColumn(NamedTuple):
    """An attribute on its way into an entity."""

    name: str
    traits: frozenset[str] = frozenset()  # those that tell its format, and that it identifies
    source_name: str = ""
    format: str = ""  # where the attribute itself writes one that no traits stand for
    declared: str = ""  # its name where it is declared
    ordinal: int | None = None  # which one of a repeated attribute it is
    brought_by: str = ""  # the attribute of the entity's own that it comes of, where that is of an entity
    is_removed: bool = False  # takes away what an entity has inherited under this name
    members: tuple[TableColumn, ...] = ()  # those of a group, which a projection can make

    @property
    def type(self) -> str:
        """Its data format; empty where nothing says it."""
        return self.format or data_format(self.traits)

    @property
    def is_key(self) -> bool:
        """Whether it is a part of the entity's key."""
        return IDENTIFIES in self.traits


Columns = dict[str, TableColumn]


def merge(columns: Columns, more: Iterable[TableColumn]) -> None:
    """Add columns; one that is there already keeps its place, and has the traits of both."""
    for column in more:
        before = columns.get(column.name)
        columns[column.name] = column if before is None else _merged(before, column)


def _merged(before: TableColumn, after: TableColumn) -> TableColumn:
    return after._replace(
        source_name=after.source_name or before.source_name,
        format=after.format or before.format,
        traits=merged(before.traits, after.traits),
    )


def restate(columns: Columns, attribute: str, columns_now: Iterable[TableColumn]) -> None:
    """Take away what an attribute of this name brought before and doesn't bring now."""
    now = {column.name for column in columns_now}
    for column in list(columns.values()):
        if column.brought_by == attribute and column.name not in now:
            del columns[column.name]


def kept(columns: Columns) -> Columns:
    """Return the columns without those that are to be taken away."""
    return {name: column for name, column in columns.items() if not column.is_removed}


class Said(NamedTuple):
    """What a list of traits says of a column."""

    traits: frozenset[str]  # those that tell something of it
    source_name: str  # empty where none is given


NOTHING_SAID: Final = Said(frozenset(), "")


def said_by(traits: Sequence[object]) -> Said:
    """Return what a list of traits says; of several source names the last."""
    if not traits:
        return NOTHING_SAID
    names = frozenset(name for name in applied(traits) if name in TELLING or name == IDENTIFIES)
    given = [
        next(_arguments(one), "")
        for one in traits
        if isinstance(one, dict) and one.get("traitReference") == _NAMES
    ]
    return Said(names, given[-1] if given else "")


def with_traits(column: TableColumn, said: Said) -> TableColumn:
    """Return a column to which traits are applied; of a group, to all its members."""
    if not said.traits and not said.source_name:
        return column
    return column._replace(
        traits=merged(column.traits, said.traits),
        source_name=said.source_name or column.source_name,
        members=tuple(with_traits(one, said) for one in column.members),
    )


def flat(columns: Iterable[TableColumn]) -> Iterator[TableColumn]:
    """Yield columns, and those of groups in their place."""
    for column in columns:
        if column.members:
            yield from flat(column.members)
        else:
            yield column


def applied(traits: Sequence[object]) -> Iterator[str]:
    """Yield the names of a list of traits."""
    for trait in traits:
        name = trait.get("traitReference") if isinstance(trait, dict) else trait
        if isinstance(name, dict):
            name = name.get("traitName")
        if isinstance(name, str):
            yield name


def _arguments(trait: Mapping[str, Any]) -> Iterator[str]:
    listed = trait.get("arguments")
    for one in listed if isinstance(listed, list) else ():
        value = one.get("value") if isinstance(one, dict) else one
        if isinstance(value, str):
            yield value


def filled(form: str, parts: Mapping[str, str]) -> str:
    """Fill a form of names: {a} is the part `a`, {A} the same with a capital letter."""

    def part(mark: re.Match[str]) -> str:
        said = parts.get(mark[1].lower())
        if said is None or not (mark[1].islower() or mark[1].isupper()):
            return mark[0]
        return said if mark[1].islower() else said[:1].upper() + said[1:]

    return _MARK.sub(part, form)
