"""Both the FromAttribute and ToAttribute must exist as attributes of the FromEntity and ToEntity.

An update that gives an attribute without its entity is judged by the entity of the relationship
that it updates.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.instance.data_types import UNKNOWN
from linter.kinds.references import Column, Mention
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "RL06",
    "relationship-attribute-unknown",
    "FromAttribute and ToAttribute must be attributes of FromEntity and ToEntity",
    "PATCH …/manage/relationships, limitation 6 of 6",
    service_errors=("relationshipAttributeNotFound",),
    kinds=("relationships",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.relationships:
        for one in payload.items:
            yield from _check(payload.request, list(_columns(project, one)))


def _check(request: Request, ends: list[Column]) -> Says:
    """Attributes that fit have the type of the one at the other end."""
    other = {id(one): two for one, two in (ends, ends[::-1])} if len(ends) == 2 else {}
    yield from unknown_attributes(request, ends, lambda one: _types(other.get(id(one))))


def _types(other: Column | None) -> tuple[str, ...]:
    """Return the types that fit to the attribute at the other end."""
    type_ = other.canonical_type if other is not None else None
    return (type_,) if type_ not in (None, UNKNOWN) else ()


def _columns(project: Project, relationship: Relationship) -> Iterator[Column]:
    for index, end in enumerate(relationship.ends):
        mention: Mention | None = end.mention
        if not relationship.node.written(f"{end.side}EntityName"):
            mention = _updated_end(project, relationship, index)
        if mention is not None:
            yield Column(end.attribute, end.attribute_at, mention, own=False)


def _updated_end(project: Project, relationship: Relationship, index: int) -> Mention | None:
    snapshot, name = relationship.request.snapshot, relationship.update
    if snapshot is None or name is None:
        return None
    links = project.links(snapshot)
    return next((one.ends[index] for one in links if one.name == name and one.ends[index].name), None)
