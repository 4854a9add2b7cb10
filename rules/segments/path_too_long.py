"""A path may have twenty hops at most."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.project.ways import MOST_HOPS
from linter.rulekit.chosen_paths import by_itself, chosen_paths
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SG137",
    "path-too-long",
    "a path may have 20 hops at most",
    "service-limits.md",
    url=product_page("service-limits.md"),
    sources=(Stated("product-page", "R06"),),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for path in chosen_paths(project):
        if len(path.walked.way) > MOST_HOPS:
            yield Finding(
                path.at,
                f"the path has {len(path.walked.way)} hops",
                label=f"more than {MOST_HOPS}",
                help="choose a shorter way, or relate the entities more directly",
            )
    for one, ways in by_itself(project):
        way = ways.to_root(one.entity)
        if way is not None and len(way) > MOST_HOPS:
            yield Finding(
                one.mention.at,
                f"the shortest way from `{one.entity}` to `{ways.root}` has {len(way)} hops",
                label=f"more than {MOST_HOPS}",
                help="relate the entities more directly",
            )
