"""Households need a last name and an address among the unified attributes.

Where neither is known nobody has said what attributes mean: they may be there all the same.
"""

from __future__ import annotations

from typing import Any, Final

from linter.diagnostic import Finding, Lack, Location, NotChecked, Stated
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.project.project import Project
from linter.rulekit.personal import folded
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR120",
    "household-without-meanings",
    "households need attributes of the types Person.LastName and Location.Address",
    "data-unification-merge-tables.md: `contains the semantic fields Person.LastName and Location.Address`",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "G12"),),
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)

_NEEDED: Final = {"personlastname": "Person.LastName", "locationaddress": "Location.Address"}


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for index, cluster in enumerate(rules.root.get("clusters") or ()):
            if _is_household(cluster):
                yield from _check_household(project, rules, rules.root.at("clusters", index))


def _is_household(cluster: Any) -> bool:
    kinds = (
        (one for key, one in cluster.items() if key.lower() == "kind") if isinstance(cluster, dict) else ()
    )
    return any(isinstance(kind, str) and kind.lower() == "household" for kind in kinds)


def _check_household(project: Project, rules: ConflictResolutionRules, at: Location) -> Says:
    told = _meanings(project, rules)
    lacking = [name for word, name in _NEEDED.items() if not any(one.startswith(word) for one in told)]
    if any("semanticType" in one.node.broken for one in rules.merges if not one.is_group):
        return
    if "" in told and len(lacking) == len(_NEEDED) and rules.request.snapshot is not None:
        file = rules.request.snapshot.file
        repair = f"give attributes their semanticType, in the entity information or in {file}"
        yield NotChecked(
            at, Lack("which of the unified attributes are last names and addresses isn't known", repair)
        )
        return
    if lacking and rules.request.snapshot is not None:
        names = " or ".join(lacking)
        yield Finding(
            at,
            f"households are made by last name and address, and no attribute is of the type {names}",
            label=f"no {names}",
            help="merge columns of that semantic type into an attribute, or leave the cluster out"
            if len(lacking) == 1
            else "merge columns of these semantic types into two attributes, or leave the cluster out",
        )


def _meanings(project: Project, rules: ConflictResolutionRules) -> set[str]:
    """Return the semantic types of the unified attributes, folded: their own, and those of their columns.

    "" is among them where that of any isn't told.
    """
    own = {folded(one.node.text("semanticType") or "") for one in rules.merges if not one.is_group} - {""}
    columns = [one for output in rules.outputs for one in output.columns]
    told = [one.entity and project.meanings.of(one.entity, str(one.attribute)) for one in columns]
    return own | {folded(one or "") for one in told}
