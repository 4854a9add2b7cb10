"""The bodies of requests, read along the shapes of their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from linter import kinds
from linter.diagnostic import Location, Path
from linter.kinds.request import Request
from linter.reading.taken import Taken
from linter.shapes.node import BROKEN, Node, Problem
from linter.shapes.reading import Reading, kind_of_value, read
from linter.shapes.shape import Shape, schema_of_kind, shape_of

if TYPE_CHECKING:
    from linter.shapes.dialect import Dialect


def read_body(
    taken: Taken, request: Request, value: Any, node: type[Node], dialect: Dialect | None = None
) -> None:
    """Read the body of a request along the shape of its kind."""
    if value is None and request.envelope is not None:
        if "body" not in request.envelope.broken:
            taken.problems.append(Problem("missing", request.envelope.at("body"), "body", "Envelope"))
        return
    request.reading = _read_payload(request, value, node, dialect)
    taken.problems.extend(request.reading.problems)


def bodies_in(value: Any, dialect: Dialect | None, document: str) -> Iterator[tuple[Path, Any]]:
    """Yield the payloads of a file with their paths, or the problem that stands where one should begin."""
    if dialect is None or not dialect.begins:
        yield (), value
        return
    from linter.shapes.dialect import steps_of

    yield from _beginning(value, steps_of(dialect.begins), (), document)


def _beginning(value: Any, steps: list[str], path: Path, document: str) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, value
    elif steps[0] == "*" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _beginning(item, steps[1:], (*path, index), document)
    elif steps[0] == "*" or not isinstance(value, (dict, list)):
        expected = "a list" if steps[0] == "*" else "an object"
        name = next((str(one) for one in reversed(path) if isinstance(one, str)), "")
        yield path, Problem("type", Location(document, path), name, "", expected, kind_of_value(value))
    elif (step := _step(value, steps[0])) is None:
        yield path, Problem("missing", Location(document, path), steps[0], "")
    else:
        yield from _beginning(value[step], steps[1:], (*path, step), document)


def _step(value: Any, wanted: str) -> Any:
    """Return the key or index that a step of a pointer means; keys fold as property names do."""
    if isinstance(value, list):
        return next((index for index in range(len(value)) if str(index) == wanted), None)
    if wanted in value:
        return wanted
    return next((key for key in value if key.lower() == wanted.lower()), None)


def _read_payload(request: Request, value: Any, node: type[Node], dialect: Dialect | None) -> Reading:
    if isinstance(value, Problem):
        return Reading(BROKEN, [value])
    kind = kinds.named(request.route.kind)
    assert kind is not None
    definition, or_list = kind.form(_outlined(value, kind.name, dialect), request)
    shape = shape_of(kind.name, definition, or_list=or_list, dialect=dialect)
    return read(value, shape, request.document, request.body_path, node)


def _outlined(value: Any, kind: str, dialect: Dialect | None) -> Any:
    """Return a body whose outermost properties have our names, so that one can see which form it is."""
    if dialect is None or not isinstance(value, dict):
        return value
    names = _outer_names(kind, dialect)
    return {names.get(key.lower(), key): item for key, item in value.items()}


@cache
def _outer_names(kind: str, dialect: Dialect) -> dict[str, str]:
    from linter.shapes.dialect import outer_names

    return outer_names(schema_of_kind(kind), dialect)


def envelope_shape() -> Shape:
    """Return the shape of a request envelope, or of a list of them."""
    return shape_of("request", "Envelope", or_list=True)
