"""What reading along a shape makes of a value: objects that know their place, and what doesn't fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from linter.diagnostic import Location, Path
from linter.named_tuple import NamedTuple
from linter.shapes.shape import Shape


class Broken:
    """The type of BROKEN, which stands where a value doesn't have the expected JSON type."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Final = Broken()


class Problem(NamedTuple):
    """A place where a document doesn't have the shape that its kind asks for."""

    # "unknown", "duplicate", "type", "missing" or "value"; of a whole body: "form", "beginning" or "syntax"
    kind: str
    at: Location
    name: str  # the property
    owner: str  # the shape in which it stands
    expected: str = ""  # of a value: how bad another one than the known ones is
    found: str = ""
    known: tuple[str, ...] = ()
    first: Location | None = None
    same: bool = False  # of a duplicate: whether both have the same value
    free: tuple[str, ...] = ()  # of an unknown one: known names that aren't given and take its value
    meant: str = ""  # the known one that it is a slip of; it is read as that, if it takes its value
    required: bool = False  # whether that one has to be given
    follows: tuple[Location, ...] = ()  # of another form: what doesn't fit for that reason
    member: str = ""  # of a type, a value or a missing one: the property's canonical name


_NOTHING: Final[dict[str, Any]] = {}  # of nodes that hold nothing yet
_NOT_BROKEN: Final[frozenset[str]] = frozenset()


class Node:
    """A JSON object read along its shape; it knows its own path.

    `values` holds what fits, under canonical names in the order of the text; `broken` names what is
    malformed or missing though required.  A plain string in place of an entity reference is a Node
    whose `literal` is that string.
    """

    __slots__ = ("_keys", "_written", "broken", "document", "literal", "parent", "shape", "steps", "values")

    def __init__(self, document: str, shape: Shape, parent: Node | None, steps: Path) -> None:
        self.document = document
        self.shape = shape
        self.parent = parent
        self.steps = steps
        self.values: dict[str, Any] = _NOTHING
        self._written: dict[str, Any] = _NOTHING
        self._keys: dict[str, str] | None = None
        self.broken: frozenset[str] = _NOT_BROKEN
        self.literal: str | None = None

    def hold(self, written: dict[str, Any], values: dict[str, Any]) -> None:
        """Take up an object all of whose keys are canonical names, and what fits of it; neither is copied."""
        self._written = written
        self.values = values

    def hold_renamed(self, keys: dict[str, str], values: dict[str, Any]) -> None:
        """Take up what fits of an object, and under which keys it has it; both may still grow."""
        self._keys = keys
        self.values = values

    def spoil(self, name: str) -> None:
        """Take down that a property is malformed, or missing though required."""
        self.broken |= {name}

    @property
    def keys(self) -> dict[str, str]:
        """Every canonical name that is written, with the key as written, in the order of the text."""
        return {name: name for name in self._written} if self._keys is None else self._keys

    @property
    def count(self) -> int:
        """How many of its properties are written."""
        return len(self._written if self._keys is None else self._keys)

    @property
    def path(self) -> Path:
        """The keys and indices from the document's root to this object."""
        return (*self.parent.path, *self.steps) if self.parent else self.steps

    def at(self, name: str | None = None, *rest: str | int) -> Location:
        """Return the place of this object, of a property, or of something in it.

        A property that isn't written has no place of its own: the object's stands for it.
        """
        if name is None or not self._has(name):
            return Location(self.document, self.path)
        key = name if self._keys is None else self._keys[name]
        return Location(self.document, (*self.path, key, *rest))

    def called(self, name: str) -> str:
        """Return what the document calls a property, or would."""
        return self.keys.get(name, self.shape.called(name)) if name in self.shape.theirs else name

    def worded(self, name: str, value: str) -> str:
        """Return how the document would write a value of a property's closed list."""
        return self.shape.within(name).worded(value)

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
        return self._has(name)

    def _has(self, name: str) -> bool:
        return name in (self._written if self._keys is None else self._keys)

    def is_written_like(self, other: Node) -> bool:
        """Tell whether two objects of one shape say the same, as is quickly seen of most that do."""
        written = self._written
        return written is not _NOTHING and self.shape is other.shape and written == other._written

    def plain(self) -> Any:
        """Return what is read of this object, under canonical names, as a plain value."""
        if self.literal is not None:
            return self.literal
        return {name: _plain(value) for name, value in self.values.items()}

    def walk(self) -> Iterator[Node]:
        """Yield this object and all objects in it, in the order of the text."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one._inner())

    def _inner(self) -> list[Node]:
        """Return the objects that the properties are, or hold; what is kept as it is written has none."""
        return [] if self.values is self._written else list(_nodes_among(self.values.values()))


Slice = tuple[int, int]
"""A part of a string, by its characters."""

Where = Location | tuple[Node, str | None] | tuple[Node, str, int] | tuple[Node, str, Slice]
"""A place, or the object and its property that have it: most places nobody asks for.

What stands behind the property is the index of an item of it, or a part of its text.
"""


def located(where: Where) -> Location:
    """Return the place."""
    if isinstance(where, Location):
        return where
    if len(where) == 2:
        return where[0].at(where[1])
    node, name, part = where
    return node.at(name, part) if isinstance(part, int) else node.at(name)._replace(slice=part)


def listed(root: Any) -> list[Node]:
    """Return the objects of a value that is a list of them, or one."""
    return [one for one in (root if isinstance(root, list) else [root]) if isinstance(one, Node)]


def nodes_of(root: Any) -> Iterator[Node]:
    """Yield the objects of a value that was read along its shape."""
    for one in listed(root):
        yield from one.walk()


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value if item is not BROKEN]
    return value.plain() if isinstance(value, Node) else value


def _nodes_among(values: Iterable[Any]) -> Iterator[Node]:
    for value in values:
        if isinstance(value, Node):
            yield value
        elif isinstance(value, list):
            yield from _nodes_among(value)
