"""The name of a data source should have 3 to 64 characters."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import SOUND_NAME, data_sources, is_saved_name
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS103",
    "data-source-name-length",
    "the name of a data source should have 3 to 64 characters",
    "service error dataSourceInvalidDataSourceName",
    "warning",
    service_errors=("dataSourceInvalidDataSourceName",),
    sources=(
        Stated("service-error", "dataSourceInvalidDataSourceName"),
        Stated("product-page", "N03"),
    ),
    local=True,
    kinds=("dataSource",),
)


_LEAST, _MOST = 3, 64


def check(project: Project) -> Says:
    for one in data_sources(project):
        name = one.name
        if name is None or not SOUND_NAME.match(name) or is_saved_name(one):
            continue
        other = "longer" if len(name) < _LEAST else "shorter" if len(name) > _MOST else None
        if other is not None:
            yield Finding(
                one.said_at("name"),
                f"the name `{name}` has {len(name)} characters, where {_LEAST} to {_MOST} are expected",
                label=f"{_LEAST} to {_MOST} characters",
                help=f"choose a {other} name",
            )
