"""One change between two snapshots."""

from __future__ import annotations

from linter.diagnostic import Location
from linter.named_tuple import NamedTuple


class Difference(NamedTuple):
    """One change; `old` and `new` are what it was and what it is, `evidence` why that is believed."""

    kind: str  # "added", "removed", "renamed", "retyped" or "changed"
    what: str  # "data source", "entity", "attribute", "primary key", "relationship" …
    name: str
    old: str = ""
    new: str = ""
    evidence: str = ""
    before: Location | None = None
    after: Location | None = None
    is_sure: bool = False  # whether a renaming's evidence suffices to carry it into payloads
    follows: tuple[tuple[str, int], ...] = ()  # what else differs by a renaming's names alone, and how often
