"""Derived entities: what a query makes of other entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.kinds.items import creating_or_updating, writes_of
from linter.kinds.kind import LATE, Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.derived_entity_body import DerivedEntities


def _view(request: Request, root: Any) -> DerivedEntities:
    from linter.kinds.derived_entity_body import DerivedEntities

    return DerivedEntities(request, root)


KIND: Final = Kind(
    name="derivedEntity",
    title="Entities that queries make of others: a list, or one",
    model="derived_entity",
    addresses=(
        Address("manage/derivedentities", ("POST", "PATCH", "PUT")),
        Address("manage/derivedentities/{derivedEntityName}", ("PUT", "PATCH", "POST")),
    ),
    view=_view,
    turn=Turn(LATE, "derived entities come after what is conflated"),
    roots=(object,),
    form=creating_or_updating("DerivedEntity", "derivedEntityName"),
    saved=("derivedEntities",),
    divisible=True,
    writes=writes_of("derivedEntities", "derivedEntityName"),
)
