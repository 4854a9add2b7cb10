"""The attribute names given for an entity must exist as its attributes.

They are those of semanticLabels and primaryKey; timestampFieldName has a limitation of its own
(EI05).
"""

from __future__ import annotations

from linter.kinds.entity_info import Info
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "EI02",
    "entity-info-attribute-unknown",
    "the attribute names given for an entity must exist as its attributes",
    "PATCH …/entityInfo, limitation 2 of 5",
    service_errors=(
        "attributeMetadataNotFound",
        "attributeMetdataNotFoundForInformation",
        "entityMetadataForAttributeNotFoundForEntity",
    ),
    local=True,
    kinds=("entityInfo",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        columns = [column for info in payload.infos for column in _columns(info)]
        yield from unknown_attributes(payload.request, columns)


def _columns(info: Info) -> list[Column]:
    nodes = [(info.node, "primaryKey")]
    nodes += [(label, "attributeName") for label in info.node.nodes("semanticLabels")]
    return [Column(node.text(name), (node, name), info.mention, own=False) for node, name in nodes]
