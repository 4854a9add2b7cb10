"""A body must not write what is read-only.

In $metadata an annotation has to say so; a key that is no longer to be changed is no such property.
"""

from __future__ import annotations

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Removal, Stated
from linter.project.project import Project
from linter.rulekit.contracts import found
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV112",
    "read-only-property-written",
    "a body must not write what is read-only",
    "OpenAPI 3.0, section 4.7.24.2: readOnly; OData vocabularies: Core.Computed, Core.Permissions",
    "error",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(
        Stated("openapi", "OpenAPI 3.0.3, 4.7.24.2"),
        Stated("odata", "Core vocabulary 4.0, Computed and Permissions"),
    ),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "read-only", _worded)


def _worded(one: Mistake) -> Finding:
    return Finding(
        one.at,
        f"`{one.name}` of {one.owner} is read-only{one.what}",
        label="can't be written",
        help="leave it out",
        repairs=(Removal(one.at._replace(part="value"), f"Remove `{one.name}`"),),
    )
