"""The name of a data source must begin with a letter and have letters, digits and underscores only."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import SOUND_NAME, data_sources, is_saved_name, severity_of_name
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS102",
    "data-source-name-characters",
    "the name of a data source must begin with a letter and have letters, digits and underscores only",
    "service errors dataSourceInvalidDataSourceName, dataSourceInvalidDataSourceNameCharacter …",
    service_errors=(
        "dataSourceInvalidDataSourceName",
        "dataSourceInvalidDataSourceNameCharacter",
        "dataSourceEmptyDataSourceName",
        "dataSourceEmptyDataSourceNameError",
    ),
    sources=(
        Stated("service-error", "dataSourceInvalidDataSourceName"),
        Stated("service-error", "dataSourceInvalidDataSourceNameCharacter"),
        Stated("service-error", "dataSourceEmptyDataSourceName"),
        Stated("service-error", "dataSourceEmptyDataSourceNameError"),
        Stated("product-page", "N01"),
        Stated("product-page", "N04"),
    ),
    local=True,
    kinds=("dataSource",),
)


_OF_EMPTY = ("dataSourceEmptyDataSourceName", "dataSourceEmptyDataSourceNameError")
_OF_CHARACTERS = ("dataSourceInvalidDataSourceName", "dataSourceInvalidDataSourceNameCharacter")


def check(project: Project) -> Says:
    for one in data_sources(project):
        if one.name is None or SOUND_NAME.match(one.name) or is_saved_name(one):
            continue
        blank = not one.name.strip()
        yield Finding(
            one.said_at("name"),
            "the data source's name is empty"
            if blank
            else f"`{one.name}` is no name of a data source: a letter, then letters, digits and underscores",
            label="a letter, then letters, digits and underscores",
            help="write a name that begins with a letter; what people read is `friendlyName`",
            severity=severity_of_name(one.name),
            service_errors=_OF_EMPTY if blank else _OF_CHARACTERS,
        )
