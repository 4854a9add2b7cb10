"""What an activity says of its relationship must be what that is.

The foreign key is the attribute by which the relationship leaves the activity's entity, and the target its
other end.  Where no relationship is named, the foreign key has to be.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, HeldBack, Related, Stated, cause_at
from linter.instance.entity import Entity
from linter.kinds.activity_body import Activity
from linter.kinds.items import settled
from linter.project.project import Project
from linter.project.saved import PlannedRelationship
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

_CODE: Final = "activityMappingInvalidRelationshipAttribute"

RULE = Rule(
    "AC114",
    "activity-relationship-mismatch",
    "what an activity says of its relationship must be what that is",
    f"service error {_CODE}",
    url=product_page("activities.md"),
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        snapshot = payload.request.snapshot
        for one in payload.items:
            entity = one.mention.entity if one.mention is not None else None
            node = one.relationship
            if node is None or entity is None:
                continue
            assert snapshot is not None
            name = settled(node.text("name"))
            links = project.links_of(snapshot, entity)
            link = next((each for each in links if each.name == name), None)
            if link is not None:
                yield from _check(one, entity, link)
            elif not node.written("name") or node.text("name") == "":
                yield from _check_nameless(node)


def _check(one: Activity, entity: Entity, link: PlannedRelationship) -> Says:
    here = 0 if link.ends[0].entity is entity else 1
    key, own = one.foreign_key, link.attributes[here]
    if key is not None and own and entity.lacks(own):  # RL06
        side = link.node.at("fromAttributeName" if here == 0 else "toAttributeName")
        yield HeldBack(key.at, cause_at(side))
    elif key is not None and own and entity.has(key.attribute) and key.attribute != own:
        yield Finding(
            key.at,
            f"`{link.name}` goes by `{entity}.{own}`, not by `{key.attribute}`",
            label="not its attribute",
            related=(Related(link.at, "the relationship"),),
            help=f"write `{own}`, or name another relationship",
        )
    other = link.ends[1 - here].entity
    target = one.target
    if other is not None and target is not None and target.entity not in (None, other):
        yield Finding(
            target.at,
            f"`{link.name}` leads to `{other}`, not to `{target.entity}`",
            label="not its other end",
            related=(Related(link.at, "the relationship"),),
            help=f"write `{other}`, or name another relationship",
        )


def _check_nameless(node: Node) -> Says:
    if not (node.text("foreignKey") or "").strip() and "foreignKey" not in node.broken:
        yield Finding(
            node.at("foreignKey"),
            "the relationship has neither a name nor a foreign key",
            label="no foreign key",
            help="name a relationship, or the attribute that holds the customer's key",
        )
