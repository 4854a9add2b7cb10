"""An update must not change the name of a segment or measure."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, HeldBack, Related, Replacement, Stated, cause_at
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.makers import UNKNOWN_SEGMENT, Maker, kind_of, makers, updates_nothing
from linter.rulekit.rule import Rule, Says

_CODES: Final = (*UNKNOWN_SEGMENT, "measureNameCannotBeUpdated", "entityMeasureNameChanged")

RULE = Rule(
    "SG123",
    "output-renamed",
    "an update must not change the name of a segment or measure",
    "service errors segmentMetadataNotFound, measureNameCannotBeUpdated and entityMeasureNameChanged",
    service_errors=_CODES,
    sources=tuple(Stated("service-error", one) for one in _CODES),
    kinds=("segment", "measure"),
)


def check(project: Project) -> Says:
    for maker in makers(project):
        if maker.update is not None and maker.name is not None and maker.name != maker.update:
            if updates_nothing(project, maker):
                path = maker.request.at_parameter(f"{kind_of(maker)}Name")
                yield HeldBack(maker.name_at, cause_at(path))
            else:
                yield _finding(maker, maker.update)


def _finding(maker: Maker, named: str) -> Finding:
    kind = kind_of(maker)
    codes = _codes(maker)
    return Finding(
        maker.name_at,
        f"this would rename {kind} `{named}` to `{maker.name}`",
        label="another name than in the path",
        related=(Related(maker.request.at_parameter(f"{kind}Name"), f"the {kind} that is updated"),),
        help=f"write `{named}`, or create another {kind} of that name",
        repairs=(Replacement(named, f"Replace with `{named}`"),),
        service_errors=codes,
        sources=tuple(Stated("service-error", one) for one in codes),
    )


def _codes(maker: Maker) -> tuple[str, ...]:
    if not isinstance(maker, Measure):
        return UNKNOWN_SEGMENT
    return ("measureNameCannotBeUpdated", *(["entityMeasureNameChanged"] if maker.kind == "entity" else []))
