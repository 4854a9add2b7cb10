"""All faults that can be planted, by code; the code "clean" has plants that break nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import plant_activities
import plant_conflation
import plant_criteria
import plant_documents
import plant_entity_info
import plant_insights
import plant_linked
import plant_match
import plant_measures
import plant_open_data
import plant_paths
import plant_relationships
import plant_resolution
import plant_search
import plant_segments
import plant_self_conflation
import plant_sources
import plant_sql
import plant_unification
from planting import Plant

if TYPE_CHECKING:
    from generator import Project
    from planting import Planter

ADDED: tuple[Planter, ...] = (
    plant_paths.unknown_dataset,
    plant_conflation.single_of_unknown,
    plant_conflation.keyless_in_new_list,
    plant_entity_info.unknown_in_info,
    plant_relationships.bad_characters,
    plant_relationships.request_of_unknown,
    plant_open_data.master_search,
    plant_open_data.customer_id_missing,
)
"""Faults that leave the rest of the project alone, so that several can be planted together."""


def several(rng: random.Random, project: Project) -> Plant | None:
    """A handful of faults at once: each is found."""
    together = Plant(project, (), ())
    chosen = rng.sample(ADDED, rng.randint(2, 5))
    if plant_entity_info.unknown_in_info in chosen:  # it may be meant for what has no key: one cause
        chosen = [one for one in chosen if one is not plant_conflation.keyless_in_new_list]
    for planter in chosen:
        one = planter(rng, together.project)
        assert one
        together = Plant(
            one.project,
            (*together.expected, *one.expected),
            (*together.touched, *one.touched),
        )
    return together


PLANTS: dict[str, tuple[Planter, ...]] = {
    **plant_paths.PLANTS,
    **plant_conflation.PLANTS,
    **plant_resolution.PLANTS,
    **plant_match.PLANTS,
    **plant_unification.PLANTS,
    **plant_entity_info.PLANTS,
    **plant_relationships.PLANTS,
    **plant_self_conflation.PLANTS,
    **plant_open_data.PLANTS,
    **plant_documents.PLANTS,
    **plant_sources.PLANTS,
    **plant_insights.PLANTS,
    **plant_criteria.PLANTS,
    **plant_segments.PLANTS,
    **plant_sql.PLANTS,
    **plant_search.PLANTS,
    **plant_activities.PLANTS,
    **plant_measures.PLANTS,
    **plant_linked.PLANTS,
    "many": (several,),
}
for _code, _more in (
    ("IN01", plant_sources.IN01),
    ("DO102", plant_sources.DO102),
    ("clean", plant_sources.CLEAN),
):
    PLANTS[_code] = (*PLANTS.get(_code, ()), *_more)


def plant(code: str, project: Project, seed: int) -> tuple[str, Plant] | None:
    """A fault of that code in a project, and its variant; None where the project has no room for it."""
    rng = random.Random(f"{seed} {code}")
    for planter in rng.sample(PLANTS[code], len(PLANTS[code])):
        planted = planter(rng, project)
        if planted:
            return planter.__name__, planted
    return None
