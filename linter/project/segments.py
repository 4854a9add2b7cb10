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
    sent = (one for one in requests if one.snapshot is snapshot)
    planned = (name for one in sent for name in names_written(one, part))
    return list(dict.fromkeys((*_names(snapshot.root.get(part)), *planned)))


def names_written(request: Request, what: str) -> Iterator[str]:
    """Yield the names of the segments, or of the "measures", that a request creates or changes."""
    if request.route.segments[:2] != ["manage", what] or request.method in ("GET", "DELETE"):
        return
    yield from _in_path(request)
    envelope = request.envelope
    yield from _names(request.root if request.reading is not None or not envelope else envelope.get("body"))


def names_deleted(request: Request, what: str) -> Iterator[str]:
    """Yield the name of the segment, or of one of the "measures", that a request deletes."""
    if request.method == "DELETE" and request.route.segments[:2] == ["manage", what]:
        yield from _in_path(request)


def _in_path(request: Request) -> Iterator[str]:
    yield from map(decoded, [one for one in request.route.path.split("/") if one][2:3])


def _names(values: Any) -> Iterator[str]:
    """Yield the names of objects, as they are read along a shape or as they stand."""
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, Node):
            yield value.text("name") or ""
        elif isinstance(value, dict):
            yield from (one for key, one in value.items() if key.lower() == "name" and isinstance(one, str))
