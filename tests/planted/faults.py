"""All faults that can be planted, by code; the code "clean" has plants that break nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import plant_conflation
import plant_documents
import plant_entity_info
import plant_open_data
import plant_paths
import plant_relationships
import plant_resolution

if TYPE_CHECKING:
    from generator import Project
    from planting import Plant, Planter

PLANTS: dict[str, tuple[Planter, ...]] = {
    **plant_paths.PLANTS,
    **plant_conflation.PLANTS,
    **plant_resolution.PLANTS,
    **plant_entity_info.PLANTS,
    **plant_relationships.PLANTS,
    **plant_open_data.PLANTS,
    **plant_documents.PLANTS,
}


def plant(code: str, project: Project, seed: int) -> tuple[str, Plant] | None:
    """A fault of that code in a project, and its variant; None where the project has no room for it."""
    rng = random.Random(f"{seed} {code}")
    for planter in rng.sample(PLANTS[code], len(PLANTS[code])):
        planted = planter(rng, project)
        if planted:
            return planter.__name__, planted
    return None
