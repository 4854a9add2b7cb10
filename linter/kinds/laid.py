"""Reads and writes plain values as a document spells them: property names regardless of case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


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


def _spelled(value: dict[str, Any], name: str) -> str:
    folded = name.lower()
    return name if name in value else next((key for key in value if key.lower() == folded), name)
