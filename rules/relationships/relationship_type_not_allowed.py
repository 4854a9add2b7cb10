"""There are only four possible relationship types."""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.values import known_values, replacements
from linter.suggest import did_you_mean
from linter.wording import quoted

RULE = Rule(
    "RL04",
    "relationship-type-not-allowed",
    "there are only four relationship types: SingleKeyRelationshipOrigin, SingleKeyRelationshipDestination, "
    "DataSourceLineageOrigin, DataSourceLineageDestination",
    "PATCH …/manage/relationships, limitation 4 of 6",
    service_errors=("valueNotSupported",),
    local=True,
    kinds=("relationships",),
)


def check(project: Project) -> Says:
    types = known_values("relationships", "Relationship", "relationshipType")
    folded = [one.lower() for one in types]
    for relationship in project.planned_relationships():
        value = relationship.node.text("relationshipType")
        if value is not None and value.lower() not in folded:
            yield Finding(
                relationship.node.at("relationshipType"),
                f"relationship type `{value}` does not exist{did_you_mean(value, types)}",
                label="not one of the four types",
                help="use one of " + ", ".join(quoted(types)),
                repairs=replacements(value, types),
            )
