"""What a run leaves open: what is held back, with its cause, and what is not checked, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from linter.checking.placing import place_of
from linter.diagnostic import (
    Cause,
    Diagnostic,
    Finding,
    Held,
    HeldBack,
    Lack,
    Location,
    Place,
    Undecided,
    cause_at,
)
from linter.wording import bounded

if TYPE_CHECKING:
    from linter.checking.heard import Heard
    from linter.reading.taken import Loaded
    from linter.rulekit.rule import Rule

BASELINED: Final = "in the baseline"
BEFORE: Final = "older than the changes"
_SUPPRESSED: Final = "suppressed"
_UNWANTED: Final = "not selected"
_ELSEWHERE: Final = "in a file that is not reported on"

Said = tuple["Rule", Finding]
_First = dict[Cause, dict[str, Said]]
"""The first finding in each document, by what it says to be wrong."""


class _Causes:
    """The findings that explain what is held back, by what they say to be wrong."""

    def __init__(self, said: Iterable[Said]) -> None:
        self._said = list(said)
        self._found: _First = {}
        for rule, finding in self._said:
            for cause in (*finding.causes, cause_at(finding.at)):
                self._found.setdefault(cause, {}).setdefault(finding.at.document, (rule, finding))

    def of(self, held: HeldBack) -> Said | None:
        """Return the finding that is the cause, one in the same document if there is one."""
        found = self._found.get(held.cause) or self._within.get(held.cause, {})
        return found.get(held.at.document) or next(iter(found.values()), None)

    @cached_property
    def _within(self) -> _First:
        """The findings in a value, by that value."""
        within: _First = {}
        for rule, finding in self._said:
            for end in range(len(finding.at.path)):
                outer = cause_at(finding.at._replace(path=finding.at.path[:end]))
                within.setdefault(outer, {}).setdefault(finding.at.document, (rule, finding))
        return within


def held_of(heard: Heard) -> Iterator[Held]:
    """Yield what is held back, each place of a rule once; what no finding explains is not checked."""
    causes = _Causes(heard.spoken)
    left = {(one.rule.code, one.finding) for one in heard.said}
    for rule, held in dict.fromkeys(heard.waiting):
        cause = causes.of(held)
        if cause is None and held.cause in heard.passed_on:
            cause = causes.of(held._replace(cause=heard.passed_on[held.cause]))
        if cause is None:
            heard.leave_open(rule, held.at, heard.lacks.get(held.cause) or _unexplained(held.cause))
            continue
        speaker, finding = cause
        unseen = "" if (speaker.code, finding) in left else _why_unseen(heard, speaker, finding)
        said = place_of(finding.at, bounded(finding.message), heard.loaded)
        yield Held(rule.code, place_of(held.at, "", heard.loaded), speaker.code, said, unseen)


def unseen_as(held: Iterable[Held], gone: Iterable[Diagnostic], why: str) -> tuple[Held, ...]:
    """Return what is held back, where some findings are no longer among those of the run."""
    places = {(one.code, one.file, one.pointer, one.range) for one in gone}

    def told(one: Held) -> Held:
        is_gone = (one.cause_code, one.cause.file, one.cause.pointer, one.cause.range) in places
        return one._replace(unseen=why) if is_gone else one

    return tuple(map(told, held))


def not_checked(heard: Heard) -> Iterator[Undecided]:
    """Yield what could not be decided, by rule and reason."""
    places: dict[Location, Place] = {}
    for (code, lack), found in sorted(heard.undecided.items(), key=lambda item: item[0]):
        if heard.telling.get(lack, code) != code:
            continue
        for at in found:
            places[at] = places.get(at) or _beginning(at, heard.loaded)
        files = tuple(sorted({at.document for at in found}))
        yield Undecided(code, lack.reason, files, lack.needs, tuple(sorted({places[at] for at in found})))


def _unexplained(cause: Cause) -> Lack:
    return Lack(
        f"the {cause.what} that it speaks of is not settled",
        "mend what is found in the file first; `--why FILE:LINE` says which rules looked at it",
    )


def _why_unseen(heard: Heard, rule: Rule, finding: Finding) -> str:
    if not heard.scope.within(finding.at.document):
        return _ELSEWHERE
    return _UNWANTED if heard.scope.severity(rule, finding) is None else _SUPPRESSED


def _beginning(at: Location, loaded: Loaded) -> Place:
    """Return the place of what isn't judged; a whole document begins in its first line."""
    if at.path:
        return place_of(at, "", loaded)
    return Place(at.document, "", loaded.texts[at.document].range_of(0, 0))
