"""What of one snapshot is what of another one, perhaps under another name."""

from __future__ import annotations

from collections.abc import Sequence

from linter.instance.difference import Difference
from linter.instance.entity import DataSource, Entity
from linter.instance.following import Following
from linter.instance.matching import same_sources
from linter.instance.snapshot import Snapshot, fold_id


class Counterparts:
    """Remembers what is the same in two snapshots, both ways, and what follows from other names."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self.old = old
        self.new = new
        self.snapshots = (old, new)
        self.sources = same_sources(old, new)
        self.following = Following()
        self.entities: dict[Entity, Entity] = {}
        self.entities_before: dict[Entity, Entity] = {}
        self.attributes: dict[
            tuple[Entity, str], tuple[str, Difference]
        ] = {}  # those called otherwise, and why
        self.attributes_before: dict[tuple[Entity, str], str] = {}

    def source(self, old: DataSource) -> DataSource | None:
        """Return what a data source of the old snapshot is in the new one."""
        found = self.sources.get(fold_id(old.id))
        return found[0] if found is not None else None

    def pair(self, old: Entity, new: Entity) -> None:
        """Remember that two entities are the same."""
        self.entities[old] = new
        self.entities_before[new] = old

    def call(self, old: Entity, name: str, new: Entity, other: str, change: Difference) -> None:
        """Remember what an attribute is called in either snapshot."""
        self.attributes[old, name] = other, change
        self.attributes_before[new, other] = name

    def called_now(self, entity: Entity, names: Sequence[str]) -> list[str]:
        """Return what attributes of an entity of the old snapshot are called in the new one."""
        called = (self.attributes.get((entity, name)) for name in names)
        return [name if one is None else one[0] for name, one in zip(names, called, strict=True)]
