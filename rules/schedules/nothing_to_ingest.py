"""A data source that is ingested should have an entity."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SH108",
    "nothing-to-ingest",
    "a data source that is ingested should have an entity",
    "service error dataSourceIngestionSkippedNoEntities",
    "recommendation",
    service_errors=("dataSourceIngestionSkippedNoEntities",),
    sources=(Stated("service-error", "dataSourceIngestionSkippedNoEntities"),),
    inferred=True,
    kinds=(
        "schedule",
        "job",
    ),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for kind in RULE.kinds:
        for payload in project.payloads(kind):
            snapshot = payload.request.snapshot
            for run in payload.items if snapshot is not None else ():
                for name, at in run.identifiers if run.operation == "ingestion" else ():
                    source = snapshot.data_source_by_id(name) or snapshot.data_source_by_name(name)
                    if source is None or not snapshot.complete("entities", source):
                        continue
                    if not any(snapshot.entities_in(source)):
                        yield Finding(
                            at,
                            f"data source `{source}` has no entity, so that nothing is ingested",
                            label="has no entity",
                            help="choose its entities first, or leave it out",
                        )
