"""The bodies of requests, read along the shapes of their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from linter import kinds
from linter.diagnostic import Location, Path, json_pointer
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.placeholders import Values
from linter.reading.taken import Taken
from linter.shapes.node import BROKEN, Node, Problem
from linter.shapes.reading import Reading, kind_of_value, read
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
        if "body" not in request.envelope.broken:
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
    taken.problems.append(Problem("missing", envelope.at("body"), "body", "Envelope"))


def bodies_in(value: Any, dialect: Dialect | None, document: str) -> Iterator[tuple[Path, Any]]:
    """Yield the payloads of a file with their paths, or the problem that stands where one should begin."""
    if dialect is None or not dialect.begins:
        yield (), value
        return
    from linter.shapes.dialect import steps_of

    for path, found in _followed(value, steps_of(dialect.begins), ()):
        if isinstance(found, _Lacking):
            at = Location(document, path)
            yield path, Problem("beginning", at, found.step, "", found=found.found, expected=dialect.begins)
        else:
            yield path, found


class _Lacking(NamedTuple):
    """What ends the way to a payload: a step that isn't there, in a value of another type or not."""

    step: str
    found: str


def _followed(value: Any, steps: list[str], path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield what a pointer leads to, and where."""
    if not steps:
        yield path, value
    elif steps[0] == "*" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _followed(item, steps[1:], (*path, index))
    elif steps[0] != "*" and isinstance(value, (dict, list)) and (key := _step(value, steps[0])) is not None:
        yield from _followed(value[key], steps[1:], (*path, key))
    else:
        yield path, _Lacking(steps[0], kind_of_value(value))


def _step(value: Any, wanted: str) -> Any:
    """Return the key or index that a step of a pointer means; keys fold as property names do."""
    if isinstance(value, list):
        return next((index for index in range(len(value)) if str(index) == wanted), None)
    if wanted in value:
        return wanted
    return next((key for key in value if key.lower() == wanted.lower()), None)


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
        return _unless_other_form(reading, value, shape, request) or reading
    return reading


def _unless_other_form(reading: Reading, value: Any, shape: Shape, request: Request) -> Reading | None:
    """Return the one thing to say of a body in another form; what follows from that is kept back."""
    from linter.reading.other_form import beginning_in, fit_of

    fit = fit_of(reading, value)
    begins = None
    if fit.known == 0 and isinstance(value, dict):
        begins = beginning_in(value, lambda inner: read(inner, shape, request.document))
    if begins is None and not fit.is_other:
        return None
    problem = Problem(
        "form",
        Location(request.document, request.body_path),
        str(request.route.kind),
        "",
        expected=json_pointer(begins) if begins is not None else "",
        found=f"{fit.strange} of {fit.known + fit.strange} properties are unknown" if fit.known else "",
        follows=tuple(one.at for one in reading.problems),
    )
    return Reading(BROKEN, [problem])


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
