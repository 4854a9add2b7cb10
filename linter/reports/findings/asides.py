"""What stands beside the findings: what was read, what was not checked, held back, not read, passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from linter.diagnostic import Diagnostic, Held, Place, Result
from linter.reports.findings.summary import read
from linter.reports.outcome import Outcome
from linter.reports.visible import visible
from linter.wording import counted

_NAMED: Final = 5
"""How many files that were passed over are named, and how many causes; `-v` lists all."""


def asides(outcome: Outcome, *, verbose: bool, under_findings: bool = False) -> Iterator[str]:
    """Yield lines: what was read, one for each reason and each cause, and what was not read.

    A quiet run has only those for which a strict one fails.  `under_findings` says that what is held
    back stands under its cause already.
    """
    lines = (
        _lines(outcome, verbose=verbose, under_findings=under_findings)
        if outcome.summary
        else _failing(outcome)
    )
    for line in lines:
        yield visible(line) + "\n"


def unread(outcome: Outcome) -> Iterator[str]:
    """Yield lines: which files were not read, which no report has."""
    for line in _not_read(outcome):
        yield visible(line) + "\n"


def named(file: str, place: Place) -> str:
    """Return a place as an editor opens it; of what concerns a whole document the file alone."""
    start = place.range.start
    return f"{file}:{start.line}:{start.column}" if place.is_within else file


def first_of(names: Sequence[str]) -> str:
    """Return the first of some places, and how many more there are."""
    return names[0] + (f", +{len(names) - 1} more" if len(names) > 1 else "")


def by_cause(result: Result) -> dict[tuple[str, Place, str], list[Held]]:
    """Return what is held back by its cause: the code, the place, why it isn't seen."""
    causes: dict[tuple[str, Place, str], list[Held]] = {}
    for one in result.held:
        causes.setdefault((one.cause_code, one.cause, one.unseen), []).append(one)
    return causes


def _lines(outcome: Outcome, *, verbose: bool, under_findings: bool) -> Iterator[str]:
    yield read(outcome.result.looked)
    yield from _not_checked(outcome)
    yield from _held_back(outcome, verbose=verbose, under_findings=under_findings)
    yield from _not_read(outcome)
    yield from (f"ignored by git: {outcome.from_here(name)}" for name in outcome.result.ignored if verbose)
    yield from _passed_over(outcome, verbose=verbose)


def _failing(outcome: Outcome) -> Iterator[str]:
    if outcome.strict:
        yield from _not_checked(outcome)
        yield from _not_read(outcome)


def _not_read(outcome: Outcome) -> Iterator[str]:
    for large in outcome.result.too_large:
        yield f"not read: {outcome.from_here(large)} (`max-file-size`)"
    yield from dict.fromkeys(remark.told(outcome.from_here) for remark in outcome.result.remarks)


def _not_checked(outcome: Outcome) -> Iterator[str]:
    """One line a reason, whichever rules have it, with the first of its places."""
    codes: dict[tuple[str, str], dict[str, None]] = {}
    places: dict[tuple[str, str], dict[Place, None]] = {}
    for one in outcome.result.not_checked:
        codes.setdefault((one.reason, one.needs), {})[one.code] = None
        places.setdefault((one.reason, one.needs), {}).update(dict.fromkeys(one.places))
    for (reason, needs), found in codes.items():
        where = first_of([_here(one, outcome) for one in places[reason, needs]])
        needed = f"; {needs}" if needs else ""
        yield f"not checked: {', '.join(found)} at {where}: {reason}{needed}"


def waiting(one: Diagnostic, held: list[Held], outcome: Outcome) -> str:
    """Return the first of the places that wait for a finding, and how many more there are, "" for none.

    What only waits for a finding of its own rule goes without saying.
    """
    if {each.code for each in held} <= {one.code}:
        return ""
    return _first_waiting(held, outcome)


def _first_waiting(held: list[Held], outcome: Outcome) -> str:
    return first_of([f"{one.code} at {_here(one.at, outcome)}" for one in held])


def _held_back(outcome: Outcome, *, verbose: bool, under_findings: bool) -> Iterator[str]:
    """One line a cause, with the first of the places that wait for it."""
    causes = {
        cause: held
        for cause, held in by_cause(outcome.result).items()
        if not _is_plain(cause, held) and (cause[2] or not under_findings)
    }
    shown = len(causes) if verbose else _NAMED
    for (code, cause, unseen), held in list(causes.items())[:shown]:
        state = f", which is {unseen}" if unseen else ""
        yield f"held back: {_first_waiting(held, outcome)}: see {code} at {_here(cause, outcome)}{state}"
    if len(causes) > shown:
        yield f"held back: for {counted(len(causes) - shown, 'cause')} more (-v lists them)"


def _is_plain(cause: tuple[str, Place, str], held: list[Held]) -> bool:
    """Tell whether a rule only waits for a finding of its own that is shown: that finding says it."""
    code, _, unseen = cause
    return not unseen and {one.code for one in held} == {code}


def _passed_over(outcome: Outcome, *, verbose: bool) -> Iterator[str]:
    """Files by name where they are few, and no settings of other tools, which begin with a dot."""
    result = outcome.result
    found = {one.file for one in result.diagnostics}  # a misplaced file is told already
    found |= {one.partition(": ")[0] for one in result.too_large}
    names = [outcome.from_here(name) for name in dict.fromkeys(result.skipped) if name not in found]
    dotted = any(name.rpartition("/")[2].startswith(".") for name in names)
    if verbose:
        yield from (f"passed over: {name}, not ours" for name in names)
    elif len(names) <= _NAMED and not dotted:
        yield from [f"passed over: {', '.join(names)}, not ours"] if names else []
    else:
        foreign = len(result.looked.foreign)
        files = len(names) - foreign
        counts = [counted(files, "file")] if files else []
        counts += [counted(foreign, "request") + " of others"] if foreign else []
        broken = result.unreadable_skipped
        unread = f", {broken} of them not well-formed" if broken else ""
        yield f"passed over: {', '.join(counts)}, not ours{unread} (-v lists them)"


def _here(place: Place, outcome: Outcome) -> str:
    return named(outcome.from_here(place.file), place)
