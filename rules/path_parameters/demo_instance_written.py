"""Nothing can be written into the demo instance, whose ID is all zeros."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.instance.snapshot import NO_INSTANCE
from linter.project.project import Project
from linter.rulekit.path_names import writes_demo_instance
from linter.rulekit.rule import Rule, Says

_ANY: Final = "instanceZeroNotAllowed"
_RELATIONSHIP: Final = "relationshipInstanceZeroError"

RULE = Rule(
    "IN103",
    "demo-instance-written",
    "nothing can be written into the demo instance, whose ID is all zeros",
    f"service error {_ANY}",
    service_errors=(_ANY, _RELATIONSHIP),
    sources=(Stated("service-error", _ANY), Stated("service-error", _RELATIONSHIP)),
    inferred=True,
    local=True,
    kinds=("requests",),
)


def check(project: Project) -> Says:
    for request in project.requests:
        if not writes_demo_instance(request):
            continue
        about = request.route.path.lower().startswith("manage/relationships")
        yield Finding(
            request.at_parameter("instanceId"),
            f"`{NO_INSTANCE}` is the demo instance, into which nothing can be written",
            label="the ID of the demo instance",
            help="give the ID of your own instance",
            service_errors=(_ANY, _RELATIONSHIP) if about else (_ANY,),
        )
