"""The paths of the API: what a URL addresses, and which of its parts are parameters.

Paths are those of the API page of 04/17/2020, plus the later `/v1` ones as far as their
parameters are the same.  `/api` and `/v1` in front are the same; segments match without regard
to case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import dropwhile
from typing import Final

from linter import kinds
from linter.kinds.kind import Kind
from linter.kinds.route import Address, Route, decoded
from linter.named_tuple import NamedTuple
from linter.placeholders import Values, masked, may_have_any

# The paths that take no payload of ours.
_OTHERS: Final = (
    "conflations/{conflationId}",
    "manage/datasources/v2",
    "manage/datasources/{datasourceId}/entities",
    "manage/datasources/{datasourceId}/entities/{entityName}",
    "manage/entities/{entityName}",
    "manage/entities/{entityName}/entitysize",
    "manage/segments/{segmentName}/activate",
    "manage/segments/{segmentName}/deactivate",
    "manage/tables/{entityName}",
)
# What may follow `instances` where no instance is named: the paths by which one is made.
_WITHOUT_INSTANCE: Final = ("v2", "copy")
# `{name}` segments of paths that are not in the table: what stands after these is a parameter.
_PREFIXES: Final = {"conflations": "conflationId", "datasources": "datasourceId"}

_GUID: Final = re.compile(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")

_NO_PLACEHOLDERS: Final[Mapping[str, str]] = {}

DOCUMENTS: Final = (".json", ".yaml", ".yml")
"""How the names of files end that may hold payloads."""

NO_ID: Final = "∅"
"""Stands for the ID of the instance where a URL has none between its slashes."""

IsOpen = Callable[[str], bool]
"""Whether it isn't known what a segment names, since it has placeholders."""

_has_placeholders: Final[IsOpen] = Values().leave_open


def parse_url(url: str, is_open: IsOpen = _has_placeholders) -> Route | None:
    """Return what a URL (absolute or not) addresses, or None when it isn't an instance's.

    `/api/instances/5f2b/manage/relationships` has the kind "relationships".
    """
    shown = masked(url).partition("#")[0]
    path, mark, _ = shown.partition("?")
    start = len(path) + len(mark)
    query = url[start : len(shown)]
    segments = _segments(url, path)
    ours = _from_instances(segments)
    if len(ours) == 2 and ours[1].lower() in _WITHOUT_INSTANCE:
        return _route(ours[1:], None, query, start, is_open)
    if len(ours) >= 2:
        return _route(ours[2:], ours[1], query, start, is_open)
    misspelt = _from_misspelt_instances(segments)
    if misspelt:
        return Route(None, None, {}, "/".join(misspelt), query, start)
    if segments and is_open(segments[0]):  # it may stand for all that is before the instance's path
        route = _route(segments[1:], segments[0], query, start, is_open)
        return route if route.kind is not None else None
    return None


def _segments(url: str, path: str) -> list[str]:
    """Return the segments of a URL's path, whose placeholders are masked in `path`; without the host."""
    start = path.find("/", path.index("://") + 3) if "://" in path else 0
    if start < 0:
        return []
    if url.startswith(path):
        written = path[start:]
        parts = _with_empty_instance(written) if "//" in written else written.split("/")
        return [segment for segment in parts if segment]
    return [url[slice(*found.span())] for found in re.compile("[^/]+").finditer(path, start)]


def _with_empty_instance(path: str) -> list[str]:
    """Return the segments of a path with `//`, which behind `instances` is where the ID should stand."""
    return re.sub(r"(?i)(/(?:api|v1)/instances/)(?=/+[^/])", rf"\1{NO_ID}", path).split("/")


def _from_instances(segments: list[str]) -> list[str]:
    """Return the segments from `instances` on, where what stands before may be a host or a gateway."""
    folded = [segment.lower() for segment in segments]
    for number, segment in enumerate(folded):
        if segment == "instances":
            before = segments[:number]
            is_begun = folded[number - 1 : number] in (["api"], ["v1"]) or all(map(stands_for_any, before))
            if is_begun or _is_instances_path(segments[number + 1 :]):
                return segments[number:]
    return []


def _from_misspelt_instances(segments: list[str]) -> list[str]:
    """Return the segments from a misspelt `instances` on, where all that follows says what is meant."""
    for number, segment in enumerate(segments[1:], 1):
        if segments[number - 1].lower() in ("api", "v1") and _is_instances_path(segments[number + 1 :]):
            from linter.suggest import nearest

            return segments[number:] if nearest(segment, ["instances"]) else []
    return []


def _is_instances_path(segments: list[str]) -> bool:
    """Tell whether segments are the ID of an instance, a GUID or a placeholder, and a path of the API."""
    if len(segments) < 2 or not (_GUID.match(segments[0]) or stands_for_any(segments[0])):
        return False
    return segments[1].lower() == "data" or begins_layout(segments[1].lower())


def stands_for_any(segment: str) -> bool:
    """Tell whether a segment has a placeholder that a pipeline fills."""
    return _has_placeholders(segment)


def parse_layout(segments: list[str], is_open: IsOpen = _has_placeholders) -> Route | None:
    """Return the payload that a file's path mirrors, or None.

    The segments are the path's, the file's ending taken off.  What stands above the first
    segment of an API path is of no account: a project may lie below any folder.
    """
    first = _table().first
    for start, segment in enumerate(segments):
        folded = segment.lower()
        if folded == "instances" and start + 2 < len(segments):
            route = _route(segments[start + 2 :], segments[start + 1], "", 0, is_open)
        elif folded in first:
            route = _route(segments[start:], None, "", 0, is_open)
        else:
            continue
        if _lies_in_files(route.kind):
            return route
    return None


def of_method(route: Route, method: str) -> Route:
    """Return a route with the kind that takes a request of a method there, but no file."""
    found = _table().of_request(route.segments, method)
    return route._replace(kind=found.kind, address=found.address) if found is not None else route


def _lies_in_files(kind: str | None) -> bool:
    card = kinds.named(kind)
    return card is not None and card.has_files


def begins_layout(folded: str) -> bool:
    """Tell whether a path of the API, below its instance, may begin with a segment in small letters."""
    return folded in _table().first


def parse_request(text: str) -> tuple[str, Route] | None:
    """Return method and route of `PATCH /api/instances/{instanceId}/…`, or None.

    The instance may be left out: `PATCH /manage/relationships`.  What stands for a parameter is its value.
    """
    method, _, url = text.strip().partition(" ")
    route = parse_url(url.strip(), _never)
    if route is None:
        path, _, query = url.strip().partition("?")
        segments = [part for part in dropwhile(_is_prefix, path.split("/")) if part]
        route = _route(segments, None, query, 0, _never) if segments else None
    return (method.upper(), route) if route else None


def _is_prefix(segment: str) -> bool:
    return segment.lower() in ("", "api", "v1")


def _never(_segment: str) -> bool:
    return False


def laid_out(name: str, is_open: IsOpen = _has_placeholders) -> Route | None:
    """Return the route that a file's path mirrors in the default layout."""
    stem, dot, suffix = name.rpartition(".")
    if f"{dot}{suffix}".lower() not in DOCUMENTS:
        return None
    return parse_layout(stem.split("/"), is_open)


def plain_route(kind: str) -> Route:
    """Return the route of a payload of which only the kind is known."""
    card = kinds.named(kind)
    return Route(kind, None, {}, "", "", 0, card.addresses[0] if card is not None else None)


def path_of(kind: str, parameters: Mapping[str, str], opened: Mapping[str, str] = _NO_PLACEHOLDERS) -> str:
    """Return the path below the instance that takes a payload kind.

    It is the one with the most of the parameters; those with placeholders are `opened`, and written as
    they are.  A part of which nothing is known stays a `{parameter}`.
    """
    from urllib.parse import quote

    card = kinds.named(kind)
    assert card is not None, kind
    templates = [address.path.split("/") for address in card.addresses]
    wanted = {
        f"{{{name}}}": quote(value, safe="", errors="surrogateescape") for name, value in parameters.items()
    }
    wanted |= {f"{{{name}}}": segment for name, segment in opened.items()}
    best = max(templates, key=lambda parts: (len(wanted.keys() & {*parts}), -len(parts)))
    return "/".join(wanted.get(part, part) for part in best)


def _route(
    segments: list[str], instance: str | None, query: str, start: int, is_open: IsOpen = _has_placeholders
) -> Route:
    path = "/".join(segments)
    kind, address, named = _addressed(segments, [segment.lower() for segment in segments])
    instance_id = instance and decoded(instance)
    if not may_have_any(path) and not may_have_any(instance or ""):
        known = {name: decoded(segment) for name, segment in named.items()}
        return Route(kind, instance_id, known, path, query, start, address)
    all_ = {**_or_dataset(named, segments), **({"instanceId": instance} if instance else {})}
    opened = {name: segment for name, segment in all_.items() if is_open(segment)}
    known = {name: decoded(segment) for name, segment in named.items() if name not in opened}
    instance_id = None if "instanceId" in opened else instance_id
    return Route(kind, instance_id, known, path, query, start, address, opened)


def _addressed(segments: list[str], folded: list[str]) -> tuple[str | None, Address | None, dict[str, str]]:
    """Return what takes a path, and the segments that are parameters."""
    found = _table().of(folded)
    if found is None:
        return None, None, _generic(segments, folded)
    return found.kind, found.address, {name: segments[number] for number, name in found.parameters}


def _or_dataset(named: dict[str, str], segments: list[str]) -> dict[str, str]:
    """Return the parameters; of a data query, the dataset."""
    if len(segments) < 2 or segments[0].lower() != "data":
        return named
    return {**named, "entityName": segments[1][: len(masked(segments[1]).partition("(")[0])]}


def _generic(segments: list[str], folded: list[str]) -> dict[str, str]:
    if folded[:1] not in (["conflations"], ["manage"]):
        return {}
    found = {}
    for here, after in zip(folded, segments[1:], strict=False):
        if here in _PREFIXES:
            found[_PREFIXES[here]] = after
    return found


class _Path(NamedTuple):
    """A path that is known, and what takes it."""

    segments: tuple[str | None, ...]  # folded; None where a parameter stands
    parameters: tuple[tuple[int, str], ...]  # where each stands, and its name
    address: Address
    kind: str | None


class _Table:
    """The paths that are known, those that spell more first, and of those the ones that take payloads.

    Paths of equally many segments that differ only in what no path spells lead to the same: each such
    group is looked for once.
    """

    def __init__(self, cards: tuple[Kind, ...]) -> None:
        all_ = [_path(address, card.name) for card in cards for address in card.addresses]
        of_payloads = [one for one in all_ if not one.address.by_method]
        self._of_requests = [one for one in all_ if one.address.by_method]
        others = [_path(Address(path, ()), None) for path in _OTHERS]
        self.paths = sorted([*of_payloads, *others], key=lambda one: len(one.parameters))
        in_files = {card.name for card in cards if card.has_files}
        self.first = frozenset(one.segments[0] for one in self.paths if one.kind in in_files)
        self._spelled = frozenset(segment for one in self.paths for segment in one.segments)
        self._found: dict[tuple[str | None, ...], _Path | None] = {}

    def of(self, folded: list[str]) -> _Path | None:
        """Return the first known path that segments, in small letters, are."""
        group = tuple([one if one in self._spelled else None for one in folded])
        if group not in self._found:
            self._found[group] = next((one for one in self.paths if _is(one, group)), None)
        return self._found[group]

    def of_request(self, folded: list[str], method: str) -> _Path | None:
        """Return the path that segments are to which no file leads, but requests of a method."""
        fitting = (one for one in self._of_requests if _is(one, folded))
        return next((one for one in fitting if method in one.address.methods), None)


_table: Final = kinds.made_of_all(_Table)


def _path(address: Address, kind: str | None) -> _Path:
    parts = address.path.split("/")
    segments = tuple(None if part.startswith("{") else part.lower() for part in parts)
    parameters = [(number, part[1:-1]) for number, part in enumerate(parts) if part.startswith("{")]
    return _Path(segments, tuple(parameters), address, kind)


def _is(known: _Path, group: Sequence[str | None]) -> bool:
    return len(known.segments) == len(group) and all(
        part is None or part == have for part, have in zip(known.segments, group, strict=True)
    )
