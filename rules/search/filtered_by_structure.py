"""An attribute that is filtered by must be of a type that can be compared.

Records and binary values can't; lists of plain values are let pass.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.indexed import STRUCTURES, marked_unfit
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.types import is_plain_list

_CODE: Final = "searchConfigurationAttributeNotFilterable"

RULE = Rule(
    "SC107",
    "filtered-by-structure",
    "what is filtered by must be of a type that can be compared",
    f"service error {_CODE}",
    url=product_page("search-filter-index.md"),
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    inferred=True,
    local=True,
    kinds=("searchConfiguration",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    return marked_unfit(
        project,
        "isFilterable",
        lambda type_, declared: type_ in STRUCTURES and not is_plain_list(declared),
        "can't be filtered by",
        "take `isFilterable` away, or index an attribute of text, numbers or dates",
    )
