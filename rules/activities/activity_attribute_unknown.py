"""What an activity shows, goes by and means must be attributes of its entity.

The web address may be an address itself; that is AC115's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.activity_body import TIMES, Activity
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

_CODE: Final = "activityMappingReferencedAttributeNotFound"
_KEY: Final = ("activityMappingInvalidKeyAttribute", "activityIngestionActivityIdNotFound")
_TIME: Final = ("activityMappingInvalidStartEndTimeField", "activityIngestionActivityTimeNotFound")
_FOREIGN: Final = ("activityMappingInvalidRelationshipAttribute",)
_CODES: Final = (_CODE, *_KEY, *_TIME, *_FOREIGN)

RULE = Rule(
    "AC105",
    "activity-attribute-unknown",
    "the attributes that an activity names must exist in its entity",
    f"service error {_CODE}",
    service_errors=_CODES,
    sources=tuple(Stated("service-error", code) for code in _CODES),
    local=True,
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            for column, codes in _columns(one):
                if column.mention is not None:
                    for said in unknown_attributes(payload.request, [column]):
                        yield _predicting(said, codes) if isinstance(said, Finding) else said


def _columns(one: Activity) -> Iterator[tuple[Column, tuple[str, ...]]]:
    for name, column in one.roles.items():
        if name != "webAddress":
            yield column, _KEY if name == "primaryKey" else _TIME if name in TIMES else ()
    if one.foreign_key is not None:
        yield one.foreign_key, _FOREIGN
    yield from ((column, ()) for column in one.fields)


def _predicting(finding: Finding, more: tuple[str, ...]) -> Finding:
    codes = (_CODE, *more)
    return finding._replace(
        service_errors=codes, sources=tuple(Stated("service-error", code) for code in codes)
    )
