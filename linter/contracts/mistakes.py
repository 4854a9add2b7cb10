"""What is wrong with a request to another API: the judges of contracts find it, the rules word it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

from linter.contracts.schema import InContract
from linter.diagnostic import Lack, Location
from linter.named_tuple import NamedTuple

MistakeKind = Literal[
    "path",
    "method",
    "option",
    "missing",
    "value",
    "syntax",
    "name",
    "operand",
    "property",
    "body value",
    "unlisted",
    "read-only",
    "binding",
    "if-match",
]
"""What may be wrong; each is one rule's."""


MOST_LISTED: Final = 12
"""More names or values than that nobody reads through."""


def if_few(names: Collection[str]) -> tuple[str, ...]:
    """Return names, if a message can list all of them."""
    return tuple(names) if len(names) <= MOST_LISTED else ()


class Mistake(NamedTuple):
    """One mistake, where it is, and what the contract has instead."""

    kind: MistakeKind
    at: Location
    name: str  # what is wrong: a name, or a value as it is written
    owner: str = ""  # whose it would be: an operation, a type, the contract's file
    what: str = ""  # what is expected of the name or the value, in words
    near: tuple[str, ...] = ()  # the names that are close
    known: tuple[str, ...] = ()  # all that would do, where they are few
    severity: str | None = None  # where it differs from the rule's own
    there: Location | None = None  # what `near` takes the place of, where that is something else
    declared: InContract | None = None  # what the contract has: the nearest name, or what the value is of


class Unjudged(NamedTuple):
    """What a contract says nothing of, or what can't be known."""

    at: Location
    lack: Lack
    kind: MistakeKind = "path"  # whose rule would have judged it


class NamedInCall(NamedTuple):
    """A name in a request that the contract knows."""

    at: Location
    name: str
    what: str  # "entity set", "operation", "path", "property" or "navigation property"
    owner: str = ""  # whose it is: a type, without its namespace
    type: str = ""
    declared: InContract | None = None


Judgement = Mistake | Unjudged
Told = Judgement | NamedInCall
"""All that a contract says of a request."""
