"""Globs as the configuration writes them, with `{placeholders}` for parts of a path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final, Generic, TypeVar

_Value = TypeVar("_Value")

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
    return re.compile("".join(parts) + r"\Z", re.DOTALL)  # a name may have line breaks


def matcher(globs: Iterable[str]) -> Callable[[str], bool]:
    """Return a test whether a path matches one of the globs; a folder matches all below it."""
    patterns = [compiled(glob.rstrip("/")) for glob in globs]
    patterns += [compiled(glob.rstrip("/") + "/**") for glob in globs]
    return lambda path: any(pattern.match(path) for pattern in patterns)


class Globs(Generic[_Value]):
    """Values by the globs of the files that they are about; no glob means all files.

    What has no wildcard is looked up and not tried, so that many of them cost little.
    """

    def __init__(self) -> None:
        self._everywhere: dict[_Value, None] = {}
        self._plain: dict[str, dict[_Value, None]] = {}
        self._wild: dict[str, dict[_Value, None]] = {}
        self._known: dict[str, tuple[_Value, ...]] = {}

    def add(self, globs: Iterable[str], value: _Value) -> None:
        """Take up a value, before any is asked for."""
        globs = tuple(globs)
        if not globs:
            self._everywhere[value] = None
        for glob in globs:
            values = self._wild if _PART.search(glob) else self._plain
            values.setdefault(glob.rstrip("/"), {})[value] = None

    def of(self, path: str) -> tuple[_Value, ...]:
        """Return the values of the globs that match a path, each of them once."""
        if path not in self._known:
            self._known[path] = tuple(dict.fromkeys(self._of(path)))
        return self._known[path]

    def _of(self, path: str) -> Iterator[_Value]:
        yield from self._everywhere
        for part in _with_folders(path):
            yield from self._plain.get(part, ())
        for glob, values in self._wild.items():
            if _tester(glob)(path):
                yield from values


@cache
def _tester(glob: str) -> Callable[[str], bool]:
    return matcher((glob,))


def _with_folders(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _require_simple(glob: str) -> None:
    for found in _PART.finditer(glob):
        if found.group(1) and not (found.group(1).isidentifier() and found.group(1).isascii()):
            raise ValueError(f"`{found.group()}` in `{glob}` is no name for a placeholder")
    steps = glob.split("/")
    if any(len(_WILD.findall(step)) > _MOST_WILDCARDS for step in steps) or glob.count("**") > 4:
        raise ValueError(f"`{glob}` has too many wildcards")
    groups = [_alternatives(found) for found in _PART.finditer(glob) if found.group(2)]
    if sum(map(_is_ambiguous, groups)) > _MOST_WILDCARDS:
        raise ValueError(f"`{glob}` has too many wildcards")


def _alternatives(found: re.Match[str]) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in found.group(2).split(",")))


def _is_ambiguous(alternatives: list[str]) -> bool:
    """Tell whether a text can begin with several of them: then they take time as wildcards do."""
    return any(later.startswith(one) for one, later in pairwise(sorted(alternatives)))


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
    return "(?:" + "|".join(map(re.escape, _alternatives(found))) + ")"
