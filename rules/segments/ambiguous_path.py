"""Where several ways lead from a criterion's entity to Customer, one has to be chosen.

On a chosen path, two entities may be joined by several relationships: then one of these has to be named.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.project.ways import spelled
from linter.rulekit.chosen_paths import by_itself, chosen_paths
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
        others = ways.others(way) if way and ways.has_several(way) else []
        if way and others:
            told = [way, *others][:_MOST_SHOWN]
            links = [step.link for each in told for step in each if step.link is not None]
            ways_told = "; or ".join(spelled(each) for each in told)
            yield Finding(
                one.mention.at,
                f"{len(others) + 1} ways lead from `{one.entity}` to `{ways.root}`, and none is chosen: "
                f"{ways_told}",
                label="several ways",
                help="choose one in `paths` of the rowset",
                related=tuple(Related(link.at, "by this relationship") for link in dict.fromkeys(links))[:4],
            )
    for path in chosen_paths(project):
        for element, steps in path.walked.doubled:
            names = list(dict.fromkeys(step.link.name for step in steps if step.link is not None))
            if len(names) < 2:  # planned twice
                continue
            yield Finding(
                element.hop.at,
                f"`{element.hop.name}` is joined to `{steps[0].here}` by several relationships: "
                f"{either(names)}",
                label="several ways",
                help="name one of the relationships in its place",
                related=tuple(
                    Related(step.link.at, "one of them") for step in steps if step.link is not None
                )[:4],
            )
