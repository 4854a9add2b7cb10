"""What names mean in CDM documents: what the nearest of the documents defines that they import."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from linter.importers.cdm.documents import SUFFIX, CdmDocument, CdmObject, Corpus

_REMEMBERED: Final = 64  # scopes; an entity takes a dozen


class Scopes:
    """Finds definitions by their names."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.resolved = 0  # attributes of the entities that were resolved
        self._scopes: dict[CdmDocument, _View] = {}  # those that were asked last, the very last behind
        self._led_to: dict[tuple[CdmDocument, str], CdmDocument | None] = {}  # by paths in names

    def find(self, kind: str, name: str, documents: tuple[CdmDocument, ...]) -> CdmObject | None:
        """Return what a name means in the first of the documents that know it.

        `kind` is the property that names such a definition.  The name may be a path to one, or begin
        with the moniker of an import.
        """
        for document in documents:
            scope = self._scope(document)
            if (kind, name) not in scope.meanings:
                scope.meanings[kind, name] = self._definer(kind, name, document)
            definer = scope.meanings[kind, name]
            if definer is not None:
                return definer.definition(kind, name.rpartition("/")[2])
        return None

    def _scope(self, document: CdmDocument) -> _View:
        scope = self._scopes.pop(document, None) or _View(self.corpus, document)
        self._scopes[document] = scope
        if len(self._scopes) > _REMEMBERED:
            del self._scopes[next(iter(self._scopes))]
        return scope

    def _definer(self, kind: str, name: str, document: CdmDocument) -> CdmDocument | None:
        """Return the document whose definition a name means in another one."""
        if SUFFIX + "/" in name:
            path, _, name = name.rpartition("/")
            if (document, path) not in self._led_to:
                self._led_to[document, path] = self.corpus.imported(CdmObject(document, (), {}), path)
            there = self._led_to[document, path]
            return there if there and (kind, name) in there.definitions else None
        *monikers, name = name.split("/")
        for moniker in monikers:
            there = self._scope(document).called(moniker)
            if there is None:
                return None
            document = there
        last = self._last_of_row(kind, name, document)
        scope = self._scope(last)
        if (kind, name) not in scope.meanings:
            scope.meanings[kind, name] = scope.nearest(kind, name)
        return scope.meanings[kind, name]

    def _last_of_row(self, kind: str, name: str, document: CdmDocument) -> CdmDocument:
        """Return the document that is to be asked for a name instead of one that only imports another.

        Many documents import a single one that imports them all; it remembers what it finds for them.
        """
        passed = {document}
        while (kind, name) not in document.definitions:
            imports = self.corpus.imports(document).plain
            if len(imports) != 1 or imports[0] in passed:
                break
            document = imports[0]
            passed.add(document)
        return document


class _View:
    """What a document sees: itself, its imports from the last, and then theirs; loaded as it is asked for."""

    def __init__(self, corpus: Corpus, document: CdmDocument) -> None:
        self._corpus = corpus
        self._document = document
        self._seen: dict[CdmDocument, None] = {}  # so far, the nearest first
        self._further = _seen_from(document, corpus, self._seen)
        self.meanings: dict[tuple[str, str], CdmDocument | None] = {}  # who defines what names mean

    def called(self, moniker: str) -> CdmDocument | None:
        """Return the document that the nearest one imports under a moniker."""
        imports = (self._corpus.imports(one).monikers for one in self._documents())
        return next((one[moniker] for one in imports if moniker in one), None)

    def nearest(self, kind: str, name: str) -> CdmDocument | None:
        """Return the nearest document that defines a name; which one is near is asked only of several."""
        if (kind, name) in self._document.definitions:
            return self._document
        defining = self._corpus.defining(kind, name)
        seen = [one for one in defining if one in self._seen]
        if len(seen) == 1:
            return seen[0]
        reached = 0 if seen else self._corpus.reached(self._document)
        if reached:
            seen = [one for one in defining if reached >> one.number & 1]
            if len(seen) <= 1:
                return seen[0] if seen else None
        return next((one for one in self._documents() if (kind, name) in one.definitions), None)

    def _documents(self) -> Iterator[CdmDocument]:
        return chain(list(self._seen), self._further)


def _seen_from(document: CdmDocument, corpus: Corpus, seen: dict[CdmDocument, None]) -> Iterator[CdmDocument]:
    """Yield what a document sees, the nearest first, and note it in `seen`."""
    stack = [corpus.imports(document).plain]
    seen[document] = None
    yield document
    while stack:
        fresh = []
        for one in reversed(stack.pop()):
            if one not in seen:
                seen[one] = None
                fresh.append(corpus.imports(one).plain)  # also its monikers are visible with it
                yield one
        stack += reversed(fresh)
