"""The segments of the planned state, by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.shapes.node import Node


def segment_names(snapshot: Snapshot, requests: Iterable[Request]) -> list[str]:
    """Return the names of an instance's segments: those of its snapshot, and those that requests write."""
    return names_in_part("segments", snapshot, requests)


def names_in_part(part: str, snapshot: Snapshot, requests: Iterable[Request]) -> list[str]:
    """Return the names of what a list of an instance has, "segments" or "measures", in the planned state."""
    planned = (name for one in requests if one.snapshot is snapshot for name in _written(part, one))
    return list(dict.fromkeys((*_names(snapshot.root.get(part)), *planned)))


def _written(part: str, request: Request) -> Iterator[str]:
    if request.route.segments[:2] != ["manage", part] or request.method in ("GET", "DELETE"):
        return
    yield from map(decoded, [one for one in request.route.path.split("/") if one][2:3])
    envelope = request.envelope
    yield from _names(request.root if request.reading is not None or not envelope else envelope.get("body"))


def _names(values: Any) -> Iterator[str]:
    """Yield the names of objects, as they are read along a shape or as they stand."""
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, Node):
            yield value.text("name") or ""
        elif isinstance(value, dict):
            yield from (one for key, one in value.items() if key.lower() == "name" and isinstance(one, str))
