"""An attribute of an insight must exist on its entity.

Attributes of segments and measures aren't judged.
"""

from __future__ import annotations

from linter.diagnostic import Stated
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
    local=True,
    kinds=("insightInput",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            known = (each for each in one.columns if each.entity is not None)
            yield from unknown_attributes(
                payload.request, [each for each in known if (each.attribute or "").strip()]
            )
