"""A record that is created must have all attributes that its entity demands.

Which these are is told by the annotation `Mandatory` of a snapshot's attributes.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.instance.entity import Entity
from linter.kinds.entity_record import EntityRecord
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.wording import quoted

RULE = Rule(
    "OD118",
    "mandatory-attribute-missing",
    "a record that is created must have the attributes that are annotated as Mandatory",
    "service error mandatoryFieldsMissing",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("mandatoryFieldsMissing",),
    sources=(Stated("service-error", "mandatoryFieldsMissing"),),
    local=True,
    needs=("snapshot",),
    judges=lambda project: (record.request for record in project.records),
    kinds=("entityRecord",),
)


def check(project: Project) -> Says:
    for record in project.records:
        entity = record.mention.entity
        if entity is not None and record.request.method == "POST" and isinstance(record.body, dict):
            yield from _lacking(record, entity)


def _lacking(record: EntityRecord, entity: Entity) -> Says:
    given = {name.lower(): value for name, value, _ in record.properties}
    lacks = [name for name in entity.annotated("Mandatory") if given.get(name.lower()) is None]
    envelope = record.request.envelope
    assert envelope is not None
    if lacks:
        named = ", ".join(quoted(lacks))
        yield Finding(
            envelope.at("body"),
            f"the record lacks {named}, which `{entity}` demands",
            label="not all that is mandatory",
            help=f"add {named}",
            related=tuple(Related(entity.attribute_at(one), f"`{one}` is mandatory") for one in lacks),
        )
