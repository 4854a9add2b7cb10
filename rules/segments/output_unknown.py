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
from linter.rulekit.named_in_paths import NamedInPath, in_time
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
    yield from in_time(
        project,
        outputs.snapshot,
        named,
        creators,
        is_stored=any((one.kind, one.name) == (kind, named.name) for one in stored),
        is_deleted=partial(_is_deleted, outputs, named),
        known=partial(outputs.names, kind),
    )


def _is_deleted(outputs: Outputs, named: NamedInPath, until: Request, since: int) -> bool:
    """Tell whether the list of a request deletes it before that, from an index on."""
    return any(
        change.verb == "deletes"
        and change.request.sequence == until.sequence
        and change.request.index in range(since, until.index)
        for change in outputs.changes_of(named.kind, named.name)
    )
