"""The name must be unique.

Create only: the page says that this doesn't apply to an update.  Names of the snapshot and of all
other planned relationships count; by path, then by place, the later one carries the finding.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Removal
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request
from linter.project.project import Project
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
    named: dict[object, dict[str, Relationship]] = {}  # the first of each name, by what it is unique in
    for relationship in project.planned_relationships():
        request = relationship.request
        name = _name(project, relationship) if not relationship.is_update else None
        if name is None:
            continue
        snapshot, own = request.snapshot, relationship.name
        before = named.setdefault(_scope(project, request), {}).setdefault(name, relationship)
        if before is not relationship:
            if not project.planned.may_be_deleted_before(request, own, before.request.index):
                said = _duplicate(relationship, name, before.name_at, "is planned already")
                yield said._replace(repairs=_removal(relationship, before))
        elif snapshot is not None:
            at = snapshot.relationship_names.get(name)
            if at is not None and not project.planned.may_be_deleted_before(request, own):
                yield _duplicate(relationship, name, at, "exists already")


def _name(project: Project, relationship: Relationship) -> str | None:
    """Return the name, or the placeholder in its place: what is written alike is called alike."""
    name = relationship.name
    return name if name is not None else project.opened_at(relationship.name_at)


def _scope(project: Project, request: Request) -> object:
    """What a name has to be unique in: the instance, or the payload when it is judged alone."""
    alone = (request.document, request.index) if project.settings.snapshot_only else None
    instance = request.snapshot.file if request.snapshot else request.spelled("instanceId")
    return (instance, alone)


def _removal(relationship: Relationship, before: Relationship) -> tuple[Removal, ...]:
    """The same relationship once more in a list can go."""
    node = relationship.node
    is_item = node.path and isinstance(node.path[-1], int)
    if not is_item or node.document != before.node.document or node.plain() != before.node.plain():
        return ()
    return (Removal(Location(node.document, node.path), "Remove this relationship"),)


def _duplicate(relationship: Relationship, name: str, at: Location, how: str) -> Finding:
    return Finding(
        relationship.name_at,
        f"a relationship `{name}` {how}",
        label="not unique",
        related=(Related(at, "the first of this name"),),
        help="give it another name, or update the existing relationship instead",
    )
