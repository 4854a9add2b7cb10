"""Renamings between snapshots as fixes of the payloads' files: made or shown, and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.checking.check import fixable
from linter.checking.fixes import apply_fixes
from linter.checking.renaming import Carried, carried
from linter.diagnostic import Fix, Location
from linter.instance.drift import Difference
from linter.instance.snapshot import Snapshot
from linter.named_tuple import NamedTuple
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.taken import Loaded
from linter.wording import counted, first_few


class Renewed(NamedTuple):
    """The files of a project that renamings change, by name, before and after; and what there is to say."""

    originals: dict[str, bytes]
    contents: dict[str, bytes]
    words: tuple[str, ...]


def renewed(inputs: Inputs, changes: Iterable[Difference], after: Snapshot, *, shown: bool) -> Renewed:
    """Return a project's files, read over the old snapshot, with the sure renamings carried through.

    `shown` says that they will only be shown.
    """
    loaded = load_project(inputs, lambda _done, _all: None)
    found = carried(loaded, changes, after)
    by_file: dict[str, list[Fix]] = {}
    for fix in (fix for one in found for fix in one.fixes):
        by_file.setdefault(fix.edits[0].file, []).append(fix)
    made = {name: _made(inputs, name, fixes) for name, fixes in sorted(by_file.items())}
    files = {name: one for name, one in made.items() if not isinstance(one, str)}
    applied = {fix for _, _, fixes in files.values() for fix in fixes}
    words = [f"{name} was not changed: {one}" for name, one in made.items() if isinstance(one, str)]
    words += [
        line for one in found for line in _told(one, applied, loaded, "would rename" if shown else "renamed")
    ]
    return Renewed(
        {name: one[0] for name, one in files.items()},
        {name: one[1] for name, one in files.items()},
        tuple(words),
    )


def _made(inputs: Inputs, name: str, fixes: list[Fix]) -> tuple[bytes, bytes, list[Fix]] | str:
    """Return a file before and after its fixes, and those that could be made; or why none can."""
    try:
        original = fixable(inputs, name)
    except OSError as error:
        return error.strerror or str(error)
    content, applied, _ = apply_fixes(original, name, fixes)
    return original, content, applied


def _told(one: Carried, made: set[Fix], loaded: Loaded, done: str) -> Iterator[str]:
    """Say of a renaming where it was made, with the evidence, and where it wasn't, with the reason."""
    said = f"{one.change.what} `{one.change.name}` → `{one.change.new}`"
    places = [fix.edits[0] for fix in one.fixes if fix in made]
    if places:
        files = first_few(sorted({edit.file for edit in places}))
        yield f"{done}: {said}, in {counted(len(places), 'place')} of {files} ({one.change.evidence})"
    reasons: dict[str, list[Location]] = {}
    for at, reason in one.left:
        reasons.setdefault(reason, []).append(at)
    for reason, left in reasons.items():
        shown = (f"{at.document}:{loaded.texts[at.document].range(at).start.line}" for at in left)
        yield f"not renamed: {said}, in {first_few(shown)}: {reason} ({one.change.evidence})"
