"""The columns that are merged into one attribute should mean the same."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.conflict_resolution_rules import OutputAttribute
from linter.project.project import Project
from linter.rulekit.personal import folded
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR119",
    "merged-meanings-differ",
    "the columns that are merged into one attribute should be of one semantic type",
    "data-unification-map-tables.md (to 2023-08): `Only attributes with the same type can be combined`",
    severity="warning",
    url=product_page("data-unification-map-tables.md"),
    sources=(Stated("product-page", "M08"),),
    inferred=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for output in rules.outputs:
            yield from _check_output(project, output)


def _check_output(project: Project, output: OutputAttribute) -> Says:
    told = [
        (one, one.entity and project.meanings.of(one.entity, str(one.attribute))) for one in output.columns
    ]
    said = [(column, meaning) for column, meaning in told if meaning]
    for column, meaning in said[1:]:
        first, expected = said[0]
        if folded(meaning) != folded(expected):
            yield Finding(
                column.at,
                f"`{column.entity}.{column.attribute}` is {meaning}, but is merged with "
                f"`{first.entity}.{first.attribute}`, which is {expected}",
                label=f"means {meaning}",
                related=(Related(first.at, f"means {expected}"),),
                help="merge columns that mean the same, or correct the semantic type of one of them",
            )
