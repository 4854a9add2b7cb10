"""Data must already have been ingested, with five exceptions.

The exceptions: GET manage/schema/entitySemanticLabels, GET manage/schema/attributeSemanticLabels,
GET manage/relationships, GET and DELETE manage/relationships/{relationshipName}.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.causes import nothing_ingested
from linter.rulekit.rule import Rule, Says


def _needing_data(project: Project) -> Iterator[Request]:
    return (one for one in project.requests if _needs_data(one))


RULE = Rule(
    "IN06",
    "no-ingested-data",
    "data must already have been ingested, except for reading semantic labels and relationships and "
    "deleting a relationship",
    "Relationship APIs, limitations common to all APIs",
    local=True,
    kinds=("requests",),
    judges=_needing_data,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for request in project.requests:
        snapshot = request.snapshot
        if snapshot is not None and snapshot.nothing_ingested and _needs_data(request):
            yield Finding(
                request.at,
                "the instance has no ingested data, which this request needs",
                label="no data has been ingested",
                help="ingest a data source first; if there is one, refresh the snapshot",
                causes=(nothing_ingested(snapshot),),
            )


def _needs_data(request: Request) -> bool:
    """Tell whether a request goes below the instance; of some payloads only the kind is known."""
    return bool(request.route.path or request.route.kind) and not _is_exempt(request)


def _is_exempt(request: Request) -> bool:
    """Tell whether a request is an exception, or may be one once its method is known."""
    segments = request.route.segments
    if request.method in ("GET", "") and segments[:2] == ["manage", "schema"]:
        return segments[2:] in (["entitysemanticlabels"], ["attributesemanticlabels"])
    if segments[:2] != ["manage", "relationships"]:
        return False
    return (request.method in ("GET", "") and len(segments) in (2, 3)) or (
        request.method == "DELETE" and len(segments) == 3
    )
