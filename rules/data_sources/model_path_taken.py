"""A model should be attached by one data source only."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.entity import DataSource
from linter.instance.snapshot import fold_id
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources, may_be_one
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS109",
    "model-path-taken",
    "a model should be attached by one data source only",
    "service errors dataSourceModelAlreadyExists, dataSourceModelAlreadyExistError",
    "recommendation",
    service_errors=(
        "dataSourceModelAlreadyExists",
        "dataSourceModelAlreadyExistError",
    ),
    sources=(
        Stated("service-error", "dataSourceModelAlreadyExists"),
        Stated("service-error", "dataSourceModelAlreadyExistError"),
        Stated("product-page", "D17"),
    ),
    inferred=True,
    kinds=("dataSource",),
)


_STATED_FOR = ("2020-04", "2020-08", "2021-06", "2021-09")  # by pages of 2020-10 to 2022-06


def check(project: Project) -> Says:
    planned: dict[tuple[object, str], DataSourcePayload] = {}
    for one in data_sources(project):
        path = one.metadata.text("modelJsonPath") if one.metadata is not None else None
        if not path or not _folded(path):
            continue
        first = planned.setdefault((one.request.snapshot or one.request.instance_id, _folded(path)), one)
        other = _saved(one, path)
        if other is None and (first.id, first.name) != (one.id, one.name) and not may_be_one([first, one]):
            other = first.said_at("modelJsonPath")
        if other is not None:
            yield Finding(
                one.said_at("modelJsonPath"),
                f"the model `{path}` is attached by another data source",
                label="attached already",
                help="attach another model, or change the data source that has this one",
                related=(Related(other, "it is attached here"),),
                severity="warning" if project.settings.api in _STATED_FOR else None,
            )


def _saved(one: DataSourcePayload, path: str) -> Location | None:
    """Return where the snapshot has another data source of the model."""
    snapshot = one.request.snapshot
    if snapshot is None:
        return None
    for source in snapshot.declared.data_sources:
        node = snapshot.declared.source_node(source.id)
        assert node is not None  # each of its data sources stands somewhere
        is_same = _folded(node.text("modelJsonPath") or "") == _folded(path)
        if is_same and not _may_be(one, source):
            return node.at("modelJsonPath")
    return None


def _may_be(one: DataSourcePayload, source: DataSource) -> bool:
    """Tell whether a payload may be about a data source; it isn't always known which one is changed."""
    if one.id is None and one.is_update:
        return True
    return one.name == source.name or fold_id(one.id or "") == fold_id(source.id)


def _folded(path: str) -> str:
    return path.strip("/").lower()
