"""Repairs that the editor offers: those of findings, and other ways to deal with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from linter.checking.fixes import apart
from linter.diagnostic import Diagnostic, Edit, Fix, Range
from linter.server.action import Action
from linter.server.baseline_actions import baseline_actions
from linter.server.cards import card_of
from linter.server.judged import Judged
from linter.server.payload_actions import payload_actions
from linter.server.suppress_actions import suppress_actions

FIX_ALL: Final = "source.fixAll.c360lint"
_CHOICES: Final = 3
"""For how many findings of a selection payloads are offered: each of them is another one."""


def quick_fixes(judged: Judged, file: str, touches: Callable[[Range], bool]) -> Iterator[Action]:
    """Yield the repairs of the findings that a selection touches."""
    everything = judged.result.diagnostics if judged.result else ()
    here = [one for one in everything if one.file == file and touches(one.range)]
    titles = Counter(fix.title for one in here for fix in one.fixes)
    for one in here:
        for fix in one.fixes:
            title = fix.title if titles[fix.title] == 1 else f"{fix.title} on line {one.range.start.line}"
            yield Action(title, edits=fix.edits, mends=(one,), preferred=len(one.fixes) == 1)
    for code in dict.fromkeys(one.code for one in here):
        yield from _all_of(code, [one for one in everything if one.file == file and one.code == code])
    for one, kind in list(_mended_by_payloads(here, judged))[:_CHOICES]:
        yield from payload_actions(one, kind, judged)
    for code in dict.fromkeys(one.code for one in here):
        alike = [one for one in here if one.code == code]
        if card_of(alike[0], judged).suppressible:
            yield from suppress_actions(alike, judged)
            yield from baseline_actions(alike, judged)


def fix_all(judged: Judged, file: str) -> Action | None:
    """Return the safe repairs of a document, all at once."""
    mended = [
        (one, fix)
        for one in (judged.result.diagnostics if judged.result else ())
        if one.file == file
        for fix in one.fixes[:1]
        if fix.applicability == "safe"
    ]
    if not mended:
        return None
    edits = _edits_apart(fix for _, fix in mended)
    return Action("Apply all safe fixes", FIX_ALL, edits, tuple(one for one, _ in mended))


def _mended_by_payloads(found: Iterable[Diagnostic], judged: Judged) -> Iterator[tuple[Diagnostic, str]]:
    """Yield the findings that a payload would mend, and of which kind it is."""
    for one in found:
        kind = card_of(one, judged).mended_by
        if kind is not None:
            yield one, kind


def _all_of(code: str, found: list[Diagnostic]) -> Iterator[Action]:
    clear = [one for one in found if len(one.fixes) == 1]
    if len(clear) > 1:
        edits = _edits_apart(one.fixes[0] for one in clear)
        title = f"Fix all {len(clear)} findings of {code} in this file"
        yield Action(title, edits=edits, mends=tuple(clear))


def _edits_apart(fixes: Iterable[Fix]) -> tuple[Edit, ...]:
    """Return the edits of those fixes that don't get in each other's way."""
    return tuple(edit for fix in apart(fixes) for edit in fix.edits)
