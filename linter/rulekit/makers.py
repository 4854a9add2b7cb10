"""Segments and measures as rules see them that say the same of both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from linter.kinds.measure_body import Measure
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.kinds.segment_body import Segment
from linter.project.outputs import PARTS
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


def updates_nothing(project: Project, maker: Maker) -> bool:
    """Tell whether the path of an update names what there certainly isn't, and nobody creates."""
    kind, snapshot = kind_of(maker), maker.request.snapshot
    if snapshot is None or not snapshot.declares(PARTS[kind]) or project.unsure(kind, maker.request):
        return False
    outputs = project.outputs(snapshot)
    there = (*outputs.stored, *(one for one in outputs.planned if not one.is_update))
    return all((one.kind, one.name) != (kind, maker.update) for one in there)


def names_nothing(project: Project, request: Request, mention: Mention) -> bool:
    """Tell whether a name is neither an entity's nor that of something that the service makes."""
    name, snapshot = mention.name or "", request.snapshot
    if snapshot is None or not name.strip() or mention.resolution.status in ("known", "ambiguous"):
        return False
    outputs = project.outputs(snapshot)
    if outputs.deletion("derivedEntity", name, request) is not None:
        return True
    is_made = project.made.is_made(snapshot, mention, "derivedEntities", "insights")
    return not is_made and outputs.entity(name, request) is None


def is_nameless(project: Project, maker: Maker) -> bool:
    """Tell whether a new one has no name: none is written, and none is left to a pipeline."""
    if maker.is_update or "name" in maker.node.broken or project.opened_at(maker.name_at) is not None:
        return False
    return not (maker.name or "").strip()
