"""What has become of what a snapshot lists besides: conflations, segments, measures and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.counterparts import Counterparts
from linter.instance.difference import Difference
from linter.instance.drift_of_values import change_kind
from linter.instance.following import Successors, plain
from linter.instance.snapshot import Snapshot
from linter.shapes.node import Node
from linter.wording import first_few

_NAMES: Final = ("name", "segmentName", "measureName", "hierarchyName", "principalId", "scheduleId", "id")
_PARTS: Final = {
    "segments": "segment",
    "measures": "measure",
    "hierarchies": "hierarchy",
    "activities": "activity",
    "schedules": "schedule",
    "derivedEntities": "derived entity",
    "insights": "insight",
    "roleAssignments": "role assignment",
}


def parts(known: Counterparts) -> Iterator[Difference]:
    """Yield the changes of conflations, of all further lists, and of the search configuration."""
    yield from _compared(known, "conflation", *map(_conflations, known.snapshots))
    yield from _compared(known, "self conflation", *map(_self_conflations, known.snapshots))
    for part, what in _PARTS.items():
        yield from _compared(known, what, *(_listed(one, part) for one in known.snapshots))
    yield from _search_configuration(known)


def _conflations(snapshot: Snapshot) -> dict[str, Node]:
    return {node.text("conflationId") or "": node for node in snapshot.root.nodes("conflations")}


def _self_conflations(snapshot: Snapshot) -> dict[str, Node]:
    """Return the self conflations: they have no name but that of their entity, in a conflation."""
    return {_deduplicated(node): node for node in snapshot.root.nodes("selfConflations")}


def _deduplicated(node: Node) -> str:
    listed = (one.literal or one.text("entityName") or "" for one in node.nodes("entities"))
    return "/".join((node.text("conflationId") or "", *listed))


def _listed(snapshot: Snapshot, part: str) -> dict[str, Any]:
    items = snapshot.root.get(part)
    listed = items if isinstance(items, list) else []
    return {_name_of(item) or str(at): item for at, item in enumerate(listed, 1)}


def _name_of(item: Any) -> str:
    values = item.values if isinstance(item, Node) else item if isinstance(item, dict) else {}
    return next((values[key] for key in _NAMES if isinstance(values.get(key), str)), "")


def _compared(
    known: Counterparts, what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    gone, come = [name for name in before if name not in after], [one for one in after if one not in before]
    successors = Successors(known.following, come)
    called = {name: found[-1][0] for name in gone if (found := successors.of(name))}
    new = {*called.values()}
    for name, item in before.items():
        other = called.get(name, name)
        if other not in after:
            yield Difference("removed", what, name, before=_at(item))
        elif plain(item) != plain(after[other]) and not known.following.explains(what, item, after[other]):
            parts = _changed_parts(item, after[other])
            yield Difference("changed", what, other, "", "", parts, _at(item), _at(after[other]))
    for name in come:
        if name not in new:
            yield Difference("added", what, name, after=_at(after[name]))


def _changed_parts(old: Any, new: Any) -> str:
    """Return the names of the properties that differ."""
    before, after = plain(old), plain(new)
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return ""
    differ = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    return first_few(differ)


def _search_configuration(known: Counterparts) -> Iterator[Difference]:
    before, after = (plain(one.root.get("searchConfiguration")) for one in known.snapshots)
    if before != after and not known.following.explains("search configuration", before, after):
        parts = _changed_parts(before, after)
        yield Difference(change_kind(before, after), "search configuration", "", "", "", parts)


def _at(item: Any) -> Location | None:
    return item.at() if isinstance(item, Node) else None
