"""An activity of a contact must lead to the contact and to its account.

It does by an attribute of the account's ID: one that a relationship to an entity of accounts goes by,
one whose meaning is an account, or one called AccountID.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.entity_info import Info
from linter.project.project import Project
from linter.rulekit.contacts import is_account, is_contact, labelled
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "EI103",
    "contact-activity-without-account",
    "activities of contacts must have both AccountID and ContactID",
    "product page b2b/activities-contacts.md",
    url=product_page("b2b/activities-contacts.md"),
    sources=(Stated("product-page", "B03"),),
    inferred=True,
    kinds=("entityInfo",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        snapshot = payload.request.snapshot
        if snapshot is None or "account" not in snapshot.meanings:
            continue
        for info in payload.infos:
            entity = info.mention.entity
            if info.entity_type == "activity" and entity is not None:
                yield from _check_activity(project, snapshot, info, entity)


def _check_activity(project: Project, snapshot: Snapshot, info: Info, entity: Entity) -> Says:
    others = _related(project, snapshot, entity)
    contact = next(filter(is_contact, others), None)
    if contact is None or any(map(is_account, others)) or _has_account(entity):
        return
    if entity.attributes is None or not entity.attributes_complete:
        return
    yield Finding(
        info.node.at("entityType"),
        f"`{entity}` holds activities of contacts (`{contact}`), but nothing in it leads to an account",
        label="needs the account's ID",
        help="ingest an attribute `AccountID`, and relate it to the entity of accounts",
    )


def _related(project: Project, snapshot: Snapshot, entity: Entity) -> list[Entity]:
    """Return the entities at the other ends of an entity's relationships."""
    others = (link.beyond(entity).entity for link in project.links_of(snapshot, entity))
    return [one for one in others if one is not None and one is not entity]


def _has_account(entity: Entity) -> bool:
    named = (name.replace("_", "").lower() for name in entity.attribute_names)
    return "accountid" in named or bool(labelled(entity, "account"))
