"""The attribute names given for an entity must exist as its attributes.

They are those of semanticLabels and primaryKey; timestampFieldName has a limitation of its own
(EI05).
"""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.entity_info import Info
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

_BETWEEN: Final = re.compile(r"[,;+|]")
_API_PAGE: Final = Stated("api-page", "PATCH …/entityInfo, limitation 2 of 5")

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
    sources=(_API_PAGE, Stated("product-page", "D03")),
    local=True,
    kinds=("entityInfo",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        columns = [column for info in payload.infos for column in (_key(info), *_labelled(info))]
        composite = {key.at: key for key in map(_key, payload.infos) if _is_composite(key)}
        for said in unknown_attributes(payload.request, columns):
            yield _told(said, composite.get(said.at)) if isinstance(said, Finding) else said


def _told(said: Finding, key: Column | None) -> Finding:
    """Return what is said of an attribute; of a key that is put together of several, that."""
    if key is None:
        return said._replace(sources=(_API_PAGE,))
    return said._replace(
        message=f"the primary key `{key.attribute}` is several attributes of `{key.entity}`, where one "
        "is expected",
        label="expected one attribute",
        help="name one attribute that identifies a row; ingest one that joins them if there is none",
        repairs=(),
    )


def _is_composite(key: Column) -> bool:
    """Tell whether a key is put together of several attributes, all of which there are."""
    parts = [one.strip() for one in _BETWEEN.split(str(key.attribute))]
    return key.entity is not None and len(parts) > 1 and all(map(key.entity.has, parts))


def _key(info: Info) -> Column:
    return Column(info.node.text("primaryKey"), (info.node, "primaryKey"), info.mention)


def _labelled(info: Info) -> list[Column]:
    labels = info.node.nodes("semanticLabels")
    return [Column(one.text("attributeName"), (one, "attributeName"), info.mention) for one in labels]
