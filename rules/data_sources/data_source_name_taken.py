"""The name of a data source must be unique in the instance."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Stated
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources, is_called, may_be_one, saved_by_name, saved_source
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS105",
    "data-source-name-taken",
    "the name of a data source must be unique in the instance",
    "service errors dataSourceDuplicateName, dataSourceDuplicateDataSourceName …",
    service_errors=(
        "dataSourceDuplicateName",
        "dataSourceDuplicateDataSourceName",
        "dataSourceCreateAlreadyExistError",
        "dataSourceUpdateAlreadyExistError",
        "dataFlowAlreadyExists",
    ),
    sources=(
        Stated("service-error", "dataSourceDuplicateName"),
        Stated("service-error", "dataSourceDuplicateDataSourceName"),
        Stated("service-error", "dataSourceCreateAlreadyExistError"),
        Stated("service-error", "dataSourceUpdateAlreadyExistError"),
        Stated("service-error", "dataFlowAlreadyExists"),
        Stated("product-page", "N05"),
    ),
    kinds=("dataSource",),
)


_OF_BOTH = ("dataSourceDuplicateName", "dataSourceDuplicateDataSourceName")
_OF_NEW = (*_OF_BOTH, "dataSourceCreateAlreadyExistError", "dataFlowAlreadyExists")
_OF_UPDATE = (*_OF_BOTH, "dataSourceUpdateAlreadyExistError")


def check(project: Project) -> Says:
    planned: dict[tuple[object, str], DataSourcePayload] = {}
    saved = saved_by_name()
    for one in data_sources(project):
        name = one.name
        if name is None or _may_have_it(one, name):
            continue
        first = planned.setdefault((one.request.snapshot or one.request.instance_id, name.lower()), one)
        room = project.deletions.making_room_for
        owner = next((source.at for source in saved(one, name) if not room(one.request, source)), None)
        if owner is not None:
            yield _taken(one, owner, "has this name already")
        elif first is not one and not may_be_one([first, one]):
            yield _taken(one, first.said_at("name"), "is given this name here")


def _may_have_it(one: DataSourcePayload, name: str) -> bool:
    """Tell whether a data source has a name already; it isn't always known which one is changed."""
    saved = saved_source(one)
    return is_called(saved, name) if saved is not None else one.is_update and one.id is None


def _taken(one: DataSourcePayload, other: Location, words: str) -> Finding:
    return Finding(
        one.said_at("name"),
        f"the name `{one.name}` is that of another data source",
        label="taken",
        help="choose another name"
        if one.is_update
        else "choose another name, or change the one that there is by its ID",
        related=(Related(other, f"a data source {words}"),),
        service_errors=_OF_UPDATE if one.is_update else _OF_NEW,
    )
