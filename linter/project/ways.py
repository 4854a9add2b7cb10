"""The ways between entities of the planned state: over relationships, either way, to the customers.

The source entities of a conflation plan lead to Customer without a relationship of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.references import Mention
from linter.named_tuple import NamedTuple
from linter.project.saved import PlannedRelationship

MOST_HOPS: Final = 20

Place: TypeAlias = Entity | str
"""An entity on a way; one that the snapshot doesn't declare goes by its name."""


class WayStep(NamedTuple):
    """One hop of a way."""

    here: Place
    there: Place
    link: PlannedRelationship | None  # None: from a source entity to Customer, or back

    def __str__(self) -> str:
        by = f" by `{self.link.name}`" if self.link is not None else ""
        return f"to `{self.there}`{by}"


Way: TypeAlias = tuple[WayStep, ...]


class Ways:
    """The relationships of an instance as a graph; what is asked of it twice is looked for once."""

    def __init__(
        self,
        snapshot: Snapshot,
        master: str,
        links: Iterable[PlannedRelationship],
        plans: Iterable[ConflationPlan],
    ) -> None:
        self.snapshot = snapshot
        self.root: Place = snapshot.resolve_name(master).entity or master
        mentions = [one for plan in plans for one in plan.named]
        self.sources = frozenset(one.entity for one in mentions if one.entity is not None)
        self.loose: list[tuple[PlannedRelationship, Mention]] = []  # those with an end that leads nowhere
        self.links: dict[str, tuple[PlannedRelationship, Place, Place]] = {}
        self._steps: dict[Place, list[WayStep]] = {}
        for link in links:
            self._add(link)
        for source in sorted(self.sources, key=str):
            if not self.between(source, self.root):
                self._join(source, self.root, None)

    def _add(self, link: PlannedRelationship) -> None:
        here, there = (self.place(end) for end in link.ends)
        if here is None or there is None:
            self.loose += [(link, end) for end in link.ends if self.place(end) is None]
            return
        self.links[link.name] = (link, here, there)
        self._join(here, there, link)

    def _join(self, here: Place, there: Place, link: PlannedRelationship | None) -> None:
        self._steps.setdefault(here, []).append(WayStep(here, there, link))
        if there is not here:
            self._steps.setdefault(there, []).append(WayStep(there, here, link))

    @cached_property
    def loose_names(self) -> frozenset[str]:
        """The names of the relationships with an end that leads nowhere."""
        return frozenset(link.name for link, _ in self.loose)

    def place(self, mention: Mention) -> Place | None:
        """Return the entity that a mention names; Customer is there even where no snapshot declares it."""
        if mention.entity is not None:
            return mention.entity
        return self.root if (mention.name or "").lower() == str(self.root).lower() else None

    def from_(self, place: Place) -> list[WayStep]:
        """Return the hops that lead away from an entity."""
        return self._steps.get(place, [])

    def between(self, here: Place, there: Place) -> list[WayStep]:
        """Return the hops from one entity to another."""
        return [one for one in self.from_(here) if one.there == there]

    def to_root(self, place: Place) -> Way | None:
        """Return the shortest way to Customer, None where there is none."""
        if place == self.root:
            return ()
        if place not in self._nearer:
            return None
        found = []
        while place != self.root:
            found.append(self._nearer[place])
            place = self._nearer[place].there
        return tuple(found)

    def has_several(self, way: Way) -> bool:
        """Tell whether there is another way from where one begins to Customer."""
        return any(_key(step) not in self._bridges for step in way if not self._is_aside(step))

    def others(self, way: Way) -> list[Way]:
        """Return other ways to Customer than one, those that avoid a hop of it; the shortest first."""
        start = way[0].here
        found = {self._search(start, avoiding=_key(step)) for step in way}
        rest = [one for one in found if one is not None and len(one) <= MOST_HOPS]
        return sorted(rest, key=lambda one: (len(one), [str(step) for step in one]))

    def _is_aside(self, step: WayStep) -> bool:
        """Tell whether a hop is no way of its own: over what the service makes, or where data come from."""
        ends = (one for one in (step.here, step.there) if one != self.root and isinstance(one, Entity))
        return is_lineage(step) or any(one.data_source is None for one in ends)

    def _search(self, start: Place, avoiding: object) -> Way | None:
        came: dict[Place, WayStep | None] = {start: None}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            if here == self.root:
                return _way(came, here)
            for step in self.from_(here):
                if step.there not in came and _key(step) != avoiding and not self._is_aside(step):
                    came[step.there] = step
                    waiting.append(step.there)
        return None

    @cached_property
    def _nearer(self) -> dict[Place, WayStep]:
        """The hop by which each entity comes nearer to Customer."""
        found: dict[Place, WayStep] = {}
        waiting = deque([self.root])
        while waiting:
            here = waiting.popleft()
            for step in self.from_(here):
                if step.there not in found:
                    found[step.there] = WayStep(step.there, here, step.link)
                    waiting.append(step.there)
        return found

    @cached_property
    def _bridges(self) -> frozenset[object]:
        """The hops without which their ends would be apart: none of them is on a circle."""
        entered = {self.root: 0}
        low = {self.root: 0}
        found: set[object] = set()
        stack: list[tuple[Place, object, Iterator[WayStep]]] = [
            (self.root, None, iter(self.from_(self.root)))
        ]
        while stack:
            here, came, steps = stack[-1]
            step = next(steps, None)
            if step is None:
                stack.pop()
                if stack:
                    above = stack[-1][0]
                    low[above] = min(low[above], low[here])
                    if low[here] > entered[above]:
                        found.add(came)
            elif _key(step) != came and not self._is_aside(step):
                if step.there in entered:
                    low[here] = min(low[here], entered[step.there])
                else:
                    entered[step.there] = low[step.there] = len(entered)
                    stack.append((step.there, _key(step), iter(self.from_(step.there))))
        return frozenset(found)


def ways_over(
    snapshot: Snapshot, master: str, links: Sequence[PlannedRelationship], plans: Sequence[ConflationPlan]
) -> Ways:
    """Return the ways; a snapshot that is kept keeps them, as long as they are made of the same."""
    made_of = (*links, *(plan.root for plan in plans))
    kept: tuple[str, tuple[object, ...], Ways] | None = snapshot.ways
    if kept is not None and kept[:2] == (master, made_of):
        return kept[2]
    ways = Ways(snapshot, master, links, plans)
    snapshot.ways = (master, made_of, ways)
    return ways


def is_lineage(step: WayStep) -> bool:
    """Tell whether a hop says where data come from, not which rows belong together."""
    return step.link is not None and step.link.is_lineage


def _key(step: WayStep) -> object:
    """Return what a hop shares with the same one in the other direction."""
    if step.link is not None:
        return "link", step.link.name
    return "source", frozenset((str(step.here), str(step.there)))


def _way(came: dict[Place, WayStep | None], place: Place) -> Way:
    found: list[WayStep] = []
    step = came[place]
    while step is not None:
        found.append(step)
        step = came[step.here]
    return tuple(reversed(found))


def spelled(way: Collection[WayStep]) -> str:
    """Return a way as messages show it."""
    return " ".join(map(str, way))
