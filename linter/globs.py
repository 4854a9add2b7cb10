"""Globs as the configuration writes them, with `{placeholders}` for parts of a path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

_PART: Final = re.compile(r"\*\*/|\*\*|\*|\?|\{(\w+)\}|\{([^{}]*,[^{}]*)\}")


def compiled(glob: str) -> re.Pattern[str]:
    """Return a pattern for whole paths: `*` and `{name}` stay within a folder, `**` doesn't.

    `{name}` becomes a group of that name, `{json,yaml}` an alternative.
    """
    parts, end = [], 0
    for found in _PART.finditer(glob):
        parts.append(re.escape(glob[end : found.start()]))
        parts.append(_translated(found))
        end = found.end()
    parts.append(re.escape(glob[end:]))
    return re.compile("".join(parts) + r"\Z")


def matcher(globs: Iterable[str]) -> Callable[[str], bool]:
    """Return a test whether a path matches one of the globs; a folder matches all below it."""
    patterns = [compiled(glob.rstrip("/")) for glob in globs]
    patterns += [compiled(glob.rstrip("/") + "/**") for glob in globs]
    return lambda path: any(pattern.match(path) for pattern in patterns)


def _translated(found: re.Match[str]) -> str:
    token = found.group()
    if token == "**/":
        return r"(?:.*/)?"
    if token == "**":
        return r".*"
    if token == "*":
        return r"[^/]*"
    if token == "?":
        return r"[^/]"
    if found.group(1):
        return f"(?P<{found.group(1)}>[^/]+)"
    return "(?:" + "|".join(re.escape(one.strip()) for one in found.group(2).split(",")) + ")"
