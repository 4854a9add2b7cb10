"""Which segments and measures of an instance use what it has no longer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Location
from linter.instance.drift import Difference
from linter.instance.snapshot import Snapshot
from linter.project.dependents import StoredUse, stored_uses
from linter.project.project import Settings
from linter.wording import first_few

_GONE: Final = ("removed", "renamed")


def told_users(changes: list[Difference], before: Snapshot, after: Snapshot) -> list[Difference]:
    """Return changes; those that take something away say which segments and measures use it.

    A segment or measure counts if the instance still has it, and it still names what is gone.
    """
    if not any(one.kind in _GONE for one in changes):
        return changes
    users: dict[Location, list[str]] = {}
    for use in _left(before, after):
        for at in _places(use, before):
            users.setdefault(at, []).append(use.user)
    return [_told(one, users) for one in changes]


def _left(before: Snapshot, after: Snapshot) -> Iterator[StoredUse]:
    """Yield what is used, as the older snapshot says, and by the newer one's word still is."""
    master = Settings().master_dataset
    still = {(one.user, one.entity, one.attribute) for one in stored_uses(after, (), master)}
    for one in stored_uses(before, (), master):
        if (one.user, one.entity, one.attribute) in still:
            yield one


def _places(use: StoredUse, before: Snapshot) -> Iterator[Location]:
    """Yield where the snapshot declares what is used: the attribute, its entity, their data source."""
    entity = before.resolve_name(use.entity).entity
    if entity is None:
        return
    yield entity.at
    if entity.data_source is not None:
        yield entity.data_source.at
    if use.attribute is not None and use.attribute in (entity.attributes or ()):
        yield entity.attribute_at(use.attribute)


def _told(change: Difference, users: dict[Location, list[str]]) -> Difference:
    found = users.get(change.before, []) if change.kind in _GONE and change.before is not None else []
    if not found:
        return change
    used = f"used by {first_few(list(dict.fromkeys(found)))}"
    return change._replace(evidence=f"{change.evidence}; {used}" if change.evidence else used)
