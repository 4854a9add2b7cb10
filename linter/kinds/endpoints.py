"""All requests below an instance that any generation of the API has, with their methods.

Those of the payload kinds stand on the kinds' cards.  The others are from the API page of
04/17/2020 and from Microsoft's client libraries of 2020 and 2021 (code model, v1).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from linter import kinds
from linter.kinds.kind import Kind
from linter.kinds.routes import parse_request, stands_for_any
from linter.named_tuple import NamedTuple
from linter.suggest import nearest as near_names

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""Those of HTTP; also of what the documents give few methods for: no guess is made."""

_OTHERS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("", METHODS),
    ("V2", ("PATCH", "POST")),
    ("copy", ("POST",)),
    ("conflations", ("GET",)),
    ("conflations/{conflationId}", METHODS),
    ("conflations/{conflationId}/selfConflations", METHODS),
    ("data/{entityName}", METHODS),
    ("data/{entityName}/{entityId}", METHODS),
    ("dataprofile/{qualifiedEntityName}", ("GET",)),
    ("dataprofile/{qualifiedEntityName}/{attributeName}", ("GET",)),
    ("hierarchies", ("GET", "POST")),
    ("hierarchies/{hierarchyId}", ("GET", "PATCH", "DELETE")),
    ("manage/activities", METHODS),
    ("manage/activities/{activityName}", METHODS),
    ("manage/datasources", METHODS),
    ("manage/datasources/v2", METHODS),
    ("manage/datasources/{datasourceId}", METHODS),
    ("manage/datasources/{datasourceId}/entities", METHODS),
    ("manage/datasources/{datasourceId}/entities/{entityName}", METHODS),
    ("manage/derivedentities", METHODS),
    ("manage/entities", ("GET",)),
    ("manage/entities/{entityName}", ("GET",)),
    ("manage/entities/{entityName}/entitysize", ("GET",)),
    ("manage/insights", METHODS),
    ("manage/measures", ("GET", "POST", "PATCH")),
    ("manage/measures/{measureName}", ("GET", "PUT", "PATCH", "DELETE")),
    ("manage/relationships", ("GET", "POST", "PATCH")),
    ("manage/relationships/{relationshipName}", ("GET", "PUT", "PATCH", "DELETE")),
    ("manage/reset", ("DELETE",)),
    ("manage/schema/attributeSemanticLabels", ("GET",)),
    ("manage/schema/entitySemanticLabels", ("GET",)),
    ("manage/search", ("GET", "PUT", "PATCH")),
    ("manage/segments", ("GET", "POST", "PATCH")),
    ("manage/segments/{segmentName}", ("GET", "PUT", "PATCH", "DELETE")),
    ("manage/segments/{segmentName}/activate", ("PUT", "POST")),
    ("manage/segments/{segmentName}/deactivate", ("PUT", "POST")),
    ("manage/systemrelationships", ("GET",)),
    ("manage/tables", ("GET",)),
    ("manage/tables/{entityName}", ("GET",)),
    ("manage/workflows/{workflowName}/jobs", ("GET", "POST")),  # so the page of OData examples has it
    ("profile/activityresponsemetadata", ("GET",)),
    ("profile/keyring", ("GET",)),
    ("profilestore/stateinfo", ("GET",)),
    ("rbac/assignments", ("GET",)),
    ("rbac/myrole", ("GET",)),
    ("rbac/principals/{principalId}/assignment", ("GET", "PUT", "DELETE")),
    ("rbac/roles", ("GET",)),
    ("workflows/{workflowName}/history", ("GET",)),
    ("workflows/{workflowName}/jobs", ("GET", "POST")),
    ("workflows/{workflowName}/jobs/{jobId}", ("GET",)),
    ("workflows/{workflowName}/jobs/{jobId}/cancel", ("POST",)),
    ("workflows/{workflowName}/schedules", ("GET", "POST")),
    ("workflows/{workflowName}/schedules/batch", ("POST",)),
    ("workflows/{workflowName}/schedules/supportedTimezones", ("GET",)),
    ("workflows/{workflowName}/status", ("GET",)),
)


class Endpoint(NamedTuple):
    """A path below the instance, and the methods that it takes."""

    path: str
    methods: tuple[str, ...]

    @property
    def segments(self) -> list[str]:
        """The path's segments; `{parameters}` stand for any text."""
        return self.path.split("/")


@cache
def endpoints(cards: tuple[Kind, ...]) -> tuple[Endpoint, ...]:
    """Return all endpoints but those of data queries, whose paths OData extends."""
    others = {path for path, _ in _OTHERS}
    own = (address.path for card in cards for address in card.addresses)
    return (
        *(Endpoint(path, METHODS) for path in own if path not in others),
        *(Endpoint(path, methods) for path, methods in _OTHERS),
    )


def addressed(path: str) -> Endpoint | None:
    """Return the endpoint that a path below the instance leads to, None where it leads nowhere."""
    segments = [segment for segment in path.split("/") if segment] or [""]
    return next((one for one in _of_length().get(len(segments), ()) if _fits(one, segments)), None)


def open_segment(path: str) -> str | None:
    """Return the segment that is filled later and says which path of the API it is, if there is one."""
    segments = [segment for segment in path.split("/") if segment]
    fitting = [one for one in _of_length().get(len(segments), ()) if _fits(one, segments)]
    opened: Iterator[list[str]] = (
        [have for wanted, have in zip(one.segments, segments, strict=True) if not _is_known(wanted, have)]
        for one in fitting
    )
    least: list[str] = min(opened, key=len, default=[])
    return least[0] if least else None


def is_query(path: str) -> bool:
    """Tell whether a path is that of a data query."""
    first, _, rest = path.lstrip("/").partition("/")
    return first.lower() == "data" and bool(rest)


def nearest(path: str) -> Iterator[tuple[int, str]]:
    """Yield, for paths of the API that differ in one segment, which one it is and how it is spelled there."""
    segments = [segment for segment in path.split("/") if segment]
    for one in _of_length().get(len(segments), ()):
        differing = [
            number
            for number, pair in enumerate(zip(one.segments, segments, strict=True))
            if not _meets(*pair)
        ]
        if len(differing) == 1:
            yield differing[0], one.segments[differing[0]]


def misspelt_segment(path: str) -> tuple[int, str] | None:
    """Return which segment of a path that leads nowhere is misspelt, with its right spelling."""
    segments = [segment for segment in path.split("/") if segment]
    if near_names(segments[0] if segments else "", ["instances"]):
        return 0, "instances"  # what stands before the paths of the API
    rivals: dict[int, list[str]] = {}
    for number, name in nearest(path):
        rivals.setdefault(number, []).append(name)
    near = [(number, one) for number, names in rivals.items() for one in near_names(segments[number], names)]
    return near[0] if len(near) == 1 else None


def meant_kind(path: str) -> str | None:
    """Return the kind of payload that a path with a misspelt segment takes."""
    found = misspelt_segment(path)
    if found is None:
        return None
    segments = [segment for segment in path.split("/") if segment]
    segments[found[0]] = found[1]
    request = parse_request("PATCH /" + "/".join(segments))
    return request[1].kind if request is not None else None


def _fits(one: Endpoint, segments: list[str]) -> bool:
    return all(_meets(*pair) for pair in zip(one.segments, segments, strict=True))


def _meets(wanted: str, segment: str) -> bool:
    return _is_known(wanted, segment) or stands_for_any(segment)


def _is_known(wanted: str, segment: str) -> bool:
    return wanted.startswith("{") or wanted.lower() == segment.lower()


@kinds.made_of_all
def _of_length(cards: tuple[Kind, ...]) -> dict[int, list[Endpoint]]:
    table: dict[int, list[Endpoint]] = {}
    for one in endpoints(cards):
        table.setdefault(len(one.segments), []).append(one)
    return table
