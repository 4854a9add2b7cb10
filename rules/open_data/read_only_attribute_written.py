"""A record must not have what only the service writes.

Which attributes these are is told by the annotation `ReadOnly` of a snapshot's attributes.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD119",
    "read-only-attribute-written",
    "a record must not have attributes that are annotated as ReadOnly",
    "service error writeReadonlyField",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("writeReadonlyField",),
    sources=(Stated("service-error", "writeReadonlyField"),),
    local=True,
    needs=("snapshot",),
    judges=lambda project: (record.request for record in project.records),
    kinds=("entityRecord",),
)


def check(project: Project) -> Says:
    for record in project.records:
        entity = record.mention.entity
        if entity is None:
            continue
        read_only = {one.lower(): one for one in entity.annotated("ReadOnly")}
        for name, _, at in record.properties:
            if name.lower() in read_only:
                there = entity.attribute_at(read_only[name.lower()])
                yield Finding(
                    at._replace(part="key"),
                    f"`{entity}.{name}` is read-only",
                    label="the service writes it",
                    help="leave it out",
                    related=(Related(there, f"`{name}` is declared here as read-only"),),
                )
