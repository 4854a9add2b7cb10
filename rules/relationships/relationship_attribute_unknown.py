"""Both the FromAttribute and ToAttribute must exist as attributes of the FromEntity and ToEntity.

An update that gives an attribute without its entity is judged by the entity of the relationship
that it updates.
"""

from __future__ import annotations

from linter.kinds.references import Column, Mention
from linter.kinds.relationships import Relationship
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
        columns = (column for one in payload.items for column in _columns(project, one))
        yield from unknown_attributes(payload.request, columns)


def _columns(project: Project, relationship: Relationship) -> list[Column]:
    """Return the attributes that a relationship names."""
    named = []
    for index, end in enumerate(relationship.ends):
        mention: Mention | None = end.mention
        if not relationship.node.written(end.entity_property):
            mention = _updated_end(project, relationship, index)
        if mention is not None:
            named.append((end, mention))
    found = [Column(end.attribute, end.attribute_where, mention) for end, mention in named]
    if len(found) == len(relationship.ends):
        found[0].other, found[1].other = found[1], found[0]
    return found


def _updated_end(project: Project, relationship: Relationship, index: int) -> Mention | None:
    """Return what an update leaves as it is."""
    snapshot, name = relationship.request.snapshot, relationship.update
    assert snapshot is not None  # else nobody asks for the columns
    links = project.links_named(snapshot, name)
    return next((one.ends[index] for one in links if one.ends[index].name), None)
