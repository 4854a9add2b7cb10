"""A record can be written only where the service takes one.

Customer profiles can be changed, but neither created nor deleted; activities can be created, but not changed.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Cause, Finding, HeldBack, Stated, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import SYSTEM_NAMES
from linter.kinds.entity_record import EntityRecord
from linter.project.project import Project
from linter.rulekit.causes import misnamed
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD111",
    "record-not-writable",
    "customer profiles can only be updated, activities only created, and no other entities take records",
    "product documentation, real-time-data-ingestion: limitations",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("unsupportedOperation", "unsupportedEntityType", "invalidConflatedEntityDelete"),
    sources=(
        Stated("product-page", "O09"),
        Stated("product-page", "O10"),
        Stated("service-error", "unsupportedOperation"),
        Stated("service-error", "unsupportedEntityType"),
        Stated("service-error", "invalidConflatedEntityDelete"),
    ),
    kinds=("entityRecord",),
)


_DOES: Final = {"POST": "created", "PATCH": "changed", "DELETE": "deleted"}
_ACTIVITIES: Final = "UnifiedActivity"
_OF_ALL: Final = ("invalidConflatedEntityDelete",)


def check(project: Project) -> Says:
    for record in project.records:
        if record.request.method != "DELETE" and record.body is None:
            continue  # nothing is written
        type_ = _type(project, record)
        if type_ == "none":
            cause = _open(project, record.mention.entity)
            at = record.request.at_parameter("entityName")
            yield HeldBack(at, cause) if cause is not None else _of_no_such_entity(record)
        elif (type_, record.request.method) in (
            ("profile", "POST"),
            ("profile", "DELETE"),
            ("activity", "PATCH"),
        ):
            yield _not_so(record, type_)


def _type(project: Project, record: EntityRecord) -> str:
    """Return what a record is of: a profile, an activity, "none" of them, or "" where that isn't known."""
    if record.dataset == project.settings.master_dataset:
        return "profile"
    if record.dataset == _ACTIVITIES:
        return "activity"
    if record.dataset in SYSTEM_NAMES:
        return "none"
    entity = record.mention.entity
    type_ = project.entity_type(entity) if entity is not None else None
    if type_ in (None, "profile") or (entity is not None and project.key_unsure(entity, record.request)):
        return ""  # whether a profile that is ingested becomes part of the unified one isn't said
    return "activity" if type_ == "activity" else "none"


def _open(project: Project, entity: Entity | None) -> Cause | None:
    """Return what is wrong with entityInfo that seems to give an entity another type than it has."""
    if entity is None:
        return None
    infos = (info for payload in project.entity_infos for info in payload.infos)
    told = (info.node for info in infos if info.mention.entity is entity)
    refused = (
        one for one in told if (one.text("entityType") or "").lower() not in ("", project.entity_type(entity))
    )
    wrong = next(refused, None)
    if wrong is not None:
        return cause_at(wrong.at("entityType"))
    return misnamed(project, entity, "entityInfo")


def _not_so(record: EntityRecord, type_: str) -> Finding:
    assert record.request.envelope is not None
    at = record.request.envelope.at("method")
    what = "profiles" if type_ == "profile" else "activities"
    method = record.request.method
    return Finding(
        at,
        f"{what} can't be {_DOES[method]} one by one: `{record.dataset}` takes no {method}",
        label="not supported",
        help="change it by PATCH" if type_ == "profile" else "create a new one by POST",
        service_errors=("unsupportedOperation", *_OF_ALL) if _is_all(record) else ("unsupportedOperation",),
    )


def _is_all(record: EntityRecord) -> bool:
    """Tell whether a request would delete the unified entity, not one profile of it."""
    is_one = "/" in record.request.route.path.partition("/")[2] or "(" in record.request.route.path
    return record.request.method == "DELETE" and not is_one


def _of_no_such_entity(record: EntityRecord) -> Finding:
    return Finding(
        record.request.at_parameter("entityName"),
        f"`{record.dataset}` takes no records: {_reason(record)}",
        label="neither profiles nor activities",
        help="write profiles or activities",
        service_errors=("unsupportedEntityType",),
    )


def _reason(record: EntityRecord) -> str:
    entity = record.mention.entity
    if entity is None or entity.data_source is None:
        return "the service makes it"
    return "its entity type says neither profile nor activity"
