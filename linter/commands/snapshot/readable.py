"""What is written as a snapshot is read again: a text that would be too large for that isn't written."""

from __future__ import annotations

from collections.abc import Iterable

from linter.files import LARGEST
from linter.refusal import CannotRun
from linter.text.unwritable import in_escapes


def readable(path: str | None, pieces: Iterable[str]) -> list[str]:
    """Return the pieces of a text for a file, or for standard output; raises CannotRun beyond the bound."""
    found: list[str] = []
    size = 0
    for piece in pieces:
        found.append(piece)
        size += len(piece) if piece.isascii() else len(in_escapes(piece).encode())
        if size > LARGEST:
            raise CannotRun(
                f"{path or 'the snapshot'} would be larger than {LARGEST // 1_000_000} MB, and couldn't be "
                "read again: nothing was written (leave out what holds entities that no payload names)"
            )
    return found
