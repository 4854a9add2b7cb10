"""Who creates what the service makes of one instance, and which deletions make room for that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from linter.instance.named import singular
from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.project.effects import LISTS, Effect, effects_of
from linter.project.outputs import PARTS
from linter.project.project import Project

_Named = tuple[str, str]  # a kind, such as "segment", and a name of it


class Room(NamedTuple):
    """A creation that takes the name of something else, and a deletion that frees it."""

    creation: Effect
    deletion: Request
    words: str  # what that one does, as in "it …"
    is_sure: bool  # whether it is known that this is what it deletes, and that it is there


class Creations:
    """What requests create, and delete, by kind and name."""

    def __init__(self, project: Project, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._deletions = project.deletions
        self._stored = set(_stored(snapshot))
        self._created: dict[_Named, list[Effect]] = {}
        self._deleted: dict[_Named, list[Request]] = {}
        for request in project.requests:
            if request.snapshot is snapshot:
                self._take_down(request)

    def _take_down(self, request: Request) -> None:
        for one in effects_of(request):
            if one.verb == "creates":
                self._created.setdefault((one.kind, one.name), []).append(one)
            elif one.verb == "deletes":
                self._deleted.setdefault((one.kind, one.name), []).append(request)

    def knows_all(self, kind: str) -> bool:
        """Tell whether the snapshot has all of a kind that there is."""
        return self._snapshot.complete(LISTS[kind])

    def giving(self, kind: str, name: str, reader: Request) -> list[Effect]:
        """Return who gives a request something; none does if the snapshot has it, and it is still there.

        What may be there is deleted to make room, not after its creation.
        """
        last = self._last_deletion(kind, name, reader)
        makes_room = reader.method == "DELETE" and not self.knows_all(kind)
        if last < 0 and ((kind, name) in self._stored or makes_room):
            return []
        found = self._created.get((kind, name), [])
        return [one for one in found if not _is_undone(one.request, reader, last)]

    def anew(self, kind: str, name: str, reader: Request) -> list[Effect]:
        """Return who creates anew for a request what the snapshot has, and another list deletes."""
        is_there = (kind, name) in self._stored and self._last_deletion(kind, name, reader) < 0
        gone = (one.sequence != reader.sequence for one in self._deleted.get((kind, name), ()))
        if not is_there or reader.method == "DELETE" or not any(gone):
            return []
        found = self._created.get((kind, name), [])
        return [one for one in found if one.request is not reader and not reader.precedes(one.request)]

    def makes_room(self, deletion: Request, kind: str, name: str) -> bool:
        """Tell whether something is deleted so that a later, or another list's, request can create it."""
        is_new = (kind, name) not in self._stored and self.knows_all(kind)
        return any(
            deletion.precedes(one.request) or (one.request.sequence != deletion.sequence and not is_new)
            for one in self._created.get((kind, name), ())
        )

    def rooms(self) -> Iterator[Room]:
        """Yield what is deleted before something takes its name, unless one list says so of both."""
        taken = self._taken()
        for one in (each for found in self._created.values() for each in found):
            for kind, name in taken.get((_space(one.kind), one.name.lower()), ()):
                gone = self._deletions.making_room(one.request, kind, name)
                if not any(each.precedes(one.request) for each in gone):
                    yield from self._made_by(gone, one, kind, name)

    def _taken(self) -> dict[_Named, list[_Named]]:
        """The names that there are, or may be, by what they are unique in."""
        found: dict[_Named, list[_Named]] = {}
        unlisted = (one for one in self._deleted if not self.knows_all(one[0]))
        for kind, name in dict.fromkeys((*sorted(self._stored), *unlisted)):
            found.setdefault((_space(kind), name.lower()), []).append((kind, name))
        return found

    def _made_by(self, gone: Iterable[Request], one: Effect, kind: str, name: str) -> Iterator[Room]:
        surely = self._deleted.get((kind, name), ()) if (kind, name) in self._stored else ()
        for each in gone:
            yield Room(one, each, f"deletes {word(kind)} `{name}`", each in surely)

    def _last_deletion(self, kind: str, name: str, reader: Request) -> int:
        """Return the index of the last request before one in its list that deletes something; -1: none."""
        gone = (one.index for one in self._deleted.get((kind, name), ()) if one.precedes(reader))
        return max(gone, default=-1)


CreationsIn = Callable[[Snapshot], Creations]


def creations_in(project: Project) -> CreationsIn:
    """Return what tells the creations of each instance, which are looked through when first asked for."""
    return cache(lambda snapshot: Creations(project, snapshot))


def _is_undone(creating: Request, reader: Request, last: int) -> bool:
    """Tell whether the list of a request deletes what is created before it comes to that request."""
    return creating.sequence == reader.sequence and creating.index < last


def _stored(snapshot: Snapshot) -> Iterator[_Named]:
    for kind, part in LISTS.items():
        for node in snapshot.root.nodes(part):
            name = node.text("name")
            if name:
                yield kind, name


def word(kind: str) -> str:
    """Return what something of a kind is, in words."""
    return singular(LISTS[kind])


def _space(kind: str) -> str:
    """Return what a kind shares its names with: outputs with each other."""
    return "" if kind in PARTS else kind
