"""A request that the project's files describe: an envelope, or a file that mirrors its path.

Requests of `.http` files and collections are read as envelopes, too: `envelope` is a request as it is
written, and `envelope.at("url")` the place of its url, whatever file that is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.diagnostic import Lack, Location, Path
from linter.kinds.route import Route, parameter_in
from linter.placeholders import why_open
from linter.shapes.node import Node
from linter.shapes.reading import Reading

if TYPE_CHECKING:
    from linter.instance.snapshot import Snapshot


class Request:
    """One request."""

    __slots__ = (
        "_at",
        "_body_path",
        "body_file",
        "document",
        "effects",
        "envelope",
        "index",
        "is_sent_in_turn",
        "is_unsure",
        "made",
        "mention",
        "method",
        "misnamings",
        "parameters",
        "payload",
        "reading",
        "route",
        "snapshot",
    )

    def __init__(self, document: str, method: str, route: Route, envelope: Node | None, index: int) -> None:
        self.document = document
        self.method = method
        self.route = route
        self.envelope = envelope
        self.index = index  # the place in a list of requests
        self.body_file: str | None = None  # the file that is sent as its body, as the project calls it
        self.is_sent_in_turn = True  # whether the requests of its file are sent in the order of the text
        self.parameters = dict(route.parameters)
        self._at: Location | None = None
        self._body_path: Path | None = None
        self.reading: Reading | None = None
        self.payload: Any = None  # the payload or query that it is, once a project has asked for it
        self.mention: Any = None  # the entity that its path names, once that is asked for
        self.is_unsure: bool | None = None  # whether it is open what it declares, once that is asked for
        self.made: Any = None  # the outputs that it plans, and what it changes of them, once asked for
        self.effects: Any = None  # what it creates, updates and deletes of what is made, once asked for
        self.misnamings: Any = None  # the entities that it seems to mean by wrong names, once asked for
        self.snapshot: Snapshot | None = None

    def again(self) -> Request:
        """Return the same request, for another project."""
        copy = Request(self.document, self.method, self.route, self.envelope, self.index)
        copy._body_path = self._body_path
        copy.reading = self.reading
        copy.body_file = self.body_file
        copy.is_sent_in_turn = self.is_sent_in_turn
        return copy

    def turn_to(self, snapshot: Snapshot | None) -> None:
        """Let it be about a snapshot, and forget what was made of it with another one."""
        if self.snapshot is not None and self.snapshot is not snapshot:
            self.payload = self.mention = self.is_unsure = self.misnamings = self.made = None
        self.snapshot = snapshot

    @property
    def sequence(self) -> tuple[str, int]:
        """What it shares with the requests of its list; alone where nobody says in which order they go."""
        return self.document, -1 if self.is_sent_in_turn else self.index

    def precedes(self, other: Request) -> bool:
        """Tell whether it is surely sent before another one: it stands above it in the same list."""
        return self.sequence == other.sequence and self.index < other.index

    @property
    def at(self) -> Location:
        """Where findings about its path point: the url, else the document's root."""
        if self._at is None:
            self._at = self.envelope.at("url") if self.envelope is not None else Location(self.document)
        return self._at

    @property
    def body_path(self) -> Path:
        """The path that leads to the body in the document."""
        if self._body_path is None:
            self._body_path = self.envelope.at("body").path if self.envelope is not None else ()
        return self._body_path

    @body_path.setter
    def body_path(self, path: Path) -> None:
        self._body_path = path

    @property
    def root(self) -> Any:
        """The body, read: a Node, a list of Nodes, a string or BROKEN."""
        return self.reading.root if self.reading else None

    @property
    def sound(self) -> bool:
        """Whether nothing in the body is malformed or missing."""
        return self.reading is None or self.reading.sound

    @property
    def instance_id(self) -> str | None:
        """The instance that the path names, if it names one."""
        return self.route.instance_id

    def parameter(self, name: str) -> str | None:
        """Return a path parameter such as "conflationId"; None where it isn't known what it names."""
        return self.parameters.get(name)

    def gives(self, name: str) -> bool:
        """Tell whether the path has a parameter, whether or not it is known what it names."""
        return name in self.parameters or name in self.route.open

    def spelled(self, name: str) -> str | None:
        """Return a path parameter, or "instanceId", with placeholders where it isn't known what it names."""
        known = self.instance_id if name == "instanceId" else self.parameters.get(name)
        return known if known is not None else self.route.open.get(name)

    def opened(self) -> Iterator[Lack]:
        """Yield why it is open what the path or the body names: placeholders that nobody gives values."""
        for name, segment in self.route.open.items():
            if name != "instanceId" or self.snapshot is None:
                yield why_open(segment)
        for _, filled in self.reading.placeholders if self.reading is not None else ():
            if filled.is_open:
                yield filled.lack

    def opened_at(self, at: Location) -> str | None:
        """Return the text with a placeholder at a place of the body, if it isn't known what it stands for."""
        standing = self.reading.placeholders if self.reading is not None else ()
        return next((str(filled.value) for where, filled in standing if where == at and filled.is_open), None)

    def why_open_at(self, at: Location) -> Lack | None:
        """Return why it is open what a place names: a placeholder there, or one elsewhere in the request.

        One that isn't whole is no reason: that is a finding.
        """
        standing = self.reading.placeholders if self.reading is not None else ()
        here = next((filled for where, filled in standing if where == at), None)
        if here is None:
            return next(self.opened(), None)
        return here.lack if here.is_open and here.unclosed is None else None

    def at_parameter(self, name: str) -> Location:
        """Return the place of a path parameter, or of "instanceId", in the url; else that of the path."""
        url = self.envelope.text("url") if self.envelope is not None else None
        if url is None:
            return self.at
        return self.at._replace(slice=parameter_in(url, name, self.route.address))

    def content_type(self) -> str:
        """Return the media type of the Content-Type header, folded, "" without one."""
        if self.envelope is None or not self.envelope.written("headers"):
            return ""
        from linter.kinds.headers import headers_of, media_type

        return next(
            (media_type(value) for name, _, value in headers_of(self.envelope) if name == "Content-Type"), ""
        )


def saved_request(snapshot: Snapshot) -> Request:
    """A stand-in for the request whose answer a part of the snapshot is."""
    request = Request(snapshot.file, "GET", Route(None, snapshot.instance_id, {}, "", "", 0), None, 0)
    request.snapshot = snapshot
    return request
