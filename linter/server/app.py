"""The server itself: the protocol, and who is handed what the editor tells and asks."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import BinaryIO, Final

from linter.files import lies_within
from linter.reading.project_root import is_sign
from linter.server.client import Client
from linter.server.connection import INVALID_REQUEST, Connection, Feature
from linter.server.desk import Desk, Items, News, Surroundings
from linter.server.diagnostics import Shown
from linter.server.documents import Documents, OpenDocument
from linter.server.folders import Folders
from linter.server.framing import messages_in
from linter.server.judged import Judged
from linter.server.messages import DidChangeTextDocumentParams, Json, TextDocumentItem
from linter.server.projects import Projects
from linter.server.told import Telling, Told

DEBOUNCE: Final = 0.15
"""Seconds without a keystroke after which a change is judged."""

FILES_SETTLE: Final = 0.02
"""Seconds without a change of a file after which the files are judged."""

ALIVE: Final = 3.0
"""Seconds after which we look again whether the client is still there."""


class Server:
    """Hands what the editor tells to those who remember it, and what is found to the editor."""

    def __init__(self, features: Mapping[str, Feature], send: Callable[[bytes], None]) -> None:
        self.client = Client()
        self.is_shut_down = False
        self.exit_code = 0
        self._client_watch: asyncio.Task[None] | None = None
        self.first_folders: list[str] = []  # those of the start, by URI
        self.connection = Connection(
            {method: Feature(one.params, partial(one.answer, self)) for method, one in features.items()}, send
        )
        self.folders = Folders()
        self.documents = Documents(self.folders)
        self._ended = asyncio.Event()
        self._telling = Telling(partial(self.connection.notify, "textDocument/publishDiagnostics"))
        pool = ThreadPoolExecutor(1, thread_name_prefix="judge")
        around = Surroundings(pool, self.documents.contents, self._present, self._tell)
        self.projects = Projects(self.folders, self.documents, around)

    async def serve(self, stream: BinaryIO) -> None:
        """Listen to the client to the end."""
        reading = threading.Thread(
            target=self._listen, args=(stream, asyncio.get_running_loop()), daemon=True
        )
        reading.start()
        await self._ended.wait()

    def _listen(self, stream: BinaryIO, loop: asyncio.AbstractEventLoop) -> None:
        """Hand on what the client says; it may fall silent after we have ended."""
        with suppress(RuntimeError):
            for message in messages_in(stream):
                loop.call_soon_threadsafe(self.connection.received, message)
            loop.call_soon_threadsafe(self._ended.set)

    def shut_down(self) -> None:
        """Do nothing any more but end."""
        self.connection.unready = (INVALID_REQUEST, "Invalid Request: the server is shut down")
        self.is_shut_down = True

    def end(self) -> None:
        """End; that is a success only after a shutdown."""
        self.exit_code = 0 if self.is_shut_down else 1
        self._ended.set()

    def follow(self, process: int | None) -> None:
        """End with the client: standard input may stay open when it dies.

        A process that can't be seen from the beginning lives outside our container.
        """
        if process is not None and sys.platform != "win32" and _is_alive(process):
            self._client_watch = asyncio.get_running_loop().create_task(_end_with(process))

    # What the client can do

    @property
    def shown(self) -> Shown:
        """How findings are shown to this client."""
        return Shown(self.client.encoding, self.documents.uris, self.folders.links)

    # What the client tells

    def open(self, item: TextDocumentItem) -> None:
        """Take over a document from its file."""
        path = self.documents.open(item)
        if path is not None:
            self.projects.opened_or_closed(path)
            self.projects.changed(path, 0, pulled=True)

    def change(self, params: DidChangeTextDocumentParams) -> None:
        """Follow an edit."""
        path = self.documents.change(params, self.client.encoding)
        if path is not None:
            self.projects.changed(path, DEBOUNCE, pulled=True)

    def close(self, uri: str) -> None:
        """Give a document back to its file."""
        path = self.documents.close(uri)
        if path is not None:
            self.projects.opened_or_closed(path)
            self.projects.changed(path, 0)

    def saved(self, uri: str) -> None:
        """A document that is saved is judged at once; it may make a folder a project, too."""
        path = self.folders.path(uri)
        if path is not None:
            if is_sign(path):
                self.projects.look()
            self.projects.changed(path, 0)

    def files_changed(self, uris: Iterable[str]) -> None:
        """Something else than the editor has written files; several are often written at once."""
        paths = [path for uri in uris if (path := self.folders.path(uri)) is not None]
        self.projects.written(paths)
        for path in paths:
            if path not in self.documents.by_path:
                self.projects.changed(path, FILES_SETTLE)

    def folders_changed(self, opened: Iterable[str], closed: Iterable[str] = ()) -> None:
        """Judge the projects in the workspace's folders, and drop those of which nothing is left."""
        self.folders.close(closed)
        self.folders.open(opened)
        self.projects.look()

    # What the client asks, and is told

    def document(self, uri: str) -> OpenDocument | None:
        """Return an open document."""
        return self.documents.named(uri)

    def desk(self, path: str) -> Desk | None:
        """Return the desk of the project that a file belongs to."""
        return self.projects.desk(path)

    async def diagnostics_of(self, uri: str) -> list[Json]:
        """Return the diagnostics of a document in its present state."""
        path = self.folders.path(uri)
        desk = self.desk(path) if path is not None else None
        if desk is None or path is None:
            return []
        await desk.current()
        return self.projects.found(path)

    async def all_diagnostics(self) -> dict[str, list[Json]]:
        """Return the diagnostics of every file of every project, by URI."""
        found = await self.projects.all_found()
        shown = self.shown
        return {shown.uri(path): items for path, items in found.items()}

    def _present(self, judged: Judged) -> Items:
        """Return what was found in a project, as it is shown to this client at present."""
        return self.shown.all(judged)

    def _tell(self, news: News) -> None:
        """Let the client know of what a judgement has changed."""
        if self.client.pulls:
            self._refresh(news)
            return
        known = {*self._telling, *self.documents.by_path}
        known.update(path for desk in self.projects for path in desk.shown)
        inside = {path for path in known if lies_within(path, news.root)}
        shown = self.shown
        for path in sorted({*news.before, *news.now, *inside}):
            self._tell_of(path, shown)

    def _tell_of(self, path: str, shown: Shown) -> None:
        """Send what is news of a file; every open document hears that it was judged."""
        owner, document = self.projects.owner(path), self.documents.by_path.get(path)
        if owner is not None and owner.is_stale:  # it tells when it has judged
            return
        version = document.version if document is not None else None
        self._telling.tell(path, Told(shown.uri(path), version, self.projects.found(path)))

    def _refresh(self, news: News) -> None:
        """Ask the client to ask again, where other documents than those it asks for have changed."""
        changed = {path for path in {*news.before, *news.now} if news.before.get(path) != news.now.get(path)}
        if self.client.refreshes and changed - news.pulled:
            self.connection.ask("workspace/diagnostic/refresh", None)


def result_id(items: list[Json]) -> str:
    """Return what two equal lists of diagnostics share."""
    return hashlib.sha256(repr(items).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):  # no process has a number of that size
        return False
    except OSError:  # it is somebody else's
        return True
    return True


async def _end_with(process: int) -> None:
    while _is_alive(process):
        await asyncio.sleep(ALIVE)
    os._exit(1)
