"""Globs as the configuration writes them, with `{placeholders}` for parts of a path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

_MOST_WILDCARDS: Final = 4  # in one step of a path; matching takes time to this power of its length
_WILD: Final = re.compile(r"\*+|\{\w+\}")
_PART: Final = re.compile(r"\*\*/|\*\*|\*|\?|\{(\w+)\}|\{([^{}]*,[^{}]*)\}")


def compiled(glob: str) -> re.Pattern[str]:
    """Return a pattern for whole paths: `*` and `{name}` stay within a folder, `**` doesn't.

    `{name}` becomes a group of that name, `{json,yaml}` an alternative.  A group is only made
    once: a name that comes again has to match the same text.  Raises ValueError for a name that
    no placeholder can have, and for more wildcards in one step than can be matched in good time.
    """
    _require_simple(glob)
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


def _require_simple(glob: str) -> None:
    for found in _PART.finditer(glob):
        if found.group(1) and not (found.group(1).isidentifier() and found.group(1).isascii()):
            raise ValueError(f"`{found.group()}` in `{glob}` is no name for a placeholder")
    if any(len(_WILD.findall(step)) > _MOST_WILDCARDS for step in glob.split("/")) or glob.count("**") > 4:
        raise ValueError(f"`{glob}` has too many wildcards")


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
        again = f"{{{found.group(1)}}}" in found.string[: found.start()]
        return f"(?P={found.group(1)})" if again else f"(?P<{found.group(1)}>[^/]+)"
    return "(?:" + "|".join(re.escape(one.strip()) for one in found.group(2).split(",")) + ")"
