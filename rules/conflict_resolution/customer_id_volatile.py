"""The customer ID should not be made of what changes: an e-mail address, a phone number, an address."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.personal import personal
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR116",
    "customer-id-volatile",
    "the customer ID should not be made of what changes, such as an e-mail address",
    "data-unification-merge-tables.md: `Avoid columns that might change such as phone, email, or address`",
    severity="recommendation",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "G11"),),
    group="advice",
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        made = rules.root.node("customerId")
        if made is None:
            continue
        types = {one.text("name"): one.text("semanticType") for one in rules.root.nodes("attributes")}
        for index, name in enumerate(made.get("fields") or ()):
            what = personal(name, types.get(name)) if isinstance(name, str) else ""
            if what and "name" not in what:
                yield Finding(
                    made.at("fields", index),
                    f"the customer ID is made of `{name}`, {what}: who changes it gets another ID",
                    label=f"{what}, which changes",
                    help="make the ID of what stays the same, such as a number that an authority gives",
                )
