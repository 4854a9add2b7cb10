"""A self conflation has no conflated entities: those belong to matches of several entities."""

from __future__ import annotations

from linter.diagnostic import Finding, Removal, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS112",
    "conflated-entities-in-self-conflation",
    "a self conflation has no conflated entities",
    "service error selfConflationConflatedEntitiesSpecified",
    service_errors=("selfConflationConflatedEntitiesSpecified",),
    sources=(Stated("service-error", "selfConflationConflatedEntitiesSpecified"),),
    inferred=True,
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            for node in (one.node, *one.node.nodes("conflationPlans")):
                if node.get("conflatedEntities"):
                    at = node.at("conflatedEntities")
                    yield Finding(
                        at,
                        "conflated entities belong to a conflation plan, not to the deduplication of one",
                        label="not in a self conflation",
                        help="remove `conflatedEntities`",
                        repairs=(Removal(at, "Remove `conflatedEntities`"),),
                    )
