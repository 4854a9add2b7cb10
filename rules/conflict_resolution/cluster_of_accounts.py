"""Profiles of business accounts can't be grouped into households or clusters."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.contacts import is_account
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR122",
    "cluster-of-accounts",
    "profiles of business accounts can't be grouped into households or clusters",
    'product page b2b/data-unification-b2b.md, "Group profiles into households or clusters isn\'t supported"',
    url=product_page("b2b/data-unification-b2b.md"),
    sources=(Stated("product-page", "B04"),),
    local=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        clusters = rules.root.get("clusters")
        entities = (mention.entity for mention in rules.policy_mentions) if clusters else ()
        account = next((one for one in entities if one is not None and is_account(one)), None)
        if account is not None:
            yield Finding(
                rules.root.at("clusters"),
                f"`{account}` holds business accounts: profiles made of them can't be grouped into clusters",
                label="not for business accounts",
                related=(Related(account.at, f"`{account}` is declared here"),),
                help="take `clusters` out",
            )
