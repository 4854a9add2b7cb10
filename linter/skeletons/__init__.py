"""Skeletons of payloads, filled from the snapshot: one module a kind, named like the kind's own.

Each has `skeleton(wish) -> Skeleton`.  A skeleton is YAML, so that comments can say what a person
must decide; what it says otherwise passes `check`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from linter import kinds
from linter.skeletons.wish import Skeleton, Wish


def skeleton_names() -> tuple[str, ...]:
    """Return what there are skeletons of: the kinds that have a module here, and requests."""
    return tuple(name for name, module in _modules().items() if find_spec(module) is not None)


def skeleton_of(kind: str, wish: Wish) -> Skeleton:
    """Return the skeleton of one of `skeleton_names`; raises NothingFits."""
    made: Skeleton = import_module(_modules()[kind]).skeleton(wish)
    return made


def _modules() -> dict[str, str]:
    stems = {kind.name: kind.model for kind in kinds.ALL} | {"request": "request"}
    return {name: f"{__name__}.{stem}" for name, stem in stems.items()}
