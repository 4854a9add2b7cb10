"""Two relationships must not have names that differ only in case.

Names are case sensitive, so both exist, and whoever writes the one may mean the other.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
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


class _Named(NamedTuple):
    """A name that a relationship has."""

    name: str
    at: Where
    request: Request | None = None  # that creates it; None: the snapshot has it


def check(project: Project) -> Says:
    seen: dict[object, _Named] = {}
    for saved_in in project.snapshots if project.relationships else ():
        for saved_name, at in saved_in.relationship_names.items():
            seen.setdefault((saved_in.file, None, saved_name.lower()), _Named(saved_name, at))
    for relationship in project.planned_relationships():
        name, snapshot = relationship.name, relationship.request.snapshot
        if not name or relationship.is_update:
            continue
        scope = (snapshot.file if snapshot is not None else None, _alone(project, relationship), name.lower())
        saved = seen.get((scope[0], None, scope[2]))
        before = saved or seen.setdefault(scope, _named(relationship, name))
        if before.name != name and not _is_gone(project, relationship, before):
            yield _differs_in_case(relationship, name, before)


def _alone(project: Project, relationship: Relationship) -> object:
    """What a name is compared within, besides the snapshot: the payload, when it is judged alone."""
    request = relationship.request
    return (request.document, request.index) if project.settings.snapshot_only else None


def _named(relationship: Relationship, name: str) -> _Named:
    return _Named(name, (relationship.node, "name"), relationship.request)


def _is_gone(project: Project, relationship: Relationship, first: _Named) -> bool:
    return project.planned.may_be_deleted_before(relationship.request, first.name, first.request)


def _differs_in_case(relationship: Relationship, name: str, first: _Named) -> Finding:
    return Finding(
        relationship.name_at,
        f"relationship name `{name}` differs from `{first.name}` only in case",
        label=f"`{first.name}` is another one",
        related=(Related(located(first.at), "the first of the two"),),
        help="give it a name that can't be mistaken for the other, or update that one if you mean it",
    )
