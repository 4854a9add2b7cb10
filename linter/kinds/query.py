"""A data query: GET or PUT /instances/{instanceId}/data/{relativePath}, as OData describes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Location
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.kinds.route import decoded, parameter_in
from linter.named_tuple import NamedTuple
from linter.placeholders import masked, placeholders_in

OPTIONS: Final = ("$select", "$filter", "$orderby", "$expand", "$top", "$skip", "$count", "$search")
"""Those of OData that a dataset can be asked, the most common first."""
_LITERAL: Final = r"'(?:[^']|'')*'"
_MEMBERSHIP: Final = r"\bismemberofsegment\s*\((?:[^()]|\([^()]*\))*(?:\)|$)"  # perhaps not closed yet
_JOINING: Final = r"\b(?:and|or|not|eq|ne|true|false)\b|[()\s]"  # what memberships are asked together with
_BEHIND_NAME: Final = r"(?<=.)[($]"  # a key, or an option whose `?` was forgotten


class Option(NamedTuple):
    """A query option and where it stands in the URL, in characters."""

    value: str
    start: int
    end: int
    written: str = ""  # the value before its percent-encoding is undone


class Query:
    """What a request asks of a dataset."""

    def __init__(self, request: Request, dataset: str, rest: str) -> None:
        self.request = request
        self.dataset = dataset
        self.rest = rest  # what follows the dataset's name: a key, a further segment
        self.options = options_of(request)
        self.mention = Mention(None, request.snapshot, dataset, request.at)
        self.as_read: Any = None  # what its url says, or False, once that is asked for
        self.as_judged: Any = None  # what is wrong with its names, once a project has judged them

    @property
    def exports(self) -> bool:
        """Whether the dataset is exported: $search or no option, with a text/csv content type."""
        return self.is_csv and ("$search" in self.options or not self.options)

    @cached_property
    def is_csv(self) -> bool:
        """Whether the content type is text/csv."""
        return self.request.content_type() == "text/csv"

    @property
    def may_be_csv(self) -> bool:
        """Whether the content type is text/csv, or a placeholder that may stand for it."""
        return self.is_csv or any(placeholders_in(self.request.content_type()))

    @property
    def filters(self) -> bool:
        """Whether rows are filtered, by other means than the membership of a segment."""
        option = self.options.get("$filter")
        if option is None or _is_open(option.value):
            return False
        code = re.sub(_LITERAL, "''", option.value).lower()
        return bool(re.sub(_JOINING, "", re.sub(_MEMBERSHIP, "", code)))

    @property
    def searches(self) -> bool:
        """Whether rows are searched."""
        return "$search" in self.options

    @property
    def url(self) -> str:
        """The request's url as it is written, "" without one."""
        envelope = self.request.envelope
        return (envelope.text("url") if envelope is not None else None) or ""

    @property
    def start(self) -> int | None:
        """Where the dataset's name begins in the url, if the query stands in one."""
        found = parameter_in(self.url, "entityName")
        return found[0] if found is not None else None

    def part(self, start: int, end: int) -> Location:
        """Return the place of a part of the url."""
        return self.request.at._replace(slice=(start, end))

    def at(self, name: str) -> Location:
        """Return the place of an option within the URL."""
        option = self.options[name]
        return self.request.at._replace(slice=(option.start, option.end))

    def open_options(self) -> Iterator[tuple[Location, str]]:
        """Yield the options of which placeholders leave open what they ask, with their places."""
        for name, option in self.options.items():
            if name == "$filter" and _is_open(option.value):
                yield self.at(name), option.value
            elif any(placeholders_in(name)):
                yield self.at(name), name


def query_in(request: Request) -> Query | None:
    """Return the query that a request is; it is made once."""
    if request.payload is None:
        request.payload = query_of(request)
    return request.payload if isinstance(request.payload, Query) else None


def query_of(request: Request) -> Query | None:
    """Return the query that a request is, or None; one whose dataset isn't known can't be judged."""
    if request.method not in ("GET", "PUT"):
        return None
    segments = request.route.path.split("/")
    if len(segments) < 2 or segments[0].lower() != "data":
        return None
    named = decoded(segments[1])
    dataset = named[: len(re.split(_BEHIND_NAME, masked(named))[0])]
    if "entityName" in request.route.open and any(placeholders_in(dataset)):
        return None
    return Query(request, dataset, named[len(dataset) :] + "".join(segments[2:]))


def options_of(request: Request) -> dict[str, Option]:
    """Return the options of a request's query by their names in small letters, the first of each."""
    options: dict[str, Option] = {}
    start = request.route.query_start
    for part in request.route.query.split("&") if request.route.query else ():
        name, _, value = part.partition("=")
        options.setdefault(_folded(name), Option(decoded(value), start, start + len(part), value))
        start += len(part) + 1
    return options


def _folded(name: str) -> str:
    """Return an option's name in small letters, but a placeholder as it is."""
    folded = decoded(name).strip().lower()
    return name if folded not in OPTIONS and any(placeholders_in(name)) else folded


def _is_open(value: str) -> bool:
    """Tell whether a placeholder stands in a filter outside of its literals."""
    return any(placeholders_in(re.sub(_LITERAL, "''", value)))
