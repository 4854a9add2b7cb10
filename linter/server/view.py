"""A document as it is being typed, laid over what is known of its project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from linter.discovery import chooser
from linter.loading import CannotRun, Taken, read_alone
from linter.project import Project
from linter.server.half_typed import Cursor, cursors
from linter.server.names import Name, names_in, names_in_snapshot, nodes_of
from linter.server.workspace import Judged
from linter.shape import Node, Shape, read, shape_of
from linter.snapshot import Snapshot
from linter.text.source import Text


class View(NamedTuple):
    """What the cursor stands in, and the project around it."""

    project: Project
    name: str  # the document's
    text: str
    cursor: Cursor
    taken: Taken | None  # None: it is a snapshot
    snapshot: Snapshot | None = None

    @property
    def is_yaml(self) -> bool:
        """Whether the document is YAML."""
        return self.name.lower().endswith((".yaml", ".yml"))

    def names(self) -> Iterator[Name]:
        """Yield what the document names."""
        if self.snapshot is not None:
            yield from names_in_snapshot(self.snapshot)
        for request in self.taken.requests if self.taken else ():
            yield from names_in(request)

    def names_here(self) -> list[Name]:
        """Return what is named at the cursor."""
        path, part = self.cursor.path, self.cursor.part
        return [one for one in self.names() if one.at.path == path and one.at.part == part]

    def owner(self) -> Node | None:
        """Return the object in which the cursor's key or value stands."""
        steps = [number for number, step in enumerate(self.cursor.path) if isinstance(step, str)]
        wanted = self.cursor.path[: steps[-1]] if steps else ()
        return next((node for node in self.nodes() if node.path == wanted), None) if steps else None

    def shape(self) -> Shape | None:
        """Return what may stand where the cursor's value stands."""
        owner = self.owner()
        if owner is None or owner.shape.members is None:
            return None
        steps = self.cursor.path[len(owner.path) :]
        if not steps or not isinstance(steps[0], str):
            return None
        name = owner.shape.names.get(steps[0]) or owner.shape.names.get(steps[0].lower())
        shape = owner.shape.members.get(name) if name is not None else None
        for _ in steps[1:]:
            shape = shape.items if shape is not None else None
        return shape

    def nodes(self) -> Iterator[Node]:
        """Yield the objects of the document."""
        if self.snapshot is not None:
            yield from self.snapshot.root.walk()
        for request in self.taken.requests if self.taken else ():
            if request.envelope is not None:
                yield from request.envelope.walk()
            yield from nodes_of(request.root)


def views(judged: Judged, path: str, text: str, offset: int) -> list[View]:
    """Return what an offset of a document can be taken for, the likelier first."""
    if judged.meant is None:
        return []
    name = judged.name(path)
    found = [
        _view(judged, judged.meant.project, name, text, cursor) for cursor in cursors(name, text, offset)
    ]
    return [one for one in found if one is not None]


def _view(judged: Judged, project: Project, name: str, text: str, cursor: Cursor) -> View | None:
    if any(snapshot.file == name for snapshot in project.snapshots):
        reading = read(cursor.value, shape_of("snapshot"), name)
        if not isinstance(reading.root, Node):
            return None
        return View(project, name, text, cursor, None, Snapshot(name, reading))
    configuration = judged.request.configuration
    if not chooser(configuration.include, configuration.exclude)(name):
        return None
    try:
        taken = read_alone(judged.request, judged.path(name), Text(name, text, cursor.value))
    except CannotRun:
        return None
    for request in taken.requests:
        request.snapshot = project.snapshot_of(request.instance_id)
    return View(project, name, text, cursor, taken)
