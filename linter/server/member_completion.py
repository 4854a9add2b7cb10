"""What can be typed as a condition's attribute: first those of the types that its operator takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from linter.kinds.members import ROOT, aliases_of, boundary, linked
from linter.server.typed_document import TypedDocument
from linter.shapes.node import Node, nodes_of
from linter.wording import typed_of

if TYPE_CHECKING:
    from linter.instance.entity import Entity
    from linter.instance.snapshot import Snapshot
    from linter.kinds.request import Request

_CRITERIA: Final = "Criteria"

Member = tuple[str, str]
"""A text, and what is said beside it; nothing of a text that is yet to be completed."""


def members_here(view: TypedDocument) -> Iterator[Member]:
    """Yield what may stand at the cursor, where that is a condition's attribute."""
    owner = view.owner()
    if owner is None or owner.shape.name != _CRITERIA:
        return
    step = str(view.cursor.path[-1])
    if (owner.shape.names.get(step) or owner.shape.names.get(step.lower())) != "attribute":
        return
    request = next((one for one in view.requests if owner in nodes_of(one.root)), None)
    if request is not None and request.snapshot is not None:
        yield from _fitting_first(_members(view, owner, request, request.snapshot), owner, request)


_Found = tuple[str, "Entity | None", str]
"""A text, its entity, and its attribute: empty where the text has yet to be completed."""


def _members(view: TypedDocument, owner: Node, request: Request, snapshot: Snapshot) -> Iterator[_Found]:
    aliases = aliases_of(owner)
    if aliases:
        for alias, node in aliases.items():
            yield from _of(alias, linked(node, request).entity)
        return
    said = view.text[view.cursor.start : view.offset]
    end = boundary(said, request, {})
    named = said[:end] if end is not None else ""
    entity = snapshot.resolve_name(named).entity if named else None
    output = view.project.outputs(snapshot).entity(named) if named and entity is None else None
    if entity is not None:
        yield from _of(named, entity)
    elif output is not None:
        yield from ((f"{named}.{one}", None, one) for one in output.attributes or ())
    else:
        yield from _of(ROOT, snapshot.resolve_name(ROOT).entity)
        yield from _names(view, snapshot)


def _names(view: TypedDocument, snapshot: Snapshot) -> Iterator[_Found]:
    """Yield the names before the dot."""
    yield from ((f"{one}.", one, "") for one in snapshot.entities if str(one) != ROOT)
    yield from (
        (f"{one.name}.", None, "") for one in view.project.outputs(snapshot).all if not one.is_attribute
    )


def _of(named: str, entity: Entity | None) -> Iterator[_Found]:
    for one in entity.attributes or () if entity is not None else ():
        yield f"{named}.{one}", entity, one


def _fitting_first(found: Iterator[_Found], owner: Node, request: Request) -> Iterator[Member]:
    from linter.kinds.criteria import Condition
    from linter.rulekit.operators import TAKES

    taken = TAKES.get(Condition(owner, request).operator or "")

    def rank(one: _Found) -> int:
        _, entity, attribute = one
        if not attribute:
            return 1
        return 0 if taken is None or entity is None or entity.canonical_type(attribute) in taken else 2

    for text, entity, attribute in sorted(found, key=rank):
        detail = typed_of(entity.declared_type(attribute), entity) if entity is not None and attribute else ""
        yield text, detail or attribute
