"""The name must be unique.

Create only: the page says that this doesn't apply to an update.  Names of the snapshot and of all
other planned relationships count; by path, then by place, the later one carries the finding.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Removal
from linter.kinds.relationships import Relationship
from linter.project.project import Project
from linter.rulekit.repeated_links import named_twice
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "RL02",
    "duplicate-relationship-name",
    "the name must be unique",
    "PATCH …/manage/relationships, limitation 2 of 6",
    service_errors=("relationshipNameAlreadyExists", "metadataAlreadyExists"),
    kinds=("relationships",),
)


def check(project: Project) -> Says:
    for one in named_twice(project):
        if one.before is not None:
            said = _duplicate(one.relationship, one.name, one.at, "is planned already")
            yield said._replace(repairs=_removal(one.relationship, one.before))
        else:
            yield _duplicate(one.relationship, one.name, one.at, "exists already")


def _removal(relationship: Relationship, before: Relationship) -> tuple[Removal, ...]:
    """The same relationship once more in a list can go."""
    node = relationship.node
    if node.document != before.node.document or node.plain() != before.node.plain():
        return ()
    is_item = any(isinstance(step, int) for step in node.path[-1:])
    return (Removal(Location(node.document, node.path), "Remove this relationship"),) if is_item else ()


def _duplicate(relationship: Relationship, name: str, at: Location, how: str) -> Finding:
    return Finding(
        relationship.name_at,
        f"a relationship `{name}` {how}",
        label="not unique",
        related=(Related(at, "the first of this name"),),
        help="give it another name, or update the existing relationship instead",
    )
