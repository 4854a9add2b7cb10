"""Where a path of OData leads, step by step through a schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from linter.contracts.asked import member_named
from linter.contracts.functions import lacking
from linter.contracts.literals import wrong_literal
from linter.contracts.metadata import Metadata, names
from linter.contracts.mistakes import Judgement, Mistake, NamedInCall, Told, Unjudged
from linter.diagnostic import Lack, Location
from linter.importers.csdl.schema import item_type
from linter.kinds.route import decoded
from linter.named_tuple import NamedTuple
from linter.placeholders import masked
from linter.suggest import nearest

if TYPE_CHECKING:
    from linter.contracts.call import Call
    from linter.contracts.schema import InContract, Routine, Structure, TypeMember

_NAME: Final = re.compile(r"[^(]*")
_NAMED: Final = re.compile(r"\s*([A-Za-z_]\w*)\s*=(.*)", re.DOTALL)

_METHODS: Final = {
    "service": ("GET",),
    "collection": ("GET", "POST"),
    "entity": ("GET", "PATCH", "PUT", "DELETE"),
    "property": ("GET", "PUT", "PATCH", "DELETE"),
    "function": ("GET",),
    "action": ("POST",),
    "count": ("GET",),
    "value": ("GET", "PUT", "DELETE"),
    "ref": ("GET", "POST", "PUT", "DELETE"),
    "batch": ("POST",),
    "metadata": ("GET",),
}
_ENDS: Final = {"$count": "count", "$value": "value", "$ref": "ref"}


class Reached(NamedTuple):
    """Where a path has led so far."""

    kind: str  # one of those that have methods, or "" where it isn't known
    type: str = ""  # of the entity, of the entities of a collection, of the value
    is_collection: bool = False
    name: str = ""  # what messages call it
    routine: Routine | None = None
    declared: InContract | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that may be used there; none where it isn't known."""
        return _METHODS.get(self.kind, ())


class _Given(NamedTuple):
    """A value in the parentheses of a segment: an argument, or a part of a key."""

    name: str  # as in `name=value`, or ""
    name_at: Location
    text: str
    at: Location


class PathSegment(NamedTuple):
    """A step of a path: a name and what stands in parentheses behind it, with their places in the url."""

    name: str
    start: int
    inner: str | None  # None: there are no parentheses
    inner_start: int

    @property
    def end(self) -> int:
        """Where the name ends."""
        return self.start + len(self.name)


class Walk:
    """Follows the path of one request; `found` are the mistakes on the way."""

    def __init__(self, schema: Metadata, call: Call, contract: str) -> None:
        self._schema = schema
        self._call = call
        self._contract = contract
        self.found: list[Told] = []

    def end(self) -> Reached:
        """Return where the path leads; of an unknown kind, where that isn't known."""
        here = Reached("service", name=f"`{self._contract}`")
        for segment in segments_of(self._call.path, self._call.path_start):
            if not here.kind:
                return here
            here = self._step(here, segment)
        return here

    def beginning(self) -> list[Told]:
        """Return what there is to say of the name with which the path begins."""
        first = next(segments_of(self._call.path, self._call.path_start), None)
        if first is not None:
            self._step(Reached("service", name=f"`{self._contract}`"), first._replace(inner=None))
        return self.found

    def _step(self, here: Reached, segment: PathSegment) -> Reached:
        lack = self._call.opened(segment.name)
        if lack is not None:
            self.found.append(Unjudged(self._call.within(segment.start, segment.end), lack))
            return Reached("")
        if segment.name in _ENDS:
            return here._replace(kind=_ENDS[segment.name])
        if segment.name[:1] == "$":
            special = {"$metadata": "metadata", "$batch": "batch"}
            return Reached(special.get(segment.name, ""), name=f"`{segment.name}`")
        if here.kind == "service":
            return self._begin(segment)
        return self._on(here, segment)

    def _begin(self, segment: PathSegment) -> Reached:
        name, schema = segment.name, self._schema
        declared = schema.declared((name,))
        if name in schema.sets:
            self._name(segment, "entity set", schema.sets[name], declared)
            here = Reached("collection", schema.sets[name], True, f"`{name}`", None, declared)
            return self._keyed(here, segment)
        if name in schema.singletons:
            self._name(segment, "singleton", schema.singletons[name], declared)
            return Reached("entity", schema.singletons[name], False, f"`{name}`", None, declared)
        if name in schema.imports:
            self._name(segment, "operation", "", declared)
            short = schema.imports[name].operation.rpartition(".")[2]
            return self._called(schema.operations(short), "", segment)
        if any(one.startswith(f"{name}/") for one in schema.sets):
            return Reached("")  # such a name is no identifier; where it leads isn't followed
        near, what = self._meant(name), "entity set, singleton or operation"
        return self._unknown(segment, f"`{self._contract}`", what, near, schema.declared(near))

    def _name(self, segment: PathSegment, what: str, type_: str, declared: InContract | None) -> None:
        at = self._call.within(segment.start, segment.end)
        self.found.append(NamedInCall(at, segment.name, what, "", type_, declared))

    def _meant(self, name: str) -> tuple[str, ...]:
        """Return what may be meant by a name that a path can't begin with: the sets of a type are."""
        return tuple(self._schema.sets_of(name)) or tuple(nearest(name, self._schema.entry_points))

    def _on(self, here: Reached, segment: PathSegment) -> Reached:
        if "." in segment.name:
            return self._qualified(here, segment)
        structure = self._schema.structure(here.type)
        if structure is None or here.kind not in ("entity", "property", "collection", "function"):
            return Reached("")
        member = structure.members.get(segment.name) if not here.is_collection else None
        if member is not None:
            at = self._call.within(segment.start, segment.end)
            self.found.append(member_named(at, member, structure.name))
            return self._member(member, segment)
        if here.is_collection and self._may_be_key(structure, segment):
            at = self._call.within(segment.start, segment.end)
            self.found.append(Unjudged(at, _key_as_segment(here, structure, segment)))
            return here._replace(kind="entity", is_collection=False)
        if here.is_collection:
            return self._unknown(segment, f"{here.name}, which has no key,", "operation", ())
        if not structure.is_whole:
            return Reached("")
        near, what = tuple(nearest(segment.name, list(names(structure)))), "property or navigation property"
        return self._unknown(segment, f"`{structure.short}`", what, near, structure.declared(near))

    def _may_be_key(self, structure: Structure, segment: PathSegment) -> bool:
        """Tell whether a segment may be a key, as services may have it since 4.01: /customers/1."""
        key = structure.members.get(structure.key[0]) if len(structure.key) == 1 else None
        if key is None or segment.inner is not None or self._call.path_start == segment.start:
            return False
        if key.type == "Edm.String":
            return segment.name not in structure.members and not nearest(segment.name, [*structure.members])
        return not wrong_literal(key.type, segment.name)

    def _member(self, member: TypeMember, segment: PathSegment) -> Reached:
        here = Reached(
            "property", member.type, member.is_collection, f"`{member.name}`", None, member.declared
        )
        if not member.is_navigation:
            return here
        if not member.is_collection:
            return here._replace(kind="entity")
        return self._keyed(here._replace(kind="collection"), segment)

    def _qualified(self, here: Reached, segment: PathSegment) -> Reached:
        """Follow a name with a namespace: a type that the path goes on with, or an operation."""
        if self._schema.is_type(segment.name):
            return self._keyed(here._replace(type=segment.name), segment)
        short = segment.name.rpartition(".")[2]
        routines = [one for one in self._schema.operations(short) if one.is_bound]
        if routines:
            self._name(segment, "operation", "", routines[0].declared)
            return self._called(routines, here.type, segment)
        namespace = segment.name.rpartition(".")[0]
        if not self._schema.declares_namespace(namespace):
            return Reached("")
        meant = tuple(f"{namespace}.{one}" for one in nearest(short, self._schema.short_names))
        return self._unknown(segment, f"`{self._contract}`", "type or operation", meant)

    def _called(self, routines: list[Routine], binding: str, segment: PathSegment) -> Reached:
        fitting = [
            one for one in routines if not binding or self._schema.is_a(binding, item_type(one.binding))
        ]
        one = next(iter(fitting or routines), None)
        if one is None:
            return Reached("")
        returned = item_type(one.returns)
        kind = "action" if one.is_action else "function"
        self.found += self._arguments(fitting or routines, segment)
        return Reached(kind, returned, returned != one.returns, f"`{one.name}`", one, one.declared)

    def _keyed(self, here: Reached, segment: PathSegment) -> Reached:
        if segment.inner is None or not here.is_collection:
            return here
        self.found += self._key(here, segment)
        self.found += self._missing_key(here, segment)
        return here._replace(kind="entity", is_collection=False)

    def _arguments(self, routines: list[Routine], segment: PathSegment) -> Iterator[Judgement]:
        """Yield what is wrong with the arguments of a function, which has overloads."""
        if '"' in (segment.inner or ""):
            return  # values in JSON aren't looked into
        types: dict[str, set[str]] = {}
        for name, type_ in (parameter for one in routines for parameter in one.parameters):
            types.setdefault(name, set()).add(type_)
        values = list(self._values(segment))
        for one in values:
            if one.name:
                yield from self._argument(one, types, routines[0])
        given = {one.name or one.text.strip() for one in values}
        if given <= {*types, ""}:
            yield from self._missing_argument(routines, given, segment)

    def _argument(self, value: _Given, types: dict[str, set[str]], routine: Routine) -> Iterator[Judgement]:
        if value.name not in types:
            owner, near = f"`{routine.name}`", tuple(nearest(value.name, types))
            at, known, declared = value.name_at, tuple(types), routine.declared
            yield Mistake("path", at, value.name, owner, "parameter", near, known, declared=declared)
            return
        lack = self._call.opened(value.text)
        wrong = [wrong_literal(one, decoded(value.text)) for one in types[value.name]]
        if lack is not None:
            yield Unjudged(value.at, lack, "value")
        elif all(wrong):
            yield Mistake("value", value.at, value.text, f"`{value.name}`", wrong[0])

    def _missing_argument(
        self, routines: list[Routine], given: set[str], segment: PathSegment
    ) -> Iterator[Judgement]:
        in_query = {one.name.lstrip("@") for one in self._call.options}  # where 4.01 may have them
        lack, routine = lacking(routines, given | in_query), routines[0]
        if lack is not None and not routine.is_action:  # which has its parameters in the body
            at = self._call.within(segment.start, segment.end)
            yield Mistake("missing", at, lack, f"`{routine.name}`", "parameter", declared=routine.declared)

    def _key(self, here: Reached, segment: PathSegment) -> Iterator[Judgement]:
        structure = self._schema.structure(here.type)
        for one in self._values(segment):
            lack = self._call.opened(one.text)
            if lack is not None:
                yield Unjudged(one.at, lack, "value")
            elif structure is not None:
                yield from _key_value(one, structure)

    def _values(self, segment: PathSegment) -> Iterator[_Given]:
        """Yield what stands in the parentheses of a segment; a name that a pipeline fills is none."""
        start = segment.inner_start
        for part in _parts(segment.inner or ""):
            found = _NAMED.fullmatch(masked(part))
            if found is None or self._call.opened(part[: found.end(1)]) is not None:
                at = self._call.within(start, start + len(part))
                yield _Given("", at, part, at)
            else:
                name_at = self._call.within(start + found.start(1), start + found.end(1))
                at = self._call.within(start + found.start(2), start + len(part))
                yield _Given(found[1], name_at, part[found.start(2) :], at)
            start += len(part) + 1

    def _missing_key(self, here: Reached, segment: PathSegment) -> Iterator[Judgement]:
        """Yield the part of a key that a request lacks, if what it has is of the key, or has no name."""
        structure = self._schema.structure(here.type)
        parts = _parts(segment.inner or "")
        named = {found[1] for one in parts if (found := _NAMED.fullmatch(masked(one))) is not None}
        key = structure.key if structure is not None else ()
        lack = next((one for one in key if one not in named), None)
        is_open = self._call.opened(segment.inner or "") is not None
        if len(key) > 1 and lack is not None and named <= {*key} and not is_open:
            yield Mistake(
                "missing",
                self._call.within(segment.start, segment.end),
                lack,
                here.name,
                "property of the key",
                declared=structure.declared((lack,)) if structure is not None else None,
            )

    def _unknown(
        self,
        segment: PathSegment,
        owner: str,
        what: str,
        near: tuple[str, ...],
        declared: InContract | None = None,
    ) -> Reached:
        at = self._call.within(segment.start, segment.end)
        self.found.append(Mistake("path", at, segment.name, owner, what, near, declared=declared))
        return Reached("")


def segments_of(path: str, start: int) -> Iterator[PathSegment]:
    """Yield the segments of a path, which begins at an offset of the url; not divided in parentheses."""
    shown = masked(path)
    begin, depth = 0, 0
    for at, letter in enumerate(f"{shown}/"):
        depth += (letter == "(") - (letter == ")")
        if letter == "/" and (depth <= 0 or at == len(shown)):
            if at > begin:
                yield _segment(path[begin:at], start + begin)
            begin, depth = at + 1, 0


def _segment(text: str, start: int) -> PathSegment:
    shown = masked(text)
    found = _NAME.match(shown)
    end = found.end() if found else len(text)
    if end == len(text) or not shown.endswith(")"):
        return PathSegment(decoded(text[:end]), start, None, start + end)
    return PathSegment(text[:end], start, text[end + 1 : -1], start + end + 1)


def _key_as_segment(here: Reached, structure: Structure, segment: PathSegment) -> Lack:
    name, is_text = here.name.strip("`"), structure.members[structure.key[0]].type == "Edm.String"
    key = f"'{segment.name}'" if is_text else segment.name
    return Lack(
        f"`{segment.name}` may be a key, and $metadata doesn't say whether the service takes `{name}/KEY`",
        f"write it as `{name}({key})`, which all services take",
    )


def _key_value(value: _Given, structure: Structure) -> Iterator[Judgement]:
    """Yield what is wrong with one value of an entity's key; one without a name is all of the key."""
    if value.name and value.name not in structure.members:
        near = tuple(nearest(value.name, list(names(structure, navigation=False))))
        owner, declared = f"`{structure.short}`", structure.declared(near)
        if structure.is_whole:
            yield Mistake("path", value.name_at, value.name, owner, "property", near, declared=declared)
    elif value.name or len(structure.key) == 1:
        member = structure.members.get(value.name or structure.key[0])
        expected = wrong_literal(member.type, decoded(value.text)) if member is not None else ""
        if expected and member is not None:
            owner = f"`{member.name}`"
            yield Mistake("value", value.at, value.text, owner, expected, declared=member.declared)


def _parts(inner: str) -> list[str]:
    """Return the parts of a key, which commas divide but for those in texts."""
    parts, begin, quoted = [], 0, False
    for at, letter in enumerate(inner):
        quoted ^= letter == "'"
        if letter == "," and not quoted:
            parts.append(inner[begin:at])
            begin = at + 1
    return [*parts, inner[begin:]]
