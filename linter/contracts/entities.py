"""The bodies of requests against the types of a schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from linter.contracts.asked import member_named
from linter.contracts.literals import wrong_json
from linter.contracts.metadata import Metadata, names
from linter.contracts.mistakes import MOST_LISTED, Judgement, Mistake, NamedInCall, Told, Unjudged, if_few
from linter.contracts.schema import InContract, Structure, TypeMember
from linter.contracts.validator import written
from linter.diagnostic import Lack, Location, Path
from linter.shapes.node import BROKEN
from linter.suggest import nearest

if TYPE_CHECKING:
    from linter.contracts.call import Call
    from linter.contracts.paths import Reached
    from linter.contracts.schema import Routine

_BIND: Final = "@odata.bind"
_BINDS: Final = (_BIND, "@bind")
_ADDRESS: Final = re.compile(r"(?:https?://[^?#]*/|/)?([A-Za-z_]\w*)\(.*\)(?:/[\w.]+)?", re.DOTALL)
_DEPTH: Final = 100


class WrittenEntities:
    """Judges bodies by the types of one schema."""

    def __init__(self, schema: Metadata, contract: str) -> None:
        self._schema = schema
        self._contract = contract

    def of_body(self, call: Call, here: Reached) -> Iterator[Told]:
        """Yield what is wrong with the body of a request, by what its path leads to."""
        writes = call.method in ("POST", "PATCH", "PUT")
        if call.body is BROKEN or not writes or here.kind in ("batch", "value", "function"):
            return
        if call.body is None:
            yield from _missing_body(call, here)
        elif not call.may_be_json:
            lack = Lack(f"a body of {call.media_type} isn't judged", "bodies in JSON are")
            yield Unjudged(call.in_body(), lack, "body value")
        else:
            yield from self._written(call, here)

    def _written(self, call: Call, here: Reached) -> Iterator[Told]:
        """Yield what is wrong with a body in JSON."""
        if here.kind == "ref":
            yield from self._reference(call)
        elif here.kind == "action" and here.routine is not None:
            yield from self._parameters(call, here.routine)
            yield from self._object(call, parameters_of(here.routine), call.body, (), 0)
        elif here.kind == "property":
            member = TypeMember("value", here.type, here.is_collection)
            if isinstance(call.body, dict) and "value" in call.body:
                yield from self._value(call, member, call.body["value"], ("value",), 0)
        else:
            structure = self._schema.structure(here.type)
            if structure is not None:
                yield from self._object(call, structure, call.body, (), 0)

    def _parameters(self, call: Call, routine: Routine) -> Iterator[Told]:
        """Yield the parameters that an action must have, and that its body doesn't."""
        given = call.body if isinstance(call.body, dict) else routine.required
        misspelt = {
            near for name in given for near in nearest(name, [name for name, _ in routine.parameters])
        }
        for name in routine.required:
            if name not in given and name not in misspelt:
                at, owner = call.in_body(), f"`{routine.name}`"
                yield Mistake("missing", at, name, owner, "parameter", declared=routine.declared)

    def _reference(self, call: Call) -> Iterator[Told]:
        for key in ("@odata.id", "@id") if isinstance(call.body, dict) else ():
            if key in call.body:
                yield from self._address(call, key, call.body[key], (key,), None)

    def _object(self, call: Call, structure: Structure, value: Any, path: Path, depth: int) -> Iterator[Told]:
        if not isinstance(value, dict):
            name = f"`{path[-1]}`" if path else "the body"
            yield self._wrong(call, path, name, value, "an object")
            return
        structure = self._cast(structure, value)
        for name, item in value.items():
            here = (*path, name)
            if "@" in name:
                yield from self._control(call, structure, name, item, here)
            elif name in structure.members:
                key = call.in_body(*here)._replace(part="key")
                yield member_named(key, structure.members[name], structure.name)
                yield from self._member(call, structure, structure.members[name], item, here, depth)
            elif structure.is_whole:
                yield _unknown(call.in_body(*here)._replace(part="key"), name, structure)

    def _cast(self, structure: Structure, value: Mapping[str, Any]) -> Structure:
        """Return the type that a value says it is of, `#Namespace.Type`."""
        told = value.get("@odata.type", value.get("@type"))
        named = told.rpartition("#")[2] if isinstance(told, str) else ""
        return self._schema.structure(named) or structure

    def _member(
        self, call: Call, structure: Structure, member: TypeMember, value: Any, path: Path, depth: int
    ) -> Iterator[Told]:
        is_update = call.method != "POST"
        is_new_key = member.name in structure.key and not is_update  # which services let clients choose
        if (member.written == "never" and not is_new_key) or (member.written and is_update):
            at = call.in_body(*path)._replace(part="key")
            when = "" if member.written == "never" else " but when the entity is created"
            owner = f"`{structure.short}`"
            yield Mistake("read-only", at, member.name, owner, when, declared=member.declared)
        elif depth < _DEPTH:
            yield from self._value(call, member, value, path, depth)

    def _value(self, call: Call, member: TypeMember, value: Any, path: Path, depth: int) -> Iterator[Told]:
        if value is None or not member.type:
            return
        if not member.is_collection:
            yield from self._item(call, member, value, path, depth)
        elif isinstance(value, list):
            for number, one in enumerate(value):
                yield from self._item(call, member, one, (*path, number), depth)
        else:
            yield self._wrong(call, path, f"`{member.name}`", value, "a list", declared=member.declared)

    def _item(self, call: Call, member: TypeMember, value: Any, path: Path, depth: int) -> Iterator[Told]:
        name = f"`{member.name}`"
        structure = self._schema.structure(member.type)
        if structure is not None and (isinstance(value, dict) or not member.is_navigation):
            if value is not None:
                yield from self._object(call, structure, value, path, depth + 1)
        elif member.is_navigation:
            if not isinstance(value, dict):
                expected = f"an object, or else `{member.name}{_BIND}`"
                yield self._wrong(call, path, name, value, expected, declared=member.declared)
        elif (listed := self._schema.values_of(member.type)) is not None:
            yield from self._enumerated(call, member, value, path, listed)
        else:
            type_ = self._schema.underlying(member.type)
            as_text = "ieee754compatible=true" in call.headers.get("content-type", "").lower()
            expected = wrong_json(type_, value, as_text=as_text)
            if expected:
                yield self._wrong(call, path, name, value, expected, declared=member.declared)

    def _enumerated(
        self, call: Call, member: TypeMember, value: Any, path: Path, listed: tuple[str, ...]
    ) -> Iterator[Told]:
        if isinstance(value, int) and not isinstance(value, bool):
            return
        given = [one.strip() for one in value.split(",")] if isinstance(value, str) else [""]
        if not all(one in listed or one.lstrip("-").isdigit() for one in given):
            some = ", ".join(f"`{one}`" for one in listed[:MOST_LISTED])
            more = " …" if len(listed) > MOST_LISTED else ""
            name, expected = f"`{member.name}`", f"one of {some}{more}"
            yield self._wrong(call, path, name, value, expected, listed, member.declared)

    def _control(self, call: Call, structure: Structure, name: str, value: Any, path: Path) -> Iterator[Told]:
        """Yield what is wrong with a binding; other annotations say nothing that is judged."""
        if not name.endswith(_BINDS):
            return
        member = structure.members.get(name.partition("@")[0])
        if member is None or not member.is_navigation:
            if structure.is_whole:
                known = list(names(structure, navigation=True))
                own = name.partition("@")[0]
                meant = nearest(own, known)
                near = tuple(f"{one}@{name.partition('@')[2]}" for one in meant)
                at = call.in_body(*path)._replace(part="key")
                owner, declared = f"`{structure.short}`", structure.declared((*meant, own))
                yield Mistake("property", at, name, owner, "navigation property for", near, declared=declared)
            return
        yield member_named(call.in_body(*path)._replace(part="key"), member, structure.name)
        for number, one in enumerate(value) if isinstance(value, list) else [(None, value)]:
            where = path if number is None else (*path, number)
            yield from self._address(call, name, one, where, member)

    def _address(
        self, call: Call, name: str, value: Any, path: Path, member: TypeMember | None
    ) -> Iterator[Told]:
        """Yield what is wrong with the address of an entity: its set, or the type of the set."""
        if value is None or (isinstance(value, str) and value.lstrip("/")[:1] == "$"):
            return
        found = _ADDRESS.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            yield self._no_address(call, name, value, path, member)
            return
        start = found.start(1)
        at = call.in_body(*path)._replace(slice=(start, start + len(found[1])))
        yield from self._set(at, found[1], name, member)

    def _no_address(
        self, call: Call, name: str, value: Any, path: Path, member: TypeMember | None
    ) -> Judgement:
        lack = call.opened(value) if isinstance(value, str) else None
        if lack is not None:
            return Unjudged(call.in_body(*path), lack, "binding")
        some = next(iter(self._schema.sets_of(member.type)), "set") if member is not None else "set"
        expected = f"the address of an entity, such as /{some}(…),"
        declared = member.declared if member is not None else None
        return self._wrong(call, path, f"`{name}`", value, expected, declared=declared)

    def _set(self, at: Location, called: str, name: str, member: TypeMember | None) -> Iterator[Told]:
        """Yield the set that the address of an entity begins with, and what is wrong with it."""
        type_ = self._schema.sets.get(called)
        if type_ is None:
            near = tuple(self._schema.sets_of(called)) or tuple(nearest(called, self._schema.set_names))
            declared = self._schema.declared(near)
            yield Mistake("binding", at, called, f"`{self._contract}`", "entity set", near, declared=declared)
            return
        yield NamedInCall(at, called, "entity set", "", type_, self._schema.declared((called,)))
        if member is not None and not self._are_alike(type_, member.type):
            fitting = tuple(self._schema.sets_of(member.type))
            what = "an entity of " + (", ".join(f"`{one}`" for one in fitting[:MOST_LISTED]) or member.type)
            known = fitting or (member.type,)
            yield Mistake("binding", at, called, f"`{name}`", what, known=known, declared=member.declared)

    def _are_alike(self, one: str, other: str) -> bool:
        return self._schema.is_a(one, other) or self._schema.is_a(other, one)

    def _wrong(
        self,
        call: Call,
        path: Path,
        name: str,
        value: Any,
        expected: str,
        known: tuple[str, ...] = (),
        declared: InContract | None = None,
    ) -> Judgement:
        at = call.in_body(*path)
        lack = call.opened(value) if isinstance(value, str) else None
        if lack is not None:
            return Unjudged(at, lack, "body value")
        as_json = not expected.startswith(("one of", "the address", "a GUID", "a date", "a time"))
        told = written(value, as_json=as_json)
        return Mistake("body value", at, told, name, expected, known=known, declared=declared)


def _missing_body(call: Call, here: Reached) -> Iterator[Mistake]:
    if here.routine is not None and here.routine.required:
        name, declared = f"`{here.routine.name}`", here.routine.declared
        yield Mistake("missing", call.at, "body", name, "body", declared=declared)
    if here.kind in ("collection", "entity", "ref"):
        yield Mistake("missing", call.at, "body", f"{call.method} {call.path}", "body")


def _unknown(at: Location, name: str, structure: Structure) -> Mistake:
    known = list(names(structure))
    owner, near = f"`{structure.short}`", tuple(nearest(name, known))
    declared = structure.declared(near)
    return Mistake("property", at, name, owner, "property", near, if_few(known), declared=declared)


def parameters_of(routine: Routine) -> Structure:
    """Return the type of an action's body."""
    from linter.importers.csdl.schema import item_type

    members = {
        name: TypeMember(name, item_type(type_), item_type(type_) != type_, place=routine.place)
        for name, type_ in routine.parameters
    }
    return Structure(routine.name, members)
