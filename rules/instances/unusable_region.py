"""An instance's region should be the name of an Azure region."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "NW102",
    "unusable-region",
    "an instance's region should be the name of an Azure region",
    "service errors invalidInstanceRegion, regionNotSupported",
    "recommendation",
    service_errors=(
        "invalidInstanceRegion",
        "regionNotSupported",
    ),
    sources=(
        Stated("service-error", "invalidInstanceRegion"),
        Stated("service-error", "regionNotSupported"),
    ),
    inferred=True,
    local=True,
    kinds=("instance",),
)


_SOUND: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ]*\Z")


def check(project: Project) -> Says:
    for payload in project.payloads("instance"):
        metadata = payload.metadata
        if metadata is None:
            continue
        region = metadata.text("region")
        if region is not None and not _SOUND.match(region):
            yield Finding(
                metadata.at("region"),
                f"`{region}` is no name of an Azure region" if region.strip() else "the region is empty",
                label="letters, digits and blanks",
                help="write a region as Azure calls it, such as `westeurope` or `West Europe`",
            )
