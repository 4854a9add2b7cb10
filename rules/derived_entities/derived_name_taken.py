"""The name of a derived entity must be unique.

Names of the snapshot's entities and derived entities count, without case, and those that are planned;
the later one carries the finding.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.instance.snapshot import Snapshot
from linter.project.project import Project
from linter.rulekit.names_given import NamesGiven, NewName
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DE103",
    "derived-name-taken",
    "the name of a derived entity must be unique among entities",
    "service error derivedEntityIsNotUnique",
    service_errors=("derivedEntityIsNotUnique",),
    sources=(Stated("service-error", "derivedEntityIsNotUnique"),),
    inferred=True,
    kinds=("derivedEntity",),
)


def check(project: Project) -> Says:
    given = NamesGiven(project)
    for payload in project.payloads("derivedEntity"):
        for one in payload.created:
            if one.name:
                yield from _check(given, NewName(one.request, "derivedEntity", one.name, one.node.at("name")))


def _check(given: NamesGiven, one: NewName) -> Says:
    before = given.before(one)
    if before is not None:
        related = Related(before.at, "the first of this name")
        yield _taken(one, related, "is planned already", before.name)
    elif one.request.snapshot is not None:
        yield from _of_snapshot(given, one, one.request.snapshot)


def _of_snapshot(given: NamesGiven, one: NewName, snapshot: Snapshot) -> Says:
    """Say what of the snapshot has this name: a derived entity, or another one."""
    derived = given.saved(one, "derivedEntities", "derivedEntity")
    entity = snapshot.by_folded_name.get(one.name.lower())
    if derived is not None:
        related = Related(derived.at("name"), "the derived entity of this name")
        yield _taken(one, related, "exists already", derived.text("name"))
    elif entity is not None:
        yield _taken(one, Related(entity.at, "the entity of this name"), "exists already", None)


def _taken(one: NewName, related: Related, how: str, derived: str | None) -> Finding:
    change = f", or change the existing one at `manage/derivedentities/{derived}`" if derived else ""
    return Finding(
        one.at,
        f"an entity `{one.name}` {how}",
        label="not unique",
        related=(related,),
        help=f"give it another name{change}",
    )
