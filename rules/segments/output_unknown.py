"""A path that names a segment or measure must name one that exists.

It exists when the snapshot has it or another payload of the project creates it.  In a list of requests the
order counts: what a later request creates is too early, and what an earlier one deletes is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, NotChecked, Stated
from linter.kinds.request import Request
from linter.project.outputs import PARTS, Outputs
from linter.project.project import Project
from linter.rulekit.lacks import undeclared
from linter.rulekit.makers import UNKNOWN_SEGMENT
from linter.rulekit.path_names import repairs_in_url
from linter.rulekit.rule import Rule, Says
from linter.suggest import suggestion

_CODES: Final = {
    "segment": UNKNOWN_SEGMENT,
    "measure": ("measureMetadataNotFound", "templatedMeasureMetadataNotFound"),
}
_ALL: Final = (*_CODES["segment"], *_CODES["measure"])


def _naming_one(project: Project) -> Iterator[Request]:
    return (one for one in project.requests if _kind_named(one) is not None)


RULE = Rule(
    "SG122",
    "output-unknown",
    "a path that names a segment or measure must name one that exists",
    "service errors segmentMetadataNotFound and measureMetadataNotFound",
    service_errors=_ALL,
    sources=tuple(Stated("service-error", one) for one in _ALL),
    kinds=("{segmentName}", "{measureName}"),
    judges=_naming_one,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for request in project.requests:
        kind = _kind_named(request)
        if kind is not None and request.snapshot is not None:
            for said in _check(project, project.outputs(request.snapshot), request, kind):
                yield said if isinstance(said, NotChecked) else _with_codes(said, _CODES[kind])


def _kind_named(request: Request) -> str | None:
    return next((kind for kind in _CODES if request.parameter(f"{kind}Name") is not None), None)


def _with_codes(said: Finding, codes: tuple[str, ...]) -> Finding:
    return said._replace(service_errors=codes, sources=tuple(Stated("service-error", one) for one in codes))


def _check(project: Project, outputs: Outputs, request: Request, kind: str) -> Iterator[Finding | NotChecked]:
    name = str(request.parameter(f"{kind}Name"))
    creators = outputs.creators(kind, name)
    earlier = [one for one in creators if _precedes(one, request)]
    is_stored = any((one.kind, one.name) == (kind, name) for one in outputs.stored_namesakes(name))
    if earlier or is_stored:
        if _is_gone(outputs, request, kind, name, earlier):
            yield _unknown(request, kind, f"{kind} `{name}` is deleted by an earlier request of this list")
    elif creators and not _may_make_room(outputs, request, kind, name, creators[0]):
        yield _unknown(request, kind, f"{kind} `{name}` is created only by a later request of this list")
    else:
        yield from _nowhere(project, outputs, request, kind)


def _precedes(creating: Request, request: Request) -> bool:
    return creating.sequence != request.sequence or creating.index < request.index


def _is_gone(outputs: Outputs, request: Request, kind: str, name: str, earlier: list[Request]) -> bool:
    """Tell whether an earlier request of the list deletes it, and none creates it anew before this one."""
    last = max((one.index for one in earlier if one.sequence == request.sequence), default=0)
    return _is_deleted(outputs, request, kind, name, range(last, request.index))


def _may_make_room(outputs: Outputs, request: Request, kind: str, name: str, creating: Request) -> bool:
    """Tell whether it may be there: the list deletes it before it is created, and not all are known."""
    if outputs.snapshot.complete(PARTS[kind]):
        return False
    return _is_deleted(outputs, request, kind, name, range(request.index, creating.index))


def _is_deleted(outputs: Outputs, request: Request, kind: str, name: str, turns: range) -> bool:
    """Tell whether the list of a request deletes something in one of these turns."""
    return any(
        (change.what, change.kind, change.name) == ("delete", kind, name)
        and change.request.sequence == request.sequence
        and change.request.index in turns
        for change in outputs.changes
    )


def _nowhere(
    project: Project, outputs: Outputs, request: Request, kind: str
) -> Iterator[Finding | NotChecked]:
    name, part, snapshot = str(request.parameter(f"{kind}Name")), PARTS[kind], outputs.snapshot
    lack = project.unsure(kind, request)
    if lack is None and not snapshot.declares(part):
        lack = undeclared(part, snapshot)
    if lack is not None:
        yield NotChecked(request.at_parameter(f"{kind}Name"), lack)
        return
    near, sure = outputs.names(kind).close(name)
    said = _unknown(request, kind, f"{kind} `{name}` {snapshot.lacks(part)}{suggestion(near)}")
    if len(near) == 1:
        said = said._replace(help=f"put `{near[0]}` in the path, or create `{name}` first")
    yield said._replace(
        severity=snapshot.severity_of_absence(part),
        missed_in=snapshot.broken_at(part),
        repairs=repairs_in_url(request, f"{kind}Name", name, sure),
    )


def _unknown(request: Request, kind: str, message: str) -> Finding:
    return Finding(
        request.at_parameter(f"{kind}Name"),
        message,
        label=f"no such {kind}",
        help=f"create it at `manage/{PARTS[kind]}`, or correct the name in the path",
    )
