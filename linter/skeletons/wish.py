"""What a skeleton is to be about, what comes of it, and how its lines are written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from linter.instance.data_types import same_type
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import Snapshot
from linter.named_tuple import NamedTuple

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORDS: Final = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%]|^\.|[. ]$')
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)")
"""What names can't hold on Windows, or keep it from being looked into, and those that it has itself."""
_AFTER_UNDERSCORE: Final = re.compile(r"[^A-Za-z0-9_]+")


class Wish(NamedTuple):
    """The entities that are named, in that order, and the conflation; nothing named means what fits."""

    snapshot: Snapshot
    entities: tuple[Entity, ...] = ()
    start: Entity | None = None  # of a relationship
    end: Entity | None = None
    conflation: str = "default"
    master: str = "Customer"  # the master dataset

    @property
    def customers(self) -> Entity | None:
        """The master dataset, if the snapshot says what it has."""
        return self.snapshot.resolve_name(self.master).entity

    @property
    def conflated(self) -> tuple[Entity, ...]:
        """The entities that are to become one: those named, else all profiles."""
        return self.entities or tuple(one for one in self.snapshot.entities if one.entity_type == "profile")


class Skeleton(NamedTuple):
    """A payload's text, and where the default layout has it."""

    text: str
    file: str


class NothingFits(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """The snapshot has nothing that such a payload could be about; the message says what is missing."""


def folder_of(known_as: str) -> str:
    """Return the name of the folder that stands for an id, such that each system can have it.

    The layout reads the parts of a path as those of a URL, so what doesn't fit is encoded as there.
    """
    name = _UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", known_as)
    return f"%{ord(name[0]):02X}{name[1:]}" if _RESERVED.match(name) else name


def scalar(text: str) -> str:
    """Return a string as YAML reads it back."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def reference(entity: Entity) -> str:
    """Return the members that name an entity, as they stand in a flow mapping."""
    source = entity.data_source
    if source is None:
        return f"entityName: {scalar(entity.name)}"
    return f"{source_of(source)}, entityName: {scalar(entity.name)}"


def source_of(source: DataSource) -> str:
    """Return the member that names a data source."""
    return f"dataSourceName: {scalar(source.name)}" if source.name else f"dataSourceId: {scalar(source.id)}"


def names_of(entity: Entity) -> tuple[str, ...]:
    """Return the attributes of an entity, () where they are unknown."""
    return tuple(entity.attributes or ())


def likely_key(entity: Entity) -> str | None:
    """Return the primary key, or the attribute whose name says that it is one."""
    if entity.primary_key is not None:
        return entity.primary_key
    wanted = {"id", *(f"{part}id" for part in _endings(entity.name.lower()))}
    return next((one for one in names_of(entity) if one.lower().replace("_", "") in wanted), None)


def needs_key(entity: Entity) -> str:
    """Return the comment that an entity has where it lacks the primary key that it needs."""
    return "" if entity.primary_key is not None else "  # decide: it needs a primary key"


def shared(left: Entity, right: Entity) -> list[tuple[str, str]]:
    """Return the pairs of attributes of one type that are called the same, in the left one's order."""
    found = {folded(name): name for name in reversed(names_of(right)) if name != right.primary_key}
    pairs = [(name, found.get(folded(name), "")) for name in names_of(left)]
    return [
        (one, other)
        for one, other in pairs
        if other and same_type(left.canonical_type(one), right.canonical_type(other))
    ]


def relationship_name(start: Entity, end: Entity) -> str:
    """Return a name of letters, digits and underscores."""
    return identifier(f"{start.name}To{end.name[:1].upper()}{end.name[1:]}")


def identifier(text: str) -> str:
    """Return a text as a name: what is neither letter, digit nor underscore is an underscore."""
    return _AFTER_UNDERSCORE.sub("_", text)


def require(entities: Sequence[Entity], least: int, what: str) -> None:
    """Raise NothingFits unless there are enough entities."""
    if len(entities) < least:
        raise NothingFits(f"{what}: name them with --entity")


def _endings(name: str) -> list[str]:
    """Return what a key of an entity could be called after: `loycustomers`, `customers`, `customer` …"""
    stems = [name, name.removesuffix("s"), name.removesuffix("es"), re.sub(r"ies$", "y", name)]
    return [stem[start:] for stem in stems for start in range(len(stem) - 2)]


def folded(name: str) -> str:
    """Return what names have in common that are called the same."""
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def attribute_line(name: str, value: str | None, entity: Entity, what: str) -> str:
    """Return the line that names an attribute of an entity, or asks for one where none fits."""
    if value is not None:
        return f"  {name}: {scalar(value)}"
    known = ", ".join(names_of(entity)[:8])
    return f'  {name}: ""  # decide: {what}, one of {known}'
