"""The name of a segment or measure must not be taken, in whatever case.

Segments, measures, hierarchies, derived entities and entities share their names; of two that are planned the
later one carries the finding.  The bare name of an ingested entity is only confusing.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.entity import Entity
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.project.outputs import PARTS, Output
from linter.project.project import Project
from linter.rulekit.makers import Maker, kind_of, makers
from linter.rulekit.names_given import NamesGiven, NewName
from linter.rulekit.rule import Rule, Says
from linter.wording import in_words

_SAME: Final = {
    "segment": ("segmentNameExists", "segmentMetadataAlreadyExists", "invalidSegmentNameExists"),
    "measure": ("measureNameConflict",),
}
_OTHER: Final = {
    "segment": ("segmentNameEntityConflict", "invalidSegmentNameConflict"),
    "measure": ("measureNameConflict",),
}
_CUSTOMER: Final = "measureNameCannotBeCustomer"
_ALL: Final = tuple(dict.fromkeys((*_SAME["segment"], *_OTHER["segment"], *_SAME["measure"], _CUSTOMER)))
_SYSTEM: Final = frozenset(one.lower() for one in SYSTEM_NAMES)
_DEDUPLICATED: Final = "deduplication_"

RULE = Rule(
    "SG121",
    "output-name-taken",
    "the name of a segment or measure must not be that of another one, or of an entity",
    "service errors segmentNameExists, segmentNameEntityConflict and measureNameConflict",
    service_errors=_ALL,
    sources=tuple(Stated("service-error", one) for one in _ALL),
    kinds=("segment", "measure"),
)


def check(project: Project) -> Says:
    given = NamesGiven(project)
    for maker in sorted((one for one in makers(project) if not one.is_update), key=_place):
        if maker.name and maker.name.strip():
            yield from _check(project, maker, maker.name, given)


def _place(maker: Maker) -> tuple[str, int]:
    """Return what sorts segments and measures by the text; those of one request are in its order."""
    return maker.node.document, maker.request.index


def _check(project: Project, maker: Maker, name: str, given: NamesGiven) -> Says:
    snapshot = maker.request.snapshot
    before = given.before(NewName(maker.request, kind_of(maker), name, maker.name_at))
    if before is not None:
        yield _taken(maker, before.kind, f"a {before.kind} `{before.name}` is planned already", before.at)
    elif snapshot is not None:
        yield from _of_instance(project, snapshot, maker, name)


def _of_instance(project: Project, snapshot: Snapshot, maker: Maker, name: str) -> Says:
    """Say what of the instance has the name; the first that does."""
    output = _output_called(project, snapshot, maker, name)
    if output is not None:
        what = in_words(output.kind)
        how = "is planned already" if output.is_planned else "exists already"
        yield _taken(
            maker, output.kind, f"a {what} `{output.name}` {how}", output.at, _updates(maker, output)
        )
        return
    entity = snapshot.by_folded_name.get(name.lower())
    if entity is not None:
        yield _taken(maker, "entity", f"`{entity}` is an entity", entity.at)
        return
    reserved = _reserved(project, snapshot, name)
    if reserved:
        yield _taken(maker, "entity", reserved, None)
        return
    bare = snapshot.by_folded_bare_name.get(name.lower())
    if bare is not None:
        yield _confusing(maker, name, bare)


def _output_called(project: Project, snapshot: Snapshot, maker: Maker, name: str) -> Output | None:
    """Return what of the instance is called so: stored, or made by payloads of other kinds."""
    outputs = project.outputs(snapshot)
    for one in outputs.stored_namesakes(name):
        if not project.deletions.frees(maker.request, one.kind, one.name):
            return one
    others = (one for one in outputs.namesakes(name) if one.kind not in _SAME)
    return next(others, None)


def _reserved(project: Project, snapshot: Snapshot, name: str) -> str:
    """Return why a name is kept for what the service makes; empty where it isn't."""
    folded = name.lower()
    if folded in _SYSTEM or folded == project.settings.master_dataset.lower():
        return f"`{name}` is the name of an entity that the service makes"
    entity = snapshot.by_folded_name.get(folded.removeprefix(_DEDUPLICATED))
    if entity is not None:
        return f"the service makes an entity `{name}` when it deduplicates `{entity}`"
    return ""


def _updates(maker: Maker, output: Output) -> str:
    """Return how to change what exists instead, if it is of the same kind; empty if it isn't."""
    if output.kind != kind_of(maker):
        return ""
    return f", or update that one at `manage/{PARTS[output.kind]}/{output.name}`"


def _taken(maker: Maker, other: str, message: str, at: Location | None, instead: str = "") -> Finding:
    kind = kind_of(maker)
    codes = _SAME[kind] if other == kind else _OTHER[kind]
    if kind == "measure" and str(maker.name).lower() == "customer":
        codes = (_CUSTOMER, *codes)
    return Finding(
        maker.name_at,
        message,
        label="taken",
        related=(Related(at, f"the {in_words(other)} of this name"),) if at is not None else (),
        help=f"give it another name{instead}",
        service_errors=codes,
        sources=tuple(Stated("service-error", one) for one in codes),
    )


def _confusing(maker: Maker, name: str, entity: Entity) -> Finding:
    kind = kind_of(maker)
    return Finding(
        maker.name_at,
        f"`{name}` is also what `{entity}` is called without its data source",
        label="easily taken for that entity",
        related=(Related(entity.at, "the ingested entity"),),
        help=f"give the {kind} a name of its own",
        severity="recommendation",
        service_errors=_OTHER[kind],
        sources=tuple(Stated("service-error", one) for one in _OTHER[kind]),
    )
