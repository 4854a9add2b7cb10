"""Both attributes of a hierarchy must exist in its entity."""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "HI102",
    "hierarchy-attribute-unknown",
    "both attributes of a hierarchy must exist in its entity",
    'product page b2b/account-hierarchies.md, "Select the Account UID and Parent UID"',
    url=product_page("b2b/account-hierarchies.md"),
    sources=(Stated("product-page", "B07"),),
    local=True,
    kinds=("hierarchy",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("hierarchy"):
        columns = (column for one in payload.items for column in one.columns)
        yield from unknown_attributes(payload.request, columns)
