"""Reads and writes plain values as a document spells them: property names regardless of case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linter.instance.snapshot import Entity
from linter.shapes.shape import Shape


def property_of(value: Any, name: str) -> Any:
    """Return a property of a plain object, None where it hasn't it."""
    return value.get(_spelled(value, name)) if isinstance(value, dict) else None


def put(value: dict[str, Any], name: str, told: Any) -> None:
    """Let a plain object have a property, or not have it where `told` is None."""
    if told is None:
        value.pop(_spelled(value, name), None)
    else:
        value[_spelled(value, name)] = told


def value_at(value: Any, path: Iterable[str | int]) -> Any:
    """Return what stands at a path of a plain value."""
    for step in path:
        value = value[step]
    return value


def entity_of(value: dict[str, Any], entity: Entity) -> dict[str, Any]:
    """Return what a snapshot's value says of an entity, which a payload may have put there."""
    if entity.node.path:
        found: dict[str, Any] = value_at(value, entity.node.path)
        return found
    source = entity.data_source
    assert source is not None  # no payload makes a system entity
    return next(
        one
        for holder in property_of(value, "dataSources")
        if str(property_of(holder, "dataSourceId")).lower() == source.id.lower()
        for one in property_of(holder, "entities")
        if property_of(one, "name") == entity.name
    )


def canonical(value: Any, shape: Shape) -> Any:
    """Return a plain value with the names of its properties as the schema spells them."""
    if isinstance(value, list) and shape.items is not None:
        return [canonical(one, shape.items) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for key, one in value.items():
        name = shape.names.get(key.lower()) or key
        inner = (shape.members or {}).get(name) or shape.mapping
        made[name] = canonical(one, inner) if inner is not None else one
    return made


def _spelled(value: dict[str, Any], name: str) -> str:
    folded = name.lower()
    return name if name in value else next((key for key in value if key.lower() == folded), name)
