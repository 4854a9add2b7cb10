"""A path must name an insight that exists."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Stated
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.named_in_paths import NamedInPath, made_in_time
from linter.rulekit.rule import Rule, Says


def _naming_one(project: Project) -> Iterator[Request]:
    return (one for one in project.requests if one.parameter("insightName") is not None)


RULE = Rule(
    "II109",
    "insight-unknown",
    "wherever {insightName} is given, an insight of that name must exist",
    "service error insightNotFound",
    service_errors=("insightNotFound",),
    sources=(Stated("service-error", "insightNotFound"),),
    inferred=True,
    kinds=("{insightName}",),
    judges=_naming_one,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for request in _naming_one(project):
        yield from made_in_time(project, NamedInPath(request, "insightName", "insights", "insightInput"))
