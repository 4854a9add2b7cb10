"""The name of a derived entity must be unique.

Names of the snapshot's entities and derived entities count, without case, and those that are planned;
the later one carries the finding.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.derived_entity_body import DerivedEntity
from linter.project.project import Project
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
    named: dict[object, DerivedEntity] = {}
    for payload in project.payloads("derivedEntity"):
        for one in payload.created:
            if one.name:
                yield from _check(project, one, one.name, named)


def _check(project: Project, one: DerivedEntity, name: str, named: dict[object, DerivedEntity]) -> Says:
    request, snapshot = one.request, one.request.snapshot
    alone = (request.document, request.index) if project.settings.snapshot_only else None
    scope = snapshot.file if snapshot is not None else request.spelled("instanceId")
    first = named.setdefault((scope, alone, name.lower()), one)
    if first is not one:
        related = Related(first.node.at("name"), "the first of this name")
        yield _taken(one, name, related, "is planned already", str(first.name))
    elif snapshot is not None:
        yield from _of_snapshot(project, snapshot, one, name)


def _of_snapshot(project: Project, snapshot: Snapshot, one: DerivedEntity, name: str) -> Says:
    """Say what of the snapshot has this name: a derived entity, or another one."""
    derived = project.made.saved(snapshot, "derivedEntities").get(name.lower())
    entity = snapshot.by_folded_name.get(name.lower())
    if derived is not None:
        related = Related(derived.at("name"), "the derived entity of this name")
        yield _taken(one, name, related, "exists already", derived.text("name"))
    elif entity is not None:
        yield _taken(one, name, Related(entity.at, "the entity of this name"), "exists already", None)


def _taken(one: DerivedEntity, name: str, related: Related, how: str, derived: str | None) -> Finding:
    change = f", or change the existing one at `manage/derivedentities/{derived}`" if derived else ""
    return Finding(
        one.node.at("name"),
        f"an entity `{name}` {how}",
        label="not unique",
        related=(related,),
        help=f"give it another name{change}",
    )
