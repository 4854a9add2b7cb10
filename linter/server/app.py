"""The server itself: what the editor tells and asks, and when a project is judged anew."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from linter import __version__
from linter.files import lies_within
from linter.reading.project_root import Home, home_of, is_sign, signs_below
from linter.server.diagnostics import Shown
from linter.server.positions import edited
from linter.server.workspace import Document, Judged, Session, Superseded

DEBOUNCE: Final = 0.15
"""Seconds without a keystroke after which a change is judged."""

FILES_SETTLE: Final = 0.02
"""Seconds without a change of a file after which the files are judged."""

ALIVE: Final = 3.0
"""Seconds after which we look again whether the client is still there."""

_log: Final = logging.getLogger(__name__)


class _Protocol(LanguageServerProtocol):
    """Does without some habits of pygls 2.1."""

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Iterator[Any]:
        """Keep no second copy of the document, which would be taken apart into lines at every change."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    def _handle_notification(self, method_name: str, params: Any) -> None:
        """Let go the finished future of every notification, two kB a keystroke."""
        super()._handle_notification(method_name, params)
        for key in [key for key, future in self._request_futures.items() if future.done()]:
            del self._request_futures[key]

    def _send_handler_result(self, future: Future[Any], *, msg_id: str | int) -> None:
        """Answer a refusal without logging it: it is no bug of ours."""
        refusal = None if future.cancelled() else future.exception()
        if isinstance(refusal, JsonRpcException):
            self._request_futures.pop(msg_id, None)
            self._send_response(msg_id, error=refusal.to_response_error())
        else:
            super()._send_handler_result(future, msg_id=msg_id)


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
        self.folders: dict[str, str] = {}  # by real path: as the client calls them
        self.below: set[str] = set()  # the folders in them that have a sign of a project
        self.homes: dict[str, Home | None] = {}  # of open documents and of folders
        self.desks: dict[Home, Desk] = {}
        self.told: dict[str, Told] = {}  # by path
        self._looking: asyncio.Task[None] | None = None
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self.is_shut_down = False
        self.exit_code = 0
        self.client_watch: asyncio.Task[None] | None = None

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log a bug of ours; a pop-up would only stand in the user's way."""
        _log.error("%s: %s", getattr(source, "__name__", source), error, exc_info=error)

    async def follow(self, process: int | None) -> None:
        """End with the client: standard input may stay open when it dies.

        A process that can't be seen from the beginning lives outside our container.
        """
        if process is None or sys.platform == "win32" or not _is_alive(process):
            return
        while _is_alive(process):
            await asyncio.sleep(ALIVE)
        os._exit(1)

    # What the client can do

    @property
    def encoding(self) -> str:
        """How the client counts columns."""
        return types.PositionEncodingKind(self.workspace.position_encoding).value

    @property
    def shown(self) -> Shown:
        """How findings are shown to this client."""
        links = {real: called for real, called in self.folders.items() if real != called}
        return Shown(self.encoding, {path: one.uri for path, one in self.documents.items()}, links)

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics; then they aren't sent unasked."""
        document = self.client_capabilities.text_document
        return document is not None and document.diagnostic is not None

    # The open documents

    def path(self, uri: str) -> str | None:
        """Return the path that a file is known by, whichever link leads to its folder; None for no file."""
        given = to_fs_path(uri)
        if not given or not os.path.isabs(given) or "\0" in given:
            return None
        given = os.path.normpath(given)
        links = {called: real for real, called in self.folders.items() if lies_within(given, called)}
        if links:
            called = max(links, key=len)
            return os.path.normpath(links[called] + os.sep + given[len(called) :])
        if any(lies_within(given, real) for real in self.folders):
            return given
        return os.path.join(os.path.realpath(os.path.dirname(given)), os.path.basename(given))

    def document(self, uri: str) -> Document | None:
        """Return an open document."""
        path = self.path(uri)
        return self.documents.get(path) if path is not None else None

    def open(self, item: types.TextDocumentItem) -> None:
        """Take over a document from its file."""
        path = self.path(item.uri)
        if path is not None:  # one that is open through another link, too, counts as it was opened last
            self.documents[path] = Document(item.uri, path, item.version, item.text)
            self.settle()
            self.changed(path, 0, pulled=True)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Follow an edit."""
        document = self.document(params.text_document.uri)
        if document is not None and document.uri == params.text_document.uri:
            text = edited(document.text, params.content_changes, self.encoding)
            version = params.text_document.version
            self.documents[document.path] = document._replace(text=text, version=version)
            self.changed(document.path, DEBOUNCE, pulled=True)

    def close(self, uri: str) -> None:
        """Give a document back to its file."""
        document = self.document(uri)
        if document is not None and document.uri == uri:
            del self.documents[document.path]
            self.settle()
            self.changed(document.path, 0)

    def saved(self, uri: str) -> None:
        """A document that is saved is judged at once; it may make a folder a project, too."""
        path = self.path(uri)
        if path is not None:
            if is_sign(path):
                self.look()
            self.changed(path, 0)

    def files_changed(self, uris: Iterable[str]) -> None:
        """Something else than the editor has written files; several are often written at once."""
        paths = [path for uri in uris if (path := self.path(uri)) is not None]
        if any(is_sign(path) or self._is_around(path) or os.path.isdir(path) for path in paths):
            self.look()
        for path in paths:
            if path not in self.documents:
                self.changed(path, FILES_SETTLE)

    # What they say

    async def diagnostics_of(self, uri: str) -> list[types.Diagnostic]:
        """Return the diagnostics of a document in its present state."""
        path = self.path(uri)
        desk = self.desk(path) if path is not None else None
        if desk is None or path is None:
            return []
        await desk.current()
        return self.found(path, self.owner(path))

    async def all_diagnostics(self) -> dict[str, list[types.Diagnostic]]:
        """Return the diagnostics of every file of every project, by URI."""
        while self._looking is not None and not self._looking.done():
            await asyncio.wait([self._looking])
        for desk in list(self.desks.values()):
            await desk.current()
        shown = self.shown
        return {
            shown.uri(path): self.found(path, self.owner(path))
            for desk in self.desks.values()
            for path in desk.shown
        }

    def found(self, path: str, owner: Desk | None) -> list[types.Diagnostic]:
        """Return what is said of a file: by the innermost project around it, and from elsewhere."""
        found: list[types.Diagnostic] = []
        for desk in self.desks.values():
            if desk is owner or not lies_within(path, desk.home.root):
                found = found + [one for one in desk.shown.get(path, []) if one not in found]
        return found

    def tell(self, paths: Iterable[str]) -> None:
        """Send what is news of files; every open document hears that it was judged."""
        shown = self.shown
        for path in sorted(paths):
            owner, document = self.owner(path), self.documents.get(path)
            if owner is not None and owner.is_stale:  # it tells when it has judged
                continue
            before = self.told.get(path)
            if document is not None:
                now = Told(document.uri, document.version, self.found(path, owner))
            elif before is not None and before.version is None:
                now = before._replace(items=self.found(path, owner))
            else:
                now = Told(shown.uri(path), None, self.found(path, owner))
            self._send(path, before, now)

    def _send(self, path: str, before: Told | None, now: Told) -> None:
        if before is not None and before.uri != now.uri:
            self._publish(Told(before.uri, None, []))
        if before != now and (before is not None or now.is_news):
            self._publish(now)
        if now.is_news:
            self.told[path] = now
        else:
            self.told.pop(path, None)

    def _publish(self, told: Told) -> None:
        params = types.PublishDiagnosticsParams(told.uri, told.items, told.version)
        self.text_document_publish_diagnostics(params)

    # The projects

    def desk(self, path: str) -> Desk | None:
        """Return the desk of the project that a file belongs to."""
        home = self.homes[path] if path in self.homes else self.home(path)
        return self.desks.get(home) if home is not None else None

    def home(self, path: str) -> Home | None:
        """Return the project that a file or folder belongs to at present."""
        signs = {path: one.data for path, one in self.documents.items() if is_sign(path)}
        return home_of(path, self.folders, signs)

    def owner(self, path: str) -> Desk | None:
        """Return the desk of the innermost project that a file lies in: it speaks for the file."""
        around = [desk for desk in self.desks.values() if lies_within(path, desk.home.root)]
        return max(around, key=lambda desk: len(desk.home.root), default=None)

    def changed(self, path: str, delay: float, *, pulled: bool = False) -> None:
        """Let the projects that a file has to do with be judged anew.

        `pulled` says that the client asks for the diagnostics of this file by itself.
        """
        if path in self.documents and self.home(path) != self.homes.get(path):
            self.look()
        for desk in self.desks.values():
            if desk.reads(path):
                desk.judge_soon(delay, path if pulled else None)

    def open_folders(self, uris: Iterable[str]) -> None:
        """Judge the projects in folders of the workspace, whether a document of theirs is open or not."""
        for uri in uris:
            path = to_fs_path(uri)
            if path:
                self.folders[os.path.realpath(path)] = os.path.normpath(path)
        self.look()

    def close_folders(self, uris: Iterable[str]) -> None:
        """Drop the projects of which neither a folder nor a document is left."""
        for uri in uris:
            path = to_fs_path(uri)
            if path:
                self.folders.pop(os.path.realpath(path), None)
        self.look()

    def look(self) -> None:
        """Look anew for the projects in the workspace's folders, before anything else is judged."""
        looking = asyncio.get_running_loop().run_in_executor(self.pool, signs_below, tuple(self.folders))
        self.settle()
        if self._looking is not None:
            self._looking.cancel()
        self._looking = asyncio.create_task(self._take(looking))

    async def _take(self, looking: asyncio.Future[set[str]]) -> None:
        self.below = await looking
        self.settle()

    def settle(self) -> None:
        """Let every project that anything belongs to have a desk, and no other."""
        places = (*self.documents, *self.folders, *self.below)
        self.homes = {path: self.home(path) for path in places}
        wanted = [home for home in dict.fromkeys(self.homes.values()) if home is not None]
        gone = [self.desks.pop(home) for home in self.desks.keys() - set(wanted)]
        for home in wanted:
            if home not in self.desks:
                self.desks[home] = Desk(self, home)
        for desk in self.desks.values():
            desk.leave_out(self.desks)
        for desk in gone:
            desk.leave()

    def _is_around(self, path: str) -> bool:
        return any(lies_within(home.root, path) for home in self.desks)


class Told(NamedTuple):
    """What the client was told of a file."""

    uri: str
    version: int | None
    items: list[types.Diagnostic]

    @property
    def is_news(self) -> bool:
        """Whether it says more than what holds of any file: that nothing is said."""
        return bool(self.items) or self.version is not None


class Desk:
    """Where one project is judged: one judgement at a time, and only the last state counts."""

    def __init__(self, server: Server, home: Home) -> None:
        self.server = server
        self.home = home
        self.session = Session(home)
        self.judged: Judged | None = None
        self.shown: dict[str, list[types.Diagnostic]] = {}  # of the last judgement, by path
        self.is_stale = True
        self._apart: list[str] | None = None  # projects in this folder, which itself isn't declared as one
        self._pulled: set[str] = set()
        self._failed = False
        self._task: asyncio.Task[None] | None = None
        self._stop = threading.Event()

    def reads(self, path: str) -> bool:
        """Tell whether a file plays a part: it lies below the root, or the configuration names it."""
        if lies_within(path, self.home.root):
            return not any(lies_within(path, one) for one in self._apart or ())
        return self.judged is not None and path in self.judged.named

    def leave_out(self, homes: Iterable[Home]) -> None:
        """Leave out other projects, unless `check` would read them, too."""
        root = self.home.root
        inner = sorted(one.root for one in homes if one.root != root and lies_within(one.root, root))
        apart = [] if self.home.is_declared else inner
        if apart != self._apart:
            self._apart = apart
            self.judge_soon(0)

    def judge_soon(self, delay: float, pulled: str | None = None) -> None:
        """Judge the project once nothing has changed for a while; what is under way is of no use."""
        self.is_stale = True
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
        if pulled is not None:
            self._pulled.add(pulled)
        self._task = asyncio.get_running_loop().create_task(self._judge_after(delay))

    async def current(self) -> Judged | None:
        """Return the judgement of the present state, once there is one; None where it has failed."""
        while self.is_stale:
            if self._task is None or self._task.done():
                self.judge_soon(0)
            assert self._task is not None
            await asyncio.wait([self._task])
        return None if self._failed else self.judged

    def leave(self) -> None:
        """Take back what was shown."""
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
        self.is_stale, self._failed = False, True
        self._show({})

    async def _judge_after(self, delay: float) -> None:
        if delay:
            await asyncio.sleep(delay)
        self._stop = stop = threading.Event()
        contents = {path: one.data for path, one in self.server.documents.items() if self.reads(path)}
        loop = asyncio.get_running_loop()
        try:
            self.judged = await loop.run_in_executor(self.server.pool, self._judge, contents, stop)
            shown = self.server.shown.all(self.judged)
            self._failed = False
        except Superseded:
            return
        except Exception:
            shown = {}
            self._failed = True
            _log.exception("while %s was judged", self.home.root)
        self.is_stale = False
        self._show(shown)

    def _judge(self, contents: dict[str, bytes], stop: threading.Event) -> Judged:
        def between() -> None:
            if stop.is_set():
                raise Superseded

        between()
        judged = self.session.judge(contents, between, self._apart or ())
        if self.judged is None:
            gc.freeze()  # what a project holds from now on isn't searched for garbage at every keystroke
        return judged

    def _show(self, shown: dict[str, list[types.Diagnostic]]) -> None:
        """Let the client know of what is found now."""
        before, self.shown = self.shown, shown
        if self.server.pulls:
            self._refresh(before)
        else:
            known = {*self.server.told, *self.server.documents}
            known.update(path for desk in self.server.desks.values() for path in desk.shown)
            inside = {path for path in known if lies_within(path, self.home.root)}
            self.server.tell({*before, *shown, *inside})

    def _refresh(self, before: dict[str, list[types.Diagnostic]]) -> None:
        """Ask the client to ask again, where other documents than those it asks for have changed."""
        pulled, self._pulled = self._pulled, set()
        changed = {path for path in {*before, *self.shown} if before.get(path) != self.shown.get(path)}
        workspace = self.server.client_capabilities.workspace
        if changed - pulled and workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self.server.workspace_diagnostic_refresh(None)


def result_id(items: list[types.Diagnostic]) -> str:
    """Return what two equal lists of diagnostics share."""
    return hashlib.sha256(repr(items).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True
