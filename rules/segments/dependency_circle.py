"""Segments and measures must not be made of themselves, directly or through others.

The circle is told once, where the latest of its members names the next one.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.circles import Circle, circles
from linter.rulekit.rule import Rule, Says

_CODES = ("segmentInputHasCircularDependency", "measureOutputIsADependency", "parentMeasureIsADependency")

RULE = Rule(
    "SG152",
    "dependency-circle",
    "a segment or measure must not be made of itself, directly or through others",
    "service errors segmentInputHasCircularDependency, measureOutputIsADependency and others",
    service_errors=_CODES,
    sources=tuple(Stated("service-error", one) for one in _CODES),
    kinds=("segment", "measure"),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for snapshot in project.snapshots:
        for circle in circles(project, snapshot):
            yield _finding(circle)


def _finding(circle: Circle) -> Finding:
    latest = circle.members[-1]
    names = [f"`{one.name}`" for one in (latest, *circle.members)]
    code = _code(circle)
    is_alone = len(circle.members) == 1
    said = "is made of itself" if is_alone else f"is made of itself: {' > '.join(names)}"
    return Finding(
        circle.use.at,
        f"{latest.kind} `{latest.name}` {said}",
        label="a circle",
        help="make it of something else" if is_alone else "let one of them do without the other",
        related=tuple(Related(one.at, f"`{one.name}` is here") for one in circle.members[:-1][:4]),
        service_errors=(code,),
        sources=(Stated("service-error", code),),
    )


def _code(circle: Circle) -> str:
    if circle.members[-1].kind == "segment":
        return _CODES[0]
    return _CODES[1] if len(circle.members) == 1 else _CODES[2]
