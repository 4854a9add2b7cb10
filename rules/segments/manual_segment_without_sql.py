"""A manual segment must have its SQL."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG107",
    "manual-segment-without-sql",
    "a manual segment must have its SQL",
    "service error segmentCustomQueryIsEmpty",
    service_errors=("segmentCustomQueryIsEmpty",),
    sources=(Stated("service-error", "segmentCustomQueryIsEmpty"),),
    local=True,
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for one in payload.items:
            query = one.query
            if one.type != "manual" or one.suits_other_type:
                continue
            assert query is not None
            if "segmentationQuerySql" not in query.broken and not (one.sql or "").strip():
                yield Finding(
                    query.at("segmentationQuerySql"),
                    f"a manual segment has its SQL in `{query.called('segmentationQuerySql')}`; this one has "
                    "none",
                    label="no SQL",
                    help="write the query, such as SELECT CustomerId FROM Customer",
                )
