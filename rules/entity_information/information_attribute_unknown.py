"""An attribute in entity information, its primary key too, must exist as an attribute of the entity."""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CE101",
    "information-attribute-unknown",
    "an attribute in entity information must exist as an attribute of the entity",
    "service error attributeMetdataNotFoundForInformation",
    service_errors=("attributeMetdataNotFoundForInformation",),
    sources=(Stated("service-error", "attributeMetdataNotFoundForInformation"),),
    local=True,
    kinds=("entityInformation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_information:
        yield from unknown_attributes(payload.request, payload.columns)
