"""The entity that a hierarchy is made of must exist.

A derived entity counts as well.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.made import neither_ingested_nor_derived
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "HI101",
    "hierarchy-entity-unknown",
    "the entity that a hierarchy is made of must exist",
    'product page b2b/account-hierarchies.md, "Select the Account UID and Parent UID"',
    url=product_page("b2b/account-hierarchies.md"),
    sources=(Stated("product-page", "B07"),),
    kinds=("hierarchy",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("hierarchy"):
        mentions = [one.mention for one in payload.items if one.mention is not None]
        yield from neither_ingested_nor_derived(project, payload.request, mentions)
