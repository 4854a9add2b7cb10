"""Segments: which customers belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.kinds.items import writes_exactly
from linter.kinds.kind import LATE, BodyForm, Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.segment_body import Segments


def _form(_value: Any, request: Request) -> BodyForm:
    return BodyForm("Segment", or_list=not request.gives("segmentName"))


def _view(request: Request, root: Any) -> Segments:
    from linter.kinds.segment_body import Segments

    return Segments(request, root)


KIND: Final = Kind(
    name="segment",
    title="Segments to create: a list, or one; or one to update",
    model="segment",
    addresses=(
        Address("manage/segments", ("POST", "PATCH")),
        Address("manage/segments/{segmentName}", ("PUT", "PATCH")),
    ),
    view=_view,
    turn=Turn(LATE + 1, "segments come after measures"),
    roots=(object,),
    form=_form,
    saved=("segments",),
    divisible=True,
    writes=writes_exactly("segment", "segments", "segmentName"),
)
