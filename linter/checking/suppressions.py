"""Suppressions: what the project has decided to leave as it is, for a reason.

They never touch a payload: in YAML and `.http` files they are comments, for JSON they stand in the
configuration.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from linter.checking.semantic_path import without_index
from linter.diagnostic import Finding, Location, Path, Removal, Replacement, pointer_steps
from linter.named_tuple import NamedTuple
from linter.suggest import KnownNames, did_you_mean, nearest

if TYPE_CHECKING:
    from datetime import date

    from linter.configuration.settings import Suppress
    from linter.diagnostic import Repair
    from linter.project.project import Troubles
    from linter.rulekit.rule import Removed, Rule
    from linter.text.source import Text

Cover: TypeAlias = tuple[object, ...]
"""What a suppression covers: equal ones cover the same."""

FORM: Final = (
    "`# c360lint: ignore RULE, RULE -- reason`, with `until YYYY-MM-DD` before the dashes if it lapses"
)

_DIRECTIVE: Final = re.compile(r"(?:#|//)\s*c360lint\s*:\s*ignore\s+(?P<rest>.*)", re.IGNORECASE)
_RULES: Final = re.compile(r"[A-Za-z][\w-]*(?:\s*,\s*[A-Za-z][\w-]*)*")
_UNTIL: Final = re.compile(r"(?<!\s)\s+until\s+(\S+)\Z")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_STEP: Final = re.compile(r"\.?([^.\[\]]+)|\[([^\]]*)\]")


class Word(NamedTuple):
    """A part of a suppression and where it stands."""

    text: str
    at: Location


class Limit(NamedTuple):
    """The last day of a suppression, and where it is said."""

    last: date
    at: Location


class Suppression(NamedTuple):
    """One suppression, read; `fault` says what is wrong with one that has no effect."""

    at: Location
    rules: tuple[Word, ...] = ()
    until: Limit | None = None
    fault: Finding | None = None
    covers: tuple[tuple[int, int], ...] | None = None  # of a comment: the stretches of text
    files: tuple[str, ...] = ()  # of the configuration: globs
    steps: tuple[str, ...] = ()  # of the configuration: those of a JSON pointer, or of a path by names


def from_comment(
    document: str, text: str, start: int, path: Path, covers: tuple[tuple[int, int], ...]
) -> Suppression:
    """Return the suppression that a comment at an offset of a document says."""

    def at(first: int, last: int) -> Location:
        return Location(document, path, "comment", (start + first, start + last))

    whole = at(0, len(text))
    found = _DIRECTIVE.fullmatch(text)
    if found is None:
        return _faulty(whole, "the comment is not a suppression", f"write {FORM}")
    offset = found.start("rest")
    head, _, reason = found["rest"].partition("--")
    if not reason.strip():
        return _faulty(whole, "the suppression gives no reason", f"write {FORM}")
    until = _UNTIL.search(head.rstrip())
    names = head[: until.start()] if until else head.rstrip()
    if not _RULES.fullmatch(names):
        return _faulty(whole, "the suppression does not say which rules it is about", f"write {FORM}")
    if not covers:
        return _faulty(
            whole,
            "the suppression stands at nothing",
            "put it on the line of a property or list item, or on the line above",
        )
    words = tuple(
        Word(one.group(), at(offset + one.start(), offset + one.end()))
        for one in re.finditer(r"[\w-]+", names)
    )
    limit = Word(until[1], at(offset + until.start(1), offset + until.end(1))) if until else None
    return _limited(Suppression(whole, words, covers=covers), limit)


def from_configuration(file: str, whole: Path, entry: Suppress) -> Suppression:
    """Return the suppression that an entry of `[[suppress]]`, at a path of its file, says."""
    where = Location(file, whole, "key")
    if not entry.reason.strip():
        return _faulty(
            Location(file, (*whole, "reason")), "the suppression gives no reason", 'add `reason = "…"`'
        )
    if not (entry.rule or entry.rules):
        return _faulty(where, "the suppression does not say which rules it is about", 'add `rule = "…"`')
    if not (entry.files or entry.path):
        return _faulty(
            where,
            "the suppression does not say where",
            "add `files`, `path` or both; `ignore` switches a rule off everywhere",
        )
    steps = steps_of(entry.path)
    if steps is None:
        return _faulty(
            Location(file, (*whole, "path")),
            f"`{entry.path}` is no path",
            "write a JSON pointer (`/conflationPlans/0`) or names (`conflationPlans[0].rules[Email]`)",
        )
    words = [Word(entry.rule, Location(file, (*whole, "rule")))] if entry.rule else []
    words += [Word(one, Location(file, (*whole, "rules", index))) for index, one in enumerate(entry.rules)]
    limit = Word(entry.until, Location(file, (*whole, "until"))) if entry.until is not None else None
    return _limited(Suppression(where, tuple(words), files=entry.files, steps=tuple(steps)), limit)


def _faulty(at: Location, message: str, help_: str) -> Suppression:
    return Suppression(at, fault=Finding(at, message, "has no effect", help_))


def _limited(one: Suppression, until: Word | None) -> Suppression:
    """Return a suppression with its last day, or with what is wrong with that."""
    if until is None:
        return one
    last = _date(until.text)
    if last is not None:
        return one._replace(until=Limit(last, until.at))
    message = f"`{until.text}` is no date"
    return one._replace(fault=Finding(until.at, message, "has no effect", "write it as YYYY-MM-DD"))


def _date(text: str) -> date | None:
    from datetime import date

    with suppress(ValueError):
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    return None


class Spot(NamedTuple):
    """Where a finding stands, in the ways by which suppressions name places."""

    at: Location
    names: list[str]  # the semantic path
    text: Text


class Suppressions:
    """All suppressions of a run; remembers which of them were of use."""

    def __init__(
        self,
        suppressions: Iterable[Suppression],
        rules: Iterable[Rule],
        today: date,
        removed: Iterable[Removed] = (),
    ) -> None:
        self._all = list(suppressions)
        cards = list(rules)
        self._codes = {word.lower(): card.code for card in cards for word in (card.code, card.name)}
        self._known = KnownNames(word for card in cards for word in (card.code, card.name))
        self._effective = {
            word.lower(): card.code for card in cards if card.suppressible for word in (card.code, card.name)
        }
        self._today = today
        self._removed = {word.lower(): one for one in removed for word in (one.code, one.name)}
        self._used: set[Cover] = set()
        self._used_there: set[tuple[_Branch, str]] = set()
        covers: dict[tuple[str, str], dict[Cover, tuple[tuple[int, int], ...]]] = {}
        self._of_configuration: dict[str, _Branch] = {}
        for one in self._all:
            if one.fault is None and not self._is_expired(one):
                self._add(one, covers)
        self._of_comments = {key: _Covers(spans) for key, spans in covers.items()}

    def cover(self, code: str, place: Spot) -> bool:
        """Tell whether a finding is suppressed."""
        of_comments = self._of_comments.get((place.at.document, code))
        of_configuration = self._of_configuration.get(code)
        of_use = list(of_comments.around(place.text.span(place.at))) if of_comments is not None else []
        self._used.update(of_use)
        branches = list(of_configuration.around(place)) if of_configuration is not None else []
        for one in branches:
            if (one, place.at.document) not in self._used_there:  # as much may cover many findings
                self._used_there.add((one, place.at.document))
                self._used.update(one.covers(place.at.document))
        return bool(of_use or branches)

    def troubles(self, judged: Callable[[Suppression, str], bool]) -> Troubles:
        """Return what is wrong with the suppressions.

        `judged` tells whether the run looked at all that a suppression of a rule could cover: of
        others it can't be said that they are of no use.
        """
        found: dict[str, list[Finding]] = {}
        for one in self._all:
            for kind, finding in self._troubles_of(one, judged):
                found.setdefault(kind, []).append(finding)
        return found

    def _troubles_of(
        self, one: Suppression, judged: Callable[[Suppression, str], bool]
    ) -> Iterator[tuple[str, Finding]]:
        if one.fault is not None:
            yield "malformed", one.fault
            return
        yield from self._troubles_of_rules(one, judged)
        if one.until is not None and self._is_over(one.until):
            message = f"the suppression of {_listed(one.rules)} has expired on {one.until.last}"
            help_ = "mend what it covers, or give it a later date"
            yield "expired", Finding(one.until.at, message, "no longer in force", help_)

    def _add(
        self, one: Suppression, covers: dict[tuple[str, str], dict[Cover, tuple[tuple[int, int], ...]]]
    ) -> None:
        codes = (self._effective.get(word.text.lower()) for word in one.rules)
        for code in filter(None, codes):
            if one.covers is not None:
                covers.setdefault((one.at.document, code), {})[_cover(one, code)] = one.covers
            else:
                self._of_configuration.setdefault(code, _Branch()).add(one, _cover(one, code))

    def _is_expired(self, one: Suppression) -> bool:
        return one.until is not None and self._is_over(one.until)

    def _is_over(self, until: Limit) -> bool:
        return until.last < self._today

    def _troubles_of_rules(
        self, one: Suppression, judged: Callable[[Suppression, str], bool]
    ) -> Iterator[tuple[str, Finding]]:
        for word in one.rules:
            code = self._codes.get(word.text.lower())
            if code is None:
                yield "unknown", self._unknown(word)
            elif word.text.lower() not in self._effective:
                help_ = "mend the suppression, or name the rule in `ignore`"
                yield "malformed", Finding(word.at, f"{code} can't be suppressed", "has no effect", help_)
            elif _cover(one, code) not in self._used and not self._is_expired(one) and judged(one, code):
                message = f"nothing is suppressed: there is no finding of {word.text} here"
                repairs = _removal(one, word)
                yield "unused", Finding(word.at, message, "of no use", "remove it", repairs=repairs)

    def _unknown(self, word: Word) -> Finding:
        if (
            any(code.startswith(word.text.upper()) for code in self._codes.values())
            or word.text.upper() == "ALL"
        ):
            message = f"`{word.text}` is not one rule: a suppression goes by whole codes or names"
            return Finding(word.at, message, "has no effect", "name the rules one by one")
        removed = self._removed.get(word.text.lower())
        if removed is not None:
            return Finding(word.at, removed.told, "has no effect", "remove it, or name what it is now")
        close = nearest(word.text, self._known)
        return Finding(
            word.at,
            f"no rule `{word.text}`{did_you_mean(word.text, self._known)}",
            "has no effect",
            f"replace it with `{close[0]}`" if len(close) == 1 else "`c360lint rules` lists the rules",
        )


def _cover(one: Suppression, code: str) -> Cover:
    """Return what a suppression covers; of a comment, the first stretch says in which line it is."""
    if one.covers is not None:
        return one.at.document, code, one.covers[0]
    return code, one.files, *one.steps


class _Covers:
    """Stretches of a text, which lie within one another or apart, as the values of a document do."""

    def __init__(self, covers: Mapping[Cover, Iterable[tuple[int, int]]]) -> None:
        spans = ((start, end, cover) for cover, parts in covers.items() for start, end in parts)
        self._spans = sorted(spans, key=lambda span: (span[0], -span[1]))
        self._starts = [span[0] for span in self._spans]
        self._outer: list[int] = []  # the number of the next stretch around each, -1 where there is none
        open_: list[int] = []
        for number, (_, end, _) in enumerate(self._spans):
            while open_ and self._spans[open_[-1]][1] < end:
                open_.pop()
            self._outer.append(open_[-1] if open_ else -1)
            open_.append(number)

    def around(self, span: tuple[int, int]) -> Iterator[Cover]:
        """Yield what covers a stretch, the innermost first."""
        number = bisect_right(self._starts, span[0]) - 1
        while number >= 0:
            _, end, cover = self._spans[number]
            if span[1] <= end:
                yield cover
            number = self._outer[number]


class _Branch:
    """What covers a place and what lies in it, by files: one step of the tree of paths."""

    def __init__(self) -> None:
        from linter.configuration.globs import Globs

        self._below: dict[str, _Branch] = {}
        self._files: Globs[Cover] = Globs()

    def add(self, one: Suppression, cover: Cover) -> None:
        """Take up what an entry of the configuration covers."""
        place = self
        for step in one.steps:
            place = place._below.setdefault(step, _Branch())
        place._files.add(one.files, cover)

    def covers(self, document: str) -> tuple[Cover, ...]:
        """Return what covers this place of a document."""
        return self._files.of(document)

    def around(self, place: Spot) -> Iterator[_Branch]:
        """Yield where something covers a place: what is told of it or of what it lies in.

        Where requests in a file are read as a list, the file's own path leads there, too.
        """
        return (one for one in self._leading_to(place) if one.covers(place.at.document))

    def _leading_to(self, place: Spot) -> Iterator[_Branch]:
        yield self
        for path, names in ((place.at.path, place.names), (place.text.path(place.at), [])):
            level = [self]
            for step, name in zip_longest(path, names, fillvalue=""):
                spelled = _spelled(step, name)
                level = [one._below[each] for one in level for each in spelled if each in one._below]
                yield from level


def _listed(words: Iterable[Word]) -> str:
    return ", ".join(word.text for word in words)


def _removal(one: Suppression, word: Word) -> tuple[Repair, ...]:
    """A stale comment can go: it has no effect.  The configuration is left to its owner."""
    if one.covers is None:
        return ()
    if len(one.rules) == 1:
        return (Removal(one.at, "Remove the suppression", safe=True),)
    kept = ", ".join(other.text for other in one.rules if other is not word)
    first, last = one.rules[0].at.slice, one.rules[-1].at.slice
    assert first is not None
    assert last is not None
    span = one.at._replace(slice=(first[0], last[1]))
    return (Replacement(kept, f"Remove `{word.text}` from the suppression", safe=True, at=span),)


def steps_of(path: str) -> list[str] | None:
    """Return the steps of a JSON pointer or of a path by names; None where it is neither."""
    if path.startswith("/"):
        return [step.lower() for step in pointer_steps(path)]
    steps, end = [], 0
    while found := _STEP.match(path, end):
        if not end and found.group().startswith("."):
            return None
        end = found.end()
        steps.append((found[1] if found[1] is not None else f"[{found[2]}]").lower())
    return steps if end == len(path) else None


def _spelled(step: str | int, name: str) -> set[str]:
    """Return how a path may spell a step: by its key, its index or its name, which may end as a twin's."""
    if isinstance(step, str):
        return {step.lower()}
    own = name.lower()
    return {str(step), f"[{step}]", "[*]", own, without_index(own)}
