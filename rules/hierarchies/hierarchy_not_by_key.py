"""The attribute of the account's ID should be the primary key of its entity."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import either

RULE = Rule(
    "HI105",
    "hierarchy-not-by-key",
    "the attribute of the account's ID should be the primary key of its entity",
    'product page b2b/account-hierarchies.md, "Select the Account UID and Parent UID"',
    severity="recommendation",
    url=product_page("b2b/account-hierarchies.md"),
    sources=(Stated("product-page", "B07"),),
    inferred=True,
    kinds=("hierarchy",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("hierarchy"):
        for one in payload.items:
            account = one.columns[0] if one.columns else None
            if account is None or account.entity is None:
                continue
            entity, is_account = account.entity, str(account.at.path[-1]).lower() == "accountidattribute"
            keys = sorted(project.keys.of(entity))
            is_another = entity.has(account.attribute) and account.attribute not in keys
            if is_account and keys and is_another:
                yield Finding(
                    account.at,
                    f"`{account.attribute}` is not the primary key of `{entity}`: that is {either(keys)}",
                    label="not the key",
                    related=(Related(entity.at, f"`{entity}` is declared here"),),
                    help=f"write {either(keys)}, unless its values tell accounts apart all the same",
                    repairs=(Replacement(keys[0], f"Replace `{account.attribute}` with `{keys[0]}`"),)
                    if len(keys) == 1
                    else (),
                )
