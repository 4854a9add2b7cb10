"""The attributes of the unified entity must have different names, and so must the fields of a group."""

from __future__ import annotations

from collections.abc import Iterable

from linter.diagnostic import Finding, Location, Related, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR110",
    "duplicate-output-name",
    "the attributes of the unified entity must have different names",
    "data-unification-merge-tables.md: `Unique name of the field you want in the grouping`",
    url=product_page("data-unification-merge-tables.md"),
    sources=(
        Stated("product-page", "N13"),
        Stated("convention", "an attribute's name is unique, without case"),
    ),
    inferred=True,
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        yield from _repeated((one.name or project.opened_at(one.at), one.at) for one in rules.outputs)
        for group in rules.root.nodes("groups"):
            fields = [one for one in group.nodes("fields") if one.written("outputName")]
            called = ((one.text("name"), one.at("name")) for one in fields)
            yield from _repeated((name or project.opened_at(at), at) for name, at in called)


def _repeated(names: Iterable[tuple[str | None, Location]]) -> Says:
    first: dict[str, tuple[str, Location]] = {}
    for name, at in names:
        if name is None or not name.strip():
            continue
        before, there = first.setdefault(name.lower(), (name, at))
        if there != at:
            same = "that name" if before == name else f"the name `{before}`"
            yield Finding(
                at,
                f"`{name}` is not unique: there is an attribute of {same} already",
                label="again",
                related=(Related(there, "the first of that name"),),
                help="give one of them another name, or merge all columns into one attribute",
            )
