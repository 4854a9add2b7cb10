"""The known values of closed lists, as the models have them."""

from __future__ import annotations

from collections.abc import Iterable

from linter.diagnostic import Replacement
from linter.shapes.shape import shape_of
from linter.suggest import surest


def known_values(kind: str, definition: str, name: str) -> tuple[str, ...]:
    """Return the known values of a property of a kind's object, as the API page spells them: `OneToMany`."""
    members = shape_of(kind, definition).members
    assert members is not None
    return tuple(one[:1].upper() + one[1:] for one in members[name].values)


def replacements(value: str, known: Iterable[str]) -> tuple[Replacement, ...]:
    """Return the known values that may be put in a value's place, small or large as that begins."""
    close = surest(value, known)
    alike = [one[:1].lower() + one[1:] if value[:1].islower() else one for one in close]
    return tuple(Replacement(one, f"Replace `{value}` with `{one}`") for one in alike)
