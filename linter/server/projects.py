"""The projects around what is open: which there are, and whose a file is."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Iterable, Iterator, Mapping

from linter.files import lies_within
from linter.reading.project_root import Home, home_of, is_sign
from linter.reading.targets import projects_below
from linter.server.desk import Desk, Surroundings
from linter.server.documents import Documents
from linter.server.folders import Folders
from linter.server.messages import Json


class Projects:
    """Remembers the desk of every project that a document or a folder of the workspace belongs to."""

    def __init__(self, folders: Folders, documents: Documents, around: Surroundings) -> None:
        self._folders = folders
        self._documents = documents
        self._around = around
        self._below: set[Home] = set()  # the projects in the folders that have been looked through
        self._looked: set[str] = set()
        self._homes: dict[str, Home | None] = {}  # of open documents and of folders
        self._desks: dict[Home, Desk] = {}
        self._looking: asyncio.Task[None] | None = None

    def __iter__(self) -> Iterator[Desk]:
        """Yield their desks."""
        return iter(tuple(self._desks.values()))

    def desk(self, path: str) -> Desk | None:
        """Return the desk of the project that a file belongs to."""
        home = self._homes[path] if path in self._homes else self._home(path)
        return self._desks.get(home) if home is not None else None

    def owner(self, path: str) -> Desk | None:
        """Return the desk of the innermost project that a file lies in: it speaks for the file."""
        around = [desk for desk in self if lies_within(path, desk.home.root)]
        return max(around, key=lambda desk: len(desk.home.root), default=None)

    def found(self, path: str) -> list[Json]:
        """Return what is said of a file: by the innermost project around it, and from elsewhere."""
        owner = self.owner(path)
        found: list[Json] = []
        for desk in self:
            if desk is owner or not lies_within(path, desk.home.root):
                found = found + [one for one in desk.shown.get(path, []) if one not in found]
        return found

    async def all_found(self) -> dict[str, list[Json]]:
        """Return what is said in the present state of every file of every project, by path."""
        while self._looking is not None and not self._looking.done():
            await asyncio.wait([self._looking])
        for desk in self:
            await desk.current()
        return {path: self.found(path) for desk in self for path in desk.shown}

    def changed(self, path: str, delay: float, *, pulled: bool = False) -> None:
        """Let the projects that a file has to do with be judged anew.

        `pulled` says that the client asks for the diagnostics of this file by itself.
        """
        if path in self._documents.by_path and self._home(path) != self._homes.get(path):
            self.look()
        for desk in self:
            if desk.reads(path):
                desk.judge_soon(delay, path if pulled else None)

    def opened_or_closed(self, path: str) -> None:
        """Follow what the editor has open: a document may make or end a project before it is saved."""
        if is_sign(path):
            self.look()
        else:
            self.settle()

    def written(self, paths: list[str]) -> None:
        """Look anew where files or folders that something has written may make or end a project."""
        if any(is_sign(path) or self._is_around(path) or os.path.isdir(path) for path in paths):
            self.look()

    def look(self) -> None:
        """Look anew for the projects in all folders that have to do with us, before anything is judged."""
        loop = asyncio.get_running_loop()
        self.settle(anew=False)
        self._looked = {*self._folders, *(desk.home.root for desk in self)}
        contents = self._documents.contents(is_sign)
        looking = loop.run_in_executor(self._around.pool, _projects_in, self._looked, contents)
        if self._looking is not None:
            self._looking.cancel()
        self._looking = asyncio.create_task(self._take(looking))

    async def _take(self, looking: asyncio.Future[set[Home]]) -> None:
        self._below = await looking
        self.settle()

    def settle(self, *, anew: bool = True) -> None:
        """Let every project that anything belongs to have a desk, and no other."""
        below = [one for one in self._below if any(lies_within(one.root, each) for each in self._folders)]
        places = (*self._documents.by_path, *self._folders)
        self._homes = {path: self._home(path) for path in places}
        wanted = [home for home in dict.fromkeys((*self._homes.values(), *below)) if home is not None]
        gone = [self._desks.pop(home) for home in self._desks.keys() - set(wanted)]
        for home in wanted:
            if home not in self._desks:
                self._desks[home] = Desk(home, self._around)
        for desk in self:
            desk.leave_out({*self._desks, *self._below})
        for desk in gone:
            desk.leave()
        if gone:
            self._around.pool.submit(_let_go)
        if anew and any(home.root not in self._looked and home not in self._below for home in wanted):
            self.look()

    def _home(self, path: str) -> Home | None:
        """Return the project that a file or folder belongs to at present."""
        return home_of(path, self._folders, self._documents.contents(is_sign))

    def _is_around(self, path: str) -> bool:
        return any(lies_within(home.root, path) for home in self._desks)


def _let_go() -> None:
    """Let go of what only projects held that are left: desks keep it from being searched for garbage."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _projects_in(folders: Iterable[str], contents: Mapping[str, bytes]) -> set[Home]:
    return {home for folder in folders for home in projects_below(folder, contents)}
