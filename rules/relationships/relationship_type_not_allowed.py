"""There are only four possible relationship types."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Replacement
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.suggest import did_you_mean, surest

RULE = Rule(
    "RL04",
    "relationship-type-not-allowed",
    "there are only four relationship types: SingleKeyRelationshipOrigin, SingleKeyRelationshipDestination, "
    "DataSourceLineageOrigin, DataSourceLineageDestination",
    "PATCH …/manage/relationships, limitation 4 of 6",
    local=True,
    kinds=("relationships",),
)

_TYPES: Final = (
    "SingleKeyRelationshipOrigin",
    "SingleKeyRelationshipDestination",
    "DataSourceLineageOrigin",
    "DataSourceLineageDestination",
)
_FOLDED: Final = frozenset(value.lower() for value in _TYPES)


def check(project: Project) -> Says:
    for relationship in project.planned_relationships():
        value = relationship.node.text("relationshipType")
        if value is not None and value.lower() not in _FOLDED:
            yield Finding(
                relationship.node.at("relationshipType"),
                f"relationship type `{value}` does not exist{did_you_mean(value, _TYPES)}",
                label="not one of the four types",
                help="use one of " + ", ".join(f"`{one}`" for one in _TYPES),
                repairs=tuple(
                    Replacement(one, f"Replace `{value}` with `{one}`") for one in surest(value, _TYPES)
                ),
            )
