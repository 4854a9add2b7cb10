"""An attribute of an insight must exist on its entity.

Attributes of segments and measures aren't judged.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.kinds.references import Column
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II114",
    "insight-attribute-unknown",
    "an attribute of an insight must exist on its entity",
    "service error insightInputAttributeDoesNotExist",
    service_errors=(
        "insightInputAttributeDoesNotExist",
        "insightInputAttributeMetadataNotFound",
    ),
    sources=(
        Stated("service-error", "insightInputAttributeDoesNotExist"),
        Stated("service-error", "insightInputAttributeMetadataNotFound"),
    ),
    kinds=("insightInput",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            columns = (each for each in one.columns if each.entity is not None)
            named = (each for each in columns if (each.attribute or "").strip())
            yield from unknown_attributes(
                payload.request, [each for each in named if not _is_planned(project, each, payload.request)]
            )


def _is_planned(project: Project, column: Column, request: Request) -> bool:
    """Tell whether conflict resolution will give the unified entity an attribute."""
    if column.entity is None or column.entity.data_source is not None or request.snapshot is None:
        return False
    return column.attribute in project.conflations.outputs(request.snapshot)
