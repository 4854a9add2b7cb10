"""Relationships: which attribute of which entity leads to which other entity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Location
from linter.kinds.kind import BodyForm, Kind, Part, Standing, Turn
from linter.kinds.meaning import meaning
from linter.kinds.references import mention_in
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node, Where, listed

_ENTITY: Final = {"from": "fromEntityName", "to": "toEntityName"}
_ATTRIBUTE: Final = {"from": "fromAttributeName", "to": "toAttributeName"}


class End:
    """One end of a relationship."""

    __slots__ = ("attribute", "mention", "node", "side")

    def __init__(self, node: Node, side: str, request: Request) -> None:
        self.node = node  # the relationship's
        self.side = side  # "from" or "to"
        self.mention = mention_in(node, self.entity_property, request)
        self.attribute = node.text(_ATTRIBUTE[side])  # its name

    @property
    def entity_property(self) -> str:
        """The property that names the entity."""
        return _ENTITY[self.side]

    @property
    def attribute_where(self) -> Where:
        """What gives the place of the attribute."""
        return self.node, _ATTRIBUTE[self.side]


class Relationship:
    """A relationship as a payload plans it."""

    __slots__ = ("as_planned", "ends", "is_update", "joins", "name", "node", "request", "update")

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.update = request.parameter("relationshipName")  # the name of the one that is updated
        self.is_update = request.gives("relationshipName")  # whether or not that is known
        self.name = node.text("name")
        self.ends = (End(node, "from", request), End(node, "to", request))
        self.joins: Any = None  # what it joins anew, if anything, once a project has asked for it
        self.as_planned: Any = None  # what it is in the planned state, once that is asked for

    @property
    def name_at(self) -> Location:
        """Where the name stands."""
        return self.node.at("name")

    @property
    def goes_by(self) -> str | None:
        """The name of the relationship that is created or updated; None where it isn't known."""
        return self.update if self.is_update else self.name


class Relationships:
    """The body of PATCH …/relationships: one relationship or a list."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.items = [Relationship(node, request) for node in listed(root)]


def _form(_value: Any, request: Request) -> BodyForm:
    update = request.gives("relationshipName")
    return BodyForm("RelationshipUpdate" if update else "Relationship", or_list=not update)


def _writes(request: Request, standing: Standing) -> Iterator[Part]:
    if request.method == "DELETE":
        name = request.parameter("relationshipName")
        if name is not None:
            yield ("relationship", standing.instance, name), False
        return
    for one in Relationships(request, request.root).items:
        name = one.goes_by
        yield ("relationship", standing.instance, name), _is_saved(one, name)


def _is_saved(relationship: Relationship, name: str | None) -> bool:
    snapshot = relationship.request.snapshot
    old = snapshot.relationships.get(name) if snapshot is not None and name is not None else None
    if old is None:
        return False
    have = meaning(old, relationship.request)
    said = meaning(relationship.node, relationship.request)
    return all(have.get(key) == value for key, value in said.items())


KIND: Final = Kind(
    name="relationships",
    title="Relationships to create: a list, or one; or one to update",
    model="relationships",
    addresses=(
        Address("manage/relationships"),
        Address("manage/relationships/{relationshipName}"),
    ),
    view=Relationships,
    turn=Turn(0, "relationships come first"),
    roots=(object,),
    form=_form,
    saved=("relationships",),
    divisible=True,
    writes=_writes,
)
