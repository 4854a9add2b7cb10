"""Reads a plain JSON value along one of our JSON Schemas: property names fold, what doesn't fit is a problem.

A value that doesn't fit becomes BROKEN and its neighbours are read on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from linter.diagnostic import Location, Path
from linter.named_tuple import NamedTuple
from linter.placeholders import Filled, Values, may_have_any
from linter.shapes.node import BROKEN, Node, Problem
from linter.shapes.shape import Shape, fold_value
from linter.shapes.slips import unknown_in
from linter.wording import SPACE_LIKE


class Occurrence(NamedTuple):
    """A text with placeholders, where it stands, and what it stands for."""

    at: Location
    filled: Filled


class Reading(NamedTuple):
    """A value read along a shape: Node, list, scalar or BROKEN, and what didn't fit."""

    root: Any
    problems: list[Problem]
    placeholders: Sequence[Occurrence] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is malformed or missing; unknown properties don't matter."""
        return not any(
            problem.kind in ("type", "missing", "form", "beginning", "syntax") for problem in self.problems
        )


def read(
    value: Any,
    shape: Shape,
    document: str,
    path: Path = (),
    node: type[Node] = Node,
    values: Values | None = None,
    within: Node | None = None,
) -> Reading:
    """Read a value that stands at a path of a document, or of a node in it.

    Objects become nodes of the class `node`.  With `values`, a placeholder is read as what it stands
    for, and as BROKEN where nobody knows that.
    """
    reader = _Along(document, node, values)
    return Reading(reader.read(value, shape, within, path), reader.problems, reader.placeholders)


def kind_of_value(value: Any) -> str:
    """Return the name that a JSON value's type has in a message, with its article."""
    if isinstance(value, bool):
        return "a boolean"
    if value is None:
        return "null"
    names = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names[type(value)]


class _Along:
    """Reads one document; collects its problems."""

    def __init__(self, document: str, node: type[Node], values: Values | None) -> None:
        self.document = document
        self.node = node
        self.values = values
        self.problems: list[Problem] = []
        self.placeholders: list[Occurrence] = []

    def read(self, value: Any, shape: Shape, parent: Node | None, steps: Path) -> Any:
        kind = type(value)
        if kind is str and shape.takes_placeholders and self.values is not None and may_have_any(value):
            value = self._filled(value, self.values, parent, steps)
            kind = type(value)
            if value is BROKEN:
                return BROKEN
        elif kind is str and shape.takes_values and self.values is not None:
            value = self._filled_if_known(value, self.values, parent, steps)
        if kind is dict:
            if shape.short is not None and not any(key.lower() in shape.names for key in value):
                return self._mapping(value, shape.short, parent, steps)
            if shape.members is not None:
                return self._object(value, shape, parent, steps)
            if shape.mapping is not None:
                return self._mapping(value, shape, parent, steps)
        elif kind is list and shape.items is not None:
            return self._items(value, shape.items, parent, steps)
        elif kind in shape.scalars:
            if shape.values and kind is str:
                value = self._listed(value, shape, parent, steps)
            return self._literal(value, shape, parent, steps) if shape.refers else value
        if shape.any:
            return value
        return self._misfit(value, shape, parent, steps)

    def _items(self, value: list[Any], shape: Shape, parent: Node | None, steps: Path) -> list[Any]:
        """Return the items of a list; the list itself, where it holds nothing else."""
        read = [
            item if _is_as_it_stands(item, shape) else self.read(item, shape, parent, (*steps, number))
            for number, item in enumerate(value)
        ]
        return value if read == value else read

    def _listed(self, value: str, shape: Shape, parent: Node | None, steps: Path) -> str:
        """Return what a value of a closed list means; one that isn't in it is told."""
        folded = fold_value(value)
        if shape.accepted is not None and folded not in shape.accepted:
            self._unknown_value(value, shape, parent, steps)
        return shape.meant.get(folded, value)

    def _misfit(self, value: Any, shape: Shape, parent: Node | None, steps: Path) -> Any:
        """Read what hasn't the expected type; a placeholder may stand for what has."""
        if isinstance(value, str) and self.values is not None and not shape.takes_placeholders:
            filled = self._filled(value, self.values, parent, steps)
            if filled is not value:
                return filled if filled is BROKEN else self.read(filled, shape, parent, steps)
        self._wrong_type(value, shape, parent, steps)
        return BROKEN

    def _object(self, value: dict[str, Any], shape: Shape, parent: Node | None, steps: Path) -> Node:
        node = self.node(self.document, shape, parent, steps)
        if not value.keys() <= shape.spelled:
            self._respelled(value, node)
            return node
        members = shape.members
        assert members is not None
        read: dict[str, Any] = {}
        for name, item in value.items():
            member = members[name]
            if not _is_as_it_stands(item, member):
                child = self._child(item, member, node, name, name)
                if child is not item or child is None:
                    read[name] = child
        node.hold(value, _fitting(value | read) if read else value)
        for name in shape.required:
            if name not in value:
                self._missing(node, name)
        return node

    def _respelled(self, value: dict[str, Any], node: Node) -> None:
        """Read an object some of whose keys are not the names that they stand for."""
        names, members = node.shape.names, node.shape.members
        assert members is not None
        keys: dict[str, str] = {}
        values: dict[str, Any] = {}
        node.hold_renamed(keys, values)
        slips: dict[str, str] | None = None
        for key, item in value.items():
            name = names.get(key) or names.get(key.lower())
            if name is None:
                slips = self._unknown(node, keys, value) if slips is None else slips
                name = slips.get(key)
                if name is None:
                    continue
            if name in keys:
                self._twice(node, name, key, value)
            keys[name] = key
            child = self._child(item, members[name], node, name, key)
            if child is not BROKEN and child is not None:
                values[name] = child
        for name in node.shape.required:
            if name not in keys:
                self._missing(node, name)

    def _child(self, item: Any, shape: Shape, node: Node, name: str, key: str) -> Any:
        child = self.read(item, shape, node, (key,))
        if child is BROKEN or (type(child) is list and BROKEN in child):
            node.spoil(name)
        return child

    def _mapping(self, value: dict[str, Any], shape: Shape, parent: Node | None, steps: Path) -> Node:
        node = self.node(self.document, shape, parent, steps)
        item_shape = shape.mapping
        assert item_shape is not None
        names = self.values if shape.says else None
        if names is None and _are_as_they_stand(value, item_shape):
            node.hold(value, value)
            return node
        keys: dict[str, str] = {}
        values: dict[str, Any] = {}
        node.hold_renamed(keys, values)
        for key, item in value.items():
            named = self._key(key, names, node) if names is not None else key
            if named is None:
                self.read(item, item_shape, node, (key,))
                node.spoil(key)
                continue
            keys[named] = key
            child = self._child(item, item_shape, node, named, key)
            if child is not BROKEN:
                values[named] = child
        return node

    def _literal(self, value: str, shape: Shape, parent: Node | None, steps: Path) -> Node:
        node = self.node(self.document, shape, parent, steps)
        node.literal = value
        return node

    def _unknown(self, node: Node, keys: dict[str, str], value: dict[str, Any]) -> dict[str, str]:
        """Take down the properties that aren't known; return what those are read as that are slips."""
        slips: dict[str, str] = {}
        for one in unknown_in(value, node.shape) if not node.shape.any else ():
            at = Location(self.document, (*node.path, one.key), "key")
            problem = Problem("unknown", at, one.key, node.shape.name, known=one.spellings, free=one.free)
            required = one.name in node.shape.required
            self.problems.append(problem._replace(meant=one.meant, required=required))
            if one.is_readable:
                slips[one.key] = one.name
            elif one.name:
                keys[one.name] = one.key
                node.spoil(one.name)
        return slips

    def _filled(
        self, value: str, values: Values, parent: Node | None, steps: Path, part: str = "value"
    ) -> Any:
        """Return what a text with placeholders stands for, BROKEN where that isn't known."""
        filled = values.fill(value)
        if filled is None:
            return value
        path = (*parent.path, *steps) if parent else steps
        self.placeholders.append(Occurrence(Location(self.document, path, part), filled))
        return BROKEN if filled.is_open else filled.value

    def _filled_if_known(self, value: str, values: Values, parent: Node | None, steps: Path) -> str:
        """Return what a text with placeholders stands for, the text itself where that isn't known."""
        filled = values.fill(value)
        if filled is None or filled.is_open:
            return value
        return str(self._filled(value, values, parent, steps))

    def _key(self, key: str, values: Values, node: Node) -> str | None:
        """Return what a key names, None where that isn't known."""
        named = self._filled(key, values, node, (key,), "key")
        return str(named) if named is not BROKEN else None

    def _twice(self, node: Node, name: str, key: str, value: dict[str, Any]) -> None:
        first = Location(self.document, (*node.path, node.keys[name]), "key")
        at = Location(self.document, (*node.path, key), "key")
        # as JSON: Python takes True for 1
        same = json.dumps(value[key]) == json.dumps(value[node.keys[name]])
        self.problems.append(Problem("duplicate", at, key, node.shape.name, first=first, same=same))

    def _missing(self, node: Node, name: str) -> None:
        node.spoil(name)
        problem = Problem("missing", node.at(), node.shape.called(name), node.shape.name, member=name)
        self.problems.append(problem)

    def _unknown_value(self, value: str, shape: Shape, parent: Node | None, steps: Path) -> None:
        path = (*parent.path, *steps) if parent else steps
        name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        at, owner = Location(self.document, path), parent.shape.name if parent else ""
        problem = Problem("value", at, name, owner, shape.severity, value, known=shape.values)
        self.problems.append(problem._replace(member=_canonical(name, parent)))

    def _wrong_type(self, value: Any, shape: Shape, parent: Node | None, steps: Path) -> None:
        path = (*parent.path, *steps) if parent else steps
        owner = parent.shape.name if parent else ""
        name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        expected = " or ".join(shape.expected)
        at = Location(self.document, path)
        problem = Problem("type", at, name, owner, expected, _found(value, shape))
        self.problems.append(problem._replace(member=_canonical(name, parent)))


def _canonical(name: str, parent: Node | None) -> str:
    """Return the canonical name of a property that is written in an object."""
    names = parent.shape.names if parent is not None else {}
    return names.get(name) or names.get(name.lower()) or name


def _is_as_it_stands(value: Any, shape: Shape) -> bool:
    """Tell at once of most scalars that they fit and mean what is written."""
    kind = type(value)
    if kind is str and kind not in shape.plain:
        return value in shape.verbatim or (shape.is_name and not may_have_any(value))
    return kind in shape.plain


def _are_as_they_stand(values: dict[str, Any], shape: Shape) -> bool:
    if str in shape.plain and set(map(type, values.values())) <= {str}:  # told of many at once
        return True
    return all(_is_as_it_stands(one, shape) for one in values.values())


def _fitting(values: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in values.items() if one is not None and one is not BROKEN}


def _found(value: Any, shape: Shape) -> str:
    """Return what stands where something else is expected.

    In YAML, `{x}` is an object, and `name:value` is none where what divides it only looks like a space.
    """
    if isinstance(value, str) and (unlike := re.search(f"[:-]([{SPACE_LIKE}])", value)) is not None:
        return f"a string: U+{ord(unlike[1]):04X}, which looks like a space and is none, divides nothing"
    name = next(iter(value)) if isinstance(value, dict) and list(value.values()) == [None] else None
    hint = f" (in YAML `{{{name}}}` needs quotes)" if name is not None and str in shape.scalars else ""
    return kind_of_value(value) + hint
