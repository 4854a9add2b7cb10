"""A snapshot must have the types and properties that its format asks for.

The rest of the snapshot still counts; a list with a malformed part is no longer taken for complete.
"""

from __future__ import annotations

from collections.abc import Iterable

from linter.diagnostic import Finding, Related
from linter.instance.snapshot import Snapshot, fold_id
from linter.project.project import Project
from linter.rulekit.malformed import missing, misspelt, wrong_type
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.suggest import suggestion

RULE = Rule(
    "DO07",
    "malformed-snapshot",
    "a snapshot must have the types and properties that its format asks for",
    "the linter's snapshot format; `c360lint schema snapshot` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/object",
)


def check(project: Project) -> Says:
    for snapshot in project.snapshots:
        for problem in snapshot.problems:
            if problem.kind == "type":
                yield wrong_type(problem)
        yield from missing(snapshot.problems)
        yield from misspelt(snapshot.problems)
        yield from _sources_twice(snapshot)
        yield from _entities_twice(snapshot)
        yield from _torn(snapshot)


def _sources_twice(snapshot: Snapshot) -> Says:
    """Yield a finding about every data source that has the ID, or only the name, of an earlier one."""
    nodes = snapshot.root.nodes("dataSources")
    same = _repeated(nodes, "dataSourceId")
    for node, first in same:
        yield Finding(
            node.at("dataSourceId"),
            f"data source `{node.text('dataSourceId')}` is declared twice",
            label="declared again here",
            related=(Related(first.at("dataSourceId"), "the first declaration"),),
            help="make one of the two, with the entities of both",
        )
    again = [node for node, _ in same]
    for node, first in _repeated([node for node in nodes if node not in again], "name"):
        yield Finding(
            node.at("name"),
            f"two data sources are called `{node.text('name')}`; the name means the first one only",
            label="the name of another one, too",
            related=(Related(first.at("name"), "the first one"),),
            help="give one of the two another name",
            severity="warning",
        )


def _repeated(nodes: Iterable[Node], name: str) -> list[tuple[Node, Node]]:
    """Return the objects whose property has the value of an earlier one's, each with that one."""
    first: dict[str, Node] = {}
    named = ((node, node.text(name)) for node in nodes)
    pairs = [(node, first.setdefault(fold_id(said), node)) for node, said in named if said]
    return [(node, before) for node, before in pairs if node is not before]


def _entities_twice(snapshot: Snapshot) -> Says:
    for entity, first in snapshot.repeated:
        yield Finding(
            entity.at,
            f"entity `{entity}` is declared twice; only the first declaration counts",
            label="declared again here",
            related=(Related(first.at, "the first declaration"),),
            help="remove one of the two",
        )


def _torn(snapshot: Snapshot) -> Says:
    """Yield a finding about every key and time that names an attribute which its entity doesn't declare."""
    for entity in snapshot.torn:
        for name in entity.torn_at:
            attribute = str(entity.node.text(name))
            close = entity.known_attributes.close(attribute).nearest
            yield Finding(
                entity.node.at(name),
                f"`{entity}` declares no attribute `{attribute}`, which is its `{name}`{suggestion(close)}",
                label="not among its attributes",
                related=(Related(entity.node.at("attributes"), "these are all, as it says"),),
                help='declare it, or say that others are missing, too: `"complete": {"attributes": false}`',
                severity="warning",
            )
