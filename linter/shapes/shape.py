"""Reads a plain JSON value along one of our JSON Schemas: property names fold, what doesn't fit is a problem.

The schemas in `schemas/` are generated from the pydantic models, so the models stay the one
source of shapes while a clean run needs neither pydantic nor jsonschema.  A value that doesn't
fit becomes BROKEN and its neighbours are read on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from linter.shapes.dialect import Dialect

SCHEMAS: Final = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "schemas"))

_SUFFIX: Final = ".schema.json"

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class Says(NamedTuple):
    """What a property names: `x-names`, as `linter/models/names.py` explains it."""

    what: str = ""
    of: str = ""
    by: str = ""
    role: str = ""
    beside: str = ""
    declares: bool = False
    path: bool = False
    key: bool = False
    filled: bool = False


class Shape:
    """What may stand at a place: which JSON types, and which members or items they have.

    It is worked out from its schema when it is first asked: a value has few of the members that it may have.
    """

    __slots__ = (
        "_fill",
        "accepted",
        "any",
        "description",
        "documented",
        "expected",
        "is_name",
        "items",
        "mapping",
        "meant",
        "members",
        "name",
        "names",
        "others",
        "plain",
        "refers",
        "required",
        "says",
        "scalars",
        "severity",
        "short",
        "spelled",
        "takes_placeholders",
        "takes_values",
        "theirs",
        "values",
        "verbatim",
    )

    def __init__(self, fill: Callable[[Shape], None] | None = None) -> None:
        self._fill = fill

    def __getattr__(self, name: str) -> Any:
        """Work out what it accepts: nothing has been asked of it before."""
        if name not in self.__slots__:
            raise AttributeError(name)
        self._accept_nothing()
        fill, self._fill = self._fill, None
        if fill is not None:
            fill(self)
            self.settle()
        return object.__getattribute__(self, name)

    def _accept_nothing(self) -> None:
        self.name = ""
        self.any = False
        self.expected: list[str] = []
        self.scalars: set[type] = set()
        self.items: Shape | None = None
        self.mapping: Shape | None = None
        self.members: dict[str, Shape] | None = None
        self.names: dict[str, str] = {}
        self.required: tuple[str, ...] = ()
        self.refers = False  # a plain string stands for the object that is referred to
        self.says: dict[str, Says] = {}  # what members name; of a mapping, its "keys" and "items"
        self.short: Shape | None = None  # a mapping that may stand in place of the object
        self.description = ""
        self.values: tuple[str, ...] = ()  # the known ones, where there is a list of them
        self.accepted: frozenset[str] | None = None  # folded, where no other may stand
        self.severity = ""  # how bad another one is
        self.takes_placeholders = False  # whether a string names something, or is one of few values
        self.takes_values = False  # whether a string is filled, as a query in SQL, if all of it can be
        self.others: frozenset[str] = frozenset()  # properties that a dialect has besides, folded
        self.theirs: dict[str, str] = {}  # what a dialect calls members
        self.meant: dict[str, str] = {}  # what values mean that a dialect calls otherwise, by theirs, folded
        # what follows from all that, so that most values are read at a glance: see `settle`
        self.spelled: frozenset[str] = frozenset()
        self.plain: frozenset[type] = frozenset()
        self.verbatim: frozenset[str] = frozenset()
        self.is_name = False
        self.documented: tuple[str, ...] = ()

    def settle(self) -> None:
        """Work out what can be read at a glance, once it is known what it accepts.

        `spelled` are the keys that are canonical names.  Scalars of `plain` types stand for themselves;
        of other strings those that are `verbatim`, and where it `is_name` those without placeholders.
        `documented` are the values of the closed list as the documentation has them.
        """
        self.spelled = frozenset(name for name, canonical in self.names.items() if name == canonical)
        is_filled = self.takes_placeholders or self.takes_values
        means_more = is_filled or bool(self.values) or self.refers
        self.plain = frozenset(self.scalars - {type(None), *([str] if means_more else [])})
        self.is_name = str in self.scalars and is_filled and not (self.values or self.refers)
        self.documented = tuple(self.meant.get(fold_value(one), one) for one in self.values)
        if self.values and not self.refers:
            pairs = zip(self.values, self.documented, strict=True)
            self.verbatim = frozenset(written for written, documented in pairs if written == documented)

    def called(self, name: str) -> str:
        """Return what files call a member."""
        return self.theirs.get(name, name)

    def within(self, *names: str) -> Shape:
        """Return the shape of what stands in a member, or in the items of one, and so on."""
        shape = self
        for name in names:
            member = (shape.members or {})[name]
            shape = member.items if member.items is not None and member.members is None else member
        return shape

    def worded(self, value: str) -> str:
        """Return how files write a value of the closed list."""
        wanted = fold_value(value)
        theirs = (one for one in self.values if fold_value(self.meant.get(fold_value(one), "")) == wanted)
        return next(theirs, value)


def shape_of(
    kind: str,
    definition: str | None = None,
    *,
    or_list: bool = False,
    dialect: Dialect | None = None,
) -> Shape:
    """Return the shape of a payload kind, or of one definition in its schema, in the words of a dialect.

    With or_list the definition may also stand in a list of its kind.
    """
    key = (kind, definition, or_list, dialect)
    if key not in _shapes:
        _shapes[key] = _compile_kind(schema_of_kind(kind, dialect), definition, or_list)
    return _shapes[key]


_shapes: dict[tuple[str, str | None, bool, Dialect | None], Shape] = {}


def _compile_kind(schema: dict[str, Any], definition: str | None, or_list: bool) -> Shape:
    compiler = _Compiler(schema.get("$defs", {}))
    if definition is not None:
        one: dict[str, Any] = {"$ref": f"#/$defs/{definition}"}
        return compiler.compile({"anyOf": [{"type": "array", "items": one}, one]} if or_list else one)
    whole = compiler.compile(schema)
    whole.takes_placeholders = str in whole.scalars  # a body that is a string is a name
    whole.settle()
    return whole


def schema_names() -> list[str]:
    """Return what there are schemas of, in order."""
    return sorted(name.removesuffix(_SUFFIX) for name in os.listdir(SCHEMAS) if name.endswith(".json"))


def schema_text(kind: str) -> str:
    """Return the text of a schema."""
    with open(os.path.join(SCHEMAS, f"{kind}{_SUFFIX}"), encoding="utf-8") as file:
        return file.read()


def schema_of_kind(kind: str, dialect: Dialect | None = None) -> dict[str, Any]:
    """Return a schema, in the words of a dialect if there is one."""
    schema: dict[str, Any] = json.loads(schema_text(kind))
    if dialect is None:
        return schema
    from linter.shapes.dialect import respelled

    return respelled(schema, dialect)


class _Compiler:
    """Turns JSON Schema into shapes; remembers definitions, which may refer to themselves."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions
        self.done: dict[str, Shape] = {}

    def compile(self, schema: dict[str, Any], said: Says | None = None) -> Shape:
        """Return the shape of what stands where it names what is said."""
        reference = schema.get("$ref")
        if reference is not None:
            return self._definition(reference.rsplit("/", 1)[1])
        return Shape(partial(self._add_part, schema=schema, said=said or Says()))

    def _add_part(self, shape: Shape, schema: dict[str, Any], said: Says) -> None:
        """A plain string is a name, or stands for an object that names an entity."""
        self._add(shape, schema, said)
        shape.refers = said.what == "entity" and str in shape.scalars and shape.members is not None
        shape.takes_placeholders |= said.filled or said.what not in ("", "column", "query")
        shape.takes_values |= said.what == "query"

    def _definition(self, name: str) -> Shape:
        if name not in self.done:
            self.done[name] = Shape(partial(self._add_definition, name=name))
        return self.done[name]

    def _add_definition(self, shape: Shape, name: str) -> None:
        shape.name = name
        self._add(shape, self.definitions[name], Says())
        if str in shape.scalars and shape.members is not None:
            shape.refers = shape.takes_placeholders = True  # what has such members names an entity

    def _add(self, shape: Shape, schema: dict[str, Any], said: Says) -> None:
        """Let the shape accept what the schema accepts; what is said of a list is said of its items."""
        shape.description = shape.description or schema.get("description", "")
        if "$ref" in schema:
            self._merge(shape, self._definition(schema["$ref"].rsplit("/", 1)[1]))
        for alternative in schema.get("anyOf", ()):
            self._add(shape, alternative, said)
        if "enum" in schema:
            shape.scalars.update(type(value) for value in schema["enum"])
            shape.values += tuple(value for value in schema["enum"] if isinstance(value, str))
            shape.meant |= {fold_value(one): ours for one, ours in schema.get("x-means", {}).items()}
        shape.takes_placeholders = shape.takes_placeholders or bool(shape.values)
        if "x-closed" in schema:
            closed = schema["x-closed"]
            shape.accepted = frozenset(map(fold_value, (*shape.values, *closed["also"])))
            shape.severity = closed["severity"]
        types = schema.get("type", ())
        for type_ in (types,) if isinstance(types, str) else types:
            self._add_type(shape, type_, schema, said)
        if not schema.keys() & {"$ref", "anyOf", "enum", "type"}:
            shape.any = True

    def _add_type(self, shape: Shape, type_: str, schema: dict[str, Any], said: Says) -> None:
        if type_ == "object":
            self._add_object(shape, schema)
        elif type_ == "array":
            _expect(shape, "a list")
            shape.items = self.compile(schema.get("items", {}), said)
        else:
            shape.scalars.update(_TYPES[type_])
            if type_ != "null":
                _expect(shape, "a boolean" if type_ == "boolean" else _words(type_))

    def _add_object(self, shape: Shape, schema: dict[str, Any]) -> None:
        _expect(shape, "an object")
        extra = schema.get("additionalProperties")
        if "properties" not in schema:
            shape.says = {part: Says(**said) for part, said in schema.get("x-names", {}).items()}
            items = extra if isinstance(extra, dict) else {}
            shape.mapping = self.compile(items, shape.says.get("items"))
            return
        shape.members = {}
        ours = {written: member.get("x-means", written) for written, member in schema["properties"].items()}
        shape.required = tuple(ours.get(written, written) for written in schema.get("required", ()))
        shape.others = frozenset(map(str.lower, schema.get("x-others", ())))
        shape.theirs = {name: written for written, name in ours.items() if name != written}
        for written, member in schema["properties"].items():
            name = ours[written]
            if "x-names" in member:
                shape.says[name] = Says(**member["x-names"])
            shape.members[name] = self.compile(member, shape.says.get(name))
            for other in (written, *member.get("x-alsoRead", ())):
                shape.names[other] = shape.names[other.lower()] = name

    def _merge(self, shape: Shape, other: Shape) -> None:
        shape.name = shape.name or other.name
        shape.any = shape.any or other.any
        shape.scalars |= other.scalars
        shape.values += other.values
        shape.takes_placeholders = shape.takes_placeholders or other.takes_placeholders
        shape.takes_values = shape.takes_values or other.takes_values
        shape.meant |= other.meant
        shape.accepted, shape.severity = shape.accepted or other.accepted, shape.severity or other.severity
        for words in other.expected:
            _expect(shape, words)
        shape.items = shape.items or other.items
        if other.mapping is not None and shape.members is not None:
            shape.short = other
            return
        shape.mapping = shape.mapping or other.mapping
        if shape.members is None and other.members is not None:
            shape.members, shape.names, shape.required = other.members, other.names, other.required
            shape.says, shape.theirs, shape.others = other.says, other.theirs, other.others


def in_their_words(value: Any, shape: Shape) -> Any:
    """Return a value that has our names and values as files of a dialect's shape have it."""
    if isinstance(value, list):
        return [in_their_words(one, shape.items or shape) for one in value]
    if isinstance(value, dict) and shape.members is not None:
        members = shape.members
        return {shape.called(key): in_their_words(one, members[key]) for key, one in value.items()}
    return shape.worded(value) if isinstance(value, str) else value


def fold_value(value: str) -> str:
    """Return a value of a closed list as all its spellings have it: `Calendar.Date` is `CalendarDate`."""
    return value.replace(".", "").lower()


def _expect(shape: Shape, words: str) -> None:
    if words not in shape.expected:
        shape.expected.append(words)


def _words(type_: str) -> str:
    return {"string": "a string", "integer": "a whole number", "number": "a number"}[type_]
