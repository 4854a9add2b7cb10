"""The bodies of requests, read along the shapes of their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from linter import kinds
from linter.diagnostic import Path
from linter.kinds.request import Request
from linter.placeholders import Values
from linter.reading.taken import Taken
from linter.shapes.node import BROKEN, Node, Problem
from linter.shapes.reading import Reading, read
from linter.shapes.shape import Shape, schema_of_kind, shape_of
from linter.suggest import nearest

if TYPE_CHECKING:
    from linter.shapes.dialect import Dialect


def read_body(
    taken: Taken,
    request: Request,
    value: Any,
    node: type[Node],
    values: Values,
    dialect: Dialect | None = None,
) -> None:
    """Read the body of a request along the shape of its kind."""
    if value is None and request.envelope is not None:
        kind = kinds.named(request.route.kind)
        if "body" not in request.envelope.broken and (kind is None or kind.needs_body):
            _no_body(taken, request.envelope)
        return
    request.reading = _read_payload(request, value, node, values, dialect)
    taken.take_up(request.reading)


def _no_body(taken: Taken, envelope: Node) -> None:
    """Take down that a request has no body, or that it is misspelt."""
    for number, one in enumerate(taken.problems):
        is_near = one.kind == "unknown" and one.at.path[:-1] == envelope.path and nearest(one.name, ["body"])
        if is_near and "body" in one.free:
            taken.problems[number] = one._replace(meant="body", required=True)
            return
    taken.problems.append(Problem("missing", envelope.at("body"), "body", "Envelope", member="body"))


def bodies_in(value: Any, dialect: Dialect | None, document: str) -> Iterator[tuple[Path, Any]]:
    """Yield the payloads of a file with their paths, or the problem that stands where one should begin."""
    if dialect is None or not dialect.begins:
        return iter([((), value)])
    from linter.reading.beginnings import beginnings

    return beginnings(value, dialect.begins, document)


def _read_payload(
    request: Request, value: Any, node: type[Node], values: Values, dialect: Dialect | None
) -> Reading:
    if isinstance(value, Problem):
        return Reading(BROKEN, [value._replace(owner=str(request.route.kind))])
    kind = kinds.named(request.route.kind)
    assert kind is not None
    definition, or_list = kind.form(_outlined(value, kind.name, dialect), request)
    shape = shape_of(kind.name, definition, or_list=or_list, dialect=dialect)
    reading = read(value, shape, request.document, request.body_path, node, values)
    if any(one.kind == "unknown" for one in reading.problems):
        from linter.reading.other_form import other_form

        return other_form(reading, value, shape, request) or reading
    return reading


def _outlined(value: Any, kind: str, dialect: Dialect | None) -> Any:
    """Return a body whose outermost properties have our names, so that one can see which form it is."""
    if dialect is None or not isinstance(value, dict):
        return value
    names = _outer_names(kind, dialect)
    return {names.get(key.lower(), key): item for key, item in value.items()}


@lru_cache(64)
def _outer_names(kind: str, dialect: Dialect) -> dict[str, str]:
    from linter.shapes.dialect import outer_names

    return outer_names(schema_of_kind(kind), dialect)


def envelope_shape() -> Shape:
    """Return the shape of a request envelope, or of a list of them."""
    return shape_of("request", "Envelope", or_list=True)
