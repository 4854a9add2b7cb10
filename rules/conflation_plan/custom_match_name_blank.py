"""The entity of a custom match should have no blank in its name."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Stated
from linter.kinds.references import Mention, mention_of
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP122",
    "custom-match-name-blank",
    "the entity of a custom match should have no blank in its name",
    "data-unification-match-tables.md: `Rename the template without using spaces`",
    severity="warning",
    url=product_page("data-unification-match-tables.md"),
    sources=(Stated("product-page", "N14"),),
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for match in plan.root.nodes("customMatch"):
            for node in match.nodes("entity"):
                yield from _check_mention(mention_of(node, plan.request), plan.request)


def _check_mention(mention: Mention, request: Request) -> Says:
    entity = mention.entity
    if entity is None and mention.source is None:
        return  # the blank may be its data source's
    name = entity.name if entity is not None else str(mention.name)
    if " " not in name:
        return
    if entity is None and request.snapshot is not None:
        yield HeldBack(mention.at, cause_of(mention, request))
        return
    yield Finding(
        mention.at,
        f"the custom match's entity, `{name}`, has a blank in its name",
        label="a blank in the name",
        help="rename the file that it is ingested from, and ingest it anew",
    )
