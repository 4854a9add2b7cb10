"""Files by their bytes and names: read, written whole or not at all, told apart."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

LARGEST: Final = 50_000_000
"""How many bytes a file may have to be read, unless somebody says another number."""


_READING: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""How a file is opened: byte by byte as it is, without waiting for the other end of a pipe."""

_WRITING: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

_PREFIX: Final = ".c360lint-"
_STALE: Final = 3600
"""After how many seconds a file that was to replace another one is nobody's any more."""
_PAUSES: Final = (0.01, 0.1, 0.5) if os.name == "nt" else ()
"""How many seconds to wait before a file is replaced once more that couldn't be."""


class TooLarge(OSError):  # noqa: N818  # it names the situation
    """A file has more bytes than are read."""


def write_atomically(path: str, text: str | Iterable[str], errors: str = "backslashreplace") -> None:
    """Replace a file's content by a text, or its pieces; on any error the old file stays as it was.

    Half of a surrogate pair is spelled, unless it is one of the `errors`, as "strict" says.
    """
    pieces = (text,) if isinstance(text, str) else text
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "w", encoding="utf-8", errors=errors) as device:  # a pipe, /dev/stdout
            device.writelines(pieces)
        return
    _require_near(path)
    target = os.path.realpath(path)
    _require_replaceable(target)
    sweep(os.path.dirname(target))
    with _ended_in_order():
        put_in_place(target, (one.encode("utf-8", errors) for one in pieces))


def put_in_place(target: str, pieces: Iterable[bytes], *, passing: bool = False) -> None:
    """Let a file consist of these pieces, which nobody sees half of; raises OSError.

    What is `passing`, as a cache is, stays the user's own, and need not outlast a loss of power.
    """
    from time import time_ns

    temporary = os.path.join(os.path.dirname(target), f"{_PREFIX}{os.getpid()}-{time_ns()}")
    handle = os.open(temporary, _WRITING, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            if not passing:
                os.fsync(file.fileno())
        if not passing:
            _keep_owner(target, temporary)
            os.chmod(temporary, _mode(target))
        _move(temporary, target)
    except BaseException:
        with suppress(FileNotFoundError):  # an interrupt may come when the file is in its place
            os.unlink(temporary)
        raise


def _move(temporary: str, target: str) -> None:
    """Put a file in the place of another one; on Windows who has that one open is in the way for a moment."""
    import time

    for pause in _PAUSES:
        try:
            return os.replace(temporary, target)
        except PermissionError:
            time.sleep(pause)
    return os.replace(temporary, target)


def _require_near(path: str) -> None:
    """Raise OSError for a link out of the repository that it lies in: not the user may have laid it there."""
    if not os.path.islink(path):
        return
    folder = os.path.dirname(os.path.abspath(path))
    home = repository_of(folder) or folder
    end = os.path.realpath(path)
    if not lies_within(end, os.path.realpath(home)):
        raise OSError(errno.EPERM, f"it is a link to {end}, which is not in {home}; name that file", path)


def _require_replaceable(target: str) -> None:
    """Raise OSError for a file that can't be replaced without a loss."""
    if not os.path.exists(target):
        return
    found = os.stat(target)
    if not found.st_mode & 0o222:
        raise OSError(errno.EACCES, "it is read-only", target)
    if found.st_nlink > 1:
        raise OSError(errno.EMLINK, "it has other names (hard links), which would keep the old text", target)


def _keep_owner(target: str, temporary: str) -> None:
    """Give a file the owner of the one that it replaces; raises OSError where that isn't allowed."""
    if not hasattr(os, "chown") or not os.path.exists(target):
        return
    old, new = os.stat(target), os.stat(temporary)
    if (old.st_uid, old.st_gid) == (new.st_uid, new.st_gid):
        return
    try:
        os.chown(temporary, old.st_uid, old.st_gid)
    except OSError as error:
        raise OSError(errno.EPERM, "it belongs to another user or group", target) from error


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let what ends a program, as a pipeline that is cancelled does, leave no file behind."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names]
    before = [signal.signal(one, _end) for one in numbers if signal.getsignal(one) == signal.SIG_DFL]
    try:
        yield
    finally:
        for one in numbers if before else ():
            if signal.getsignal(one) is _end:
                signal.signal(one, signal.SIG_DFL)


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def sweep(folder: str) -> None:
    """Remove what runs that were killed have left; a write takes seconds."""
    import time

    for name in os.listdir(folder):
        if name.startswith(_PREFIX):
            path = os.path.join(folder, name)
            with suppress(OSError):
                found = os.lstat(path)
                if stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > _STALE:
                    os.unlink(path)


def _mode(path: str) -> int:
    if os.path.exists(path):
        return os.stat(path).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def read_bytes(path: str, most: int = -1, largest: int = LARGEST) -> bytes:
    """Return a file's bytes, all or the first of them; raises OSError.

    What is no file (a pipe would never end, a device may not) and what is too large is not read.
    """
    number = _opened(path)
    try:
        found = os.fstat(number)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", path)
        if most < 0 and found.st_size > largest:
            raise _too_large(largest, path)
        return os.read(number, most) if most >= 0 else _all_of(number, found.st_size, largest, path)
    finally:
        os.close(number)


def _opened(path: str) -> int:
    try:
        return os.open(path, _READING)
    except PermissionError:
        if os.path.isdir(path):  # which Windows doesn't open
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path) from None
        raise


def _all_of(number: int, size: int, largest: int = LARGEST, path: str = "") -> bytes:
    """Return what an open file holds, which may have changed since it had that size, or still grow."""
    data = os.read(number, size + 1)
    while len(data) != size and (more := os.read(number, len(data) + 1)):
        data += more
        if len(data) > largest:
            raise _too_large(largest, path)
    return data


def bounded(data: bytes, largest: int, path: str) -> bytes:
    """Return what stands in for a file, within the same limit; raises OSError."""
    if len(data) > largest:
        raise _too_large(largest, path)
    return data


def _too_large(largest: int, path: str) -> TooLarge:
    return TooLarge(errno.EFBIG, f"it is larger than {largest // 1_000_000} MB", path)


def document_name(path: str, root: str) -> str:
    """Return what findings call a file or folder: its path from the project's folder, with "/"."""
    return relative(path, root).replace(os.sep, "/")


def path_of(name: str, root: str) -> str:
    """Return the path of what findings call so in the project of a folder, with the system's separators."""
    return os.path.normpath(os.path.join(root, name))


def relative(path: str, folder: str = os.curdir) -> str:
    """Return a path as it is from a folder; the whole of it where none leads there, to another drive."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return os.path.abspath(path)


def common_folder(paths: Iterable[str]) -> str:
    """Return the innermost folder around absolute paths; "" where they lie on several drives."""
    try:
        return os.path.commonpath(tuple(paths))
    except ValueError:
        return ""


def spelled(path: str) -> str:
    """Return an absolute path with its names as the disk has them: some disks take them in any case."""
    if not _is_the_same(path, path.swapcase()):
        return path
    folder, name = os.path.split(path)
    if not name:  # a drive
        return path.upper() if len(path) == len("C:\\") else path
    with suppress(OSError):
        names = os.listdir(folder)
        if name not in names:
            name = next((one for one in names if one.casefold() == name.casefold()), name)
    return os.path.join(spelled(folder), name)


def _is_the_same(path: str, other: str) -> bool:
    try:
        return path != other and os.path.samefile(path, other)
    except (OSError, ValueError):
        return False


def with_folders(name: str) -> Iterator[str]:
    """Yield the name of a file or folder, and those of the folders around it."""
    while name:
        yield name
        name = name.rpartition("/")[0]


def name_from_here(path: str) -> str:
    """Return what messages call a file or folder: its path from the working folder, with "/"."""
    return document_name(path, os.getcwd())


def upwards(folder: str) -> Iterator[str]:
    """Yield a folder and those above it, up to the repository's."""
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return
        folder = parent


def repository_of(folder: str) -> str | None:
    """Return the folder of the repository that holds a folder, None where there is none."""
    *_, last = upwards(folder)
    return last if os.path.exists(os.path.join(last, ".git")) else None


def lies_within(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or lies below it; both are absolute, and links aren't followed."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def content_of(file: str, most: int = -1) -> bytes | None:
    """Return what a file holds, None where it can't be read: whoever needs it says why."""
    try:
        return read_bytes(file, most) if os.path.isfile(file) else None
    except OSError:
        return None
