"""An attached folder must say where its model lies."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS108",
    "missing-model-path",
    "an attached folder must say where its model lies",
    "service errors emptyModelJsonPath, missingDataSourceProperty …",
    service_errors=(
        "emptyModelJsonPath",
        "missingDataSourceProperty",
        "dataSourceIngestionSkippedForMissingCdsModelJsonPath",
    ),
    sources=(
        Stated("service-error", "emptyModelJsonPath"),
        Stated("service-error", "missingDataSourceProperty"),
        Stated("service-error", "dataSourceIngestionSkippedForMissingCdsModelJsonPath"),
    ),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


_ATTACHED = {
    "attachcdm": ("emptyModelJsonPath", "missingDataSourceProperty"),
    "attachcds": ("dataSourceIngestionSkippedForMissingCdsModelJsonPath",),
}


def check(project: Project) -> Says:
    for one in data_sources(project):
        node = one.metadata
        if node is None or one.kind not in _ATTACHED or "modelJsonPath" in node.broken:
            continue
        written = node.written("modelJsonPath") or not one.is_update
        if written and not (node.text("modelJsonPath") or "").strip():
            is_sure = one.kind == "attachcdm"
            if is_sure or node.written("modelJsonPath"):
                yield Finding(
                    node.at("modelJsonPath"),
                    f"`modelJsonPath` is {'empty' if node.written('modelJsonPath') else 'missing'}",
                    label="where does the model lie?",
                    help="write the path of the folder's model.json",
                    severity=None if is_sure else "recommendation",
                    service_errors=_ATTACHED[one.kind],
                )
