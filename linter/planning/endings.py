"""What comes before a deletion: what reads or changes what is deleted, and what ends the uses of that.

Both are customs: what names something needn't use it, and what isn't listed needn't be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Location
from linter.instance.following import plain
from linter.instance.named import lists, name_of, singular
from linter.instance.snapshot import Snapshot
from linter.kinds.query import query_of
from linter.kinds.references import deleted_entity, deleted_source, path_mention, path_source
from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.planning.creations import CreationsIn
from linter.planning.need import Giver, Need, Numbers, numbered
from linter.planning.timelines import scope_of
from linter.project.effects import addressed
from linter.project.in_use import InUse
from linter.project.project import Project
from linter.project.rewritten import Rewritten

_VERBS: Final = {"GET": "reads", "DELETE": "deletes"}


def endings(project: Project, creations_in: CreationsIn) -> Iterator[Need]:
    """Yield what the requests that delete something come after, unless their own lists say so."""
    deletions = [one for one in project.requests if one.method == "DELETE"]
    if deletions:
        number = numbered(project.requests)
        yield from _named(project, deletions, creations_in, number)
        yield from _used(project, deletions, number)


def _used(project: Project, deletions: list[Request], number: Numbers) -> Iterator[Need]:
    """What uses something in the snapshot is deleted, or written anew, before that is deleted."""
    rewritten = Rewritten(project)
    in_use = {one: InUse(project, one) for one in project.snapshots}
    for deletion in deletions:
        snapshot = deletion.snapshot
        if snapshot is not None:
            for one, at in _ended(deletion, snapshot, in_use[snapshot], rewritten).items():
                verb = "deletes" if one.method == "DELETE" else "changes"
                words = f"{verb} {_user(snapshot, at)}, which uses `{_last_name(deletion)}`"
                yield from _before(one, words, deletion, number)


def _ended(
    deletion: Request, snapshot: Snapshot, in_use: InUse, rewritten: Rewritten
) -> dict[Request, Location]:
    """Return the requests that end uses of what is deleted, with the first use of each."""
    found: dict[Request, Location] = {}
    for at in (*in_use.named(deletion), *in_use.read(deletion)):
        for one in rewritten.by(snapshot, at):
            if one is not deletion and not in_use.is_named_in(one.root, deletion):
                found.setdefault(one, at)
    return found


def _user(snapshot: Snapshot, at: Location) -> str:
    """Return what has a place of a snapshot, in words."""
    part = next(name for name, key in snapshot.root.keys.items() if key == at.path[0])
    if part not in lists():
        return f"the {singular(part)}"
    item = snapshot.root.get(part)[at.path[1]]
    return f"{singular(part)} `{name_of(plain(item))}`"


def _named(
    project: Project, deletions: list[Request], creations_in: CreationsIn, number: Numbers
) -> Iterator[Need]:
    """What names something by its path, or what belongs to it, is sent before that is deleted."""
    of: dict[tuple[str, object], list[Request]] = {}
    for deletion in deletions:
        if not _makes_room(deletion, creations_in):
            for subject in _deleted(deletion):
                of.setdefault((scope_of(deletion), subject), []).append(deletion)
    for request in project.requests:
        gone = (one for subject in _subjects(request) for one in of.get((scope_of(request), subject), ()))
        for deletion in dict.fromkeys(gone):
            if request.method != "DELETE" or not set(_deleted(request)) & set(_deleted(deletion)):
                words = f"{_VERBS.get(request.method, 'changes')} {_what(request, deletion)}"
                yield from _before(request, words, deletion, number)


def _makes_room(deletion: Request, creations_in: CreationsIn) -> bool:
    """Tell whether something is there again; of relationships it is told where all of them are."""
    one = addressed(deletion)
    if one is None or deletion.snapshot is None:
        return deletion.gives("relationshipName")
    return creations_in(deletion.snapshot).makes_room(deletion, one.kind, one.name)


def _what(request: Request, deletion: Request) -> str:
    is_same = request.route.segments[:-1] == deletion.route.segments[:-1]
    return f"{'' if is_same else 'what belongs to '}`{_last_name(deletion)}`"


def _last_name(deletion: Request) -> str:
    return decoded(deletion.route.path.rstrip("/").rpartition("/")[2])


def _deleted(request: Request) -> Iterator[object]:
    """Yield what a request deletes: what its path ends with, by whatever it is named."""
    yield _folded(request)
    yield from (one for one in (deleted_entity(request), deleted_source(request)) if one is not None)


def _subjects(request: Request) -> Iterator[object]:
    """Yield what a request names by its path, or by what it asks of rows, from the outside in."""
    path = _folded(request)
    yield from (path[:length] for length in range(1, len(path) + 1))
    query = query_of(request)
    for mention in (path_mention(request), query.mention if query is not None else None):
        if mention is not None and mention.entity is not None:
            yield mention.entity
            yield from () if mention.entity.data_source is None else (mention.entity.data_source,)
    source = path_source(request.snapshot, request) if request.snapshot is not None else None
    yield from () if source is None else (source,)


def _folded(request: Request) -> tuple[str, ...]:
    return tuple(decoded(one).lower() for one in request.route.segments)


def _before(request: Request, words: str, deletion: Request, number: Numbers) -> Iterator[Need]:
    """Yield that a request is sent before a deletion, unless one list has both."""
    if request.sequence != deletion.sequence:
        giver = Giver(number[request], request.at, words)
        yield Need(number[deletion], deletion.at, (giver,), firm=False)
