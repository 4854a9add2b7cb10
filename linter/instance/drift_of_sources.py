"""Which data sources of a snapshot have come, gone, or are called otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Location
from linter.instance.counterparts import Counterparts
from linter.instance.difference import Difference
from linter.instance.drift_of_values import others
from linter.instance.entity import DataSource
from linter.instance.matching import declared_sources
from linter.instance.snapshot import Snapshot, fold_id
from linter.shapes.node import Node
from linter.wording import counted


def data_sources(known: Counterparts) -> Iterator[Difference]:
    """Yield the changes of data sources, but for those of their entities."""
    old, new = known.old, known.new
    for one in declared_sources(old):
        other = known.source(one)
        if other is None:
            count = counted(sum(1 for _ in old.entities_in(one)), "entity", "entities")
            yield Difference("removed", "data source", str(one), count, before=one.at)
        else:
            yield from _data_source(one, other, known)
    told = ("dataSourceId", "name", "entities")
    mine, theirs = (_source_nodes(one) for one in (old, new))
    for one in declared_sources(old):
        other = known.source(one)
        if other is not None:
            nodes = mine[one.at], theirs[other.at]
            yield from others(str(other), *nodes, told, (one.at, other.at), known)
    kept = {other.id for other, _ in known.sources.values()}
    for added in declared_sources(new):
        if added.id not in kept:
            count = counted(sum(1 for _ in new.entities_in(added)), "entity", "entities")
            yield Difference("added", "data source", str(added), "", count, after=added.at)


def _data_source(one: DataSource, other: DataSource, known: Counterparts) -> Iterator[Difference]:
    """Yield what a data source is called otherwise."""
    evidence, places = known.sources[fold_id(one.id)][1], (one.at, other.at)
    is_same = fold_id(other.id) == fold_id(one.id)
    if is_same and other.name == one.name:
        return
    change = Difference("changed", "data source ID", str(one), one.id, other.id, "", *places)
    if other.name != one.name or one.name is None:
        names, words = (str(one), str(one), str(other)), evidence.words
        if not is_same and (one.name, other.name) != (one.id, other.id):
            words = f"{words}, the ID was {one.id} and is {other.id}"
        change = Difference("renamed", "data source", *names, words, *places, evidence.is_sure)
    yield change
    for before, after in ((str(one), str(other)), (one.id, other.id)):
        known.following.renamed(change, before, after, begins=True)


def _source_nodes(snapshot: Snapshot) -> dict[Location, Node]:
    return {node.at("dataSourceId"): node for node in snapshot.root.nodes("dataSources")}
