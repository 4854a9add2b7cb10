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
    Typed,
    described,
    kid,
    node_of,
    parts_of,
    recognises,
)
from linter.importers.source import Source
from linter.instance.data_types import UNKNOWN, canonical_type
from linter.named_tuple import NamedTuple
from linter.wording import first_few, quoted

__all__ = ["read", "recognises"]

_Way = tuple[Path, "_Way | None"]
"""A path, and the way that led to it."""

_NAMED: Final = 30  # how many names a note lists
_OWNERS: Final = 8  # of how many schemas a property may be the key, by its name

_KEY_PATH: Final = re.compile(r"(?P<base>.*?)(?:\((?P<keys>[^()]*)\)|/(?P<key>\{[^{}/]+\}))").fullmatch
_KEY: Final = re.compile(r"(?:(?<![^\s=,'{}])(?P<property>[^\s=,'{}]++)=)?'?\{(?P<parameter>[^{}]+)\}'?")
_KEY_SEGMENT: Final = re.compile(r"\((?P<keys>[^(){]*+\{[^()]*+)\)(?=/)")
_NUMBERED: Final = re.compile(r"_[0-9]+$")
_FINDING: Final = re.compile(
    r"(?:[Ff]ind|[Gg]et|[Ll]ist|[Ss]earch|[Qq]uery|[Ff]etch|[Ll]ookup|[Rr]etrieve|[Ff]ilter|[Bb]rowse)"
    r"(?=[A-Z_-]|$)"
).match
_SINGLETON: Final = re.compile(r"/([^\W\d]\w*)/?").fullmatch
_UNIQUE: Final = frozenset(("id", "guid", "uuid", "key"))
_IDENTIFYING: Final = _UNIQUE | {"code", "number", "no"}
"""What the name of a key says beside whose key it is; the last ones may also be those of something else."""
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
    finds: bool  # whether it only finds entities of another path, so that its name is none of theirs


class _Usage(NamedTuple):
    """What operations hold and which schemas are used by them."""

    collections: tuple[_Collection, ...]
    singletons: tuple[tuple[str, SchemaNode], ...]  # by the paths that name them
    keys: Mapping[str, tuple[str, ...]]  # of the schemas of what paths with a key lead to
    expanded: frozenset[str]  # schemas that a query can expand, so that they are those of entities
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


class _NamedEntity(NamedTuple):
    """What an entity is called, its schema, and the rests of paths that may hold its key."""

    name: str
    schema: SchemaNode
    keys: tuple[str, ...]
    is_singleton: bool = False


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
        one_each = {path: answer for path, answer in answers.items() if path not in lists}
        single = {answer.name for answer in one_each.values()}
        single |= {found.name for path, found in lists.items() if not _collection_name(path)}
        values: dict[str, list[object]] = {"answers": [], "requests": [], "errors": [], "rest": []}
        for item in items.values():
            _sort_by_use(item.value, values)
        named = {use: self._names(all_) for use, all_ in values.items()}
        options = {path: self._query_options(item) for path, item in items.items()}
        is_odata = any("(" in path or "$" in options[path] for path in paths)
        return _Usage(
            collections=tuple(_collections(lists, _keys(paths), _owners(one_each, lists))),
            singletons=tuple(_singletons(one_each)) if is_odata else (),
            keys=_keys_of_schemas(paths, one_each, lists),
            expanded=frozenset(self._expanded({**one_each, **lists}, options)),
            single=frozenset(single),
            wrappers=frozenset(answers[path].name for path in lists),
            answered=frozenset(self._reached(named["answers"])),
            requested=frozenset(self._reached(named["requests"])),
            failed=frozenset(self._reached(named["errors"])),
            named=frozenset().union(*named.values()),
        )

    def _query_options(self, item: SchemaNode) -> set[str]:
        """Return what the GET of a path can expand; with `$` where it has options of OData at all."""
        found: set[str] = set()
        for one in (*parts_of(item, "parameters"), *parts_of(kid(item, "get"), "parameters")):
            parameter = self._document.follow(one)
            name = str(parameter.value.get("name"))
            found |= {"$"} if name[:1] == "$" else set()
            if name == "$expand":
                schema = self._document.follow(kid(parameter, "schema"))
                choices = self._document.follow(kid(schema, "items")).value or schema.value
                found |= set(_texts(choices.get("enum")))
        return found

    def _expanded(
        self, answers: Mapping[str, SchemaNode], options: Mapping[str, Collection[str]]
    ) -> Iterator[str]:
        """Yield the schemas of what can be expanded in the answers of paths."""
        for path, answer in answers.items():
            properties = self._document.properties(answer) if options[path] else {}
            for name in options[path]:
                target = self._document.typed(properties[name]).target if name in properties else None
                if target is not None:
                    yield target.name

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

    def _kept(self, usage: _Usage, twins: Mapping[str, str]) -> set[str]:
        """Return the names of the schemas that describe an entity."""
        listed = {one.item.name for one in usage.collections} | usage.single
        used = usage.named | self._used()
        parts = (self._written_as_parts(twins) | self._complex(usage, twins)) - listed - usage.expanded
        left_out = parts | twins.keys() | usage.wrappers | (usage.failed - usage.answered - usage.requested)
        left_out |= {name for name, one in self._schemas.items() if not self._document.is_object(one)}
        left_out |= {
            name for name, one in self._schemas.items() if name not in listed and self._is_other(one)
        }
        roots = [name for name in self._schemas if name in listed or name not in used]
        return self._reached(roots, left_out)

    def _complex(self, usage: _Usage, twins: Mapping[str, str]) -> set[str]:
        """Return the schemas that others hold and that have nothing like a key: no entities, but values.

        Where a converter says by their names how schemas are written, that tells the two apart; and where no
        path lists anything, nothing does.
        """
        told = {base for twin, base in twins.items() if _TWINS[0](twin)}
        held = set(self._held()) - told if usage.collections else set()
        return {name for name, one in self._schemas.items() if name in held and not self._has_key(one)}

    def _held(self) -> Iterator[str]:
        """Yield the schemas that another one has as a property."""
        for name, schema in self._schemas.items():
            for one in self._document.properties(schema).values():
                target = self._document.typed(one).target
                if target is not None and target.name not in ("", name):
                    yield target.name

    def _has_key(self, schema: SchemaNode) -> bool:
        """Tell whether a schema, or one that it takes over from others, has a property like a key."""
        owners = self._whose_keys(schema)
        said = ((name, _identifying(name, owners)) for name in self._document.properties(schema))
        return any(what in _UNIQUE or (what and what != _folded(name)) for name, what in said)

    def _whose_keys(self, schema: SchemaNode, name: str = "") -> list[str]:
        """Return whose key a property may say it is: the entity's, the schema's, those it takes over."""
        found, stack, seen = [name, schema.name], [schema], {schema.path}
        while stack and len(found) < _OWNERS:
            for part in map(self._document.follow, parts_of(stack.pop(), "allOf")):
                if part.path not in seen:
                    seen.add(part.path)
                    stack.append(part)
                    found.append(part.name)
        folded = {_folded(one.rpartition(".")[2]) for one in found}
        return sorted({one for name in folded for one in _singulars(name) if one}, key=len, reverse=True)

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

    def _named(self, usage: _Usage, kept: set[str]) -> list[_NamedEntity]:
        """Return the entities, in the order of the schemas."""
        by_schema: dict[Path, list[_Collection]] = {}
        for one in sorted(usage.collections, key=lambda one: (one.finds, one.parameters)):
            if one.item.name in kept or (not one.item.name and self._document.properties(one.item)):
                by_schema.setdefault(one.item.path, []).append(one)
        taken: set[str] = set()
        chosen: dict[Path, list[_NamedEntity]] = {}
        for path, collections in by_schema.items():
            own = (one for one in collections if one.key and not one.parameters and not one.finds)
            sets = list(own) or [_keyed(collections)]
            for one in sets:
                if one.name not in taken:
                    taken.add(one.name)
                    keys = (one.key, *usage.keys.get(one.item.name, ()))
                    chosen.setdefault(path, []).append(_NamedEntity(one.name, one.item, keys))
        for name, schema in usage.singletons:
            if schema.name in kept and name not in taken:
                taken.add(name)
                keys = usage.keys.get(schema.name, ())
                chosen.setdefault(schema.path, []).append(_NamedEntity(name, schema, keys, is_singleton=True))
        found: list[_NamedEntity] = []
        for name, schema in self._schemas.items():
            if name in kept:
                alone = _NamedEntity(name, schema, usage.keys.get(name, ()))
                found += chosen.pop(schema.path, [alone])
        return found + [one for rest in chosen.values() for one in rest]

    def _entity(self, named: _NamedEntity, entities: set[str], only: Mapping[str, str]) -> Entity:
        schema = named.schema
        properties = self._document.properties(schema)
        keys = self._key(named, properties)
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
                type_ = _complex_type(target.name, typed) if target is not None else typed.type
                attributes.append(
                    Attribute(each, type_, is_nullable=typed.is_nullable, is_read_only=is_read_only)
                )
        return Entity(
            named.name,
            tuple(attributes),
            keys,
            type_name=schema.name,
            navigation_properties=tuple(navigation),
        )

    def _key(self, named: _NamedEntity, properties: Mapping[str, object]) -> tuple[str, ...]:
        """Return the key that a path takes, where each of its parameters is a property; note a guess."""
        parameters = [list(_KEY.finditer(path)) for path in named.keys]
        for each in filter(None, parameters):
            found = [_key_property(one, named.schema.name, properties) for one in each]
            if all(found):
                return tuple(found)
        owners = self._whose_keys(named.schema, named.name)
        for each in parameters:
            guess = _identified(each[0]["parameter"], owners, properties) if len(each) == 1 else ""
            if guess:
                said = f"the key of `{named.name}`, `{{{each[0]['parameter']}}}` on its path, is taken for"
                self._note(named.schema.path, f"{said} its property `{guess}`")
                return (guess,)
        return ()

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


def _texts(values: object) -> Iterator[str]:
    """Yield the texts in a list, if it is one."""
    yield from (one for one in (values if isinstance(values, list) else ()) if isinstance(one, str))


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
    further = ((path[: one.start()], one["keys"]) for path in paths for one in _KEY_SEGMENT.finditer(path))
    return dict(reversed([*keyed, *further]))


def _keys_of_schemas(
    paths: Iterable[str], one_each: Mapping[str, SchemaNode], lists: Mapping[str, SchemaNode]
) -> dict[str, tuple[str, ...]]:
    """Return the keys on paths to one of what a schema describes, by the schema's name.

    A path that doesn't say what it leads to is to one of the only schema that collections of its name list.
    """
    named: dict[str, set[str]] = {}
    for path, item in lists.items():
        named.setdefault(_collection_name(path), set()).add(item.name)
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        keyed = _KEY_PATH(path.rstrip("/"))
        if keyed:
            known = {one_each[path].name} if path in one_each else named.get(_collection_name(keyed["base"]))
            for name in known if known and len(known) == 1 else ():
                found.setdefault(name, {})[keyed["keys"] or keyed["key"] or ""] = None
    return {name: tuple(keys) for name, keys in found.items() if name}


def _owners(one_each: Mapping[str, SchemaNode], lists: Mapping[str, SchemaNode]) -> dict[str, str]:
    """Return the schemas of what paths list, or lead to with a key added, by these paths without it."""
    found = ((_KEY_PATH(path.rstrip("/")), one.name) for path, one in one_each.items())
    keyed = {path["base"]: name for path, name in found if path and name}
    return {path.rstrip("/"): one.name for path, one in lists.items() if _collection_name(path)} | keyed


def _collections(
    lists: Mapping[str, SchemaNode], keys: Mapping[str, str], owners: Mapping[str, str]
) -> Iterator[_Collection]:
    """Yield the collections; one that only finds the entities of another path is named after their schema."""
    for path, item in lists.items():
        bare, name = path.rstrip("/"), _collection_name(path)
        above = bare.rpartition("/")[0]
        finds = bool(name and item.name) and (item.name == owners.get(above) or _FINDING(name) is not None)
        if name:
            key = keys.get(above if finds else bare, "")
            yield _Collection(item.name if finds else name, path.count("{"), item, key, finds)


def _singletons(one_each: Mapping[str, SchemaNode]) -> Iterator[tuple[str, SchemaNode]]:
    """Yield what a service has only one of, by its path."""
    for path, one in one_each.items():
        found = _SINGLETON(path)
        if found and one.name and not _FINDING(found[1]):
            yield found[1], one


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


def _complex_type(name: str, typed: Typed) -> str:
    """Return the type of an attribute that is of a schema's type, which is no entity's.

    A schema that is called as a type is would be taken for that.
    """
    if canonical_type(name) != UNKNOWN:
        return typed.type
    return f"Collection({name})" if typed.is_collection else name


def _identified(parameter: str, owners: Collection[str], properties: Iterable[str]) -> str:
    """Return the only property that says what a parameter says, but for whose key it is."""
    wanted = _identifying(parameter, owners)
    found = [name for name in properties if wanted and _identifying(name, owners) == wanted]
    return found[0] if len(found) == 1 else ""


def _identifying(name: str, owners: Iterable[str]) -> str:
    """Return what the name of a key says, as "id" of `customerId`; empty where it is no key of an owner's."""
    folded = _folded(name)
    rests = (folded, *(folded.removeprefix(one) for one in owners))
    return next((rest for rest in rests if rest in _IDENTIFYING), "")


def _singulars(name: str) -> tuple[str, ...]:
    """Return what one of the things is called that a name may be the plural of, and the name."""
    return name, name.removesuffix("s"), name.removesuffix("es"), re.sub("ies$", "y", name)


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


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
