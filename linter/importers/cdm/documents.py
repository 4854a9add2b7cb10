"""CDM documents, what they import, and the definitions that a name means in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, Final

from linter.files import relative
from linter.importers.found import CannotImport, Note
from linter.importers.source import Source
from linter.named_tuple import NamedTuple

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
    """One file, read once."""

    def __init__(self, source: Source) -> None:
        value = source.value()
        if not isinstance(value, dict):
            raise source.refuse((), "this is no CDM document", "expected an object")
        self.source = source
        self.value: dict[str, Any] = value
        self.definitions: dict[tuple[str, str], CdmObject] = {}  # by kind and name; the first of equal ones
        for place in self.listed("definitions"):
            for kind in _KINDS:
                if isinstance(place.value.get(kind), str):
                    self.definitions.setdefault((kind, place.value[kind]), place)
        self.imports: list[CdmDocument] | None = None  # those without a moniker; None: not yet loaded
        self.monikers: dict[str, CdmDocument] = {}
        self.meanings: dict[tuple[str, str], CdmObject | None] = {}  # what names were found to mean

    def listed(self, key: str) -> Iterator[CdmObject]:
        """Yield the objects of a list of the document."""
        values = self.value.get(key)
        for number, one in enumerate(values if isinstance(values, list) else ()):
            if isinstance(one, dict):
                yield CdmObject(self, (key, number), one)


class Corpus:
    """The documents of one reading, and what is missing in them."""

    def __init__(self, cdm_root: str | None, home: str) -> None:
        self._roots = {"local": os.path.realpath(home)}
        if cdm_root is not None:
            self._roots["cdm"] = os.path.realpath(cdm_root)
        self._documents: dict[str, CdmDocument | str] = {}  # by path; or why it can't be had
        self._visible: dict[CdmDocument, _Visible] = {}
        self._missing: dict[tuple[str, str], tuple[Note, int]] = {}
        self.broken: list[CannotImport] = []  # why documents that are there can't be read

    def open(self, source: Source) -> CdmDocument:
        """Return the document of a source; raises CannotImport where it is none."""
        document = CdmDocument(source)
        self._documents[source.path] = document
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

    def target(self, document: CdmDocument, path: str) -> str | None:
        """Return the file that a path means; None where its storage isn't known."""
        storage, colon, rest = path.partition(":/")
        if not colon and not path.startswith("/"):
            return os.path.normpath(os.path.join(os.path.dirname(document.source.path), path))
        if not colon:
            storage, rest = ("cdm" if self._is_public(document) else "local"), path
        root = self._roots.get(storage)
        return None if root is None else os.path.normpath(os.path.join(root, rest.lstrip("/")))

    def find(self, kind: str, name: str, scopes: tuple[CdmDocument, ...]) -> CdmObject | None:
        """Return what a name means in the first of the documents that know it.

        `kind` is the property that names such a definition.  The name may be a path to one, or begin
        with the moniker of an import.
        """
        for document in scopes:
            if (kind, name) not in document.meanings:
                document.meanings[kind, name] = self._find(kind, name, document)
            found = document.meanings[kind, name]
            if found is not None:
                return found
        return None

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
        folder = os.path.dirname(document.source.path)
        try:
            source = document.source.beside(relative(target, folder))
        except CannotImport:
            return "lies outside the source and --cdm-root, and is not read"
        if source is None:
            root = self._root_above(document, path) if path.startswith("/") else ""
            return f"isn't there{f'; it is below `{root}`: --cdm-root {root} finds it' if root else ''}"
        try:
            return CdmDocument(source)
        except CannotImport as error:
            self.broken.append(error)
            return f"can't be read: {error.message}"

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

    def _find(self, kind: str, name: str, document: CdmDocument) -> CdmObject | None:
        if SUFFIX + "/" in name:
            path, _, name = name.rpartition("/")
            there = self._imported(CdmObject(document, (), {}), path)
            return there.definitions.get((kind, name)) if there else None
        *monikers, name = name.split("/")
        for moniker in monikers:
            seen = self._seen_from(document)
            there = next((one.monikers[moniker] for one in seen if moniker in one.monikers), None)
            if there is None:
                return None
            document = there
        return self._defined(kind, name, document)

    def _defined(self, kind: str, name: str, document: CdmDocument) -> CdmObject | None:
        key = kind, name
        last = self._last_of_row(kind, name, document)
        if key not in last.meanings:
            seen = self._seen_from(last)
            last.meanings[key] = next((one.definitions[key] for one in seen if key in one.definitions), None)
        return last.meanings[key]

    def _last_of_row(self, kind: str, name: str, document: CdmDocument) -> CdmDocument:
        """Return the document that is to be asked for a name instead of one that only imports another.

        Many documents import a single one that imports them all; it remembers what it finds for them.
        """
        passed = {document}
        while (kind, name) not in document.definitions:
            imports = self.imports(document)
            if len(imports) != 1 or imports[0] in passed:
                break
            document = imports[0]
            passed.add(document)
        return document

    def _seen_from(self, document: CdmDocument) -> Iterator[CdmDocument]:
        if document not in self._visible:
            self._visible[document] = _Visible(self, document)
        return self._visible[document].documents()

    def imports(self, document: CdmDocument) -> list[CdmDocument]:
        """Return the documents that another imports without a moniker; they are loaded by now."""
        if document.imports is None:
            document.imports = []
            for place in document.listed("imports"):
                self._load(document.imports, place)
        return document.imports

    def _load(self, imports: list[CdmDocument], place: CdmObject) -> None:
        path = place.value.get("corpusPath", place.value.get("uri"))
        if not isinstance(path, str) or not path:
            message = "this import has no `corpusPath`"
            self.lacks("import", f"{place.document.source.path} {place.path}", message, place)
            return
        found = self._imported(place, path)
        moniker = place.value.get("moniker")
        if found is not None and isinstance(moniker, str) and moniker:
            place.document.monikers[moniker] = found
        elif found is not None:
            imports.append(found)

    def _imported(self, place: CdmObject, path: str) -> CdmDocument | None:
        found = self.follow(place.document, path)
        if isinstance(found, CdmDocument):
            return found
        target = self.target(place.document, path) or path
        self.lacks("import", target, f"the import `{path}` {found}", place)
        return None


class _Visible:
    """What a document sees: itself, its imports from the last, and then theirs; loaded as it is asked for."""

    def __init__(self, corpus: Corpus, document: CdmDocument) -> None:
        self._corpus = corpus
        self._so_far: list[CdmDocument] = []
        self._more = self._all(document)

    def documents(self) -> Iterator[CdmDocument]:
        """Yield the documents, the nearest first."""
        number = 0
        while True:
            if number == len(self._so_far):
                more = next(self._more, None)
                if more is None:
                    return
                self._so_far.append(more)
            yield self._so_far[number]
            number += 1

    def _all(self, document: CdmDocument) -> Iterator[CdmDocument]:
        seen = {document}
        stack = [document]
        self._corpus.imports(document)
        yield document
        while stack:
            fresh = []
            for one in reversed(self._corpus.imports(stack.pop())):
                if one not in seen:
                    seen.add(one)
                    fresh.append(one)
                    self._corpus.imports(one)  # its monikers are visible with it
                    yield one
            stack += reversed(fresh)


def length_of(value: object) -> int:
    """Return how many items a list has; what is none has no items."""
    return len(value) if isinstance(value, list) else 0
