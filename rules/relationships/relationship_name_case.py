"""Two relationships must not have names that differ only in case.

Names are case sensitive, so both exist, and whoever writes the one may mean the other.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.relationships import Relationship
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Where, located

RULE = Rule(
    "RL102",
    "relationship-name-case",
    "relationship names are case sensitive: two must not differ only in case",
    'product page relationships.md, "Relationship names are case sensitive"',
    severity="warning",
    url=product_page("relationships.md"),
    sources=(Stated("product-page", "R03"),),
    inferred=True,
    kinds=("relationships",),
)


def check(project: Project) -> Says:
    seen: dict[object, tuple[str, Where]] = {}
    for saved_in in project.snapshots if project.relationships else ():
        for saved_name, at in saved_in.relationship_names.items():
            seen.setdefault((saved_in.file, None, saved_name.lower()), (saved_name, at))
    for relationship in project.planned_relationships():
        name, snapshot = relationship.name, relationship.request.snapshot
        if not name or relationship.is_update:
            continue
        scope = (snapshot.file if snapshot is not None else None, _alone(project, relationship), name.lower())
        saved = seen.get((scope[0], None, scope[2]))
        before = saved or seen.setdefault(scope, (name, (relationship.node, "name")))
        if before[0] != name and not _is_gone(project, relationship, before[0]):
            yield _differs_in_case(relationship, name, *before)


def _alone(project: Project, relationship: Relationship) -> object:
    """What a name is compared within, besides the snapshot: the payload, when it is judged alone."""
    request = relationship.request
    return (request.document, request.index) if project.settings.snapshot_only else None


def _is_gone(project: Project, relationship: Relationship, name: str) -> bool:
    return project.planned.may_be_deleted_before(relationship.request, name)


def _differs_in_case(relationship: Relationship, name: str, first: str, where: Where) -> Finding:
    return Finding(
        relationship.name_at,
        f"relationship name `{name}` differs from `{first}` only in case",
        label=f"`{first}` is another one",
        related=(Related(located(where), "the first of the two"),),
        help="give it a name that can't be mistaken for the other, or update that one if you mean it",
    )
