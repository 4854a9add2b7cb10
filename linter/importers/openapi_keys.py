"""The keys of entities in an OpenAPI description: on its paths, and among the properties of schemas."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from linter.importers.openapi_document import Description, SchemaNode, parts_of

_OWNERS: Final = 8  # of how many schemas a property may be the key, by its name
_KEY_PATH: Final = re.compile(r"(?P<base>.*?)(?:\((?P<keys>[^()]*)\)|/(?P<key>\{[^{}/]+\}))").fullmatch
_KEY: Final = re.compile(r"(?:(?<![^\s=,'{}])(?P<property>[^\s=,'{}]++)=)?'?\{(?P<parameter>[^{}]+)\}'?")
_KEY_SEGMENT: Final = re.compile(r"\((?P<keys>[^(){]*+\{[^()]+)\)(?=/)")
_NUMBERED: Final = re.compile(r"_[0-9]+$")
_UNIQUE: Final = frozenset(("id", "guid", "uuid", "key"))
_IDENTIFYING: Final = _UNIQUE | {"code", "number", "no"}
"""What the name of a key says beside whose key it is; the last ones may also be those of something else."""


def collection_name(path: str) -> str:
    """Return the name of the collection that a path leads to; empty where it leads to something else."""
    name = path.rstrip("/").rpartition("/")[2]
    return "" if re.search(r"[(){}$.]", name) else name


def keys_on(paths: Iterable[str]) -> dict[str, str]:
    """Return the paths that go on with a key, without it, and their keys as written."""
    found = (_KEY_PATH(path.rstrip("/")) for path in paths)
    keyed = [(one["base"], one["keys"] or one["key"] or "") for one in found if one]
    further = ((path[: one.start()], one["keys"]) for path in paths for one in _KEY_SEGMENT.finditer(path))
    return dict(reversed([*keyed, *further]))


def keys_of_schemas(
    paths: Iterable[str], one_each: Mapping[str, SchemaNode], lists: Mapping[str, SchemaNode]
) -> dict[str, tuple[str, ...]]:
    """Return the keys on paths to one of what a schema describes, by the schema's name.

    A path that doesn't say what it leads to is to one of the only schema that collections of its name list.
    """
    named: dict[str, set[str]] = {}
    for path, item in lists.items():
        named.setdefault(collection_name(path), set()).add(item.name)
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        keyed = _KEY_PATH(path.rstrip("/"))
        if keyed:
            known = {one_each[path].name} if path in one_each else named.get(collection_name(keyed["base"]))
            for name in known if known and len(known) == 1 else ():
                found.setdefault(name, {})[keyed["keys"] or keyed["key"] or ""] = None
    return {name: tuple(keys) for name, keys in found.items() if name}


def owners_of(one_each: Mapping[str, SchemaNode], lists: Mapping[str, SchemaNode]) -> dict[str, str]:
    """Return the schemas of what paths list, or lead to with a key added, by these paths without it."""
    found = ((_KEY_PATH(path.rstrip("/")), one.name) for path, one in one_each.items())
    keyed = {path["base"]: name for path, name in found if path and name}
    return {path.rstrip("/"): one.name for path, one in lists.items() if collection_name(path)} | keyed


class Keys:
    """Finds out which properties of schemas are their keys."""

    def __init__(self, document: Description) -> None:
        self._document = document

    def is_keyed(self, schema: SchemaNode) -> bool:
        """Tell whether a schema, or one that it takes over from others, has a property like a key."""
        owners = self._whose_keys(schema)
        said = ((name, _identifying(name, owners)) for name in self._document.properties(schema))
        return any(what in _UNIQUE or (what and what != _folded(name)) for name, what in said)

    def stated(self, paths: Iterable[str], schema: SchemaNode) -> tuple[str, ...]:
        """Return the key that the rest of a path takes, where each of its parameters is a property."""
        properties = self._document.properties(schema)
        for path in paths:
            found = [_property(one, schema.name, properties) for one in _KEY.finditer(path)]
            if found and all(found):
                return tuple(found)
        return ()

    def guessed(self, paths: Iterable[str], schema: SchemaNode, entity: str) -> tuple[str, str]:
        """Return the only parameter of a path, and the property that it may mean; empty where none does."""
        properties, owners = self._document.properties(schema), self._whose_keys(schema, entity)
        for path in paths:
            parameters = [one["parameter"] for one in _KEY.finditer(path)]
            guess = _identified(parameters[0], owners, properties) if len(parameters) == 1 else ""
            if guess:
                return parameters[0], guess
        return "", ""

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


def _property(one: re.Match[str], schema: str, properties: Mapping[str, object]) -> str:
    parameter = one["parameter"]
    spellings = (
        one["property"],
        parameter,
        parameter.removeprefix(f"{schema}_"),  # Business Central's way
        _NUMBERED.sub("", parameter),  # a second one of the name on the path
    )
    return next((name for name in spellings if name in properties), "")
