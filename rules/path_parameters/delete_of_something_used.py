"""What is deleted must not be used by other configuration.

What uses it is told by the snapshot: conflations and relationships name entities; segments,
measures, activities, hierarchies, the search configuration, derived entities and insights name entities,
relationships and one another.
What another request of the project deletes, or writes anew, doesn't count. The deletion of a whole data
source is another rule's (DS125).
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Stated
from linter.kinds.references import deleted_source
from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.project.in_use import InUse
from linter.project.project import Project
from linter.project.rewritten import Rewritten, path_end
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "IN106",
    "delete-of-something-used",
    "what is deleted must not be used by other configuration",
    "service error deleteBlockedByDependencies; product documentation, data-unification-remove-dependencies",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/data-unification-remove-dependencies",
    service_errors=("deleteBlockedByDependencies",),
    sources=(Stated("service-error", "deleteBlockedByDependencies"),),
    kinds=("requests",),
    needs=("snapshot",),
    judges=lambda project: (one for one in project.requests if one.method == "DELETE"),
)


def check(project: Project) -> Says:
    rewritten = Rewritten(project)
    in_use = {one: InUse(project, one) for one in project.snapshots}
    for request in project.requests:
        snapshot = request.snapshot
        if request.method == "DELETE" and snapshot is not None and deleted_source(request) is None:
            found = _uses(in_use[snapshot], request)
            uses = [at for at in found if not rewritten.has(snapshot, at, request)]
            if uses:
                yield _finding(request, uses)


def _uses(in_use: InUse, deletion: Request) -> list[Location]:
    """Return where the snapshot uses what a request deletes: by name, or in SQL."""
    named = in_use.named(deletion)
    items = {at.path[:2] for at in named}
    return [*named, *(at for at in in_use.read(deletion) if at.path not in items)]


def _finding(request: Request, uses: list[Location]) -> Finding:
    start = request.at_parameter(path_end(request)[0]).slice
    name = decoded(request.route.path.rpartition("/")[2])
    more = f" and {len(uses) - 1} more" if len(uses) > 1 else ""
    return Finding(
        request.at._replace(slice=start),
        f"`{name}` can't be deleted: other configuration uses it",
        label="in use",
        help=f"first change what uses it ({uses[0].document}{more})",
        related=tuple(Related(at, "it is used here") for at in uses[:3]),
    )
