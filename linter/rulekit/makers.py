"""Segments and measures as rules see them that say the same of both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from linter.kinds.measure_body import Measure
from linter.kinds.segment_body import Segment
from linter.project.project import Project

Maker: TypeAlias = Segment | Measure
"""A segment or a measure: what makes an entity, or an attribute."""

UNKNOWN_SEGMENT: Final = (
    "segmentMetadataNotFound",
    "segmentNotFound",
    "invalidSegmentSegNotFound",
    "invalidSegmentNoExistingSegWithName",
)
"""The codes of one mistake: a segment is named that there isn't."""

KINDS: Final = ("segment", "measure")


def kind_of(maker: Maker) -> str:
    """Return what it is: "segment" or "measure"."""
    return "segment" if isinstance(maker, Segment) else "measure"


def makers(project: Project) -> Iterator[Maker]:
    """Yield the segments and measures of all payloads, those of a document in the order of the text."""
    for kind in KINDS:
        for payload in project.payloads(kind):
            yield from payload.items


def is_nameless(project: Project, maker: Maker) -> bool:
    """Tell whether a new one has no name: none is written, and none is left to a pipeline."""
    if maker.is_update or "name" in maker.node.broken or project.opened_at(maker.name_at) is not None:
        return False
    return not (maker.name or "").strip()
