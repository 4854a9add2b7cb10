"""A relationship: the foreign key of one entity, and the key of another that it leads to."""

from __future__ import annotations

from linter.instance.entity import Entity
from linter.skeletons.wish import (
    NothingFits,
    Skeleton,
    Wish,
    attribute_line,
    likely_key,
    names_of,
    relationship_name,
    scalar,
)


def skeleton(wish: Wish) -> Skeleton:
    """Return the relationship between the two entities that are named."""
    pair = (wish.start, wish.end) if wish.start and wish.end else wish.entities[:2]
    if len(pair) != 2 or pair[0] is None or pair[1] is None:
        raise NothingFits("a relationship leads from one entity to another: name them with --from and --to")
    start, end = pair
    key = likely_key(end)
    foreign = _foreign(start, end, key)
    lines = [
        f"- name: {relationship_name(start, end)}  # unique; letters, digits and underscores",
        "  relationshipType: singleKeyRelationshipOrigin",
        f"  fromEntityName: {scalar(str(start))}",
        attribute_line("fromAttributeName", foreign, start, f"the attribute that holds the key of `{end}`"),
        f"  toEntityName: {scalar(str(end))}",
        attribute_line("toAttributeName", key, end, "the attribute that identifies a row"),
        "  cardinality: manyToOne  # or oneToMany",
    ]
    return Skeleton("\n".join(lines) + "\n", "manage/relationships.yaml")


def _foreign(start: Entity, end: Entity, key: str | None) -> str | None:
    """Return the attribute of the one entity that is called like the key of the other."""
    wanted = {one.lower() for one in (key, f"{end.name}Id", f"{end.name.removesuffix('s')}Id") if one}
    found = [one for one in names_of(start) if one.lower() in wanted and one != start.primary_key]
    return found[0] if found else None
