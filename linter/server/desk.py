"""Where one project is judged: its queue, what is superseded, and what was found last."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from typing import Final

from linter.files import lies_within
from linter.named_tuple import NamedTuple
from linter.reading.project_root import Home
from linter.server.judged import Judged
from linter.server.messages import Json
from linter.server.session import Session, Superseded

_log: Final = logging.getLogger(__name__)

Items = Mapping[str, list[Json]]
"""Diagnostics, by path."""


class News(NamedTuple):
    """What a judgement has changed; the client asks by itself for what is found in the `pulled` files."""

    root: str
    before: Items
    now: Items
    pulled: frozenset[str]


class Surroundings(NamedTuple):
    """What desks need of the server."""

    pool: Executor
    contents: Callable[[Callable[[str], bool]], dict[str, bytes]]  # of the open documents that count
    present: Callable[[Judged], Items]  # findings, as the client shows them
    tell: Callable[[News], None]


class Desk:
    """Where one project is judged: one judgement at a time, and only the last state counts."""

    def __init__(self, home: Home, around: Surroundings) -> None:
        self.home = home
        self._around = around
        self._session = Session(home)
        self.judged: Judged | None = None
        self.shown: Items = {}  # of the last judgement, by path
        self.is_stale = True
        self._apart: list[str] | None = None  # the folders of other projects in this one's
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
        """Leave the files of other projects to them."""
        root = self.home.root
        apart = sorted({one.root for one in homes if one.root != root and lies_within(one.root, root)})
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
        contents = self._around.contents(self.reads)
        loop = asyncio.get_running_loop()
        try:
            self.judged = await loop.run_in_executor(self._around.pool, self._judge, contents, stop)
            shown = self._around.present(self.judged)
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
        judged = self._session.judge(contents, between, self._apart or ())
        if self.judged is None:
            gc.freeze()  # what a project holds from now on isn't searched for garbage at every keystroke
        return judged

    def _show(self, shown: Items) -> None:
        """Let the client know of what is found now."""
        before, self.shown = self.shown, shown
        pulled, self._pulled = frozenset(self._pulled), set()
        self._around.tell(News(self.home.root, before, shown, pulled))
