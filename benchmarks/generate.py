"""Writes projects of any size: a snapshot, payloads over it, and as many findings as asked for.

    python benchmarks/generate.py DIR --payloads 1000 --entities 1000 --findings 10 --seed 1

The same arguments give the same bytes.  Every payload without a planted finding is clean; every
planted finding is the only one of its file.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any, NamedTuple

INSTANCE = "5f2b6d0e-3a41-4c58-9d0b-7be2f1c6a9d4"
ENTITIES_A_SOURCE = 50
RULE_CHARACTERS = 1485  # of a rule in write_plan()
# The attributes that the payloads use; the others only make the snapshot wide.
ATTRIBUTES = {
    "Id": "string",
    "CustomerId": "string",
    "ProfileId": "string",
    "EMail": "string",
    "FullName": "string",
    "OccurredOn": "dateTime",
}
TYPES = ("string", "int64", "double", "dateTime", "boolean", "decimal")
CUSTOMER = {
    "name": "Customer",
    "entityType": "profile",
    "primaryKey": "CustomerId",
    "attributes": {"CustomerId": "string", "EMail": "string", "FullName": "string"},
}
# How often each kind comes up in a hundred payloads.
SHARES = {
    "create_relationship": 20,
    "update_relationship": 10,
    "entity_info": 10,
    "entity_information": 20,
    "plan": 10,
    "search": 20,
    "filter": 10,
}

Json = dict[str, Any]


class Size(NamedTuple):
    """How large a project is to be."""

    payloads: int = 100
    entities: int = 100
    attributes: int = 20
    findings: int = 0
    seed: int = 1


class Entity(NamedTuple):
    """An entity of the snapshot; every third one is a profile, the others are activities."""

    number: int
    source: str
    source_id: str

    @property
    def name(self) -> str:
        """Return the name within the data source."""
        return f"Entity{self.number:05}"

    @property
    def qualified_name(self) -> str:
        """Return the name within the instance."""
        return f"{self.source}_{self.name}"

    @property
    def is_profile(self) -> bool:
        """Tell whether activities may lead here."""
        return self.number % 3 == 0

    @property
    def reference(self) -> Json:
        """Return the reference that payloads write."""
        return {"dataSourceName": self.source, "entityName": self.name}


class Payload(NamedTuple):
    """A file of the project, its kind (the name of its schema) and what it says."""

    file: str
    kind: str
    body: Json | list[Json]


class World:
    """The entities and conflations that payloads may speak of."""

    def __init__(self, size: Size, conflations: int) -> None:
        self.random = random.Random(size.seed)
        self.entities = list(_entities(max(size.entities, 5), self.random))
        self.keyless = self.entities[-1]  # for findings about entities without a primary key
        self.profiles = [entity for entity in self.entities[:-1] if entity.is_profile]
        self.activities = [entity for entity in self.entities[:-1] if not entity.is_profile]
        self.conflations = [self._conflation(number) for number in range(max(conflations, 1))]
        self._joined = {(entity, self.profile_of(entity)) for entity in self.entities[:-1]}

    def profile_of(self, entity: Entity) -> Entity:
        """Return the profile that an entity leads to in the snapshot."""
        return self.profiles[entity.number % len(self.profiles)]

    def pair(self) -> tuple[Entity, Entity]:
        """Return two entities that no relationship joins yet, while there are such."""
        pair = self.entity(), self.entity()
        for _ in range(100):
            if pair not in self._joined:
                break
            pair = self.entity(), self.entity()
        self._joined.add(pair)
        return pair

    def entity(self) -> Entity:
        """Return any entity that has a key."""
        return self.random.choice(self.entities[:-1])

    def _conflation(self, number: int) -> tuple[str, Entity, Entity]:
        left, right = self.random.sample(self.profiles, 2)
        return f"conflation{number:05}", left, right


def write_project(directory: Path, size: Size) -> list[Payload]:
    """Write a project of that size and return its payloads, in the order of their files.

    The directory must be empty or absent; size.findings may not exceed size.payloads.
    """
    kinds = _kinds(size)
    world = World(size, kinds.count("plan"))
    faulty = set(random.Random(size.seed).sample(range(size.payloads), size.findings))
    counts: Counter[str] = Counter()
    payloads = []
    for number, kind in enumerate(kinds):
        payloads.append(_MAKERS[kind](world, counts[kind], number in faulty))
        counts[kind] += 1
    _write_snapshot(directory, world, size.attributes)
    for payload in payloads:
        _write(directory / payload.file, json.dumps(payload.body, indent=2))
    return sorted(payloads, key=lambda payload: payload.file)


def write_plan(directory: Path, characters: int, seed: int = 1) -> list[Payload]:
    """Write a project whose one payload is a conflation plan of about so many characters."""
    world = World(Size(entities=121, seed=seed), 1)
    order = world.profiles[:40]
    name = world.conflations[0][0]
    rules = max(1, round(characters / (len(order) - 1) / RULE_CHARACTERS))
    body = {
        "conflationOrder": [entity.reference for entity in order],
        "entityConflationInformation": [{**entity.reference, "primaryKey": "Id"} for entity in order],
        "conflationPlans": [
            _step(left, right, [f"Rule{number:04}" for number in range(rules)])
            for left, right in pairwise(order)
        ],
    }
    payload = Payload(f"conflations/{name}/conflationPlan.json", "conflationPlan", body)
    _write_snapshot(directory, world, 20)
    _write(directory / payload.file, json.dumps(body, indent=2))
    return [payload]


def write_relationships(
    directory: Path, count: int, findings: int = 0, entities: int = 1_000, attributes: int = 20
) -> list[Payload]:
    """Write a project whose one payload is so many relationships, the first ones with a finding (RL03)."""
    world = World(Size(entities=entities), 1)
    body = [_relationship(f"Created{number:05}", *world.pair()) for number in range(count)]
    for relationship in body[:findings]:
        relationship["cardinality"] = "oneToOne"
    payload = Payload("manage/relationships.json", "relationships", body)
    _write_snapshot(directory, world, attributes)
    _write(directory / payload.file, json.dumps(body, indent=2))
    return [payload]


def write_segments(directory: Path, count: int, entities: int = 1_000) -> list[Payload]:
    """Write a project of so many files, each with a segment about an entity of its own."""
    return _write_outputs(directory, "segment", _segment, count, entities)


def write_measures(directory: Path, count: int, entities: int = 1_000) -> list[Payload]:
    """Write a project of so many files, each with a measure about an entity of its own."""
    return _write_outputs(directory, "measure", _measure, count, entities)


def write_single_relationships(directory: Path, count: int, entities: int = 1_000) -> list[Payload]:
    """Write a project of so many files, each with one relationship: what segments are compared with."""
    world = World(Size(entities=entities), 1)
    payloads = [_create_relationship(world, number, faulty=False) for number in range(count)]
    return _write_all(directory, world, payloads)


def _write_outputs(
    directory: Path, kind: str, make: Callable[[World, Entity, str], Json], count: int, entities: int
) -> list[Payload]:
    """Write payloads of a kind over a snapshot whose profiles all lead to Customer."""
    world = World(Size(entities=entities), 1)
    payloads = [
        Payload(f"areas/{number:05}/manage/{kind}s.json", kind, make(world, entity, f"{kind}{number:05}"))
        for number, entity in zip(range(count), cycle(world.entities[:-1]), strict=False)
    ]
    return _write_all(directory, world, payloads, unified=True)


def _write_all(
    directory: Path, world: World, payloads: list[Payload], *, unified: bool = False
) -> list[Payload]:
    _write_snapshot(directory, world, 20, unified=unified)
    for payload in payloads:
        _write(directory / payload.file, json.dumps(payload.body, indent=2))
    return payloads


def _segment(world: World, entity: Entity, name: str) -> Json:
    amount = {"attribute": f"{entity.qualified_name}.Attribute007", "comparisonOperator": "isBetween"}
    criteria = [
        {"attribute": "Customer.EMail", "comparisonOperator": "endsWith", "value": "@contoso.com"},
        {**amount, "listOfValues": ["50", "500"]},
    ]
    rowset = {
        "rowsetOperation": "none",
        "criteria": {"logicalOperator": "and", "childCriterias": criteria},
        "paths": [_way(world, entity)],
    }
    query = {"type": "structured", "rowsets": [rowset]}
    return {"name": name, "friendlyName": f"Members of {name}", "segmentQueryExpression": query}


def _measure(world: World, entity: Entity, name: str) -> Json:
    *joined, _ = _way(world, entity)
    aliases = [f"e{number}" for number in range(len(joined))]
    links = [
        {"kind": "join", "entity": other, "alias": alias}
        for other, alias in zip(joined, aliases, strict=True)
    ]
    net = {
        "kind": "arithmetic",
        "name": "Net",
        "dataType": "double",
        "expressionText": "e0.Attribute008 / 1.2",
    }
    definition = {
        "kind": "entity",
        "type": "structured",
        "isProfile": True,
        "linkedEntities": [{"kind": "base", "entity": "Customer", "alias": "c"}, *links],
        "variables": [net],
        "dimensions": [
            {"field": "c.CustomerId", "alias": "CustomerId", "order": 0, "bucket": "none"},
            {"field": "e0.Attribute006", "alias": "Group", "order": 1, "bucket": "none"},
        ],
        "aggregates": [{"operation": "sum", "field": "Net", "alias": "Spend", "order": 2}],
        "dependencies": [{"qualifiedEntityName": joined[0], "attributeNames": ["Attribute008"]}],
    }
    return {"name": name, "displayName": f"What {name} counts", "definition": definition}


def _way(world: World, entity: Entity) -> list[str]:
    """Return the entities from one to Customer: profiles lead there."""
    if entity.is_profile:
        return [entity.qualified_name, "Customer"]
    return [entity.qualified_name, world.profile_of(entity).qualified_name, "Customer"]


def _kinds(size: Size) -> list[str]:
    """Return a kind for each payload; what there is one of an entity is never used up."""
    deck = [kind for kind, share in SHARES.items() for _ in range(share)]
    random.Random(size.seed).shuffle(deck)
    limits = {"update_relationship": size.entities - 1, "entity_info": size.entities // 2}
    kinds: list[str] = []
    for number in range(size.payloads):
        kind = deck[number % len(deck)]
        if kind in limits:
            limits[kind] -= 1
        kinds.append(kind if limits.get(kind, 0) >= 0 else "search")
    return kinds


def _entities(count: int, chance: random.Random) -> Iterator[Entity]:
    source, identifier = "", ""
    for number in range(count):
        if number % ENTITIES_A_SOURCE == 0:
            source, identifier = f"Source{number // ENTITIES_A_SOURCE:03}", _guid(chance)
        yield Entity(number, source, identifier)


def _guid(chance: random.Random) -> str:
    digits = f"{chance.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _create_relationship(world: World, number: int, faulty: bool) -> Payload:
    body = _relationship(f"Created{number:05}", *world.pair())
    if faulty:
        body["cardinality"] = "oneToOne"  # RL03
    return Payload(f"areas/{number:05}/manage/relationships.json", "relationships", body)


def _update_relationship(world: World, number: int, faulty: bool) -> Payload:
    entity = world.entities[number]
    body = _to_profile(world, entity)
    body["description"] = f"Changed {number} days after the first import"
    if faulty:
        body["relationshipType"] = "foreignKey"  # RL04
    return Payload(f"manage/relationships/{body['name']}.json", "relationships", body)


def _entity_info(world: World, number: int, faulty: bool) -> Payload:
    entity = world.activities[number % len(world.activities)]
    body = {
        "entityName": entity.name,
        "primaryKey": "Id",
        "entityType": "Activity",
        "timestampFieldName": "OccurredOn",
        "semanticLabels": [
            {"attributeName": "Occured" if faulty else "OccurredOn", "label": "CalendarDate"},  # EI02
            {"attributeName": "FullName", "label": "PersonFullName"},
        ],
    }
    file = f"manage/datasources/{entity.source_id}/entities/{entity.name}/entityInfo.json"
    return Payload(file, "entityInfo", body)


def _entity_information(world: World, number: int, faulty: bool) -> Payload:
    conflation = world.conflations[number % len(world.conflations)][0]
    entity = world.keyless if faulty else world.entity()  # CE02
    body = {
        "entityName": entity.name,
        "primaryKey": "Id",
        "attributes": [
            {"attributeName": "EMail", "semanticType": "Identity.Service.Email"},
            {"attributeName": "FullName", "semanticType": "Person.FullName"},
        ],
    }
    parents = f"conflations/{conflation}/datasources/{entity.source_id}/entityInformation"
    return Payload(f"areas/{number:05}/{parents}/{entity.name}.json", "entityInformation", body)


def _plan(world: World, number: int, faulty: bool) -> Payload:
    conflation, left, right = world.conflations[number]
    criterion = {
        "kind": "copy" if faulty else "exact",  # CP06
        "leftColumn": {"attributeName": "EMail"},
        "rightColumn": {"attributeName": "EMail"},
    }
    step = {
        "leftEntities": [left.qualified_name],
        "rightEntity": right.qualified_name,
        "rules": [{"name": "Email", "criteria": [criterion]}],
    }
    order = [left.qualified_name, right.qualified_name]
    body = {"conflationOrder": order, "conflationPlans": [step]}
    return Payload(f"conflations/{conflation}/conflationPlan.json", "conflationPlan", body)


def _search(world: World, number: int, faulty: bool) -> Payload:
    query = "$search=contoso&$select=Id,CustomerId,EMail,FullName&$top=100"
    return _request(world, f"requests/search{number:05}.json", query, faulty)


def _filter(world: World, number: int, faulty: bool) -> Payload:
    query = f"$filter=CustomerId eq 'C-{number:06}'&$orderby=OccurredOn desc"
    return _request(world, f"requests/filter{number:05}.json", query, faulty)


def _request(world: World, file: str, query: str, faulty: bool) -> Payload:
    dataset = "Source000_Missing" if faulty else world.entity().qualified_name  # IN03
    body = {
        "method": "GET",
        "url": f"/api/instances/{INSTANCE}/data/{dataset}?{query}",
        "headers": {"Accept": "application/json", "x-ms-client-request-id": _guid(world.random)},
    }
    return Payload(file, "request", body)


_MAKERS: dict[str, Callable[[World, int, bool], Payload]] = {
    "create_relationship": _create_relationship,
    "update_relationship": _update_relationship,
    "entity_info": _entity_info,
    "entity_information": _entity_information,
    "plan": _plan,
    "search": _search,
    "filter": _filter,
}


def _to_profile(world: World, entity: Entity) -> Json:
    """Return the relationship that the snapshot has of every entity, to one of its profiles."""
    return _relationship(f"{entity.name}ToProfile", entity, world.profile_of(entity))


def _relationship(name: str, origin: Entity, target: Entity) -> Json:
    return {
        "name": name,
        "relationshipType": "singleKeyRelationshipOrigin",
        "fromEntityName": origin.qualified_name,
        "fromAttributeName": "ProfileId",
        "toEntityName": target.qualified_name,
        "toAttributeName": "Id",
        "cardinality": "manyToOne",
    }


def _step(left: Entity, right: Entity, names: list[str]) -> Json:
    return {
        "leftEntities": [left.reference],
        "rightEntity": right.reference,
        "includeAllRecords": True,
        "rules": [
            {
                "name": name,
                "isActive": True,
                "criteria": [
                    _match(left, right, "EMail"),
                    # a rule that compared the same as an earlier one would match nothing
                    {**_match(left, right, "FullName"), "kind": "fuzzy", "precision": 80 + number / 10_000},
                ],
            }
            for number, name in enumerate(names)
        ],
    }


def _match(left: Entity, right: Entity, attribute: str) -> Json:
    column = {"attributeName": attribute, "normalizations": ["textToLowerCase", "whitespace"]}
    return {
        "kind": "exact",
        "leftColumn": {**left.reference, **column},
        "rightColumn": {**right.reference, **column},
    }


def _write_snapshot(directory: Path, world: World, attributes: int, *, unified: bool = False) -> None:
    """Write the snapshot with one entity a line, as `c360lint snapshot import` would.

    If it is unified, it has Customer, and a plan by which all profiles lead there.
    """
    columns = dict(ATTRIBUTES)
    for number in range(len(columns), attributes):
        columns[f"Attribute{number:03}"] = TYPES[number % len(TYPES)]
    relationships = [_to_profile(world, entity) for entity in world.entities[:-1]]
    conflations = [
        {"conflationId": name, "entityInformation": _information(left, right)}
        for name, left, right in world.conflations
    ]
    if unified:
        order = [entity.qualified_name for entity in world.profiles]
        conflations[0]["conflationPlan"] = {"conflationOrder": order}
    lines = [
        '{"snapshotVersion": 1,',
        f'"instanceId": "{INSTANCE}",',
        '"dataSources": [',
        ",\n".join(_data_sources(world, columns)),
        f'],\n"relationships": [\n{_rows(relationships)}\n],',
        *(
            [f'"segments": [], "measures": [], "systemEntities": [{json.dumps(CUSTOMER)}],']
            if unified
            else []
        ),
        f'"conflations": [\n{_rows(conflations)}\n]}}',
    ]
    _write(directory / "c360lint.toml", "# The root of a generated project.")
    _write(directory / "snapshot.json", "\n".join(lines))


def _information(left: Entity, right: Entity) -> Json:
    if left.source == right.source:
        return {left.source: [left.name, right.name]}
    return {left.source: [left.name], right.source: [right.name]}


def _data_sources(world: World, columns: dict[str, str]) -> Iterator[str]:
    for start in range(0, len(world.entities), ENTITIES_A_SOURCE):
        entities = world.entities[start : start + ENTITIES_A_SOURCE]
        rows = _rows([_declaration(entity, entity == world.keyless, columns) for entity in entities])
        head = json.dumps({"dataSourceId": entities[0].source_id, "name": entities[0].source})
        yield f'{head[:-1]}, "entities": [\n{rows}\n]}}'


def _declaration(entity: Entity, keyless: bool, columns: dict[str, str]) -> Json:
    return {
        "name": entity.name,
        "entityType": "profile" if entity.is_profile else "activity",
        "primaryKey": None if keyless else "Id",
        "timestampFieldName": None if entity.is_profile else "OccurredOn",
        "attributes": columns,
    }


def _rows(values: list[Json]) -> str:
    return ",\n".join(json.dumps(value) for value in values)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Write the project that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a project to measure with.")
    parser.add_argument("directory", type=Path, help="where to write it; must be empty or absent")
    for name, default in Size()._asdict().items():
        parser.add_argument(f"--{name}", type=int, default=default, help=f"default: {default}")
    options = vars(parser.parse_args())
    directory: Path = options.pop("directory")
    size = Size(**options)
    if size.findings > size.payloads:
        parser.error("there can't be more findings than payloads")
    if directory.exists() and any(directory.iterdir()):
        parser.error(f"{directory} isn't empty")
    payloads = write_project(directory, size)
    print(f"{len(payloads)} payloads, {size.findings} of them with a finding, in {directory}")


if __name__ == "__main__":
    main()
