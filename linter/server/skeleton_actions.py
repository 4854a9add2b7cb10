"""Skeletons for an empty file: of the kind that its place takes, or of a request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import permutations
from typing import Final

from linter.diagnostic import Edit
from linter.instance.snapshot import Snapshot
from linter.kinds.route import Route
from linter.kinds.routes import DOCUMENTS, laid_out
from linter.reading.discovery import mapped, mappings
from linter.server.action import Action
from linter.server.judged import Judged
from linter.skeletons import skeleton_names, skeleton_of
from linter.skeletons.wish import NothingFits, Skeleton, Wish, likely_key, names_of
from linter.text.source import Text

_REQUEST: Final = "request"


def skeletons(judged: Judged, text: Text) -> Iterator[Action]:
    """Yield what can be written into a text, if it is an empty one."""
    if text.text.strip() or not text.name.lower().endswith(DOCUMENTS) or judged.meant is None:
        return
    configured = judged.request.configuration.files
    _, route = mapped(text.name, mappings(configured)) or ("", laid_out(text.name))
    kind = _REQUEST if route is None or route.kind is None else route.kind
    snapshots = judged.meant.project.snapshots
    instance = route.instance_id if route is not None else None
    snapshot = judged.meant.project.snapshot_of(instance) or next(iter(snapshots), None)
    if kind not in skeleton_names() or snapshot is None or text.name in {one.file for one in snapshots}:
        return
    made = _made(kind, route, snapshot)
    if made is not None:
        whole = text.range_of(0, len(text.text))
        yield Action(
            f"Write a skeleton: {kind}", edits=(Edit(text.name, whole, _in_notation(made, text.name)),)
        )


def _made(kind: str, route: Route | None, snapshot: Snapshot) -> Skeleton | None:
    """Return the first skeleton that fits the place: of some kinds it needs two entities that are named."""
    for wish in _wishes(route, snapshot):
        try:
            made = skeleton_of(kind, wish)
        except NothingFits:
            continue
        its = laid_out(made.file)
        if route is None or (its is not None and its.address == route.address):
            return made
    return None


def _wishes(route: Route | None, snapshot: Snapshot) -> Iterator[Wish]:
    parameters = route.parameters if route is not None else {}
    source = snapshot.data_source_by_id(parameters.get("datasourceId", ""))
    entities = tuple(snapshot.entities_in(source)) if source is not None else ()
    plain = Wish(snapshot, entities, conflation=parameters.get("conflationId", "default"))
    yield plain
    for start, end in permutations(snapshot.entities, 2):
        key = likely_key(end)
        if key is not None and key in names_of(start) and key != likely_key(start):
            yield plain._replace(start=start, end=end)


def _in_notation(made: Skeleton, name: str) -> str:
    """Return the text in the file's notation; JSON has no comments."""
    if not name.lower().endswith(".json"):
        return made.text
    import yaml

    return json.dumps(yaml.safe_load(made.text), indent=2, ensure_ascii=False) + "\n"
