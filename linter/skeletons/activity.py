"""An activity: an entity whose rows customers have caused, and what a timeline shows of them."""

from __future__ import annotations

from linter.instance.entity import Entity
from linter.skeletons.wish import (
    NothingFits,
    Skeleton,
    Wish,
    attribute_line,
    likely_key,
    names_of,
    needs_key,
    scalar,
    source_of,
)

_TIMES = ("Date", "DateTime", "DateTimeOffset")


def skeleton(wish: Wish) -> Skeleton:
    """Return the mapping of the entity that is named, else of the first one that holds activities."""
    entity = _entity(wish)
    lines = [
        f"- name: {scalar(entity.name[:1].upper() + entity.name[1:])}  # unique among activities",
        "  # decide: Feedback, Loyalty, SalesOrder, SalesOrderLine, Subscription, Other, or your own",
        "  activityType: Other",
        f"  entity: {_reference(entity)}{needs_key(entity)}",
        attribute_line("primaryKey", likely_key(entity), entity, "the attribute that identifies a row"),
        attribute_line("timestamp", _time(entity), entity, "the attribute that says when it was, a date"),
        attribute_line("eventActivity", _event(entity), entity, "the attribute that the timeline shows"),
        "  showInTimeline: true",
    ]
    return Skeleton("\n".join(lines) + "\n", "manage/activities.yaml")


def _entity(wish: Wish) -> Entity:
    if wish.entities:
        return wish.entities[0]
    ingested = [one for one in wish.snapshot.entities if one.data_source is not None]
    found = next((one for one in ingested if one.entity_type == "activity"), None)
    found = found or next((one for one in ingested if one.entity_type != "profile" and _time(one)), None)
    if found is None:
        raise NothingFits("the snapshot has no entity of activities: name one with --entity")
    return found


def _reference(entity: Entity) -> str:
    if entity.data_source is None:
        return scalar(entity.name)
    return f"{{{source_of(entity.data_source)}, entityName: {scalar(entity.name)}}}"


def _time(entity: Entity) -> str | None:
    own = entity.node.text("timestampFieldName")
    others = [one for one in names_of(entity) if one != likely_key(entity)]
    fitting = [one for one in others if entity.canonical_type(one) in _TIMES]
    return own if own in fitting else next(iter(fitting), None)


def _event(entity: Entity) -> str | None:
    """Return an attribute that tells something: text that is neither the key nor another ID."""
    told = [one for one in entity.of_type("String") if not one.lower().endswith("id")]
    told = [one for one in told if one != likely_key(entity)]
    rest = [one for one in names_of(entity) if one not in (likely_key(entity), _time(entity))]
    return next(iter((*told, *rest)), None)
