"""The parent's attribute must be another one than the account's."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "HI103",
    "parent-is-account",
    "the attribute of the parent's ID must be another one than that of the account's",
    'product page b2b/account-hierarchies.md, "Select the Account UID and Parent UID"',
    url=product_page("b2b/account-hierarchies.md"),
    sources=(Stated("product-page", "B07"),),
    inferred=True,
    local=True,
    kinds=("hierarchy",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("hierarchy"):
        for one in payload.items:
            if len(one.columns) > 1 and one.columns[0].attribute == one.columns[1].attribute:
                account, parent = one.columns
                yield Finding(
                    parent.at,
                    f"`{parent.attribute}` is both the account's ID and its parent's: each is above itself",
                    label="the same attribute",
                    related=(Related(account.at, "the account's ID"),),
                    help="name the attribute that holds the ID of the account above",
                )
