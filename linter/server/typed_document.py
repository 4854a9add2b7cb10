"""A document as it is being typed, laid over what is known of its project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from linter.diagnostic import Location
from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.placeholders import as_written
from linter.project.names import Name, names_in, names_in_snapshot, names_known
from linter.project.project import Project
from linter.reading.discovery import chooser
from linter.reading.file_reader import read_alone
from linter.refusal import CannotRun
from linter.server.cursor import Cursor, place_at
from linter.server.excerpt import around
from linter.server.http_cursor import cursors_in_requests
from linter.server.json_cursor import cursors_in_json
from linter.server.judged import Judged
from linter.server.yaml_cursor import cursors_in_yaml
from linter.shapes.node import Node, nodes_of
from linter.shapes.reading import read
from linter.shapes.shape import Shape, shape_of
from linter.text.source import Text, encoded, is_http, is_yaml, read_text

if TYPE_CHECKING:
    from linter.contracts.call import Call
    from linter.contracts.mistakes import NamedInCall

_LINE_ENDS: Final = frozenset("\r\n")


class TypedDocument(NamedTuple):
    """What the cursor stands in, and the project around it, in one environment."""

    environment: str  # "" where there is but one
    project: Project
    name: str  # the document's
    text: str
    cursor: Cursor
    requests: Sequence[Request]
    snapshot: Snapshot | None = None  # the document, if it is one
    is_known: bool = False  # whether all of this is the project's own, and no half-typed document
    offset: int = 0  # where the cursor stands
    read: Text | None = None  # the document, as it was read for this
    calls: Sequence[Call] = ()  # its requests to other APIs

    @property
    def is_yaml(self) -> bool:
        """Whether the document is YAML."""
        return is_yaml(self.name)

    @property
    def is_bare(self) -> bool:
        """Whether the cursor's value stands without quotes: a url or a header of a `.http` file."""
        return is_http(self.name) and self.cursor.path[1:2] != ("body",)

    def names(self) -> Iterator[Name]:
        """Yield what the document names."""
        if self.snapshot is not None:
            yield from names_in_snapshot(self.snapshot)
        for request in self.requests:
            yield from names_in(request, self.project)

    def names_here(self) -> list[Name]:
        """Return what is named at the cursor."""
        path, part = self.cursor.path, self.cursor.part
        if self.is_known:
            found = names_known(self.project).at(Location(self.name, path, part))
        else:
            found = [one for one in self.names() if one.at.path == path and one.at.part == part]
        return [one for one in found if self._is_here(one.at)]

    def names_of_contracts(self) -> Iterator[tuple[Call, NamedInCall]]:
        """Yield what is named at the cursor of what contracts declare."""
        path, part = self.cursor.path, self.cursor.part
        for call in self.calls:
            for one in call.names:
                if (one.at.path, one.at.part) == (path, part) and self._is_here(one.at):
                    yield call, one

    def _is_here(self, at: Location) -> bool:
        """Tell whether the cursor stands in the part of a value that a location is."""
        span = self.span_of(at)
        return span is None or span[0] <= self.offset <= span[1]

    def shown(self) -> tuple[int, int]:
        """Return where what is named at the cursor stands: a value, or a part of one."""
        named = (*(one.at for one in self.names_here()), *(one.at for _, one in self.names_of_contracts()))
        found = map(self.span_of, named)
        return next(filter(None, found), (self.cursor.start, self.cursor.end))

    def span_of(self, at: Location) -> tuple[int, int] | None:
        """Return where a part of the cursor's value is written; None for the whole."""
        if at.slice is None:
            return None
        if self.is_known and self.read is not None:
            return self.read.span(at)
        part = as_written(at.slice, self.read.filled.get(at.path, ()) if self.read is not None else ())
        woven = self.cursor.woven
        start = self.cursor.start
        return woven.span(*part) if woven is not None else (start + part[0], start + part[1])

    def owner(self) -> Node | None:
        """Return the object in which the cursor's key or value stands."""
        steps = [number for number, step in enumerate(self.cursor.path) if isinstance(step, str)]
        wanted = self.cursor.path[: steps[-1]] if steps else ()
        return next((node for node in self.nodes() if node.path == wanted), None) if steps else None

    def shape(self) -> Shape | None:
        """Return what may stand where the cursor's value stands."""
        owner = self.owner()
        if owner is None or owner.shape.members is None:
            return None
        steps = self.cursor.path[len(owner.path) :]
        if not steps or not isinstance(steps[0], str):
            return None
        name = owner.shape.names.get(steps[0]) or owner.shape.names.get(steps[0].lower())
        shape = owner.shape.members.get(name) if name is not None else None
        for _ in steps[1:]:
            shape = shape.items if shape is not None else None
        return shape

    def nodes(self) -> Iterator[Node]:
        """Yield the objects of the document."""
        if self.snapshot is not None:
            yield from self.snapshot.root.walk()
        for request in self.requests:
            if request.envelope is not None:
                yield from request.envelope.walk()
            yield from nodes_of(request.root)


def views(judged: Judged, path: str, text: str, offset: int, *, whole: bool = False) -> list[TypedDocument]:
    """Return what an offset of a document can be taken for, by environment, and then the likelier first.

    `whole` asks for paths that are right for the whole document, however long it is.
    """
    name = judged.name(path)
    of_snapshot = [(each, one) for each, one in judged.meant_in if _is_snapshot(name, one.project)]
    found: list[TypedDocument] = []
    typed: list[Cursor] | None = None
    for environment, loaded in of_snapshot or judged.meant_in:
        cursor = _known_cursor(loaded.texts.get(name), text, offset, whole=whole)
        if cursor is not None:
            view = _known_view(environment, loaded.project, name, text, cursor)
            found.append(view._replace(offset=offset, read=loaded.texts.get(name)))
            continue
        if typed is None:
            typed = _cursors_around(name, text, offset)
        each = (_view(judged, environment, loaded.project, name, text, one) for one in typed)
        found += [one._replace(offset=offset) for one in each if one is not None]
    return found


def _is_snapshot(name: str, project: Project) -> bool:
    return any(snapshot.file == name for snapshot in project.snapshots)


def _known_cursor(known: Text | None, text: str, offset: int, *, whole: bool) -> Cursor | None:
    """Return what stands at an offset of a text that has been read already; None where that doesn't tell.

    To find places in long YAML takes longer than to read an item of it again.
    """
    if known is None or known.fault is not None or known.text != text:
        return None
    if not whole and is_yaml(known.name) and around(known.name, text, offset) is not None:
        return None
    path, part, start, end = place_at(known, offset) or ((), "", 0, 0)
    quote = text[start] if text[start : start + 1] in ("'", '"') else ""
    start, end = start + len(quote), end - len(quote)
    is_url = known.requests is not None and path[1:] == ("url",)  # which may go on in a further line
    is_broken = not is_url and not whole and not _LINE_ENDS.isdisjoint(text[start:end])
    if not part or not start <= offset <= end or is_broken:
        return None
    return Cursor(known.value, path, part, start, end, quote, bool(quote), part == "key")


def _cursors_around(name: str, text: str, offset: int) -> list[Cursor]:
    """Return what an offset can be taken for; of a long document only the item around it is read."""
    part = around(name, text, offset)
    if part is None:
        return _cursors(name, text, offset)
    start, end = part
    opening = "" if is_yaml(name) else "["
    shift = start - len(opening)
    found = _cursors(name, opening + text[start:end], offset - shift)
    return [
        one._replace(
            start=one.start + shift, end=one.end + shift, woven=one.woven and one.woven.shifted(shift)
        )
        for one in found
    ]


def _cursors(name: str, text: str, offset: int) -> list[Cursor]:
    if is_http(name):
        return cursors_in_requests(name, text, offset)
    if is_yaml(name):
        return cursors_in_yaml(name, text, offset)
    found = cursors_in_json(text, offset)
    return (cursors_in_requests(name, text, offset) or found) if _is_of_collection(found) else found


def _is_of_collection(cursors: Sequence[Cursor]) -> bool:
    from linter.text.collection_text import is_collection

    return bool(cursors) and is_collection(cursors[0].value)


def _known_view(environment: str, project: Project, name: str, text: str, cursor: Cursor) -> TypedDocument:
    requests = [one for one in project.requests if one.document == name]
    snapshot = next((one for one in project.snapshots if one.file == name), None)
    calls = [one for one in project.calls if one.document == name]
    return TypedDocument(
        environment, project, name, text, cursor, requests, snapshot, is_known=True, calls=calls
    )


def _view(
    judged: Judged, environment: str, project: Project, name: str, text: str, cursor: Cursor
) -> TypedDocument | None:
    if _is_snapshot(name, project):
        reading = read(cursor.value, shape_of("snapshot"), name)
        if not isinstance(reading.root, Node):
            return None
        return TypedDocument(environment, project, name, text, cursor, (), Snapshot(name, reading))
    configuration = judged.request.configuration
    if not chooser(configuration.include, configuration.exclude)(name):
        return None
    try:
        inputs = judged.request.inputs._replace(environment=environment)
        typed = Text(name, text, cursor.value)
        if cursor.woven is not None and not is_yaml(name):  # whose variables count
            typed = read_text(name, encoded(text))
        taken = read_alone(inputs, judged.path(name), typed, project.snapshots)
    except CannotRun:
        return None
    for request in taken.requests:
        request.snapshot = project.snapshot_for(request)
    return TypedDocument(
        environment, project, name, text, cursor, taken.requests, read=taken.text, calls=taken.calls
    )
