"""Which entities a measure can go to, over relationships either way.

The unified entity is joined to what is unified into it, and to what the service makes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linter.instance.snapshot import Entity, Snapshot
from linter.kinds.measure import Measure
from linter.project.project import Project
from linter.project.saved import PlannedRelationship


class MeasurePaths:
    """The entities of one instance, and what joins them; `names` are the only relationships, if given."""

    def __init__(
        self, project: Project, measure: Measure, snapshot: Snapshot, names: Collection[str] | None = None
    ) -> None:
        self._project = project
        self._snapshot = snapshot
        self._names = names
        self._master = snapshot.resolve_name(project.settings.master_dataset).entity
        self.unified = unified(project, measure)

    @property
    def is_known(self) -> bool:
        """Whether it is known what is unified."""
        return bool(self.unified)

    def reach(self, start: Entity, without: Entity | None = None) -> dict[Entity, Entity]:
        """Return the entities that can be reached, each with the one before it on a shortest way."""
        found, waiting = {start: start}, [start]
        for here in waiting:
            for one in self._beside(here):
                if one not in found and one is not without:
                    found[one] = here
                    waiting.append(one)
        return found

    def are_on_one_path(self, base: Entity, first: Entity, second: Entity) -> bool:
        """Tell whether a path from the base may go through both of two entities."""
        return self._may_pass(base, first, second) or self._may_pass(base, second, first)

    def _may_pass(self, base: Entity, through: Entity, to: Entity) -> bool:
        """Tell whether no single entity cuts one off from both ends of a path."""
        before, here = self.reach(base), through
        if through not in before:
            return True
        while before.get(here, base) is not here:
            here = before[here]
            left = self.reach(through, without=here)
            if base not in left and to not in left:
                return False
        return True

    def _beside(self, entity: Entity) -> Iterator[Entity]:
        for link in self._project.links_of(self._snapshot, entity):
            other = link.beyond(entity).entity
            is_named = self._names is None or link.name in self._names
            if other is not None and is_named and not _is_lineage(link):
                yield other
        if entity is self._master:
            yield from self.unified
            yield from (one for one in self._snapshot.entities if one.data_source is None)
        elif self._master is not None and (entity in self.unified or entity.data_source is None):
            yield self._master


def unified(project: Project, measure: Measure) -> frozenset[Entity]:
    """Return the entities that are unified into one, as far as snapshot and payloads say."""
    request = measure.request
    found = set(project.conflations.informed(request))
    for plan in project.conflations.plans_of(request):
        found |= {one.entity for one in plan.order if one.entity is not None}
    if request.snapshot is not None:
        found |= {one for one in request.snapshot.entities if project.entity_type(one) == "profile"}
    return frozenset(found)


def _is_lineage(link: PlannedRelationship) -> bool:
    return (link.node.text("relationshipType") or "").lower().startswith("datasourcelineage")
