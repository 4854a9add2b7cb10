"""Both attributes of a hierarchy must be of the same type."""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.instance.data_types import same_type
from linter.kinds.hierarchy_body import Hierarchy
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.types import resting_on_types

RULE = Rule(
    "HI104",
    "hierarchy-types-differ",
    "both attributes of a hierarchy must be of the same type",
    'product page b2b/account-hierarchies.md, "Select the Account UID and Parent UID"',
    url=product_page("b2b/account-hierarchies.md"),
    sources=(Stated("product-page", "B07"),),
    inferred=True,
    local=True,
    kinds=("hierarchy",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("hierarchy"):
        for one in payload.items:
            if len(one.columns) > 1 and all(each.canonical_type is not None for each in one.columns):
                yield from _check(one)


def _check(one: Hierarchy) -> Says:
    account, parent = one.columns
    same = same_type(str(account.canonical_type), str(parent.canonical_type))
    if same is None and account.attribute != parent.attribute:
        yield NotChecked(parent.at, unknown_type(account, parent))
    elif same is False:
        types = [account.declared_type, parent.declared_type]
        finding = Finding(
            parent.at,
            f"`{parent.attribute}` is {types[1]}, and the account's ID `{account.attribute}` is {types[0]}",
            label=f"is {types[1]}",
            related=(Related(account.at, "the account's ID"),),
            help="name attributes of one type, or ingest them as one",
        )
        yield resting_on_types(finding, account, parent)
