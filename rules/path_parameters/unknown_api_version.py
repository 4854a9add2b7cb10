"""The version in the path of a request must be one that the API has.

Only the service's own host is judged, and urls without any: a gateway counts its versions as it likes.
"""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Replacement, Stated
from linter.kinds.route import path_of_url
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "IN104",
    "unknown-api-version",
    "the version in a path must be one that the API has: v1",
    "service error apiVersionNotSupported; client libraries of 2020 and 2021",
    service_errors=("apiVersionNotSupported",),
    sources=(
        Stated("service-error", "apiVersionNotSupported"),
        Stated("openapi", "code model v1 of Microsoft's client libraries"),
    ),
    inferred=True,
    local=True,
    kinds=("requests",),
)

_VERSION: Final = re.compile(
    r"(?:(?:https?://)?[\w.-]*\.dynamics\.com(?::\d+)?)?(?:/api)?/(v\d+(?:\.\d+)*)/instances(?:/|\Z)",
    re.IGNORECASE,
)


def check(project: Project) -> Says:
    for request in project.requests:
        url = request.envelope.text("url") if request.envelope is not None else None
        found = _VERSION.match(path_of_url(url)) if url else None
        if found is not None and found[1].lower() != "v1":
            at = request.at._replace(slice=found.span(1))
            yield Finding(
                at,
                f"the API has no version `{found[1]}`",
                label="no such version",
                help="write `v1`, or `/api` for the API of 2020",
                repairs=(Replacement("v1", "Write `v1`", at=at),),
            )
