"""Jobs: workflows that are run at once."""

from __future__ import annotations

from typing import Final

from linter.kinds.kind import Kind, Turn
from linter.kinds.route import Address
from linter.kinds.schedule import Job

KIND: Final = Kind(
    name="job",
    title="A job: a workflow that is run at once",
    model="job",
    addresses=(
        Address("workflows/{workflowName}/jobs", ("POST",)),
        Address("manage/workflows/{workflowName}/jobs", ("POST",)),  # so the page of OData examples has it
    ),
    view=Job,
    turn=Turn(21, "jobs come when there is all that they run"),
    has_files=False,
    needs_body=False,  # the query may say what is run
)
