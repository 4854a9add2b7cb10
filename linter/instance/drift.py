"""What has changed between two snapshots of an instance."""

from __future__ import annotations

from collections.abc import Iterator

from linter.instance.counterparts import Counterparts
from linter.instance.difference import Difference
from linter.instance.drift_of_entities import entities
from linter.instance.drift_of_parts import parts
from linter.instance.drift_of_relationships import relationships
from linter.instance.drift_of_sources import data_sources
from linter.instance.snapshot import Snapshot, fold_id

__all__ = ["Difference", "drift"]


def drift(old: Snapshot, new: Snapshot) -> list[Difference]:
    """Return the changes from one snapshot to another: data sources, entities, relationships, the rest."""
    known = Counterparts(old, new)
    changes = [
        *_instance(old, new),
        *data_sources(known),
        *entities(known),
        *relationships(known),
        *parts(known),
        *_completeness(old, new),
    ]
    return known.following.told(changes)


def _instance(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    before, after = old.instance_id or "", new.instance_id or ""
    if fold_id(before) != fold_id(after):
        places = old.root.at("instanceId"), new.root.at("instanceId")
        yield Difference("changed", "instance ID", "", before, after, "", *places)


def _completeness(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    """Yield the lists that are now the whole truth, or no more."""
    said = [one.root.node("complete") for one in (old, new)]
    names = dict.fromkeys(name for node in said if node is not None for name in node.values)
    for name in names:
        before, after = (str(one.complete(name)).lower() for one in (old, new))
        if before != after:
            places = old.root.at("complete"), new.root.at("complete")
            yield Difference("changed", "complete", name, before, after, "", *places)
