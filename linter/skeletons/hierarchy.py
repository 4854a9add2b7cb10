"""A hierarchy: accounts, each with the one above it."""

from __future__ import annotations

from linter.instance.data_types import same_type
from linter.instance.entity import Entity
from linter.skeletons.wish import NothingFits, Skeleton, Wish, identifier, likely_key, names_of, scalar


def skeleton(wish: Wish) -> Skeleton:
    """Return the hierarchy of the entity that is named, else of the first whose rows may lead on."""
    entity = _entity(wish)
    key, above = likely_key(entity), _above(entity)
    lines = [
        f"- name: {scalar(identifier(f'{entity.name}Hierarchy'))}  # unique among entities, too",
        '  displayName: ""  # decide: what people call it',
        "  dependency:",
        f"    sourceEntity: {scalar(str(entity))}",
        f"    accountIdAttribute: {scalar(key or '')}  # decide: the primary key of the accounts",
        f"    parentAccountIdAttribute: {scalar(next(iter(above), ''))}  # decide: the ID of the one above",
    ]
    return Skeleton("\n".join(lines) + "\n", "hierarchies.yaml")


def _entity(wish: Wish) -> Entity:
    if wish.entities:
        return wish.entities[0]
    ingested = [one for one in wish.snapshot.entities if one.data_source is not None]
    found = [one for one in ingested if one.primary_key is not None and _above(one)]
    if not found:
        raise NothingFits(
            "the snapshot has no entity whose rows could lead to each other: name one with --entity"
        )
    return min(found, key=lambda one: not _is_parent(_above(one)[0]))


def _above(entity: Entity) -> list[str]:
    """Return the attributes that could hold the key of another row, those that are called so first."""
    key = likely_key(entity)
    if key is None:
        return []
    alike = [
        one
        for one in names_of(entity)
        if one != key and same_type(entity.canonical_type(key), entity.canonical_type(one))
    ]
    return sorted(alike, key=lambda one: (not _is_parent(one), not one.lower().endswith("id")))


def _is_parent(name: str) -> bool:
    return any(word in name.lower() for word in ("parent", "above", "manager"))
