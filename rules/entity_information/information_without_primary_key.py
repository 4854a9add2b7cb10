"""Each named entity must already have a primary key.

"Already": the key comes from the snapshot or from a planned entityInfo; the body's own
primaryKey doesn't count.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.existence import without_key
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CE02",
    "information-without-primary-key",
    "each named entity must already have a primary key",
    "PATCH …/entityInformation, limitation 2 of 2",
    service_errors=("conflationEntityPrimaryKeyNotFound", "entityNoPrimaryKey"),
    sources=(
        Stated("api-page", "PATCH …/entityInformation, limitation 2 of 2"),
        Stated("product-page", "M02"),
    ),
    kinds=("entityInformation",),
    needs=("snapshot",),
    mended_by="entityInfo",
)


def check(project: Project) -> Says:
    for payload in project.entity_information:
        mentions = [listed.mention for listed in payload.entities]
        yield from without_key(project, payload.request, mentions, anywhere=False)
