"""Imports OpenAPI 3.0 and 3.1: the entities that its schemas describe, named by its collection paths.

Only what the document itself holds is read: no address and no other file that it names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from linter.importers.found import Attribute, DataSource, Entity, Found, NavigationProperty, Note
from linter.importers.openapi_document import (
    SCHEMAS,
    Path,
    SchemaNode,
    Typed,
    described,
    node_of,
    parts_of,
    recognises,
)
from linter.importers.openapi_keys import Keys
from linter.importers.openapi_operations import Operations, PathCollection, Usage
from linter.importers.openapi_references import References, count_references
from linter.importers.source import Source
from linter.instance.data_types import UNKNOWN, canonical_type
from linter.named_tuple import NamedTuple
from linter.wording import first_few, quoted

__all__ = ["read", "recognises"]

_Way = tuple[Path, "_Way | None"]
"""A path, and the way that led to it."""

_NAMES_SHOWN: Final = 30  # how many a note lists

_WRITING: Final = "Create|Update|Upsert|Patch|New"
_TWINS: Final = (
    re.compile(r"(?P<base>.+)-(?:create|update)").fullmatch,
    re.compile(
        rf"(?P<base>.+?)[-_.]?(?:{_WRITING}|Input|Request|Post|Put|Write)(?:Request|Input|Body)?"
    ).fullmatch,
    re.compile(rf"(?:{_WRITING})[-_.]?(?P<base>.+?)(?:Request|Input|Body)?").fullmatch,
)
"""The names of what is written of an entity; the first is the convention of OData's own converter."""
_ERROR: Final = re.compile(
    r"(?:(?:.*[-_.a-z0-9])?(?:Error|Problem)|(?:.*[-_.])?(?:error|problem))(?:s|Response|Details?)?"
).fullmatch
_GEOMETRY: Final = {"type", "coordinates"}  # of GeoJSON


def read(source: Source) -> Found:
    """Return the entities that a description holds; raises CannotImport."""
    return _OpenApiReader(source).found()


class _NamedEntity(NamedTuple):
    """What an entity is called, its schema, and the rests of paths that may hold its key."""

    name: str
    schema: SchemaNode
    keys: tuple[str, ...]
    is_singleton: bool = False


class _OpenApiReader:
    """Reads one document."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._document = document = described(source)
        self._notes: list[Note] = []
        components = document.part(document.value.get("components"), ("components",))
        schemas = document.part(components.get("schemas"), SCHEMAS)
        self._schemas = {name: node_of(one, (*SCHEMAS, name), name) for name, one in schemas.items()}
        self._references = References(document, self._schemas)
        self._operations = Operations(document, self._references)
        self._keys = Keys(document)
        self._open: dict[Path, str] = {}  # why a schema may have other properties; empty: it hasn't

    def found(self) -> Found:
        """Return what the document holds."""
        usage = self._operations.usage()
        self._note_silent(usage.silent)
        twins = self._twins(usage)
        entities, kept = self._entities(usage, twins)
        self._note_schemas_left(kept | twins.keys())
        self._note_references()
        if not entities:
            self._note_empty()
        return Found(
            format="openapi",
            data_sources=(DataSource(tuple(entities)),),
            notes=tuple(sorted(self._notes)),
            totals=self._totals(),
        )

    # schemas

    def _twins(self, usage: Usage) -> dict[str, str]:
        """Return the schemas that hold what is written of another one, with its name."""
        twins: dict[str, str] = {}
        for name, one in self._schemas.items():
            for number, pattern in enumerate(_TWINS):
                found = pattern(name)
                if not found or found["base"] not in self._schemas:
                    continue
                has = self._document.properties(self._schemas[found["base"]])
                more = [each for each in self._document.properties(one) if each not in has]
                if number == 0 and more:
                    self._note(one.path, f"`{found['base']}` lacks what `{name}` has: {_listing(more)}")
                if number == 0 or (not more and name in usage.requested and name not in usage.answered):
                    twins[name] = found["base"]
                    break
        return twins

    # entities

    def _entities(self, usage: Usage, twins: Mapping[str, str]) -> tuple[list[Entity], set[str]]:
        """Return the entities, and the names of their schemas."""
        kept = self._kept(usage, twins)
        named = self._named(usage, kept)
        names: dict[str, list[str]] = {}
        for one in named:
            if not one.is_singleton or one.schema.name not in names:
                names.setdefault(one.schema.name, []).append(one.name)
        only = {schema: all_[0] for schema, all_ in names.items() if schema and len(all_) == 1}
        found = [self._entity(one, kept, only) for one in named]
        listed = {one.item.name for one in usage.collections} | usage.single | usage.expanded
        return [
            one._replace(partial_because=self._why_partial(of.schema, one, listed))
            for one, of in zip(found, named, strict=True)
        ], kept

    def _why_partial(self, schema: SchemaNode, entity: Entity, listed: Collection[str]) -> str:
        """Return why an entity may have other attributes; empty where it has none.

        What its schema takes over from others must be known; and what it holds of a schema that no path
        lists is perhaps an attribute, and no way to another entity.
        """
        for one in entity.navigation_properties:
            if one.type not in listed:
                return f"`{one.name}` is perhaps an attribute: no path lists `{one.type}`"
        return self._why_open(self._document.follow(schema))

    def _why_open(self, schema: SchemaNode) -> str:
        """Return why a schema, or what it takes over, may have other properties; empty where neither has."""
        stack: list[tuple[SchemaNode, _Way]] = [(schema, (schema.path, None))]
        seen: set[Path] = set()
        while stack:
            one, way = stack.pop()
            if one.path in seen or self._open.get(one.path) == "":
                continue
            seen.add(one.path)
            parts = [(part, self._document.follow(part)) for part in parts_of(one, "allOf")]
            why = self._open.get(one.path) or _why_open(one, parts)
            if why:
                self._open |= dict.fromkeys(_paths_on(way), why)
                return why
            stack += [(target, (target.path, way)) for _, target in parts]
        self._open |= dict.fromkeys(seen, "")
        return ""

    def _kept(self, usage: Usage, twins: Mapping[str, str]) -> set[str]:
        """Return the names of the schemas that describe an entity."""
        listed = {one.item.name for one in usage.collections} | usage.single
        used = usage.named | self._references.used()
        parts = (self._written_as_parts(twins) | self._complex(usage, twins)) - listed - usage.expanded
        left_out = parts | twins.keys() | usage.wrappers | (usage.failed - usage.answered - usage.requested)
        left_out |= {name for name, one in self._schemas.items() if not self._document.is_object(one)}
        left_out |= {
            name for name, one in self._schemas.items() if name not in listed and self._is_other(one)
        }
        roots = [name for name in self._schemas if name in listed or name not in used]
        return self._references.reached(roots, left_out)

    def _complex(self, usage: Usage, twins: Mapping[str, str]) -> set[str]:
        """Return the schemas that others hold and that have nothing like a key: no entities, but values.

        Where a converter says by their names how schemas are written, that tells the two apart; and where no
        path lists anything, nothing does.
        """
        told = {base for twin, base in twins.items() if _TWINS[0](twin)}
        held = set(self._held()) - told if usage.collections else set()
        return {name for name, one in self._schemas.items() if name in held and not self._keys.is_keyed(one)}

    def _held(self) -> Iterator[str]:
        """Yield the schemas that another one has as a property."""
        for name, schema in self._schemas.items():
            for one in self._document.properties(schema).values():
                target = self._document.typed(one).target
                if target is not None and target.name not in ("", name):
                    yield target.name

    def _is_other(self, one: SchemaNode) -> bool:
        """Tell whether a schema is a list of entities, an error, or a place on the map."""
        properties = self._document.properties(one)
        is_list = self._operations.items_of(one) is not None
        return is_list or properties.keys() == _GEOMETRY or _ERROR(one.name) is not None

    def _written_as_parts(self, twins: Mapping[str, str]) -> set[str]:
        """Return the schemas that are written as a part of another one, so that they are no entities."""
        found: set[str] = set()
        for twin in twins:
            for one in self._document.properties(self._schemas[twin]).values():
                target = self._document.typed(one).target if twin.endswith("-update") else None
                if target is not None and target.name.endswith("-update") and target.name in twins:
                    found.add(twins[target.name])
        return found

    def _named(self, usage: Usage, kept: set[str]) -> list[_NamedEntity]:
        """Return the entities, in the order of the schemas."""
        on_paths: dict[Path, list[_NamedEntity]] = {}
        for one in self._named_on_paths(usage, kept):
            on_paths.setdefault(one.schema.path, []).append(one)
        found: list[_NamedEntity] = []
        for name, schema in self._schemas.items():
            if name in kept:
                alone = _NamedEntity(name, schema, usage.keys.get(name, ()))
                found += on_paths.pop(schema.path, [alone])
        return found + [one for rest in on_paths.values() for one in rest]

    def _named_on_paths(self, usage: Usage, kept: set[str]) -> list[_NamedEntity]:
        """Return the entities that paths name, each name once."""
        found: dict[str, _NamedEntity] = {}
        for one in self._sets(usage, kept):
            keys = (one.key, *usage.keys.get(one.item.name, ()))
            found.setdefault(one.name, _NamedEntity(one.name, one.item, keys))
        for name, schema in usage.singletons:
            if schema.name in kept:
                keys = usage.keys.get(schema.name, ())
                found.setdefault(name, _NamedEntity(name, schema, keys, is_singleton=True))
        return list(found.values())

    def _sets(self, usage: Usage, kept: set[str]) -> Iterator[PathCollection]:
        """Yield the collections that name entities: of each schema those with keys, or the first."""
        by_schema: dict[Path, list[PathCollection]] = {}
        for one in sorted(usage.collections, key=lambda one: (one.finds, one.parameters)):
            if one.item.name in kept or (not one.item.name and self._document.properties(one.item)):
                by_schema.setdefault(one.item.path, []).append(one)
        for collections in by_schema.values():
            own = [one for one in collections if one.key and not one.parameters and not one.finds]
            yield from own or [_keyed(collections)]

    def _entity(self, named: _NamedEntity, entities: set[str], only: Mapping[str, str]) -> Entity:
        key = self._key(named)
        attributes: list[Attribute] = []
        navigation: list[NavigationProperty] = []
        for name, one in self._document.properties(named.schema).items():
            typed = self._document.typed(one)
            target = typed.target
            if target is not None and (target.name in entities or target.is_elsewhere):
                entity = only.get(target.name, "") if not target.is_elsewhere else ""
                navigation.append(NavigationProperty(name, target.name, typed.is_collection, entity))
            else:
                is_read_only = self._document.follow(one).value.get("readOnly") is True and name not in key
                attributes.append(_attribute(name, typed, is_read_only=is_read_only))
        type_name, ways = named.schema.name, tuple(navigation)
        return Entity(named.name, tuple(attributes), key, type_name=type_name, navigation_properties=ways)

    def _key(self, named: _NamedEntity) -> tuple[str, ...]:
        """Return the key that a path takes; note a guess."""
        stated = self._keys.stated(named.keys, named.schema)
        if stated:
            return stated
        parameter, guess = self._keys.guessed(named.keys, named.schema, named.name)
        if not guess:
            return ()
        said = f"the key of `{named.name}`, `{{{parameter}}}` on its path, is taken for"
        self._note(named.schema.path, f"{said} its property `{guess}`")
        return (guess,)

    # notes and totals

    def _note(self, path: Path, message: str) -> None:
        self._notes.append(self._source.note(path, message))

    def _note_silent(self, paths: Mapping[str, SchemaNode]) -> None:
        """Note the collections that don't say what they hold."""
        if paths:
            listed = _listing(paths)
            message = f"the answers of these paths aren't described, so no entity is known: {listed}"
            self._note(next(iter(paths.values())).path, message)

    def _note_empty(self) -> None:
        """Note that no entity is described; raises CannotImport where they lie elsewhere."""
        reference, path = next(iter(self._document.references.items()), (None, ()))
        if reference is not None:
            message = f"what this document describes lies elsewhere: `{reference}` isn't read"
            raise self._source.refuse(path, message, "import the document that holds the schemas")
        self._note((), "this document describes no entity")

    def _note_schemas_left(self, kept: set[str]) -> None:
        left = {name: one.path for name, one in self._schemas.items() if name not in kept}
        if left:
            which = "this schema describes" if len(left) == 1 else "these schemas describe"
            self._note(next(iter(left.values())), f"{which} no entity of its own: {_listing(left)}")

    def _note_references(self) -> None:
        for reference, path in self._document.references.items():
            why = "leads nowhere" if reference[:1] == "#" else "leads to another document, which isn't read"
            self._note(path, f"`{reference[:200]}` {why}")

    def _totals(self) -> dict[str, int]:
        schemas = [one.value for one in self._schemas.values()]
        declared = [one.get("properties") for one in schemas]
        paths = self._document.value.get("paths")
        return {
            "paths": len(paths) if isinstance(paths, dict) else 0,
            "schemas": len(schemas),
            "props": sum(len(one) for one in declared if isinstance(one, dict)),
            "allOf": sum("allOf" in one for one in schemas),
            "refs": count_references([paths, schemas]),
        }


def _why_open(schema: SchemaNode, parts: Iterable[tuple[SchemaNode, SchemaNode]]) -> str:
    """Return why a schema may have other properties than it and its parts declare; empty: it hasn't."""
    for part, target in parts:
        if "$ref" in part.value and not target.value:
            return f"its schema takes over `{str(part.value['$ref'])[:200]}`, which isn't read"
    if schema.value.get("additionalProperties", False) is not False or schema.value.get("patternProperties"):
        return "its schema permits properties that it doesn't declare"
    for key in ("anyOf", "oneOf"):
        if any("$ref" in one.value or "properties" in one.value for one in parts_of(schema, key)):
            return f"its schema is one of several (`{key}`), whose properties aren't read"
    return ""


def _paths_on(way: _Way | None) -> Iterator[Path]:
    while way is not None:
        path, way = way
        yield path


def _keyed(collections: Sequence[PathCollection]) -> PathCollection:
    """Return the first collection, with a key that another path to a collection of its name gives."""
    first = collections[0]
    return first._replace(
        key=next((one.key for one in collections if one.key and one.name == first.name), "")
    )


def _attribute(name: str, typed: Typed, *, is_read_only: bool) -> Attribute:
    type_ = _complex_type(typed.target.name, typed) if typed.target is not None else typed.type
    return Attribute(name, type_, is_nullable=typed.is_nullable, is_read_only=is_read_only)


def _complex_type(name: str, typed: Typed) -> str:
    """Return the type of an attribute that is of a schema's type, which is no entity's.

    A schema that is called as a type is would be taken for that.
    """
    if canonical_type(name) != UNKNOWN:
        return typed.type
    return f"Collection({name})" if typed.is_collection else name


def _listing(names: Iterable[str]) -> str:
    return first_few(quoted(names), _NAMES_SHOWN)
