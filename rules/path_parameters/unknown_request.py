"""A request must be one that the API has: its path and its method."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Location, NotChecked, Replacement, Stated
from linter.kinds.endpoints import METHODS, Endpoint, addressed, is_query, misspelt_segment, open_segment
from linter.kinds.request import Request
from linter.kinds.route import path_of_url
from linter.placeholders import why_open
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.wording import quoted

_DELETED: Final = "invalidConflatedEntityDelete"  # of the unified entity
_NO_METHOD: Final = "invocationFailedBindToMethod"

RULE = Rule(
    "IN101",
    "unknown-request",
    "a request must be one that some generation of the API has",
    "API page of 04/17/2020; client libraries of 2020 and 2021",
    "warning",
    service_errors=(_NO_METHOD, _DELETED),
    sources=(
        Stated("api-page", "the requests of the API page of 04/17/2020"),
        Stated("service-error", _NO_METHOD),
        Stated("openapi", "code model v1 of Microsoft's client libraries"),
        Stated("service-error", _DELETED),
    ),
    inferred=True,
    local=True,
    kinds=("requests",),
    unread=True,
)


def check(project: Project) -> Says:
    for request in project.requests:
        if request.envelope is None or is_query(request.route.path):
            continue
        endpoint = addressed(request.route.path)
        if endpoint is None:
            yield _nowhere(request)
        elif opened := open_segment(request.route.path):
            yield NotChecked(request.at, why_open(opened))
        elif request.method not in endpoint.methods and request.method in METHODS:
            yield _unknown_method(request, endpoint, project.settings.master_dataset)


def _nowhere(request: Request) -> Finding:
    path = request.route.path
    found = misspelt_segment(path)
    if found is not None:
        number, name = found
        at = _segment(request, number)
        return Finding(
            at,
            f"the API has no `{path}`; did you mean `{name}`?",
            label="no such path",
            help=f"replace it with `{name}`: as it is, nothing of the request is checked",
            service_errors=(_NO_METHOD,),
            repairs=(Replacement(name, f"Replace with `{name}`", at=at),),
        )
    return Finding(
        request.at,
        f"the API has no `{path}`",
        label="no such path",
        help="correct the path: as it is, nothing of the request is checked",
        service_errors=(_NO_METHOD,),
    )


def _unknown_method(request: Request, endpoint: Endpoint, master: str) -> Finding:
    envelope = request.envelope
    assert envelope is not None
    known = ", ".join(quoted(endpoint.methods))
    is_master = request.parameter("entityName") == master
    return Finding(
        envelope.at("method"),
        f"`{endpoint.path}` takes no `{request.method}`",
        label="no such request",
        help=f"it takes {known}",
        service_errors=(_NO_METHOD, *((_DELETED,) if is_master and request.method == "DELETE" else ())),
    )


def _segment(request: Request, number: int) -> Location:
    """Return the place of a segment of the path, counted below the instance, in the url."""
    assert request.envelope is not None
    url = str(request.envelope.text("url"))
    end = len(path_of_url(url))
    below = request.route.path.split("/")
    for segment in reversed(below[number:]):
        end = url[:end].rindex(segment)
    return request.at._replace(slice=(end, end + len(below[number])))
