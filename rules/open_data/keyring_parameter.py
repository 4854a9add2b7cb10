"""A request for a key ring must say the data source, the entity and the key, and name those that there are.

All three are options of `profile/keyring`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Location, NotChecked, Replacement, Stated
from linter.instance.entity import DataSource
from linter.instance.snapshot import Snapshot
from linter.kinds.query import Option, options_of
from linter.kinds.request import Request
from linter.placeholders import placeholders_in, why_open
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, nearest, suggestion
from linter.wording import either


def _asked(project: Project) -> Iterator[Request]:
    return (one for one in project.requests if one.route.segments == ["profile", "keyring"])


RULE = Rule(
    "OD116",
    "keyring-parameter",
    "a request for a key ring must give dataSourceName, entityName and key",
    "service error keyRingBadRequest",
    service_errors=("keyRingBadRequest",),
    sources=(Stated("service-error", "keyRingBadRequest"),),
    local=True,
    kinds=("keyrings",),
    judges=_asked,
)

_REQUIRED: Final = ("dataSourceName", "entityName", "key")


def check(project: Project) -> Says:
    for request in _asked(project):
        options = options_of(request)
        for name in _REQUIRED:
            option = options.get(name.lower())
            if option is None or not option.value:
                yield _missing(request, name, options)
        yield from _named(request, options)


def _missing(request: Request, name: str, options: dict[str, Option]) -> Finding:
    near = nearest(name, [one for one in options if one not in map(str.lower, _REQUIRED)])
    return Finding(
        request.at,
        f"the request for a key ring lacks `{name}`{suggestion(near)}",
        label="lacks it",
        help=f"add `{name}=…`",
    )


def _named(request: Request, options: dict[str, Option]) -> Says:
    """Yield what is wrong with the names of the data source and of its entity."""
    source, entity = options.get("datasourcename"), options.get("entityname")
    snapshot = request.snapshot
    if snapshot is None or source is None or not source.value:
        return
    for one in (source, *([entity] if entity is not None else ())):
        if any(placeholders_in(one.value)):
            yield NotChecked(_at(request, one), why_open(one.value))
            return
    found = snapshot.data_source_by_name(source.value) or snapshot.data_source_by_id(source.value)
    if found is None:
        known = snapshot.known_source_names
        what = f"data source `{source.value}` {snapshot.lacks('dataSources')}"
        yield _unknown(request, source, what, known)._replace(
            severity=snapshot.severity_of_absence("dataSources"), missed_in=snapshot.broken_at("dataSources")
        )
    elif entity is not None and entity.value and not _is_there(snapshot, found, entity.value):
        known = snapshot.known_names_in(found)
        lacks = snapshot.lacks("entities", f"is not ingested in data source `{found}`", found)
        yield _unknown(request, entity, f"entity `{entity.value}` {lacks}", known)._replace(
            severity=snapshot.severity_of_absence("entities", found), missed_in=snapshot.broken_at("entities")
        )


def _is_there(snapshot: Snapshot, source: DataSource, name: str) -> bool:
    qualified = snapshot.resolve_name(name).entity
    named = qualified is not None and qualified.data_source == source
    return named or snapshot.entity_in(source, name) is not None


def _unknown(request: Request, option: Option, said: str, known: KnownNames) -> Finding:
    near = nearest(option.value, known)
    return Finding(
        _at(request, option),
        f"{said}{suggestion(near)}",
        label="nothing of this name",
        help=f"replace it with {either(near)}" if near else "correct the name, or renew the snapshot",
        repairs=tuple(Replacement(one, f"Replace `{option.value}` with `{one}`") for one in near),
        service_errors=(),
    )


def _at(request: Request, option: Option) -> Location:
    return request.at._replace(slice=(option.end - len(option.written), option.end))
