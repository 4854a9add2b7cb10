"""`contains`, `startsWith` and `endsWith` are for attributes that are text."""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.kinds.criteria import TEXTUAL
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes
from linter.rulekit.operators import misused
from linter.rulekit.rule import Rule, Says, product_page

_CODES = Codes(("segmentStringOperatorIncompatibleDatatype",), ("measureStringOperatorInvalidDatatype",))
_PAGE = Stated("product-page", "E01")

RULE = Rule(
    "CQ110",
    "text-operator-on-other-type",
    "`contains`, `startsWith` and `endsWith` are for attributes that are text",
    "service error segmentStringOperatorIncompatibleDatatype; segment-builder.md",
    url=product_page("segment-builder.md"),
    service_errors=_CODES.all,
    sources=(*_CODES.stated, _PAGE),
    local=True,
    needs=("snapshot",),
    kinds=KINDS,
)


def check(project: Project) -> Says:
    yield from misused(project, TEXTUAL, "text", _CODES, _PAGE)
