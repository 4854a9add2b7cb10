"""Skeletons of payloads, filled from the snapshot: one module a kind, named like the kind's own.

Each has `skeleton(wish) -> Skeleton`.  A skeleton is YAML, so that comments can say what a person
must decide; what it says otherwise passes `check`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from linter.skeletons.wish import Skeleton, Wish

SKELETONS: Final = {
    "entityInformation": "entity_information",
    "conflationPlan": "conflation_plan",
    "conflictResolutionRules": "conflict_resolution_rules",
    "entityInfo": "entity_info",
    "relationships": "relationships",
    "request": "request",
}
"""The modules, by what they write."""


def skeleton_of(kind: str, wish: Wish) -> Skeleton:
    """Return the skeleton of a kind of SKELETONS; raises NothingFits."""
    made: Skeleton = import_module(f"linter.skeletons.{SKELETONS[kind]}").skeleton(wish)
    return made
