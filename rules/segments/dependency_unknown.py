"""What segments, and the filters of measures, name before the dot must exist.

It may be an entity, a segment, a measure, or what the service makes in any case.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Cause, Finding, HeldBack, NotChecked, Replacement, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.existence import unknown_entities
from linter.rulekit.lacks import undeclared
from linter.rulekit.makers import Maker, kind_of, makers, names_nothing
from linter.rulekit.rule import Rule, Says
from linter.rulekit.unread import nameless
from linter.suggest import Close, closest, suggestion

_CODES: Final = {
    "segment": "segmentDependencyDoesNotExist",
    "measure": "measureContainsNonexistentDependency",
}

RULE = Rule(
    "SG150",
    "dependency-unknown",
    "what a segment, or the filter of a measure, is about must exist",
    "service errors segmentDependencyDoesNotExist and measureContainsNonexistentDependency",
    service_errors=tuple(_CODES.values()),
    sources=tuple(Stated("service-error", one) for one in _CODES.values()),
    kinds=("segment", "measure"),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for maker in makers(project):
        snapshot = maker.request.snapshot
        if snapshot is None:
            continue
        told: set[object] = set()
        for mention in maker.subjects:
            is_new = mention.key() not in told
            told.add(mention.key())
            if is_new and _is_unknown(project, maker, mention):
                for said in _said(project, snapshot, maker, mention):
                    code = _CODES[kind_of(maker)]
                    yield _with_code(said, code) if isinstance(said, Finding) else said


def _is_unknown(project: Project, maker: Maker, mention: Mention) -> bool:
    return mention.name != maker.goes_by and names_nothing(project, maker.request, mention)


def _with_code(said: Finding, code: str) -> Finding:
    return said._replace(service_errors=(code,), sources=(Stated("service-error", code),))


def _said(project: Project, snapshot: Snapshot, maker: Maker, mention: Mention) -> Says:
    name, outputs = str(mention.name), project.outputs(snapshot)
    if snapshot.nothing_ingested:
        yield HeldBack(mention.at, cause_of(mention, maker.request))
        return
    change = next((one for one in outputs.changes if (one.verb, one.name) == ("deletes", name)), None)
    made = outputs.names("segment", "measure", "derivedEntity")
    close = closest(name, snapshot.known_names, made)
    is_made = any(map(made.has, close.surest))
    is_near_one = bool(close.surest) and not any(map(made.has, close.nearest))
    if change is None and not is_made and (is_near_one or snapshot.source_of(name) is not None):
        yield from unknown_entities(maker.request, [mention])
    elif change is not None:
        yield _deleted(mention)
    else:
        yield _nothing(project, snapshot, maker, mention, close)


def _deleted(mention: Mention) -> Finding:
    return Finding(
        mention.at,
        f"`{mention.name}` is deleted by a request",
        label="deleted",
        help="name an entity, a segment or a measure",
        causes=(Cause("entity", str(mention.key())),),
    )


def _nothing(
    project: Project, snapshot: Snapshot, maker: Maker, mention: Mention, close: Close
) -> Finding | NotChecked:
    name, near, cause = str(mention.name), close.nearest, Cause("entity", str(mention.key()))
    lacks = [one for one in ("entities", "segments", "measures") if not snapshot.complete(one)]
    silent = [one for one in lacks if one != "entities" and not snapshot.declares(one)]
    lack = project.unsure("segment", maker.request) or project.unsure("measure", maker.request)
    if lack is None and not close.surest:
        lack = undeclared(silent[0], snapshot) if silent else snapshot.doubt
    lack = lack or (None if near else nameless(project, maker.request, "segment", "measure"))
    if lack is not None:
        return NotChecked(mention.at, lack, (cause,))
    said = "is in the snapshot, which is not complete" if lacks else "is called so"
    return Finding(
        mention.at,
        f"`{name}`: no entity, segment or measure {said}{suggestion(near)}",
        label="nothing of this name",
        help=f"replace it with `{near[0]}`" if len(near) == 1 else "name an entity, a segment or a measure",
        severity="warning" if lacks else None,
        missed_in=snapshot.broken_at(*lacks),
        repairs=tuple(Replacement(one, f"Replace `{name}` with `{one}`") for one in close.surest),
        causes=(cause,),
    )
