"""Activities: which rows of an entity are shown as what customers have done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.kinds.items import creating_or_updating, writes_of
from linter.kinds.kind import LATE, Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.activity_body import Activities


def _view(request: Request, root: Any) -> Activities:
    from linter.kinds.activity_body import Activities

    return Activities(request, root)


KIND: Final = Kind(
    name="activity",
    title="Mappings of activities: a list, or one",
    model="activity",
    addresses=(
        Address("manage/activities", ("POST", "PATCH", "PUT")),
        Address("manage/activities/{activityName}", ("PUT", "PATCH", "POST")),
    ),
    view=_view,
    turn=Turn(LATE, "activities come when all is conflated, and before segments"),
    roots=(object,),
    form=creating_or_updating("Activity", "activityName"),
    saved=("activities",),
    divisible=True,
    writes=writes_of("activities", "activityName"),
)
