"""An attribute that is sorted by must be of a type that can be sorted.

Lists, records and binary values can't.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.indexed import STRUCTURES, marked_unfit
from linter.rulekit.rule import Rule, Says, product_page

_CODE: Final = "searchConfigurationAttributeNotSortable"

RULE = Rule(
    "SC106",
    "sorted-by-collection",
    "what is sorted by must be of a type that has an order",
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
        "isSortable",
        lambda type_, _: type_ in STRUCTURES,
        "can't be sorted",
        "take `isSortable` away, or index an attribute of text, numbers or dates",
    )
