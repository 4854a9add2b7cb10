"""What reading along a shape makes of a value: objects that know their place, and what doesn't fit."""

from __future__ import annotations

from collections.abc import Iterator
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

    kind: (
        str  # "unknown", "duplicate", "type", "missing" or "value"; of a body: "form", "beginning", "syntax"
    )
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


def nodes_of(root: Any) -> Iterator[Node]:
    """Yield the objects of a value that was read along its shape."""
    for one in root if isinstance(root, list) else [root]:
        if isinstance(one, Node):
            yield from one.walk()


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value if item is not BROKEN]
    return value.plain() if isinstance(value, Node) else value


def _walk(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield from value.walk()
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item)
