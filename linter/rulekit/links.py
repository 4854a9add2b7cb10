"""The relationships of an entity that is an activity: which of them count, and which lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from linter.diagnostic import Cause, HeldBack, Lack, Location, NotChecked, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.once import once
from linter.project.project import Project
from linter.project.saved import PlannedRelationship, saved_links
from linter.rulekit.causes import cause_of
from linter.wording import in_brackets

_NAMING: Final = ("activity", "segment", "measure")
"""The kinds whose payloads must name relationships that there are."""


def is_inherited(link: PlannedRelationship) -> bool:
    """Tell whether the system has inferred a relationship, so that an activity can't go by it."""
    source = link.node.get("source")
    return not link.planned and isinstance(source, str) and source.lower() == "inferred"


def unknown_end(links: list[PlannedRelationship], entity: Entity) -> Cause | None:
    """Return what is wrong where a planned relationship of an entity names another that doesn't exist."""
    unknown = _unknown_ends((link for link in links if link.planned), entity)
    return next((cause_at(there.at) for _, there in unknown if there.name is not None), None)


def absence(snapshot: Snapshot, name: str) -> str:
    """Return what to say of a relationship that the planned state doesn't have."""
    is_deleted = name in snapshot.relationship_names
    return "is deleted by a request" if is_deleted else snapshot.lacks("relationships")


def deleted_links(project: Project, snapshot: Snapshot, entity: Entity) -> list[PlannedRelationship]:
    """Return the snapshot's relationships of an entity that requests delete."""
    saved = saved_links(snapshot).of_entity.get(entity, ())
    return [one for one in saved if not project.links_named(snapshot, one.name)]


def missed_link(project: Project, snapshot: Snapshot, entity: Entity) -> Cause | None:
    """Return what is wrong where payloads name a relationship of an entity that a request deletes."""
    gone = deleted_links(project, snapshot, entity)
    named = _links_named(project) if gone else frozenset()
    found = (one.name for one in gone if (snapshot.file, one.name) in named)
    return next((Cause("relationship", name) for name in found), None)


@once
def _links_named(project: Project) -> frozenset[tuple[str, str]]:
    """Return the relationships that payloads name, by their snapshots' files."""
    from linter.project.names import Link, names_in  # few runs delete anything

    requests = (one for one in project.requests if one.route.kind in _NAMING)
    things = (one.thing for request in requests for one in names_in(request, project))
    return frozenset(
        (one.instance, one.name) for one in things if isinstance(one, Link) and one.what == "relationship"
    )


def dangling(links: list[PlannedRelationship], entity: Entity) -> Lack | None:
    """Return what isn't known where the snapshot's own relationship has an end that it doesn't declare."""
    unknown = _unknown_ends((link for link in links if not link.planned), entity)
    return next(
        (lack_of_end(link, there, entity) for link, there in unknown),
        None,
    )


def unsaid_end(project: Project, snapshot: Snapshot) -> Lack | None:
    """Return what isn't known where a relationship of the snapshot doesn't say what it joins: anything."""
    ends = ((link, end) for link in project.links(snapshot) for end in link.ends)
    return next((lack_of_end(link, end, None) for link, end in ends if joins_anything(link, end)), None)


def joins_anything(link: PlannedRelationship, end: Mention) -> bool:
    """Tell whether the snapshot leaves out what a relationship of it has at an end."""
    return end.name is None and not link.planned


def lack_of_end(link: PlannedRelationship, there: Mention, entity: object) -> Lack:
    """Return what isn't known where the snapshot's relationship of an entity leads to an unknown one."""
    said = link.node.node("complete")
    why = in_brackets(said.text("because") if said is not None else None)
    if there.name is None:
        return Lack(
            f"the snapshot doesn't say what its relationship `{link.name}` joins{why}",
            f"say it in {there.at.document}",
        )
    return Lack(
        f"the snapshot has a relationship of `{entity}` with `{there.name}`, but not that entity{why}",
        f"import the source of `{there.name}`, too, or correct {there.at.document}",
    )


def _unknown_ends(
    links: Iterable[PlannedRelationship], entity: Entity
) -> Iterator[tuple[PlannedRelationship, Mention]]:
    """Yield an entity's relationships whose other end names no entity that exists, with that end."""
    for link in links:
        there = link.beyond(entity)
        if there.entity is None:
            yield link, there


def why_loose(
    at: Location, link: PlannedRelationship, end: Mention, request: Request
) -> NotChecked | HeldBack:
    """Return why it is open what is reached: a relationship has an end that leads nowhere."""
    if link.planned:
        return HeldBack(at, cause_of(end, request))
    other = link.ends[link.ends[0] is end]
    return NotChecked(at, lack_of_end(link, end, other.entity or other.name))
