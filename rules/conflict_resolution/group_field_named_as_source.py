"""A field of a group must not be called as an attribute of its sources."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.conflict_resolution_rules import Merge
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR113",
    "group-field-named-as-source",
    "a field of a group must not be called as an attribute of its sources",
    "data-unification-merge-tables.md: `You can't use a name from your data sources`",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "N12"),),
    local=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for one in rules.merges:
            if one.is_group:
                yield from _check_group(one)


def _check_group(group: Merge) -> Says:
    entities = [mention.entity for mention in group.taking_part if mention.entity is not None]
    for field in group.node.nodes("fields"):
        name = str(field.text("name"))
        owner = next((one for one in entities if one.has(name)), None)
        if owner is not None:
            yield Finding(
                field.at("name"),
                f"the group's field is called `{name}`, as an attribute of `{owner}` is",
                label="the name of a source's attribute",
                related=(Related(owner.attribute_at(name), "the attribute"),),
                help=f"give the field a name of its own; {field.called('outputName')} may be `{name}`",
            )
