"""What is offered for findings that are to stay for now: the baseline."""

from __future__ import annotations

import os
from collections.abc import Iterator

from linter.checking.baseline import Baseline, baseline_of, load_baseline, render
from linter.configuration.settings import BASELINE
from linter.diagnostic import Diagnostic, Edit
from linter.refusal import CannotRun
from linter.server.action import Action, in_ends_of
from linter.server.judged import Judged
from linter.text.source import Text, encoded


def baseline_actions(found: list[Diagnostic], judged: Judged) -> Iterator[Action]:
    """Yield the way to add findings of one rule in one file to the baseline."""
    code, count = found[0].code, len(found)
    which = f"this finding of {code}" if count == 1 else f"all {count} findings of {code} here"
    title = f"Add {which} to the baseline"
    path = judged.request.inputs.baseline_file or os.path.join(judged.root, BASELINE)
    text = judged.texts.get(judged.name(path))
    held = _held(path, text, judged)
    new = baseline_of(found)
    if held is None or not new.counts:
        return
    written = render(held.plus(new))
    if text is not None:
        yield Action(title, edits=(_rewritten(text, written),), mends=tuple(found))
    elif not os.path.lexists(path):
        yield Action(title, mends=tuple(found), creates=(judged.name(path), written))


def _held(path: str, text: Text | None, judged: Judged) -> Baseline | None:
    """Return the baseline that there is, be it in the editor alone; None where it can't be read."""
    if judged.request.baseline is not None:
        return judged.request.baseline
    if text is None or not text.text.strip():
        return Baseline({}, {})
    try:
        return load_baseline(path, encoded(text.text))
    except CannotRun:
        return None


def _rewritten(text: Text, written: str) -> Edit:
    """Return the edit of the lines in which a text differs from what it is to be."""
    old, new = text.text.splitlines(True), in_ends_of(text, written).splitlines(True)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    start, end = len("".join(old[:first])), len("".join(old[: len(old) - last]))
    return Edit(text.name, text.range_of(start, end), "".join(new[first : len(new) - last]))


def _alike(old: list[str], new: list[str]) -> int:
    """Return how many lines are alike at the beginning."""
    pairs = zip(old, new, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new))
    )
