"""TimestampFieldName must name one of the entity's attributes, of type DateTime or long.

DateTimeOffset counts as a date-time; in the present generation of the API a Date will do.  Narrower
integers and Date get a warning: the document says "DateTime or long", and the service stores all
integers alike.  A type that isn't known is not checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, HeldBack, NotChecked, Related
from linter.instance.data_types import UNKNOWN
from linter.instance.entity import Entity
from linter.kinds.entity_info import Info
from linter.kinds.references import Column
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.existence import unknown_attribute
from linter.rulekit.lacks import no_attributes, unknown_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types
from linter.wording import quoted


def _with_timestamps(project: Project) -> Iterator[Request]:
    for payload in project.entity_infos:
        if any(info.node.text("timestampFieldName") is not None for info in payload.infos):
            yield payload.request


RULE = Rule(
    "EI05",
    "unusable-timestamp",
    "TimestampFieldName must name one of the entity's attributes, of type DateTime or long",
    "PATCH …/entityInfo, limitation 5 of 5",
    service_errors=("invalidEntityTimestampDataType", "entityMetadataCanNotMarkAttribute"),
    local=True,
    kinds=("entityInfo",),
    judges=_with_timestamps,
    needs=("snapshot",),
)

_RIGHT: Final = ("DateTime", "DateTimeOffset", "Int64")
_DOUBTFUL: Final = ("Date", "Int8", "Int16", "Int32", "Byte")


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        infos = [info for info in payload.infos if info.node.text("timestampFieldName") is not None]
        for info in infos:
            yield from _check_info(project.settings.api, info)


def _check_info(api: str, info: Info) -> Says:
    snapshot, entity = info.request.snapshot, info.mention.entity
    column = Column(info.node.text("timestampFieldName"), info.node.at("timestampFieldName"), info.mention)
    if snapshot is None or info.mention.name is None:
        return
    if entity is None:
        yield HeldBack(column.at, cause_of(info.mention, info.request))
    elif entity.attributes is None:
        yield NotChecked(column.at, no_attributes(entity))
    elif column.attribute not in entity.attributes:
        yield unknown_attribute(snapshot, column, entity, _fitting(entity))
    else:
        yield from _check_type(api, column, entity)


def _check_type(api: str, column: Column, entity: Entity) -> Says:
    name = str(column.attribute)
    type_ = entity.canonical_type(name)
    if type_ == UNKNOWN:
        yield NotChecked(column.at, unknown_type(column))
    elif type_ not in _RIGHT and not (type_ == "Date" and api == "current"):
        finding = Finding(
            column.at,
            f"timestamp `{entity}.{name}` is {entity.declared_type(name)}, but DateTime or long is expected",
            label=f"is {entity.declared_type(name)}",
            related=(Related(entity.attribute_at(name), "its type is declared here"),),
            help="name an attribute of type DateTime or long" + _others(entity),
            severity="warning" if type_ in _DOUBTFUL else None,
        )
        yield resting_on_types(finding, column)


def _fitting(entity: Entity) -> list[str]:
    return [one for one in entity.attribute_names if entity.canonical_type(one) in _RIGHT]


def _others(entity: Entity) -> str:
    fitting = _fitting(entity)
    return ": " + ", ".join(quoted(fitting[:3])) if fitting else ""
