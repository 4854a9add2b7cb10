"""The name of a hierarchy must be unique among hierarchies, segments, measures and entities.

Those of the snapshot count, without case, and planned hierarchies: the later one has the finding.  A
planned segment or measure of the name is SG121's.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related, Stated
from linter.instance.snapshot import Snapshot
from linter.project.project import Project
from linter.rulekit.names_given import NamesGiven, NewName
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
    given = NamesGiven(project)
    for payload in project.payloads("hierarchy"):
        for one in payload.items:
            if one.name and not one.is_update:
                yield from _check(given, NewName(one.request, "hierarchy", one.name, one.node.at("name")))


def _check(given: NamesGiven, one: NewName) -> Says:
    before = given.before(one)
    if before is not None:
        yield _taken(one, "a hierarchy", "is planned already", Related(before.at, "the first of this name"))
    elif one.request.snapshot is not None:
        yield from _of_snapshot(given, one, one.request.snapshot)


def _of_snapshot(given: NamesGiven, one: NewName, snapshot: Snapshot) -> Says:
    for part, kind in _PARTS.items():
        saved = given.saved(one, part, kind)
        if saved is not None:
            related = Related(saved.at("name"), f"the {kind} of this name")
            yield _taken(one, f"a {kind}", "exists already", related)
            return
    entity = snapshot.by_folded_name.get(one.name.lower())
    if entity is not None:
        yield _taken(one, "an entity", "exists already", Related(entity.at, "the entity of this name"))


def _taken(one: NewName, what: str, how: str, related: Related) -> Finding:
    return Finding(
        one.at,
        f"{what} `{one.name}` {how}",
        label="not unique",
        related=(related,),
        help="give the hierarchy another name",
    )
