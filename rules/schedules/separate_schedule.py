"""A Power Query source has no schedule of its own any more."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SH109",
    "separate-schedule",
    "a Power Query source has no schedule of its own any more",
    "connect-power-query.md",
    "warning",
    sources=(Stated("product-page", "D22"),),
    local=True,
    kinds=("schedule",),
    needs=("snapshot",),
    generations=("current",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("schedule"):
        snapshot = payload.request.snapshot
        for schedule in payload.items if snapshot is not None else ():
            for name, at in schedule.identifiers if schedule.operation == "ingestion" else ():
                source = snapshot.data_source_by_id(name) or snapshot.data_source_by_name(name)
                node = snapshot.source_node(source.id) if source is not None else None
                if node is not None and (node.text("kind") or "").lower() == "powerquery":
                    yield Finding(
                        at,
                        f"`{source}` is a Power Query source, which is refreshed with all others",
                        label="no schedule of its own",
                        help="schedule the operation `all` instead",
                    )
