"""{datasourceId} must be the ID of a data source that exists in the instance.

A data source's name in its place is refused too; its ID is the repair.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, Lack, NotChecked
from linter.instance.snapshot import Snapshot
from linter.kinds.references import names_source, path_source
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.causes import unknown_source_of
from linter.rulekit.path_names import repairs_in_url
from linter.rulekit.rule import Rule, Says
from linter.suggest import suggestion, surest
from linter.wording import first_few


def _naming_one(project: Project) -> Iterator[Request]:
    return (request for request in project.requests if names_source(request))


RULE = Rule(
    "IN04",
    "unknown-data-source",
    "{datasourceId} must be the ID of a data source that exists in the instance",
    "Limitations by field, all APIs",
    service_errors=("dataSourceNotFound", "dataSourceDataSourceNotFound", "dataFlowNotFound"),
    local=True,
    kinds=("requests",),
    judges=_naming_one,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for request in project.requests:
        snapshot = request.snapshot
        if snapshot is not None and path_source(snapshot, request) is None:
            by_id, by_name = request.parameter("datasourceId"), request.parameter("dataSourceName")
            is_id = by_id is not None
            value = by_id if is_id else by_name
            if value is not None:
                finding = _unknown(request, snapshot, value, is_id=is_id)
                lack = _no_ids(snapshot, value) if is_id else None
                yield NotChecked(finding.at, lack, finding.causes) if lack is not None else finding


def _no_ids(snapshot: Snapshot, value: str) -> Lack | None:
    """Return which data sources have a name in place of an ID, one of which may be meant."""
    named = [f"`{one.name}`" for one in snapshot.data_sources if one.id == one.name]
    if not named or snapshot.data_source_by_name(value) or surest(value, snapshot.known_sources):
        return None
    return Lack(f"the ID of {first_few(named)} is not known", f"write `dataSourceId` into {snapshot.file}")


def _unknown(request: Request, snapshot: Snapshot, value: str, *, is_id: bool) -> Finding:
    named = snapshot.data_source_by_name(value)
    known = snapshot.known_source_ids if is_id else snapshot.known_source_names
    close, sure = known.close(value)
    hint = suggestion(close) if len(close) == 1 else ""  # several are listed in the help
    if named is not None:
        close = sure = [named.id]
    elif not close:
        close, hint = _by_name(snapshot, value)
    message = f"data source `{value}` {snapshot.lacks('dataSources')}{hint}"
    if named is not None:
        message = f"`{value}` is a data source's name, where its ID is expected: `{named.id}`"
    return Finding(
        request.at_parameter("datasourceId"),
        message,
        label="not the ID of a data source",
        help=_help(request, snapshot, close, is_id=is_id),
        severity=snapshot.severity_of_absence("dataSources"),
        missed_in=snapshot.broken_at("dataSources"),
        repairs=repairs_in_url(request, "datasourceId", value, sure),
        causes=(unknown_source_of(request),),
    )


def _by_name(snapshot: Snapshot, value: str) -> tuple[list[str], str]:
    """Return the ID of the data source whose name is close to what stands for one, and the question."""
    nearest = snapshot.known_source_names.close(value).nearest
    close = list(filter(None, map(snapshot.data_source_by_name, nearest)))
    if len(close) != 1:
        return [], ""
    return [close[0].id], f"; did you mean `{close[0].id}`, the ID of `{close[0]}`?"


def _help(request: Request, snapshot: Snapshot, close: list[str], *, is_id: bool) -> str:
    path = "path" if request.envelope is not None else "file's path"
    if len(close) == 1:
        return f"put `{close[0]}` in the {path}"
    known = (
        f"`{one.id}` ({one})" if is_id and one.id != str(one) else f"`{one}`" for one in snapshot.data_sources
    )
    listed = first_few(known)
    return f"put a data source of the instance in the {path}" + (f": {listed}" if listed else "")
