"""What the schemas of an OpenAPI description refer to, also by way of its other parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from linter.importers.openapi_document import Description, SchemaNode
from linter.named_tuple import NamedTuple


class _Referred(NamedTuple):
    """What a value refers to itself: schemas by their names, other parts of the document as referred to."""

    schemas: set[str]
    parts: set[str]


class References:
    """Follows the references of one description; what it has looked through it keeps."""

    def __init__(self, document: Description, schemas: Mapping[str, SchemaNode]) -> None:
        self._document = document
        self._known_parts: dict[str, _Referred] = {}
        self._uses = {name: self._referred_in([one.value]) for name, one in schemas.items()}

    def names(self, values: Iterable[object]) -> set[str]:
        """Return the schemas that values refer to, also by way of responses and other parts."""
        referred = self._referred_in(values)
        below = self._parts_below(referred.parts, set())
        return referred.schemas.union(*(one.schemas for one in below))

    def reached(self, names: Iterable[str], without: Iterable[str] = ()) -> set[str]:
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

    def used(self) -> set[str]:
        """Return the schemas that another one uses, also by way of responses and other parts."""
        used = {each for name, uses in self._uses.items() for each in uses.schemas - {name}}
        for reference, users in self._users_of_parts().items():
            used |= {name for name in self._part(reference).schemas if users - {name}}
        return used

    def _referred_in(self, values: Iterable[object]) -> _Referred:
        """Return what values refer to themselves: schemas, and other parts, which are looked through once."""
        found = _Referred(set(), set())
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

    def _take_down(self, reference: str, found: _Referred) -> None:
        target = self._document.at(reference)
        if target is not None and target.name:
            found.schemas.add(target.name)
        elif target is not None:
            found.parts.add(reference)

    def _part(self, reference: str) -> _Referred:
        """Return what a response or another part of the document refers to itself."""
        if reference not in self._known_parts:
            target = self._document.at(reference)
            self._known_parts[reference] = self._referred_in([target.value] if target else ())
        return self._known_parts[reference]

    def _parts_below(self, references: Iterable[str], seen: set[str]) -> Iterator[_Referred]:
        """Yield what parts refer to, and those that they lead to, unless they are seen already."""
        stack = list(references)
        while stack:
            reference = stack.pop()
            if reference not in seen:
                seen.add(reference)
                part = self._part(reference)
                yield part
                stack += part.parts

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


def count_references(document: object) -> int:
    """Return how many references stand in a part of a document."""
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
