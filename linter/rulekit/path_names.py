"""The entities that paths of requests name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.diagnostic import Replacement
from linter.instance.snapshot import NO_INSTANCE, SYSTEM_NAMES
from linter.kinds.entity_record import EntityRecord
from linter.kinds.query import Query
from linter.kinds.references import Mention, path_mention
from linter.kinds.request import Request
from linter.project.project import Project


def writes_demo_instance(request: Request) -> bool:
    """Tell whether a request writes into the demo instance, whose ID is all zeros; a query by PUT doesn't."""
    if request.instance_id != NO_INSTANCE or request.method in ("GET", "HEAD", "OPTIONS"):
        return False
    return not request.route.path.lower().startswith("data/")


def mentions_in_paths(project: Project) -> Iterator[tuple[Request, Mention]]:
    """Yield the entities that the requests' paths name, if they must be ingested."""
    for request in project.requests:
        mention = path_mention(request)
        if mention is not None:
            yield request, mention
    asked: tuple[Query | EntityRecord, ...] = (*project.queries, *project.records)
    for query in asked:
        if not query.dataset.startswith("$") and not _is_systems_own(project, query):
            yield query.request, query.mention


def _is_systems_own(project: Project, query: Query | EntityRecord) -> bool:
    """The service makes some entities itself; only a snapshot that declares them can miss one."""
    snapshot = query.request.snapshot
    declared = snapshot is not None and snapshot.root.get("systemEntities") is not None
    reserved = query.dataset in SYSTEM_NAMES or query.dataset == project.settings.master_dataset
    return reserved and not declared


def repairs_in_url(
    request: Request, parameter: str, value: str, close: Iterable[str]
) -> tuple[Replacement, ...]:
    """Return the replacements of a parameter in a request's url; a file's name is the user's to change."""
    at = request.at_parameter(parameter)
    if request.envelope is None or at.slice is None:
        return ()
    from urllib.parse import quote

    return tuple(Replacement(quote(one), f"Replace `{value}` with `{one}`", at=at) for one in close)
