"""What attributes mean in the planned state: the semantic types that payloads, else snapshots give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.entity_information import Listed
from linter.project.payloads import Payloads
from linter.project.saved import all_saved_listed
from linter.shapes.node import Node


class Meanings:
    """The semantic types of attributes."""

    def __init__(self, planned: Payloads, snapshots: Sequence[Snapshot]) -> None:
        self._payloads = planned
        self._snapshots = snapshots

    def of(self, entity: Entity, attribute: str) -> str | None:
        """Return the semantic type of an attribute as it is written, None where nothing gives one."""
        declared = (entity.attributes or {}).get(attribute)
        of_snapshot = declared.text("semanticType") if isinstance(declared, Node) else None
        return self._said.get((entity, attribute), of_snapshot) or None

    @cached_property
    def _said(self) -> dict[tuple[Entity | None, str | None], str | None]:
        found: dict[tuple[Entity | None, str | None], str | None] = {}
        for entity, node, name in (*self._labels(), *self._types()):  # the later one counts
            meaning = node.text(name)
            if meaning or name in node.broken:
                found[entity, node.text("attributeName")] = meaning
        return found

    def _labels(self) -> Iterator[tuple[Entity | None, Node, str]]:
        for payload in self._payloads.entity_infos:
            for info in payload.infos:
                for node in info.node.nodes("semanticLabels"):
                    yield info.mention.entity, node, "label"

    def _types(self) -> Iterator[tuple[Entity | None, Node, str]]:
        for listed in self._listed():
            node = listed.mention.node
            for one in node.nodes("attributes") if node is not None else ():
                yield listed.mention.entity, one, "semanticType"

    def _listed(self) -> Iterator[Listed]:
        for snapshot in self._snapshots:
            yield from all_saved_listed(snapshot)
        for plan in self._payloads.plans:
            yield from plan.information
        for payload in self._payloads.entity_information:
            yield from payload.entities
