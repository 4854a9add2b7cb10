"""The headers of requests, and which of them are slips of known ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from linter.diagnostic import Location
from linter.named_tuple import NamedTuple
from linter.suggest import surest

if TYPE_CHECKING:
    from linter.shapes.node import Node

KNOWN: Final = (
    *("Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control"),
    *("Connection", "Content-Encoding", "Content-Length", "Content-Type", "Cookie", "Date", "Expect", "Host"),
    *("If-Match", "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "OData-MaxVersion"),
    *(
        "OData-Version",
        "Ocp-Apim-Subscription-Key",
        "Ocp-Apim-Trace",
        "Origin",
        "Pragma",
        "Prefer",
        "Referer",
    ),
    *("Transfer-Encoding", "User-Agent", "traceparent", "tracestate", "x-ms-client-request-id"),
    *("x-ms-correlation-id", "x-requested-with"),
)
"""Those that requests of the API have, and others of HTTP, so that none of them is taken for a slip."""

MEDIA_TYPES: Final = ("application/json", "application/xml", "multipart/form-data", "text/csv", "text/plain")

_LONG: Final = tuple(name for name in KNOWN if len(name) > 5)  # a shorter name is too soon another one
_FOLDED: Final = {name.lower(): name for name in KNOWN}


class Misspelt(NamedTuple):
    """A header, or the media type in one, that is a slip of a known one."""

    at: Location
    what: str  # "header" or "media type"
    written: str
    meant: str


def headers_of(envelope: Node | None) -> Iterator[tuple[str, str, str]]:
    """Yield the headers of a request: the known name that is meant, the name as written, and the value."""
    headers = envelope.node("headers") if envelope is not None else None
    if headers is None:
        return
    for name in headers.values:
        value = headers.get(name)
        first = value[0] if isinstance(value, list) and value else value
        yield _known(name) or name, name, first if isinstance(first, str) else ""


def media_type(value: str) -> str:
    """Return the media type of a Content-Type header, folded; the one that was meant."""
    folded = value.partition(";")[0].strip().lower()
    return folded if folded in MEDIA_TYPES else _one(surest(folded, MEDIA_TYPES)) or folded


def misspelt(envelope: Node) -> Iterator[Misspelt]:
    """Yield the headers, and the media type, that are slips of known ones."""
    headers = envelope.node("headers")
    if headers is None:
        return
    for known, written, value in headers_of(envelope):
        if known.lower() != written.lower():
            yield Misspelt(headers.at(written)._replace(part="key"), "header", written, known)
        folded = value.partition(";")[0].strip() if known == "Content-Type" else ""
        if folded and media_type(value) != folded.lower():
            yield Misspelt(headers.at(written), "media type", value, value.replace(folded, media_type(value)))


def _known(name: str) -> str:
    known = _FOLDED.get(name.lower())
    if known is not None:
        return known
    own = name.lower().startswith("x-")  # X-Date is no slip of Date
    return _one(surest(name, [one for one in _LONG if one.startswith("x-") == own]))


def _one(close: list[str]) -> str:
    return close[0] if len(close) == 1 else ""
