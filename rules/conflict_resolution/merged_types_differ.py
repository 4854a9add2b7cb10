"""The columns that are merged into one attribute must have the same type."""

from __future__ import annotations

from linter.diagnostic import Cause, Finding, HeldBack, NotChecked, Related, Stated
from linter.instance.data_types import same_type
from linter.instance.entity import Entity
from linter.kinds.conflict_resolution_rules import OutputAttribute
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.strangers import strangers
from linter.rulekit.types import resting_on_types

RULE = Rule(
    "CR101",
    "merged-types-differ",
    "the columns that are merged into one attribute must have the same type",
    "service error allMergeAttrNotSameType",
    url=product_page("data-unification-merge-tables.md"),
    service_errors=("allMergeAttrNotSameType",),
    sources=(Stated("service-error", "allMergeAttrNotSameType"),),
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        strange = strangers(project, rules)
        for output in rules.outputs:
            yield from _check_output(output, strange)


def _check_output(output: OutputAttribute, strange: dict[Entity, Cause]) -> Says:
    known = [one for one in output.columns if one.canonical_type is not None]
    if len(known) < 2:
        return
    typed = [one for one in known if same_type(str(one.canonical_type), str(one.canonical_type))]
    yield from (NotChecked(one.at, unknown_type(one)) for one in known if one not in typed)
    for column in typed[1:]:
        types = str(typed[0].canonical_type), str(column.canonical_type)
        if same_type(*types) is not False:
            continue
        waits = next((strange[one.entity] for one in (typed[0], column) if one.entity in strange), None)
        if waits is not None:
            yield HeldBack(column.at, waits)
        else:
            finding = _differing(output, typed[0], column)
            bridged = finding._replace(severity="warning") if set(types) == {"String", "Guid"} else finding
            yield resting_on_types(bridged, typed[0], column)


def _differing(output: OutputAttribute, first: Column, column: Column) -> Finding:
    merged = f" into `{output.name}`" if output.name else ""
    return Finding(
        column.at,
        f"`{column.entity}.{column.attribute}` is {column.declared_type}, but is merged{merged} with "
        f"`{first.entity}.{first.attribute}`, which is {first.declared_type}",
        label=f"is {column.declared_type}",
        related=(Related(first.at, f"is {first.declared_type}"),),
        help="merge columns of the same type, or convert one of them when it is ingested",
    )
