"""Relationships that the system made can't be edited.

Those are the ones whose `source` is system or inferred, in the snapshot or in the payload itself.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

RULE = Rule(
    "RL103",
    "system-relationship-changed",
    "relationships that the system made can't be edited or deleted",
    'product page relationships.md, "Non-editable system relationships"',
    url=product_page("relationships.md"),
    sources=(Stated("product-page", "R04"),),
    local=True,
    kinds=("relationships", "{relationshipName}"),
)

_MADE_BY: Final = {"system": "the system made", "inferred": "the system inferred"}


def check(project: Project) -> Says:
    told: set[Request] = set()
    for request in project.requests:
        name, snapshot = request.parameter("relationshipName"), request.snapshot
        if name is None or snapshot is None or request.method in ("GET", "HEAD", "OPTIONS"):
            continue
        saved = snapshot.relationships.get(name)
        if saved is not None and (maker := _maker(saved)) is not None:
            told.add(request)
            yield _saved(request, saved, maker)
    for relationship in project.planned_relationships():
        maker = _maker(relationship.node)
        if maker is not None and relationship.request not in told:
            yield _planned(relationship, maker)


def _saved(request: Request, saved: Node, maker: str) -> Finding:
    return Finding(
        request.at_parameter("relationshipName"),
        f"`{saved.text('name')}` is a relationship that {maker}: it can't be "
        f"{'deleted' if request.method == 'DELETE' else 'edited'}",
        label="not editable",
        related=(Related(saved.at("source"), "the snapshot says who made it"),),
        help="leave it as it is; create a relationship of your own where you need another one",
    )


def _planned(relationship: Relationship, maker: str) -> Finding:
    return Finding(
        relationship.node.at("source"),
        f"the payload says that it is a relationship that {maker}: it can't be "
        f"{'edited' if relationship.is_update else 'created'}",
        label="not editable",
        help="leave it out, or leave `source` out if the relationship is your own",
    )


def _maker(node: Node) -> str | None:
    said = node.get("source")
    return _MADE_BY.get(said.lower()) if isinstance(said, str) else None
