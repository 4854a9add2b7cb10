"""What a derived entity depends on must exist.

Dependencies are judged, and what a query in SQL reads.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.existence import any_unknown, unknown_entities
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import is_table

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
            unknown = [one for one in mentions if not is_table(project, payload.request, one)]
            for said in unknown_entities(payload.request, unknown):
                yield said if said.at.slice is not None or not isinstance(said, Finding) else _listed(said)


def _listed(said: Finding) -> Finding:
    """Return what is said of a name in the list of dependencies, of which a parser of SQL says nothing."""
    return said._replace(service_errors=RULE.service_errors[:1])
