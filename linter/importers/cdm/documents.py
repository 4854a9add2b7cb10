"""CDM documents, what they define and import."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from linter.files import relative
from linter.importers.found import CannotImport, Note
from linter.importers.source import Source
from linter.named_tuple import NamedTuple
from linter.suggest import KnownNames

Path = tuple[str | int, ...]

SUFFIX: Final = ".cdm.json"
_KINDS: Final = ("entityName", "dataTypeName", "attributeGroupName", "purposeName")


class CdmObject(NamedTuple):
    """An object in a document; what a document defines, among others."""

    document: CdmDocument
    path: Path
    value: Mapping[str, Any]

    def note(self, message: str, *below: str | int) -> Note:
        """Return a note about the object, or about what stands `below` it."""
        return self.document.source.note((*self.path, *below), message)


class CdmDocument:
    """One file, read once.

    What it says is held packed: as objects, ten thousand documents take three quarters of a gigabyte.
    """

    def __init__(self, source: Source, number: int) -> None:
        value = source.value()
        if not isinstance(value, dict):
            raise source.refuse((), "this is no CDM document", "expected an object")
        source.forget()
        self.source = source
        self.folder = os.path.dirname(source.path)
        self.number = number  # the how manieth it is that was read
        self._packed: dict[str, Any] = {key: _packed(one) for key, one in value.items()}
        self.definitions: dict[tuple[str, str], int] = {}  # by kind and name; the first of equal ones
        for at, one in enumerate(listed(value.get("definitions"))):
            for kind in _KINDS if isinstance(one, dict) else ():
                if isinstance(one.get(kind), str):
                    self.definitions.setdefault((kind, one[kind]), at)

    @cached_property
    def entities(self) -> KnownNames:
        """The names of the entities that it defines, to propose some of them."""
        return KnownNames(name for kind, name in self.definitions if kind == "entityName")

    def has(self, key: str) -> bool:
        """Tell whether something stands at a key of the document."""
        return key in self._packed

    def get(self, key: str) -> Any:
        """Return what stands at a key of the document; None where nothing does."""
        packed = self._packed.get(key, _NOTHING)
        return list(map(marshal.loads, packed)) if isinstance(packed, list) else marshal.loads(packed)

    def listed(self, key: str) -> Iterator[CdmObject]:
        """Yield the objects of a list of the document."""
        for number, one in enumerate(listed(self.get(key))):
            if isinstance(one, dict):
                yield CdmObject(self, (key, number), one)

    def definition(self, kind: str, name: str) -> CdmObject:
        """Return a definition of the document."""
        at = self.definitions[kind, name]
        return CdmObject(self, ("definitions", at), marshal.loads(self._packed["definitions"][at]))


def _packed(value: Any) -> Any:
    """Return a value packed; of a list its items, so that one of them can be had."""
    return list(map(marshal.dumps, value)) if isinstance(value, list) else marshal.dumps(value)


_NOTHING: Final = marshal.dumps(None)


class Imports(NamedTuple):
    """The documents that another one imports: those without a moniker, and the others by theirs."""

    plain: list[CdmDocument]
    monikers: dict[str, CdmDocument]


class Corpus:
    """The documents of one reading, and what is missing in them."""

    def __init__(self, cdm_root: str | None, home: str) -> None:
        self._roots = {"local": os.path.realpath(home)}
        if cdm_root is not None:
            self._roots["cdm"] = os.path.realpath(cdm_root)
        self._documents: dict[str, CdmDocument | str] = {}  # by path; or why it can't be had
        self._count = 0
        self._imports: dict[CdmDocument, Imports] = {}
        self._reached: dict[CdmDocument, int] = {}
        self._unreached: dict[CdmDocument, CdmDocument] = {}  # the first found whose imports aren't loaded
        self._targets: dict[tuple[str, str], str] = {}  # by folder and path
        self._defining: dict[tuple[str, str], list[CdmDocument]] = {}
        self._missing: dict[tuple[str, str], tuple[Note, int]] = {}
        self.broken: list[CannotImport] = []  # why documents that are there can't be read

    def open(self, source: Source) -> CdmDocument:
        """Return the document of a source; raises CannotImport where it is none."""
        self._documents[source.path] = document = self._taken(source)
        return document

    def follow(self, document: CdmDocument, path: str) -> CdmDocument | str:
        """Return the document at a path, as another one writes it; or the reason why there is none."""
        target = self.target(document, path)
        if target is None:
            hint = "; --cdm-root names the folder" if path.startswith("cdm:") else ""
            return f"lies in a storage that isn't known{hint}"
        if target not in self._documents:
            self._documents[target] = self._read(document, path, target)
        return self._documents[target]

    def defining(self, kind: str, name: str) -> Sequence[CdmDocument]:
        """Return the documents, of those that were read so far, that define a name."""
        return self._defining.get((kind, name), ())

    def target(self, document: CdmDocument, path: str) -> str | None:
        """Return the file that a path means; None where its storage isn't known."""
        storage, colon, rest = path.partition(":/")
        if not colon and not path.startswith("/"):
            return self._joined(document.folder, path)
        if not colon:
            storage, rest = ("cdm" if self._is_public(document) else "local"), path
        root = self._roots.get(storage)
        return None if root is None else self._joined(root, rest.lstrip("/"))

    def _joined(self, folder: str, path: str) -> str:
        known = self._targets.get((folder, path))
        if known is None:
            known = self._targets[folder, path] = os.path.normpath(os.path.join(folder, path))
        return known

    def lacks(self, kind: str, name: str, message: str, place: CdmObject, *below: str | int) -> None:
        """Remember that something isn't there; each name is told once, with its first place."""
        first, count = self._missing.get((kind, name), (None, 0))
        self._missing[kind, name] = (first or place.note(message, *below), count + 1)

    def notes(self) -> list[Note]:
        """Return what was remembered."""
        return [
            note
            if count == 1
            else note._replace(message=f"{note.message} ({count:,} places, this is the first)")
            for note, count in self._missing.values()
        ]

    def _read(self, document: CdmDocument, path: str, target: str) -> CdmDocument | str:
        if "\0" in target:
            return "isn't there"
        try:
            source = document.source.beside(relative(target, document.folder))
        except CannotImport:
            return "lies outside the source and --cdm-root, and is not read"
        if source is None:
            root = self._root_above(document, path) if path.startswith("/") else ""
            return f"isn't there{f'; it is below `{root}`: --cdm-root {root} finds it' if root else ''}"
        try:
            return self._taken(source)
        except CannotImport as error:
            self.broken.append(error)
            return f"can't be read: {error.message}"

    def _taken(self, source: Source) -> CdmDocument:
        document = CdmDocument(source, self._count)
        self._count += 1
        for key in document.definitions:
            self._defining.setdefault(key, []).append(document)
        return document

    def _root_above(self, document: CdmDocument, path: str) -> str:
        """Return the folder above a document that `/` has to mean, for there to be such a file."""
        name, folder = (os.path.dirname(one) for one in (document.source.name, document.source.path))
        while "cdm" not in self._roots and (above := os.path.dirname(folder)) != folder:
            name, folder = os.path.normpath(os.path.join(name, os.pardir)), above
            if os.path.isfile(os.path.join(folder, path.lstrip("/"))):
                return name
        return ""

    def _is_public(self, document: CdmDocument) -> bool:
        root = self._roots.get("cdm")
        return root is not None and document.source.path.startswith(root.rstrip(os.sep) + os.sep)

    def imports(self, document: CdmDocument) -> Imports:
        """Return what a document imports; it is loaded by now."""
        known = self._imports.get(document)
        if known is None:
            known = self._imports[document] = Imports([], {})
            for place in document.listed("imports"):
                self._load(known, place)
        return known

    def reached(self, document: CdmDocument) -> int:
        """Return the numbers, as bits, of a document and all that it imports without monikers, near or far.

        0 where not all of it is loaded by now.
        """
        if document in self._reached:
            return self._reached[document]
        if self._unreached.get(document, document) in self._imports:
            bits, waiting = 0, [document]
            while waiting:
                one = waiting.pop()
                if bits >> one.number & 1:
                    continue
                if one not in self._reached and one not in self._imports:
                    self._unreached[document] = one
                    return 0
                bits |= self._reached.get(one, 1 << one.number)
                waiting += self._imports[one].plain if one not in self._reached else ()
            self._reached[document] = bits
        return self._reached.get(document, 0)

    def _load(self, imports: Imports, place: CdmObject) -> None:
        path = place.value.get("corpusPath", place.value.get("uri"))
        if not isinstance(path, str) or not path:
            message = "this import has no `corpusPath`"
            self.lacks("import", f"{place.document.source.path} {place.path}", message, place)
            return
        found = self.imported(place, path)
        moniker = place.value.get("moniker")
        if found is not None and isinstance(moniker, str) and moniker:
            imports.monikers[moniker] = found
        elif found is not None:
            imports.plain.append(found)

    def imported(self, place: CdmObject, path: str) -> CdmDocument | None:
        """Return the document that an object imports; note where there is none."""
        found = self.follow(place.document, path)
        if isinstance(found, CdmDocument):
            return found
        target = self.target(place.document, path) or path
        self.lacks("import", target, f"the import `{path}` {found}", place)
        return None


def listed(values: object) -> list[Any]:
    """Return a list; an empty one for what is none."""
    return values if isinstance(values, list) else []


def length_of(value: object) -> int:
    """Return how many items a list has; what is none has no items."""
    return len(value) if isinstance(value, list) else 0
