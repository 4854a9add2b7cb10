"""What people declare about a snapshot, laid over what its sources say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from linter.importers.overrides import Declaration, Overrides
from linter.instance.data_types import TYPES, UNKNOWN, canonical_type
from linter.instance.named import name_of, naming_property, singular
from linter.instance.snapshot import beginnings
from linter.suggest import KnownNames, did_you_mean, surest
from linter.wording import either

Entities = dict[str, list[tuple[str, dict[str, Any]]]]
"""Entities by qualified and by bare name, each with its qualified name."""


class CannotAssemble(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """What was found and what was declared don't fit together; the message is for the user."""


def declare(snapshot: dict[str, Any], overrides: Overrides) -> list[str]:
    """Let a snapshot say what was declared; return what its reader should know of that.

    What no source has is added, and told.  Raises CannotAssemble where a declaration fits nothing, or
    more than one thing.
    """
    notes: list[str] = []
    for name, value in overrides.root.items():
        if name == "complete" and value:
            _complete(snapshot, value)
        else:
            _set(snapshot, {name: value})
    read = {name_of(one) for one in snapshot["dataSources"]}
    known = _Known(snapshot)
    for one in overrides.declarations:
        if one.part == "dataSources":
            notes += _data_source(known, one)
    known.let_go()
    for one in overrides.declarations:
        if one.part != "dataSources":
            notes += _entity(known, one, read) if one.part == "entities" else _item(known, one)
    known.let_go()
    return [*notes, *_loose_ends(snapshot, overrides)]


def entities_by_name(sources: Iterable[Mapping[str, Any]], system: Iterable[dict[str, Any]]) -> Entities:
    """Return the entities of data sources, and those that the service makes, by their names."""
    index: Entities = defaultdict(list)
    for source in sources:
        for entity in source.get("entities", ()):
            qualified = f"{name_of(source)}_{entity['name']}"
            index[qualified].append((qualified, entity))
            index[entity["name"]].append((qualified, entity))
    for entity in system:
        index[entity["name"]].append((entity["name"], entity))
    return dict(index)


class _Known:
    """What a snapshot has, by name; remembers that while declarations add to it and take away."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        self.snapshot = snapshot
        self._items: dict[str, dict[str, list[dict[str, Any]]]] = {}  # by the list that has them, and by name
        self._entities: Entities | None = None
        self._sources: dict[str, dict[str, Any]] | None = None
        self._lengths: list[int] = []  # of what these are called, the greatest first
        self._proposed: dict[object, KnownNames] = {}
        self._gone: dict[int, Any] = {}  # what is taken away, by its identity

    def items(self, part: str) -> dict[str, list[dict[str, Any]]]:
        """Return the items of a list by their names, of which the last counts."""
        if part not in self._items:
            self._items[part] = defaultdict(list)
            for item in self.snapshot.setdefault(part, []):
                if id(item) not in self._gone:
                    self._items[part][name_of(item)].append(item)
        return self._items[part]

    def named(self, name: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the entities of a name, each with its qualified name, once all data sources are there."""
        return [one for one in self._by_name().get(name, ()) if id(one[1]) not in self._gone]

    def names(self) -> Iterator[str]:
        """Yield the names that entities have."""
        return (name for name in self._by_name() if self.named(name))

    def _by_name(self) -> Entities:
        if self._entities is None:
            system = self.snapshot.get("systemEntities", ())
            self._entities = entities_by_name(self.snapshot["dataSources"], system)
        return self._entities

    def source_of(self, name: str) -> tuple[str, dict[str, Any] | None]:
        """Return what an entity's name begins with, and the data source that this means."""
        if self._sources is None:
            self._sources = {
                prefix: source
                for source in self.snapshot["dataSources"]
                for prefix in (source.get("dataSourceId"), source.get("name"))
                if prefix
            }
            self._lengths = sorted({len(one) for one in self._sources}, reverse=True)
        found = (one for one in beginnings(name, self._lengths) if one in self._sources)
        prefix = next(found, None)
        return (f"{prefix}_", self._sources[prefix]) if prefix is not None else ("", None)

    def add(self, qualified: str, entity: dict[str, Any]) -> None:
        """Take up an entity that the snapshot has now."""
        for name in dict.fromkeys((qualified, entity["name"])):
            self._by_name().setdefault(name, []).append((qualified, entity))

    def take_away(self, part: str, item: dict[str, Any]) -> None:
        """Take away an item, which its list lets go of with all others."""
        self._gone[id(item)] = item
        named = self._items.get(part, {})
        twins = [one for one in named.pop(name_of(item), ()) if one is not item]
        named.update({name_of(item): twins} if twins else {})

    def let_go(self) -> None:
        """Let the lists go of what is taken away."""
        parts = dict.fromkeys((*self._items, "systemEntities"))
        sources = [source.get("entities", []) for source in self.snapshot["dataSources"]]
        for items in (*(self.snapshot.get(part, []) for part in parts), *sources) if self._gone else ():
            items[:] = [one for one in items if id(one) not in self._gone]

    def hint(self, owner: object, name: str, names: Iterable[str]) -> str:
        """Return the question for a name of those that an owner had at first: others are only declared."""
        if owner not in self._proposed:
            self._proposed[owner] = KnownNames(names)
        return did_you_mean(name, self._proposed[owner])


def partial(name: str, because: str) -> dict[str, Any]:
    """Return what a snapshot says of something of which not all is there, and why; nothing where all is."""
    return {name: False, "because": because} if because else {}


def short(told: dict[str, Any]) -> str | dict[str, Any]:
    """Return an attribute as a snapshot has it: its type alone, where nothing else is known."""
    return str(told["type"]) if told.keys() == {"type"} else told


def _complete(snapshot: dict[str, Any], said: Mapping[str, bool]) -> None:
    """Let lists be the whole truth or not; what is said of all goes before what a source has of its own."""
    snapshot["complete"] = {**snapshot.get("complete", {}), **said}
    for source in snapshot["dataSources"]:
        kept = {name: one for name, one in (source.get("complete") or {}).items() if name not in said}
        if "complete" in source:
            _set(source, {"complete": kept or None})


def _loose_ends(snapshot: Mapping[str, Any], overrides: Overrides) -> Iterator[str]:
    """Yield the entities and attributes that declared relationships name and that there aren't."""
    known = entities_by_name(snapshot["dataSources"], snapshot.get("systemEntities", ()))
    names, attributes = KnownNames(known), cache(lambda entity: _attributes_of(known[entity]))
    for one in overrides.declarations:
        for end in ("from", "to") if one.part == "relationships" else ():
            name = (one.told or {}).get(f"{end}EntityName")
            attribute = (one.told or {}).get(f"{end}AttributeName")
            if name is not None and name not in known:
                at = one.said(f"{end}EntityName")
                yield f"{at}: no source declares `{name}`{did_you_mean(name, names)}"
            elif name is not None and attribute is not None:
                at = one.said(f"{end}AttributeName")
                yield from _loose_attribute(attributes(name), name, attribute, at)


def _attributes_of(found: list[tuple[str, dict[str, Any]]]) -> KnownNames:
    return KnownNames(name for _, one in found for name in one.get("attributes", ()))


def _loose_attribute(known: KnownNames, entity: str, attribute: str, at: str) -> Iterator[str]:
    if known.names and not known.has(attribute):
        yield f"{at}: no source gives `{entity}` an attribute `{attribute}`{did_you_mean(attribute, known)}"


def _set(target: dict[str, Any], told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value


def _data_source(known: _Known, one: Declaration) -> Iterator[str]:
    yield from _item(known, one)
    for added in known.items(one.part).get(one.name, []):
        added.setdefault("dataSourceId", one.name)
        added.setdefault("entities", [])


def _item(known: _Known, one: Declaration) -> Iterator[str]:
    """Add an item of a list, change it, or take it away."""
    what, named = singular(one.part), known.items(one.part)
    if not one.name:
        raise CannotAssemble(f"{one.said()}: a {what} has a name")
    if one.told is None:
        if one.name not in named:
            hint = known.hint(one.part, one.name, named)
            raise CannotAssemble(f"{one.said()}: no {what} `{one.name}` was imported{hint}")
        known.take_away(one.part, named[one.name][-1])
        return
    if not isinstance(one.told, dict):
        raise CannotAssemble(f"{one.said()}: a {what} is expected to be a table")
    target = named[one.name][-1] if one.name in named else {naming_property(one.part): one.name}
    notes = list(_change(known, target, one)) if one.part == "systemEntities" else []
    if one.part != "systemEntities":
        _set(target, {key: value for key, value in one.told.items() if key != "new"})
    yield from notes if one.name in named else _new_item(known, target, one)


def _new_item(known: _Known, item: dict[str, Any], one: Declaration) -> Iterator[str]:
    """Add an item; it is told where sources have others of its kind."""
    what, named = singular(one.part), known.items(one.part)
    hint = known.hint(one.part, one.name, filter(None, named))
    if one.part in ("dataSources", "systemEntities"):
        _require_news(one, what, hint)
    if named:
        yield f"{one.said()}: no source has a {what} `{one.name}`: it is added{hint}"
    known.snapshot[one.part].append(item)
    named[one.name] = [item]
    if one.part == "systemEntities":
        known.add(one.name, item)


def _require_news(one: Declaration, what: str, hint: str) -> None:
    """Refuse what is much like something that there is, and not said to be something else."""
    if hint and not (one.told or {}).get("new"):
        raise CannotAssemble(
            f"{one.said()}: no {what} `{one.name}` was imported{hint} (`new = true` adds one of this name)"
        )


def _entity(known: _Known, one: Declaration, read: Collection[str]) -> Iterator[str]:
    """Add an entity, change it, or take it away; `read` are the data sources that sources have."""
    found = known.named(one.name)
    if len(found) > 1:
        choices = either(name for name, _ in found)
        raise CannotAssemble(f"{one.said()}: `{one.name}` is more than one entity: say {choices}")
    if not found:
        yield from _added(known, one, known.hint("entities", one.name, known.names()), read)
    elif one.told is None:
        known.take_away("systemEntities", found[0][1])
    else:
        yield from _change(known, found[0][1], one)


def _added(known: _Known, one: Declaration, hint: str, read: Collection[str]) -> Iterator[str]:
    told = one.told or {}
    prefix, source = known.source_of(one.name)
    is_unread = source is not None and one.told is not None and name_of(source) not in read
    if not is_unread and (not told.get("attributes") or (hint and not told.get("new"))):
        way = " (`new = true` adds one of this name)" if hint and told.get("attributes") else ""
        raise CannotAssemble(f"{one.said()}: no entity `{one.name}` was imported{hint}{way}")
    if source is None:
        sources = known.snapshot["dataSources"][:3]
        names = ", ".join(f"`{name_of(source)}_{one.name}`" for source in sources)
        raise CannotAssemble(
            f"{one.said()}: no entity `{one.name}` was imported; the name of a new one begins with that of "
            f"its data source{f': {names}' if names else ''}; those of the service are [system-entities]"
        )
    entity: dict[str, Any] = {"name": one.name.removeprefix(prefix)}
    source.setdefault("entities", []).append(entity)
    known.add(f"{name_of(source)}_{entity['name']}", entity)
    yield f"{one.said()}: no source has an entity `{one.name}`: it is added{hint}"
    if is_unread:
        _leave_open(entity, told)
    list(_change(known, entity, one))


def _leave_open(entity: dict[str, Any], told: Mapping[str, Any]) -> None:
    """Let an entity of which not all is declared have what is spoken of, and say that there may be more."""
    attributes = told.get("attributes") or {}
    spoken = [*attributes, *(told[key] for key in ("primaryKey", "timestampFieldName") if told.get(key))]
    typed = {name for name, one in attributes.items() if isinstance(one, str) or (one or {}).get("type")}
    if set(spoken) - typed or not spoken:
        entity["complete"] = partial("attributes", "only a part of it is declared")
        entity["attributes"] = dict.fromkeys(spoken, "unknown")


def _change(known: _Known, entity: dict[str, Any], one: Declaration) -> Iterator[str]:
    """Let an entity say what is declared of it."""
    told = {key: value for key, value in (one.told or {}).items() if key != "new"}
    for name, value in (told.pop("attributes", None) or {}).items():
        yield from _attribute(known, entity, one, name, value)
    ways = entity.get("navigationProperties", {})
    for name, value in (told.pop("navigationProperties", None) or {}).items():
        _set(
            entity.setdefault("navigationProperties", ways), {name: value and {**ways.get(name, {}), **value}}
        )
    for key in ("primaryKey", "timestampFieldName"):
        if told.get(key) is not None:
            _require_attribute(entity, one, told[key], key)
    if told.get("primaryKey") is not None:
        entity.pop("keyAttributes", None)
    _set(entity, told)


def _attribute(
    known: _Known, entity: dict[str, Any], one: Declaration, name: str, value: Any
) -> Iterator[str]:
    """Add an attribute, change it, or take it away; one without a type must be there."""
    attributes_now = entity.get("attributes")
    said_of_it = {"type": value} if isinstance(value, str) else value
    if said_of_it is None or not said_of_it.get("type"):
        _require_attribute(entity, one, name, "attributes", name)
    elif name not in (attributes_now or {name}):
        hint = known.hint(("attributes", one.name), name, attributes_now or ())
        yield f"{one.said('attributes', name)}: no source gives `{one.name}` an attribute `{name}`{hint}"
    type_ = (said_of_it or {}).get("type")
    meant = surest(type_, TYPES) if type_ and canonical_type(type_) == UNKNOWN else []
    if meant:
        at = one.said("attributes", name)
        yield f"{at}: no known type is called `{type_}`; did you mean `{meant[0]}`?"
    attributes = entity.setdefault("attributes", {})
    if said_of_it is None:
        attributes.pop(name, None)
        return
    declared = attributes.get(name)
    told = dict(declared) if isinstance(declared, dict) else {"type": declared} if declared else {}
    if "type" in said_of_it:
        told.pop("guessedFrom", None)  # it is no guess any longer
    _set(told, said_of_it)
    attributes[name] = short(told)


def _require_attribute(entity: Mapping[str, Any], one: Declaration, name: str, *keys: str) -> None:
    attributes = entity.get("attributes")
    if attributes is not None and name not in attributes:
        hint = did_you_mean(name, attributes)
        raise CannotAssemble(f"{one.said(*keys)}: `{one.name}` has no attribute `{name}`{hint}")
