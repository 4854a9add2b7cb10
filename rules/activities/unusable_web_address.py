"""The web address of an activity must be an attribute of its entity, or an address."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, NotChecked, Replacement, Stated
from linter.instance.entity import Entity
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import no_attributes
from linter.rulekit.rule import Rule, Says
from linter.suggest import suggestion

_CODE: Final = "activityMappingInvalidExternalUrl"

RULE = Rule(
    "AC115",
    "unusable-web-address",
    "the web address of an activity must be an attribute of its entity, or an address",
    f"service error {_CODE}",
    severity="recommendation",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    inferred=True,
    local=True,
    kinds=("activity",),
    needs=("snapshot",),
)

_ADDRESS: Final = re.compile(r"https?://[^\s/?#:]+(:\d+)?([/?#]\S*)?", re.IGNORECASE)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            column = one.roles.get("webAddress")
            if column is not None and column.entity is not None:
                yield from _check(column, column.entity, str(column.attribute))


def _check(column: Column, entity: Entity, name: str) -> Says:
    if _ADDRESS.fullmatch(name):
        return
    if entity.attributes is None:
        yield NotChecked(column.at, no_attributes(entity))
    elif entity.lacks(name):
        close, sure = entity.known_attributes.close(name)
        yield Finding(
            column.at,
            f"`{name}` is neither an attribute of `{entity}` nor a web address{suggestion(close)}",
            label="no attribute, no address",
            help="name an attribute that holds addresses, or write one that begins with `https://`",
            repairs=tuple(Replacement(other, f"Replace `{name}` with `{other}`") for other in sure),
        )
