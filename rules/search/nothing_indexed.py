"""An entity of a search configuration must list attributes."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_CODE: Final = "searchConfigurationMissingAttributes"

RULE = Rule(
    "SC103",
    "nothing-indexed",
    "an entity of a search configuration must list attributes",
    f"service error {_CODE}",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    local=True,
    kinds=("searchConfiguration",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        for node in payload.root.nodes("entityConfig"):
            if not node.get("attributes") and "attributes" not in node.broken:
                yield Finding(
                    node.at("attributes"),
                    f"`{node.text('qualifiedEntityName') or 'an entity'}` lists no attribute to search in",
                    label="no attributes",
                    help="list attributes, each with its `name` and what it can be used for",
                )
