"""What an object says, in whatever words, so that what is written can be compared with what is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from linter.kinds.kind import Part, Standing
from linter.kinds.references import mention_in, mention_of
from linter.kinds.request import Request
from linter.shapes.node import Node

WRITTEN_BY_THE_SERVICE: Final = (
    "version",
    "updatedBy",
    "updatedUtc",
    "createdBy",
    "createdUtc",
    "instanceId",
)
REFERENCE: Final = ("dataSourceId", "dataSourceName", "entityName")
_CLOSED: Final = ("kind", "precision", "relationshipType", "cardinality", "normalizations")
_ENDS: Final = ("fromEntityName", "toEntityName")


def meaning(node: Node, request: Request) -> dict[str, Any]:
    """Return what an object says: references resolved, closed lists folded."""
    said: dict[str, Any] = {}
    for name, value in node.values.items():
        if name in _ENDS:
            said[name] = mention_in(node, name, request).key()
        elif name not in REFERENCE and name not in WRITTEN_BY_THE_SERVICE and name != "$schema":
            said[name] = _value(name, value, request)
    if node.literal is not None or "entityName" in node.values:
        said["entity"] = mention_of(node, request).key()
    return said


def whole_of_conflation(part: str) -> Callable[[Request, Standing], Iterator[Part]]:
    """Return what a body writes that is one part of its conflation, and replaces that as a whole."""

    def writes(request: Request, standing: Standing) -> Iterator[Part]:
        root = request.root
        if isinstance(root, Node):
            old = standing.saved.node(part) if standing.saved is not None else None
            is_same = old is not None and meaning(root, request) == meaning(old, request)
            yield (part, standing.conflation), is_same

    return writes


def _value(name: str, value: Any, request: Request) -> Any:
    if isinstance(value, Node):
        return meaning(value, request)
    if isinstance(value, list):
        return [_value(name, item, request) for item in value]
    return value.lower() if name in _CLOSED and isinstance(value, str) else value
