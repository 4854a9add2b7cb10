"""Which entities a measure can go to, over relationships either way.

Besides the ways that there are in any case, Customer is joined to what the service makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from linter.diagnostic import Cause, Lack
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.measure_body import Measure
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.project import Project
from linter.project.saved import PlannedRelationship
from linter.project.ways import Place
from linter.rulekit.chosen_paths import NO_PLAN
from linter.rulekit.gaps import said_of_gap, within_reach
from linter.rulekit.lacks import undeclared_links
from linter.rulekit.links import joins_anything


class MeasurePaths:
    """The entities of one instance, and what joins them; what is asked of it twice is looked for once."""

    def __init__(self, project: Project, snapshot: Snapshot) -> None:
        self.ways = project.ways(snapshot)
        self.snapshot = snapshot
        self._reached: dict[Place, dict[Place, Place]] = {}

    @property
    def knows_customers(self) -> bool:
        """Whether it is known what is unified."""
        return bool(self.ways.from_(self.ways.root))

    def places(self, mentions: list[Mention]) -> list[tuple[Mention, Place]]:
        """Return the mentions that lead to an entity, with it."""
        found = ((each, self.ways.place(each)) for each in mentions)
        return [(each, place) for each, place in found if place is not None]

    @cached_property
    def groups(self) -> Groups:
        """Which entities are joined, over whatever relationships."""
        return self.groups_by(self.ways.links)

    def loose_between(self, base: Place, place: Place) -> tuple[PlannedRelationship, Mention] | None:
        """Return a relationship near one of two entities with an end that leads nowhere, and that end."""
        for link, end in self.ways.loose:
            if joins_anything(link, end):
                return link, end
            near = (there for there in map(self.ways.place, link.ends) if there is not None)
            if any(self.groups.are_joined(one, there) for there in near for one in (base, place)):
                return link, end
        return None

    def groups_by(self, names: Iterable[str]) -> Groups:
        """Return which entities are joined over some relationships only."""
        groups = Groups(self._customers)
        for name in names:
            _, here, there = self.ways.links[name]
            groups.join(here, there)
        return groups

    @cached_property
    def _customers(self) -> frozenset[Place]:
        """Customer, and what it is joined to without a relationship."""
        root = self.ways.root
        sources = (step.there for step in self.ways.from_(root) if step.link is None)
        return frozenset((root, *sources, *self._made))

    @cached_property
    def _made(self) -> list[Entity]:
        return [one for one in self.snapshot.entities if one.data_source is None]

    def are_on_one_path(self, base: Place, first: Place, second: Place) -> bool:
        """Tell whether a path from the base may go through both of two entities, or none leads to one."""
        if first in self._way(base, second) or second in self._way(base, first):
            return True
        return self._may_pass(base, first, second) or self._may_pass(base, second, first)

    def _may_pass(self, base: Place, through: Place, to: Place) -> bool:
        """Tell whether no single entity cuts one off from both ends of a path."""
        way = self._way(base, through)
        return all(self._leads(through, {base, to}, without=one) for one in way[1:])

    def _way(self, base: Place, place: Place) -> list[Place]:
        """Return a shortest way, from an entity to the base; only the entity, where there is none."""
        if base not in self._reached:
            self._reached = {base: self._reach(base)}  # most measures start from one entity
        before, way = self._reached[base], [place]
        while before.get(way[-1], way[-1]) != way[-1]:
            way.append(before[way[-1]])
        return way

    def _reach(self, start: Place) -> dict[Place, Place]:
        """Return the entities that can be reached, each with the one before it on a shortest way."""
        found, waiting = {start: start}, [start]
        for here in waiting:
            for one in self._beside(here):
                if one not in found:
                    found[one] = here
                    waiting.append(one)
        return found

    def _leads(self, start: Place, targets: set[Place], without: Place) -> bool:
        """Tell whether one of some entities can be reached around another one."""
        found, waiting = {start, without}, [start]
        for here in waiting:
            new = [one for one in self._beside(here) if one not in found]
            if not targets.isdisjoint(new):
                return True
            found.update(new)
            waiting += dict.fromkeys(new)
        return False

    def _beside(self, place: Place) -> Iterator[Place]:
        yield from (step.there for step in self.ways.from_(place))
        if place == self.ways.root:
            yield from self._made
        elif isinstance(place, Entity) and place.data_source is None:
            yield self.ways.root


class Groups:
    """Which entities are joined, directly or over others; some are from the beginning."""

    def __init__(self, customers: frozenset[Place]) -> None:
        self._customers = customers
        self._first = next(iter(customers))
        self._above: dict[Place, Place] = {}

    def join(self, here: Place, there: Place) -> None:
        """Let two entities be joined."""
        self._above[self._top(here)] = self._top(there)

    def are_joined(self, here: Place, there: Place) -> bool:
        """Tell whether one leads to the other."""
        return self._top(here) == self._top(there)

    def _top(self, place: Place) -> Place:
        here = self._first if place in self._customers else place
        while (above := self._above.get(here, here)) != here:
            self._above[here] = self._above.get(above, above)  # the next time it is nearer
            here = above
        return here


def base_of(measure: Measure) -> Mention | None:
    """Return the entity that a measure starts from, as it names it."""
    of_kind = ((each, each.node.text("kind")) for each in measure.entities if each.node is not None)
    return next((each for each, kind in of_kind if (kind or "").lower() == "base"), None)


def unsure_of_paths(project: Project, paths: MeasurePaths, request: Request) -> Lack | None:
    """Return why it is open what leads where for a request, None where it isn't."""
    lack = project.unsure_of_links(request) or project.unsure("conflationPlan")
    lack = lack or undeclared_links(paths.snapshot)
    return lack or (None if paths.knows_customers else NO_PLAN)


def said_of_lost(project: Project, paths: MeasurePaths, base: Place, mention: Mention) -> Cause | None:
    """Return what is reported already of why nothing leads from the base to an entity."""
    place = paths.ways.place(mention)
    apart = [one for one in (base, place) if one is not None and one != paths.ways.root]
    near = (one for each in apart for one in within_reach(paths.ways, each))
    return said_of_gap(project, paths.snapshot, near)
