"""Self conflations: which rows of one entity are one record, and which of them wins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from linter.kinds.kind import BodyForm, Kind, Laid, Part, Standing, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.self_conflation_body import SelfConflations


def _form(_value: Any, _request: Request) -> BodyForm:
    return BodyForm("SelfConflation", or_list=True)


def _view(request: Request, root: Any) -> SelfConflations:
    from linter.kinds.self_conflation_body import SelfConflations

    return SelfConflations(request, root)


def _writes(request: Request, standing: Standing) -> Iterable[Part]:
    from linter.kinds.self_conflation_body import writes

    return writes(request, standing)


def _lay(request: Request, laid: Laid) -> None:
    from linter.kinds.self_conflation_body import lay

    lay(request, laid)


KIND: Final = Kind(
    name="selfConflation",
    title="How the rows of an entity are deduplicated: one entity's, or a list",
    model="self_conflation",
    addresses=(Address("conflations/{conflationId}/selfConflations", ("PATCH", "POST", "PUT")),),
    view=_view,
    turn=Turn(3, "self conflations come after entity information"),
    roots=(object,),
    form=_form,
    saved=("selfConflations",),
    divisible=True,
    writes=_writes,
    lays=_lay,
)
