"""The graph of relationships: what leads from an entity to a Profile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from linter.project import Link
from linter.snapshot import Entity

if TYPE_CHECKING:
    import networkx


class Chains:
    """The shortest way from every entity to the nearest Profile, over relationships either way."""

    def __init__(self, links: Iterable[Link], profiles: Iterable[Entity]) -> None:
        # networkx costs as much as ten thousand payloads to import, so only a finding pays for it
        import networkx

        graph: networkx.Graph[Entity | None] = networkx.Graph()
        graph.add_edges_from((None, profile) for profile in profiles)
        for link in links:
            ends = link.ends[0].entity, link.ends[1].entity
            if ends[0] is not None and ends[1] is not None:
                graph.add_edge(*ends)
        # None, which joins the Profiles, makes one search answer for all entities
        self._next = dict(networkx.bfs_predecessors(graph, None)) if None in graph else {}

    def to_profile(self, entity: Entity) -> list[Entity]:
        """Return the entities from this one to the nearest Profile, both included, or nothing."""
        chain = [entity]
        while (following := self._next.get(chain[-1], None)) is not None:
            chain.append(following)
        return chain if chain[-1] in self._next and len(chain) > 1 else []
