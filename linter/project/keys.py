"""The primary keys, and the types, that entities have in the planned state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.entity_info import Info
from linter.project.payloads import Payloads
from linter.project.saved import keys_saved, saved_information


class Keys:
    """What snapshots and planned payloads give entities: primary keys, and types beside them."""

    def __init__(self, planned: Payloads, snapshots: Sequence[Snapshot]) -> None:
        self._payloads = planned
        self._snapshots = snapshots

    def by_entity_info(self, entity: Entity) -> bool:
        """Tell whether snapshot or planned entityInfo define a primary key."""
        return entity.primary_key is not None or entity in self._of_infos

    def named(self, entity: Entity) -> str | None:
        """Return the primary key that planned entityInfo, else the snapshot gives an entity."""
        return self._of_infos.get(entity) or entity.primary_key

    def anywhere(self, entity: Entity) -> bool:
        """Tell whether snapshot or any planned payload gives a primary key."""
        return self.by_entity_info(entity) or entity in self._of_information

    def of(self, entity: Entity) -> set[str]:
        """Return the keys that anything gives an entity: its snapshot, a conflation, planned payloads."""
        return {entity.primary_key or "", *self._named.get(entity, ())} - {""}

    @cached_property
    def _named(self) -> dict[Entity, set[str]]:
        found: dict[Entity, set[str]] = {}
        listed = [one for payload in self._payloads.entity_information for one in payload.entities]
        listed += [one for plan in self._payloads.plans for one in plan.information]
        given = [(one.mention.entity, one.primary_key) for one in listed]
        given += [(entity, info.node.text("primaryKey")) for entity, info in self._infos()]
        for snapshot in self._snapshots:
            for conflation in snapshot.root.nodes("conflations"):
                given += saved_information(conflation, snapshot)
        for entity, key in given:
            if entity is not None and key is not None:
                found.setdefault(entity, set()).add(key)
        return found

    def type_of(self, entity: Entity) -> str | None:
        """Return an entity's type, folded."""
        return self._types.get(entity) or entity.entity_type

    @cached_property
    def of_saved_information(self) -> set[Entity]:
        """The entities whose key the snapshots' conflations give."""
        return {entity for snapshot in self._snapshots for entity in keys_saved(snapshot)}

    @cached_property
    def _of_infos(self) -> dict[Entity, str]:
        keys = ((entity, info.node.text("primaryKey")) for entity, info in self._infos())
        return {entity: key for entity, key in keys if key is not None}

    @cached_property
    def _of_information(self) -> set[Entity]:
        planned = [listed for payload in self._payloads.entity_information for listed in payload.entities]
        planned += [listed for plan in self._payloads.plans for listed in plan.information]
        return self.of_saved_information | {
            listed.mention.entity
            for listed in planned
            if listed.primary_key is not None and listed.mention.entity is not None
        }

    @cached_property
    def _types(self) -> dict[Entity, str]:
        return {entity: info.entity_type for entity, info in self._infos() if info.entity_type is not None}

    def _infos(self) -> Iterator[tuple[Entity, Info]]:
        for payload in self._payloads.entity_infos:
            for info in payload.infos:
                if info.mention.entity is not None:
                    yield info.mention.entity, info
