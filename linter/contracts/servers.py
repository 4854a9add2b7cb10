"""Where requests to an API begin: the servers of a contract, as patterns of urls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from linter.named_tuple import NamedTuple
from linter.placeholders import masked

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")
_ANYTHING: Final = "[^/?#]+"
_MOST_VARIABLES: Final = 2
_ORIGIN: Final = re.compile(r"(?i)(?P<origin>(?:https?:)?//[^/?#]+)?(?P<path>.*)", re.DOTALL)


class ServerUrl(NamedTuple):
    """A server as it is written, with the values that its variables may have; none: any."""

    url: str
    variables: Mapping[str, tuple[str, ...]] = {}

    @property
    def says_where(self) -> bool:
        """Whether it tells requests to it from others."""
        return self.url.strip().rstrip("/") != ""


class Servers:
    """The servers of a contract."""

    def __init__(self, servers: Iterable[ServerUrl]) -> None:
        self._patterns = [_pattern(one) for one in servers if one.says_where]

    def end_in(self, url: str) -> int | None:
        """Return how much of a url is a server's, the longest counts; None where it is somebody else's."""
        shown = masked(url)
        ends = [found.end("server") for pattern in self._patterns if (found := pattern.match(shown))]
        return max(ends, default=None)


def _pattern(server: ServerUrl) -> re.Pattern[str]:
    """Return the pattern of urls that begin with a server.

    Where a path follows, the origin may be missing, or a placeholder: requests often leave it to a setting.
    """
    found = _ORIGIN.fullmatch(server.url.strip().rstrip("/"))
    assert found is not None
    origin, path = found["origin"] or "", _written(found["path"], server.variables)
    if origin:
        scheme, _, host = origin.rpartition("//")
        host = _written(host, server.variables)
        origin = f"(?i:{re.escape(scheme) or '(?:https?:)?'}//{host})"
    else:
        origin = "(?i:https?://[^/?#]+)"
    begin = f"(?:{origin}|_{{3,}})?" if path else origin
    return re.compile(f"(?P<server>{begin}{path})(?=[/?#]|$)")


def _written(text: str, variables: Mapping[str, tuple[str, ...]]) -> str:
    """Return the pattern of a part of a server's url, by what stands between slashes."""
    return "/".join(_segment(one, variables) for one in text.split("/"))


def _segment(text: str, variables: Mapping[str, tuple[str, ...]]) -> str:
    found = list(_VARIABLE.finditer(text))
    if len(found) > _MOST_VARIABLES:  # a url could be divided among them in too many ways
        return re.escape(text[: found[0].start()]) + _ANYTHING + re.escape(text[found[-1].end() :])
    made, end = "", 0
    for one in found:
        values = variables.get(one[1], ())
        # a placeholder that is filled later may stand for any of the values
        fitting = "|".join([*map(re.escape, values), "_{3,}"]) if values else _ANYTHING
        made += re.escape(text[end : one.start()]) + f"(?:{fitting})"
        end = one.end()
    return made + re.escape(text[end:])
