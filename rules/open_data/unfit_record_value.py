"""A record's values must be of their attributes' types.

Numbers and booleans may be written as texts; a type that isn't known, or that is a guess, is not judged.
"""

from __future__ import annotations

import re
from typing import Any, Final

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.instance.entity import Entity
from linter.kinds.entity_record import EntityRecord
from linter.placeholders import placeholders_in, why_open
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD113",
    "unfit-record-value",
    "a record's values must be such as the types of their attributes admit",
    "service error invalidEntityDataProperty",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("invalidEntityDataProperty",),
    sources=(Stated("service-error", "invalidEntityDataProperty"),),
    local=True,
    needs=("snapshot",),
    judges=lambda project: (record.request for record in project.records),
    kinds=("entityRecord",),
)


_DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?")
_DATES: Final = ("Date", "DateTime", "DateTimeOffset")
_WHOLE: Final = ("Int8", "Byte", "Int16", "Int32", "Int64")
_NUMBERS: Final = ("Decimal", "Float", "Double")


def check(project: Project) -> Says:
    for record in project.records:
        entity = record.mention.entity
        if entity is not None:
            yield from _check(record, entity)


def _check(record: EntityRecord, entity: Entity) -> Says:
    spelled = {name.lower(): name for name in entity.attribute_names}
    for name, value, at in record.properties:
        attribute = spelled.get(name.lower())
        if attribute is None or entity.guessed_from(attribute):
            continue
        if isinstance(value, str) and any(placeholders_in(value)):
            yield NotChecked(at, why_open(value))
            continue
        expected = _expected(entity.canonical_type(attribute), value)
        if expected:
            declared = f"`{attribute}` is declared here as {entity.declared_type(attribute)}"
            yield Finding(
                at,
                f"`{entity}.{attribute}` takes {expected}",
                label=f"not {expected}",
                help=f"write {expected}, or null",
                related=(Related(entity.attribute_at(attribute), declared),),
            )


def _expected(type_: str, value: Any) -> str:
    """Return what is expected of a value that its type doesn't admit, "" of any other."""
    from linter.contracts.literals import wrong_json

    if value is None:
        return ""
    if type_ in _DATES:
        return "" if isinstance(value, str) and _is_day(value) else "a date such as 2020-04-17T08:30:00Z"
    if isinstance(value, str) and type_ in (*_WHOLE, *_NUMBERS, "Boolean"):
        return _expected_text(type_, value.strip())
    names = {"Int8": "SByte", "Float": "Single"}
    known = type_ in (*_WHOLE, *_NUMBERS, "Boolean", "String", "Guid")
    return wrong_json(f"Edm.{names.get(type_, type_)}", value) if known else ""


def _expected_text(type_: str, value: str) -> str:
    if type_ == "Boolean":
        return "" if value.lower() in ("true", "false") else "true or false"
    pattern = r"[+-]?\d+" if type_ in _WHOLE else r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?|NaN|-?INF"
    return "" if re.fullmatch(pattern, value) else "a whole number" if type_ in _WHOLE else "a number"


def _is_day(value: str) -> bool:
    from linter.contracts.formats import wrong_format

    found = _DATE.fullmatch(value.strip())
    return found is not None and not wrong_format("date", found[1])
