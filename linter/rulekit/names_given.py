"""Names that payloads give to something new, though something has them already."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.project.deletions import instance_of
from linter.project.effects import PATHS
from linter.project.project import Project
from linter.rulekit.rule import Says
from linter.shapes.node import Node


class NewName(NamedTuple):
    """A name that a request gives to something new."""

    request: Request
    kind: str  # such as "segment"
    name: str
    at: Location


def unique_in(project: Project, request: Request) -> object:
    """Return what a name has to be unique in: the instance, or the payload when it is judged alone."""
    alone = (request.document, request.index) if project.settings.snapshot_only else None
    return (instance_of(request), alone)


class NamesGiven:
    """The names that are given so far, by instance; a name that is deleted may be given again."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._first: dict[object, NewName] = {}

    def before(self, one: NewName) -> NewName | None:
        """Take a name down; return what has it already, in any case."""
        request = one.request
        key = (unique_in(self._project, request), one.name.lower())
        first = self._first.get(key)
        if first is None or self._project.deletions.frees(request, first.kind, first.name, first.request):
            self._first[key] = one
            return None
        return first

    def saved(self, one: NewName, part: str, kind: str) -> Node | None:
        """Return what a list of the snapshot has of a name, in any case, unless it may be deleted before."""
        if one.request.snapshot is None:
            return None
        saved = self._project.made.saved(one.request.snapshot, part).get(one.name.lower())
        if saved is None or self._project.deletions.frees(one.request, kind, saved.text("name") or ""):
            return None
        return saved


class NamesTaken:
    """Finds names that another one of the same kind has: in the plans of an instance, and in its snapshot."""

    def __init__(self, project: Project, part: str, what: str) -> None:
        self._given = NamesGiven(project)
        self._part = part  # of the snapshot, and what its path is called
        self._what = what  # with its article: "an activity"

    def check(self, one: NewName) -> Says:
        """Take down a name; yield a finding where it is taken."""
        before = self._given.before(one)
        if before is not None:
            yield self._taken(one, "is planned", before.name, before.at)
            return
        saved = self._given.saved(one, self._part, one.kind)
        if saved is not None:
            yield self._taken(one, "exists", saved.text("name"), saved.at("name"))

    def _taken(self, one: NewName, how: str, name: str | None, at: Location) -> Finding:
        path = PATHS[one.kind]
        return Finding(
            one.at,
            f"{self._what} `{one.name}` {how} already",
            label="not unique",
            related=(Related(at, "the first of this name"),),
            help=f"give it another name, or change the existing one at `{path}/{name}`",
        )
