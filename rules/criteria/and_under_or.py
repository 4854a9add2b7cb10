"""Until 2021-08 an `or` could stand in an `and`, and no `and` in an `or`.

An `and` of a single condition joins nothing, and is let pass.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.criteria import Condition
from linter.project.project import Project
from linter.rulekit.criteria import all_criteria
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CQ118",
    "and-under-or",
    "an `or` may stand in an `and`, but no `and` in an `or`",
    "segment-builder.md of 2020-10 to 2021-08",
    url=product_page("segment-builder.md"),
    sources=(Stated("product-page", "E05"),),
    generations=("2020-04", "2020-08", "2021-06"),
    local=True,
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for _, root in all_criteria(project, "segment"):
        for one, around in _nested(root):
            yield Finding(
                one.node.at("logicalOperator"),
                f"an `and` stands in an `or`: the API's generation {project.settings.api} does not know that",
                label="in an `or`",
                help="say it the other way round, as an `and` of `or`s, put it into a rowset of its own, or "
                "set `api` in c360lint.toml to a generation since 2021-09",
                related=(Related(around.node.at("logicalOperator"), "the `or`"),),
            )


def _nested(root: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Yield each `and` that stands in an `or`, the outermost, with the nearest `or` around it."""
    waiting: list[tuple[Condition, Condition | None]] = [(root, None)]
    while waiting:
        one, around = waiting.pop()
        if around is not None and one.joins == "and" and len(one.children) > 1:
            yield one, around
            continue
        inside = one if one.joins == "or" else around
        waiting += [(child, inside) for child in one.children]
