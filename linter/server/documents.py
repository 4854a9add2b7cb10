"""What the editor has open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from linter.named_tuple import NamedTuple
from linter.server.folders import Folders
from linter.server.messages import DidChangeTextDocumentParams, TextDocumentItem
from linter.server.positions import MARK, edited
from linter.text.source import Text, encoded


class OpenDocument(NamedTuple):
    """An open document."""

    uri: str
    path: str
    version: int | None
    text: str

    @property
    def data(self) -> bytes:
        """What its file would hold."""
        return encoded(self.text)


class Documents:
    """Remembers the open documents, by path."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._open: dict[str, OpenDocument] = {}

    @property
    def by_path(self) -> Mapping[str, OpenDocument]:
        """The open documents."""
        return MappingProxyType(self._open)

    @property
    def uris(self) -> dict[str, str]:
        """What the client calls them, by path."""
        return {path: one.uri for path, one in self._open.items()}

    def contents(self, counts: Callable[[str], bool]) -> dict[str, bytes]:
        """Return what stands in for the files that count, by path."""
        return {path: one.data for path, one in self._open.items() if counts(path)}

    def named(self, uri: str) -> OpenDocument | None:
        """Return an open document."""
        path = self._folders.path(uri)
        return self._open.get(path) if path is not None else None

    def open(self, item: TextDocumentItem) -> str | None:
        """Take over a document from its file; return its path.

        One that is open through another link, too, counts as it was opened last.
        """
        path = self._folders.path(item["uri"])
        if path is not None:
            self._open[path] = OpenDocument(item["uri"], path, item["version"], item["text"])
        return path

    def change(self, params: DidChangeTextDocumentParams, encoding: str) -> str | None:
        """Follow an edit; return the path of the document, None where it isn't open under this name."""
        uri, version = params["textDocument"]["uri"], params["textDocument"]["version"]
        document = self.named(uri)
        if document is None or document.uri != uri:
            return None
        text = edited(document.text, params["contentChanges"], encoding)
        self._open[document.path] = document._replace(text=text, version=version)
        return document.path

    def close(self, uri: str) -> str | None:
        """Give a document back to its file; return its path."""
        document = self.named(uri)
        if document is None or document.uri != uri:
            return None
        del self._open[document.path]
        return document.path


def document_text(document: OpenDocument) -> Text:
    """Return a document's text without the mark that it may begin with; the client counts that."""
    text = Text(document.path, document.text.removeprefix(MARK), None)
    text.is_marked = document.text.startswith(MARK)
    return text
