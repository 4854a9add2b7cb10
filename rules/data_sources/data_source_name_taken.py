"""The name of a data source must be unique in the instance."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.snapshot import fold_id
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources
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
    for one in data_sources(project):
        if one.metadata is None or one.name is None or _keeps_its_name(one):
            continue
        owner = _owner(one)
        key = one.request.snapshot or one.request.instance_id, one.name.lower()
        first = planned.setdefault(key, one)
        if owner is not None:
            yield _taken(one, owner, "has this name already")
        elif first is not one and not _are_one(first, one) and first.metadata is not None:
            yield _taken(one, first.metadata.at("name"), "is given this name here")


def _keeps_its_name(one: DataSourcePayload) -> bool:
    """Tell whether a data source is given the name that it has already."""
    snapshot = one.request.snapshot if one.is_update else None
    saved = snapshot.declared.data_source_by_id(one.id or "") if snapshot is not None else None
    return saved is not None and (saved.name or "").lower() == (one.name or "").lower()


def _owner(one: DataSourcePayload) -> Location | None:
    """Return where the snapshot has another data source of the name."""
    snapshot = one.request.snapshot.declared if one.request.snapshot is not None else None
    for source in snapshot.data_sources if snapshot is not None else ():
        if source.name is not None and source.name.lower() == (one.name or "").lower():
            is_itself = one.id is not None and fold_id(one.id) == fold_id(source.id)
            return None if is_itself else source.at
    return None


def _are_one(first: DataSourcePayload, other: DataSourcePayload) -> bool:
    """Tell whether two payloads are about one data source: one of them makes it, or both change it."""
    if first.is_update and other.is_update:
        return fold_id(first.id or "") == fold_id(other.id or "")
    return first.is_update != other.is_update and first.id is not None and first.id == other.id


def _taken(one: DataSourcePayload, other: Location, words: str) -> Finding:
    assert one.metadata is not None
    return Finding(
        one.metadata.at("name"),
        f"the name `{one.name}` is that of another data source",
        label="taken",
        help="choose another name"
        if one.is_update
        else "choose another name, or change the one that there is by its ID",
        related=(Related(other, f"a data source {words}"),),
        service_errors=_OF_UPDATE if one.is_update else _OF_NEW,
    )
