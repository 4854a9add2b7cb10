"""The graph of relationships: what leads from an entity to a Profile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from linter.instance.entity import Entity
from linter.project.saved import PlannedRelationship

if TYPE_CHECKING:
    import networkx

_PROFILES: Final = "Profiles"  # a node that joins all Profiles, so that one search answers for all entities


class Chains:
    """The shortest way from every entity to the nearest Profile, over relationships either way."""

    def __init__(self, links: Iterable[PlannedRelationship], profiles: Iterable[Entity]) -> None:
        # networkx costs as much as ten thousand payloads to import, so only a finding pays for it
        import networkx

        graph: networkx.Graph[Entity | str] = networkx.Graph()
        graph.add_node(_PROFILES)
        graph.add_edges_from((_PROFILES, profile) for profile in profiles)
        for link in links:
            here, there = link.ends[0].entity, link.ends[1].entity
            if here is not None and there is not None:
                graph.add_edge(here, there)
        self._next = {entity: nearer for nearer, entity in networkx.bfs_edges(graph, _PROFILES)}

    def to_profile(self, entity: Entity) -> list[Entity]:
        """Return the entities from this one to the nearest Profile, both included, or nothing."""
        chain: list[Entity] = []
        here: Entity | str | None = entity if entity in self._next else None
        while isinstance(here, Entity):
            chain.append(here)
            here = self._next.get(here)
        return chain
