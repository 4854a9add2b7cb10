"""Where things are remembered, and whether anything is: all that a small run has to know."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Final

FOLDER_VARIABLE: Final = "C360LINT_CACHE_DIR"
OFF_VARIABLE: Final = "C360LINT_NO_CACHE"
PREFIX: Final = "c360lint-"
"""How the files begin that are ours, in a folder that may have others."""


def is_off(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether nothing is to be remembered, and nothing recalled."""
    return environment.get(OFF_VARIABLE, "") not in ("", "0", "false")


def folder(environment: Mapping[str, str] = os.environ) -> str:
    """Return the folder of the cache; "" where there is none for this user."""
    given = environment.get(FOLDER_VARIABLE)
    if given:
        return os.path.abspath(given)
    outer = _outer(environment)
    return os.path.join(outer, "c360lint") if os.path.isabs(outer) else ""


def walks_name(paths: Iterable[str]) -> str:
    """Return the name under which it is remembered what lies in some folders, and in the working folder."""
    from binascii import crc32  # two folders may share a name: what is remembered says which they are

    return f"walk-{crc32(os.fsencode('|'.join((os.getcwd(), *paths)))):08x}"


def is_there() -> bool:
    """Tell whether anything has ever been remembered."""
    within = folder()
    return bool(within) and os.path.isdir(within)


def has(name: str) -> bool:
    """Tell whether something is remembered under a name."""
    return os.path.exists(os.path.join(folder(), PREFIX + name))


def _outer(environment: Mapping[str, str]) -> str:
    """Return where a user's caches lie; XDG says that a relative path doesn't count."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return environment.get("LOCALAPPDATA", "")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches")
    said = environment.get("XDG_CACHE_HOME", "")
    return said if os.path.isabs(said) else os.path.join(home, ".cache")
