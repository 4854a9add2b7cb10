"""An attribute of an insight must be of a type that can be compared.

Values that are structured or binary can't; a type that isn't known is let pass.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import unfit_type

RULE = Rule(
    "II121",
    "unfit-insight-attribute",
    "an attribute of an insight must be of a type that can be compared",
    "service error insightInputUnexpectedAttributeDataType",
    service_errors=("insightInputUnexpectedAttributeDataType",),
    sources=(Stated("service-error", "insightInputUnexpectedAttributeDataType"),),
    inferred=True,
    local=True,
    kinds=("insightInput",),
    needs=("snapshot",),
)

_UNFIT: Final = ("Binary", "Complex", "Geo", "Json")


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    for column in one.columns:
        if column.canonical_type in _UNFIT:
            help_ = "name an attribute of text, numbers, dates or truth values"
            yield unfit_type(column, "can't be compared", help_)
