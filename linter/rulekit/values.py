"""The known values of closed lists, as the models have them."""

from __future__ import annotations

from linter.shapes.shape import shape_of


def known_values(kind: str, definition: str, name: str) -> tuple[str, ...]:
    """Return the known values of a property of a kind's object, as the API page spells them: `OneToMany`."""
    members = shape_of(kind, definition).members or {}
    return tuple(one[:1].upper() + one[1:] for one in members[name].values)
