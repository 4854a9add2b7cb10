"""Where faults of segments, measures, activities and the like are made: a body, and where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outputs import Made
from planting import SNAPSHOT, Edit, Expected, Plant, pick

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from generator import Path, Project, Value
    from planting import Planter
    from world import Entity

    Found = tuple[Any, Path] | tuple[Any, Path, dict[str, Any]] | None
    Fault = Callable[["Bench"], Found]


class Bench:
    """A project that gets a payload with a fault, and what to build it with."""

    def __init__(self, rng: random.Random, project: Project) -> None:
        self.rng = rng
        self.edit = Edit(project)
        self.made = Made(rng, project)
        self.ways = self.made.ways
        self.world = project.world
        self.root = self.ways.root
        self.reached = self.made.reached

    def store(self, part: str, *bodies: Value) -> None:
        """Lets the snapshot have bodies besides those that it has; and the segment that queries ask for."""
        snapshot = self.edit.project.snapshot
        asked = [{"name": "bigSpenders", "state": "active"}] if part == "segments" else []
        for one in (*(() if snapshot.get(part) else asked), *bodies):
            self.edit.append(SNAPSHOT, (part,), one)

    def complete(self, *parts: str) -> None:
        """Lets the snapshot say that it has parts in full."""
        said = self.edit.project.snapshot.get("complete", {})
        self.edit.set(SNAPSHOT, ("complete",), {**said, **dict.fromkeys(parts, True)})

    def entity(self, name: str, **types: str) -> str:
        """Adds an entity to some data source that nothing joins to others; returns its qualified name."""
        sources = self.edit.project.snapshot["dataSources"]
        number = self.rng.randrange(len(sources))
        entity = {"name": name, "primaryKey": "Id", "attributes": {"Id": "string", **types}}
        self.edit.append(SNAPSHOT, ("dataSources", number, "entities"), entity)
        return f"{sources[number]['name']}_{name}"

    def declare(self, name: str, *path: str, value: Any) -> None:
        """Lets the snapshot say something else of an entity."""
        for number, source in enumerate(self.edit.project.snapshot["dataSources"]):
            for place, one in enumerate(source["entities"]):
                if one["name"] == name:
                    self.edit.set(SNAPSHOT, ("dataSources", number, "entities", place, *path), value)

    def relate(self, name: str, first: str, second: str) -> None:
        """Adds a relationship to the snapshot, from many to one, by `Entity.Attribute`."""
        ends = (("from", first), ("to", second))
        body: Value = {"name": name, "cardinality": "manyToOne"}
        for end, said in ends:
            entity, _, attribute = said.rpartition(".")
            body |= {f"{end}EntityName": entity, f"{end}AttributeName": attribute}
        self.edit.append(SNAPSHOT, ("relationships",), body)

    def sale(self, *, joined: bool = True) -> None:
        """Adds an entity Sale with attributes of many types, joined to Customer."""
        types = {
            "Total": "decimal",
            "Pieces": "int32",
            "Paid": "dateTime",
            "Shop": "string",
            "Buyer": "string",
        }
        self.entity("Sale", **types, Address="string")
        if joined:
            self.relate("SaleToCustomer", "Sale.Buyer", "Customer.CustomerId")

    def segment(self, *rowsets: Value, name: str = "Planted", **more: Any) -> Value:
        """A segment of these rowsets."""
        named: Value = {"name": name, **more}
        return {**named, "segmentQueryExpression": {"type": "structured", "rowsets": list(rowsets)}}

    def by_sql(self, query: str) -> Value:
        """A segment by SQL."""
        return {
            "name": "Planted",
            "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": query},
        }

    def some(self) -> Value:
        """A rowset with nothing wrong, on Customer alone."""
        return {"criteria": self.made.criteria([self.root])}

    def linked(self, entity: Entity) -> Value | None:
        """A rowset on an entity that goes a chosen way; None where there is none."""
        way = pick(self.rng, self.ways.sound(entity))
        if way is None:
            return None
        attribute = self.rng.choice(list(entity.types))
        path = [self.made.spell(way[0].here), *(self.made.spell(step.there) for step in way)]
        is_plain = all(len(self.ways.between(step.here, step.there)) == 1 for step in way)
        return {"criteria": self.made.condition(entity, attribute), "paths": [path]} if is_plain else None


def planter(code: str, tail: str, fault: Fault, *, method: str = "POST", **always: Any) -> Planter:
    """A planter that adds a payload with a fault, which tells the body and the place in it."""

    def plant(rng: random.Random, project: Project) -> Plant | None:
        bench = Bench(rng, project)
        found = fault(bench)
        if found is None:
            return None
        body, at, said = (*found, {})[:3]
        edit = bench.edit
        address, sent = said.pop("tail", tail), said.pop("method", method)
        with_body = {"body": body} if body is not None else {}
        file, place = edit.send(rng, sent, address, **with_body)
        whole = (*place, "body", *at) if body is not None else (*place, *at)
        others = tuple((*place, "body", *one) for one in said.pop("others", ()))
        return edit.plant(Expected(code, file, whole, others=others, **{**always, **said}))

    plant.__name__ = fault.__name__
    return plant


def planters(
    tail: str, faults: dict[str, tuple[Fault, ...]], mild: dict[str, str] | None = None, method: str = "POST"
) -> dict[str, tuple[Planter, ...]]:
    """The planters of a table of faults, by code; `mild` has the severities that aren't errors."""
    severities = mild or {}
    return {
        code: tuple(
            planter(code, tail, one, method=method, severity=severities.get(code, "error")) for one in ones
        )
        for code, ones in faults.items()
    }
