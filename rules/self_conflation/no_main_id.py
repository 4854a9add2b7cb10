"""A self conflation must say by which key the deduplicated rows go.

A `mainId` that is missing altogether is DO05's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS113",
    "no-main-id",
    "a self conflation must have a main ID, the qualified key of its entity",
    "service error selfConflationNoMainIdProvided",
    service_errors=("selfConflationNoMainIdProvided",),
    sources=(Stated("service-error", "selfConflationNoMainIdProvided"),),
    inferred=True,
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            main_id = one.node.text("mainId")
            if main_id is not None and not main_id.strip():
                proposed = one.main_id
                yield Finding(
                    one.node.at("mainId"),
                    "the main ID is empty",
                    label="empty",
                    help=f"write `{proposed}`" if proposed else "write `<source>_<entity>_<key>`",
                )
