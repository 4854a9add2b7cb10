"""Where several ways lead from a criterion's entity to Customer, one has to be chosen.

On a chosen path, two entities may be joined by several relationships: then one of these has to be named.
What is only there by a relationship that is reported to be one too many is held back.
"""

from __future__ import annotations

from linter.diagnostic import Cause, Finding, HeldBack, Related, Stated
from linter.project.project import Project
from linter.project.saved import PlannedRelationship
from linter.project.ways import Way, Ways, WayStep, spelled
from linter.rulekit.chosen_paths import PathElement, ReachedEntity, by_itself, chosen_paths
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import either

RULE = Rule(
    "SG136",
    "ambiguous-path",
    "different paths can yield different results, so that one has to be chosen",
    "relationships.md",
    severity="warning",
    url=product_page("relationships.md"),
    sources=(Stated("product-page", "R07"),),
    kinds=("segment",),
    needs=("snapshot",),
)


_MOST_SHOWN = 3


def check(project: Project) -> Says:
    for one, ways in by_itself(project):
        way = ways.to_root(one.entity)
        if not way or not ways.has_several(way):
            continue
        told = [way, *ways.others(way)]
        if len(told) > 1:
            cause = _said(project, [[step.link for step in each] for each in told])
            yield HeldBack(one.mention.at, cause) if cause else _none_chosen(one, ways, told)
    for path in chosen_paths(project):
        for element, steps in path.walked.doubled:
            links = list({step.link.name: step.link for step in steps if step.link is not None}.values())
            if len(links) > 1:  # one that is planned twice is one
                cause = _said(project, [[link] for link in links])
                yield HeldBack(element.hop.at, cause) if cause else _joined_twice(element, steps[0], links)


def _said(project: Project, ways: list[list[PlannedRelationship | None]]) -> Cause | None:
    """Return what is reported of the relationships but for which one way alone would be left."""
    from linter.rulekit.repeated_links import reported_links  # only several ways pay for it

    reported = reported_links(project)
    causes = [[reported[one.node] for one in way if one and one.node in reported] for way in ways]
    found = [each for each in causes if each]
    return found[0][0] if len(ways) - len(found) == 1 else None


def _none_chosen(one: ReachedEntity, ways: Ways, told: list[Way]) -> Finding:
    shown = told[:_MOST_SHOWN]
    links = [step.link for each in shown for step in each if step.link is not None]
    return Finding(
        one.mention.at,
        f"{len(told)} ways lead from `{one.entity}` to `{ways.root}`, and none is chosen: "
        + "; or ".join(spelled(each) for each in shown),
        label="several ways",
        help="choose one in `paths` of the rowset",
        related=tuple(Related(link.at, "by this relationship") for link in dict.fromkeys(links))[:4],
    )


def _joined_twice(element: PathElement, step: WayStep, links: list[PlannedRelationship]) -> Finding:
    return Finding(
        element.hop.at,
        f"`{element.hop.name}` is joined to `{step.here}` by several relationships: "
        f"{either([one.name for one in links])}",
        label="several ways",
        help="name one of the relationships in its place",
        related=tuple(Related(one.at, "one of them") for one in links)[:4],
    )
