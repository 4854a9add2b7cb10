"""Insights: which segments or entities are compared, in which attributes and metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.kinds.items import creating_or_updating, writes_of
from linter.kinds.kind import LATE, Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.insight_input_body import Insights


def _view(request: Request, root: Any) -> Insights:
    from linter.kinds.insight_input_body import Insights

    return Insights(request, root)


KIND: Final = Kind(
    name="insightInput",
    title="What insights compare: a list, or one",
    model="insight_input",
    addresses=(
        Address("manage/insights", ("POST", "PATCH", "PUT")),
        Address("manage/insights/{insightName}", ("PUT", "PATCH", "POST")),
    ),
    view=_view,
    turn=Turn(LATE + 5, "insights come after segments and measures"),
    roots=(object,),
    form=creating_or_updating("InsightInput", "insightName"),
    saved=("insights",),
    divisible=True,
    writes=writes_of("insights", "insightName"),
)
