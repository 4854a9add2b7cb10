"""What is remembered of large snapshots, by what they hold."""

from __future__ import annotations

from typing import Any

from linter.cache.digests import noted
from linter.cache.store import recall, remember
from linter.cache.versions import versions
from linter.reading.outlines import LeftOut, SnapshotOutline
from linter.text.outline import Cut, Outline


class KeptOutlines:
    """The outlines that the cache has."""

    def __init__(self) -> None:
        self._asked = ""

    def recall(self, data: bytes) -> SnapshotOutline | None:
        """Return the outline of a snapshot, if this program has kept it."""
        self._asked = f"outline-{noted(data)}"
        kept = recall(self._asked)
        try:
            return outline_of(kept["outline"]) if kept is not None and kept["of"] == versions() else None
        except (KeyError, TypeError, ValueError):
            return None  # it is nothing that this version has written

    def remember(self, outline: SnapshotOutline) -> None:
        """Keep the outline of the snapshot that was asked about last."""
        remember(self._asked, {"of": versions(), "outline": outline})


def outline_of(plain: Any) -> SnapshotOutline:
    """Return an outline from what JSON makes of one; raises TypeError or ValueError for anything else."""
    (rest, cuts, is_ascii), lists, lookalikes = plain
    text = Outline(rest, [Cut(*one) for one in cuts], is_ascii)
    return SnapshotOutline(text, [LeftOut(*one) for one in lists], lookalikes)
