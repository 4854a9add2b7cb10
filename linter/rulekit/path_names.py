"""The entities that paths of requests name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.diagnostic import Replacement
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds.entity_record import EntityRecord
from linter.kinds.query import Query
from linter.kinds.references import Mention, path_mention
from linter.kinds.request import Request
from linter.project.outputs import CUSTOMER_MEASURE
from linter.project.project import Project


def mentions_in_paths(project: Project) -> Iterator[tuple[Request, Mention]]:
    """Yield the entities that the requests' paths name, if they must be ingested."""
    for request in project.requests:
        mention = path_mention(request)
        is_any = request.route.kind is None and request.parameter("datasourceId") is None
        if mention is not None and not (is_any and _is_made(project, request, mention)):
            yield request, mention
    asked: tuple[Query | EntityRecord, ...] = (*project.queries, *project.records)
    for query in asked:
        if not query.dataset.startswith("$") and not _is_made(project, query.request, query.mention):
            yield query.request, query.mention


def _is_made(project: Project, request: Request, mention: Mention) -> bool:
    """Tell whether a name that isn't an ingested entity's may be that of an entity that the service makes."""
    snapshot, name = request.snapshot, str(mention.name)
    if mention.entity is not None:
        return False
    is_reserved = name in SYSTEM_NAMES or name == project.settings.master_dataset
    if is_reserved and (snapshot is None or snapshot.root.get("systemEntities") is None):
        return True  # else it would be declared
    return snapshot is not None and _is_output(project, snapshot, request, name)


def _is_output(project: Project, snapshot: Snapshot, request: Request, name: str) -> bool:
    """Tell whether a segment, a measure, an insight or the like makes an entity of a name."""
    outputs = project.outputs(snapshot)
    if name == CUSTOMER_MEASURE and outputs.measured:
        return True
    return project.made.has(snapshot, "insights", name) or outputs.entity(name, request) is not None


def repairs_in_url(
    request: Request, parameter: str, value: str, close: Iterable[str]
) -> tuple[Replacement, ...]:
    """Return the replacements of a parameter in a request's url; a file's name is the user's to change."""
    at = request.at_parameter(parameter)
    if at.slice is None:
        return ()
    from urllib.parse import quote

    return tuple(Replacement(quote(one), f"Replace `{value}` with `{one}`", at=at) for one in close)
