"""How payloads name entities: as objects, as texts, by the data source's name or its ID."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

    from world import Entity, Source, World

Value = dict[str, Any]


def is_unique(world: World, entity: Entity) -> bool:
    """Whether the bare name means this entity."""
    return len(world.namesakes(entity.name)) == 1


def spell_source(rng: random.Random, source: Source) -> Value:
    """One of the two properties that name a data source."""
    if rng.random() < 0.4:
        upper = len(source.id) == 36 and rng.random() < 0.3
        return {"dataSourceId": source.id.upper() if upper else source.id}
    return {"dataSourceName": source.name}


def spell_object(rng: random.Random, entity: Entity) -> Value:
    """A reference to an entity as an object."""
    assert entity.source
    return {**spell_source(rng, entity.source), "entityName": entity.name}


def spell_text(rng: random.Random, world: World, entity: Entity) -> str:
    """A reference to an entity as a string."""
    if entity.source is None:
        return entity.name
    spellings = [f"{prefix}_{entity.name}" for prefix in entity.source]
    return rng.choice(spellings + [entity.name] * is_unique(world, entity))


def spell(rng: random.Random, world: World, entity: Entity) -> Any:
    """A reference to an entity in any form."""
    if rng.random() < 0.3:
        return spell_text(rng, world, entity)
    return spell_object(rng, entity)


def spell_column(rng: random.Random, entity: Entity, attribute: str) -> Value:
    """A reference to a column."""
    return {**spell_object(rng, entity), "attributeName": attribute}
