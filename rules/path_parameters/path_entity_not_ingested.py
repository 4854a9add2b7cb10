"""{entityName} must name an entity that has data ingested.

For the instance, and for the data source if the path gives one.  The dataset of a data query is
such a name.  Where the body names the same unknown entity, the body's finding stands.
"""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.ingested import unknown_entities
from linter.payloads.entity_info import EntityInfo
from linter.payloads.entity_information import EntityInformation
from linter.payloads.query import query_of
from linter.payloads.references import Mention
from linter.payloads.request import Request
from linter.project import Project
from linter.rule import Rule, Says
from linter.snapshot import SYSTEM_NAMES

RULE = Rule(
    "IN03",
    "path-entity-not-ingested",
    "{entityName} must name an entity that has data ingested for the instance, and for the data source "
    "if one is given",
    "Limitations by field, all APIs",
)


def check(project: Project) -> Says:
    for request in project.requests:
        mention = mention_in_path(project, request)
        if mention is None or mention.name in _names_in_body(request):
            continue
        for said in unknown_entities(project, request, [mention]):
            # a path has no text of its own to repair: the file's name, or the url, is the user's to change
            yield said._replace(replacements=()) if isinstance(said, Finding) else said


def mention_in_path(project: Project, request: Request) -> Mention | None:
    """Return the entity that a request's path names, if it names one that must be ingested."""
    name = request.parameter("entityName")
    if name is not None:
        return Mention(None, request.snapshot, name, request.at).within(request)
    query = query_of(request)
    if query is None or query.dataset.startswith("$"):
        return None
    return None if _is_systems_own(project, request, query.dataset) else query.mention


def _is_systems_own(project: Project, request: Request, dataset: str) -> bool:
    """The service makes some entities itself; only a snapshot that declares them can miss one."""
    declared = request.snapshot is not None and request.snapshot.root.get("systemEntities") is not None
    reserved = dataset in SYSTEM_NAMES or dataset == project.settings.master_dataset
    return reserved and not declared


def _names_in_body(request: Request) -> list[str | None]:
    root = request.root
    if root is None:
        return []
    if request.route.kind == "entityInfo":
        mentions = [info.mention for info in EntityInfo(request, root).infos]
    elif request.route.kind == "entityInformation":
        mentions = [listed.mention for listed in EntityInformation(request, root).entities]
    else:
        return []
    return [mention.name for mention in mentions if mention.at != request.at]
