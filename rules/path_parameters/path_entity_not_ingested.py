"""{entityName} must name an entity that has data ingested.

For the instance, and for the data source if the path gives one.  The dataset of a data query is
such a name.  Where the body names the same unknown entity, the body's finding stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, Replacement
from linter.kinds.entity_info import EntityInfo
from linter.kinds.entity_information import EntityInformation
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.existence import unknown_entities
from linter.rulekit.path_names import mentions_in_paths, repairs_in_url
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Broken


def _naming_one(project: Project) -> Iterator[Request]:
    return (request for request, _ in _named_in_paths_only(project))


RULE = Rule(
    "IN03",
    "path-entity-not-ingested",
    "{entityName} must name an entity that has data ingested for the instance, and for the data source "
    "if one is given",
    "Limitations by field, all APIs",
    service_errors=("entityMetaDataNotFound",),
    kinds=("requests",),
    judges=_naming_one,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for request, mention in _named_in_paths_only(project):
        for said in unknown_entities(request, [mention]):
            yield _in_url(request, mention, said) if isinstance(said, Finding) else said


def _in_url(request: Request, mention: Mention, said: Finding) -> Finding:
    close = [one.value for one in said.repairs if isinstance(one, Replacement)]
    repairs = repairs_in_url(request, "entityName", str(mention.name), close)
    return said._replace(at=request.at_parameter("entityName"), repairs=repairs)


def _named_in_paths_only(project: Project) -> Iterator[tuple[Request, Mention]]:
    for request, mention in mentions_in_paths(project):
        if mention.entity is not None or mention.name not in _names_in_body(request):
            yield request, mention


def _names_in_body(request: Request) -> list[str | None]:
    root = request.root
    if root is None or isinstance(root, Broken):
        return []
    if request.route.kind == "entityInfo":
        mentions = [info.mention for info in EntityInfo(request, root).infos]
    elif request.route.kind == "entityInformation":
        mentions = [listed.mention for listed in EntityInformation(request, root).entities]
    else:
        return []
    return [mention.name for mention in mentions if not mention.is_made_at(request.at)]
