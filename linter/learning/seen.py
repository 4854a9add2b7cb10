"""What a file shows at places of one pattern, and what a snapshot knows of the names there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from linter.diagnostic import json_pointer
from linter.instance.snapshot import Snapshot
from linter.named_tuple import NamedTuple

_MOST: Final = 60  # values of a pattern that are looked at
_KEYS: Final = 100  # of an object
_PLACES: Final = 300  # in which a payload may begin
GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Seen(NamedTuple):
    """The values at the places of a pattern: a JSON Pointer in which `*` is each item of a list."""

    pattern: str
    values: tuple[Any, ...]

    def names(self) -> list[str]:
        """Return the keys of the objects, in the order in which they first come."""
        keys = dict.fromkeys(key for one in self.values if isinstance(one, dict) for key in one)
        return [key for key in islice(keys, _KEYS) if key and is_text(key)]

    def under(self, key: str) -> Seen:
        """Return what stands under a key of the objects."""
        found = (one[key] for one in self.values if isinstance(one, dict) and key in one)
        return Seen(
            self.pattern + json_pointer((key,)), tuple(one for one in found if one is not None)[:_MOST]
        )

    def items(self) -> Seen:
        """Return the items of the lists, with what is no list itself."""
        each = (item for one in self.values for item in (one if isinstance(one, list) else [one]))
        listed = any(isinstance(one, list) for one in self.values)
        return Seen(f"{self.pattern}/*" if listed else self.pattern, tuple(each)[:_MOST])

    def strings(self) -> list[str]:
        """Return the different strings among the values, or among the items of lists."""
        strings = dict.fromkeys(one for one in self.items().values if isinstance(one, str))
        return [one for one in strings if one and is_text(one)]


class Facts(NamedTuple):
    """What is known of an instance: folded names of entities, attributes and data sources."""

    entities: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    source_ids: frozenset[str] = frozenset()


def facts_of(snapshots: list[Snapshot]) -> Facts:
    """Return what some snapshots know."""
    entities = [entity for one in snapshots for entity in one.entities]
    sources = [source for one in snapshots for source in one.data_sources]
    return Facts(
        frozenset(word.lower() for one in entities for word in (one.name, str(one))),
        frozenset(name.lower() for one in entities for name in one.attributes or ()),
        frozenset(one.name.lower() for one in sources if one.name),
        frozenset(one.id.lower() for one in sources),
    )


def is_text(value: str) -> bool:
    """Tell whether a string is one that a configuration can hold: JSON permits halves of characters."""
    return not any("\ud800" <= one <= "\udfff" for one in value)


def share(values: list[str], known: frozenset[str]) -> float:
    """Return how many of some strings are known."""
    return sum(one.lower() in known for one in values) / len(values) if values else 0.0


def places(value: Any, depth: int, pattern: str = "") -> Iterator[Seen]:
    """Yield the objects and lists of a document in which a payload may begin, the outer ones first."""
    yield from islice(_places(Seen(pattern, (value,)), depth), _PLACES)


def beginning_of(value: Any) -> Any:
    """Return a document with as much of each list and object as is looked at."""
    if isinstance(value, list):
        return [beginning_of(one) for one in value[:_MOST]]
    if not isinstance(value, dict):
        return value
    return {key: beginning_of(one) for key, one in islice(value.items(), _KEYS)}


def keys_in(value: Any) -> set[str]:
    """Return the keys of all objects in a document."""
    if isinstance(value, list):
        return {key for one in value for key in keys_in(one)}
    if not isinstance(value, dict):
        return set()
    return {*value, *(key for one in value.values() for key in keys_in(one))}


def _places(seen: Seen, depth: int) -> Iterator[Seen]:
    if not any(isinstance(one, (dict, list)) for one in seen.values):
        return
    yield seen
    if depth == 0:
        return
    if any(isinstance(one, list) for one in seen.values):
        yield from _places(seen.items(), depth - 1)
        return
    for key in seen.names():
        yield from _places(seen.under(key), depth - 1)
