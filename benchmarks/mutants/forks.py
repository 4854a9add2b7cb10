"""Work in processes that are forked for each piece of it, so that none leaves anything to the next."""

from __future__ import annotations

import os
import pickle
import resource
import selectors
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

_Piece = TypeVar("_Piece")
_WALL = 300
_MEMORY = 2 << 30
_SAID = os.dup(2)  # whatever pytest makes of standard error later


class _Running(NamedTuple):
    pid: int
    piece: Any
    told: bytearray


def in_forks(
    pieces: Iterable[_Piece], work: Callable[[_Piece], object], workers: int
) -> Iterator[tuple[_Piece, Any]]:
    """Yield each piece with what the work gave of it, or None where its process didn't come to an end."""
    waiting = iter(pieces)
    with selectors.DefaultSelector() as selector:
        for piece in waiting:
            _start(piece, work, selector)
            while len(selector.get_map()) >= workers:
                yield from _ended(selector)
        while selector.get_map():
            yield from _ended(selector)


def _start(piece: _Piece, work: Callable[[_Piece], object], selector: selectors.BaseSelector) -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _work(piece, work, writing)
    os.close(writing)
    selector.register(reading, selectors.EVENT_READ, _Running(pid, piece, bytearray()))


def _work(piece: _Piece, work: Callable[[_Piece], object], writing: int) -> None:
    """Never return: whatever happens in here ends with this process."""
    try:
        signal.alarm(_WALL)
        size = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + _MEMORY, size + _MEMORY))
        told = pickle.dumps(work(piece))
        with os.fdopen(writing, "wb") as stream:
            stream.write(told)
    except BaseException:
        os.write(_SAID, traceback.format_exc().encode())
    finally:
        os._exit(0)


def _ended(selector: selectors.BaseSelector) -> Iterator[tuple[Any, Any]]:
    """Wait until something is told, and yield the pieces that are done."""
    for key, _ in selector.select():
        running: _Running = key.data
        told = os.read(key.fd, 1 << 16)
        running.told.extend(told)
        if not told:
            selector.unregister(key.fd)
            os.close(key.fd)
            os.waitpid(running.pid, 0)
            yield running.piece, pickle.loads(running.told) if running.told else None
