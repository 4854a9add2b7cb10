"""Accounts can't be grouped into households or other clusters.

What holds accounts is said by the snapshot: the semantic type of an entity or of its key.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.project.project import Project
from linter.rulekit.contacts import is_account
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR122",
    "clusters-of-accounts",
    "accounts can't be grouped into households or other clusters",
    "product page b2b/data-unification-b2b.md",
    url=product_page("b2b/data-unification-b2b.md"),
    sources=(Stated("product-page", "B04"),),
    inferred=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        if rules.root.get("clusters") and rules.request.snapshot is not None:
            yield from _check_rules(rules)


def _check_rules(rules: ConflictResolutionRules) -> Says:
    mentions = (one.mention for output in rules.outputs for one in output.columns)
    found = (one for one in mentions if one is not None and one.entity is not None and is_account(one.entity))
    account = next(found, None)
    if account is not None:
        yield Finding(
            rules.root.at("clusters"),
            f"accounts are unified, such as those of `{account.entity}`, and they have no clusters",
            label="not for accounts",
            related=(Related(account.at, "an entity of accounts"),),
            help="leave the clusters out: people are grouped into them, not companies",
        )
