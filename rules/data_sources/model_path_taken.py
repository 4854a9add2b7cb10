"""A model should be attached by one data source only."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Stated
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources
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
        if one.metadata is None or not path:
            continue
        first = planned.setdefault((one.request.snapshot or one.request.instance_id, _folded(path)), one)
        other = _saved(one, path)
        if (
            other is None
            and first is not one
            and (first.id, first.name) != (one.id, one.name)
            and first.metadata is not None
        ):
            other = first.metadata.at("modelJsonPath")
        if other is not None:
            yield Finding(
                one.metadata.at("modelJsonPath"),
                f"the model `{path}` is attached by another data source",
                label="attached already",
                help="attach another model, or change the data source that has this one",
                related=(Related(other, "it is attached here"),),
                severity="warning" if project.settings.api in _STATED_FOR else None,
            )


def _saved(one: DataSourcePayload, path: str) -> Location | None:
    """Return where the snapshot has another data source of the model."""
    snapshot = one.request.snapshot.declared if one.request.snapshot is not None else None
    for source in snapshot.data_sources if snapshot is not None else ():
        node = snapshot.source_node(source.id) if snapshot is not None else None
        saved = node.text("modelJsonPath") if node is not None else None
        is_itself = (one.id or "").lower() == source.id.lower() or one.name == source.name
        if node is not None and saved is not None and _folded(saved) == _folded(path) and not is_itself:
            return node.at("modelJsonPath")
    return None


def _folded(path: str) -> str:
    return path.strip("/").lower()
