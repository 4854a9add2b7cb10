"""At least one attribute should be searchable.

Without one the search box of profiles finds nothing.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SC110",
    "none-searchable",
    "at least one attribute should be searchable",
    'product page customer-profiles.md, "define at least one searchable attribute"',
    severity="warning",
    url=product_page("customer-profiles.md"),
    sources=(Stated("product-page", "Q04"),),
    local=True,
    kinds=("searchConfiguration",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        configured, any_open = payload.root.nodes("entityConfig"), any(payload.request.opened())
        indexed = payload.attributes
        if not indexed or any_open or not payload.request.sound:
            continue
        if not any(one.is_marked("isSearchable") for one in indexed):
            yield Finding(
                configured[0].at("attributes"),
                "no attribute is searchable: a search of profiles finds nothing",
                label="none is searchable",
                help="let `isSearchable` be true for at least one attribute of text",
            )
