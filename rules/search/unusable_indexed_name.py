"""An attribute that is indexed must have a name."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_CODE: Final = "searchConfigurationInvalidAttributeName"

RULE = Rule(
    "SC104",
    "unusable-indexed-name",
    "an attribute that is indexed must have a name",
    f"service error {_CODE}",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    local=True,
    kinds=("searchConfiguration",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        for one in payload.attributes:
            name = one.node.text("name")
            if "name" in one.node.broken or payload.request.why_open_at(one.node.at("name")) is not None:
                continue
            if name is None or not name.strip():
                yield Finding(
                    one.node.at("name"),
                    "an attribute that is indexed has no name",
                    label="no name",
                    help="give it the `name` of an attribute of Customer, or take it out",
                )
