"""entityInfo: key, type and timestamp of the entities of one data source."""

from __future__ import annotations

from collections.abc import Iterator

from linter.instance.entity import Entity
from linter.skeletons.wish import Skeleton, Wish, folder_of, likely_key, names_of, require, scalar


def skeleton(wish: Wish) -> Skeleton:
    """Return the information on the entities named, else on the first data source's; those of one source."""
    snapshot = wish.snapshot
    first = next((one.data_source for one in wish.entities or snapshot.entities if one.data_source), None)
    chosen = [one for one in wish.entities or snapshot.entities if one.data_source == first]
    require(chosen if first else [], 1, "the snapshot has no data source with entities")
    assert first is not None
    lines = [line for one in chosen for line in _entity(one)]
    file = f"manage/datasources/{folder_of(first.id)}/entities/entityInfo.yaml"
    return Skeleton(f"# Entities of data source `{first}`.\n" + "\n".join(lines) + "\n", file)


def _entity(entity: Entity) -> Iterator[str]:
    yield f"- entityName: {scalar(entity.name)}"
    key = likely_key(entity)
    if key is not None:
        guessed = "" if entity.primary_key else "  # decide: the attribute that identifies a row"
        yield f"  primaryKey: {scalar(key)}{guessed}"
    else:
        yield f"  # primaryKey: decide which attribute identifies a row: {_few(names_of(entity))}"
    if entity.entity_type == "profile":
        return  # entityInfo can't say so, and must not say otherwise
    times = [one for one in names_of(entity) if entity.canonical_type(one) == "DateTime"]
    if entity.entity_type == "activity":
        yield "  entityType: activity  # decide: it needs a relationship to a profile"
    else:
        yield "  entityType: unspecified  # or activity, which needs a timestamp and a way to a profile"
    if times:
        sign = "" if entity.entity_type == "activity" else "# "
        said = f"timestampFieldName: {scalar(times[0])}  # of an activity: the attribute that dates a row"
        yield f"  {sign}{said}"


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
