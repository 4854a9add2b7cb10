"""A header of a request should be one that is known, if it nearly is one.

Any other header is somebody's own, and no mistake.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Replacement, Stated
from linter.kinds.headers import misspelt
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "IN102",
    "misspelt-header",
    "a header that nearly is one of HTTP or of the API has no effect",
    "RFC 9110, section 5.1: a recipient ignores header fields that it doesn't know",
    "warning",
    url="https://www.rfc-editor.org/rfc/rfc9110#section-5.1",
    sources=(Stated("convention", "RFC 9110, section 5.1"),),
    local=True,
    kinds=("requests",),
)


def check(project: Project) -> Says:
    for request in project.requests:
        for one in misspelt(request.envelope) if request.envelope is not None else ():
            yield Finding(
                one.at,
                f"{one.what} `{one.written}` is misspelt; did you mean `{one.meant}`?",
                label="has no effect" if one.what == "header" else "no such media type",
                help=f"replace it with `{one.meant}`",
                repairs=(Replacement(one.meant, f"Replace `{one.written}` with `{one.meant}`"),),
            )
