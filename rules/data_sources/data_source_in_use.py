"""What other configuration uses can't be taken away: a data source, or an entity or column of it.

Uses are those of the planned state: conflations and relationships of the snapshot, unless payloads put
others in their place, and those of payloads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.data_source_body import DataSourcePayload
from linter.kinds.naming import named_in
from linter.kinds.references import Column, Mention
from linter.kinds.request import Request, saved_request
from linter.project.names import Attribute, names_in_snapshot
from linter.project.project import Project
from linter.project.rewritten import Rewritten
from linter.rulekit.data_sources import data_sources
from linter.rulekit.rule import Rule, Says
from linter.wording import counted

RULE = Rule(
    "DS125",
    "data-source-in-use",
    "what other configuration uses can't be taken away",
    "service errors dataSourceDataSourceCanNotDelete, dataSourceDependencyValidationFailed …",
    service_errors=(
        "dataSourceDataSourceCanNotDelete",
        "dataSourceDependencyValidationFailed",
        "dataSourceUpdateDependenciesError",
        "deleteBlockedByDependencies",
    ),
    sources=(
        Stated("service-error", "dataSourceDataSourceCanNotDelete"),
        Stated("service-error", "dataSourceDependencyValidationFailed"),
        Stated("service-error", "dataSourceUpdateDependenciesError"),
        Stated("service-error", "deleteBlockedByDependencies"),
        Stated("product-page", "D16"),
    ),
    kinds=("dataSource",),
    needs=("snapshot",),
)


_PARTS = ("entityInformation", "conflationPlan", "conflictResolutionRules")
_OTHERS = ("segments", "measures", "activities", "hierarchies", "searchconfiguration")
_Use = tuple[Entity, str | None, Location]  # an entity, perhaps the attribute, and where it is used


def check(project: Project) -> Says:
    rewritten = Rewritten(project)
    uses = {one: _Uses(project, one, rewritten) for one in project.snapshots}
    for request in project.requests:
        if request.method == "DELETE" and request.route.kind == "dataSource" and request.snapshot is not None:
            yield from _deleted(request, request.snapshot, uses[request.snapshot])
    for one in data_sources(project):
        if one.is_update and one.request.snapshot is not None:
            yield from _changed(one, one.request.snapshot, uses[one.request.snapshot])


class _Uses:
    """What uses entities of a snapshot; that is looked for once, however many payloads there are."""

    def __init__(self, project: Project, snapshot: Snapshot, rewritten: Rewritten) -> None:
        self._project = project
        self._snapshot = snapshot
        self._rewritten = rewritten

    def of(self, what: DataSource | Entity, request: Request) -> list[_Use]:
        """Return the uses of an entity, or of a data source's, that none has ended before a request."""
        others = self._by_others.get(what, ())
        left = (one for one in others if not self._rewritten.has(self._snapshot, one[2], request))
        return [*self._by_planned.get(what, ()), *left]

    @cached_property
    def _by_planned(self) -> dict[DataSource | Entity | None, list[_Use]]:
        return _grouped(_uses(self._project, self._snapshot))

    @cached_property
    def _by_others(self) -> dict[DataSource | Entity | None, list[_Use]]:
        return _grouped(_uses_of_others(self._snapshot))


def _grouped(uses: Iterable[_Use]) -> dict[DataSource | Entity | None, list[_Use]]:
    """Return uses by their entities, and by the data sources of these."""
    grouped: dict[DataSource | Entity | None, list[_Use]] = {}
    for one in uses:
        for key in (one[0], one[0].data_source):
            grouped.setdefault(key, []).append(one)
    return grouped


def _deleted(request: Request, snapshot: Snapshot, uses: _Uses) -> Says:
    source = snapshot.data_source_by_id(request.parameter("datasourceId") or "")
    used = uses.of(source, request) if source is not None else []
    if used:
        yield Finding(
            request.at_parameter("datasourceId"),
            f"data source `{source}` is in use and can't be deleted",
            label="in use",
            help="end these uses first",
            related=_related(used),
            service_errors=(
                "dataSourceDataSourceCanNotDelete",
                "dataSourceDependencyValidationFailed",
                "deleteBlockedByDependencies",
            ),
        )


def _changed(one: DataSourcePayload, snapshot: Snapshot, uses: _Uses) -> Says:
    source = snapshot.data_source_by_id(one.id or "")
    if source is None:
        return
    listed = {table.name for table in one.tables}
    if one.metadata is not None and one.metadata.get("entityNames") and not one.has_open_table:
        gone = [entity for entity in snapshot.declared.entities_in(source) if entity.name not in listed]
        yield from _gone_entities(one, uses, gone)
    yield from _gone_columns(one, snapshot, source, uses)


def _gone_entities(one: DataSourcePayload, uses: _Uses, gone: list[Entity]) -> Iterator[Finding]:
    for entity in gone:
        used = uses.of(entity, one.request)
        if used:
            yield _finding(one.said_at("entityNames"), f"entity `{entity}`", used)


def _gone_columns(
    one: DataSourcePayload, snapshot: Snapshot, source: DataSource, uses: _Uses
) -> Iterator[Finding]:
    for node in one.model_entities:
        name = str(node.text("name"))
        columns, entity = one.columns.get(name), snapshot.declared.entity_in(source, name)
        if columns is None or entity is None or name in one.with_open_columns:
            continue
        gone = (entity.attributes or {}).keys() - columns.keys()
        lost: dict[str, list[_Use]] = {}
        for use in uses.of(entity, one.request):
            if use[1] in gone:
                lost.setdefault(str(use[1]), []).append(use)
        for attribute, used in lost.items():
            yield _finding(node.at("attributes"), f"`{attribute}` of `{entity}`", used)


def _finding(at: Location, what: str, used: list[_Use]) -> Finding:
    return Finding(
        at,
        f"{what} is in use and can't be taken away",
        label="lacks what is in use",
        help="leave it, or end these uses first",
        related=_related(used),
        service_errors=("dataSourceUpdateDependenciesError", "dataSourceDependencyValidationFailed"),
    )


def _related(used: list[_Use]) -> tuple[Related, ...]:
    more = f", and in {counted(len(used) - 3, 'more place')}" if len(used) > 3 else ""
    words = [f"`{entity}{'.' + name if name else ''}` is used here" for entity, name, _ in used[:3]]
    return tuple(
        Related(at, said + (more if number == 2 else ""))
        for number, (said, (_, _, at)) in enumerate(zip(words, used, strict=False))
    )


def _uses(project: Project, snapshot: Snapshot) -> Iterator[_Use]:
    """Yield where conflations and relationships of the planned state use entities and attributes."""
    for link in project.links(snapshot):
        for mention, attribute in zip(link.ends, link.attributes, strict=True):
            if mention.entity is not None:
                yield mention.entity, attribute, mention.at
    planned = [one for one in project.requests if one.snapshot is snapshot and one.reading is not None]
    written = {one.route.kind for one in planned}
    for conflation in snapshot.root.nodes("conflations"):
        yield from _named(
            (conflation.node(part) for part in _PARTS if part not in written), saved_request(snapshot)
        )
    for request in planned:
        if request.route.kind in _PARTS:
            yield from _named([request.root], request)


def _uses_of_others(snapshot: Snapshot) -> Iterator[_Use]:
    """Yield where segments, measures and the like of the snapshot use entities and attributes."""
    for one in names_in_snapshot(snapshot, ()):
        if one.declares or str(one.at.path[0]).lower() not in _OTHERS:
            continue
        if isinstance(one.thing, Attribute):
            yield one.thing.entity, one.thing.name, one.at
        elif isinstance(one.thing, Entity):
            yield one.thing, None, one.at


def _named(bodies: Iterable[Any], request: Request) -> Iterator[_Use]:
    for body in bodies:
        for one in named_in(body, request):
            if isinstance(one.value, Mention) and one.value.entity is not None:
                yield one.value.entity, None, one.at
            elif isinstance(one.value, Column) and one.value.entity is not None:
                yield one.value.entity, one.value.attribute, one.at
