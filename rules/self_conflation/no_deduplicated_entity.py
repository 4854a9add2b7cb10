"""A self conflation must name an entity.

An `entities` that is missing altogether is DO05's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "CS109",
    "no-deduplicated-entity",
    "a self conflation must name the entity that is deduplicated",
    "service error selfConflationNoEntities",
    service_errors=("selfConflationNoEntities",),
    sources=(Stated("service-error", "selfConflationNoEntities"),),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            if one.node.get("entities") == []:
                yield _no_entity(one.node)
            for mention in one.entities:
                if mention.name is not None and not mention.name.strip():
                    yield Finding(mention.at, "the entity has no name", label="empty", help="name the entity")


def _no_entity(node: Node) -> Finding:
    return Finding(
        node.at("entities"),
        "no entity is named that is to be deduplicated",
        label="an entity is needed",
        help="name the entity whose rows are compared",
    )
