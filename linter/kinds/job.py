"""Jobs: workflows that are run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.kinds.kind import Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.workflow_runs import Job


def _view(request: Request, root: Any) -> Job:
    from linter.kinds.workflow_runs import Job

    return Job(request, root)


KIND: Final = Kind(
    name="job",
    title="A job: a workflow that is run at once",
    model="job",
    addresses=(
        Address("workflows/{workflowName}/jobs", ("POST",)),
        Address("manage/workflows/{workflowName}/jobs", ("POST",)),  # so the page of OData examples has it
    ),
    view=_view,
    turn=Turn(21, "jobs come when there is all that they run"),
    has_files=False,
    needs_body=False,  # the query may say what is run
)
