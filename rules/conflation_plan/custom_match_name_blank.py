"""The entity of a custom match should have no blank in its name."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.references import mention_of
from linter.project.project import Project
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
                mention = mention_of(node, plan.request)
                name = mention.entity.name if mention.entity is not None else mention.name
                if name is not None and " " in name:
                    yield Finding(
                        mention.at,
                        f"the custom match's entity, `{name}`, has a blank in its name",
                        label="a blank in the name",
                        help="rename the file that it is ingested from, and ingest it anew",
                    )
