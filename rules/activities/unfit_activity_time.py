"""The time of an activity must be a date, or a date and time.

A whole number, which older documents allow, is a warning; a type that isn't known is not checked.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.instance.data_types import UNKNOWN
from linter.kinds.activity_body import TIMES
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.types import resting_on_types
from linter.wording import quoted

_CODE: Final = "activityMappingInvalidStartEndTimeField"
_NO_INDEX: Final = ("noRangeIndexOnActivityEntity", "activityIngestionRangeIndexNotFound")
_NONE_FITS: Final = Stated("product-page", "A01")
_RIGHT: Final = ("Date", "DateTime", "DateTimeOffset")
_DOUBTFUL: Final = ("Int64", "Int32")

RULE = Rule(
    "AC109",
    "unfit-activity-time",
    "the time of an activity must be a date, or a date and time",
    f'service error {_CODE}; product page activities.md, "at least one field of type Date or Datetime"',
    url=product_page("activities.md"),
    service_errors=(_CODE, *_NO_INDEX),
    sources=(*(Stated("service-error", code) for code in (_CODE, *_NO_INDEX)), _NONE_FITS),
    local=True,
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            for name in TIMES:
                column = one.roles.get(name)
                if column is not None and column.canonical_type is not None:
                    yield from _check(column, is_start=name == "timestamp")


def _check(column: Column, *, is_start: bool) -> Says:
    entity, type_ = column.entity, str(column.canonical_type)
    assert entity is not None
    if type_ == UNKNOWN:
        yield NotChecked(column.at, unknown_type(column))
    elif type_ not in _RIGHT:
        fitting = [one for one in entity.attribute_names if entity.canonical_type(one) in _RIGHT]
        declared = column.declared_type
        codes = (_CODE, *(_NO_INDEX if is_start else ()))
        stated = tuple(Stated("service-error", code) for code in codes)
        finding = Finding(
            column.at,
            f"`{entity}.{column.attribute}` is {declared}, but a date, or a date and time, is expected"
            + ("" if fitting else f"; no attribute of `{entity}` is one"),
            label=f"is {declared}",
            related=(Related(column.declared_at, "its type is declared here"),),
            help="name an attribute of a date or a time" + _named(fitting),
            severity="warning" if type_ in _DOUBTFUL else None,
            service_errors=codes,
            sources=stated if fitting else (*stated, _NONE_FITS),
        )
        yield resting_on_types(finding, column)


def _named(fitting: list[str]) -> str:
    return ": " + ", ".join(quoted(fitting[:3])) if fitting else ""
