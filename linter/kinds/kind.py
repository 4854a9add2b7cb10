"""The card of a payload kind: all that is particular to it, for those who deal with any kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from linter.kinds.laid import LaidList, LaidSources
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node


class Turn(NamedTuple):
    """When requests are sent if their needs leave it open: by rank, and why, in words."""

    rank: int
    custom: str


LATE: Final = 10
"""The rank from which on a kind builds on what is conflated: segments, measures, search …"""


class BodyForm(NamedTuple):
    """The definition in the kind's schema along which a body is read; None is the whole schema."""

    definition: str | None = None
    or_list: bool = False  # a list of such is read as well


class Standing(NamedTuple):
    """What a request meets: which instance, which conflation, and what the snapshot says of that."""

    instance: str
    conflation: tuple[str, str]
    saved: Node | None


Part = tuple[object, bool]
"""What a request writes (equal for all that write it), and whether the snapshot has it so already."""


class Laid(NamedTuple):
    """A snapshot's plain value while requests are laid over it, and where one of them belongs in it.

    `holder` has the part that `saved` of the card names: a conflation, or the snapshot itself.
    """

    value: dict[str, Any]
    holder: dict[str, Any]
    bodies: Sequence[dict[str, Any]]  # the objects that the request sends, as a snapshot has them
    sources: LaidSources
    listed: LaidList | None  # what has it, where that is a list of the snapshot

    @property
    def body(self) -> dict[str, Any]:
        """The only one, or the first; empty where there is none."""
        return self.bodies[0] if self.bodies else {}


def _whole(_value: Any, _request: Request) -> BodyForm:
    return BodyForm()


def _unknown(_request: Request, _standing: Standing) -> Iterable[Part]:
    return ()


class Kind(NamedTuple):
    """One kind of payload.

    A body that is one of `roots` when it is read along its form can be viewed; `saved` are the
    properties that lead to it in a snapshot, through lists of objects if need be.
    """

    name: str  # as in its URL, its schema's file and `--as`
    title: str  # of its schema
    model: str  # the module in linter/models whose ROOT its schema is made of
    addresses: tuple[Address, ...]
    view: Callable[[Request, Any], Any]
    turn: Turn
    roots: tuple[type, ...] = (Node,)
    form: Callable[[Any, Request], BodyForm] = _whole
    saved: tuple[str, ...] = ()
    divisible: bool = False  # its parts can be sent one by one
    writes: Callable[[Request, Standing], Iterable[Part]] = _unknown
    lays: Callable[[Request, Laid], None] | None = None  # unless a snapshot has bodies as they stand
    has_files: bool = True  # whether files mirror its paths; else it is only the body of a saved request
    needs_body: bool = True  # whether a request that writes one must have a body
    since: str = ""  # the first generation of the API that has it; they compare as texts
    until: str | None = None  # the first one that has it no more

    def __hash__(self) -> int:  # caches that go by the table ask for it at every URL
        return hash(self.name)

    @property
    def is_late(self) -> bool:
        """Whether it builds on what is conflated."""
        return self.turn.rank >= LATE
