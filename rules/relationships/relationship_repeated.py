"""Two relationships must not join the same attributes of the same entities in the same way.

One that is declared from the other end is the same: many to one from here is one to many from there.
Relationships that say where data comes from are apart from those that join rows.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.repeated_links import repeated
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "RL101",
    "relationship-repeated",
    "two relationships must not join the same attributes of the same entities in the same way",
    "service error relationEntityAlreadyExists",
    severity="recommendation",
    service_errors=("relationEntityAlreadyExists",),
    sources=(Stated("service-error", "relationEntityAlreadyExists"),),
    inferred=True,
    kinds=("relationships",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for join, before in repeated(project):
        here, there = join.columns
        yield Finding(
            join.link.at,
            f"`{join.link.name}` joins `{here.entity}.{here.attribute}` with "
            f"`{there.entity}.{there.attribute}`, as `{before.link.name}` does already",
            label="the same relationship again",
            related=(Related(before.link.at, "the first of the two"),),
            help=f"remove one of the two, or update `{before.link.name}` instead",
        )
