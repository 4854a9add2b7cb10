"""Phone numbers should be normalized before they are compared."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.conflation_plan import Criterion, normalizations
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.personal import personal
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import is_text

RULE = Rule(
    "CP121",
    "phone-not-normalized",
    "phone numbers should be normalized before they are compared",
    "includes/normalization.md, after support articles on unification results",
    severity="recommendation",
    sources=(Stated("convention", "phone numbers are normalized before they are compared"),),
    inferred=True,
    group="advice",
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            if criterion.kind in ("exact", "fuzzy"):
                yield from _check_criterion(project, criterion)


def _check_criterion(project: Project, criterion: Criterion) -> Says:
    sides = criterion.sides
    if any(normalizations(node) or "normalizations" in node.broken for _, node in sides):
        return
    are_text = len(sides) == 2 and all(is_text(column) for column, _ in sides)
    if are_text and any(_is_phone(project, column) for column, _ in sides):
        named = " and ".join(f"`{column.entity}.{column.attribute}`" for column, _ in sides)
        yield Finding(
            criterion.node.at(),
            f"{named} are phone numbers, and compared as they are written",
            label="no normalization",
            help=f"give both columns the {sides[0][1].called('normalizations')} `typePhone`",
        )


def _is_phone(project: Project, column: Column) -> bool:
    assert column.entity is not None
    meaning = project.meanings.of(column.entity, str(column.attribute))
    return personal(str(column.attribute), meaning) == "a phone number"
