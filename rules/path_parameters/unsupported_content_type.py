"""A body must be sent as JSON; data can be asked for as JSON or, to export it, as text/csv."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.endpoints import METHODS, is_query
from linter.kinds.headers import headers_of
from linter.kinds.request import Request
from linter.placeholders import placeholders_in
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_OF_DATA: Final = "entityDataControllerContentType"
_OF_OTHERS: Final = "invocationUnsupportedMediaType"

RULE = Rule(
    "IN103",
    "unsupported-content-type",
    "a body must be sent as JSON, and data be asked for as JSON or text/csv",
    "service errors invocationUnsupportedMediaType and entityDataControllerContentType",
    url="https://www.rfc-editor.org/rfc/rfc9110#section-8.3",
    service_errors=(_OF_DATA, _OF_OTHERS),
    sources=(Stated("service-error", _OF_DATA), Stated("service-error", _OF_OTHERS)),
    local=True,
    kinds=("requests",),
)


def check(project: Project) -> Says:
    for request in project.requests:
        media = request.content_type()
        if not media or "json" in media or "*" in media or any(placeholders_in(media)):
            continue
        if request.method not in METHODS:  # it isn't known, or none
            continue
        is_data, writes = is_query(request.route.path), request.method in ("POST", "PATCH", "PUT")
        is_export = is_data and media == "text/csv" and request.method in ("GET", "PUT")
        if (is_data or (writes and request.route.kind is not None)) and not is_export:
            yield Finding(
                _header(request),
                f"the service takes no `{media}` here",
                label="not JSON",
                help="write application/json" + (", or text/csv to export" if not writes else ""),
                service_errors=(_OF_DATA, _OF_OTHERS) if is_data else (_OF_OTHERS,),
            )


def _header(request: Request) -> Location:
    """Return the place of the Content-Type."""
    envelope = request.envelope
    for known, written, _ in headers_of(envelope):
        if known == "Content-Type":
            headers = envelope.node("headers") if envelope is not None else None
            assert headers is not None
            return headers.at(written)
    return request.at
