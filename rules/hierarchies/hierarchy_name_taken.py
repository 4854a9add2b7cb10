"""The name of a hierarchy must be unique among hierarchies, segments, measures and entities.

Those of the snapshot count, without case, and planned hierarchies: the later one has the finding.  A
planned segment or measure of the name is SG121's.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.hierarchy_body import Hierarchy
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_CODE: Final = "metadataAlreadyExists"
_PARTS: Final = {"hierarchies": "hierarchy", "segments": "segment", "measures": "measure"}

RULE = Rule(
    "HI106",
    "hierarchy-name-taken",
    "the name of a hierarchy must be unique among hierarchies, segments, measures and entities",
    f"service error {_CODE}",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE), Stated("product-page", "B07")),
    inferred=True,
    kinds=("hierarchy",),
)


def check(project: Project) -> Says:
    named: dict[object, Hierarchy] = {}
    for payload in project.payloads("hierarchy"):
        for one in payload.items:
            if one.name and not one.is_update:
                yield from _check(project, one, one.name, named)


def _check(project: Project, one: Hierarchy, name: str, named: dict[object, Hierarchy]) -> Says:
    request, snapshot = one.request, one.request.snapshot
    alone = (request.document, request.index) if project.settings.snapshot_only else None
    scope = snapshot.file if snapshot is not None else request.spelled("instanceId")
    first = named.setdefault((scope, alone, name.lower()), one)
    if first is not one:
        related = Related(first.node.at("name"), "the first of this name")
        yield _taken(one, name, "a hierarchy", "is planned already", (related,))
    elif snapshot is not None:
        yield from _of_snapshot(project, one, name, snapshot)


def _of_snapshot(project: Project, one: Hierarchy, name: str, snapshot: Snapshot) -> Says:
    for part, what in _PARTS.items():
        saved = project.made.saved(snapshot, part).get(name.lower())
        if saved is not None:
            related = Related(saved.at("name"), f"the {what} of this name")
            yield _taken(one, name, f"a {what}", "exists already", (related,))
            return
    entity = snapshot.by_folded_name.get(name.lower())
    if entity is not None:
        related = Related(entity.at, "the entity of this name")
        yield _taken(one, name, "an entity", "exists already", (related,))


def _taken(one: Hierarchy, name: str, what: str, how: str, related: tuple[Related, ...] = ()) -> Finding:
    return Finding(
        one.node.at("name"),
        f"{what} `{name}` {how}",
        label="not unique",
        related=related,
        help="give the hierarchy another name",
    )
