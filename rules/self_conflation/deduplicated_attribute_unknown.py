"""A column in which rows are compared must be an attribute of the entity that is deduplicated."""

from __future__ import annotations

from linter.diagnostic import HeldBack, Stated, cause_at
from linter.kinds.self_conflation_body import SelfConflation
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS102",
    "deduplicated-attribute-unknown",
    "a column in which rows are compared must be an attribute of the entity that is deduplicated",
    "service error conflationAttributeMetadataNotFound",
    service_errors=(
        "conflationAttributeMetadataNotFound",
        "conflationMetadataNotFoundForColumn",
        "referencedColumnNonExistentInSourceEntity",
    ),
    sources=(
        Stated("service-error", "conflationAttributeMetadataNotFound"),
        Stated("service-error", "conflationMetadataNotFoundForColumn"),
        Stated("service-error", "referencedColumnNonExistentInSourceEntity"),
    ),
    local=True,
    kinds=("selfConflation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            yield from _check(one)


def _check(one: SelfConflation) -> Says:
    """Where it isn't settled which entity is meant, that is the one thing to say."""
    open_ = [column for column in one.columns if column.mention is None]
    yield from (HeldBack(column.at, cause_at(one.unsettled_at)) for column in open_)
    yield from unknown_attributes(one.request, [column for column in one.columns if column not in open_])
