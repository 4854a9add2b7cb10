"""IsMemberOfSegment must name a segment of the instance.

The name stands in quotes; the documents of 2020-04 write it without.  Segments that the project makes count.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, Location, NotChecked, Related, Replacement, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.query import Query
from linter.kinds.request import Request
from linter.placeholders import why_open
from linter.project.project import Project
from linter.rulekit.lacks import doubted, undeclared
from linter.rulekit.rule import Rule, Says
from linter.rulekit.unread import may_be_made
from linter.suggest import nearest, suggestion
from linter.wording import either


def _naming(project: Project) -> Iterator[Request]:
    return (query.request for query in project.queries if any(project.queried.segments_named(query)))


RULE = Rule(
    "OD104",
    "queried-segment-unknown",
    "IsMemberOfSegment must name a segment of the instance",
    "product documentation, odata-examples: segment membership",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/odata-examples",
    service_errors=("segmentMetadataNotFound",),
    sources=(Stated("product-page", "O08"), Stated("service-error", "segmentMetadataNotFound")),
    kinds=("queries",),
    judges=_naming,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        snapshot = query.request.snapshot
        if snapshot is None:
            continue
        for name, at in project.queried.segments_named(query):
            yield from _check(project, snapshot, query, name, at)


def _check(project: Project, snapshot: Snapshot, query: Query, name: str, at: Location) -> Says:
    read = project.queried.read(query)
    assert read is not None  # it names a segment
    assert at.slice is not None  # in its url
    open_ = read.within(at.slice[0] - read.start, at.slice[1] - read.start)
    if open_ is not None:
        yield NotChecked(at, why_open(open_.written))
    elif (deletion := _deletion(project, snapshot, query, name)) is not None:
        yield _deleted(name, at, deletion)
    elif project.made.has(snapshot, "segments", name):
        return
    elif not snapshot.declares("segments"):
        yield NotChecked(at, undeclared("segments", snapshot))
    else:
        said = _unknown(snapshot, name, at, nearest(name, project.made.names(snapshot, "segments")))
        yield doubted(said, may_be_made(project, query.request, "segment"))


def _deletion(project: Project, snapshot: Snapshot, query: Query, name: str) -> Request | None:
    """Return the request that deletes a segment before a query of the same list asks for it."""
    found = project.outputs(snapshot).deletion("segment", name)
    return found if found is not None and found.precedes(query.request) else None


def _deleted(name: str, at: Location, deletion: Request) -> Finding:
    return Finding(
        at,
        f"segment `{name}` is deleted by a request",
        label="deleted",
        help="name another one, or keep it",
        related=(Related(deletion.at, "deleted here"),),
    )


def _unknown(snapshot: Snapshot, name: str, at: Location, near: list[str]) -> Finding:
    return Finding(
        at,
        f"segment `{name}` {snapshot.lacks('segments')}{suggestion(near)}",
        label="no such segment" if snapshot.complete("segments") else "not in the snapshot",
        help=f"replace it with {either(near)}" if near else "make the segment first, or renew the snapshot",
        severity=snapshot.severity_of_absence("segments"),
        missed_in=snapshot.broken_at("segments"),
        repairs=tuple(Replacement(one, f"Replace `{name}` with `{one}`") for one in near),
    )
