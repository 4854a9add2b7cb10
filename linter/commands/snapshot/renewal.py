"""`c360lint snapshot import --update`: the file that there is, renewed from its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linter.commands.refusal import write_or_refuse
from linter.commands.snapshot.readable import readable
from linter.commands.snapshot.remembered import pieces_of, remembered_file, said_last, said_now
from linter.importers.assemble import Assembled, finished
from linter.importers.overrides import Overrides
from linter.importers.updated import added_up, updated, without_taken_away
from linter.instance.drift import drift
from linter.kinds.laid import canonical
from linter.reading.snapshots import load_snapshot, read_snapshot, require_sound
from linter.reports.output import print_out
from linter.reports.snapshot.drift import drift_text
from linter.shapes.shape import shape_of
from linter.text.renewed import renewed
from linter.text.source import encoded
from linter.wording import first_few


def renew(
    options: Mapping[str, Any], sources: Sequence[str], assembled: Assembled, overrides: Overrides
) -> tuple[dict[str, Any], list[str]]:
    """Renew a snapshot's file, print what changes, and return what it says and what is to be told."""
    output = options["output"]
    last = said_last(output)  # first: another run, which ends now, writes it last
    text, before = load_snapshot(output)
    require_sound(text, before)
    mine = canonical(text.value, shape_of("snapshot", "Snapshot"))
    new = said_now(sources, assembled.snapshot)
    merged = updated(mine, last, new, theirs=options["theirs"])
    value = {**merged.snapshot, "description": _description(mine, assembled.snapshot)}
    declared, left_out = without_taken_away(overrides, value, assembled.snapshot)
    notes = [*left_out, *finished(value, assembled, declared)]
    written, is_kept = renewed(text, value)
    pieces = readable(output, [written])
    known = readable(remembered_file(output), pieces_of(added_up(last, new)))
    changes = drift(before, read_snapshot(output, encoded(written))[1])
    if not options["diff"]:
        write_or_refuse(output, pieces)
        write_or_refuse(remembered_file(output), known)
    print_out(drift_text(changes))
    if not is_kept:
        notes.append(f"{output} is written anew, without its comments")
    return value, [*_told(output, last is None), *_each(merged.kept), *_unread(merged.unread), *notes]


def _description(mine: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return what a file is described by: as a person did, else the sources of the import."""
    said = mine.get("description")
    by_hand = isinstance(said, str) and not said.startswith("Imported from ")
    return str(said if by_hand else new["description"])


def _told(output: str, is_first: bool) -> list[str]:  # one caller, which says what it is
    if not is_first:
        return []
    return [
        f"what the last import said is not known (no {remembered_file(output)}): "
        "where the file says something else than the sources, the file stands"
    ]


def _each(kept: Sequence[str]) -> list[str]:
    return [f"kept: {one} (--theirs takes that)" for one in kept]


def _unread(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    return [f"kept as it was, since not all sources of the last import were read again: {first_few(names)}"]
