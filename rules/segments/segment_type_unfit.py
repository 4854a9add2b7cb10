"""A segment is structured, which has rowsets, or manual, which has SQL."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Replacement, Stated
from linter.kinds.segment_body import Segment
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.suggest import did_you_mean, surest

_TYPE: Final = ("invalidSegmentType", "inavlidSegmentType")
_NO_SQL: Final = "segmentCustomQueryIsEmpty"
_NO_ROWSET: Final = "segmentQueryRowsetIsEmpty"

RULE = Rule(
    "SG103",
    "segment-type-unfit",
    "a segment is structured, which has rowsets, or manual, which has SQL",
    "service error invalidSegmentType",
    service_errors=(*_TYPE, _NO_SQL, _NO_ROWSET),
    sources=tuple(Stated("service-error", one) for one in (*_TYPE, _NO_SQL, _NO_ROWSET)),
    local=True,
    kinds=("segment",),
)
_KNOWN: Final = ("structured", "manual")


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for one in payload.items:
            said = one.query.text("type") if one.query is not None else None
            if said is None:
                continue
            if said.lower() not in _KNOWN:
                yield _unknown(one, said)
            elif one.suits_other_type:
                yield _unfit(one, said)


def _unknown(segment: Segment, said: str) -> Finding:
    assert segment.query is not None
    return Finding(
        segment.query.at("type"),
        f"`{said}` is no type of segment{did_you_mean(said, _KNOWN)}",
        label="not a known type",
        help="write `structured` for rowsets, `manual` for SQL",
        service_errors=_TYPE,
        repairs=tuple(Replacement(one, f"Replace with `{one}`") for one in surest(said, _KNOWN)),
    )


def _unfit(segment: Segment, said: str) -> Finding:
    assert segment.query is not None
    is_manual = segment.type == "manual"
    right, has, lacks = ("structured", "rowsets", "SQL") if is_manual else ("manual", "SQL", "rowsets")
    right = right if said[:1].islower() else right.capitalize()
    return Finding(
        segment.query.at("type"),
        f"a {said} segment takes {lacks}; this one has only {has}",
        label=f"has {has}",
        help=f"write `{right}`, or give it {lacks}",
        service_errors=(*_TYPE, _NO_SQL if is_manual else _NO_ROWSET),
        repairs=(Replacement(right, f"Replace with `{right}`"),),
    )
