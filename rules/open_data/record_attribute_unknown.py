"""A record must have no attributes but those of its entity.

Names match without regard to case.
"""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked, Related, Replacement, Stated
from linter.instance.entity import Entity
from linter.instance.snapshot import SYSTEM_NAMES
from linter.kinds.entity_record import EntityRecord
from linter.project.project import Project
from linter.rulekit.lacks import no_attributes
from linter.rulekit.queries import undeclared_dataset
from linter.rulekit.rule import Rule, Says
from linter.suggest import suggestion
from linter.wording import counted, either

RULE = Rule(
    "OD112",
    "record-attribute-unknown",
    "a record must have no fields but those that its entity defines",
    "service error fieldNotExistsInMetadata",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("fieldNotExistsInMetadata",),
    sources=(Stated("service-error", "fieldNotExistsInMetadata"),),
    local=True,
    needs=("snapshot",),
    judges=lambda project: (record.request for record in project.records),
    kinds=("entityRecord",),
)


def check(project: Project) -> Says:
    for record in project.records:
        if record.request.snapshot is None:
            continue
        entity = record.mention.entity
        if entity is not None and entity.attributes is None:
            yield NotChecked(record.request.at, no_attributes(entity))
        elif entity is not None:
            yield from _check(record, entity)
        elif record.dataset in (*SYSTEM_NAMES, project.settings.master_dataset) and any(record.properties):
            yield NotChecked(record.request.at, undeclared_dataset(record))


def _check(record: EntityRecord, entity: Entity) -> Says:
    known = {name.lower() for name in entity.attribute_names}
    for name, _, at in record.properties:
        if name.lower() in known:
            continue
        if not entity.attributes_complete:
            yield NotChecked(at, entity.lack_of(name))
            continue
        near = entity.known_attributes.close(name).nearest
        number = counted(len(entity.attribute_names), "attribute")
        key = at._replace(part="key")
        yield Finding(
            key,
            f"`{entity}` has no attribute `{name}`{suggestion(near)}",
            label="not an attribute of this entity",
            help=f"replace it with {either(near)}" if near else "leave it out, or renew the snapshot",
            related=(Related(entity.at, f"`{entity}` is declared here, with {number}"),),
            repairs=tuple(Replacement(one, f"Replace `{name}` with `{one}`", at=key) for one in near),
        )
