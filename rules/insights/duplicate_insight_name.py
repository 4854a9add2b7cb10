"""The name of an insight must be unique.

Names of the snapshot and those that are planned count, without case; the later one carries the finding.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.names_given import NamesTaken, NewName
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II106",
    "duplicate-insight-name",
    "the name of an insight must be unique",
    "service error insightInputNameMustBeUnique",
    service_errors=("insightInputNameMustBeUnique",),
    sources=(Stated("service-error", "insightInputNameMustBeUnique"),),
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    taken = NamesTaken(project, "insights", "an insight")
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            if one.is_new and one.name:
                yield from taken.check(NewName(one.request, "insightInput", one.name, one.node.at("name")))
