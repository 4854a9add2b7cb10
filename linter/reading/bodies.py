"""The bodies of requests, read along the shapes of their kinds."""

from __future__ import annotations

from typing import Any

from linter import kinds
from linter.kinds.request import Request
from linter.placeholders import Values
from linter.reading.taken import Taken
from linter.shapes.node import Node, Problem
from linter.shapes.reading import Reading, read
from linter.shapes.shape import Shape, shape_of
from linter.suggest import nearest


def read_body(taken: Taken, request: Request, value: Any, node: type[Node], values: Values) -> None:
    """Read the body of a request along the shape of its kind."""
    if value is None and request.envelope is not None:
        if "body" not in request.envelope.broken:
            _no_body(taken, request.envelope)
        return
    request.reading = _read_payload(request, value, node, values)
    taken.take_up(request.reading)


def _no_body(taken: Taken, envelope: Node) -> None:
    """Take down that a request has no body, or that it is misspelt."""
    for number, one in enumerate(taken.problems):
        is_near = one.kind == "unknown" and one.at.path[:-1] == envelope.path and nearest(one.name, ["body"])
        if is_near and "body" in one.free:
            taken.problems[number] = one._replace(meant="body", required=True)
            return
    taken.problems.append(Problem("missing", envelope.at("body"), "body", "Envelope"))


def _read_payload(request: Request, value: Any, node: type[Node], values: Values) -> Reading:
    kind = kinds.named(request.route.kind)
    assert kind is not None
    definition, or_list = kind.form(value, request)
    shape = shape_of(kind.name, definition, or_list=or_list)
    return read(value, shape, request.document, request.body_path, node, values)


def envelope_shape() -> Shape:
    """Return the shape of a request envelope, or of a list of them."""
    return shape_of("request", "Envelope", or_list=True)
