"""What people declare about a snapshot, laid over what its sources say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from linter.importers.overrides import Declaration, Overrides
from linter.instance.data_types import TYPES, UNKNOWN, canonical_type
from linter.instance.named import name_of, naming_property, singular
from linter.suggest import did_you_mean, surest
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
    ranked = sorted(overrides.declarations, key=lambda one: one.part != "dataSources")
    for one in ranked:
        if one.part == "entities":
            notes += _entity(snapshot, one, read)
        elif one.part == "dataSources":
            notes += _data_source(snapshot["dataSources"], one)
        else:
            notes += _item(snapshot.setdefault(one.part, []), one)
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
    for one in overrides.declarations:
        for end in ("from", "to") if one.part == "relationships" else ():
            name = (one.told or {}).get(f"{end}EntityName")
            attribute = (one.told or {}).get(f"{end}AttributeName")
            if name is not None and name not in known:
                at = one.said(f"{end}EntityName")
                yield f"{at}: no source declares `{name}`{did_you_mean(name, known)}"
            elif name is not None and attribute is not None:
                yield from _loose_attribute(known[name], name, attribute, one.said(f"{end}AttributeName"))


def _loose_attribute(
    found: list[tuple[str, dict[str, Any]]], entity: str, attribute: str, at: str
) -> Iterator[str]:
    known = [name for _, one in found for name in one.get("attributes", ())]
    if known and attribute not in known:
        yield f"{at}: no source gives `{entity}` an attribute `{attribute}`{did_you_mean(attribute, known)}"


def _set(target: dict[str, Any], told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value


def _data_source(sources: list[dict[str, Any]], one: Declaration) -> Iterator[str]:
    yield from _item(sources, one)
    for added in sources:
        if name_of(added) == one.name:
            added.setdefault("dataSourceId", one.name)
            added.setdefault("entities", [])


def _item(items: list[Any], one: Declaration) -> Iterator[str]:
    """Add an item of a list, change it, or take it away."""
    what, named = singular(one.part), {name_of(item): item for item in items}
    if not one.name:
        raise CannotAssemble(f"{one.said()}: a {what} has a name")
    if one.told is None:
        if one.name not in named:
            hint = did_you_mean(one.name, named)
            raise CannotAssemble(f"{one.said()}: no {what} `{one.name}` was imported{hint}")
        items.remove(named[one.name])
        return
    if not isinstance(one.told, dict):
        raise CannotAssemble(f"{one.said()}: a {what} is expected to be a table")
    target = named.get(one.name, {naming_property(one.part): one.name})
    notes = list(_change(target, one)) if one.part == "systemEntities" else []
    if one.part != "systemEntities":
        _set(target, {key: value for key, value in one.told.items() if key != "new"})
    yield from notes if one.name in named else _new_item(items, target, one)


def _new_item(items: list[Any], item: dict[str, Any], one: Declaration) -> Iterator[str]:
    """Add an item; it is told where sources have others of its kind."""
    what, hint = singular(one.part), did_you_mean(one.name, filter(None, map(name_of, items)))
    if one.part in ("dataSources", "systemEntities"):
        _require_news(one, what, hint)
    if items:
        yield f"{one.said()}: no source has a {what} `{one.name}`: it is added{hint}"
    items.append(item)


def _require_news(one: Declaration, what: str, hint: str) -> None:
    """Refuse what is much like something that there is, and not said to be something else."""
    if hint and not (one.told or {}).get("new"):
        raise CannotAssemble(
            f"{one.said()}: no {what} `{one.name}` was imported{hint} (`new = true` adds one of this name)"
        )


def _entity(snapshot: dict[str, Any], one: Declaration, read: Collection[str]) -> Iterator[str]:
    """Add an entity, change it, or take it away; `read` are the data sources that sources have."""
    known = entities_by_name(snapshot["dataSources"], snapshot.get("systemEntities", ()))
    found = known.get(one.name, [])
    if len(found) > 1:
        choices = either(name for name, _ in found)
        raise CannotAssemble(f"{one.said()}: `{one.name}` is more than one entity: say {choices}")
    if not found:
        yield from _added(snapshot, one, did_you_mean(one.name, known), read)
    elif one.told is None:
        _take_away(snapshot, found[0][1])
    else:
        yield from _change(found[0][1], one)


def _added(snapshot: Mapping[str, Any], one: Declaration, hint: str, read: Collection[str]) -> Iterator[str]:
    told = one.told or {}
    prefix, source = _source_of(snapshot, one.name)
    is_unread = source is not None and one.told is not None and name_of(source) not in read
    if not is_unread and (not told.get("attributes") or (hint and not told.get("new"))):
        way = " (`new = true` adds one of this name)" if hint and told.get("attributes") else ""
        raise CannotAssemble(f"{one.said()}: no entity `{one.name}` was imported{hint}{way}")
    if source is None:
        names = ", ".join(f"`{name_of(source)}_{one.name}`" for source in snapshot["dataSources"][:3])
        raise CannotAssemble(
            f"{one.said()}: no entity `{one.name}` was imported; the name of a new one begins with that of "
            f"its data source{f': {names}' if names else ''}; those of the service are [system-entities]"
        )
    entity: dict[str, Any] = {"name": one.name.removeprefix(prefix)}
    source.setdefault("entities", []).append(entity)
    yield f"{one.said()}: no source has an entity `{one.name}`: it is added{hint}"
    if is_unread:
        _leave_open(entity, told)
    list(_change(entity, one))


def _source_of(snapshot: Mapping[str, Any], name: str) -> tuple[str, dict[str, Any] | None]:
    """Return what an entity's name begins with, and the data source that this means."""
    prefixes = {
        f"{prefix}_": source
        for source in snapshot["dataSources"]
        for prefix in (source.get("dataSourceId"), source.get("name"))
        if prefix
    }
    prefix = max((each for each in prefixes if name.startswith(each)), key=len, default="")
    return prefix, prefixes.get(prefix)


def _leave_open(entity: dict[str, Any], told: Mapping[str, Any]) -> None:
    """Let an entity of which not all is declared have what is spoken of, and say that there may be more."""
    attributes = told.get("attributes") or {}
    spoken = [*attributes, *(told[key] for key in ("primaryKey", "timestampFieldName") if told.get(key))]
    typed = {name for name, one in attributes.items() if isinstance(one, str) or (one or {}).get("type")}
    if set(spoken) - typed or not spoken:
        entity["complete"] = partial("attributes", "only a part of it is declared")
        entity["attributes"] = dict.fromkeys(spoken, "unknown")


def _take_away(snapshot: Mapping[str, Any], entity: dict[str, Any]) -> None:
    holders = [source["entities"] for source in snapshot["dataSources"] if "entities" in source]
    for entities in (*holders, snapshot.get("systemEntities", [])):
        entities[:] = [each for each in entities if each is not entity]


def _change(entity: dict[str, Any], one: Declaration) -> Iterator[str]:
    """Let an entity say what is declared of it."""
    told = {key: value for key, value in (one.told or {}).items() if key != "new"}
    for name, value in (told.pop("attributes", None) or {}).items():
        yield from _attribute(entity, one, name, value)
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


def _attribute(entity: dict[str, Any], one: Declaration, name: str, value: Any) -> Iterator[str]:
    """Add an attribute, change it, or take it away; one without a type must be there."""
    known = entity.get("attributes")
    said_of_it = {"type": value} if isinstance(value, str) else value
    if said_of_it is None or not said_of_it.get("type"):
        _require_attribute(entity, one, name, "attributes", name)
    elif name not in (known or {name}):
        hint = did_you_mean(name, known or ())
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
