"""What a URL addresses within an instance, and where in the URL it says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from linter.named_tuple import NamedTuple
from linter.placeholders import Values, masked

WRITES: Final = ("PATCH", "POST", "PUT")

# What stands before a parameter in the paths that no address gives.
_BEFORE: Final = {
    "instanceId": "instances",
    "conflationId": "conflations",
    "datasourceId": "datasources",
    "entityName": "entities|entityInformation|tables|data",
}


class Address(NamedTuple):
    """A path below the instance, with `{parameters}`, and the methods whose body is a payload there."""

    path: str
    methods: tuple[str, ...] = WRITES  # the first is the one by which a file is sent
    by_method: bool = False  # whether only requests of its methods lead to the kind: others ask for data

    def before(self, parameter: str) -> str | None:
        """Return the segment that stands before a parameter, if the path has it."""
        head, found, _ = self.path.partition(f"/{{{parameter}}}")
        return head.rpartition("/")[2] if found else None


class Route(NamedTuple):
    """What a URL addresses within an instance."""

    kind: str | None  # the payload kind that the path takes, if it takes one of ours
    instance_id: str | None
    parameters: dict[str, str]  # those of which it is known what they name
    path: str  # below the instance, as written, without the query
    query: str
    query_start: int  # offset of the query in the URL
    address: Address | None = None  # the path that is known of it, if one is
    open: Mapping[str, str] = MappingProxyType({})  # parameters, "instanceId" too, that have placeholders

    @property
    def segments(self) -> list[str]:
        """The path's segments, folded."""
        return [segment.lower() for segment in self.path.split("/") if segment]

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods whose body is a payload here; the first is the one by which a file is sent."""
        return self.address.methods if self.address is not None else ()


def with_values(route: Route, values: Values) -> Route:
    """Return a route with what the placeholders in its parameters stand for, as far as that is known."""
    named = {"instanceId": route.instance_id, **route.parameters}
    filled = {name: values.fill(text) for name, text in named.items() if text}
    known, opened = dict(named), dict(route.open)
    for name, one in filled.items():
        if one is not None:
            (opened if one.is_open else known)[name] = str(one.value)
    parameters = {name: text for name, text in known.items() if text is not None and name not in opened}
    instance_id = parameters.pop("instanceId", None)
    return route._replace(instance_id=instance_id, parameters=parameters, open=opened)


def parameter_in(url: str, name: str, address: Address | None = None) -> tuple[int, int] | None:
    """Return where a path parameter, or "instanceId", stands in a URL; None where it doesn't."""
    before = (address.before(name) if address is not None else None) or _BEFORE.get(name, name)
    found = re.search(rf"(?:^|/)(?:{before})/+([^/?#(]+)", path_of_url(url), re.IGNORECASE)
    return found.span(1) if found else None


def path_of_url(url: str) -> str:
    """Return what stands before the query and the fragment of a URL, its placeholders masked."""
    return masked(url).partition("#")[0].partition("?")[0]


def decoded(segment: str) -> str:
    """Return a part of a URL as it is meant."""
    if "%" not in segment:
        return segment
    from urllib.parse import unquote

    return unquote(segment)
