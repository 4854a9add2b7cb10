"""What random projects make of unified data: segments, measures, search, activities and hierarchies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import world as w
from spelling import spell, spell_text
from ways import Step, Way, Ways, along, spell_way

if TYPE_CHECKING:
    import random

    from generator import Project, Shelf
    from spelling import Value
    from world import Entity, World

WHOLE = ("Int8", "Byte", "Int16", "Int32", "Int64")
NUMBERS = (*WHOLE, "Decimal", "Float", "Double")
DATES = ("Date", "DateTime", "DateTimeOffset")
ORDERING = ("greaterThan", "greaterThanOrEqualTo", "lessThan", "lessThanOrEqualTo")
_ANY = ("isNull", "isNotNull")
_EQUAL = ("equals", "notEquals", "isIn")
_TEXTUAL = ("contains", "startsWith", "endsWith")
_BETWEEN = ("isBetween", "isNotBetween")
OPERATORS: dict[str, tuple[str, ...]] = {
    "String": (*_ANY, *_EQUAL, *_TEXTUAL),
    "Guid": (*_ANY, *_EQUAL),
    "Boolean": (*_ANY, "equals", "notEquals"),
    **dict.fromkeys(NUMBERS, (*_ANY, *_EQUAL, *ORDERING, *_BETWEEN)),
    **dict.fromkeys(DATES, (*_ANY, *_EQUAL, *ORDERING, *_BETWEEN, "yearToDate")),
}
"""The operators of each type of attribute; any other type has only the question for nothing."""

_VALUES: dict[str, tuple[str, ...]] = {
    "String": ("Oslo", "São Paulo", "o'Neill", "100 %", 'so "called"', "a.b"),
    "Guid": ("5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21", "0b1e2c3d-4f5a-4b6c-8d7e-9f0a1b2c3d4e"),
    "Boolean": ("true", "false"),
    **dict.fromkeys(WHOLE, ("1", "12", "37", "99")),
    **dict.fromkeys(("Decimal", "Float", "Double"), ("0.5", "1", "12.25", "99.9")),
    **dict.fromkeys(DATES, ("1999-12-31", "2020-02-29", "2020-04-17T08:30:00Z", "2024-01-01T00:00:00Z")),
}
"""Values of each type, in their order where they have one."""


def add_outputs(rng: random.Random, shelf: Shelf) -> None:
    """Adds all of them; what is stored uses nothing that a plan takes away."""
    project, made = shelf.project, Made(rng, shelf.project)
    _store(rng, project, made)
    for kind, tail, build in (
        ("segment", "manage/segments", made.segment),
        ("measure", "manage/measures", made.measure),
    ):
        bodies = [build(f"{kind.capitalize()}_{number}") for number in range(rng.randint(0, 3))]
        if bodies:
            one = bodies[0] if len(bodies) == 1 and rng.random() < 0.5 else bodies
            shelf.place(kind, tail, one, method=rng.choice(("POST", "PATCH")))
    if rng.random() < 0.6:
        body = build_search(rng, made.ways.root)
        shelf.place("searchConfiguration", "manage/search", body, method="PUT")
    _add_activities(rng, shelf, made)
    trees = [one for one in project.world.members if parents_of(one)]
    if trees and rng.random() < 0.5:
        body = build_hierarchy(rng, project.world, rng.choice(trees), "Tree_1")
        shelf.place("hierarchy", "hierarchies", rng.choice((body, [body])), method="POST")


def _store(rng: random.Random, project: Project, made: Made) -> None:
    """What the snapshot has already; queries ask for the segment bigSpenders."""
    if rng.random() < 0.5:
        stored = [made.segment(f"Stored_{number}") for number in range(rng.randint(0, 2))]
        active = [{**one, "state": "active"} for one in ({"name": "bigSpenders"}, *stored)]
        project.snapshot["segments"] = active
    if rng.random() < 0.5:
        project.snapshot["measures"] = [made.measure(f"Kept_{number}") for number in range(rng.randint(0, 2))]


def _add_activities(rng: random.Random, shelf: Shelf, made: Made) -> None:
    fitting = [one for one in shelf.world.ingested if activity_steps(made.ways, one)]
    chosen = rng.sample(fitting, min(len(fitting), rng.randint(0, 2)))
    bodies = [build_activity(rng, made.ways, one, f"Activity {n}") for n, one in enumerate(chosen)]
    if bodies:
        one = bodies[0] if len(bodies) == 1 and rng.random() < 0.5 else bodies
        shelf.place("activity", "manage/activities", one, method="POST")


class Made:
    """Builds segments and measures, and remembers which segments others may be made of."""

    def __init__(self, rng: random.Random, project: Project) -> None:
        self.rng = rng
        self.world = project.world
        self.ways = Ways(project)
        self.reached = self.ways.reached()
        self.plain: list[str] = []

    def spell(self, entity: Entity) -> str:
        """The qualified name of an entity, or its bare one."""
        return spell_text(self.rng, self.world, entity)

    def segment(self, name: str) -> Value:
        """A segment by rowsets, or by SQL."""
        rng, before = self.rng, list(self.plain)
        body: Value = {"name": name, **({"friendlyName": "Who's who?"} if rng.random() < 0.3 else {})}
        if rng.random() < 0.2:
            sql = f"SELECT c.CustomerId FROM Customer c WHERE {_sql_condition(rng)}"
            self.plain.append(name)
            return {**body, "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": sql}}
        rowsets = [self.rowset() for _ in range(rng.randint(1, 3))]
        for rowset in rowsets[1:]:
            rowset["rowsetOperation"] = rng.choice(("union", "intersect", "except"))
        if before and rng.random() < 0.3:
            condition = {"attribute": f"{rng.choice(before)}.CustomerId", "comparisonOperator": "isNotNull"}
            rowsets.append({"rowsetOperation": "intersect", "criteria": condition})
        else:
            self.plain.append(name)
        query: Value = {"type": "structured", "rowsets": rowsets}
        return {**body, "segmentQueryExpression": query}

    def rowset(self) -> Value:
        """A rowset on Customer, and perhaps on an entity that a way leads to."""
        rng, rowset = self.rng, {}
        entities = [self.ways.root]
        if self.reached and rng.random() < 0.6:
            entity = rng.choice(self.reached)
            way = rng.choice(self.ways.sound(entity))
            entities = rng.choice(([entity], [*entities, entity], along(way)))
            if len(entities) > 2 or not self.ways.is_clear(entity) or rng.random() < 0.5:
                rowset["paths"] = [spell_way(rng, self.ways, way, self.spell)]
        return {"criteria": self.criteria(entities), **rowset}

    def criteria(self, entities: list[Entity]) -> Value:
        """Conditions on these entities, joined by `and`; each attribute once."""
        joined = [one for entity in entities for one in self._conditions(entity)]
        if len(joined) == 1 and self.rng.random() < 0.5:
            return joined[0]
        return {"logicalOperator": "and", "childCriterias": joined}

    def _conditions(self, entity: Entity) -> list[Value]:
        rng = self.rng
        names = rng.sample(list(entity.types), rng.randint(1, min(4, len(entity.types))))
        found = [self.condition(entity, one) for one in names]
        if len(found) > 2 and rng.random() < 0.5:
            either = {"logicalOperator": "or", "childCriterias": found[1:]}
            found = [found[0], either]
        return found

    def condition(self, entity: Entity, attribute: str, operator: str = "") -> Value:
        """A condition by an operator that the attribute's type takes."""
        bare = entity is self.ways.root and self.rng.random() < 0.4
        named = attribute if bare else f"{self.spell(entity)}.{attribute}"
        return build_condition(self.rng, named, entity.types[attribute], operator)

    def measure(self, name: str) -> Value:
        """A measure of one of the sorts."""
        rng = self.rng
        build = rng.choice((self.attribute, self.table, self.business, self.number, self.by_sql))
        definition = build()
        if definition["type"] == "structured" and rng.random() < 0.4:
            definition["filteringCriteria"] = self.criteria([self.ways.root])
        return {"name": name, "definition": definition}

    def linked(self) -> tuple[list[Entity], Way]:
        """Customer, and the entities of a way that leads there."""
        keyed = [one for one in self.reached if one.key and one.key_from != "plan"]
        entity = self.rng.choice(keyed) if keyed and self.rng.random() < 0.7 else None
        found = self.ways.sound(entity) if entity else []
        ways = [way for way in found if all(any(one.here is each for each in keyed) for one in way)]
        if not ways:
            return [self.ways.root], ()
        way = self.rng.choice(ways)
        return along(way), way

    def attribute(self) -> Value:
        """A figure of each customer."""
        entities, way = self.linked()
        counted = entities[-1], f"t{len(entities) - 1}"
        return {
            **self._begun("attribute", entities, way),
            "dimensions": [{"field": "t0.CustomerId", "alias": "CustomerId"}],
            "aggregates": [self.aggregate(*counted, "Figure")],
        }

    def table(self) -> Value:
        """Figures of each customer and something else."""
        entities, way = self.linked()
        last = f"t{len(entities) - 1}"
        body = self._begun("entity", entities, way)
        variables = self.variables(entities[-1], last)
        aggregates = [self.aggregate(entities[-1], last, f"Figure{n}") for n in range(self.rng.randint(1, 2))]
        if variables:
            aggregates.append({"operation": "sum", "field": "Net", "alias": "NetSum"})
        return {
            **body,
            "isProfile": True,
            **({"variables": variables} if variables else {}),
            "dimensions": [
                {"field": "t0.CustomerId", "alias": "CustomerId"},
                self.dimension(entities[-1], last, "By"),
            ],
            "aggregates": aggregates,
        }

    def business(self) -> Value:
        """Figures of the business by something."""
        counted, many = self._keyed(), range(self.rng.randint(1, 2))
        return {
            **self._begun("entity", [counted], ()),
            "dimensions": [self.dimension(counted, "t0", "By")],
            "aggregates": [self.aggregate(counted, "t0", f"Figure{number}") for number in many],
        }

    def number(self) -> Value:
        """One figure of the business."""
        counted = self._keyed()
        body = self._begun("entity", [counted], ())
        return {**body, "isScalar": True, "aggregates": [self.aggregate(counted, "t0", "Figure")]}

    def by_sql(self) -> Value:
        """A figure of each customer in SQL."""
        sql = f"SELECT c.CustomerId, COUNT(*) AS Figure FROM Customer c WHERE {_sql_condition(self.rng)} "
        return {"kind": "attribute", "type": "manual", "measureQuerySql": f"{sql}GROUP BY c.CustomerId"}

    def _keyed(self) -> Entity:
        keyed = [one for one in self.reached if one.key and one.key_from != "plan"]
        return self.rng.choice([self.ways.root, *keyed])

    def _begun(self, kind: str, entities: list[Entity], way: Way) -> Value:
        linked = [
            {"kind": "join" if number else "base", "entity": self.spell(one), "alias": f"t{number}"}
            for number, one in enumerate(entities)
        ]
        named = [step.link.name for step in way if step.link]
        needed: Value = {"qualifiedEntityName": self.spell(entities[-1])}
        if named:
            needed["relationshipNames"] = named
        dependencies = {"dependencies": [needed]} if self.rng.random() < 0.4 else {}
        return {"kind": kind, "type": "structured", "linkedEntities": linked, **dependencies}

    def aggregate(self, entity: Entity, alias: str, output: str) -> Value:
        """A figure that fits the attribute's type."""
        attribute = self.rng.choice(list(entity.types))
        operations = ["count", "countDistinct", "min", "max"]
        if entity.types[attribute] in NUMBERS:
            operations += ["sum", "avg"]
        return {"operation": self.rng.choice(operations), "field": f"{alias}.{attribute}", "alias": output}

    def dimension(self, entity: Entity, alias: str, output: str) -> Value:
        """What rows are grouped by, other than the customer; dates are rounded."""
        attribute = self.rng.choice([one for one in entity.types if not w.is_customer_id(one)])
        rounded = {"bucket": self.rng.choice(("day", "month", "year"))}
        bucket = rounded if entity.types[attribute] in DATES else {}
        return {"field": f"{alias}.{attribute}", "alias": output, **bucket}

    def variables(self, entity: Entity, alias: str) -> list[Value]:
        """A value that is worked out of a number, if there is one."""
        numbers = [one for one in entity.of(*NUMBERS) if one.isidentifier()]
        if not numbers or self.rng.random() < 0.4:
            return []
        text = self.rng.choice(("{0} * 2", "({0} - 1) / 4", "{0} + {0}")).format(
            f"{alias}.{self.rng.choice(numbers)}"
        )
        return [{"kind": "arithmetic", "name": "Net", "dataType": "double", "expressionText": text}]


def build_condition(rng: random.Random, named: str, type_: str, operator: str = "") -> Value:
    """A condition on an attribute of a type."""
    operator = operator or rng.choice(OPERATORS.get(type_, _ANY))
    condition: Value = {"attribute": named, "comparisonOperator": operator}
    values = _VALUES.get(type_, ())
    if operator in (*_ANY, "yearToDate"):
        return condition
    if operator in (*_BETWEEN, "isIn"):
        low, high = sorted(rng.sample(range(len(values)), 2))
        return {**condition, "listOfValues": [values[low], values[high]]}
    if type_ == "String" and operator != "notEquals" and rng.random() < 0.3:
        condition["ignoreCase"] = True
    return {**condition, "value": rng.choice(values)}


def _sql_condition(rng: random.Random) -> str:
    return rng.choice(("c.Country = 'A;B'", "c.WholeName LIKE '-- %'", "c.Orders > 3", "1 = 1"))


def build_search(rng: random.Random, customer: Entity) -> Value:
    """What is indexed of the customers: names for the search, other attributes by their types."""
    names = [one for one in customer.types if one != "WholeName"]
    chosen = ["WholeName", *rng.sample(names, rng.randint(0, 4))]
    attributes = [{"name": one, "properties": _indexed(rng, customer.types[one])} for one in chosen]
    attributes[0]["properties"] = {"isSearchable": True}
    rng.shuffle(attributes)
    return {"entityConfig": [{"qualifiedEntityName": "Customer", "attributes": attributes}]}


def _indexed(rng: random.Random, type_: str) -> Value:
    properties: Value = {"isFilterable": True, "isSortable": rng.random() < 0.5}
    if type_ == "String":
        properties |= {"isSearchable": True, "isFacetable": True, "facetSpecification": "count:10"}
    elif type_ in NUMBERS and rng.random() < 0.5:
        form = rng.choice(("interval:10", "values:1|10|100", "count:5,sort:-count"))
        properties |= {"isFacetable": True, "facetSpecification": form}
    elif type_ in DATES and rng.random() < 0.5:
        properties |= {"isFacetable": True, "facetSpecification": "interval:month"}
    return properties


def activity_steps(ways: Ways, entity: Entity) -> list[Step]:
    """The relationships by which an activity of an entity may lead to a customer."""
    kept = entity.key and entity.key_from == "snapshot" and entity.type != "profile"
    unified = [ways.root, *(one for one in ways.unified if one is not ways.project.world.outsider)]
    if not kept or not entity.of(*DATES) or any(entity is one for one in unified):
        return []
    return [one for one in ways.from_(entity) if one.link and any(one.there is other for other in unified)]


def build_activity(rng: random.Random, ways: Ways, entity: Entity, name: str) -> Value:
    """The mapping of an entity whose rows are activities."""
    time = rng.choice(entity.of(*DATES))
    others = [one for one in entity.types if one not in (entity.key, time)]
    event, *rest = rng.sample(others, min(len(others), 3))
    body: Value = {
        "name": name,
        "activityType": rng.choice(("SalesOrder", "Feedback", "Other", "other", "subscription")),
        "entity": spell(rng, ways.project.world, entity),
        "primaryKey": entity.key,
        "timestamp": time,
        "eventActivity": event,
    }
    if rest and rng.random() < 0.5:
        body["additionalDetail"] = rest[0]
    if body["activityType"].lower() != "other":
        body["fieldTypes"] = [{"attributeName": entity.key, "semanticField": "OrderId"}]
    steps = activity_steps(ways, entity)
    if rng.random() < 0.6:
        body["relationship"] = _named(rng, ways.project.world, entity, rng.choice(steps))
    return body


def _named(rng: random.Random, world: World, entity: Entity, step: Step) -> Value:
    assert step.link
    named: Value = {"name": step.link.name}
    if rng.random() < 0.5:
        side = "from" if step.link.ends[0] is entity else "to"
        named["foreignKey"] = step.link.body[f"{side}AttributeName"]
        named["toEntity"] = spell_text(rng, world, step.there)
    return named


def parents_of(entity: Entity) -> list[str]:
    """The attributes of an entity that may hold the key of the row above."""
    assert entity.key
    return [one for one in entity.of(entity.types[entity.key]) if one != entity.key]


def build_hierarchy(rng: random.Random, world: World, entity: Entity, name: str) -> Value:
    """Rows that stand above others of their entity."""
    ends: dict[str, Any] = {
        "sourceEntity": spell_text(rng, world, entity),
        "accountIdAttribute": entity.key,
        "parentAccountIdAttribute": rng.choice(parents_of(entity)),
    }
    return {"name": name, "displayName": "Who is above whom", "dependency": ends}
