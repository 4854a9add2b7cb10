"""Which payload or part of a snapshot a value is: its place says so, or what only such objects have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from linter import kinds
from linter.instance.named import lists, name_of
from linter.kinds.documents import is_envelope
from linter.kinds.kind import Kind
from linter.kinds.laid import property_of
from linter.kinds.meaning import REFERENCE
from linter.kinds.request import Request
from linter.kinds.route import Route
from linter.kinds.routes import laid_out, parse_request, parse_url, stands_for_any
from linter.named_tuple import NamedTuple
from linter.shapes.node import Problem
from linter.shapes.reading import read
from linter.shapes.shape import Shape, shape_of

_OTHER_NAMES: Final = {"assignments": "roleAssignments", "search": "searchConfiguration"}
"""What paths of the API call parts of a snapshot, where it isn't the part's own name."""

_PARTS_OF: Final = {"dataSource": "dataSources"}
"""What kinds are called in a snapshot that has them in another form."""

_BODIES: Final = ("body", "response", "content", "value")
"""Where a saved request has what was sent or answered; the first that is there counts."""


class Whence(NamedTuple):
    """What a path of the API or of a file says of what stands there."""

    kind: str = ""  # a payload kind, or a part of a snapshot; empty where nothing is said
    parameters: Mapping[str, str] = {}
    instance_id: str = ""


def place_of_url(url: str) -> Whence:
    """Return what the url of a request says, or a path of the API."""
    route = parse_url(url)
    if route is None:
        asked = parse_request(f"GET {url}") if "/" in url.strip("/") else None
        route = asked[1] if asked else None
    if route is None:
        return Whence(_part_of([url.strip("/")]))
    instance = route.instance_id or ""
    kind = called(route.kind) or _part_of(route.path.split("/"))
    return Whence(kind, _known(route.parameters), "" if stands_for_any(instance) else instance)


def place_of_file(path: str) -> Whence:
    """Return what a file's path says."""
    route = laid_out(path)
    if route is not None:
        return Whence(called(route.kind), _known(route.parameters), route.instance_id or "")
    return Whence(_part_of(path.rpartition(".")[0].split("/")))


def called(kind: str | None) -> str:
    """Return what a payload kind is called here: the part of a snapshot that keeps it as it was sent."""
    card = kinds.named(kind)
    if card is not None and len(card.saved) == 1:
        return card.saved[0]
    return _PARTS_OF.get(kind or "", kind or "")


def _known(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters that a value was put in place of."""
    return {name: value for name, value in parameters.items() if not stands_for_any(value)}


def is_placed(path: str, value: object) -> bool:
    """Tell whether a file is something to import by its place, or holds requests with a body."""
    if is_envelope(value):
        envelopes = value if isinstance(value, list) else [value]
        return any(body_key(one) is not None for one in envelopes if isinstance(one, dict))
    if isinstance(value, dict):
        said = [(place_of_url(key).kind, one) for key, one in value.items() if "/" in key]
        if any(_is_told(kind, one) or (kind and one == []) for kind, one in said):
            return True
    return _is_told(place_of_file(path).kind, value)


def _is_told(kind: str, value: object) -> bool:
    """Tell whether a value can be what its place says that it is."""
    inner = property_of(value, "value") if isinstance(value, dict) else None
    inner = value if inner is None else inner
    if kind in kinds.names():
        is_answer = inner == [] and inner is not value
        return is_answer or (isinstance(inner, (dict, list)) and bool(inner))
    return bool(kind) and (inner == [] or _named(inner))


def _named(value: object) -> bool:
    """Tell whether a value is an object with a name, or a list of such."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(one, dict) and name_of(one) for one in items)


def body_key(envelope: Mapping[str, Any]) -> str | None:
    """Return under which key a saved request has its body; None where it has none to import."""
    method = property_of(envelope, "method")
    if isinstance(method, str) and method.upper() == "DELETE":
        return None
    folded = {key.lower(): key for key in envelope}
    found = (folded[name] for name in _BODIES if name in folded)
    return next((key for key in found if isinstance(envelope[key], (dict, list))), None)


def _part_of(segments: list[str]) -> str:
    """Return the part of a snapshot that the last segments of a path mean."""
    for segment in reversed(segments[-2:]):
        found = parts().get(segment.lower(), "")
        if found:
            return found
    return ""


@cache
def parts() -> dict[str, str]:
    """Return the parts of a snapshot that are taken as they are, by what they are called, folded."""
    found = {name.lower(): name for name, shape in lists().items() if shape.any}
    kept = {card.saved[0].lower(): card.saved[0] for card in kinds.ALL if len(card.saved) == 1}
    return {**found, **kept, "roleassignments": "roleAssignments", **_OTHER_NAMES}


def kind_by_form(value: Mapping[str, Any]) -> str:
    """Return the payload kind that an object can only be; empty where it is none, or may be several."""
    keys = {key.lower() for key in value}
    sources = property_of(value, "dataSources")
    if sources is not None:
        is_it = isinstance(sources, list) and _are_informed(sources) and "snapshotversion" not in keys
        return "entityInformation" if is_it else ""
    if "conflationid" in keys and keys & {part.lower() for part in _conflation_parts()}:
        return "conflations"
    for card in kinds.ALL:
        if keys & _own(card, kinds.ALL) and any(_fits(value, shape) for shape in _shapes(card)):
            return called(card.name)
    return ""


def faults_of(kind: str, body: Any) -> Iterator[Problem]:
    """Yield what keeps a value from being the body of a kind."""
    card = kinds.named(kind)
    assert card is not None, kind
    request = Request("", "GET", Route(kind, None, {}, "", "", 0), None, 0)
    reading = read(body, shape_of(kind, card.form(body, request).definition), "")
    return (one for one in reading.problems if one.kind in ("type", "missing"))


def _fits(value: Mapping[str, Any], shape: Shape) -> bool:
    """Tell whether an object is well-formed, and most of its properties are known."""
    problems = read(dict(value), shape, "").problems
    unknown = sum(1 for one in problems if one.kind == "unknown")
    return unknown * 2 <= len(value) and not any(one.kind in ("type", "missing") for one in problems)


def _are_informed(sources: Iterable[Any]) -> bool:
    held = [property_of(source, "entities") for source in sources]
    entities = [one for entities in held if isinstance(entities, list) for one in entities]
    return bool(entities) and all(property_of(one, "entityName") is not None for one in entities)


def _conflation_parts() -> list[str]:
    return [kind.saved[1] for kind in kinds.ALL if kind.saved[:1] == ("conflations",)]


@cache
def _own(card: Kind, cards: tuple[Kind, ...]) -> frozenset[str]:
    """Return the names of properties, folded, of several words, that only objects of one kind have."""
    others = {name.lower() for one in cards if one is not card for name in _names(one)}
    taken = {name.lower() for name in shape_of("snapshot", "SnapshotEntity").members or ()} - {"entitytype"}
    own = {name.lower() for name in _names(card) if name != name.lower()}
    return frozenset(own - others - taken - {name.lower() for name in REFERENCE})


def _names(card: Kind) -> set[str]:
    return {name for shape in _shapes(card) for name in shape.members or ()}


def _shapes(card: Kind) -> list[Shape]:
    whole = shape_of(card.name)
    return [one for one in (whole, whole.items) if one is not None and one.members]


def whole_conflation(parts_: Mapping[str, Any], more: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what two sources say of a conflation, and which parts both say, otherwise.

    Of those the first one stands; entity information is added up.
    """
    made, twice = dict(parts_), []
    for name, part in more.items():
        old = made.setdefault(name, part)
        if old == part:
            continue
        if isinstance(property_of(old, "dataSources"), list) and isinstance(
            property_of(part, "dataSources"), list
        ):
            made[name] = {**old, "dataSources": [*old["dataSources"], *part["dataSources"]]}
        else:
            twice.append(name)
    return made, twice
