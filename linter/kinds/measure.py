"""Measures: figures of each customer, or of the business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.kinds.items import writes_exactly
from linter.kinds.kind import LATE, BodyForm, Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.measure_body import Measures


def _form(_value: Any, request: Request) -> BodyForm:
    return BodyForm("Measure", or_list=not request.gives("measureName"))


def _view(request: Request, root: Any) -> Measures:
    from linter.kinds.measure_body import Measures

    return Measures(request, root)


KIND: Final = Kind(
    name="measure",
    title="Measures to create: a list, or one; or one to update",
    model="measure",
    addresses=(
        Address("manage/measures", ("POST", "PATCH")),
        Address("manage/measures/{measureName}", ("PUT", "PATCH")),
    ),
    view=_view,
    turn=Turn(LATE, "measures come when all is conflated"),
    roots=(object,),
    form=_form,
    saved=("measures",),
    divisible=True,
    writes=writes_exactly("measure", "measures", "measureName"),
)
