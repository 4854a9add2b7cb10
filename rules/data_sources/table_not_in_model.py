"""The tables of an attached folder must be called as its model calls them."""

from __future__ import annotations

from linter.diagnostic import Finding, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, did_you_mean, surest
from linter.wording import first_few, quoted

RULE = Rule(
    "DS124",
    "table-not-in-model",
    "the tables of an attached folder must be called as its model calls them",
    "connect-common-data-model.md",
    sources=(Stated("product-page", "N09"),),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        tables = dict.fromkeys(name for entity in one.model_entities if (name := entity.text("name")))
        known = KnownNames(tables)
        if one.kind != "attachcdm" or not tables:
            continue
        assert one.model is not None
        if one.model.broken or any("name" in entity.broken for entity in one.model_entities):
            continue
        for table in one.tables:
            if table.among == "entityNames" and table.name.strip() and table.name not in tables:
                yield Finding(
                    table.at,
                    f"the model has no table `{table.name}`{did_you_mean(table.name, known)}",
                    label="not in the model",
                    help=f"call it as the model does: {first_few(quoted(tables))}",
                    repairs=tuple(
                        Replacement(name, f"Replace with `{name}`") for name in surest(table.name, known)
                    ),
                )
