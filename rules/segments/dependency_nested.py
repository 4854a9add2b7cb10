"""Segments may be made of segments, and measures of measures, but only one level deep.

A measure must not be made of segments, nor an attribute measure of another one.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Stated, cause_at
from linter.kinds.measure_body import Measure
from linter.project.outputs import Outputs, OutputUse
from linter.project.project import Project
from linter.rulekit.circles import circles
from linter.rulekit.makers import Maker, kind_of, makers
from linter.rulekit.rule import Rule, Says

_NESTED = {
    "segment": "segmentDependencyHasOtherSegmentDependency",
    "measure": "measureContainsCompoundMeasureDependency",
}
_OF_SEGMENT = "measureContainsSegmentDependency"
_OF_ATTRIBUTE = "customerAttributeMeasureDependencyConflict"
_CODES = (*_NESTED.values(), _OF_SEGMENT, _OF_ATTRIBUTE)

RULE = Rule(
    "SG153",
    "dependency-nested",
    "what a segment or measure is made of must not be made of others of its kind",
    "service errors segmentDependencyHasOtherSegmentDependency and measureContainsCompoundMeasureDependency",
    service_errors=_CODES,
    sources=tuple(Stated("service-error", one) for one in _CODES),
    kinds=("segment", "measure"),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    held = {
        (member.kind, member.name): circle.use.at
        for snapshot in project.snapshots
        for circle in circles(project, snapshot)
        for member in circle.members
    }
    for maker in makers(project):
        snapshot = maker.request.snapshot
        if snapshot is None:
            continue
        outputs = project.outputs(snapshot)
        for use in outputs.uses(maker):
            key = use.used.kind, use.used.name
            said = _said(outputs, maker, use) if key != (kind_of(maker), maker.goes_by) else None
            if said is None:
                continue
            nested = said.service_errors in [(one,) for one in _NESTED.values()]
            yield HeldBack(use.at, cause_at(held[key])) if nested and key in held else said


def _said(outputs: Outputs, maker: Maker, use: OutputUse) -> Finding | None:
    kind, used = kind_of(maker), use.used
    if kind == "measure" and used.kind == "segment":
        return _finding(
            use, f"a measure can't be made of segment `{used.name}`", "not of segments", _OF_SEGMENT
        )
    if used.kind != kind:
        return None
    if isinstance(maker, Measure) and maker.kind == "attribute" and used.is_attribute:
        return _finding(
            use,
            f"`{used.name}` is worked out together with `{maker.goes_by}`, which can't be made of it",
            "another attribute measure",
            _OF_ATTRIBUTE,
        )
    uses = outputs.uses(used.view) if used.view else []
    deeper = next((one for one in uses if one.used.kind == kind), None)
    if deeper is None:
        return None
    return _finding(
        use,
        f"{kind} `{used.name}` is itself made of {kind} `{deeper.used.name}`: only one level is allowed",
        "made of another one",
        _NESTED[kind],
        Related(deeper.at, f"`{used.name}` is made of `{deeper.used.name}` here"),
    )


def _finding(use: OutputUse, message: str, label: str, code: str, *related: Related) -> Finding:
    return Finding(
        use.at,
        message,
        label=label,
        help="name what it is made of instead" if related else "use an entity, or another sort of measure",
        related=related or (Related(use.used.at, f"`{use.used.name}` is here"),),
        service_errors=(code,),
        sources=(Stated("service-error", code),),
    )
