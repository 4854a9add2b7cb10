"""The paths of the API: what a URL addresses, and which of its parts are parameters.

Paths are those of the API page of 04/17/2020, plus the later `/v1` ones as far as their
parameters are the same.  `/api` and `/v1` in front are the same; segments match without regard
to case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

_ROUTES: Final[tuple[tuple[str, str | None], ...]] = (
    ("conflations/{conflationId}/entityInformation", "entityInformation"),
    ("conflations/{conflationId}/entityInformation/{entityName}", "entityInformation"),
    (
        "conflations/{conflationId}/datasources/{datasourceId}/entityInformation/{entityName}",
        "entityInformation",
    ),
    ("conflations/{conflationId}/conflationPlan", "conflationPlan"),
    ("conflations/{conflationId}/conflictResolutionRules", "conflictResolutionRules"),
    ("manage/datasources/{datasourceId}/entities/entityInfo", "entityInfo"),
    ("manage/datasources/{datasourceId}/entities/{entityName}/entityInfo", "entityInfo"),
    ("manage/relationships", "relationships"),
    ("manage/relationships/{relationshipName}", "relationships"),
    ("conflations/{conflationId}", None),
    ("manage/datasources/v2", None),
    ("manage/datasources/{datasourceId}", None),
    ("manage/datasources/{datasourceId}/entities", None),
    ("manage/datasources/{datasourceId}/entities/{entityName}", None),
    ("manage/entities/{entityName}", None),
    ("manage/entities/{entityName}/entitysize", None),
    ("manage/tables/{entityName}", None),
)
# `{name}` segments of paths that are not in the table: what stands after these is a parameter.
_PREFIXES: Final = {"conflations": "conflationId", "datasources": "datasourceId"}

# What stands before a parameter in the paths that have it.
_BEFORE: Final = {
    "instanceId": "instances",
    "conflationId": "conflations",
    "datasourceId": "datasources",
    "entityName": "entities|entityInformation|tables|data",
    "relationshipName": "relationships",
}

WRITES: Final = ("PATCH", "POST", "PUT")


class Route(NamedTuple):
    """What a URL addresses within an instance."""

    kind: str | None  # the payload kind that the path takes, if it takes one of ours
    instance_id: str | None
    parameters: dict[str, str]
    path: str  # below the instance, as written, without the query
    query: str
    query_start: int  # offset of the query in the URL

    @property
    def segments(self) -> list[str]:
        """The path's segments, folded."""
        return [segment.lower() for segment in self.path.split("/") if segment]


def parse_url(url: str) -> Route | None:
    """Return what a URL (absolute or not) addresses, or None when it isn't an instance's.

    `/api/instances/5f2b/manage/relationships` has the kind "relationships".
    """
    path, mark, query = url.partition("#")[0].partition("?")
    start = len(path) + len(mark)
    if "://" in path:
        path = path.split("://", 1)[1].partition("/")[2]
    segments = [segment for segment in path.split("/") if segment]
    if segments and segments[0].lower() in ("api", "v1"):
        segments = segments[1:]
    if len(segments) < 2 or segments[0].lower() != "instances":
        return None
    return _route(segments[2:], _decoded(segments[1]), query, start)


def parameter_in(url: str, name: str) -> tuple[int, int] | None:
    """Return where a path parameter, or "instanceId", stands in a URL; None where it doesn't."""
    found = re.search(
        rf"(?:^|/)(?:{_BEFORE.get(name, name)})/+([^/?#(]+)", url.partition("?")[0], re.IGNORECASE
    )
    return found.span(1) if found else None


def parse_layout(segments: list[str]) -> Route | None:
    """Return the payload that a file's path mirrors, or None.

    The segments are the path's, the file's ending taken off.  What stands above the first
    segment of an API path is of no account: a project may lie below any folder.
    """
    for start, segment in enumerate(segments):
        folded = segment.lower()
        if folded == "instances" and start + 2 < len(segments):
            route = _route(segments[start + 2 :], segments[start + 1], "", 0)
        elif folded in ("conflations", "manage"):
            route = _route(segments[start:], None, "", 0)
        else:
            continue
        if route.kind is not None:
            return route
    return None


def parse_request(text: str) -> tuple[str, Route] | None:
    """Return method and route of `PATCH /api/instances/{instanceId}/…`, or None.

    The instance may be left out: `PATCH /manage/relationships`.
    """
    method, _, url = text.strip().partition(" ")
    route = parse_url(url.strip())
    if route is None:
        path, _, query = url.strip().partition("?")
        segments = [part for part in path.split("/") if part and part.lower() not in ("api", "v1")]
        route = _route(segments, None, query, 0) if segments else None
    return (method.upper(), route) if route else None


def path_of(kind: str, parameters: Mapping[str, str]) -> str:
    """Return the path below the instance that takes a payload kind.

    It is the one with the most of the parameters; a part that isn't known stays a `{placeholder}`.
    """
    from urllib.parse import quote

    templates = [template.split("/") for template, takes in _ROUTES if takes == kind]
    wanted = {
        f"{{{name}}}": quote(value, safe="", errors="surrogateescape") for name, value in parameters.items()
    }
    best = max(templates, key=lambda parts: (len(wanted.keys() & {*parts}), -len(parts)))
    return "/".join(wanted.get(part, part) for part in best)


def _route(segments: list[str], instance_id: str | None, query: str, start: int) -> Route:
    folded = [segment.lower() for segment in segments]
    path = "/".join(segments)
    for pattern, kind in _BY_LENGTH.get(len(segments), ()):
        if all(part in (None, have) for (part, _), have in zip(pattern, folded, strict=True)):
            named = {
                name: _decoded(have)
                for (_, name), have in zip(pattern, segments, strict=True)
                if name is not None
            }
            return Route(kind, instance_id, named, path, query, start)
    return Route(None, instance_id, _generic(segments, folded), path, query, start)


def _generic(segments: list[str], folded: list[str]) -> dict[str, str]:
    if folded[:1] not in (["conflations"], ["manage"]):
        return {}
    found = {}
    for here, after in zip(folded, segments[1:], strict=False):
        if here in _PREFIXES:
            found[_PREFIXES[here]] = _decoded(after)
    return found


def _decoded(segment: str) -> str:
    if "%" not in segment:
        return segment
    from urllib.parse import unquote

    return unquote(segment)


def _compiled() -> dict[int, list[tuple[list[tuple[str | None, str | None]], str | None]]]:
    """Routes by their number of segments; a segment is (folded text, None) or (None, name)."""
    table: dict[int, list[tuple[list[tuple[str | None, str | None]], str | None]]] = {}
    for template, kind in _ROUTES:
        parts: list[tuple[str | None, str | None]] = [
            (None, part[1:-1]) if part.startswith("{") else (part.lower(), None)
            for part in template.split("/")
        ]
        table.setdefault(len(parts), []).append((parts, kind))
    return table


_BY_LENGTH: Final = _compiled()
