"""A request that a contract judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

from linter.diagnostic import Location
from linter.kinds.route import decoded, path_of_url
from linter.named_tuple import NamedTuple
from linter.placeholders import placeholders_in, why_open

if TYPE_CHECKING:
    from linter.contracts.mistakes import Judgement, NamedInCall, Told
    from linter.contracts.schema import InContract, Schema, Structure
    from linter.diagnostic import Lack
    from linter.shapes.node import Node
    from linter.text.source import Text


_METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Judge(Protocol):
    """What a contract says of requests."""

    def judge(self, call: Call) -> Iterator[Told]:
        """Yield what is wrong with a request, what isn't judged of it, and the names in it that are known."""
        ...

    @property
    def schema(self) -> Schema:
        """The types that it knows."""
        ...

    def begins(self) -> Iterable[str]:
        """Return what a path can begin with."""
        ...

    def asked(self, call: Call) -> Structure | None:
        """Return the type of what a request's query asks."""
        ...

    def written(self, call: Call) -> Structure | None:
        """Return the type of what a request's body says."""
        ...

    @property
    def text(self) -> Text:
        """The contract's file."""
        ...

    def where(self, declared: InContract) -> Location:
        """Return the place of a declaration in that file."""
        ...


class CallOption(NamedTuple):
    """An option of a query: as it is meant, and where it is written in the url."""

    name: str
    value: str
    start: int
    equals: int  # where its value begins
    end: int

    def named(self, url: str) -> str:
        """Return its name as it is written, with the `=` behind it."""
        return url[self.start : self.equals]


class Call:
    """A request to a server of a contract; `path` is what follows the server in its url."""

    def __init__(self, document: str, envelope: Node, judge: Judge, server_end: int) -> None:
        self.document = document
        self.envelope = envelope
        self.body: Any = None  # BROKEN where it can't be read
        self.sent_as = ""  # the body's media type, where no header says it
        self.url = envelope.text("url") or ""
        self.method = _known_method(envelope.text("method") or "")
        self.path_start = server_end
        self.path_end = len(path_of_url(self.url))
        self.contract = judge

    @property
    def path(self) -> str:
        """What follows the server, without the query."""
        return self.url[self.path_start : self.path_end]

    def where(self, declared: InContract) -> Location:
        """Return the place in the contract's file at which something is declared."""
        return self.contract.where(declared)

    @property
    def at(self) -> Location:
        """The place of the url."""
        return self.envelope.at("url")

    def within(self, start: int, end: int) -> Location:
        """Return the place of a part of the url."""
        return self.at._replace(slice=(start, end))

    def in_body(self, *path: str | int) -> Location:
        """Return the place of a value in the body."""
        return self.envelope.at("body", *path)

    @cached_property
    def query(self) -> str:
        """The query, without the fragment."""
        return self.url[self.path_end + 1 :].partition("#")[0] if self.url[self.path_end :][:1] == "?" else ""

    @property
    def query_start(self) -> int:
        """Where the query begins in the url."""
        return self.path_end + 1

    @cached_property
    def options(self) -> list[CallOption]:
        """The options of the query, in the order of the text."""
        found, start = [], self.query_start
        for part in self.query.split("&") if self.query else ():
            name, mark, value = part.partition("=")
            equals = start + len(name) + len(mark)
            found.append(CallOption(decoded(name), decoded(value), start, equals, start + len(part)))
            start += len(part) + 1
        return found

    @cached_property
    def headers(self) -> dict[str, str]:
        """The headers by their names in small letters; what isn't a text is empty."""
        headers = self.envelope.node("headers")
        found = {}
        for name, value in (headers.values if headers is not None else {}).items():
            first = value[0] if isinstance(value, list) and value else value
            found[name.lower()] = first if isinstance(first, str) else ""
        return found

    @property
    def may_create(self) -> bool:
        """Whether it is an update that doesn't say whether there is an entity already."""
        return self.method == "PATCH" and {"if-match", "if-none-match"}.isdisjoint(self.headers)

    @property
    def media_type(self) -> str:
        """The media type of the body, in small letters; empty where it isn't said."""
        named = self.headers.get("content-type") or self.sent_as
        return named.partition(";")[0].strip().lower()

    @property
    def may_be_json(self) -> bool:
        """Whether nothing says that the body is of another media type."""
        return not self.media_type or "json" in self.media_type or "{" in self.media_type

    def opened(self, text: str) -> Lack | None:
        """Return why it isn't known what a text is that has placeholders without values."""
        return why_open(text) if any(placeholders_in(text)) else None

    @cached_property
    def judgements(self) -> list[Judgement]:
        """All that is wrong with it, or isn't judged of it."""
        from linter.contracts.mistakes import NamedInCall

        return [one for one in self._told if not isinstance(one, NamedInCall)]

    @cached_property
    def names(self) -> list[NamedInCall]:
        """The names in it that the contract knows."""
        from linter.contracts.mistakes import NamedInCall

        return [one for one in self._told if isinstance(one, NamedInCall)]

    @cached_property
    def _told(self) -> list[Told]:
        return list(self.contract.judge(self))


def _known_method(written: str) -> str:
    """Return a method; nothing for one that DO102 calls unknown, so that it is told once."""
    method = written.upper()
    return method if method in _METHODS else ""
