"""What segments, measures, derived entities and hierarchies make in the planned state, by name.

Names are exact where something refers to them; two clash whatever their case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from linter.diagnostic import Location
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds.references import Column, Mention
from linter.kinds.request import Request, saved_request
from linter.named_tuple import NamedTuple
from linter.project.effects import LISTS, Effect, effects_of
from linter.project.undone import Undone
from linter.shapes.node import Node
from linter.suggest import KnownNames

if TYPE_CHECKING:
    from linter.kinds.derived_entity_body import DerivedEntity
    from linter.kinds.measure_body import Measure
    from linter.kinds.segment_body import Segment

CUSTOMER_MEASURE: Final = "Customer_Measure"
"""The entity that has an attribute for each attribute measure."""

PARTS: Final = {kind: LISTS[kind] for kind in ("segment", "measure", "derivedEntity", "hierarchy")}
"""The lists of a snapshot that hold outputs, by kind."""

_INACTIVE: Final = ("inactive", "invalid", "validationerror")
_STATES: Final = {"activates": "active", "deactivates": "inactive"}


class Output(NamedTuple):
    """What one segment, measure, derived entity or hierarchy makes."""

    kind: str  # "segment", "measure", "derivedEntity" or "hierarchy"
    name: str
    at: Location  # where its name stands
    view: Any  # its Segment, Measure or DerivedEntity, if it is one
    request: Request | None  # by which it is planned; None: the snapshot has it
    state: str = ""  # of a segment: "active", "inactive" …
    turned: Request | None = None  # the request that activates or deactivates it
    is_update: bool = False

    @property
    def is_planned(self) -> bool:
        """Whether a request creates or updates it."""
        return self.request is not None

    @property
    def is_attribute(self) -> bool:
        """Whether it is a measure that makes an attribute of Customer_Measure, and no entity."""
        return self.kind == "measure" and self.view.kind == "attribute"

    @property
    def is_inactive(self) -> bool:
        """Whether it is a segment that is known to have no members: what is planned will have some."""
        if self.kind != "segment":
            return False
        is_said = self.turned is not None or (
            not self.is_planned and self.view.node.text("state") is not None
        )
        return is_said and self.state in _INACTIVE

    @property
    def attributes(self) -> tuple[str, ...] | None:
        """The attributes of the entity that it makes; None where they can't be told."""
        if self.kind == "segment":
            return ("CustomerId",)
        if self.kind == "measure" and self.view.type == "structured":
            return tuple(self.view.outputs)
        return None


class OutputUse(NamedTuple):
    """A place of a segment or measure that names what another one makes."""

    at: Location
    used: Output


class _Made(NamedTuple):
    """What one request does to outputs."""

    planned: tuple[Output, ...]
    changes: tuple[Effect, ...]


class _Applied(NamedTuple):
    """What is left once all is applied, and by folded names what each change has found."""

    left: list[Output]
    before: Mapping[str, list[tuple[Output, Request]]]


class Outputs:
    """The outputs of one instance."""

    def __init__(self, snapshot: Snapshot, planned: Iterable[Request]) -> None:
        self.snapshot = snapshot
        self._requests = [one for one in planned if one.snapshot is snapshot]
        self.undone = Undone(self._requests)

    @cached_property
    def stored(self) -> list[Output]:
        """What the snapshot has, whether or not it will be deleted."""
        return [one for kind in PARTS for one in _stored(kind, self.snapshot)]

    @cached_property
    def planned(self) -> list[Output]:
        """What requests create or update, by path, then by place; the same name may come again."""
        return [one for request in self._requests for one in _made_by(request).planned]

    @cached_property
    def changes(self) -> list[Effect]:
        """What requests delete, activate and deactivate, by path, then by place."""
        return [one for request in self._requests for one in _made_by(request).changes]

    @cached_property
    def all(self) -> list[Output]:
        """What there is once all is applied, the last of equal kind and name; stored ones first."""
        return self._applied.left

    @cached_property
    def _applied(self) -> _Applied:
        made = {(one.kind, one.name): one for one in (*self.stored, *self.planned)}
        before: dict[str, list[tuple[Output, Request]]] = {}
        for change in self.changes:
            old = made.get((change.kind, change.name))
            if old is None or _comes_later(old, change.request) or self._makes_room(change):
                continue
            before.setdefault(change.name.lower(), []).append((old, change.request))
            new = _changed(old, change)
            if new is None:
                del made[old.kind, old.name]
            else:
                made[old.kind, old.name] = new
        return _Applied(list(made.values()), before)

    def _makes_room(self, change: Effect) -> bool:
        """Tell whether something that is there, or may be, is deleted so that another list can create it."""
        named = change.kind, change.name
        may_be_there = named in self._stored_names or not self.snapshot.complete(PARTS[change.kind])
        if change.verb != "deletes" or not may_be_there:
            return False
        return any(one.sequence != change.request.sequence for one in self.creators(*named))

    @cached_property
    def _stored_names(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.kind, one.name) for one in self.stored)

    def _found_by(self, reader: Request | None, name: str) -> list[Output]:
        """Return what of a name, in whatever case, is changed too late to matter for a request.

        Something later in its list changes it, but by then nothing is left of what the request makes.
        """
        if reader is None:
            return []
        found: dict[tuple[str, str], Output] = {}
        for old, change in self._applied.before.get(name.lower(), ()):
            if reader.precedes(change) and self.undone.turn(reader) <= change.index:
                one = self._as_found(old, reader)
                if one is not None:
                    found.setdefault((one.kind, one.name), one)
        return list(found.values())

    def _as_found(self, one: Output, reader: Request) -> Output | None:
        """Return what a request finds of an output: what comes later in its list isn't there yet."""
        if not _comes_later(one, reader):
            return one
        earlier = [each for each in self._versions[one.kind, one.name] if not _comes_later(each, reader)]
        found = earlier[-1] if earlier else None
        changes = self.changes_of(one.kind, one.name)
        for change in (each for each in changes if each.request.precedes(reader)):
            if found is not None and not _comes_later(found, change.request):
                found = _changed(found, change)
        return found

    def of(self, *kinds: str) -> list[Output]:
        """Return those of some kinds."""
        return [one for one in self.all if one.kind in kinds]

    def find(self, kind: str, name: str) -> Output | None:
        """Return the output of a kind and a name."""
        return self._by_kind.get((kind, name))

    def entity(self, name: str, reader: Request | None = None) -> Output | None:
        """Return what makes an entity of a name: not an attribute measure; as a request finds it."""
        for one in self._found_by(reader, name):
            if one.name == name and not one.is_attribute:
                return one
        return self._entities.get(name)

    def may_measure(self, attribute: str, reader: Request | None = None) -> bool:
        """Tell whether a measure of a name makes an attribute of Customer_Measure, or is of no known kind."""
        found = (one for one in self._found_by(reader, attribute) if one.name == attribute)
        made = next((one for one in found if one.kind == "measure"), self.find("measure", attribute))
        return made is not None and made.view.kind != "entity"

    def deletion(self, kind: str, name: str, reader: Request | None = None) -> Request | None:
        """Return the request that deletes something, if nothing makes it anew and a request misses it."""
        if self.find(kind, name) is not None:
            return None
        if any((one.kind, one.name) == (kind, name) for one in self._found_by(reader, name)):
            return None
        return next((one.request for one in self.changes_of(kind, name) if one.verb == "deletes"), None)

    def namesakes(self, name: str, reader: Request | None = None) -> list[Output]:
        """Return what is called so, in whatever case; what a request finds comes first."""
        return [*self._found_by(reader, name), *self._folded.get(name.lower(), ())]

    def stored_namesakes(self, name: str) -> list[Output]:
        """Return what the snapshot has of a name, in whatever case, though a request may delete it."""
        return self._stored_folded.get(name.lower(), [])

    def creators(self, kind: str, name: str) -> list[Request]:
        """Return the requests that create an output of a kind and a name, by path, then by place."""
        return self._creators.get((kind, name), [])

    def names(self, *kinds: str) -> KnownNames:
        """Return the names of all of some kinds, for questions which are close to another one."""
        if kinds not in self._names:
            self._names[kinds] = KnownNames(one.name for one in self.of(*kinds))
        return self._names[kinds]

    def uses(self, view: Segment | Measure | DerivedEntity) -> list[OutputUse]:
        """Return what one of them uses that another one makes, each at the first place."""
        if view.node not in self._uses:
            from linter.kinds.naming import named_in

            found: dict[tuple[str, str], OutputUse] = {}
            for one in named_in(view.node, view.request) if self._may_use_some(view) else ():
                used = self._used(one.value, view.request)
                if used is not None:
                    found.setdefault((used.kind, used.name), OutputUse(one.at, used))
            self._uses[view.node] = list(found.values())
        return self._uses[view.node]

    def _may_use_some(self, view: Segment | Measure | DerivedEntity) -> bool:
        """Tell whether a text in it is an output's name, or begins with one: most need no closer look."""
        return view.texts is None or not self._usable.isdisjoint(view.texts)

    @cached_property
    def _usable(self) -> frozenset[str]:
        return frozenset((CUSTOMER_MEASURE, *self._entities))

    def _used(self, value: object, reader: Request) -> Output | None:
        if isinstance(value, Column) and value.mention is not None and value.mention.name == CUSTOMER_MEASURE:
            return self.measured.get(value.attribute or "")
        if not isinstance(value, Mention):
            return None
        name, entity = value.name or "", value.entity
        is_ingested = entity is not None and entity.data_source is not None
        return None if is_ingested or name in SYSTEM_NAMES else self.entity(name, reader)

    @cached_property
    def _uses(self) -> dict[Node, list[OutputUse]]:
        return {}

    @cached_property
    def measured(self) -> dict[str, Output]:
        """The attribute measures by their names, which are the attributes of Customer_Measure."""
        return {one.name: one for one in self.all if one.is_attribute}

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], Output]:
        return {(one.kind, one.name): one for one in self.all}

    def changes_of(self, kind: str, name: str) -> list[Effect]:
        """Return what requests change of an output of this name."""
        return self._changes_of.get((kind, name), [])

    @cached_property
    def _changes_of(self) -> dict[tuple[str, str], list[Effect]]:
        found: dict[tuple[str, str], list[Effect]] = {}
        for one in self.changes:
            found.setdefault((one.kind, one.name), []).append(one)
        return found

    @cached_property
    def _versions(self) -> dict[tuple[str, str], list[Output]]:
        found: dict[tuple[str, str], list[Output]] = {}
        for one in (*self.stored, *self.planned):
            found.setdefault((one.kind, one.name), []).append(one)
        return found

    @cached_property
    def _entities(self) -> dict[str, Output]:
        return {one.name: one for one in reversed(self.all) if not one.is_attribute}

    @cached_property
    def _folded(self) -> dict[str, list[Output]]:
        return _by_folded_name(self.all)

    @cached_property
    def _creators(self) -> dict[tuple[str, str], list[Request]]:
        found: dict[tuple[str, str], list[Request]] = {}
        for request in self._requests:
            for one in _made_by(request).planned:
                if not one.is_update:
                    found.setdefault((one.kind, one.name), []).append(request)
        return found

    @cached_property
    def _stored_folded(self) -> dict[str, list[Output]]:
        return _by_folded_name(self.stored)

    @cached_property
    def _names(self) -> dict[tuple[str, ...], KnownNames]:
        return {}


def _by_folded_name(outputs: Iterable[Output]) -> dict[str, list[Output]]:
    found: dict[str, list[Output]] = {}
    for one in outputs:
        found.setdefault(one.name.lower(), []).append(one)
    return found


def _comes_later(output: Output, request: Request) -> bool:
    """Tell whether something is planned by a later request of the same list, which has the last word."""
    return output.request is not None and request.precedes(output.request)


def _changed(output: Output, change: Effect) -> Output | None:
    if change.verb == "deletes":
        return None
    return output._replace(state=_STATES[change.verb], turned=change.request)


def _stored(kind: str, snapshot: Snapshot) -> Iterator[Output]:
    request = saved_request(snapshot)
    for node in snapshot.root.nodes(PARTS[kind]):
        yield from _output(kind, node, request, planned=False)


def _made_by(request: Request) -> _Made:
    """Return what a request does to outputs; one that is kept keeps that."""
    if request.made is None:
        changed = (one for one in effects_of(request) if one.kind in PARTS and not one.is_written)
        request.made = _Made(tuple(_planned(request)), tuple(changed))
    made: _Made = request.made
    return made


def _planned(request: Request) -> Iterator[Output]:
    kind = request.route.kind
    if kind in PARTS:
        for node in request.root if isinstance(request.root, list) else [request.root]:
            if isinstance(node, Node):
                yield from _output(kind, node, request, planned=True)


def _view(kind: str, node: Node, request: Request) -> Any:
    """Return what a body means; each kind's module is read when there is one."""
    if kind == "segment":
        from linter.kinds.segment_body import Segment

        return Segment(node, request)
    if kind == "measure":
        from linter.kinds.measure_body import Measure

        return Measure(node, request)
    if kind == "derivedEntity":
        from linter.kinds.derived_entity_body import DerivedEntity

        return DerivedEntity(node, request)
    return None


def _output(kind: str, node: Node, request: Request, *, planned: bool) -> Iterator[Output]:
    made = _view(kind, node, request)
    parameter = f"{kind}Name"
    is_update = request.gives(parameter)
    name = request.parameter(parameter) if is_update else node.text("name")
    if name:
        state = made.state if kind == "segment" else ""
        yield Output(
            kind, name, node.at("name"), made, request if planned else None, state, is_update=is_update
        )
