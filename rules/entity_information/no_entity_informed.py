"""Entity information must be of one entity at least."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

RULE = Rule(
    "CE105",
    "no-entity-informed",
    "entity information must be of one entity at least",
    "data-unification-map-tables.md: `Select at least one table`",
    url=product_page("data-unification-map-tables.md"),
    sources=(Stated("product-page", "M01"),),
    kinds=("entityInformation",),
)


def check(project: Project) -> Says:
    for payload in project.entity_information:
        root = payload.root
        if project.is_misaddressed(payload.request) or project.conflations.plans_of(payload.request):
            continue  # what a plan lacks of it is CP04's
        if isinstance(root, Node) and root.shape.name == "EntityInformation" and _is_empty(root):
            yield Finding(
                root.at("dataSources"),
                "the entity information is of no entity, so that there is nothing to unify",
                label="one entity at least is needed",
                help=f"add a data source with {root.shape.within('dataSources').called('entities')}",
            )


def _is_empty(root: Node) -> bool:
    return not root.broken and not any(one.broken or one.get("entities") for one in root.nodes("dataSources"))
