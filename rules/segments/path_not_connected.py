"""Each element of a path must be reached from the one before it.

An entity is reached by a relationship with the one before; a relationship must touch what is reached so far.
Where another order of the same elements would do, that is said instead.
"""

from __future__ import annotations

from linter.diagnostic import Cause, Finding, HeldBack, NotChecked, Related, Reordering, Stated, cause_at
from linter.project.project import Project
from linter.project.ways import Place, Ways
from linter.rulekit.chosen_paths import (
    NO_PLAN,
    ChosenPath,
    PathElement,
    chosen_paths,
    unsure_of_links,
    would_do_in_another_order,
)
from linter.rulekit.gaps import said_of_gap
from linter.rulekit.lacks import as_listed
from linter.rulekit.links import joins_anything, why_loose
from linter.rulekit.repeated_links import said_of_name_between
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG131",
    "path-not-connected",
    "each element of a path must be reached from the one before it",
    "service errors segmentEntityInPathNotReachable and segmentPathEntityIncorrectOrder",
    service_errors=(
        "segmentEntityInPathNotReachable",
        "segmentEntityInRelationshipNotReachable",
        "segmentPathEntityIncorrectOrder",
    ),
    sources=(
        Stated("service-error", "segmentEntityInPathNotReachable"),
        Stated("service-error", "segmentEntityInRelationshipNotReachable"),
        Stated("service-error", "segmentPathEntityIncorrectOrder"),
    ),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for path in chosen_paths(project):
        snapshot = path.segment.request.snapshot
        if path.walked.stuck is None:
            continue
        assert snapshot is not None
        lack = unsure_of_links(project, path.segment) or project.unsure("conflationPlan")
        if lack is None and not project.ways(snapshot).from_(project.ways(snapshot).root):
            lack = NO_PLAN
        if lack is not None:
            yield NotChecked(path.walked.stuck.hop.at, lack, (cause_at(path.walked.stuck.hop.at),))
            continue
        yield _said(project, path, path.walked.stuck, project.ways(snapshot))


def _said(
    project: Project, path: ChosenPath, stuck: PathElement, ways: Ways
) -> Finding | NotChecked | HeldBack:
    loose = next((one for one in ways.loose if joins_anything(*one) or _touches(path, one[0].ends)), None)
    if loose is not None:
        return why_loose(stuck.hop.at, *loose, path.segment.request)
    torn = _torn(path, stuck)
    order = would_do_in_another_order(ways, path.elements)
    cause = said_of_name_between(project, ways.snapshot, torn)
    if cause is None:
        cause = said_of_gap(project, ways.snapshot, torn) if order is None else _unknown_in(path)
    if cause is not None:
        return HeldBack(stuck.hop.at, cause)
    said = _in_order(path, stuck, order) if order is not None else _unreachable(path, stuck)
    return as_listed(said._replace(causes=(cause_at(stuck.hop.at),)), ways.snapshot, "relationships")


def _touches(path: ChosenPath, ends: tuple[object, ...]) -> bool:
    """Tell whether a relationship, an end of which is unknown, has to do with the elements of a path."""
    places = {one.place for one in path.elements if one.place is not None}
    return any(getattr(end, "entity", None) in places for end in ends)


def _unknown_in(path: ChosenPath) -> Cause | None:
    """Return what SG130 says of an element: as long as nobody knows it, it would do in any order."""
    return next((cause_at(one.hop.at) for one in path.elements if one.is_unknown), None)


def _torn(path: ChosenPath, stuck: PathElement) -> set[Place]:
    """Return the entities between which a path breaks off."""
    before = path.elements[path.elements.index(stuck) - 1]
    named = (one for each in (before, stuck) for one in (each.place, *(each.link or ())[1:]))
    return {one for one in named if one is not None}


def _in_order(path: ChosenPath, stuck: PathElement, order: list[PathElement]) -> Finding:
    new = " > ".join(f"`{one.hop.name}`" for one in order)
    numbers = tuple(path.elements.index(one) for one in order)
    return Finding(
        stuck.hop.at,
        f"`{stuck.hop.name}` can't be reached from what stands before it; in another order it can: {new}",
        label="not in its turn",
        help="put the elements into an order in which each is joined to the one before",
        repairs=(Reordering(path.at, numbers, "Put them into that order"),),
        service_errors=("segmentPathEntityIncorrectOrder",),
        sources=(Stated("service-error", "segmentPathEntityIncorrectOrder"),),
    )


def _unreachable(path: ChosenPath, stuck: PathElement) -> Finding:
    before = path.elements[path.elements.index(stuck) - 1]
    if stuck.link is not None:
        link, here, there = stuck.link
        return Finding(
            stuck.hop.at,
            f"relationship `{link.name}` joins `{here}` and `{there}`, but the path has come to "
            f"`{before.hop.name}`",
            label="doesn't go on from there",
            help="choose a relationship of the entity before it",
            related=(Related(link.at, "the relationship"),),
            service_errors=("segmentEntityInRelationshipNotReachable",),
            sources=(Stated("service-error", "segmentEntityInRelationshipNotReachable"),),
        )
    return Finding(
        stuck.hop.at,
        f"no relationship joins `{stuck.hop.name}` with `{before.hop.name}`, which stands before it",
        label="not joined to the one before",
        help="name the entities between them, or create the relationship",
        related=(Related(before.hop.at, "the element before it"),),
        service_errors=("segmentEntityInPathNotReachable",),
        sources=(Stated("service-error", "segmentEntityInPathNotReachable"),),
    )
