"""What a derived entity depends on must exist.

Dependencies are judged, and what a query in SQL reads.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.existence import any_unknown
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import unknown_tables

RULE = Rule(
    "DE104",
    "derived-from-unknown-entity",
    "what a derived entity depends on must exist",
    "service error derivedEntityContainsNonExistentDependency",
    service_errors=("derivedEntityContainsNonExistentDependency", "entityNotFound"),
    sources=(
        Stated("service-error", "derivedEntityContainsNonExistentDependency"),
        Stated("service-error", "entityNotFound"),
    ),
    kinds=("derivedEntity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("derivedEntity"):
        mentions = [mention for one in payload.items for mention in (*one.dependencies, *one.read)]
        if any_unknown(payload.request, mentions):
            for said in unknown_tables(project, payload.request, mentions):
                yield said if said.at.slice is not None or not isinstance(said, Finding) else _listed(said)


def _listed(said: Finding) -> Finding:
    """Return what is said of a name in the list of dependencies, of which a parser of SQL says nothing."""
    return said._replace(service_errors=RULE.service_errors[:1])
