"""A description in OpenAPI 3 as it is written: references followed, `allOf` laid together, types told.

Only what the document itself holds is read: no address and no other file that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import unquote

from linter.importers.found import INHERITED, CannotImport
from linter.importers.source import Source
from linter.instance.data_types import UNKNOWN, canonical_type
from linter.named_tuple import NamedTuple

Path = tuple[str | int, ...]

SCHEMAS: Final = ("components", "schemas")
METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_NULL: Final = {"type": "object", "nullable": True}  # as Microsoft's converter says "or null"
_DEPTH: Final = 64  # how many schemas may lie around a property's type
_CUT: Final = re.compile(
    r"\[(?:…|\.\.\.|truncated|snip)\]|<(?:snip|truncated)>|(?:…|\.\.\.)$|(?<=\s)[^\s:]+:$|(?<=\s)-$",
    re.IGNORECASE,
)
_COMPONENT: Final = re.compile(r"#/components/\w+/([\w.-]+)")
_INDEX: Final = re.compile(r"[0-9]{1,9}").fullmatch


def recognises(value: object) -> bool:
    """Tell whether a JSON value is a description in OpenAPI 3."""
    return isinstance(value, dict) and isinstance(value.get("openapi"), (str, float, int))


def described(source: Source) -> Description:
    """Return what a file describes; raises CannotImport."""
    if source.text.fault is not None:
        _refuse_squeezed(source)
    value = source.value()
    if not isinstance(value, dict) or not recognises(value):
        raise source.refuse((), "this is no OpenAPI 3 document", "expected an object with `openapi: 3.…`")
    version = str(value["openapi"])
    if not version.startswith("3."):
        raise source.refuse(("openapi",), f"this is OpenAPI {version[:20]}", "expected version 3.0 or 3.1")
    return Description(source, value)


def _refuse_squeezed(source: Source) -> None:
    """Raise CannotImport where YAML has lost its line breaks, and say where it was cut, if it was."""
    text = source.text.text.strip()
    if (
        "\n" in text
        or "\r" in text
        or not re.match(r"openapi:\s.*\s(?:info|paths|components):(?:\s|$)", text)
    ):
        return
    message = "this OpenAPI document is YAML squeezed onto one line: its structure is lost with the lines"
    cut = _cut(text)
    if cut is not None:
        column = source.text.range_of(source.text.text.index(text) + cut, 0).start.column
        message += (
            f"; besides, it is cut at column {column:,}, after `{text[max(0, cut - 20) : cut].lstrip()}`"
        )
    raise CannotImport(source.name, 1, 1, message, "import the original file, with its lines")


def _cut(text: str) -> int | None:
    """Return where something is missing from a text on one line: at a mark, or at an end that is none."""
    found = _CUT.search(text)
    if found is not None:
        return found.end() if found[0][-1] in ":-" else found.start()
    if text.count('"') % 2:
        return len(text)
    defined = set(re.findall(r"(?<![\w.-])([\w.-]++):(?=\s)", text))
    return None if defined.issuperset(_COMPONENT.findall(text)) else len(text)


class SchemaNode(NamedTuple):
    """A value with its path, and the name of the schema that it is; empty where it can't be read."""

    value: Mapping[str, Any]
    path: Path
    name: str = ""
    is_elsewhere: bool = False


class Typed(NamedTuple):
    """What a property holds."""

    type: str
    is_nullable: bool | None
    target: SchemaNode | None  # the schema of the object that it is, or that its items are
    is_collection: bool


class Description:
    """What one document says; `references` are those that can't be followed, and where the first stands."""

    def __init__(self, source: Source, value: dict[str, Any]) -> None:
        self.source = source
        self.value = value
        self.references: dict[str, Path] = {}
        self._followed: dict[str, SchemaNode] = {}
        self._known_properties: dict[Path, dict[str, SchemaNode]] = {}
        self._known_types: dict[Path, Typed] = {}
        self._inherited = 0  # how many properties schemas have from others

    def part(self, value: object, path: Path) -> dict[str, Any]:
        """Return an object of the document itself, empty where it is missing; raises CannotImport."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.source.refuse(path, f"`{path[-1]}` is no object", "")
        reference = value.get("$ref")
        if isinstance(reference, str) and len(value) == 1:
            node = self.follow(SchemaNode(value, path))
            if not node.value:
                message = f"`{path[-1]}` lies elsewhere: `{reference}` isn't read"
                raise self.source.refuse(path, message, "import the document that holds it")
            return dict(node.value)
        return value

    def follow(self, node: SchemaNode) -> SchemaNode:
        """Return what a reference leads to, over several; a node without a value where it leads nowhere."""
        passed: dict[str, None] = {}
        while isinstance(reference := node.value.get("$ref"), str):
            known = self._followed.get(reference)
            target = known or (None if reference in passed else self.at(reference))
            passed[reference] = None
            node = target or self._nowhere(reference, node.path)
        self._followed |= dict.fromkeys(passed, node)
        return node

    def _nowhere(self, reference: str, path: Path) -> SchemaNode:
        """Return the node of a reference that isn't followed, and remember where it stands."""
        self.references.setdefault(reference, path)
        name = _unescaped(reference.rpartition("/")[2])
        return SchemaNode({}, path, name, is_elsewhere=reference[:1] != "#")

    def at(self, reference: str) -> SchemaNode | None:
        """Return the value at a reference, if it is one into this document."""
        if reference[:1] != "#":
            return None
        path: list[str | int] = []
        value: Any = self.value
        for part in reference.split("/")[1:]:
            key: str | int = _unescaped(part)
            if isinstance(value, list) and _INDEX(str(key)) and int(key) < len(value):
                key = int(key)
            elif not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
            path.append(key)
        if not isinstance(value, dict):
            return None
        is_schema = len(path) == 3 and tuple(path[:2]) == SCHEMAS
        return SchemaNode(value, tuple(path), str(path[2]) if is_schema else "")

    def referred_to(self, node: SchemaNode) -> list[SchemaNode]:
        """Return the schemas that one refers to, wherever in it; one that isn't in the document is empty."""
        found: list[SchemaNode] = []
        stack: list[tuple[Mapping[str, Any], Path]] = [(node.value, node.path)]
        while stack:
            value, path = stack.pop()
            for key, one in value.items():
                if isinstance(one, dict):
                    stack.append((one, (*path, key)))
                elif isinstance(one, list):
                    pairs = ((each, (*path, key, at)) for at, each in enumerate(one))
                    stack += [pair for pair in pairs if isinstance(pair[0], dict)]
                elif key == "$ref" and isinstance(one, str):
                    found.append(self.follow(SchemaNode(value, path)))
        return found

    def properties(self, node: SchemaNode) -> dict[str, SchemaNode]:
        """Return the properties of a schema, those from `allOf` first; those with `@` tell about others."""
        known = self._known_properties
        first = self.follow(node)
        stack = [first]
        begun: set[Path] = set()
        while stack:  # no recursion: a chain of `allOf` may be of any length
            one = stack[-1]
            parts = [self.follow(part) for part in parts_of(one, "allOf")]
            ahead = [part for part in parts if part.path not in known and part.path not in begun]
            if one.path in known or (ahead and one.path in begun):
                stack.pop()
            elif ahead:
                begun.add(one.path)
                stack += reversed(ahead)
            else:
                known[one.path] = self._merged(one, parts)
        return known[first.path]

    def _merged(self, node: SchemaNode, parts: Iterable[SchemaNode]) -> dict[str, SchemaNode]:
        merged: dict[str, SchemaNode] = {}
        for part in parts:
            self._inherited += len(self._known_properties.get(part.path, ()))
            if self._inherited > INHERITED:
                message = f"up to this one, schemas have more than {INHERITED:,} properties from `allOf`"
                raise self.source.refuse(node.path, message, "shorten the chains of `allOf`")
            merged |= self._known_properties.get(part.path, {})  # what lies on a cycle isn't known yet
        own = kid(node, "properties")
        return merged | {
            name: node_of(one, (*own.path, name)) for name, one in own.value.items() if "@" not in name
        }

    def typed(self, node: SchemaNode) -> Typed:
        """Return what a property holds."""
        if node.path not in self._known_types:
            self._known_types[node.path] = self._read_type(node)
        return self._known_types[node.path]

    def _read_type(self, node: SchemaNode) -> Typed:
        """Return what a property holds; what stands around a type says more about it."""
        first, form, is_collection = node, "", False
        is_nullable: bool | None = None
        seen: set[Path] = set()
        while node.path not in seen:
            seen.add(node.path)
            if len(seen) > _DEPTH:
                message = f"the type of this lies in more than {_DEPTH} schemas"
                raise self.source.refuse(first.path, message, "name the type itself")
            is_nullable = _nullable(node.value) if is_nullable is None and not is_collection else is_nullable
            form = form or _text(node.value, "format")
            if "$ref" in node.value:
                node = self.follow(node)
                items = self._expanded(node) if not is_collection else None
                if items is None and (node.is_elsewhere or self.is_object(node)):
                    return Typed("array" if is_collection else "object", is_nullable, node, is_collection)
                node, is_collection = items or node, is_collection or items is not None
            else:
                inner, is_collection = self._within(node, is_collection)
                if inner is None:
                    break
                node = inner
        told = "array" if is_collection else _type(node.value, form)
        return Typed(told, is_nullable, None, is_collection)

    def _within(self, node: SchemaNode, is_collection: bool) -> tuple[SchemaNode | None, bool]:
        """Return the schema that says more of what one holds, if any, and whether that is of its items."""
        items = self._expanded(node) if not is_collection else None
        if items is not None:
            return items, True
        only = _only_choice(node)
        if only is None and "items" in node.value and not is_collection:
            return kid(node, "items"), True
        return only, is_collection

    def _expanded(self, node: SchemaNode) -> SchemaNode | None:
        """Return the items of what a collection is expanded to before version 4 of OData: `results`."""
        properties = self.properties(node) if "properties" in node.value else {}
        if [name for name in properties if name[:2] != "__"] != ["results"]:
            return None
        items = kid(self.follow(properties["results"]), "items")
        return items if items.value else None

    def is_object(self, node: SchemaNode) -> bool:
        """Tell whether a schema has a name, and properties."""
        return bool(node.name) and bool(self.properties(node))


def node_of(value: object, path: Path, name: str = "") -> SchemaNode:
    """Return the node of a value, empty where that is no object."""
    return SchemaNode(value if isinstance(value, dict) else {}, path, name)


def kid(node: SchemaNode, key: str) -> SchemaNode:
    """Return the node of a value in an object."""
    return node_of(node.value.get(key), (*node.path, key))


def parts_of(node: SchemaNode, key: str) -> list[SchemaNode]:
    """Return the nodes of the items of a list in an object."""
    parts = node.value.get(key)
    return [
        node_of(part, (*node.path, key, number))
        for number, part in enumerate(parts if isinstance(parts, list) else ())
    ]


def _unescaped(part: str) -> str:
    return unquote(part).replace("~1", "/").replace("~0", "~")


def _is_null(value: Mapping[str, Any]) -> bool:
    return (
        value.get("type") == "null"
        or value.get("enum") == [None]
        or ("const" in value and value["const"] is None)
        or value == _NULL
    )


def _nullable(value: Mapping[str, Any]) -> bool | None:
    """Return whether a schema says that its value may be null; None where it doesn't say."""
    stated = value.get("nullable")
    if isinstance(stated, bool):
        return stated
    types = value.get("type")
    if (isinstance(types, list) and "null" in types) or any(_is_null(one) for one in _choices(value)):
        return True
    return None


def _choices(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = [value[key] for key in ("anyOf", "oneOf") if isinstance(value.get(key), list)]
    return [one for choices in listed for one in choices if isinstance(one, dict)]


def _only_choice(node: SchemaNode) -> SchemaNode | None:
    """Return the only schema of `allOf`, `anyOf` or `oneOf` besides null, where nothing else tells more."""
    if "properties" in node.value or any(one != "object" for one in _stated_types(node.value)):
        return None
    for key in ("allOf", "anyOf", "oneOf"):
        parts = [part for part in parts_of(node, key) if not _is_null(part.value)]
        if len(parts) == 1:
            return parts[0]
    return None


def _type(value: Mapping[str, Any], form: str) -> str:
    """Return a schema's type and format as one name; empty where it leaves the type open."""
    named = _named_types(value)
    if not named or (len(named) > 1 and not form):
        return ""
    name = next((one for one in named if one in ("number", "integer")), named[0])
    if name == "number" and form.startswith("int"):
        name = "integer"  # some converters write it so
    told = f"{name}/{form}"
    return told if form and canonical_type(told) != UNKNOWN else name


def _stated_types(value: Mapping[str, Any]) -> list[str]:
    types = value.get("type")
    listed = types if isinstance(types, list) else [types]
    return [one for one in listed if isinstance(one, str) and one != "null"]


def _named_types(value: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema names or implies; several are alternatives."""
    stated = _stated_types(value)
    if stated:
        return stated
    if "properties" in value or "additionalProperties" in value or "allOf" in value:
        return ["object"]
    if isinstance(value.get("enum"), list):
        return ["string"] if all(isinstance(one, str) for one in value["enum"] if one is not None) else []
    return list(dict.fromkeys(one for choice in _choices(value) for one in _stated_types(choice)))


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""
