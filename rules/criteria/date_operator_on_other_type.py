"""`isWithinLast`, `yearToDate` and the parts of dates are for attributes that are dates."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.criteria import DATES, KINDS, Codes
from linter.rulekit.operators import TAKES, misused
from linter.rulekit.rule import Rule, Says, product_page

_PAGE = Stated("product-page", "E01")

RULE = Rule(
    "CQ112",
    "date-operator-on-other-type",
    "`isWithinLast`, `yearToDate` and the parts of dates are for attributes that are dates",
    "segment-builder.md, and the operators' names",
    url=product_page("segment-builder.md"),
    sources=(_PAGE,),
    inferred=True,
    local=True,
    needs=("snapshot",),
    kinds=KINDS,
)
_OF_DATES: Final = tuple(one for one, types in TAKES.items() if types == DATES)
_OF_TIMES: Final = ("timeAt",)


def check(project: Project) -> Says:
    yield from misused(project, _OF_DATES, "a date", Codes(), _PAGE)
    yield from misused(project, _OF_TIMES, "a date with a time", Codes(), _PAGE)
