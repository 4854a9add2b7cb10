"""Reads a plain JSON value along one of our JSON Schemas: property names fold, what doesn't fit is a problem.

The schemas in `schemas/` are generated from the pydantic models, so the models stay the one
source of shapes while a clean run needs neither pydantic nor jsonschema.  A value that doesn't
fit becomes BROKEN and its neighbours are read on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from linter.diagnostic import Location, Path

SCHEMAS: Final = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "schemas"))

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class Broken:
    """The type of BROKEN, which stands where a value doesn't have the expected JSON type."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Final = Broken()


class Shape:
    """What may stand at a place: which JSON types, and which members or items they have."""

    __slots__ = (
        "any",
        "description",
        "expected",
        "items",
        "mapping",
        "members",
        "name",
        "names",
        "refers",
        "required",
        "scalars",
        "short",
        "values",
    )

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.any = False
        self.expected: list[str] = []
        self.scalars: set[type] = set()
        self.items: Shape | None = None
        self.mapping: Shape | None = None
        self.members: dict[str, Shape] | None = None
        self.names: dict[str, str] = {}
        self.required: tuple[str, ...] = ()
        self.refers = False  # a plain string stands for the object that is referred to
        self.short: Shape | None = None  # a mapping that may stand in place of the object
        self.description = ""
        self.values: tuple[str, ...] = ()  # the known ones, where there is a list of them


class Problem(NamedTuple):
    """A place where a document doesn't have the shape that its kind asks for."""

    kind: str  # "unknown", "duplicate", "type" or "missing"
    at: Location
    name: str  # the property
    owner: str  # the shape in which it stands
    expected: str = ""
    found: str = ""
    known: tuple[str, ...] = ()
    first: Location | None = None
    same: bool = False  # of a duplicate: whether both have the same value
    free: tuple[str, ...] = ()  # of an unknown one: known names that aren't given and take its value


class Node:
    """A JSON object read along its shape; it knows its own path.

    `values` holds what fits, under canonical names in the order of the text; `keys` maps every
    canonical name that is written to the key as written; `broken` names what is malformed or
    missing though required.  A plain string in place of an entity reference is a Node whose
    `literal` is that string.
    """

    __slots__ = ("broken", "document", "keys", "literal", "parent", "shape", "steps", "values")

    def __init__(self, document: str, shape: Shape, parent: Node | None, steps: Path) -> None:
        self.document = document
        self.shape = shape
        self.parent = parent
        self.steps = steps
        self.values: dict[str, Any] = {}
        self.keys: dict[str, str] = {}
        self.broken: set[str] = set()
        self.literal: str | None = None

    @property
    def path(self) -> Path:
        """The keys and indices from the document's root to this object."""
        return (*self.parent.path, *self.steps) if self.parent else self.steps

    def at(self, name: str | None = None, *rest: str | int) -> Location:
        """Return the place of this object, of a property, or of something in it.

        A property that isn't written has no place of its own: the object's stands for it.
        """
        if name is None or name not in self.keys:
            return Location(self.document, self.path)
        return Location(self.document, (*self.path, self.keys[name], *rest))

    def get(self, name: str) -> Any:
        """Return the value of a property, or None when it is absent, null or malformed.

        Raises KeyError when the shape has no such property: a slip of ours, not the user's.
        """
        value = self.values.get(name)
        if value is None and self.shape.members is not None and name not in self.shape.members:
            raise KeyError(f"{self.shape.name} has no property {name}")
        return value

    def text(self, name: str) -> str | None:
        """Return a property that is a string, or None."""
        value = self.get(name)
        return value if isinstance(value, str) else None

    def node(self, name: str) -> Node | None:
        """Return a property that is an object, or None."""
        value = self.get(name)
        return value if isinstance(value, Node) else None

    def nodes(self, name: str) -> list[Node]:
        """Return the well-formed objects of a property that is a list (or one object)."""
        value = self.get(name)
        if isinstance(value, list):
            return [item for item in value if isinstance(item, Node)]
        return [value] if isinstance(value, Node) else []

    def written(self, name: str) -> bool:
        """Tell whether the document has the property, whatever its value."""
        return name in self.keys

    def plain(self) -> Any:
        """Return what is read of this object, under canonical names, as a plain value."""
        if self.literal is not None:
            return self.literal
        return {name: _plain(value) for name, value in self.values.items()}

    def walk(self) -> Iterator[Node]:
        """Yield this object and all objects in it, in the order of the text."""
        yield self
        for value in self.values.values():
            yield from _walk(value)


class Reading(NamedTuple):
    """A value read along a shape: Node, list, scalar or BROKEN, and what didn't fit."""

    root: Any
    problems: list[Problem]

    @property
    def sound(self) -> bool:
        """Whether nothing is malformed or missing; unknown properties don't matter."""
        return not any(problem.kind in ("type", "missing") for problem in self.problems)


def read(value: Any, shape: Shape, document: str, path: Path = ()) -> Reading:
    """Read a value that stands at a path of a document."""
    reader = _Reader(document)
    return Reading(reader.read(value, shape, None, path), reader.problems)


def shape_of(kind: str, definition: str | None = None, *, or_list: bool = False) -> Shape:
    """Return the shape of a payload kind, or of one definition in its schema.

    With or_list the definition may also stand in a list of its kind.
    """
    key = (kind, definition, or_list)
    if key not in _shapes:
        _shapes[key] = _compile_kind(kind, definition, or_list)
    return _shapes[key]


def kind_of_value(value: Any) -> str:
    """Return the name that a JSON value's type has in a message, with its article."""
    if isinstance(value, bool):
        return "a boolean"
    if value is None:
        return "null"
    names = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names[type(value)]


_shapes: dict[tuple[str, str | None, bool], Shape] = {}


class _Reader:
    """Reads one document; collects its problems."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def read(self, value: Any, shape: Shape, parent: Node | None, steps: Path) -> Any:
        kind = type(value)
        if kind is dict:
            if shape.short is not None and not any(key.lower() in shape.names for key in value):
                return self._mapping(value, shape.short, parent, steps)
            if shape.members is not None:
                return self._object(value, shape, parent, steps)
            if shape.mapping is not None:
                return self._mapping(value, shape, parent, steps)
        elif kind is list and shape.items is not None:
            items = shape.items
            return [self.read(item, items, parent, (*steps, i)) for i, item in enumerate(value)]
        elif kind in shape.scalars:
            return self._literal(value, shape, parent, steps) if shape.refers else value
        if shape.any:
            return value
        self._wrong_type(value, shape, parent, steps)
        return BROKEN

    def _object(self, value: dict[str, Any], shape: Shape, parent: Node | None, steps: Path) -> Node:
        node = Node(self.document, shape, parent, steps)
        names, keys, values, members = shape.names, node.keys, node.values, shape.members
        assert members is not None
        unknown: list[str] = []
        for key, item in value.items():
            name = names.get(key) or names.get(key.lower())
            if name is None:
                unknown.append(key)
                continue
            if name in keys:
                self._twice(node, name, key, value)
            keys[name] = key
            child = self.read(item, members[name], node, (key,))
            if child is BROKEN or (type(child) is list and BROKEN in child):
                node.broken.add(name)
            if child is not BROKEN and child is not None:
                values[name] = child
        for key in unknown:
            self._unknown(node, key, value[key])
        for name in shape.required:
            if name not in keys:
                self._missing(node, name)
        return node

    def _mapping(self, value: dict[str, Any], shape: Shape, parent: Node | None, steps: Path) -> Node:
        node = Node(self.document, shape, parent, steps)
        item_shape = shape.mapping
        assert item_shape is not None
        for key, item in value.items():
            node.keys[key] = key
            child = self.read(item, item_shape, node, (key,))
            if child is BROKEN or (type(child) is list and BROKEN in child):
                node.broken.add(key)
            if child is not BROKEN:
                node.values[key] = child
        return node

    def _literal(self, value: str, shape: Shape, parent: Node | None, steps: Path) -> Node:
        node = Node(self.document, shape, parent, steps)
        node.literal = value
        return node

    def _unknown(self, node: Node, key: str, value: Any) -> None:
        if node.shape.any:
            return
        at = Location(self.document, (*node.path, key), "key")
        members = node.shape.members or {}
        free = tuple(name for name in members if name not in node.keys and _takes(members[name], value))
        self.problems.append(Problem("unknown", at, key, node.shape.name, known=tuple(members), free=free))

    def _twice(self, node: Node, name: str, key: str, value: dict[str, Any]) -> None:
        first = Location(self.document, (*node.path, node.keys[name]), "key")
        at = Location(self.document, (*node.path, key), "key")
        # as JSON: Python takes True for 1
        same = json.dumps(value[key]) == json.dumps(value[node.keys[name]])
        self.problems.append(Problem("duplicate", at, key, node.shape.name, first=first, same=same))

    def _missing(self, node: Node, name: str) -> None:
        node.broken.add(name)
        self.problems.append(Problem("missing", node.at(), name, node.shape.name))

    def _wrong_type(self, value: Any, shape: Shape, parent: Node | None, steps: Path) -> None:
        path = (*parent.path, *steps) if parent else steps
        owner = parent.shape.name if parent else ""
        name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        expected = " or ".join(shape.expected)
        at = Location(self.document, path)
        self.problems.append(Problem("type", at, name, owner, expected, kind_of_value(value)))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.plain() if isinstance(value, Node) else value


def _takes(shape: Shape, value: Any) -> bool:
    """Tell whether a value has a JSON type that the shape permits."""
    if isinstance(value, dict):
        return shape.any or shape.members is not None or shape.mapping is not None
    if isinstance(value, list):
        return shape.any or shape.items is not None
    return shape.any or type(value) in shape.scalars


def _walk(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield from value.walk()
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item)


def _compile_kind(kind: str, definition: str | None, or_list: bool) -> Shape:
    schema = _load(kind)
    compiler = _Compiler(schema.get("$defs", {}))
    if definition is None:
        return compiler.compile(schema)
    one: dict[str, Any] = {"$ref": f"#/$defs/{definition}"}
    return compiler.compile({"anyOf": [{"type": "array", "items": one}, one]} if or_list else one)


def _load(kind: str) -> dict[str, Any]:
    with open(os.path.join(SCHEMAS, f"{kind}.schema.json"), encoding="utf-8") as file:
        schema: dict[str, Any] = json.load(file)
    return schema


class _Compiler:
    """Turns JSON Schema into shapes; remembers definitions, which may refer to themselves."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions
        self.done: dict[str, Shape] = {}

    def compile(self, schema: dict[str, Any]) -> Shape:
        reference = schema.get("$ref")
        if reference is not None:
            return self._definition(reference.rsplit("/", 1)[1])
        shape = Shape()
        self._add(shape, schema)
        shape.refers = str in shape.scalars and "entityName" in shape.names
        return shape

    def _definition(self, name: str) -> Shape:
        if name not in self.done:
            shape = self.done[name] = Shape(name)
            self._add(shape, self.definitions[name])
        return self.done[name]

    def _add(self, shape: Shape, schema: dict[str, Any]) -> None:
        """Let the shape accept what the schema accepts."""
        shape.description = shape.description or schema.get("description", "")
        if "$ref" in schema:
            self._merge(shape, self._definition(schema["$ref"].rsplit("/", 1)[1]))
        for alternative in schema.get("anyOf", ()):
            self._add(shape, alternative)
        if "enum" in schema:
            shape.scalars.update(type(value) for value in schema["enum"])
            shape.values += tuple(value for value in schema["enum"] if isinstance(value, str))
        types = schema.get("type", ())
        for type_ in (types,) if isinstance(types, str) else types:
            self._add_type(shape, type_, schema)
        if not schema.keys() & {"$ref", "anyOf", "enum", "type"}:
            shape.any = True

    def _add_type(self, shape: Shape, type_: str, schema: dict[str, Any]) -> None:
        if type_ == "object":
            self._add_object(shape, schema)
        elif type_ == "array":
            _expect(shape, "a list")
            shape.items = self.compile(schema.get("items", {}))
        else:
            shape.scalars.update(_TYPES[type_])
            if type_ != "null":
                _expect(shape, "a boolean" if type_ == "boolean" else _words(type_))

    def _add_object(self, shape: Shape, schema: dict[str, Any]) -> None:
        _expect(shape, "an object")
        extra = schema.get("additionalProperties")
        if "properties" not in schema:
            shape.mapping = self.compile(extra if isinstance(extra, dict) else {})
            return
        shape.members = {}
        shape.required = tuple(schema.get("required", ()))
        for name, member in schema["properties"].items():
            shape.members[name] = self.compile(member)
            for other in (name, *member.get("x-alsoRead", ())):
                shape.names[other] = shape.names[other.lower()] = name

    def _merge(self, shape: Shape, other: Shape) -> None:
        shape.name = shape.name or other.name
        shape.any = shape.any or other.any
        shape.scalars |= other.scalars
        shape.values += other.values
        for words in other.expected:
            _expect(shape, words)
        shape.items = shape.items or other.items
        if other.mapping is not None and shape.members is not None:
            shape.short = other
            return
        shape.mapping = shape.mapping or other.mapping
        if shape.members is None and other.members is not None:
            shape.members, shape.names, shape.required = other.members, other.names, other.required


def _expect(shape: Shape, words: str) -> None:
    if words not in shape.expected:
        shape.expected.append(words)


def _words(type_: str) -> str:
    return {"string": "a string", "integer": "a whole number", "number": "a number"}[type_]
