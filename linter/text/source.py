"""One file's text: what it says, and where in it a location lies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Protocol

from linter.diagnostic import Position, Range
from linter.placeholders import as_written
from linter.text import json_text
from linter.text.lines import LINE_END
from linter.text.place import Fault, in_order

if TYPE_CHECKING:
    from linter.diagnostic import Location, Path
    from linter.placeholders import Part
    from linter.text.outline import Outline
    from linter.text.place import InOrder, Kids, Member
    from linter.text.requests import RequestList

__all__ = ["UNREADABLE", "Fault", "Places", "Text", "has_comments", "is_http", "is_yaml", "read_text"]

HTTP: Final = (".http", ".rest")
"""How the names of files end that hold requests as HTTP writes them."""

UNREADABLE: Final = None
"""The value of a text that has a fault."""

_ENCODINGS: Final = (  # the wider ones first, for the marks of the narrower begin them
    (b"\xff\xfe\0\0", b"\1\0\0\0", "utf-32-le", "UTF-32"),
    (b"\0\0\xfe\xff", b"\0\0\0\1", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", b"\1\0\1\0", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", b"\0\1\0\1", "utf-16-be", "UTF-16"),
)
"""A byte order mark; which of the first bytes are zero without one; the encoding; its name."""


class Places(Protocol):
    """Where the values of a text stand; each format has its own."""

    @property
    def root(self) -> Member:
        """The whole value."""

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""

    def slice(self, start: int, end: int, part: tuple[int, int]) -> tuple[int, int]:
        """Return where characters `part` of the string at `start` to `end` are written."""


class Text:
    """One file's text, what it says, and the places of what it says.

    `value` is the parsed value, UNREADABLE where there is a `fault`; `is_unicode` says whether the
    file is UTF-8 at all.  Where it isn't, `text` is what can be made of it.  Of a file of requests that
    is no list of envelopes, `value` is the one that `requests` make of it.
    """

    __slots__ = (
        "_duplicates", "_format", "_lines", "_merges", "_orders", "_outlined", "_places", "_repeats",
        "fault", "filled", "in_name", "is_marked", "is_unicode", "name", "requests", "said_in",
        "text", "value",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        text: str,
        value: Any,
        fault: Fault | None = None,
        places: Places | None = None,
        requests: RequestList | None = None,
    ) -> None:
        self.name = name
        self.text = text
        self.value = value
        self.fault = fault
        self.is_unicode = True
        self.filled: dict[Path, tuple[Part, ...]] = {}  # the placeholders in values that were read
        self.in_name: tuple[Part, ...] = ()  # those in the file's name, if it was read
        self.said_in: dict[int, Mapping[str, Location]] = {}  # by request: where variables get values
        self.requests = requests
        self.is_marked = False  # whether an editor shows and counts the byte order mark before the text
        self._repeats = False
        self._duplicates: tuple[tuple[Path, int, int], ...] | None = None
        self._format = ""
        self._outlined: tuple[bytes, Outline] | None = None  # what it is made of when it is asked for
        # of another format than the name's; else they are found when asked for
        self._places: Places | None = requests or places
        self._lines: list[int] | None = None
        self._merges: list[int] | None = None
        self._orders: dict[int, tuple[dict[str, list[Member]], InOrder]] = {}  # with what is in order

    def __getattr__(self, name: str) -> Any:
        """Decode or parse a text of which only the outline is known."""
        if name == "text" and self._outlined is not None:
            self.text = self._outlined[0].decode().removeprefix("\ufeff")
        elif name == "value":
            self.value = json_text.read(self.text).value
        else:
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    @property
    def duplicates(self) -> tuple[tuple[Path, int, int], ...]:
        """The equal keys, in the order of the text: the key's path, its first and a later occurrence.

        What stands under a key that a later one puts out of force is left out: no path leads there.
        """
        in_bodies = _later_in(self.requests, self.requests.repeating()) if self.requests is not None else ()
        return (*self._own_duplicates(), *((path, 0, number) for _, path, number in sorted(in_bodies)))

    def _own_duplicates(self) -> tuple[tuple[Path, int, int], ...]:
        """Return those of the file itself, in which requests may be strings."""
        if not self._repeats:
            return ()
        if self._duplicates is None:
            places = self._get_places(whole=True)
            is_json = isinstance(places, json_text.Places)
            found = _later_in(places, json_text.repeating(self.text)) if is_json else _later_in_all(places)
            self._duplicates = tuple(
                (path, 0, number) for _, path, number in sorted(found, key=itemgetter(0))
            )
        return self._duplicates

    def range(self, location: Location) -> Range:
        """Return where `location` lies, or its nearest ancestor that exists."""
        return self.range_of(*self.span(location))

    def span(self, location: Location) -> tuple[int, int]:
        """Return the offsets of `location`, or of its nearest ancestor that exists."""
        if self.fault is not None:
            return self.fault.start, self.fault.end
        if location.part == "comment" and location.slice is not None:
            return location.slice
        member, exists = self._find(location)
        start, end = member.start, member.end
        if not exists:
            return start, end
        if location.part == "key" and member.key_start >= 0:
            start, end = member.key_start, member.key_end
        if location.slice is not None:
            part = as_written(location.slice, self.filled.get(location.path, ()))
            return self._places_of(location.path).slice(start, end, part)
        return start, end

    def filled_at(self, location: Location) -> Iterator[Part]:
        """Yield the placeholders, as they were filled, that stand at a location."""
        if self.requests is not None:
            yield from self.requests.put_in(location.path, self.span(location))
        if location.part == "comment":
            return
        parts = self.filled.get(location.path, ())
        part = location.slice and as_written(location.slice, parts)
        yield from (one for one in parts if not part or one.placeholder.meets(part))

    def path(self, location: Location) -> Path:
        """Return the path by which the file itself leads to a location: of requests, another one."""
        return location.path if self.requests is None else self.requests.path(location)

    def said_at(self, location: Location) -> Iterator[tuple[Part, Location]]:
        """Yield the variables of a request that stand at a location, and where it is said what for."""
        number = location.path[0] if location.path else None
        where = self.said_in.get(number, {}) if isinstance(number, int) else {}
        if where:
            yield from (
                (one, where[name])
                for one in self.filled_at(location)
                if (name := one.placeholder.name) in where
            )

    def given_in(self, location: Location) -> str:
        """Return where it is said what the placeholder at a location stands for, in words."""
        said = next((at for _, at in self.said_at(location)), None)
        return said.document if said is not None else "[placeholders]"

    def chain(self, location: Location) -> list[Member]:
        """Return the members from the root to `location`; empty where there is none, or no single place.

        What an alias or a merge brings in stands elsewhere, and serves several paths.
        """
        places = self._places_of(location.path)
        found = [places.root]
        last = len(location.path) - 1
        for number, key in enumerate(location.path):
            occurrence = location.occurrence if number == last else None
            member = _kid(places.kids(found[-1]), key, occurrence)
            if member is None or not found[-1].start <= member.start <= found[-1].end:
                return []
            found.append(member)
        return found

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""
        return self._get_places().kids(member)

    def in_order(self, kids: dict[str, list[Member]]) -> InOrder:
        """Return the members of an object of this text in order; they are put into it once."""
        found = self._orders.get(id(kids))
        if found is None:
            found = self._orders[id(kids)] = (kids, in_order(kids))  # so that no other has this identity
        return found[1]

    def has_merges(self, start: int, end: int) -> bool:
        """Tell whether there is a `<<` between two offsets, by which YAML merges mappings."""
        if self._merges is None:
            self._merges = [found.start() for found in re.finditer("<<", self.text)]
        number = bisect_left(self._merges, start)
        return number < len(self._merges) and self._merges[number] + 2 <= end

    def walk(self) -> Iterator[tuple[Path, Member]]:
        """Yield every value with its path, outer ones first; what aliases bring in is left out."""
        stack: list[tuple[Path, Member]] = [((), self._get_places().root)]
        while stack:
            path, member = stack.pop()
            yield path, member
            kids = self.kids(member) or ()
            below = kids.items() if isinstance(kids, dict) else enumerate([kid] for kid in kids)
            stack += [
                ((*path, key), kid)
                for key, members in below
                for kid in members
                if member.start <= kid.start <= member.end
            ]

    def fault_range(self) -> Range:
        """Return where the fault lies; the beginning of the text where there is none."""
        return self.range_of(self.fault.start, self.fault.end) if self.fault else self.range_of(0, 0)

    def range_of(self, start: int, end: int) -> Range:
        """Return the range between two offsets."""
        return Range(self._position(start), self._position(end))

    def offset(self, position: Position) -> int:
        """Return the offset of a position."""
        return self._line_starts()[position.line - 1] + position.column - 1

    def line_count(self) -> int:
        """Return the number of lines; after a line's end there is one more, though it is empty."""
        return len(self._line_starts())

    def line(self, number: int) -> str:
        """Return a line without its end; empty where there is none."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def line_around(self, offset: int) -> tuple[int, int]:
        """Return where the line begins and ends that an offset lies in, without its line break."""
        starts = self._line_starts()
        number = bisect_right(starts, offset)
        start, end = starts[number - 1], starts[number] if number < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start, end

    @property
    def newline(self) -> str:
        """What its first line ends with; what lines end with, where there is only one."""
        ends = LINE_END.match(self.text, self.line_around(0)[1])
        return ends.group() if ends is not None else "\n"

    def _find(self, location: Location) -> tuple[Member, bool]:
        """Return the member at `location` or its nearest ancestor, and whether it is the former."""
        places = self._places_of(location.path)
        member = places.root
        last = len(location.path) - 1
        for number, key in enumerate(location.path):
            occurrence = location.occurrence if number == last else None
            found = _kid(places.kids(member), key, occurrence)
            if found is None:
                return member, False
            member = found
        return member, True

    @property
    def places(self) -> Places:
        """Where the values of a text without a fault stand."""
        return self._get_places()

    def _get_places(self, *, whole: bool = False) -> Places:
        """Return where values stand; `whole` asks for those of the file itself, where requests are in it."""
        if self._places is None and self._outlined is not None:
            from linter.text.outline import Places as OutlinedPlaces

            self._places = OutlinedPlaces(self.text, self._outlined[1])
        if self._places is None:
            self._places = _format(self.name, self._format).Places(self.text)
        return self.requests.json if whole and self.requests and self.requests.json else self._places

    def _places_of(self, path: Path) -> Places:
        """Return the places through which a path leads: a list of requests, or what the file itself says."""
        return self._get_places(whole=bool(path) and isinstance(path[0], str))

    def _position(self, offset: int) -> Position:
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def _line_starts(self) -> list[int]:
        if self._lines is None:
            self._lines = [0, *(end.end() for end in LINE_END.finditer(self.text))]
        return self._lines


def read_text(name: str, data: bytes, format: str = "") -> Text:  # noqa: A002  # what it is called elsewhere
    """Return the text of the file `name` with the content `data`.

    `format` is "json", "yaml" or "plain", which is not parsed; without it the name's ending says
    whether it is JSON or YAML.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _undecodable(name, data, error.start)
    if text[:1] == "\ufeff":
        text = text[1:]
    if "\0" in text[:4] and _wide(data):
        return _undecodable(name, data, 0)
    if format == "plain":
        return Text(name, text, None)
    if not format and is_http(name):
        from linter.text import http_text

        requests = http_text.requests_of(name, text)
        return Text(name, text, requests.value, requests=requests)
    value, fault, repeats = _format(name, format).read(text)
    if not format and type(value) is dict and "info" in value:
        found = _collection(name, text, value)
    else:
        found = Text(name, text, value, fault)
    found._repeats = repeats
    found._format = format
    return found


def text_by_outline(name: str, data: bytes, outline: Outline) -> Text:
    """Return the text of a JSON file that has an outline; it is decoded and parsed when that is asked for."""
    found = Text(name, "", None)
    found._outlined = data, outline
    del found.text, found.value
    return found


def encoded(text: str) -> bytes:
    """Return what a file would hold; half of a surrogate pair, which editors may send, can't be read then."""
    return text.encode("utf-8", "surrogatepass")


def is_yaml(name: str) -> bool:
    """Tell whether a file's name says that it is YAML."""
    return name[-5:].lower().endswith((".yaml", ".yml"))


def has_comments(name: str) -> bool:
    """Tell whether a file's name says that there may be comments in it."""
    return is_yaml(name) or is_http(name)


def is_http(name: str) -> bool:
    """Tell whether a file's name says that it holds requests as HTTP writes them."""
    return name[-5:].lower() in HTTP


def _collection(name: str, text: str, value: dict[str, Any]) -> Text:
    """Return a text whose requests are those of a collection, if it is one."""
    from linter.text import collection_text

    if is_yaml(name) or not collection_text.is_collection(value):
        return Text(name, text, value)
    requests = collection_text.requests_of(name, text, value)
    return Text(name, text, requests.value, requests=requests)


def _format(name: str, said: str) -> Any:
    """Return the module that reads the file's format."""
    if said == "json" or (not said and not is_yaml(name)):
        return json_text
    from linter.text import yaml_text  # PyYAML is for those who use YAML

    return yaml_text


def _undecodable(name: str, data: bytes, wrong: int) -> Text:
    """Return the text of a file that isn't UTF-8 from byte `wrong` on, as well as it can be shown."""
    encoding, title = _wide(data) or ("utf-8", "")
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    if title:
        fault = Fault(f"the file is {title}, not UTF-8", 0, min(1, len(text)), "save it as UTF-8")
    else:
        at = len(data[:wrong].decode("utf-8-sig"))
        fault = Fault(f"the byte 0x{data[wrong]:02X} isn't UTF-8", at, at + 1, "save the file as UTF-8")
    found = Text(name, text, UNREADABLE, fault)
    found.is_unicode = False
    return found


def _wide(data: bytes) -> tuple[str, str] | None:
    """Return the encoding and its name, if `data` has two or four bytes a character."""
    filled = bytes(map(bool, data[:4]))
    pattern = filled if len(filled) == 4 else filled * 2
    for mark, expected, encoding, title in _ENCODINGS:
        if data.startswith(mark) or pattern == expected:
            return encoding, title
    return None


def _kid(kids: Kids | None, key: str | int, occurrence: int | None) -> Member | None:
    """Return the member of an object or the item of a list, if there is one."""
    if isinstance(kids, dict):
        found = kids.get(key) if isinstance(key, str) else None
        if not found:
            return None
        return found[-1 if occurrence is None or occurrence >= len(found) else occurrence]
    if kids and isinstance(key, int) and 0 <= key < len(kids):
        return kids[key]
    return None


def _later_in(places: Places, paths: Iterable[Path]) -> Iterator[tuple[int, Path, int]]:
    """Yield the repeated keys of some objects."""
    for path in paths:
        member: Member | None = places.root
        for step in path:
            member = _kid(places.kids(member), step, None) if member is not None else None
        kids = places.kids(member) if member is not None else None
        if isinstance(kids, dict):
            yield from _later(path, kids)


def _later_in_all(places: Places) -> Iterator[tuple[int, Path, int]]:
    """Yield the repeated keys of all objects, each object at the first of its paths."""
    seen: dict[int, Kids] = {}  # an alias shares the kids of its anchor
    stack: list[tuple[Path, Member]] = [((), places.root)]
    while stack:
        path, member = stack.pop()
        kids = places.kids(member)
        if kids is None or id(kids) in seen:
            continue
        seen[id(kids)] = kids
        if isinstance(kids, list):
            below = [((*path, number), kid) for number, kid in enumerate(kids)]
        else:
            below = [((*path, key), members[-1]) for key, members in kids.items()]
            yield from _later(path, kids)
        stack += reversed(below)


def _later(path: Path, kids: dict[str, list[Member]]) -> list[tuple[int, Path, int]]:
    """Return each repeated key of an object: where it stands, its path, which occurrence it is."""
    return [
        (member.key_start, (*path, key), number)
        for key, members in kids.items()
        for number, member in enumerate(members)
        if number
    ]
