"""A second import: what the sources say is renewed, and what a person said by hand stays.

Three values are compared: what the last import had from its sources, what the file says now, and
what the sources say now.  What differs between the first two, a person said.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any, Final

from linter.importers.declared import entities_by_name, short
from linter.importers.overrides import Declaration, Overrides
from linter.instance.named import lists, name_of
from linter.instance.snapshot import NO_INSTANCE
from linter.named_tuple import NamedTuple
from linter.text.renewed import same

_MISSING: Final = object()
_WHOLE: Final = ("attributes", "navigationProperties")
"""What an entity says as a whole: what it lacks of these is gone, whatever else was read."""

_GUESSED: Final = "guessedFrom"
_UNKNOWN: Final = "unknown"
_ALWAYS_NEW: Final = ("snapshotVersion", "description")


class Remembered(NamedTuple):
    """What an import had from its sources."""

    sources: tuple[str, ...]  # the files and folders that were named
    snapshot: dict[str, Any]


class Updated(NamedTuple):
    """A snapshot after a second import, and what of the sources it doesn't say."""

    snapshot: dict[str, Any]
    kept: list[str]  # said by hand otherwise than by the sources
    unread: list[str]  # said by sources that this import didn't read


def updated(
    mine: dict[str, Any], last: Remembered | None, new: Remembered, *, theirs: bool = False
) -> Updated:
    """Return what a file says once the sources have said something new; with `theirs` these win."""
    is_whole = last is not None and set(last.sources) <= set(new.sources)
    merge = _Merge(is_whole=is_whole, theirs=theirs)
    before = _told(last.snapshot) if last is not None else _MISSING
    value = merge.value((), before, copy.deepcopy(mine), _told(new.snapshot))
    value.setdefault("instanceId", NO_INSTANCE)
    for source in value.get("dataSources", ()):
        source.setdefault("dataSourceId", name_of(source))
    return Updated(value, merge.kept, merge.unread)


def without_taken_away(
    overrides: Overrides, mine: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[Overrides, list[str]]:
    """Return what is declared of the things that the file still has, and what is left out.

    `mine` is the renewed file, `new` what the sources say: what only these have was taken away by hand.
    """
    here, there = (
        entities_by_name(one.get("dataSources", ()), one.get("systemEntities", ())) for one in (mine, new)
    )
    kept: list[Declaration] = []
    notes: list[str] = []
    for one in overrides.declarations:
        if one.part != "entities" or one.told is None or one.name not in there:
            kept.append(one)
        elif one.name not in here:
            notes.append(f"{one.said()}: kept: `{one.name}` was taken away by hand")
        else:
            gone = _attributes(there[one.name]) - _attributes(here[one.name])
            kept.append(one._replace(told=_without(one.told, gone)))
            notes += [f"{at}: kept: `{name}` was taken away by hand" for name, at in _about(one, gone)]
    return overrides._replace(declarations=tuple(kept)), notes


_KEYS: Final = ("primaryKey", "timestampFieldName")


def _attributes(found: list[tuple[str, dict[str, Any]]]) -> set[str]:
    return {name for _, entity in found for name in entity.get("attributes", ())}


def _about(one: Declaration, gone: set[str]) -> list[tuple[str, str]]:
    """Return the attributes among those that are gone of which something is declared, and where."""
    told = one.told or {}
    attributes = told.get("attributes") or {}
    said = [(name, one.said("attributes", name)) for name in attributes if name in gone and attributes[name]]
    return [*said, *((told[key], one.said(key)) for key in _KEYS if told.get(key) in gone)]


def _without(told: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    made = {key: one for key, one in told.items() if key not in _KEYS or one not in gone}
    if made.get("attributes"):
        made["attributes"] = {name: one for name, one in made["attributes"].items() if name not in gone}
    return made


def added_up(last: Remembered | None, new: Remembered) -> Remembered:
    """Return what is known from the sources of all imports: of those read before, what they said then."""
    if last is None or set(last.sources) <= set(new.sources):
        return new
    merge = _Merge(is_whole=False, theirs=True)
    value = merge.value((), last.snapshot, last.snapshot, new.snapshot)
    return Remembered(tuple(dict.fromkeys((*last.sources, *new.sources))), value)


def _told(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Return what sources said, without what only stands for what they didn't."""
    told = copy.deepcopy({key: one for key, one in snapshot.items() if key not in _ALWAYS_NEW})
    if told.get("instanceId") == NO_INSTANCE:
        del told["instanceId"]
    for source in told.get("dataSources", ()):
        if source.get("dataSourceId") == source.get("name"):
            del source["dataSourceId"]
    return told


class _Merge:
    """Puts three values together; remembers what of the third is left out."""

    def __init__(self, *, is_whole: bool, theirs: bool) -> None:
        self.is_whole = is_whole  # all sources of the last import were read again
        self.theirs = theirs
        self.kept: list[str] = []
        self.unread: list[str] = []

    def value(self, path: tuple[str, ...], before: Any, mine: Any, new: Any) -> Any:
        """Return what stands at a path; _MISSING where nothing does."""
        if new is _MISSING and before is _MISSING:
            return mine
        if _same(mine, new) or (before is not _MISSING and _same(new, before)):
            return mine
        if _same(mine, before):
            return self._renewed(path, mine, new)
        if path[-2:-1] == ("attributes",) and _MISSING not in (mine, new):
            return short(self._attribute(path, *(_long(one) for one in (before, mine, new))))
        if isinstance(mine, dict) and isinstance(new, dict):
            return self._object(path, before, mine, new)
        if _is_named(path, mine) and _is_named(path, new):
            return self._items(path, before, mine, new)
        return self._disputed(path, mine, new)

    def _attribute(self, path: tuple[str, ...], before: Any, mine: Any, new: Any) -> dict[str, Any]:
        """Put an attribute together; who takes away that its type was guessed says that it is so."""
        if before is not _MISSING and _GUESSED in before and _GUESSED not in mine:
            before = {key: one for key, one in before.items() if key not in ("type", _GUESSED)}
            new = new if self.theirs else {key: one for key, one in new.items() if key != _GUESSED}
        return self._object(path, before, mine, new)

    def _renewed(self, path: tuple[str, ...], mine: Any, new: Any) -> Any:
        if new is not _MISSING or self._is_gone(path):
            if isinstance(mine, dict) and isinstance(new, dict) and not self.is_whole:
                return self._object(path, mine, mine, new)
            if not self.is_whole and _is_named(path, mine) and _is_named(path, new):
                return self._items(path, mine, mine, new)
            return new
        self.unread.append(_words(path))
        return mine

    def _is_gone(self, path: tuple[str, ...]) -> bool:
        """Tell whether what no source says now is there no more, and not only unread.

        An entity that was read again, and says no more that it isn't whole, is whole.
        """
        of_entity = path[4:] if path[:1] == ("dataSources",) else path[2:]
        return self.is_whole or path[-2:-1] in [(name,) for name in _WHOLE] or of_entity[:1] == ("complete",)

    def _disputed(self, path: tuple[str, ...], mine: Any, new: Any) -> Any:
        if _MISSING not in (mine, new) and (_says_nothing(path, mine) or _says_nothing(path, new)):
            return new if _says_nothing(path, mine) else mine
        if new is _MISSING and not self._is_gone(path):
            self.unread.append(_words(path))
        elif self.theirs:
            return new
        elif new is _MISSING:
            self.kept.append(f"{_words(path)}: changed by hand, and the sources have it no more")
        elif mine is _MISSING:
            self.kept.append(f"{_words(path)}: taken away by hand, and the sources say {_shown(new)}")
        else:
            self.kept.append(f"{_words(path)}: {_shown(mine)} by hand, and the sources say {_shown(new)}")
        return mine

    def _object(self, path: tuple[str, ...], before: Any, mine: Any, new: Any) -> dict[str, Any]:
        before = before if isinstance(before, dict) else {}
        made = {
            key: self.value(
                (*path, key), before.get(key, _MISSING), mine.get(key, _MISSING), new.get(key, _MISSING)
            )
            for key in dict.fromkeys((*mine, *new, *before))
        }
        return {key: one for key, one in made.items() if one is not _MISSING}

    def _items(self, path: tuple[str, ...], before: Any, mine: Any, new: Any) -> list[Any]:
        named = [
            {_name(one): one for one in items} for items in (before, mine, new) if isinstance(items, list)
        ]
        first, second, third = named if len(named) == 3 else ({}, *named)
        made = self._object(path, first, second, third)
        return list(made.values())


def _says_nothing(path: tuple[str, ...], value: Any) -> bool:
    """Tell whether a value only says that something isn't known: a type, or whether a list is whole."""
    is_type = path[-1:] == ("type",) or path[-2:-1] == ("attributes",)
    return (is_type and value == _UNKNOWN) or (path[-2:-1] == ("complete",) and value is False)


def _same(one: Any, other: Any) -> bool:
    if one is _MISSING or other is _MISSING:
        return one is other
    return same(one, other)


def _is_named(path: tuple[str, ...], value: Any) -> bool:
    """Tell whether a value is a list of things that are known by their names, each of which it has once."""
    is_list = (len(path) == 1 and path[0] in lists()) or path[-1:] == ("entities",)
    if not is_list or not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return False
    names = [_name(one) for one in value]
    return "" not in names and len(set(names)) == len(names)


def _name(item: dict[str, Any]) -> str:
    named = item.get("dataSourceId")
    return name_of(item) or (named if isinstance(named, str) else "")


def _long(attribute: Any) -> Any:
    return {"type": attribute} if isinstance(attribute, str) else attribute


def _words(path: tuple[str, ...]) -> str:
    """Return a path as people say it: PMS.Guests.Email.type."""
    containers = ("dataSources", "entities", "systemEntities", "attributes")
    return ".".join(
        one for number, one in enumerate(path) if one not in containers or number == len(path) - 1
    )


def _shown(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 60 else f"{said[:60]} …"
