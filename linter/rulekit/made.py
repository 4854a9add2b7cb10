"""What rules say of names that may be those of an entity or of something that the service makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.diagnostic import Cause, Finding, HeldBack, Location, NotChecked, Replacement
from linter.instance.named import singular
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.existence import unknown_entities
from linter.rulekit.lacks import doubted, undeclared
from linter.rulekit.rule import Says
from linter.rulekit.unread import may_be_made
from linter.suggest import closest, suggestion


def neither_ingested_nor_derived(project: Project, request: Request, mentions: Iterable[Mention]) -> Says:
    """Yield one finding for every entity that isn't ingested, and that nothing makes of others."""
    snapshot = request.snapshot
    if snapshot is None:
        return
    unknown = [one for one in mentions if not project.made.is_made(snapshot, one, "derivedEntities")]
    for said in unknown_entities(request, unknown):
        yield doubted(said, may_be_made(project, request, "derivedEntity"))


def unknown_made(project: Project, request: Request, mentions: list[Mention], part: str) -> Says:
    """Yield a finding for each name that is neither an entity nor in a list of the snapshot."""
    snapshot = request.snapshot
    if snapshot is None:
        return
    places: dict[object, list[Mention]] = {}
    for one in _unknown(project, snapshot, mentions, part):
        places.setdefault(one.key(), []).append(one)
    for mention, *others in places.values():
        if snapshot.nothing_ingested:
            yield HeldBack(mention.at, cause_of(mention, request))
        elif mention.source is not None:  # what a data source has is ingested
            yield from unknown_entities(request, [mention])
        else:
            lack = may_be_made(project, request, "segment", "measure", "derivedEntity")
            also = tuple(one.at for one in others)
            yield doubted(_nothing(project, snapshot, mention, part, also), lack or snapshot.doubt)


def _unknown(project: Project, snapshot: Snapshot, mentions: list[Mention], part: str) -> Iterator[Mention]:
    for one in mentions:
        is_open = not (one.name or "").strip() or one.resolution.status in ("known", "ambiguous")
        lists = (part, "derivedEntities") if one.source is None else ()  # what is made has no data source
        if not is_open and not project.made.is_made(snapshot, one, *lists):
            yield one


def _nothing(
    project: Project, snapshot: Snapshot, mention: Mention, part: str, also: tuple[Location, ...]
) -> Finding | NotChecked:
    name, what = str(mention.name), singular(part)
    near, sure = closest(name, snapshot.known_names, project.made.names(snapshot, part))
    lacks = [one for one in ("entities", part) if not snapshot.complete(one)]
    if not snapshot.declares(part) and not sure:
        return NotChecked(mention.at, undeclared(part, snapshot), (Cause("entity", str(mention.key())),))
    said = "is in the snapshot, which is not complete" if lacks else "is called so"
    return Finding(
        mention.at,
        f"`{name}`: no entity and no {what} {said}{suggestion(near)}",
        label=f"no entity, no {what}",
        help=f"replace it with `{near[0]}`" if len(near) == 1 else f"name an entity or a {what}",
        severity="warning" if lacks else None,
        missed_in=snapshot.broken_at(*lacks),
        repairs=tuple(Replacement(one, f"Replace `{name}` with `{one}`", also=also) for one in sure),
        causes=(Cause("entity", str(mention.key())),),
    )
