"""An entity of people should have a column of the type Person.FullName."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.entity_information import Listed
from linter.project.project import Project
from linter.rulekit.personal import folded
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CE109",
    "full-name-not-mapped",
    "an entity whose columns have semantic types should have one of the type Person.FullName",
    "data-unification-map-tables.md: `One column should map to the type Person.FullName`",
    severity="recommendation",
    url=product_page("data-unification-map-tables.md"),
    sources=(Stated("product-page", "M05"),),
    group="advice",
    default=False,
    kinds=("entityInformation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_information:
        for listed in payload.entities:
            said = _meanings(project, listed)
            if any(one.startswith(("person", "identity")) for one in said) and "personfullname" not in said:
                yield Finding(
                    listed.mention.at,
                    f"`{listed.mention.entity}` has columns of a person, but none is of Person.FullName",
                    label="no Person.FullName",
                    help="give the column with the whole name that semantic type; the customer card shows it",
                )


def _meanings(project: Project, listed: Listed) -> set[str]:
    entity = listed.mention.entity
    if entity is None:
        return set()
    told = (project.meanings.of(entity, name) for name in entity.attribute_names)
    return {folded(one) for one in told if one}
