"""Imports OpenAPI 3.0 and 3.1: the entities that its schemas describe, named by its collection paths.

Only what the document itself holds is read: no address and no other file that it names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from linter.importers.found import (
    Attribute,
    DataSource,
    Entity,
    Found,
    NavigationProperty,
    Note,
)
from linter.importers.openapi_document import (
    METHODS,
    SCHEMAS,
    Description,
    Path,
    SchemaNode,
    described,
    kid,
    node_of,
    parts_of,
    recognises,
)
from linter.importers.source import Source
from linter.named_tuple import NamedTuple
from linter.wording import first_few, quoted

__all__ = ["read", "recognises"]

_Way = tuple[Path, "_Way | None"]
"""A path, and the way that led to it."""

_NAMED: Final = 30  # how many names a note lists

_KEY_PATH: Final = re.compile(r"(?P<base>.*?)(?:\((?P<keys>[^()]*)\)|/(?P<key>\{[^{}/]+\}))").fullmatch
_KEY: Final = re.compile(r"(?:(?P<property>[^\s=,'{}]+)=)?'?\{(?P<parameter>[^{}]+)\}'?")
_NUMBERED: Final = re.compile(r"_[0-9]+$")
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
    return _OpenApiReader(source, described(source)).found()


class _Collection(NamedTuple):
    """A path whose GET lists entities, and the rest of the path that leads to one of them by its key."""

    name: str
    parameters: int  # how many come before the name
    item: SchemaNode
    key: str


class _Usage(NamedTuple):
    """What operations hold and which schemas are used by them."""

    collections: tuple[_Collection, ...]
    single: frozenset[str]  # schemas of what a GET returns that is no list
    wrappers: frozenset[str]
    answered: frozenset[str]  # schemas that answers use, also through others
    requested: frozenset[str]  # the same of request bodies
    failed: frozenset[str]  # the same of answers that tell an error
    named: frozenset[str]  # all schemas that operations name themselves


class _Named(NamedTuple):
    """What a value refers to itself: schemas by their names, other parts of the document as referred to."""

    schemas: set[str]
    parts: set[str]


class _OpenApiReader:
    """Reads one document."""

    def __init__(self, source: Source, document: Description) -> None:
        self._source = source
        self._document = document
        self._notes: list[Note] = []
        components = document.part(document.value.get("components"), ("components",))
        schemas = document.part(components.get("schemas"), SCHEMAS)
        self._schemas = {name: node_of(one, (*SCHEMAS, name), name) for name, one in schemas.items()}
        self._known_parts: dict[str, _Named] = {}
        self._open: dict[Path, str] = {}  # why a schema may have other properties; empty: it hasn't
        self._uses = {name: self._named_in([one.value]) for name, one in self._schemas.items()}

    def found(self) -> Found:
        """Return what the document holds."""
        usage = self._usage()
        twins = self._twins(usage)
        entities, kept = self._entities(usage, twins)
        self._note_schemas_left(kept | twins.keys())
        self._note_references()
        if not entities and self._document.references:
            reference, path = next(iter(self._document.references.items()))
            message = f"what this document describes lies elsewhere: `{reference}` isn't read"
            raise self._source.refuse(path, message, "import the document that holds the schemas")
        if not entities:
            self._note((), "this document describes no entity")
        return Found(
            format="openapi",
            data_sources=(DataSource(tuple(entities)),),
            notes=tuple(sorted(self._notes)),
            totals=self._totals(),
        )

    # references

    def _named_in(self, values: Iterable[object]) -> _Named:
        """Return what values refer to themselves: schemas, and other parts, which are looked through once."""
        found = _Named(set(), set())
        seen: set[str] = set()
        stack: list[object] = list(values)
        while stack:
            value = stack.pop()
            if isinstance(value, list):
                stack += value
            elif isinstance(value, dict):
                reference = value.get("$ref")
                if isinstance(reference, str) and reference[:1] == "#" and reference not in seen:
                    seen.add(reference)
                    self._take_down(reference, found)
                stack += value.values()
        return found

    def _take_down(self, reference: str, found: _Named) -> None:
        target = self._document.at(reference)
        if target is not None and target.name:
            found.schemas.add(target.name)
        elif target is not None:
            found.parts.add(reference)

    def _part(self, reference: str) -> _Named:
        """Return what a response or another part of the document refers to itself."""
        if reference not in self._known_parts:
            target = self._document.at(reference)
            self._known_parts[reference] = self._named_in([target.value] if target else ())
        return self._known_parts[reference]

    def _parts_below(self, references: Iterable[str], seen: set[str]) -> Iterator[_Named]:
        """Yield what parts refer to, and those that they lead to, unless they are seen already."""
        stack = list(references)
        while stack:
            reference = stack.pop()
            if reference not in seen:
                seen.add(reference)
                part = self._part(reference)
                yield part
                stack += part.parts

    def _names(self, values: Iterable[object]) -> set[str]:
        """Return the schemas that values refer to, also by way of responses and other parts."""
        named = self._named_in(values)
        return named.schemas.union(*(one.schemas for one in self._parts_below(named.parts, set())))

    def _reached(self, names: Iterable[str], without: Iterable[str] = ()) -> set[str]:
        """Return schemas and all that they use, by way of none of some others."""
        left_out = set(without)
        reached: set[str] = set()
        parts: set[str] = set()
        stack = [name for name in names if name in self._uses]
        while stack:
            name = stack.pop()
            if name not in reached and name not in left_out:
                reached.add(name)
                uses = self._uses[name]
                stack += uses.schemas
                stack += [each for one in self._parts_below(uses.parts, parts) for each in one.schemas]
        return reached

    def _used(self) -> set[str]:
        """Return the schemas that another one uses, also by way of responses and other parts."""
        used = {each for name, uses in self._uses.items() for each in uses.schemas - {name}}
        for reference, users in self._users_of_parts().items():
            used |= {name for name in self._part(reference).schemas if users - {name}}
        return used

    def _users_of_parts(self) -> dict[str, set[str]]:
        """Return which schemas use a part: two at most, which are enough to know that another one does."""
        users: dict[str, set[str]] = {}
        for name, uses in self._uses.items():
            stack = list(uses.parts)
            while stack:
                reference = stack.pop()
                known = users.setdefault(reference, set())
                if name not in known and len(known) < 2:
                    known.add(name)
                    stack += self._part(reference).parts
        return users

    # paths

    def _usage(self) -> _Usage:
        paths = self._document.part(self._document.value.get("paths"), ("paths",))
        items = {path: self._document.follow(node_of(item, ("paths", path))) for path, item in paths.items()}
        answers = {path: answer for path, item in items.items() if (answer := self._answer(item))}
        self._note_silent({path: item for path, item in items.items() if path not in answers})
        lists = {path: found for path, answer in answers.items() if (found := self._listed(answer))}
        single = {answer.name for path, answer in answers.items() if path not in lists}
        single |= {found.name for path, found in lists.items() if not _collection_name(path)}
        values: dict[str, list[object]] = {"answers": [], "requests": [], "errors": [], "rest": []}
        for item in items.values():
            _sort_by_use(item.value, values)
        named = {use: self._names(all_) for use, all_ in values.items()}
        return _Usage(
            collections=tuple(_collections(lists, _keys(paths), _owners(answers, lists))),
            single=frozenset(single),
            wrappers=frozenset(answers[path].name for path in lists),
            answered=frozenset(self._reached(named["answers"])),
            requested=frozenset(self._reached(named["requests"])),
            failed=frozenset(self._reached(named["errors"])),
            named=frozenset().union(*named.values()),
        )

    def _note_silent(self, items: Mapping[str, SchemaNode]) -> None:
        """Note the collections that don't say what they hold."""
        silent = {path: one for path, one in items.items() if _collection_name(path) and "get" in one.value}
        if silent:
            message = (
                f"the answers of these paths aren't described, so no entity is known: {_listing(silent)}"
            )
            self._note(next(iter(silent.values())).path, message)

    def _answer(self, item: SchemaNode) -> SchemaNode | None:
        """Return the schema of what the GET of a path answers."""
        node = item
        for key in ("get", "responses"):
            node = kid(node, key)
        code = next((code for code in node.value if code in ("200", "2XX", "2xx")), None)
        if code is None:
            return None
        content = kid(self._document.follow(kid(node, code)), "content")
        media = sorted(content.value, key=lambda name: "json" not in name)
        schema = kid(kid(content, media[0]), "schema") if media else None
        return self._unwrapped(self._document.follow(schema)) if schema and schema.value else None

    def _unwrapped(self, answer: SchemaNode) -> SchemaNode:
        """Return what an answer holds in `d`, where that is all, as before version 4 of OData."""
        properties = self._document.properties(answer)
        return self._document.follow(properties["d"]) if properties.keys() == {"d"} else answer

    def _listed(self, answer: SchemaNode) -> SchemaNode | None:
        """Return the schema of the items, where an answer is a list or an object around one."""
        items = self._items(answer)
        if items is not None:
            return items
        properties = self._document.properties(answer)
        key = next((key for key in ("value", "results") if key in properties), None)
        others = (self._document.typed(one) for name, one in properties.items() if name != key)
        if key is None or any(one.type in ("array", "object") for one in others):
            return None
        return self._items(self._document.follow(properties[key]))

    def _items(self, node: SchemaNode) -> SchemaNode | None:
        items = kid(node, "items")
        return self._document.follow(items) if items.value else None

    # schemas

    def _twins(self, usage: _Usage) -> dict[str, str]:
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

    def _entities(self, usage: _Usage, twins: Mapping[str, str]) -> tuple[list[Entity], set[str]]:
        """Return the entities, and the names of their schemas."""
        kept = self._kept(usage, twins)
        named = self._named(usage, kept)
        names: dict[str, list[str]] = {}
        for name, schema, _ in named:
            names.setdefault(schema.name, []).append(name)
        only = {schema: all_[0] for schema, all_ in names.items() if schema and len(all_) == 1}
        found = [self._entity(name, schema, key, kept, only) for name, schema, key in named]
        listed = {one.item.name for one in usage.collections} | usage.single
        return [
            one._replace(partial_because=self._why_partial(schema, one, listed))
            for one, (_, schema, _) in zip(found, named, strict=True)
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

    def _kept(self, usage: _Usage, twins: Mapping[str, str]) -> set[str]:
        """Return the names of the schemas that describe an entity."""
        listed = {one.item.name for one in usage.collections} | usage.single
        parts = self._written_as_parts(twins) - listed
        left_out = parts | twins.keys() | usage.wrappers | (usage.failed - usage.answered - usage.requested)
        left_out |= {name for name, one in self._schemas.items() if not self._document.is_object(one)}
        left_out |= {
            name for name, one in self._schemas.items() if name not in listed and self._is_other(one)
        }
        used = usage.named | self._used()
        roots = [name for name in self._schemas if name in listed or name not in used]
        return self._reached(roots, left_out)

    def _is_other(self, one: SchemaNode) -> bool:
        """Tell whether a schema is a list of entities, an error, or a place on the map."""
        properties = self._document.properties(one)
        is_list = self._listed(self._unwrapped(one)) is not None
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

    def _named(self, usage: _Usage, kept: set[str]) -> list[tuple[str, SchemaNode, str]]:
        """Return each entity's name, its schema, and the path of its key; in the order of the schemas."""
        by_schema: dict[Path, list[_Collection]] = {}
        for one in sorted(usage.collections, key=lambda one: one.parameters):
            if one.item.name in kept or (not one.item.name and self._document.properties(one.item)):
                by_schema.setdefault(one.item.path, []).append(one)
        taken: set[str] = set()
        chosen: dict[Path, list[tuple[str, SchemaNode, str]]] = {}
        for path, collections in by_schema.items():
            sets = [one for one in collections if one.key and not one.parameters] or [_keyed(collections)]
            for one in sets:
                if one.name not in taken:
                    taken.add(one.name)
                    chosen.setdefault(path, []).append((one.name, one.item, one.key))
        found: list[tuple[str, SchemaNode, str]] = []
        for name, schema in self._schemas.items():
            if name in kept:
                found += chosen.pop(schema.path, [(name, schema, "")])
        return found + [one for rest in chosen.values() for one in rest]

    def _entity(
        self, name: str, schema: SchemaNode, key: str, entities: set[str], only: Mapping[str, str]
    ) -> Entity:
        properties = self._document.properties(schema)
        keys = _key(key, schema.name, properties)
        attributes: list[Attribute] = []
        navigation: list[NavigationProperty] = []
        for each, one in properties.items():
            typed = self._document.typed(one)
            target = typed.target
            if target is not None and (target.name in entities or target.is_elsewhere):
                entity = only.get(target.name, "") if not target.is_elsewhere else ""
                navigation.append(NavigationProperty(each, target.name, typed.is_collection, entity))
            else:
                is_read_only = self._document.follow(one).value.get("readOnly") is True and each not in keys
                attributes.append(
                    Attribute(each, typed.type, is_nullable=typed.is_nullable, is_read_only=is_read_only)
                )
        return Entity(
            name,
            tuple(attributes),
            keys,
            type_name=schema.name,
            navigation_properties=tuple(navigation),
        )

    # notes and totals

    def _note(self, path: Path, message: str) -> None:
        self._notes.append(self._source.note(path, message))

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
            "refs": _count_references([paths, schemas]),
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


def _collection_name(path: str) -> str:
    """Return the name of the collection that a path leads to; empty where it leads to something else."""
    name = path.rstrip("/").rpartition("/")[2]
    return "" if re.search(r"[(){}$.]", name) else name


def _keys(paths: Iterable[str]) -> dict[str, str]:
    """Return the paths that go on with a key, without it, and their keys as written."""
    found = (_KEY_PATH(path.rstrip("/")) for path in paths)
    keyed = [(one["base"], one["keys"] or one["key"] or "") for one in found if one]
    return dict(reversed(keyed))


def _owners(answers: Mapping[str, SchemaNode], lists: Collection[str]) -> dict[str, str]:
    """Return the schemas of what paths lead to, a key added, by these paths without it."""
    found = ((_KEY_PATH(path.rstrip("/")), one.name) for path, one in answers.items() if path not in lists)
    return {path["base"]: name for path, name in found if path and name}


def _collections(
    lists: Mapping[str, SchemaNode], keys: Mapping[str, str], owners: Mapping[str, str]
) -> Iterator[_Collection]:
    """Yield the collections; one that only finds the entities of another path is named after their schema."""
    for path, item in lists.items():
        name = _collection_name(path)
        if item.name and item.name == owners.get(path.rstrip("/").rpartition("/")[0]):
            name = name and item.name
        if name:
            yield _Collection(name, path.count("{"), item, keys.get(path.rstrip("/"), ""))


def _keyed(collections: Sequence[_Collection]) -> _Collection:
    """Return the first collection, with a key that another path to a collection of its name gives."""
    first = collections[0]
    return first._replace(
        key=next((one.key for one in collections if one.key and one.name == first.name), "")
    )


def _sort_by_use(item: Mapping[str, Any], values: Mapping[str, list[object]]) -> None:
    """Add what the operations of a path hold to what answers, requests, errors and the rest hold."""
    for method in METHODS:
        operation = item.get(method)
        if not isinstance(operation, dict):
            continue
        responses = operation.get("responses")
        for code, response in responses.items() if isinstance(responses, dict) else ():
            values["answers" if code.startswith("2") else "errors"].append(response)
        values["requests"].append(operation.get("requestBody"))
        values["rest"].append(operation.get("parameters"))
    values["rest"].append(item.get("parameters"))


def _key(path: str, schema: str, properties: Mapping[str, object]) -> tuple[str, ...]:
    """Return the key that the rest of a path holds, where each of its parameters is a property."""
    found = [_key_property(one, schema, properties) for one in _KEY.finditer(path)]
    return tuple(found) if all(found) else ()


def _key_property(one: re.Match[str], schema: str, properties: Mapping[str, object]) -> str:
    parameter = one["parameter"]
    spellings = (
        one["property"],
        parameter,
        parameter.removeprefix(f"{schema}_"),  # Business Central's way
        _NUMBERED.sub("", parameter),  # a second one of the name on the path
    )
    return next((name for name in spellings if name in properties), "")


def _count_references(document: object) -> int:
    count = 0
    stack: list[object] = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            count += isinstance(value.get("$ref"), str)
            stack += value.values()
        elif isinstance(value, list):
            stack += value
    return count


def _listing(names: Iterable[str]) -> str:
    return first_few(quoted(names), _NAMED)
