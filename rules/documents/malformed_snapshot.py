"""A snapshot must have the types and properties that its format asks for.

The rest of the snapshot still counts; a list with a malformed part is no longer taken for complete.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related
from linter.project import Project
from linter.rule import Rule, Says
from linter.snapshot import Snapshot
from rules.documents.missing_property import missing
from rules.documents.wrong_json_type import wrong_type

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
        yield from _entities_twice(snapshot)


def _entities_twice(snapshot: Snapshot) -> Says:
    for entity, first in snapshot.repeated:
        yield Finding(
            entity.at,
            f"entity `{entity}` is declared twice; only the first declaration counts",
            label="declared again here",
            related=(Related(first.at, "the first declaration"),),
            help="remove one of the two",
        )
