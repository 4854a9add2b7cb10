"""Schedules: when workflows are run, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.kinds.kind import BodyForm, Kind, Laid, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.workflow_runs import Schedules


def _form(_value: Any, _request: Request) -> BodyForm:
    return BodyForm("Schedule", or_list=True)


def _view(request: Request, root: Any) -> Schedules:
    from linter.kinds.workflow_runs import Schedules

    return Schedules(request, root)


def _lay(request: Request, laid: Laid) -> None:
    from linter.kinds.workflow_runs import lay

    lay(request, laid)


KIND: Final = Kind(
    name="schedule",
    title="Schedules of a workflow: a list, or one",
    model="schedule",
    addresses=(
        Address("workflows/{workflowName}/schedules", ("POST",)),
        Address("workflows/{workflowName}/schedules/batch", ("POST",)),
    ),
    view=_view,
    turn=Turn(20, "schedules come when there is all that they run"),
    roots=(object,),
    form=_form,
    divisible=True,
    saved=("schedules",),
    lays=_lay,
)
