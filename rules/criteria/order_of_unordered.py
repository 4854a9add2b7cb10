"""Only numbers and dates are in an order, so that they can be greater, less, or between."""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.kinds.criteria import ORDERING
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes
from linter.rulekit.operators import misused
from linter.rulekit.rule import Rule, Says, product_page

_CODES = Codes(
    ("segmentNumericOperatorIncompatibleDataType",), ("measureNumericalOperatorHasInvalidDataType",)
)
_PAGE = Stated("product-page", "E01")

RULE = Rule(
    "CQ111",
    "order-of-unordered",
    "only numbers and dates can be greater, less, or between",
    "service error segmentNumericOperatorIncompatibleDataType; segment-builder.md",
    url=product_page("segment-builder.md"),
    service_errors=_CODES.all,
    sources=(*_CODES.stated, _PAGE),
    local=True,
    needs=("snapshot",),
    kinds=KINDS,
)


def check(project: Project) -> Says:
    yield from misused(project, ORDERING, "a number or a date", _CODES, _PAGE)
