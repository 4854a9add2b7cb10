"""What a measure counts on must exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding
from linter.instance.snapshot import Snapshot
from linter.kinds.measure_body import Measure
from linter.kinds.references import Mention, mention_in
from linter.project.project import Project
from linter.rulekit.existence import unknown_entities, without_deleted
from linter.rulekit.made import unknown_made
from linter.rulekit.measures import each_measure, errors, predicting
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.suggest import KnownNames, closest

RULE = Rule(
    "ME110",
    "linked-entity-unknown",
    "what a measure counts on must exist",
    "service error measureLinkedEntityNotFound",
    service_errors=(
        "measureLinkedEntityNotFound",
        "measureContainsNonexistentDependency",
    ),
    sources=errors("measureLinkedEntityNotFound", "measureContainsNonexistentDependency"),
    kinds=("measure",),
    needs=("snapshot",),
)

_MADE: Final = ("segments", "measures", "derivedEntities")
_DEPENDENCY: Final = "measureContainsNonexistentDependency"


def check(project: Project) -> Says:
    for one in each_measure(project):
        snapshot = one.request.snapshot
        if one.definition is None or snapshot is None:
            continue
        yield from _unknown(project, one, snapshot, one.entities)
        linked = {each.key() for each in one.entities}
        needed = [each for each in _needed(one, one.definition) if each.key() not in linked]
        for said in _unknown(project, one, snapshot, needed):
            yield predicting(said, _DEPENDENCY) if isinstance(said, Finding) else said


def _needed(one: Measure, definition: Node) -> Iterator[Mention]:
    """Yield the entities that the measure says it needs."""
    for node in definition.nodes("dependencies"):
        yield mention_in(node, "qualifiedEntityName", one.request)


def _unknown(project: Project, one: Measure, snapshot: Snapshot, mentions: list[Mention]) -> Says:
    deleted, strange = without_deleted(project, one.request, mentions)
    yield from deleted
    others = [each for each in strange if not project.made.is_made(snapshot, each, *_MADE)]
    made = project.made.names(snapshot, "measures")
    ingested = [each for each in others if _is_meant_as_ingested(snapshot, made, str(each.name))]
    yield from unknown_entities(one.request, ingested)
    yield from unknown_made(
        project, one.request, [each for each in others if each not in ingested], "measures"
    )


def _is_meant_as_ingested(snapshot: Snapshot, made: KnownNames, name: str) -> bool:
    """Tell whether a name begins with a data source's, or is nearly an entity's: no measure is meant."""
    near, sure = closest(name, snapshot.known_names, made)
    is_near_one = bool(sure) and not any(made.has(one) for one in (*near, *sure))
    return snapshot.source_of(name) is not None or is_near_one
