"""A value of a response, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.importers.found import Note
from linter.importers.payloads import Whence
from linter.importers.source import Source
from linter.named_tuple import NamedTuple


class ResponsePart(NamedTuple):
    """A value of a response, and where it stands."""

    source: Source
    path: tuple[str | int, ...]
    value: Any
    whence: Whence = Whence()  # what is said of where it belongs

    def get(self, *names: str) -> ResponsePart:
        """Return a property by the first of its names that is there; its value is None where none is."""
        for name in names:
            key = key_of(self.value, name)
            if key is not None:
                return self._replace(path=(*self.path, key), value=self.value[key])
        return self._replace(value=None)

    def text(self, *names: str) -> str:
        """Return a property that is a text; empty where it isn't one."""
        value = self.get(*names).value
        return value if isinstance(value, str) else ""

    def items(self) -> Iterator[ResponsePart]:
        """Yield the items of a list; none where it is something else."""
        if isinstance(self.value, list):
            for number, value in enumerate(self.value):
                yield self._replace(path=(*self.path, number), value=value)

    def members(self) -> Iterator[tuple[str, ResponsePart]]:
        """Yield the properties of an object."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, self._replace(path=(*self.path, key), value=value)

    def note(self, message: str) -> Note:
        """Return a note about the value."""
        return self.source.note(self.path, message)


def unwrapped(part: ResponsePart) -> ResponsePart:
    """Return what stands in `value`, where a response is wrapped so."""
    inner = part.get("value")
    return part if inner.value is None else inner


def property_of(value: Any, name: str) -> Any:
    """Return a property of an object, without regard to the case of its name."""
    key = key_of(value, name)
    return value[key] if key is not None else None


def key_of(value: object, name: str) -> str | None:
    """Return how an object spells the name of a property."""
    if not isinstance(value, dict):
        return None
    if name in value:
        return name
    folded = name.lower()
    return next((key for key in value if key.lower() == folded), None)
