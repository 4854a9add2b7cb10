"""What a measure counts on must exist."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding
from linter.instance.snapshot import Snapshot
from linter.kinds.measure import Measure
from linter.kinds.references import Mention, mention_in
from linter.project.project import Project
from linter.rulekit.made import unknown_made
from linter.rulekit.measures import each_measure, errors, predicting
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

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


def check(project: Project) -> Says:
    for one in each_measure(project):
        snapshot = one.request.snapshot
        if one.definition is None or snapshot is None:
            continue
        yield from _unknown(project, one, snapshot, one.entities)
        linked = {each.key() for each in one.entities}
        needed = [each for each in _needed(one, one.definition) if each.key() not in linked]
        for said in _unknown(project, one, snapshot, needed):
            if isinstance(said, Finding):
                said = predicting(said, "measureContainsNonexistentDependency")
            yield said


def _needed(one: Measure, definition: Node) -> Iterator[Mention]:
    """Yield the entities that the measure says it needs."""
    for node in definition.nodes("dependencies"):
        yield mention_in(node, "qualifiedEntityName", one.request)


def _unknown(project: Project, one: Measure, snapshot: Snapshot, mentions: list[Mention]) -> Says:
    others = [each for each in mentions if not project.made.is_made(snapshot, each, "segments")]
    yield from unknown_made(project, one.request, others, "measures")
