"""Pairs the members of an object of ours with the keys of one of theirs, as far as that is clear."""

from __future__ import annotations

from functools import cache
from typing import Final

from linter.learning.likeness import likeness
from linter.learning.seen import GUID, Facts, Seen, share
from linter.named_tuple import NamedTuple
from linter.shapes.shape import Says, Shape, fold_value
from linter.shapes.slips import takes

_NAME: Final = 0.55  # how much names count; the rest is what stands there
_LEAST: Final = 0.5  # a pair below this is none
_SURE_FORM: Final = 0.9  # from here on, what stands there says enough
_BY_FORM: Final = 0.6
_RIVAL: Final = 0.07  # a pair that is so close makes a choice a guess
_NEUTRAL: Final = 0.5
_FEW: Final = 20  # values of a closed list that are compared with ours
_FITTING: Final = 0.9  # the share of values whose type has to fit


class Pair(NamedTuple):
    """A member of ours and a key of theirs, and how much speaks for it: altogether, by name, by form."""

    member: str
    key: str
    score: float
    name: float
    form: float


class Matched(NamedTuple):
    """What was found of one object."""

    pairs: tuple[Pair, ...] = ()
    doubtful: tuple[Pair, ...] = ()  # each has a rival
    left: tuple[str, ...] = ()  # keys that are like no member
    unfit: tuple[Pair, ...] = ()  # keys whose names are like a member's, but whose values are of another type


class Matcher:
    """Matches objects along shapes; remembers what it has found, since objects are asked about often."""

    def __init__(self, facts: Facts, padding: tuple[str, ...] = ()) -> None:
        self._facts = facts
        self._padding = padding
        self._known: dict[tuple[int, str, tuple[int, ...]], Matched] = {}

    def match(self, shape: Shape, seen: Seen) -> Matched:
        """Return which key is which member of an object."""
        key = (id(shape), seen.pattern, tuple(map(id, seen.values)))
        if key not in self._known:
            self._known[key] = self._match(shape, seen)
        return self._known[key]

    def mass(self, shape: Shape, seen: Seen) -> float:
        """Return how much of some objects, and of all in them, is like a shape's."""
        matched = self.match(shape, seen)
        found = sum(pair.score + self._mass_under(shape, seen, pair) for pair in matched.pairs)
        lacking = set(shape.required) - {one.member for one in (*matched.pairs, *matched.doubtful)}
        return found - 0.25 * (len(matched.left) + len(lacking))

    def _mass_under(self, shape: Shape, seen: Seen, pair: Pair) -> float:
        inner = object_in((shape.members or {})[pair.member])
        if inner is None:
            return 0.0
        return self.mass(inner, seen.under(pair.key).items())

    def _match(self, shape: Shape, seen: Seen) -> Matched:
        keys = [key for key in seen.names() if not key.startswith("$")]
        pairs = [self._pair(shape, name, seen, key) for name in shape.members or () for key in keys]
        fitting = sorted((one for one in pairs if one.score >= _LEAST), key=lambda one: -one.score)
        placed, doubtful = _choose(fitting)
        taken = {one.key for one in (*placed, *doubtful)}
        unfit = [one for one in pairs if one.form < 0 and one.name >= _BY_FORM and one.key not in taken]
        taken |= {one.key for one in unfit}
        order = list(shape.members or ())
        placed.sort(key=lambda one: order.index(one.member))
        return Matched(
            tuple(placed), tuple(doubtful), tuple(key for key in keys if key not in taken), tuple(unfit)
        )

    def _pair(self, shape: Shape, name: str, seen: Seen, key: str) -> Pair:
        member = (shape.members or {})[name]
        alike = likeness(name, key, self._padding)
        form = self._form(member, shape.says.get(name), seen.under(key))
        if form < 0:
            return Pair(name, key, 0.0, alike, form)
        if alike == 1.0:
            return Pair(name, key, 1.0 if form >= _NEUTRAL else _SURE_FORM, alike, form)
        by_form = _BY_FORM * form if form >= _SURE_FORM else 0.0
        return Pair(name, key, max(_NAME * alike + (1 - _NAME) * form, by_form), alike, form)

    def _form(self, shape: Shape, said: Says | None, seen: Seen) -> float:
        """Return how well values fit a member, from 0 to 1; below 0 where their types don't."""
        if not seen.values or shape.any:
            return _NEUTRAL * (not shape.any)
        if sum(takes(shape, one) for one in seen.values) < _FITTING * len(seen.values):
            return -1.0
        inner = object_in(shape)
        objects = Seen(seen.items().pattern, tuple(one for one in seen.items().values if type(one) is dict))
        if inner is not None and objects.values:
            return self._object_form(inner, objects)
        items = seen.items()
        if items.pattern != seen.pattern and shape.items is not None:
            if sum(takes(shape.items, one) for one in items.values) < _FITTING * len(items.values):
                return -1.0
            return self._scalar_form(shape.items, said, items)
        return self._scalar_form(shape, said, seen)

    def _object_form(self, shape: Shape, seen: Seen) -> float:
        """Return how many keys of an object, weighed by how sure they are, are members of a shape."""
        matched = self.match(shape, seen)
        keys = len(matched.pairs) + len(matched.doubtful) + len(matched.left) + len(matched.unfit)
        missing = len(set(shape.required) - {one.member for one in (*matched.pairs, *matched.doubtful)})
        likely = sum(one.score for one in matched.pairs) + 0.5 * len({one.key for one in matched.doubtful})
        return likely / (keys + missing) if keys else 0.0

    def _scalar_form(self, shape: Shape, said: Says | None, seen: Seen) -> float:
        strings = seen.strings()
        if shape.values and strings:
            strings = strings[:_FEW]
            meant = sum(value_meant(one, shape) is not None for one in strings) / len(strings)
            return 0.3 + 0.7 * meant if meant > _NEUTRAL else 0.1
        what = said.what if said is not None else ""
        if what in ("entity", "attribute", "data source") and strings:
            return self._named_form(what, said, strings)
        if bool in shape.scalars:
            return 0.8
        return 0.3 if strings and all(map(GUID.fullmatch, strings)) else _NEUTRAL

    def _named_form(self, what: str, said: Says | None, strings: list[str]) -> float:
        facts, unknown = self._facts, _NEUTRAL
        if what == "data source":
            by_id = said is not None and said.by == "id"
            known = facts.source_ids if by_id else facts.sources
            if by_id and all(map(GUID.fullmatch, strings)):
                return 1.0
            unknown = 0.3 if by_id else _NEUTRAL  # most IDs are GUIDs
        else:
            known = facts.entities if what == "entity" else facts.attributes
        return 0.4 + 0.6 * share(strings, known) if known else unknown


def object_in(shape: Shape) -> Shape | None:
    """Return the shape of the object that may stand in a member, itself or as an item of a list."""
    inner = shape.items if shape.items is not None and shape.members is None else shape
    return inner if inner.members is not None else None


@cache
def value_meant(value: str, shape: Shape) -> str | None:
    """Return the one value of a closed list that a value of theirs is like."""
    folded = fold_value(value)
    known = [one for one in shape.values if fold_value(one) == folded]
    if known:
        return known[0]
    ranked = sorted(((likeness(one, value), one) for one in shape.values), reverse=True)
    best = [one for score, one in ranked if score >= ranked[0][0] - _RIVAL and score >= 0.35]
    return best[0] if len(best) == 1 else None


def _choose(fitting: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs that are the best of both sides, and those that have a rival."""
    placed: list[Pair] = []
    doubtful: list[Pair] = []
    for pair in fitting:
        if _is_taken(pair, placed) or _is_taken(pair, doubtful):
            continue
        rivals = [
            one
            for one in fitting
            if one is not pair
            and (one.member == pair.member) != (one.key == pair.key)
            and one.score > pair.score - _RIVAL
            and not _is_taken(one, placed)
            and not (pair.name == 1.0 > one.name)
        ]
        if rivals:
            doubtful += [pair, *rivals]
        else:
            placed.append(pair)
    return placed, doubtful


def _is_taken(pair: Pair, others: list[Pair]) -> bool:
    return any(one.member == pair.member or one.key == pair.key for one in others)
