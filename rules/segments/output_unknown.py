"""A path that names a segment or measure must name one that exists.

It exists when the snapshot has it or another payload of the project creates it.  In a list of requests the
order counts: what a later request creates is too early, and what an earlier one deletes is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.request import Request
from linter.project.outputs import PARTS, Outputs
from linter.project.project import Project
from linter.rulekit.makers import UNKNOWN_SEGMENT
from linter.rulekit.named_in_paths import NamedInPath, nowhere, out_of_turn
from linter.rulekit.rule import Rule, Says

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
            for said in _judged(project, project.outputs(request.snapshot), request, kind):
                yield _with_codes(said, _CODES[kind]) if isinstance(said, Finding) else said


def _kind_named(request: Request) -> str | None:
    return next((kind for kind in _CODES if request.parameter(f"{kind}Name") is not None), None)


def _with_codes(said: Finding, codes: tuple[str, ...]) -> Finding:
    return said._replace(service_errors=codes, sources=tuple(Stated("service-error", one) for one in codes))


def _judged(project: Project, outputs: Outputs, request: Request, kind: str) -> Says:
    named = NamedInPath(request, f"{kind}Name", PARTS[kind], kind)
    creators = outputs.creators(kind, named.name)
    stored = outputs.stored_namesakes(named.name)
    is_stored = any((one.kind, one.name) == (kind, named.name) for one in stored)
    if not creators and not is_stored:
        yield from nowhere(project, outputs.snapshot, named, outputs.names(kind))
        return
    is_gone = partial(_is_gone, outputs, named)
    yield from out_of_turn(named, creators, is_stored=is_stored, is_gone=is_gone)


def _is_gone(outputs: Outputs, named: NamedInPath, last: int) -> bool:
    """Tell whether a request of the list deletes it, from an index on up to this one."""
    request = named.request
    return any(
        change.what == "delete"
        and (change.kind, change.name) == (named.kind, named.name)
        and change.request.sequence == request.sequence
        and change.request.index in range(last, request.index)
        for change in outputs.changes
    )
