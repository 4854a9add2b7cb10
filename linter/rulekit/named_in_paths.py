"""Whether a thing that a path names is there: what the rules of relationships, segments and others share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from linter.diagnostic import Finding, NotChecked
from linter.instance.named import singular
from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.project.project import Project
from linter.rulekit.lacks import undeclared
from linter.rulekit.path_names import repairs_in_url
from linter.rulekit.rule import Says
from linter.suggest import KnownNames, suggestion


class NamedInPath(NamedTuple):
    """A name in a request's path, of one thing of a list."""

    request: Request
    parameter: str  # such as "segmentName"
    part: str  # the list of the snapshot that has such things, such as "segments"
    kind: str  # of the payloads that create them

    @property
    def name(self) -> str:
        """The name itself."""
        return str(self.request.parameter(self.parameter))

    def missing(self, message: str) -> Finding:
        """Return the finding that nothing of the name is there; the message goes on behind the name."""
        what = singular(self.part)
        return Finding(
            self.request.at_parameter(self.parameter),
            f"{what} `{self.name}` {message}",
            label=f"no such {what}",
            help="create it first, or correct the name in the path",
        )


def in_time(
    project: Project,
    snapshot: Snapshot,
    named: NamedInPath,
    creators: Sequence[Request],
    *,
    is_stored: bool,
    is_deleted: Callable[[Request, int], bool],
    known: Callable[[], KnownNames],
) -> Says:
    """Yield that a thing is deleted by then, or created only after, or not at all; or why that isn't known.

    Its creators are those of its name. `is_deleted` tells whether the list of a request deletes it before
    that, from an index on; `known` are the names that there are.
    """
    request = named.request
    earlier = [one for one in creators if one.sequence != request.sequence or one.index < request.index]
    if earlier or is_stored:
        last = max((one.index for one in earlier if one.sequence == request.sequence), default=0)
        if is_deleted(request, last):
            yield named.missing("is deleted by an earlier request of this list")
    elif creators and (_is_whole(snapshot, named.part) or not is_deleted(creators[0], request.index)):
        yield named.missing("is created only by a later request of this list")
    else:  # where not all are listed, it may be there, if the list makes room before it creates it
        yield from _nowhere(project, snapshot, named, known())


def _is_whole(snapshot: Snapshot, part: str) -> bool:
    return snapshot.declares(part) and snapshot.complete(part)


def _nowhere(project: Project, snapshot: Snapshot, named: NamedInPath, known: KnownNames) -> Says:
    """Yield that nothing is called so, or why that isn't known; `known` are the names that there are."""
    request, part = named.request, named.part
    lack = project.unsure(named.kind, request)
    if lack is None and not snapshot.declares(part):
        lack = undeclared(part, snapshot)
    if lack is not None:
        yield NotChecked(request.at_parameter(named.parameter), lack)
        return
    near, sure = known.close(named.name)
    said = named.missing(f"{snapshot.lacks(part)}{suggestion(near)}")
    yield said._replace(
        help=f"put `{near[0]}` in the path, or create `{named.name}` first" if len(near) == 1 else said.help,
        severity=snapshot.severity_of_absence(part),
        missed_in=snapshot.broken_at(part),
        repairs=repairs_in_url(request, named.parameter, named.name, sure),
    )


def made_in_time(project: Project, named: NamedInPath) -> Says:
    """Yield that what the service makes isn't there when a path names it: an insight, or a derived entity."""
    part, name, made = named.part, named.name, project.made
    snapshot = named.request.snapshot
    if snapshot is None:
        return
    deleters = made.deleters(snapshot, part, name)

    def is_deleted(until: Request, since: int) -> bool:
        turns = (one.index for one in deleters if one.sequence == until.sequence)
        return any(since <= turn < until.index for turn in turns)

    yield from in_time(
        project,
        snapshot,
        named,
        made.creators(snapshot, part, name),
        is_stored=made.is_stored(snapshot, part, name),
        is_deleted=is_deleted,
        known=lambda: made.names(snapshot, part),
    )
