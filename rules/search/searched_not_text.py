"""An attribute that is searched must be text.

A type that is not known is not checked.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.indexed import marked_unfit
from linter.rulekit.rule import Rule, Says, product_page

_CODE: Final = "searchConfigurationAttributeNotSearchable"

RULE = Rule(
    "SC105",
    "searched-not-text",
    "an attribute that is searched must be of the type Edm.String",
    f'service error {_CODE}; product page search-filter-index.md, "it must use the Edm.String data type"',
    url=product_page("search-filter-index.md"),
    service_errors=(_CODE,),
    sources=(
        Stated("service-error", _CODE),
        Stated("product-page", "Q02"),
    ),
    local=True,
    kinds=("searchConfiguration",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    return marked_unfit(
        project,
        "isSearchable",
        lambda type_, _: type_ != "String",
        "only text can be searched",
        "take `isSearchable` away; `isFilterable` and `isSortable` do for other types",
    )
