"""Proposes the dialect of a file: where its payload begins, what is called what, and what is left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import pointer_steps
from linter.kinds.kind import Kind
from linter.kinds.request import Request
from linter.kinds.route import Address, Route
from linter.learning.likeness import padding_of
from linter.learning.matching import Matched, Matcher, Pair, object_in, value_meant
from linter.learning.seen import Facts, Seen, beginning_of, keys_in, places
from linter.named_tuple import NamedTuple
from linter.shapes.dialect import Dialect, Words, root_objects
from linter.shapes.reading import read
from linter.shapes.shape import Shape, fold_value, schema_of_kind, shape_of

_DEPTH: Final = 5
_LEAST: Final = 2  # properties of an object further in, for a payload to begin there
_RIVAL: Final = 0.9  # a beginning that is nearly as good as the best one
_SURE: Final = 0.65


class Term(NamedTuple):
    """What something of ours is called: a property of an object, or a value of a property's closed list."""

    object: str
    property: str
    value: str | None
    theirs: str
    sure: bool
    why: str


class Open(NamedTuple):
    """What could not be placed, in words, and where it stands: a pattern of pointers."""

    pattern: str
    said: str


class Learnt(NamedTuple):
    """What a file teaches about a kind's dialect."""

    begins: str
    words: tuple[Term, ...]
    open: tuple[Open, ...]
    placed: int  # properties that are known then, those with our names too
    keys: int  # different ones in the whole document
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()  # by object: keys that are like nothing of it

    @property
    def is_most(self) -> bool:
        """Whether what was found is most of the document."""
        return 2 * self.placed >= self.keys

    @property
    def dialect(self) -> Dialect:
        """The dialect, as the configuration declares it."""
        names: dict[str, dict[str, list[str]]] = {}
        values: dict[str, dict[str, dict[str, list[str]]]] = {}
        for one in self.words:
            if one.value is None:
                names.setdefault(one.object, {}).setdefault(one.property, []).append(one.theirs)
            else:
                lists = values.setdefault(one.object, {}).setdefault(one.property, {})
                lists.setdefault(one.value, []).append(one.theirs)
        return Dialect(
            self.begins,
            tuple((object_, _words(said)) for object_, said in names.items()),
            tuple(
                (object_, tuple((name, _words(said)) for name, said in lists.items()))
                for object_, lists in values.items()
            ),
        )


class SeveralBeginnings(Exception):  # noqa: N818  # it is no fault of anybody's
    """The payload may begin at several places of the file."""

    def __init__(self, patterns: list[str]) -> None:
        super().__init__(", ".join(patterns))
        self.patterns = patterns


def learn(kind: str, value: Any, facts: Facts, begins: str | None = None) -> Learnt | None:
    """Return the dialect that a document seems to be in; None where nothing in it is like the kind.

    `begins` says where its payload begins; raises SeveralBeginnings where that isn't clear.
    """
    keys = keys_in(value)
    matcher = Matcher(facts, padding_of(keys))
    start = _beginning(kind, value, matcher, begins)
    if start is None:
        return None
    shape, seen = start
    return _Pupil(kind, matcher).learnt(shape, seen)._replace(keys=len(keys))


def is_documented(kind: Kind, value: Any) -> bool:
    """Tell whether a document has the documented form, by whichever address it is sent."""
    begun = beginning_of(value)
    return any(_reads_well(kind, address, begun) for address in kind.addresses)


def _reads_well(kind: Kind, address: Address, value: Any) -> bool:
    parameters = dict.fromkeys(re.findall(r"\{(\w+)\}", address.path), "x")
    route = Route(kind.name, None, parameters, address.path, "", 0, address)
    form = kind.form(value, Request("", address.methods[0], route, None, 0))
    shape = shape_of(kind.name, form.definition, or_list=form.or_list)
    return not read(value, shape, "").problems


def at_pointer(value: Any, pointer: str) -> Seen:
    """Return what stands at a pointer, in which `*` is each item of a list."""
    seen = Seen("", (value,))
    for step in pointer_steps(pointer):
        seen = seen.items() if step == "*" else seen.under(step)
    return seen._replace(pattern=pointer)


def _beginning(kind: str, value: Any, matcher: Matcher, begins: str | None) -> tuple[Shape, Seen] | None:
    """Return the object of ours that the payload is, and the objects of theirs that are payloads."""
    takes_lists = any("items" in one for one in _roots(schema_of_kind(kind)))
    shapes = [shape_of(kind, name) for name in root_objects(schema_of_kind(kind))]
    shapes = list({one.name: one for one in shapes if one.members}.values())
    found: list[tuple[float, Shape, Seen]] = []
    for seen in places(value, _DEPTH) if begins is None else (at_pointer(value, begins),):
        inside = seen.items() if takes_lists else seen
        if any(not isinstance(one, dict) for one in inside.values):
            continue
        outermost = begins is not None or not seen.pattern
        for shape in shapes:
            if outermost or len(matcher.match(shape, inside).pairs) >= _LEAST:
                found.append((matcher.mass(shape, inside), shape, seen))
    best = max((mass for mass, _, _ in found), default=0.0)
    likely = [one for one in found if one[0] > 0 and one[0] >= best * _RIVAL]
    if best <= 0 or not likely:
        return None
    first = next(one for one in likely if one[0] == best)
    others = {one[2].pattern for one in likely if not _is_around(one[2].pattern, first[2].pattern)}
    if others:
        raise SeveralBeginnings(sorted({first[2].pattern, *others}))
    return first[1], first[2]


def _roots(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    yield from schema.get("anyOf", ())


def _is_around(one: str, other: str) -> bool:
    """Tell whether one of two patterns leads to what is around the other's, or to its items."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


class _Pupil:
    """Goes through the objects of a payload, each kind of object once, with all that is seen of it."""

    def __init__(self, kind: str, matcher: Matcher) -> None:
        self.kind = kind
        self.matcher = matcher
        self.seen: dict[str, list[Seen]] = {}
        self.shapes: dict[str, Shape] = {}
        self.words: list[Term] = []
        self.open: list[Open] = []
        self.others: list[tuple[str, tuple[str, ...]]] = []
        self.placed = 0

    def learnt(self, root: Shape, begins: Seen) -> Learnt:
        """Return what there is to learn."""
        self._take(root, begins.items())
        for shape in _objects_below(root):
            if shape.name in self.seen:
                self._object(shape, _together(self.seen[shape.name]))
        self._leave_out_clashes()
        words = (*self.words, *self._twins(root))
        return Learnt(begins.pattern, words, tuple(self.open), self.placed, 0, tuple(self.others))

    def _leave_out_clashes(self) -> None:
        """Leave out what would be read as something else: a name of ours that isn't called otherwise."""
        renamed = {(one.object, one.property) for one in self.words if one.value is None}
        clear: list[Term] = []
        for word in self.words:
            taken = self.shapes[word.object].names.get(word.theirs.lower(), word.property)
            if word.value is None and taken != word.property and (word.object, taken) not in renamed:
                said = f"may be `{word.property}` of {word.object}, but is called like `{taken}`"
                self.open.append(Open(f"{self.seen[word.object][0].pattern}/{word.theirs}", said))
            else:
                clear.append(word)
        self.words = clear

    def _take(self, shape: Shape, seen: Seen) -> None:
        self.seen.setdefault(shape.name, []).append(seen)
        self.shapes[shape.name] = shape

    def _object(self, shape: Shape, seen: Seen) -> None:
        matched = self.matcher.match(shape, seen)
        for pair in matched.pairs:
            self._pair(shape, pair, seen.under(pair.key))
        self.placed += len(matched.pairs)
        self.open += _left_open(shape, seen, matched)
        if matched.left:
            self.others.append((shape.name, matched.left))

    def _pair(self, shape: Shape, pair: Pair, under: Seen) -> None:
        if not _is_read_as(pair.key, pair.member, shape):
            self.words.append(_name(shape, pair))
        inner = object_in((shape.members or {})[pair.member])
        if inner is not None:
            objects = under.items()
            self._take(
                inner, Seen(objects.pattern, tuple(one for one in objects.values if type(one) is dict))
            )
        self._values(shape, pair.member, under)

    def _values(self, shape: Shape, name: str, seen: Seen) -> None:
        member = (shape.members or {})[name]
        listed = member if member.values else member.items
        if listed is None or not listed.values:
            return
        known = {fold_value(one) for one in listed.values} | (listed.accepted or frozenset())
        for theirs in seen.strings():
            if fold_value(theirs) in known:
                continue
            ours = value_meant(theirs, listed)
            if ours is None:
                self.open.append(
                    Open(seen.pattern, f"`{theirs}` is like no one value of {shape.name}.{name}")
                )
            else:
                self.words.append(Term(shape.name, name, ours, theirs, True, ""))

    def _twins(self, root: Shape) -> Iterator[Term]:
        """Yield the same words for the other forms of the body, such as that of an update."""
        for name in root_objects(schema_of_kind(self.kind)):
            twin = shape_of(self.kind, name)
            if name in self.seen or not twin.members:
                continue
            for word in self.words:
                if word.object == root.name and word.property in twin.members:
                    yield word._replace(object=name)


def _left_open(shape: Shape, seen: Seen, matched: Matched) -> Iterator[Open]:
    """Yield what of an object isn't clear, and why."""
    for key in dict.fromkeys(one.key for one in matched.doubtful):
        names = dict.fromkeys(f"`{one.member}`" for one in matched.doubtful if one.key == key)
        yield Open(seen.under(key).pattern, f"may be {' or '.join(names)} of {shape.name}")
    for pair in matched.unfit:
        expected = " or ".join((shape.members or {})[pair.member].expected) or "of its type"
        said = f"is called like `{pair.member}` of {shape.name}, but isn't {expected}"
        yield Open(seen.under(pair.key).pattern, said)
    for key in matched.left:
        yield Open(seen.under(key).pattern, f"is like nothing of {shape.name}")
    given = {one.member for one in (*matched.pairs, *matched.doubtful)}
    for name in shape.required if seen.values else ():
        if name not in given:
            yield Open(seen.pattern, f"`{name}` of {shape.name} is required, and was not found")


def _is_read_as(key: str, member: str, shape: Shape) -> bool:
    return (shape.names.get(key) or shape.names.get(key.lower())) == member


def _name(shape: Shape, pair: Pair) -> Term:
    by_name, by_form = pair.name >= _SURE, pair.form >= _SURE
    why = "by its name" if by_name else "by what stands there" if by_form else "by name and form"
    if pair.name == 0.0:
        why = "only by what stands there"
    return Term(shape.name, pair.member, None, pair.key, pair.score >= _SURE, why)


def _objects_below(root: Shape) -> list[Shape]:
    """Return the objects that a shape can hold, each behind all that can hold it."""
    found: dict[str, Shape] = {}
    seen: set[str] = set()  # a form may hold itself, as criteria do

    def go(shape: Shape) -> None:
        if shape.name in seen:
            return
        seen.add(shape.name)
        for member in (shape.members or {}).values():
            inner = object_in(member)
            if inner is not None and inner.name:
                go(inner)
        found[shape.name] = shape

    go(root)
    return list(found.values())[::-1]


def _together(seen: list[Seen]) -> Seen:
    return Seen(seen[0].pattern, tuple(value for one in seen for value in one.values))


def _words(said: dict[str, list[str]]) -> Words:
    return tuple((own, tuple(dict.fromkeys(theirs))) for own, theirs in said.items())
