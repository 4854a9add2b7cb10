"""The folder in which things are remembered: one file each, written whole, read only if it is ours and sound.

Files hold JSON, so that one which somebody else has made can be wrong, but can't do anything.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from typing import Any, Final

from linter.cache.place import PREFIX, folder
from linter.files import put_in_place, sweep
from linter.named_tuple import NamedTuple

_BEGINNING: Final = b"c360lint-cache\n"
_TAG: Final = "CACHEDIR.TAG"
_TAGGED: Final = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n# Backups may leave out what c360lint keeps here.\n"
)
_MOST_BYTES: Final = 250_000_000
_MOST_FILES: Final = 200


class CacheFile(NamedTuple):
    """A file of the cache."""

    path: str
    size: int
    used: int  # when it was last read or written, in nanoseconds


def recall(name: str) -> Any:
    """Return what is remembered under a name; None where there is nothing, or nothing to be trusted."""
    within = folder()
    path = os.path.join(within, PREFIX + name)
    try:
        _require_own(within)
        body, _, told = _own_bytes(path).removeprefix(_BEGINNING).rpartition(b"\n")
        if told != blake2b(body).hexdigest().encode():
            return None
        value = json.loads(body)
    except (OSError, ValueError, RecursionError):
        return None
    with suppress(OSError):
        os.utime(path)
    return value


def remember(name: str, value: Mapping[str, Any]) -> bool:
    """Keep an object of lists, objects and scalars under a name; tell whether that was possible."""
    try:
        within = _made()
        put_in_place(os.path.join(within, PREFIX + name), _signed(_pieces(value)), passing=True)
        _keep_bounded(within)
    except OSError:
        return False
    return True


def _pieces(value: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the JSON of an object piece by piece: all of it in one would be there three times."""
    before = "{"
    for key, one in value.items():
        yield f"{before}{json.dumps(key)}:".encode()
        yield json.dumps(one, separators=(",", ":")).encode()
        before = ","
    yield b"}" if value else b"{}"


def _signed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what begins one of our files, its pieces, and what they have to agree with."""
    told = blake2b()
    yield _BEGINNING
    for piece in pieces:
        told.update(piece)
        yield piece
    yield f"\n{told.hexdigest()}".encode()


def remembered() -> list[CacheFile]:
    """Return the files of the cache, the one that was used last first."""
    within, found = folder(), []
    with suppress(OSError):
        for name in os.listdir(within) if within else ():
            path = os.path.join(within, name)
            with suppress(OSError):
                one = os.lstat(path)
                if name.startswith(PREFIX) and stat.S_ISREG(one.st_mode):
                    found.append(CacheFile(path, one.st_size, one.st_mtime_ns))
    return sorted(found, key=lambda one: (-one.used, one.path))


def clear() -> Iterator[CacheFile]:
    """Remove the files of the cache and yield them; raises OSError for one that can't be removed."""
    for one in remembered():
        with suppress(FileNotFoundError):  # another run was quicker
            os.unlink(one.path)
            yield one


def _own_bytes(path: str) -> bytes:
    """Return what a file holds that nobody else can have written; raises OSError."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
        found = os.fstat(file.fileno())
        if not (stat.S_ISREG(found.st_mode) and _is_ours(found)) or found.st_size > _MOST_BYTES:
            raise PermissionError(path)
        return file.read()


def _is_ours(found: os.stat_result) -> bool:
    """Tell whether only the user can have written a file or folder; Windows keeps its folder to the user."""
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _require_own(within: str) -> None:
    """Raise OSError for a folder in which others may put files, and where there is none at all."""
    if not within or not _is_ours(os.stat(within)):
        raise PermissionError(within)


def _made() -> str:
    """Return the folder of the cache, which is made where need be; raises OSError if it isn't the user's."""
    within = folder()
    if within:
        os.makedirs(within, mode=0o700, exist_ok=True)
    _require_own(within)
    if not os.path.exists(os.path.join(within, _TAG)):
        put_in_place(os.path.join(within, _TAG), [_TAGGED], passing=True)
    return within


def _keep_bounded(within: str) -> None:
    """Remove what hasn't been used for longest where there is too much, and what was never finished."""
    size = 0
    for number, one in enumerate(remembered()):
        size += one.size
        if number >= _MOST_FILES or size > _MOST_BYTES:
            with suppress(FileNotFoundError):
                os.unlink(one.path)
    sweep(within)
