"""Files that are nearly payloads: in a place that nearly is one of the layout's, or by their form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from linter import kinds
from linter.kinds.kind import Kind
from linter.kinds.meaning import WRITTEN_BY_THE_SERVICE
from linter.kinds.routes import DOCUMENTS
from linter.named_tuple import NamedTuple
from linter.shapes.reading import read
from linter.shapes.shape import Shape, shape_of

_LEAST: Final = 2
"""How many properties an object must have for its form to say anything."""

_STORED: Final = frozenset(
    name.lower() for name in WRITTEN_BY_THE_SERVICE if name.startswith(("created", "updated"))
)
"""What the service adds: a saved answer of the API is no payload."""


class Misplaced(NamedTuple):
    """A file that is not read, the payload kind that it seems to be, and where that lies."""

    document: str
    kind: str
    place: str  # the path that it was meant to have, or the first of the kind's, with {parameters}
    by_path: bool  # whether its path says so; else its content does


def misplaced(name: str, value: Any) -> Misplaced | None:
    """Return what a file seems to be that neither the layout nor its content makes a payload."""
    for kind, place in _near_places(name):
        return Misplaced(name, kind, place, by_path=True)
    if not value:
        return None
    for card in _in_files():
        if _has_form(card, value):
            return Misplaced(name, card.name, card.addresses[0].path + ".json", by_path=False)
    return None


def _in_files() -> Iterator[Kind]:
    return (card for card in kinds.ALL if card.has_files)


def _near_places(name: str) -> Iterator[tuple[str, str]]:
    """Yield kinds and paths that differ from a file's in the spelling of one segment."""
    stem, dot, ending = name.rpartition(".")
    if f"{dot}{ending}".lower() not in DOCUMENTS:
        return
    segments = stem.split("/")
    for card in _in_files():
        for address in card.addresses:
            own = address.path.split("/")
            if len(own) <= len(segments) and (found := _corrected(own, segments[-len(own) :])):
                yield card.name, "/".join([*segments[: -len(own)], *found]) + dot + ending


def _corrected(wanted: list[str], segments: list[str]) -> list[str] | None:
    """Return the segments with the misspelt one put right, if that is what they differ in."""
    pairs = list(zip(wanted, segments, strict=True))
    literal = [pair for pair in pairs if not pair[0].startswith("{")]
    wrong = [pair for pair in literal if pair[0].lower() != pair[1].lower()]
    if len(wrong) != 1 or len(literal) < _LEAST or not _is_near(*wrong[0]):
        return None
    return [have if one.startswith("{") else one for one, have in pairs]


def _is_near(wanted: str, have: str) -> bool:
    """Tell whether a name was meant: a slip away, or a part of it, as `plan` of `conflationPlan`."""
    from linter.suggest import nearest

    folded = have.lower().rstrip("s")
    return bool(nearest(have, [wanted])) or (len(folded) > 3 and folded in wanted.lower())


def _has_form(card: Kind, value: Any) -> bool:
    """Tell whether a value, or each item of a list, is an object of the kind and of no other one."""
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, dict) and _is_one(card, item) for item in items)


def _is_one(card: Kind, item: dict[str, Any]) -> bool:
    folded = {key.lower() for key in item if not key.startswith("$")}
    if len(folded) < _LEAST or folded & _STORED or not folded & _particular(card, kinds.ALL):
        return False
    shape = shape_of(card.name)
    return folded <= shape.names.keys() and not _reads_badly(item, shape)


def _reads_badly(item: dict[str, Any], shape: Shape) -> bool:
    return bool(read(item, shape, "").problems)


@cache
def _particular(card: Kind, cards: tuple[Kind, ...]) -> frozenset[str]:
    """Return the names of properties, folded, of several words, that only objects of one kind have."""
    others = [shape_of(other.name) for other in cards if other is not card]
    taken = {name for shape in (*others, shape_of("snapshot", "Snapshot")) for name in shape.names}
    own = (shape_of(card.name).members or {}).keys() - taken
    return frozenset(name.lower() for name in own if name != name.lower())
