"""Two relationships must not make many rows of both sides belong to each other.

Where one says that many rows here belong to one there, and another over the same attributes that many
there belong to one here, rows of both sides are many.  That needs a linking entity.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Stated, cause_at
from linter.project.project import Project
from linter.rulekit.repeated_links import turned_round
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "RL106",
    "many-on-both-sides",
    "many-to-many relationships must be two many-to-one relationships and a linking table",
    'product page relationships.md, "Many-to-many relationships"',
    severity="recommendation",
    url=product_page("relationships.md"),
    sources=(Stated("product-page", "R02"),),
    inferred=True,
    kinds=("relationships",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for join, before in turned_round(project):
        here, there = join.columns
        if join.cardinality == "manytoone" and there.attribute not in project.keys.of(join.entities[1]):
            yield HeldBack(join.link.node.at("cardinality"), cause_at(there.at))
            continue
        yield Finding(
            join.link.node.at("cardinality"),
            f"`{join.link.name}` and `{before.link.name}` join `{here.entity}.{here.attribute}` and "
            f"`{there.entity}.{there.attribute}` from many to one in both directions",
            label="the opposite of the other one",
            related=(Related(before.link.at, "the first of the two"),),
            help="leave one direction; if many do belong to many, make a linking entity with a "
            "relationship to each of the two",
        )
