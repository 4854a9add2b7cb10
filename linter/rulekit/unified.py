"""Which entities are unified: what conflation plans make customers of."""

from __future__ import annotations

from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.request import saved_request
from linter.project.project import Project
from linter.project.saved import saved_plan


class Unified:
    """The entities of the plans of each instance, planned or stored; they are looked for once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._of: dict[Snapshot, set[Entity | None]] = {}

    def has(self, entity: Entity, snapshot: Snapshot) -> bool | None:
        """Tell whether an entity is unified; where there is no plan, its type tells, or nobody knows.

        It is open, too, where a plan names an entity that leads nowhere: that may be the one.
        """
        type_ = self._project.entity_type(entity)
        planned = self._planned(snapshot)
        if entity.data_source is None or not planned:
            return None if type_ is None else type_ == "profile"
        return entity in planned or (None if None in planned else False)

    def _planned(self, snapshot: Snapshot) -> set[Entity | None]:
        if snapshot not in self._of:
            mentions = (mention for plan in self._plans(snapshot) for mention in plan.named)
            self._of[snapshot] = {one.entity for one in mentions}
        return self._of[snapshot]

    def _plans(self, snapshot: Snapshot) -> list[ConflationPlan]:
        request = saved_request(snapshot)
        saved = [saved_plan(one, request) for one in snapshot.root.nodes("conflations")]
        planned = [plan for plan in self._project.plans if plan.request.snapshot is snapshot]
        return [*planned, *(plan for plan in saved if plan is not None)]
