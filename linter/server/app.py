"""The server itself: what the editor tells and asks, and when a project is judged anew."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from linter import __version__
from linter.server.diagnostics import Shown
from linter.server.positions import edited
from linter.server.workspace import Document, Home, Judged, Session, Superseded, home_of, lies_in

DEBOUNCE: Final = 0.15
"""Seconds without a keystroke after which a change is judged."""

FILES_SETTLE: Final = 0.02
"""Seconds without a change of a file after which the files are judged."""

_log: Final = logging.getLogger(__name__)


class _Protocol(LanguageServerProtocol):
    """Keeps less than pygls 2.1 does.

    That is the finished future of every notification, two kB a keystroke, and a second copy of every
    document, which it takes apart into lines at every change.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Iterator[Any]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    def _handle_notification(self, method_name: str, params: Any) -> None:
        super()._handle_notification(method_name, params)
        for key in [key for key, future in self._request_futures.items() if future.done()]:
            del self._request_futures[key]


class Server(LanguageServer):
    """Remembers the open documents and the projects around them."""

    def __init__(self) -> None:
        super().__init__(
            "c360lint",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=_Protocol,
        )
        self.documents: dict[str, Document] = {}  # by path
        self.folders: list[str] = []
        self.desks: dict[Home, Desk] = {}
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="judge")

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log a bug of ours; a pop-up would only stand in the user's way."""
        _log.error("%s: %s", getattr(source, "__name__", source), error, exc_info=error)

    # What the client can do

    @property
    def encoding(self) -> str:
        """How the client counts columns."""
        return types.PositionEncodingKind(self.workspace.position_encoding).value

    @property
    def shown(self) -> Shown:
        """How findings are shown to this client."""
        return Shown(self.encoding, {path: one.uri for path, one in self.documents.items()})

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics; then they aren't sent unasked."""
        document = self.client_capabilities.text_document
        return document is not None and document.diagnostic is not None

    # The open documents

    def open(self, item: types.TextDocumentItem) -> None:
        """Take over a document from its file."""
        path = to_fs_path(item.uri)
        if path is not None:
            path = os.path.normpath(path)
            self.documents[path] = Document(item.uri, path, item.version, item.text)
            self.changed(path, 0)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Follow an edit."""
        document = self.document(params.text_document.uri)
        if document is not None:
            text = edited(document.text, params.content_changes, self.encoding)
            version = params.text_document.version
            self.documents[document.path] = document._replace(text=text, version=version)
            self.changed(document.path, DEBOUNCE)

    def close(self, uri: str) -> None:
        """Give a document back to its file."""
        document = self.document(uri)
        if document is not None:
            del self.documents[document.path]
            self.changed(document.path, 0)

    def saved(self, uri: str) -> None:
        """A document that is saved is judged at once; it may be a configuration, too."""
        path = to_fs_path(uri)
        if path is not None:
            self.changed(os.path.normpath(path), 0)

    def file_changed(self, uri: str) -> None:
        """Something else than the editor has written a file; several are often written at once."""
        path = to_fs_path(uri)
        if path is not None and os.path.normpath(path) not in self.documents:
            self.changed(os.path.normpath(path), FILES_SETTLE)

    def document(self, uri: str) -> Document | None:
        """Return an open document."""
        path = to_fs_path(uri)
        return self.documents.get(os.path.normpath(path)) if path is not None else None

    # What they say

    async def diagnostics_of(self, uri: str) -> list[types.Diagnostic]:
        """Return the diagnostics of a document in its present state."""
        path = to_fs_path(uri)
        desk = self.desk(os.path.normpath(path)) if path is not None else None
        if desk is None or path is None:
            return []
        await desk.current()
        return desk.shown.get(os.path.normpath(path), [])

    async def all_diagnostics(self) -> dict[str, list[types.Diagnostic]]:
        """Return the diagnostics of every file of every project, by URI."""
        found: dict[str, list[types.Diagnostic]] = {}
        for desk in list(self.desks.values()):
            await desk.current()
            for path, items in desk.shown.items():
                if self.owner(path) in (desk.home, None):
                    found[self.shown.uri(path)] = items
        return found

    # The projects

    def desk(self, path: str) -> Desk | None:
        """Return the desk of the project that a file belongs to."""
        home = home_of(path, self.folders)
        if home is None:
            return None
        if home not in self.desks:
            self.desks[home] = Desk(self, home)
        return self.desks[home]

    def changed(self, path: str, delay: float) -> None:
        """Let the projects that a file has to do with be judged anew."""
        own = self.desk(path)
        for desk in list(self.desks.values()):
            if desk is own or desk.reads(path):
                desk.judge_soon(delay)

    def open_folders(self, folders: Iterable[types.WorkspaceFolder]) -> None:
        """Judge the projects of the workspace's folders, whether a document of theirs is open or not."""
        paths = [os.path.normpath(path) for one in folders if (path := to_fs_path(one.uri))]
        self.folders += paths
        for path in paths:
            desk = self.desk(path)
            if desk is not None:
                desk.judge_soon(0)

    def close_folders(self, folders: Iterable[types.WorkspaceFolder]) -> None:
        """Drop the projects of which neither a folder nor a document is left."""
        self.folders = [one for one in self.folders if one not in {to_fs_path(f.uri) for f in folders}]
        kept = {home_of(path, self.folders) for path in (*self.folders, *self.documents)}
        for home in self.desks.keys() - kept:
            self.desks.pop(home).leave()

    def owner(self, path: str) -> Home | None:
        """Return the innermost of the known projects that a file lies in: it speaks for the file."""
        around = [home for home in self.desks if lies_in(path, home.root)]
        return max(around, key=lambda home: len(home.root), default=None)


class Desk:
    """Where one project is judged: one judgement at a time, and only the last state counts."""

    def __init__(self, server: Server, home: Home) -> None:
        self.server = server
        self.home = home
        self.session = Session(home)
        self.judged: Judged | None = None
        self.shown: dict[str, list[types.Diagnostic]] = {}  # of the last judgement, by path
        self._published: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self._stale = True
        self._task: asyncio.Task[None] | None = None
        self._stop = threading.Event()

    def reads(self, path: str) -> bool:
        """Tell whether a file plays a part: it lies below the root, or is a snapshot elsewhere."""
        return lies_in(path, self.home.root) or (
            self.judged is not None and self.judged.name(path) in self.judged.texts
        )

    def judge_soon(self, delay: float) -> None:
        """Judge the project once nothing has changed for a while; what is under way is of no use."""
        self._stale = True
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.get_running_loop().create_task(self._judge_after(delay))

    async def current(self) -> Judged | None:
        """Return the judgement of the present state, once there is one."""
        while self._stale:
            if self._task is None or self._task.done():
                self.judge_soon(0)
            assert self._task is not None
            await asyncio.wait([self._task])
        return self.judged

    def leave(self) -> None:
        """Take back what was shown."""
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
        self.shown = {}
        self._publish()

    async def _judge_after(self, delay: float) -> None:
        if delay:
            await asyncio.sleep(delay)
        self._stop = stop = threading.Event()
        contents = {
            path: one.text.encode("utf-8", "surrogatepass")
            for path, one in self.server.documents.items()
            if self.reads(path)
        }
        loop = asyncio.get_running_loop()
        try:
            self.judged = await loop.run_in_executor(self.server.pool, self._judge, contents, stop)
            self.shown = self.server.shown.all(self.judged)
            self._stale = False
            self._publish()
        except Superseded:
            return
        except Exception:
            self._stale = False
            _log.exception("while %s was judged", self.home.root)

    def _judge(self, contents: dict[str, bytes], stop: threading.Event) -> Judged:
        def between() -> None:
            if stop.is_set():
                raise Superseded

        between()
        judged = self.session.judge(contents, between)
        if self.judged is None:
            gc.freeze()  # what a project holds from now on isn't searched for garbage at every keystroke
        return judged

    def _publish(self) -> None:
        """Send what has changed; every open document hears that it was judged."""
        if self.server.pulls:
            self._refresh()
            return
        for path in sorted({*self._published, *self.shown, *self.server.documents}):
            if self.server.owner(path) not in (self.home, None):
                continue
            document = self.server.documents.get(path)
            version = document.version if document is not None else None
            now = version, self.shown.get(path, [])
            if self._published.get(path, (None, [])) != now:
                self._send(path, *now)

    def _send(self, path: str, version: int | None, items: list[types.Diagnostic]) -> None:
        if items or version is not None:
            self._published[path] = version, items
        else:
            self._published.pop(path, None)
        uri = self.server.shown.uri(path)
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))

    def _refresh(self) -> None:
        """Ask the client to ask again, where other documents than the edited one have changed."""
        now = {path: (None, items) for path, items in self.shown.items()}
        workspace = self.server.client_capabilities.workspace
        can = workspace and workspace.diagnostics and workspace.diagnostics.refresh_support
        if now != self._published and can:
            self._published = dict(now)
            self.server.workspace_diagnostic_refresh(None)


def result_id(items: list[types.Diagnostic]) -> str:
    """Return what two equal lists of diagnostics share."""
    return hashlib.sha256(repr(items).encode("utf-8", "surrogatepass")).hexdigest()[:16]
