"""Files by their bytes and names: read, written whole or not at all, told apart."""

from __future__ import annotations

import errno
import os
import stat
from typing import Final

LARGEST: Final = 50_000_000
"""How many bytes a file may have to be read, unless somebody says another number."""


class TooLarge(OSError):  # noqa: N818  # it names the situation
    """A file has more bytes than are read."""


def write_atomically(path: str, text: str) -> None:
    """Replace a file's content; on any error the old file stays as it was."""
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "w", encoding="utf-8", errors="backslashreplace") as device:  # a pipe, /dev/stdout
            device.write(text)
        return
    target = os.path.realpath(path)
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".c360lint-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


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
    with open(path, "rb", buffering=0, opener=_opened) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", path)
        if most < 0 and found.st_size > largest:
            raise TooLarge(errno.EFBIG, f"it is larger than {largest // 1_000_000} MB", path)
        return file.read(most)


def _opened(path: str, flags: int) -> int:
    """Open a file, but don't wait for the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def document_name(path: str, root: str) -> str:
    """Return what findings call a file: its path from the project's folder, with "/"."""
    return os.path.relpath(path, root).replace(os.sep, "/")


def lies_within(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or lies below it; both are absolute, and links aren't followed."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def content_of(file: str, most: int = -1) -> bytes | None:
    """Return what a file holds, None where it can't be read: whoever needs it says why."""
    try:
        return read_bytes(file, most) if os.path.isfile(file) else None
    except OSError:
        return None
