"""Where contacts are unified, one entity of contacts must have a relationship to an entity of accounts.

What holds accounts or contacts is said by the snapshot: the semantic type of an entity or of its key.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, NotChecked, Stated
from linter.instance.entity import Entity
from linter.kinds.entity_information import EntityInformation
from linter.project.project import Project
from linter.rulekit.contacts import is_account, is_contact
from linter.rulekit.lacks import as_listed, undeclared_links
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CE107",
    "contacts-without-account",
    "at least one entity of contacts must have a relationship to an entity of accounts",
    "product page b2b/data-unification-contacts.md",
    url=product_page("b2b/data-unification-contacts.md"),
    sources=(Stated("product-page", "B01"),),
    inferred=True,
    kinds=("entityInformation",),
    needs=("snapshot",),
    mended_by="relationships",
)


def check(project: Project) -> Says:
    for payload in project.entity_information:
        yield from _check_payload(project, payload)


def _check_payload(project: Project, payload: EntityInformation) -> Says:
    snapshot = payload.request.snapshot
    if snapshot is None:
        return
    mentions = (listed.mention for listed in payload.entities)
    contacts = {one.entity: one.at for one in mentions if one.entity is not None and is_contact(one.entity)}
    accounts = {one for one in snapshot.entities if is_account(one)} if contacts else set()
    if not accounts:
        return
    for link in project.links(snapshot):
        ends = {one.entity for one in link.ends}
        if (ends & contacts.keys() and ends & accounts) or None in ends:
            return
    contact, at = next(iter(contacts.items()))
    lack = undeclared_links(snapshot) or project.unsure("relationships")
    if lack is not None:
        yield NotChecked(at, lack)
    else:
        yield as_listed(_unrelated(at, contact, min(map(str, accounts))), snapshot, "relationships")


def _unrelated(at: Location, contact: Entity, account: str) -> Finding:
    return Finding(
        at,
        f"`{contact}` holds contacts, but no entity of contacts has a relationship to one of accounts, "
        f"such as `{account}`",
        label="no relationship to an account",
        help=f"create a relationship from it to `{account}`",
    )
