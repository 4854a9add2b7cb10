"""The paths that segments choose, walked along the relationships of the planned state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from linter.diagnostic import Lack, Location
from linter.instance.entity import Entity
from linter.kinds.paths import Hop, hops_of
from linter.kinds.references import Mention, mention_in
from linter.kinds.segment_body import Rowset, Segment
from linter.named_tuple import NamedTuple
from linter.project.once import once
from linter.project.outputs import Output, Outputs
from linter.project.project import Project
from linter.project.saved import PlannedRelationship
from linter.project.ways import MOST_HOPS, Place, Way, Ways, WayStep, is_lineage
from linter.rulekit.lacks import undeclared_links
from linter.shapes.node import Node

_MOST_TRIES: Final = 10_000
_MOST_ELEMENTS: Final = 2 * MOST_HOPS + 1
"""A path of entities and relationships by turns that leads as far as any may has so many elements."""

NO_PLAN: Final = Lack(
    "which entities make up Customer is not known: there is no conflation plan",
    "write the `conflationPlan` of its conflation into the snapshot, or plan one",
)

_Link = tuple[PlannedRelationship, Place, Place]


class PathElement(NamedTuple):
    """What an element of a path names: an entity, a relationship, or nothing that is known."""

    hop: Hop
    place: Place | None
    link: _Link | None
    is_open: bool  # whether it may be any: its name is left open or ambiguous, or an end of it is unknown

    @property
    def is_unknown(self) -> bool:
        """Whether it is neither an entity nor a relationship."""
        return self.place is None and self.link is None and not self.is_open


class Walked(NamedTuple):
    """How far one leads who follows a path."""

    stuck: PathElement | None  # the first that can't be reached
    way: Way
    visited: frozenset[Place]
    doubled: tuple[
        tuple[PathElement, list[WayStep]], ...
    ]  # entities that are joined to those before in several ways


class ChosenPath(NamedTuple):
    """A path of a rowset, or of the attributes that a segment shows."""

    segment: Segment
    rowset: Rowset | None  # None: of attributes that are shown
    shown: Node | None
    at: Location
    elements: tuple[PathElement, ...]
    walked: Walked


@once
def chosen_paths(project: Project) -> list[ChosenPath]:
    """Return the paths that segments choose."""
    segments = (one for payload in project.payloads("segment") for one in payload.items)
    return [path for segment in segments for path in _paths_of(project, segment)]


class _Followed(NamedTuple):
    """The paths of a segment, and what that was made of: ways, and which names are those of outputs."""

    ways: Ways
    asked: dict[str, bool]
    paths: list[ChosenPath]


def _paths_of(project: Project, segment: Segment) -> list[ChosenPath]:
    """Return the paths of a segment; one that is kept keeps them, as long as they lead the same way."""
    snapshot = segment.request.snapshot
    if snapshot is None or segment.query is None:
        return []
    ways, outputs = project.ways(snapshot), project.outputs(snapshot)
    kept: _Followed | None = segment.chosen
    if (
        kept is None
        or kept.ways is not ways
        or any(
            (outputs.entity(name, segment.request) is not None) != is_made
            for name, is_made in kept.asked.items()
        )
    ):
        asked: dict[str, bool] = {}
        kept = segment.chosen = _Followed(ways, asked, list(_of_segment(ways, outputs, segment, asked)))
    return kept.paths


def unsure_of_links(project: Project, segment: Segment) -> Lack | None:
    """Return why the relationships of a segment's instance aren't known; None where they are."""
    snapshot = segment.request.snapshot
    lack = project.unsure_of_links(segment.request)
    if lack is None and snapshot is not None:
        lack = undeclared_links(snapshot)
    return lack


def _of_segment(
    ways: Ways, outputs: Outputs, segment: Segment, asked: dict[str, bool]
) -> Iterator[ChosenPath]:
    """Yield the paths, and take down which names were looked for among the outputs."""

    def chosen(hops: list[Hop], at: Location, rowset: Rowset | None, shown: Node | None) -> ChosenPath:
        elements = tuple(_element(ways, made, one, asked) for one in hops)
        return ChosenPath(segment, rowset, shown, at, elements, walk(ways, elements))

    made = partial(outputs.entity, reader=segment.request)
    assert segment.query is not None
    for rowset in segment.rowsets:
        for hops in rowset.paths:
            if hops:
                at = hops[0].at._replace(path=hops[0].at.path[:-1])
                yield chosen(hops, at, rowset, None)
    for shown in segment.query.nodes("projectedAttributes"):
        hops = hops_of(shown.get("path"), partial(shown.at, "path"))
        if hops:
            yield chosen(hops, shown.at("path"), None, shown)


def _element(
    ways: Ways, made: Callable[[str], Output | None], hop: Hop, asked: dict[str, bool]
) -> PathElement:
    """A name that is both is the relationship's."""
    if not hop.name:
        return PathElement(hop, None, None, is_open=True)
    link = ways.links.get(hop.name)
    if link is not None:
        return PathElement(hop, None, link, is_open=False)
    mention = Mention(None, ways.snapshot, hop.name, hop.at)
    place = ways.place(mention)
    if place is None:
        asked[hop.name] = made(hop.name) is not None
        place = ways.root if asked[hop.name] else None  # what segments and measures make is joined to it
    is_loose = hop.name in ways.loose_names
    return PathElement(hop, place, None, is_loose or mention.resolution.status == "ambiguous")


def walk(ways: Ways, elements: Sequence[PathElement]) -> Walked:
    """Follow a path from its first element; where that may be either end of a relationship, from both."""
    layers: list[dict[Place, WayStep | None]] = []
    doubled: list[tuple[PathElement, list[WayStep]]] = []
    for one in elements:
        here = layers[-1] if layers else None
        reached = _reached(ways, here, one)
        if reached is not None and not reached:
            return Walked(one, (), _visited(layers), tuple(doubled))
        if one.place is not None and here is not None and one.place not in here:
            joined = list(filter(None, (_joining(ways, place, one.place) for place in here)))
            doubled += [(one, joined[0])] if joined and all(len(steps) > 1 for steps in joined) else []
        if reached is None:
            layers = []  # it may be any: what follows begins anew
        elif layers and one.place in layers[-1]:
            layers[-1] = reached
        else:
            layers += [reached]
    return Walked(None, _traced(layers), _visited(layers), tuple(doubled))


def _joining(ways: Ways, here: Place, there: Place) -> list[WayStep]:
    return [step for step in ways.between(here, there) if not is_lineage(step)]


def _reached(
    ways: Ways, here: dict[Place, WayStep | None] | None, one: PathElement
) -> dict[Place, WayStep | None] | None:
    """Return where an element leads to, by the hops that lead there; None where that is open."""
    if one.is_open or one.is_unknown:
        return None
    if one.link is not None:
        return _over(ways, here, one.link)
    assert one.place is not None
    if here is None:
        return {one.place: None}
    if one.place in here:
        return {one.place: here[one.place]}
    steps = (step for place in here for step in ways.between(place, one.place))
    found = next(steps, None)
    return {one.place: found} if found is not None else {}


def _over(ways: Ways, here: dict[Place, WayStep | None] | None, link: _Link) -> dict[Place, WayStep | None]:
    relationship, first, second = link
    there: dict[Place, WayStep | None] = {}
    for begin, end in ((first, second), (second, first)):
        is_implied = here is not None and (
            (begin in ways.sources and ways.root in here)
            or (begin == ways.root and not ways.sources.isdisjoint(here))
        )
        if here is None or begin in here or is_implied:
            there[end] = WayStep(begin, end, relationship)
    return there


def _traced(layers: list[dict[Place, WayStep | None]]) -> Way:
    """Return the hops by which the last place was reached."""
    if not layers:
        return ()
    found: list[WayStep] = []
    place = next(iter(layers[-1]))
    for layer in reversed(layers):
        step = layer.get(place)
        if step is None:
            break
        found.append(step)
        place = step.here
    return tuple(reversed(found))


def _visited(layers: list[dict[Place, WayStep | None]]) -> frozenset[Place]:
    steps = [step for layer in layers for step in layer.values() if step is not None]
    return frozenset((*(place for layer in layers for place in layer), *(step.here for step in steps)))


def would_do_in_another_order(ways: Ways, elements: Sequence[PathElement]) -> list[PathElement] | None:
    """Return an order of a path's elements in which it can be followed; None where none is found."""
    tries = 0
    waiting: list[tuple[list[PathElement], list[PathElement]]] = [([], list(elements))]
    while waiting and tries < _MOST_TRIES and len(elements) <= _MOST_ELEMENTS:
        begun, left = waiting.pop()
        tries += len(left)
        if not left:
            return begun
        for number, one in enumerate(left):
            longer = [*begun, one]
            if walk(ways, longer).stuck is None:
                waiting.append((longer, [*left[:number], *left[number + 1 :]]))
    return None


class ReachedEntity(NamedTuple):
    """An ingested entity that the criteria of a rowset name, at the first place where they do."""

    segment: Segment
    rowset: Rowset
    mention: Mention
    entity: Entity


def reached_entities(project: Project) -> Iterator[ReachedEntity]:
    """Yield the ingested entities that the criteria of segments name, each once a rowset."""
    for payload in project.payloads("segment"):
        for segment in payload.items:
            for rowset in segment.rowsets:
                for mention in rowset.reached:
                    assert mention.entity is not None  # these are ingested
                    yield ReachedEntity(segment, rowset, mention, mention.entity)


@once
def by_itself(project: Project) -> list[tuple[ReachedEntity, Ways]]:
    """Return those of them, each once a segment, to which the service has to find the way."""
    return list(_by_itself(project))


def _by_itself(project: Project) -> Iterator[tuple[ReachedEntity, Ways]]:
    told: set[tuple[Node, Entity]] = set()
    for one in reached_entities(project):
        snapshot = one.segment.request.snapshot
        assert snapshot is not None  # the entity is of it
        if "paths" in one.rowset.node.broken or one.rowset.node.get("paths"):
            continue
        if (one.segment.node, one.entity) not in told:
            told.add((one.segment.node, one.entity))
            yield one, project.ways(snapshot)


class Projection(NamedTuple):
    """Attributes of an ingested entity that a segment shows, and the way from there to Customer."""

    segment: Segment
    node: Node
    entity: Entity
    way: Way


def projections(project: Project) -> Iterator[Projection]:
    """Yield the attributes that segments show whose way to Customer is known: chosen, or the only one."""
    chosen = {path.shown: path for path in chosen_paths(project)}
    for segment, node, entity, ways in _shown(project):
        way = _way_of(ways, entity, chosen.get(node))
        if way:
            yield Projection(segment, node, entity, way)


def _shown(project: Project) -> Iterator[tuple[Segment, Node, Entity, Ways]]:
    """Yield what segments show of ingested entities, with the ways of their instance."""
    for payload in project.payloads("segment"):
        for segment in payload.items:
            snapshot, query = segment.request.snapshot, segment.query
            for node in query.nodes("projectedAttributes") if query is not None else ():
                entity = mention_in(node, "entityName", segment.request).entity
                if entity is not None and entity.data_source is not None:
                    assert snapshot is not None  # the entity is of it
                    yield segment, node, entity, project.ways(snapshot)


class StrayProjection(NamedTuple):
    """Attributes that a segment shows of an ingested entity from which no way leads to Customer."""

    segment: Segment
    node: Node
    entity: Entity
    condition: Mention | None  # where a condition is on the same entity


def stray_projections(project: Project) -> Iterator[StrayProjection]:
    """Yield what segments show without a path of entities that certainly aren't related to Customer."""
    for segment, node, entity, ways in _shown(project):
        if node.get("path") or ways.to_root(entity) is not None or is_unsure_of_ways(project, segment):
            continue
        named = (each for rowset in segment.rowsets for each in rowset.reached)
        same = next((each for each in named if each.entity is entity), None)
        yield StrayProjection(segment, node, entity, same)


def is_unsure_of_ways(project: Project, segment: Segment) -> bool:
    """Tell whether there may be relationships, or entities that make up Customer, that aren't known."""
    snapshot = segment.request.snapshot
    if snapshot is None or unsure_of_links(project, segment) is not None:
        return True
    ways = project.ways(snapshot)
    is_planless = project.unsure("conflationPlan", segment.request) is not None or not ways.from_(ways.root)
    return is_planless or bool(ways.loose) or not snapshot.complete("relationships")


def _way_of(ways: Ways, entity: Entity, path: ChosenPath | None) -> Way | None:
    """Return the way from an entity to Customer: along a chosen path, or the only one."""
    if path is None:
        way = ways.to_root(entity)
        return None if way and ways.has_several(way) else way
    way = path.walked.way
    if way and way[-1].there == entity:
        way = tuple(WayStep(one.there, one.here, one.link) for one in reversed(way))
    if not way or way[0].here != entity:
        return None
    rest = ways.to_root(way[-1].there)
    if rest is None or len(rest) > 1:  # the hop to Customer needn't be written
        return None
    return (*way, *rest)


def _leads_to_many(step: WayStep) -> bool:
    """Tell whether one row has many on the side that is nearer to Customer."""
    if step.link is None:
        return False
    first = step.link.ends[0].entity
    return step.link.cardinality == ("onetomany" if step.here is first else "manytoone")


def against(one: Projection) -> WayStep | None:
    """Return the hop of which a projection is on the side of the one; None where there is none."""
    return next((step for step in one.way if _leads_to_many(step)), None)
