"""A measure: one figure about the rows of an entity."""

from __future__ import annotations

from linter.instance.entity import Entity
from linter.skeletons.wish import Skeleton, Wish, identifier, likely_key, names_of, needs_key, require, scalar

_NUMBERS = ("Decimal", "Double", "Int32", "Int64", "Single")


def skeleton(wish: Wish) -> Skeleton:
    """Return the sum of a number of the entity that is named, else of one that has some; or how many rows."""
    entities = wish.entities or _countable(wish)
    require(entities, 1, "the snapshot has no entity with a primary key")
    entity = entities[0]
    number = next(iter(_numbers(entity)), None)
    operation, field = ("sum", number) if number is not None else ("count", likely_key(entity) or "")
    lines = [
        f"- name: {scalar(identifier(f'{operation}Of{field}'))}  # unique among entities, too",
        '  displayName: ""  # decide: what people call it',
        "  definition:",
        "    kind: entity  # or attribute, one figure of each customer",
        "    type: structured  # or manual, a query in SQL",
        "    isProfile: false  # true: of each customer, from Customer and what is joined with it",
        "    linkedEntities:",
        f"      - {{kind: base, entity: {scalar(str(entity))}, alias: a}}{needs_key(entity)}",
        "    dimensions: []  # by what it is grouped: {field: a.…, alias: …, order: 0}",
        "    aggregates:",
        "      # decide: what is counted, and how: sum, average, min, max, count, countDistinct …",
        f"      - {{operation: {operation}, field: {scalar(f'a.{field}')}, "
        f"alias: {scalar(identifier(field))}, order: 0}}",
    ]
    return Skeleton("\n".join(lines) + "\n", "manage/measures.yaml")


def _countable(wish: Wish) -> tuple[Entity, ...]:
    """Return the entities that can be counted, those with numbers first, of these the activities."""
    keyed = [one for one in wish.snapshot.entities if one.primary_key is not None and one.data_source]
    return tuple(sorted(keyed, key=lambda one: (not _numbers(one), one.entity_type != "activity")))


def _numbers(entity: Entity) -> list[str]:
    names = [one for one in names_of(entity) if one.isidentifier() and one != likely_key(entity)]
    return [one for one in names if entity.canonical_type(one) in _NUMBERS and not one.lower().endswith("id")]
