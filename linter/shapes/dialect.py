"""How payloads of one kind differ from their documented form, and the schema that says so in their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linter.diagnostic import pointer_steps
from linter.named_tuple import NamedTuple

Words = tuple[tuple[str, tuple[str, ...]], ...]
"""Words of ours, each with theirs: all of them are read, the first is what messages and proposals say."""


class Dialect(NamedTuple):
    """Where payloads of one kind begin in their files, and what is called otherwise in them."""

    begins: str = ""  # a JSON Pointer; `*` is each item of a list
    names: tuple[tuple[str, Words], ...] = ()  # by object: properties
    values: tuple[tuple[str, tuple[tuple[str, Words], ...]], ...] = ()  # by object and property: its values
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()  # by object: properties that mean nothing to us


def respelled(schema: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    """Return a kind's schema in the words of a dialect; `x-means` leads back to ours."""
    names, values = dict(dialect.names), dict(dialect.values)
    definitions = {
        name: _respelled_object(one, dict(names.get(name, ())), dict(values.get(name, ())))
        for name, one in schema.get("$defs", {}).items()
    }
    for name, others in dialect.others:
        definitions[name] = {**definitions[name], "x-others": list(others)}
    return {**schema, "$defs": definitions}


def wrapped(schema: dict[str, Any], begins: str) -> dict[str, Any]:
    """Return the schema of files in which such payloads begin at a pointer."""
    roots = ("$ref", "anyOf", "type", "items", "properties", "required", "additionalProperties")
    inner = {key: schema[key] for key in roots if key in schema}
    for step in reversed(pointer_steps(begins)):
        if step == "*":
            inner = {"type": "array", "items": inner}
        else:
            inner = {"type": "object", "properties": {step: inner}, "required": [step]}
    return {**{key: value for key, value in schema.items() if key not in roots}, **inner}


def root_objects(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the objects that a body can be, or an item of it."""
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
    for one in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from root_objects(one)


def folded_names(dialect: Dialect) -> dict[str, str]:
    """Return our names of properties of any object by theirs, both folded; the first of several counts."""
    pairs = [(one, own) for _, words in dialect.names for own, theirs in words for one in theirs]
    return {theirs.lower(): own.lower() for theirs, own in reversed(pairs)}


def outer_names(schema: Mapping[str, Any], dialect: Dialect) -> dict[str, str]:
    """Return our names of the outermost properties of bodies, by theirs, folded."""
    names = dict(dialect.names)
    ours: dict[str, str] = {}
    for root in root_objects(schema):
        for own, theirs in names.get(root, ()):
            for one in theirs:
                ours.setdefault(one.lower(), own)
    return ours


def _respelled_object(
    definition: dict[str, Any], names: dict[str, tuple[str, ...]], values: dict[str, Words]
) -> dict[str, Any]:
    if not (names or values):
        return definition
    members: dict[str, Any] = {}
    for name, said in definition.get("properties", {}).items():
        member = _respelled_values(said, dict(values[name])) if name in values else said
        theirs = names.get(name, (name,))
        if name in names:
            member = {key: value for key, value in member.items() if key != "x-alsoRead"}
            member |= {"x-means": name, **({"x-alsoRead": list(theirs[1:])} if theirs[1:] else {})}
        members[theirs[0]] = member
    required = [names.get(name, (name,))[0] for name in definition.get("required", ())]
    return {**definition, "properties": members, **({"required": required} if required else {})}


def _respelled_values(schema: dict[str, Any], values: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return a property's schema with the values of its closed list in their words, wherever that stands."""
    renewed = dict(schema)
    if "enum" in schema:
        pairs = [(theirs, own) for own in schema["enum"] for theirs in values.get(own, (own,))]
        renewed["enum"] = [theirs for theirs, _ in pairs]
        renewed["x-means"] = dict(pairs)
    if "items" in schema:
        renewed["items"] = _respelled_values(schema["items"], values)
    if "anyOf" in schema:
        renewed["anyOf"] = [_respelled_values(one, values) for one in schema["anyOf"]]
    return renewed
