"""Globs as the configuration writes them, with `{placeholders}` for parts of a path."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise, takewhile
from typing import Final, Generic, TypeVar

from linter.files import with_folders
from linter.named_tuple import NamedTuple

_Value = TypeVar("_Value")

_MOST_WILDCARDS: Final = 4  # in one step of a path; matching takes time to this power of its length
_MOST_WAYS: Final = 4  # so many wildcards that may each end in several places, in all of a glob
_STEP: Final = re.compile(r"(?:\{[^{}]*\}|[^/])+/?|/")  # braces may hold a "/"
_WILD: Final = re.compile(r"\*+|\{\w+\}")
_PART: Final = re.compile(r"\*\*/|\*\*|\*|\?|\[!?[^][/]+\]|\{(\w+)\}|\{([^{},]*+,[^{}]*+)\}")
_BELOW: Final = "(?:/.*)?"
_DRIVE: Final = r"[A-Za-z]:/|//"
_SPECIAL: Final = r"[][*?{}\\]|^[!~\s]|\s$"


def normalized(glob: str, root: str, *, outside: bool = False) -> str:
    """Return a glob as it is matched, from what people write, seen from the folder `root`.

    `./x`, `/x`, `x/`, `x\\y`, blanks around it and absolute paths mean what they seem to mean; `!` stays in
    front.  Raises ValueError for what can't be meant, and for what lies outside, unless that may be.
    """
    text = glob.strip()
    mark, text = ("!", text[1:].strip()) if text.startswith("!") else ("", text)
    if not text:
        raise ValueError(f"`{glob}` names nothing; `**` means all files")
    path = _seen_from(root, _absolute(root, text.replace("\\", "/"), glob), glob)
    if path.startswith("../") and not outside:
        raise ValueError(f"`{glob}` is not in the project's folder; write it as seen from {root}")
    compiled(path)
    return mark + ("{!,!}" + path[1:] if path.startswith("!") else path)  # a name may begin with it, too


def literally(name: str) -> str:
    """Return the glob that means a file or folder of this name."""
    return re.sub(_SPECIAL, "?", name)


def compiled(glob: str) -> re.Pattern[str]:
    """Return a pattern for whole paths: `*` and `{name}` stay within a folder, `**` doesn't.

    `{name}` becomes a group of that name, `{json,yaml}` an alternative, `[a-z]` one character.  A group is
    only made once: a name that comes again has to match the same text.  Raises ValueError for a name that
    no placeholder can have, for braces that make no pair, and for more wildcards in one step than can be
    matched in good time.
    """
    return _pattern(glob, "")


def matcher(globs: Iterable[str]) -> Callable[[str], bool]:
    """Return a test whether a path matches normalized globs; a folder matches all below it.

    One with `!` takes back what those before it have taken: the last that matches decides.
    """
    rules = [
        (takes, pattern)
        for takes, alike in groupby(globs, lambda one: not one.startswith("!"))
        for pattern in _joined([one.removeprefix("!") for one in alike])
    ]
    rules.reverse()

    def matches(path: str) -> bool:
        for takes, pattern in rules:
            if pattern.match(path):
                return takes
        return False

    return matches


class Globs(Generic[_Value]):
    """Values by the normalized globs of the files that they are about; no glob means all files.

    What has no wildcard is looked up and not tried, so that many of them cost little.
    """

    def __init__(self) -> None:
        self._everywhere: dict[_Value, None] = {}
        self._plain: dict[str, dict[_Value, None]] = {}
        self._wild: dict[tuple[str, ...], dict[_Value, None]] = {}
        self._known: dict[str, tuple[_Value, ...]] = {}
        self._any: Callable[[str], bool] | None = None

    def add(self, globs: Iterable[str], value: _Value) -> None:
        """Take up a value, before any is asked for."""
        globs = tuple(globs)
        if not globs:
            self._everywhere[value] = None
        if any(glob.startswith("!") for glob in globs):
            self._wild.setdefault(globs, {})[value] = None
            return
        for glob in globs:
            if _PART.search(glob):
                self._wild.setdefault((glob,), {})[value] = None
            else:
                self._plain.setdefault(glob, {})[value] = None

    def of(self, path: str) -> tuple[_Value, ...]:
        """Return the values of the globs that match a path, each of them once."""
        if path not in self._known:
            self._known[path] = tuple(dict.fromkeys(self._of(path)))
        return self._known[path]

    def _of(self, path: str) -> Iterator[_Value]:
        yield from self._everywhere
        for part in with_folders(path):
            yield from self._plain.get(part, ())
        for globs, values in self._wild.items() if self._may_be_wild(path) else ():
            if _tester(globs)(path):
                yield from values

    def _may_be_wild(self, path: str) -> bool:
        """Tell whether any glob with a wildcard matches a path: most match none, and that is one question."""
        if self._any is None:
            self._any = matcher(one for globs in self._wild for one in globs if not one.startswith("!"))
        return self._any(path)


@lru_cache(256)
def _tester(globs: tuple[str, ...]) -> Callable[[str], bool]:
    return matcher(globs)


def _absolute(root: str, path: str, glob: str) -> str:
    """Return an absolute path, with "/"; a `/` in front of what lies elsewhere means the project's folder."""
    if path == "~" or path.startswith("~/"):
        raise ValueError(f"`{glob}`: `~` is not replaced; write it as seen from the project's folder")
    base = root.replace(os.sep, "/") + "/"
    beside = base[: base.index("/", 1) + 1]
    if re.match(_DRIVE, path) or path.startswith(beside):
        return path
    return base + path


def _seen_from(root: str, path: str, glob: str) -> str:
    """Return a path as seen from the project's folder, without `.`, `..` and doubled "/" in it."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == ".." and steps and _PART.search(steps.pop()):
            raise ValueError(f"`{glob}` has `..` behind a wildcard; write it without")
        if step.strip() not in ("", ".", ".."):
            steps.append(step)
    base = [step for step in root.replace(os.sep, "/").split("/") if step]
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(steps, base, strict=False)))
    return "/".join([".."] * (len(base) - shared) + steps[shared:]).strip() or "**"


def _joined(globs: Collection[str]) -> Iterator[re.Pattern[str]]:
    """Yield patterns that together match what any of some globs matches, and all below it."""
    try:
        yield re.compile(f"(?:{'|'.join(map(_translated, globs))}){_BELOW}\\Z", re.DOTALL)
    except re.error:  # several have the same `{name}`, or one can't be read, which is told then
        yield from (_pattern(glob, _BELOW) for glob in globs)


def _pattern(glob: str, rest: str) -> re.Pattern[str]:
    _require_simple(glob)
    try:
        return re.compile(_translated(glob) + rest + r"\Z", re.DOTALL)  # a name may have line breaks
    except re.error as error:
        raise ValueError(f"`{glob}` can't be read: {error.msg}") from error


def _translated(glob: str) -> str:
    """Return a glob as a pattern: what stands between two `**/` is only looked for where it comes first."""
    first, *others = _blocks(glob)
    parts = [first.pattern]
    for number, one in enumerate(others, 1):
        is_atomic = one.is_settled and number < len(others)
        parts.append(f"(?>(?:.*?/)??{one.pattern})" if is_atomic else f"(?:.*/)?{one.pattern}")
    return "".join(parts)


class _GlobPart(NamedTuple):
    """What stands between the `**/` of a glob: whole steps, as a rule, each of which fits a folder or not."""

    glob: str
    start: int
    end: int
    is_settled: bool  # else it may fit in several ways, which are all tried

    @property
    def steps(self) -> Iterator[re.Match[str]]:
        """Its steps, each with the "/" behind it."""
        return _STEP.finditer(self.glob, self.start, self.end)

    @property
    def pattern(self) -> str:
        return "".join(map(_settled_step if self.is_settled else _step, self.steps))

    @property
    def ways(self) -> int:
        """To which power of a path's length it takes time."""
        if self.is_settled:
            return 0
        wild = (len(_WILD.findall(one.group())) for one in self.steps if not _fits_in_one_way(one))
        return sum(max(one - 1, 0) for one in wild) + self.glob.count("**", self.start, self.end)


def _blocks(glob: str) -> list[_GlobPart]:
    spans = [found.span() for found in _PART.finditer(glob) if found.group() == "**/"]
    bounds = [0, *(at for span in spans for at in span), len(glob)]
    found = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        is_whole = end == len(glob) or glob[end - 1] == "/"
        is_plain = not re.search(r"\{|\*\*", glob[start:end])
        found.append(_GlobPart(glob, start, end, is_whole and is_plain))
    return found


def _settled_step(step: re.Match[str]) -> str:
    """Return a step without braces as a pattern: what follows a `*` is looked for where it comes first."""
    text = step.group()
    pieces = [_tried(step.string, *span) for span in _between_stars(step)]
    first, *between = pieces
    last = f"[^/]*{between.pop()}" if between else ""
    pattern = first + "".join(f"(?>[^/]*?{one})" for one in between) + last
    return f"(?>{pattern}(?=/|\\Z))" + "/" * text.endswith("/")


def _between_stars(step: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a step are that its `*` leave; without the "/" behind it."""
    start, end = step.start(), step.end() - step.group().endswith("/")
    for found in _PART.finditer(step.string, start, end):
        if found.group() == "*":
            yield start, found.start()
            start = found.end()
    yield start, end


def _step(step: re.Match[str]) -> str:
    """Return a step as a pattern; one that fits in one way is tried in no other."""
    pattern = _tried(step.string, *step.span())
    return f"(?>{pattern})" if _fits_in_one_way(step) else pattern


def _fits_in_one_way(step: re.Match[str]) -> bool:
    """Tell whether a step is what stands up to the next "/", and decides about nothing behind it."""
    text, rest = step.group(), step.string[step.end() :]
    names = [found.group() for found in _PART.finditer(text) if found.group(1)]
    is_whole = text.endswith("/") and "/" not in text[:-1] and "**" not in text
    return is_whole and not any(map(rest.count, names))


def _tried(glob: str, start: int, end: int) -> str:
    """Return a part of a glob as a pattern that is tried in all ways."""
    parts = []
    for found in _PART.finditer(glob, start, end):
        parts += [re.escape(glob[start : found.start()]), _part(found)]
        start = found.end()
    return "".join([*parts, re.escape(glob[start:end])])


def _require_simple(glob: str) -> None:
    for found in _PART.finditer(glob):
        if found.group(1) and not (found.group(1).isidentifier() and found.group(1).isascii()):
            raise ValueError(f"`{found.group()}` in `{glob}` is no name for a placeholder")
    if re.search("[{}]", _PART.sub("", glob)):
        raise ValueError(f"`{glob}` has braces that are neither {{one,other}} nor a {{placeholder}}")
    steps = glob.split("/")
    if any(len(_WILD.findall(step)) > _MOST_WILDCARDS for step in steps) or glob.count("**") > 4:
        raise ValueError(f"`{glob}` has too many wildcards")
    if sum(block.ways for block in _blocks(glob)) > _MOST_WAYS:
        raise ValueError(f"`{glob}` has too many wildcards")
    groups = [_alternatives(found) for found in _PART.finditer(glob) if found.group(2)]
    if sum(map(_is_ambiguous, groups)) > _MOST_WILDCARDS:
        raise ValueError(f"`{glob}` has too many wildcards")


def _alternatives(found: re.Match[str]) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in found.group(2).split(",")))


def _is_ambiguous(alternatives: list[str]) -> bool:
    """Tell whether a text can begin with several of them: then they take time as wildcards do."""
    return any(later.startswith(one) for one, later in pairwise(sorted(alternatives)))


def _part(found: re.Match[str]) -> str:
    token = found.group()
    if token == "**/":
        return r"(?:.*/)?"
    if token == "**":
        return r".*"
    if token == "*":
        return r"[^/]*"
    if token == "?":
        return r"[^/]"
    if token[0] == "[":
        characters = re.sub(r"(\w)\\-(\w)", r"\1-\2", re.escape(token[1:-1].removeprefix("!")))
        return f"(?!/)[{'^' if token[1] == '!' else ''}{characters}]"
    if found.group(1):
        again = f"{{{found.group(1)}}}" in found.string[: found.start()]
        return f"(?P={found.group(1)})" if again else f"(?P<{found.group(1)}>[^/]+)"
    return "(?:" + "|".join(_tried(one, 0, len(one)) for one in _alternatives(found)) + ")"
