"""A file to import, and the folders that may be read on its behalf."""

from __future__ import annotations

import io
import os
from functools import cached_property
from typing import TYPE_CHECKING, Final

from linter.diagnostic import Location
from linter.files import lies_within, read_bytes
from linter.importers.found import CannotImport, Note
from linter.text.source import Text, read_text

if TYPE_CHECKING:
    from xml.sax.xmlreader import InputSource

_LARGEST: Final = 500_000_000
"""How many bytes a source may have; exports are larger than payloads."""


class Source:
    """A file of the user's; nothing outside `roots` is ever read for it.

    `name` is what messages call the file: the path as it was given.  `data` stands in for what it holds.
    """

    def __init__(
        self, path: str, name: str | None = None, roots: tuple[str, ...] = (), data: bytes | None = None
    ) -> None:
        self._real: dict[str, str] = {}  # where folders are, shared with the files beside it
        self.path = os.path.abspath(path)
        self.name = name or path
        self.roots = roots or (os.path.dirname(self.path),)
        self._given = self._bytes = data
        self._text: Text | None = None

    @property
    def data(self) -> bytes:
        """The file's bytes; raises CannotImport where it can't be read."""
        if self._bytes is None:
            try:
                self._bytes = read_bytes(self.path, largest=_LARGEST)
            except OSError as error:
                raise CannotImport(self.name, 1, 1, f"it can't be read: {error.strerror}") from error
        return self._bytes

    @property
    def text(self) -> Text:
        """The file as JSON or YAML, with its value, its fault and its places.

        The extension says which of the two; where it is another one, or none, the text does.
        """
        if self._text is None:
            self._text = _read(self.name, self.data)
        return self._text

    @cached_property
    def plain(self) -> Text:
        """The file as a text that isn't parsed."""
        return read_text(self.name, self.data, "plain")

    def as_xml(self) -> InputSource:
        """Return the file for a parser of XML, which takes any zero in the beginning for UTF-16.

        Raises CannotImport where there is one in other text.
        """
        from xml.sax.xmlreader import InputSource

        if 0 in self.data[:2] and self.plain.is_unicode:
            raise CannotImport(self.name, 1, 1, "the file isn't XML: one of its first two bytes is zero")
        document = InputSource()
        document.setByteStream(io.BytesIO(self.data))
        return document

    def forget(self) -> None:
        """Let go of what was read; it is read again where it is asked for."""
        self._bytes, self._text = self._given, None

    def value(self) -> object:
        """Return what the JSON or YAML says; raises CannotImport at the fault's place."""
        if self.text.fault is not None:
            start = self.text.fault_range().start
            fault = self.text.fault
            raise CannotImport(self.name, start.line, start.column, fault.message, fault.help)
        return self.text.value

    def note(self, path: tuple[str | int, ...], message: str) -> Note:
        """Return a note about the value at a path of the JSON or YAML."""
        start = self.text.range(Location(self.name, path)).start
        return Note(self.name, start.line, start.column, message)

    def refuse(self, path: tuple[str | int, ...], message: str, help_: str = "") -> CannotImport:
        """Return the error that says what is wrong with the value at a path."""
        start = self.text.range(Location(self.name, path)).start
        return CannotImport(self.name, start.line, start.column, message, help_)

    def repeated(self) -> tuple[Note, ...]:
        """Return a note about each key that an object of the JSON or YAML has already, if it was read."""
        if self._text is None:
            return ()
        return tuple(
            Note(
                self.name,
                *self._text.range(Location(self.name, path, "key", None, later)).start,
                _again(path),
            )
            for path, _first, later in self._text.duplicates
        )

    def beside(self, relative: str) -> Source | None:
        """Return another file, by its path from this one's folder; None where there is none.

        Raises CannotImport where the path leads out of the roots, by `..`, from `/` or by a link.
        """
        target = self._real_path(os.path.join(os.path.dirname(self.path), relative))
        if not any(lies_within(target, self._real_folder(root)) for root in self.roots):
            raise CannotImport(self.name, 1, 1, f"`{relative}` lies outside the source, and is not read")
        if not os.path.isfile(target):
            return None
        name = os.path.normpath(os.path.join(os.path.dirname(self.name), relative))
        found = Source(target, name, self.roots)
        found._real = self._real
        return found

    def _real_path(self, path: str) -> str:
        folder, name = os.path.split(path)
        target = os.path.join(self._real_folder(folder), name)
        return (
            os.path.realpath(target)
            if os.path.islink(target) or name in ("", os.curdir, os.pardir)
            else target
        )

    def _real_folder(self, folder: str) -> str:
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder)
        return self._real[folder]


def likely_encoding(data: bytes, wrong: int) -> str:
    """Return how a text was likely saved that isn't UTF-8 at a place: as what stands before it tells."""
    return "cp1252" if data[:wrong].isascii() else "utf-8"


def _read(name: str, data: bytes) -> Text:
    """Return JSON or YAML: by its extension, else JSON where it begins so and is in order, else YAML."""
    if name.lower().endswith((".json", ".yaml", ".yml")):
        return read_text(name, data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        return read_text(name, data, "yaml")
    found = read_text(name, data, "json")
    if found.fault is None:
        return found
    other = read_text(name, data, "yaml")
    return found if other.fault else other


def _again(path: tuple[str | int, ...]) -> str:
    return f"a second `{path[-1]}` in one object; the last one counts"
