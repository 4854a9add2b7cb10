"""The ways between the entities of a random project: what paths, measures and activities go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from generator import Link, Project
    from world import Entity

MOST_HOPS = 4


class Step(NamedTuple):
    """One hop towards Customer; what is unified leads there without a relationship."""

    here: Entity
    there: Entity
    link: Link | None

    @property
    def leads_to_many(self) -> bool:
        """Whether one row has many on the side of Customer."""
        many = "oneToMany" if self.link and self.link.ends[0] is self.here else "manyToOne"
        return self.link is not None and self.link.body["cardinality"] == many

    @property
    def is_lineage(self) -> bool:
        """Whether it says where data come from, not which rows belong together."""
        return self.link is not None and self.link.body["relationshipType"].startswith("dataSourceLineage")


Way = tuple[Step, ...]


def customer_of(project: Project) -> Entity:
    """The unified entity."""
    return next(one for one in project.world.system if one.name == "Customer")


class Ways:
    """All steps of a project in its final state."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.root = customer_of(project)
        self._steps: dict[int, list[Step]] = {}
        for link in project.links:
            self._join(*link.ends, link)
        for entity in self.unified:
            if not self.between(entity, self.root):
                self._join(entity, self.root, None)

    @property
    def unified(self) -> list[Entity]:
        """What a plan names: by itself it leads to Customer."""
        ordered = [one for order in self.project.orders.values() for one in order]
        return list({id(one): one for one in [*ordered, self.project.world.outsider]}.values())

    def _join(self, here: Entity, there: Entity, link: Link | None) -> None:
        self._steps.setdefault(id(here), []).append(Step(here, there, link))
        if there is not here:
            self._steps.setdefault(id(there), []).append(Step(there, here, link))

    def from_(self, entity: Entity) -> list[Step]:
        """The steps that lead away from an entity."""
        return self._steps.get(id(entity), [])

    def between(self, here: Entity, there: Entity) -> list[Step]:
        """The steps from one entity to another."""
        return [one for one in self.from_(here) if one.there is there]

    def to_root(self, entity: Entity) -> list[Way]:
        """All ways to Customer that are short and pass no entity twice."""
        return list(self._search(entity, (), frozenset((id(entity),))))

    def _search(self, here: Entity, way: Way, passed: frozenset[int]) -> Iterator[Way]:
        if here is self.root:
            yield way
            return
        for step in self.from_(here) if len(way) < MOST_HOPS else ():
            if id(step.there) not in passed:
                yield from self._search(step.there, (*way, step), passed | {id(step.there)})

    def sound(self, entity: Entity) -> list[Way]:
        """The ways to Customer that a payload may go: over ingested entities that a plan really has."""
        aside = [self.project.world.outsider, *self.project.world.system, *leaving(self.project)]
        return [
            way
            for way in self.to_root(entity)
            if way and not any(step.is_lineage or any(step.here is one for one in aside) for step in way)
        ]

    def reached(self) -> list[Entity]:
        """The ingested entities from which such a way leads."""
        return [one for one in self.project.world.ingested if self.sound(one)]

    def joined(self, entity: Entity) -> bool:
        """Whether anything leads from an entity to Customer, be it long."""
        found, waiting = {id(entity)}, [entity]
        for one in waiting:
            new = [step.there for step in self.from_(one) if id(step.there) not in found]
            found.update(map(id, new))
            waiting += new
        return id(self.root) in found

    def is_clear(self, entity: Entity) -> bool:
        """Whether the only way needs not be chosen."""
        return len(self.to_root(entity)) == 1


def leaving(project: Project) -> list[Entity]:
    """The entities of a stored plan that the planned one hasn't: nothing stored may use them."""
    found = []
    for one in project.snapshot["conflations"]:
        for reference in one.get("conflationPlan", {}).get("conflationOrder", ()):
            entity = project.world.resolve(reference)
            found += [entity] if entity and entity not in project.orders[one["conflationId"]] else []
    return found


def spell_way(rng: random.Random, ways: Ways, way: Way, spell: Callable[[Entity], str]) -> list[str]:
    """A way as a path names it: by entities, by relationships, or by both; from either end."""
    named = [_is_named(rng, ways, step) for step in way]
    hops = [spell(way[0].here)]
    for number, step in enumerate(way):
        if named[number] and step.link:
            hops.append(step.link.name)
        is_between = named[number : number + 2] == [True, True]  # where the entity goes without saying
        if not is_between or rng.random() < 0.5:
            hops.append(spell(step.there))
    return hops[::-1] if rng.random() < 0.3 else hops


def _is_named(rng: random.Random, ways: Ways, step: Step) -> bool:
    """Whether a hop is written by its relationship, as it must be where there are several."""
    between = [one for one in ways.between(step.here, step.there) if not one.is_lineage]
    return step.link is not None and (len(between) > 1 or rng.random() < 0.4)


def along(way: Way) -> list[Entity]:
    """The entities of a way, from Customer on."""
    return [way[-1].there, *(step.here for step in reversed(way))]
