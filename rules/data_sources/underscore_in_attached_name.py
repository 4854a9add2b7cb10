"""The name of an attached folder has letters and digits only."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import SOUND_NAME, data_sources
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS104",
    "underscore-in-attached-name",
    "the name of an attached folder has letters and digits only",
    "connect-common-data-model.md, 2021-02 to 2021-07",
    "warning",
    sources=(Stated("product-page", "N02"),),
    local=True,
    kinds=("dataSource",),
    generations=("2021-06",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        name = one.name
        if name is None or one.kind != "attachcdm":
            continue
        if "_" in name and SOUND_NAME.match(name):
            yield Finding(
                one.said_at("name"),
                f"`{name}` has an underscore, where only letters and digits are allowed in this generation",
                label="only letters and digits",
                help="leave the underscore out, or judge by another generation: `api` in c360lint.toml",
            )
