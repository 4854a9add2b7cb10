"""A self conflation is about one entity."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Removal, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS108",
    "several-deduplicated-entities",
    "a self conflation is about one entity",
    "service error selfConflationMoreThanOneEntity",
    service_errors=("selfConflationMoreThanOneEntity",),
    sources=(Stated("service-error", "selfConflationMoreThanOneEntity"),),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            if len(one.entities) > 1:
                first, second = one.entities[:2]
                assert second.node is not None
                yield Finding(
                    second.node.at(),
                    f"`{second.spelled}` is one entity too many: a self conflation is about one",
                    label="the second entity",
                    related=(Related(first.at, "the first one"),),
                    help="write a self conflation for each entity; the file may be a list of them",
                    repairs=(Removal(second.node.at(), f"Remove `{second.spelled}`"),)
                    if len(one.entities) == 2
                    else (),
                )
