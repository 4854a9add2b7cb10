"""One file's text: what it says, and where in it a location lies."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final, Protocol

from linter.diagnostic import Position, Range
from linter.text import json_text
from linter.text.place import Fault as Fault

if TYPE_CHECKING:
    from linter.diagnostic import Location, Path
    from linter.text.place import Kids, Member

UNREADABLE: Final = None
"""The value of a text that has a fault."""

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_BOMS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)


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
    """One file's text, what it says, and the places of what it says."""

    __slots__ = ("_duplicates", "_lines", "_places", "_repeats", "fault", "name", "text", "value")

    def __init__(self, name: str, text: str, value: Any, fault: Fault | None, repeats: bool) -> None:
        self.name = name
        self.text = text
        self.value = value
        self.fault = fault
        self._repeats = repeats
        self._duplicates: tuple[tuple[Path, int, int], ...] | None = None
        self._places: Places | None = None
        self._lines: list[int] | None = None

    @property
    def duplicates(self) -> tuple[tuple[Path, int, int], ...]:
        """The equal keys: the path of the key, and which occurrences of it: the first, and a later one.

        In the order of the text.  Objects that a later equal key puts out of force are left out,
        for no path leads into them.
        """
        if not self._repeats:
            return ()
        if self._duplicates is None:
            self._duplicates = _duplicates(self._get_places())
        return self._duplicates

    def range(self, location: Location) -> Range:
        """Return where `location` lies, or its nearest ancestor that exists."""
        return self.range_of(*self.span(location))

    def span(self, location: Location) -> tuple[int, int]:
        """Return the offsets between which `location` lies, or its nearest ancestor that exists."""
        if self.fault is not None:
            return self.fault.start, self.fault.end
        member, exists = self._find(location)
        start, end = member.start, member.end
        if exists and location.part == "key" and member.key_start >= 0:
            start, end = member.key_start, member.key_end
        if exists and location.slice is not None:
            return self._get_places().slice(start, end, location.slice)
        return start, end

    def fault_range(self) -> Range:
        """Return where the fault lies; the text's beginning if it has none."""
        return self.range_of(self.fault.start, self.fault.end) if self.fault else self.range_of(0, 0)

    def range_of(self, start: int, end: int) -> Range:
        """Return the range between two offsets."""
        return Range(self._position(start), self._position(end))

    def line(self, number: int) -> str:
        """Return a line without its end; empty where there is none."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def _find(self, location: Location) -> tuple[Member, bool]:
        """Return the member at `location` or its nearest ancestor, and whether it is the former."""
        places = self._get_places()
        member = places.root
        last = len(location.path) - 1
        for number, key in enumerate(location.path):
            occurrence = location.occurrence if number == last else None
            found = _kid(places.kids(member), key, occurrence)
            if found is None:
                return member, False
            member = found
        return member, True

    def _get_places(self) -> Places:
        if self._places is None:
            self._places = _format(self.name).Places(self.text)
        return self._places

    def _position(self, offset: int) -> Position:
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def _line_starts(self) -> list[int]:
        if self._lines is None:
            self._lines = [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        return self._lines


def read_text(name: str, data: bytes) -> Text:
    """Return the text of the file `name` with the content `data`; the name's ending is its format."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _undecodable(name, data, error)
    if text[:1] == "\ufeff":
        text = text[1:]
    if "\0" in text[:4]:
        encoding = _wide(data)
        if encoding:
            return _wide_text(name, data, *encoding)
    value, fault, repeats = _format(name).read(text)
    return Text(name, text, value, fault, repeats)


def _format(name: str) -> Any:
    """Return the module that reads the file's format."""
    if name[-5:].lower() != ".yaml" and name[-4:].lower() != ".yml":
        return json_text
    from linter.text import yaml_text  # PyYAML is for those who use YAML

    return yaml_text


def _undecodable(name: str, data: bytes, error: UnicodeDecodeError) -> Text:
    encoding = _wide(data)
    if encoding:
        return _wide_text(name, data, *encoding)
    data = data.removeprefix(b"\xef\xbb\xbf")
    text = data.decode(errors="replace")
    try:
        data.decode()
    except UnicodeDecodeError as inner:
        error = inner
    at = len(data[: error.start].decode())
    message = f"the byte 0x{data[error.start]:02X} isn't UTF-8"
    return Text(name, text, UNREADABLE, Fault(message, at, at + 1, "save the file as UTF-8"), False)


def _wide_text(name: str, data: bytes, encoding: str, title: str) -> Text:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    fault = Fault(f"the file is {title}, not UTF-8", 0, min(1, len(text)), "save the file as UTF-8")
    return Text(name, text, UNREADABLE, fault, False)


def _wide(data: bytes) -> tuple[str, str] | None:
    """Return which encoding of two or four bytes a character `data` is in, by its first bytes."""
    for bom, encoding, title in _BOMS:
        if data.startswith(bom):
            return encoding, title
    head = bytes(byte and 1 for byte in data[:8])
    for pattern, encoding, title in (
        (b"\1\0\0\0", "utf-32-le", "UTF-32"),
        (b"\0\0\0\1", "utf-32-be", "UTF-32"),
        (b"\1\0", "utf-16-le", "UTF-16"),
        (b"\0\1", "utf-16-be", "UTF-16"),
    ):
        if head and len(data) % len(pattern) == 0 and head == (pattern * 4)[: len(head)]:
            return encoding, title
    return None


def _kid(kids: Kids | None, key: str | int, occurrence: int | None) -> Member | None:
    """Return the member of an object or the item of a list, if there is one."""
    if isinstance(kids, dict) and isinstance(key, str):
        found = kids.get(key)
        if not found:
            return None
        return found[-1 if occurrence is None or occurrence >= len(found) else occurrence]
    if isinstance(kids, list) and isinstance(key, int) and 0 <= key < len(kids):
        return kids[key]
    return None


def _duplicates(places: Places) -> tuple[tuple[Path, int, int], ...]:
    """Return the equal keys of all objects, each object at the first of its paths."""
    found: list[tuple[int, Path, int]] = []
    seen: set[int] = set()  # an alias has the kids of its anchor
    stack: list[tuple[Path, Member]] = [((), places.root)]
    while stack:
        path, member = stack.pop()
        kids = places.kids(member)
        if kids is None or id(kids) in seen:
            continue
        seen.add(id(kids))
        if isinstance(kids, list):
            stack.extend(((*path, number), kid) for number, kid in enumerate(kids))
            continue
        for key, members in kids.items():
            at = (*path, key)
            stack.append((at, members[-1]))
            found.extend((kid.key_start, at, n) for n, kid in enumerate(members) if n)
    return tuple((path, 0, number) for _, path, number in sorted(found, key=lambda entry: entry[0]))
