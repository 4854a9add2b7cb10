"""Requests in a file of another form than envelopes, read as a list of those, with the place of each part.

So whatever deals with envelopes deals with them: paths lead through the list, places are the file's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from linter.named_tuple import NamedTuple
from linter.placeholders import Part, Placeholder, ValueLayer, in_text
from linter.text import json_text
from linter.text.place import Fault, Member
from linter.text.woven import Stretch, Woven

if TYPE_CHECKING:
    from linter.diagnostic import Location, Path
    from linter.placeholders import Values
    from linter.text.place import Kids

_TOKEN: Final = re.compile(
    r""" (?P<string>"(?:[^"\\]|\\.)*+(?:"|\\?\Z))
       | (?P<placeholder>\{\{[^{}\n]{1,200}\}\})
       | (?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z)|^[ \t]*+\#[^\r\n]*)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_JSON: Final = re.compile(  # after comments; a placeholder that begins something else begins no JSON
    r"(?:\s++|(?://|\#)[^\r\n]*+)*+(?:\[|\{(?!\{)|\{\{[^{}\n]{1,200}\}\}\s*+\Z)"
)


_Slices = Callable[[int, int], tuple[int, int]]
"""What gives where some characters of a string are written."""


class Piece(NamedTuple):
    """A part of a request: what it says, and where all of it is written."""

    woven: Woven
    start: int
    end: int
    path: Path = ()  # to it, in a file that is JSON itself
    quotes: int = 0  # in how many JSON strings it lies
    is_alone: bool = True  # whether it is said nowhere else, too

    @property
    def text(self) -> str:
        """What it says."""
        return self.woven.text


class Header(NamedTuple):
    """A header of a request."""

    name: Piece
    value: Piece


class Variable(NamedTuple):
    """What a name stands for in a file, and where that is said."""

    name: str
    value: str
    at: Location


class Variables:
    """What names stand for in a part of a file, and around it; of the same name, the last counts."""

    def __init__(self, own: Iterable[Variable], around: Variables | None = None) -> None:
        own = list(own)
        self.layer = ValueLayer({one.name: one.value for one in own})
        self.places = {one.name: one.at for one in own}
        self._around = around

    def outwards(self) -> Iterator[Variables]:
        """Yield itself and those around it, the inner ones first."""
        one: Variables | None = self
        while one is not None:
            yield one
            one = one._around


class Written(NamedTuple):
    """A request as it is written."""

    start: int
    end: int
    method: Piece | None  # None: GET, since nothing is said
    url: Piece
    headers: tuple[Header, ...] = ()
    body: Piece | None = None
    name: Piece | None = None
    path: Path = ()  # to it, in a file that is JSON itself
    variables: Variables | None = None
    of_path: Variables | None = None  # what `:name` in its path stands for
    include: Piece | None = None  # the file that is sent as its body
    media: str = ""  # the media type of a body that is kept in another form than it is sent


class RequestList:
    """The requests of a file as a list of envelopes, and the places of what they say."""

    def __init__(
        self,
        text: str,
        written: Iterable[Written],
        comments: Iterable[tuple[int, int]] = (),
        json: json_text.Places | None = None,
    ) -> None:
        self.written = tuple(written)
        self.value = [_envelope(one) for one in self.written]
        self.comments = tuple(comments)  # where there are lines that are comments
        self.json = json  # of a file that is JSON itself: paths that begin with a key lead through that
        self._length = len(text)
        self._bodies: dict[int, Woven] = {}
        self._repeating: set[int] = set()  # those in which an object has a key twice
        self._put_in: dict[int, list[Part]] = {}
        self._strings: dict[tuple[int, int], _Slices] = {}  # by where they are written
        self._root: Member | None = None

    def read_body(self, index: int, values: Values) -> Fault | None:
        """Read the body of a request, which is JSON, into the list; return why it can't be read.

        What stands for a placeholder is put in where JSON has no string; in one it stays as it is.
        """
        body = self.written[index].body
        if body is None or not _JSON.match(body.text):
            return None
        put_in: list[Part] = []
        woven = Woven(_filled(body.text, values, put_in))
        self._put_in[index] = [_in_file(one, body.woven) for one in put_in]
        self._repeating.discard(index)
        value, fault, repeats = json_text.read(woven.text)
        if fault is not None:
            start, end = body.woven.span(*woven.span(fault.start, max(fault.end, fault.start + 1)))
            return Fault(fault.message, start, end, fault.help)
        self.value[index]["body"] = value
        self._bodies[index] = woven
        if repeats:
            self._repeating.add(index)
        self._root = None
        return None

    def repeating(self) -> Iterator[Path]:
        """Yield the paths of the objects in bodies that have a key twice."""
        for index in sorted(self._repeating):
            yield from ((index, "body", *path) for path in json_text.repeating(self._bodies[index].text))

    def put_in(self, path: Path, span: tuple[int, int]) -> Iterator[Part]:
        """Yield the placeholder of a body, with its value, in which a span lies that a path leads to."""
        if path[1:2] != ("body",) or not isinstance(path[0], int):
            return
        parts = self._put_in.get(path[0], [])
        number = bisect_right(parts, span[0], key=lambda one: one.placeholder.start) - 1
        if number >= 0 and span[1] <= parts[number].placeholder.end:
            yield parts[number]

    @property
    def root(self) -> Member:
        """The list of the requests, and what they say."""
        if self._root is None:
            members = [self._member(index, one) for index, one in enumerate(self.written)]
            self._root = Member(0, self._length, kids=members)
        return self._root

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""
        return member.kids

    def slice(self, start: int, end: int, part: tuple[int, int]) -> tuple[int, int]:
        """Return where characters `part` of the string at `start` to `end` are written."""
        written = self._strings.get((start, end))
        return written(*part) if written is not None else (start, end)

    def path(self, at: Location) -> Path:
        """Return the path by which the file itself leads to a location."""
        path = at.path
        if not path or not isinstance(path[0], int) or path[0] >= len(self.written):
            return path if self.json is not None else ()
        one = self.written[path[0]]
        part = self._part(one, path[1:], key=at.part == "key")
        return part.path if part is not None else one.path

    def part(self, at: Location) -> Piece | None:
        """Return the part of a request that a location is, or lies in."""
        path = at.path
        if len(path) < 2 or not isinstance(path[0], int) or path[0] >= len(self.written):
            return None
        return self._part(self.written[path[0]], path[1:], key=at.part == "key")

    def _part(self, one: Written, rest: Path, *, key: bool) -> Piece | None:
        if rest[:1] == ("headers",):
            named = [each for each in one.headers if each.name.text == (rest[1] if len(rest) > 1 else None)]
            return named[-1][0 if key else 1] if named else None
        parts = {"name": one.name, "method": one.method, "url": one.url, "body": one.body}
        return parts.get(str(rest[0])) if rest else None

    def _member(self, index: int, one: Written) -> Member:
        kids: dict[str, list[Member]] = {"url": [self._scalar(one.url)]}
        kids["method"] = [self._scalar(one.method)] if one.method is not None else kids["url"]
        if one.name is not None:
            kids["name"] = [self._scalar(one.name)]
        if one.headers:
            kids["headers"] = [self._headers(one.headers)]
        if one.body is not None:
            woven = self._bodies.get(index)
            kids["body"] = [self._scalar(one.body) if woven is None else self._body(one.body, woven)]
        return Member(one.start, one.end, kids=kids)

    def _scalar(self, part: Piece) -> Member:
        self._strings[part.start, part.end] = part.woven.span
        return Member(part.start, part.end)

    def _headers(self, headers: tuple[Header, ...]) -> Member:
        kids: dict[str, list[Member]] = {}
        for name, value in headers:
            member = self._scalar(value)._replace(key_start=name.start, key_end=name.end)
            kids.setdefault(name.text, []).append(member)
        parts = [part for one in headers for part in one]  # a value may stand before its name
        return Member(min(one.start for one in parts), max(one.end for one in parts), kids=kids)

    def _body(self, body: Piece, woven: Woven) -> Member:
        return _Body(body.woven, woven, self._strings).member()


class _Body:
    """Finds the places of a JSON body, in the file that it is written in."""

    def __init__(self, outer: Woven, inner: Woven, strings: dict[tuple[int, int], _Slices]) -> None:
        self._outer = outer
        self._inner = inner
        self._places = json_text.Places(inner.text)
        self._strings = strings

    def member(self) -> Member:
        return self._placed(self._places.root)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self._outer.span(*self._inner.span(start, end))

    def _placed(self, inner: Member) -> Member:
        start, end = self._span(inner.start, inner.end)
        key = self._span(inner.key_start, inner.key_end) if inner.key_start >= 0 else (-1, -1)
        if inner.key_start >= 0:
            self._remember(key, inner.key_start, inner.key_end)
        kids = self._places.kids(inner)
        if kids is None:
            self._remember((start, end), inner.start, inner.end)
        elif isinstance(kids, dict):
            kids = {name: [self._placed(one) for one in several] for name, several in kids.items()}
        else:
            kids = [self._placed(one) for one in kids]
        return Member(start, end, *key, kids)

    def _remember(self, written: tuple[int, int], start: int, end: int) -> None:
        """Remember how the parts of a string are found."""

        def slice_(first: int, last: int) -> tuple[int, int]:
            return self._span(*self._places.slice(start, end, (first, last)))

        self._strings[written] = slice_


def _envelope(one: Written) -> dict[str, Any]:
    envelope: dict[str, Any] = {} if one.name is None else {"name": one.name.text}
    envelope["method"] = "GET" if one.method is None else one.method.text
    envelope["url"] = one.url.text
    if one.headers:
        envelope["headers"] = {name.text: value.text for name, value in one.headers}
    if one.body is not None:
        envelope["body"] = one.body.text
    return envelope


def _filled(text: str, values: Values, put_in: list[Part]) -> Iterator[Stretch]:
    """Yield the stretches of a body that make JSON of it: comments are blanks, placeholders values.

    One that has no value is a string, in which it stands; `put_in` takes up the others.
    """
    import json

    end = 0
    for found in _TOKEN.finditer(text):
        if found["string"]:
            continue
        yield Stretch(text[end : found.start()], end, found.start())
        end = found.end()
        if found["comment"]:
            yield Stretch(re.sub(r"[^\r\n]", " ", found[0]), found.start(), end)
            continue
        name = found[0][2:-2].strip()
        part = values.part(Placeholder(found[0], name, *found.span()))
        put_in += [part] if part.value is not None else []
        said = json.dumps(found[0]) if part.value is None else in_text(part.value)
        yield Stretch(said, found.start(), end, copied=False)
    yield Stretch(text[end:], end, len(text))


def _in_file(one: Part, body: Woven) -> Part:
    start, end = body.span(one.placeholder.start, one.placeholder.end)
    return one._replace(placeholder=one.placeholder._replace(start=start, end=end))
