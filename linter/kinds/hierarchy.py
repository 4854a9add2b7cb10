"""Hierarchies: which account is above which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.kinds.items import creating_or_updating, writes_of
from linter.kinds.kind import LATE, Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.hierarchy_body import Hierarchies


def _view(request: Request, root: Any) -> Hierarchies:
    from linter.kinds.hierarchy_body import Hierarchies

    return Hierarchies(request, root)


KIND: Final = Kind(
    name="hierarchy",
    title="Hierarchies of accounts: a list, or one",
    model="hierarchy",
    addresses=(
        Address("hierarchies", ("POST", "PATCH")),
        Address("hierarchies/{hierarchyId}", ("PATCH", "PUT")),
    ),
    view=_view,
    turn=Turn(LATE, "hierarchies come before the segments that follow them"),
    roots=(object,),
    form=creating_or_updating("Hierarchy", "hierarchyId"),
    saved=("hierarchies",),
    divisible=True,
    writes=writes_of("hierarchies", "hierarchyId"),
    since="2021-09",
)
