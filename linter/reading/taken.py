"""What reading makes of files: of one, and of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from linter import kinds
from linter.diagnostic import Diagnostic, Location, NotChecked, Remark, Said
from linter.kinds.misplaced import Misplaced
from linter.kinds.request import Request
from linter.kinds.route import Route
from linter.named_tuple import NamedTuple
from linter.project.project import HouseSchema, Project, Unread
from linter.shapes.node import Problem
from linter.shapes.reading import Occurrence, Reading
from linter.text.source import Text

if TYPE_CHECKING:
    from linter.contracts.call import Call
    from linter.instance.snapshot import Snapshot


class Beside(NamedTuple):
    """The files that may say what variables stand for, by path, with what they hold; the last counts most."""

    environment: str = ""  # the one that a run is in
    files: tuple[tuple[str, bytes], ...] = ()


class Loaded(NamedTuple):
    """A project and the texts that it was read from."""

    project: Project
    texts: dict[str, Text]
    documents: list[str]
    skipped: list[str]  # files that are nobody's payload, and requests of others
    unreadable_skipped: int
    refused: tuple[str, ...] = ()
    too_large: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = {}  # by document in a dialect: its names, folded, and ours
    foreign: tuple[str, ...] = ()  # the requests of others among what was skipped
    kept: Kept | None = None  # where there is a memory
    ignored: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def by_kind(self) -> list[tuple[str, str]]:
        """Return the kind of each document, and its name."""
        of = {one.document: "unreadable" for one in self.project.unread}
        for request in self.project.requests:
            of[request.document] = str(request.route.kind) if request.envelope is None else "requests"
        return [(of.get(name, "requests"), name) for name in self.documents]

    def kinds(self, wanted: Callable[[str], bool]) -> tuple[tuple[str, int], ...]:
        """Return of how many of the wanted documents there are of each kind, in the order of the table.

        Files of saved requests are "requests", those that can't be read "unreadable".
        """
        counts = Counter(kind for kind, name in self.by_kind() if wanted(name))
        order = (*kinds.names(), "requests", "unreadable")
        return tuple((name, counts[name]) for name in order if counts[name])


class Kept(NamedTuple):
    """What is known from the judgements before: by document what local rules say, and finished findings."""

    documents: tuple[Taken, ...]
    diagnostics: dict[Any, Diagnostic]


class Included(NamedTuple):
    """A file that a request sends as its body."""

    at: Location  # where the request names it
    path: str  # absolute
    method: str
    route: Route


class Taken:
    """What one file adds to a project."""

    __slots__ = (
        "beside",
        "calls",
        "foreign",
        "house_schemas",
        "included",
        "is_document",
        "met",
        "misplaced",
        "placeholders",
        "problems",
        "refused",
        "requests",
        "said",
        "skipped",
        "text",
        "too_large",
        "unread",
        "unseen",
        "variables_in",
    )

    def __init__(self, text: Text) -> None:
        self.text = text
        self.is_document = False  # whether it is a payload, or should be one
        self.requests: list[Request] = []
        self.calls: list[Call] = []  # requests to servers of contracts
        self.skipped: list[str] = []
        self.foreign: list[str] = []  # requests of others
        self.refused = ""  # why a file that is named can't be judged
        self.too_large = ""  # why a file that may not be ours was not read
        self.unread: Unread | None = None
        self.misplaced: Misplaced | None = None
        self.problems: list[Problem] = []
        self.placeholders: list[Occurrence] = []
        self.house_schemas: list[HouseSchema] = []
        self.included: list[Included] = []
        self.unseen: list[NotChecked] = []  # bodies in files that aren't read
        self.beside = Beside()  # the environment files with which its requests were read
        self.variables_in: Mapping[str, Text] = {}  # those that say what a variable stands for
        self.said: Mapping[str, list[Said]] | None = None  # what local rules say of it, by code
        self.met: tuple[Snapshot, ...] = ()  # with which they do

    def take_up(self, reading: Reading) -> None:
        """Add what was read of the file, or of a part of it."""
        self.problems += reading.problems
        if reading.placeholders:
            self.placeholders += reading.placeholders
            self.text.filled.update((at.path, filled.parts) for at, filled in reading.placeholders)
