"""What a judgement rests on besides the project: this program, what it is made with, and where it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from time import time_ns
from typing import Final

from linter.cache.stamps import stamp_of
from linter.files import read_bytes

_ROOT: Final = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_OWN: Final = ("linter", "rules", "schemas")
_ENDINGS: Final = (".py", ".json")


@cache
def versions() -> str:
    """Return the same for two runs only if the same program made both.

    The sources themselves count, by their stamps: a version says little of a checkout. Of packages, the
    names of their folders say the version.
    """
    told = blake2b(repr((sys.version, sys.platform, os.name, sys.getfilesystemencoding())).encode())
    now = time_ns()
    for path in _sources():
        stamp = stamp_of(path, now)
        held = b"" if stamp else read_bytes(path)
        told.update(b"%s\0%d\0%s\0" % (os.fsencode(path), stamp, held))
    told.update(repr(sorted(_packages())).encode("utf-8", "surrogateescape"))
    return told.hexdigest()


def _sources() -> Iterator[str]:
    waiting = [os.path.join(_ROOT, name) for name in _OWN]
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda one: one.name):
            if entry.is_dir():
                waiting.append(entry.path)
            elif entry.name.endswith(_ENDINGS):
                yield entry.path


def _packages() -> Iterator[str]:
    for folder in dict.fromkeys(sys.path):
        try:
            yield from (
                name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))
            )
        except OSError:  # what isn't there, or a zip file
            continue
