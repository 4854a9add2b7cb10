"""Random clean projects: every payload kind, every spelling, and none of the limitations broken."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

import world as w
from outputs import add_outputs
from spelling import is_unique, spell, spell_column, spell_object, spell_source, spell_text
from world import Entity, Names, Source, World

Path = tuple[str | int, ...]
Value = dict[str, Any]

NORMALIZATIONS = ("textToLowerCase", "whitespace", "numerals", "symbols", "unicodeToAscii")
CARDINALITIES = ("manyToOne", "oneToMany")
RELATIONSHIP_TYPES = (
    "singleKeyRelationshipOrigin",
    "singleKeyRelationshipDestination",
    "dataSourceLineageOrigin",
    "dataSourceLineageDestination",
)
ORDERED = ("Date", "DateTime", "DateTimeOffset", "Int32", "Int64", "Decimal", "Double")
SEQUENCE = "requests/all.json"
SERVICES = ("", "", "https://global.api.ci.ai.dynamics.com", "https://dxt-wus-01.api.ci.ai.dynamics.com")


class Request(NamedTuple):
    """Where one request of a project lies: its file, its body, and its envelope if it has one."""

    kind: str
    file: str
    at: Path
    envelope: Path | None = None
    params: tuple[tuple[str, str], ...] = ()

    def param(self, name: str) -> str | None:
        """The value of a path parameter."""
        return dict(self.params).get(name)


@dataclass
class Link:
    """A relationship in the final state."""

    name: str
    ends: tuple[Entity, Entity]
    body: Value


@dataclass
class Project:
    """The files of a project as values; dictionaries are in the order of the text."""

    world: World
    snapshot: Value
    documents: dict[str, Any] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    active: list[Entity] = field(default_factory=list)
    orders: dict[str, list[Entity]] = field(default_factory=dict)
    configuration: str | None = None

    def body(self, request: Request) -> Any:
        """The payload of a request."""
        return follow(self.documents[request.file], request.at)

    def of_kind(self, *kinds: str) -> list[Request]:
        """The requests of these kinds."""
        return [request for request in self.requests if request.kind in kinds]


def follow(value: Any, path: Path) -> Any:
    """The value at a path."""
    for step in path:
        value = value[step]
    return value


def build_project(seed: int) -> Project:
    """A random clean project."""
    rng = random.Random(seed)
    world = w.build_world(rng)
    orders = _choose_orders(rng, world)
    project = Project(world, _build_snapshot(rng, world), orders=orders)
    shelf = Shelf(rng, project)
    _add_relationships(rng, shelf)
    _add_entity_information(rng, shelf)
    for conflation in world.conflations:
        Conflation(rng, shelf, conflation).add()
    _add_queries(rng, shelf)
    _add_self_conflations(random.Random(f"{seed} self conflations"), shelf)
    _add_insights(random.Random(f"{seed} insights"), shelf)
    add_outputs(random.Random(f"{seed} outputs"), shelf)
    shelf.close()
    _configure(rng, project)
    if rng.random() < 0.5:
        project.snapshot = shuffled(rng, project.snapshot)
        project.documents = {name: shuffled(rng, value) for name, value in project.documents.items()}
    return project


def shuffled(rng: random.Random, value: Any) -> Any:
    """The same value with the keys of its mappings in another order."""
    if isinstance(value, list):
        return [shuffled(rng, item) for item in value]
    if not isinstance(value, dict):
        return value
    keys = rng.sample(list(value), len(value))
    pairs = {key: shuffled(rng, value[key]) for key in keys}
    return Names(pairs) if isinstance(value, Names) else pairs


class Shelf:
    """Puts requests into the default layout, into envelopes of their own, or into a list of them."""

    def __init__(self, rng: random.Random, project: Project) -> None:
        self.rng = rng
        self.project = project
        self.sequence: list[Value] = []
        self.style = rng.choice(("layout", "mixed", "mixed", "envelopes"))
        self.joined: set[frozenset[tuple[str, str]]] = set()  # by relationships

    @property
    def world(self) -> World:
        return self.project.world

    def place(self, kind: str, tail: str, body: Any, *, method: str = "PATCH", **params: str) -> Request:
        """Adds a request with `body` to the project."""
        chance = {"layout": 0.0, "mixed": 0.3, "envelopes": 0.9}[self.style]
        if self.rng.random() < chance:
            return self.send(kind, method, tail, body=body, **params)
        file = layout_file(self.rng, self.world, tail)
        self.project.documents[file] = body
        return self._note(Request(kind, file, (), None, tuple(params.items())))

    def send(self, kind: str, method: str, tail: str, **rest: Any) -> Request:
        """Adds an envelope to the project."""
        extras: Value = {name: rest.pop(name) for name in ("body", "headers") if name in rest}
        url = build_url(self.rng, self.world, tail, rest.pop("query", ""))
        alone = rest.pop("alone", self.rng.random() < 0.5)
        envelope: Value = {"method": method, "url": url, **extras}
        params = tuple(rest.items())
        if not alone:
            self.sequence.append(envelope)
            at: Path = (len(self.sequence) - 1,)
            return self._note(Request(kind, SEQUENCE, (*at, "body"), at, params))
        file = f"requests/{len(self.project.documents):02}-{kind}.json"
        self.project.documents[file] = envelope
        return self._note(Request(kind, file, ("body",), (), params))

    def close(self) -> None:
        """Writes the list of envelopes."""
        if self.sequence:
            self.project.documents[SEQUENCE] = self.sequence

    def _note(self, request: Request) -> Request:
        self.project.requests.append(request)
        return request


def layout_file(rng: random.Random, world: World, tail: str) -> str:
    """The default layout's file for an API path."""
    folder, slash, name = tail.rpartition("/")
    if name in ("conflationPlan", "entityInfo", "relationships") and rng.random() < 0.1:
        name = rng.choice((name.upper(), name.capitalize()))
    prefix = f"instances/{world.instance}/" if rng.random() < 0.3 else ""
    return f"{prefix}{folder}{slash}{name}.json"


def build_url(rng: random.Random, world: World, tail: str, query: str = "") -> str:
    """A url of the API, relative or absolute, of either generation."""
    instance = rng.choice((world.instance, world.instance, world.instance.upper()))
    prefix = rng.choice(("api", "api", "v1", "API"))
    path = "/".join(quote(segment, safe="()'=,$") for segment in tail.split("/"))
    return f"{rng.choice(SERVICES)}/{prefix}/instances/{instance}/{path}{query}"


def build_relationship(
    rng: random.Random, world: World, name: str, ends: tuple[Entity, Entity], cardinality: str = ""
) -> Value:
    """A relationship between two entities, along attributes of one type; that from many leads to a key."""
    first, second = ends
    pairs = [(a, b) for a in first.types for b in second.types]
    alike = [(a, b) for a, b in pairs if w.same_type(first.types[a], second.types[b])]
    to_key = [(a, b) for a, b in alike if b == second.key]
    cardinality = cardinality or (rng.choice(CARDINALITIES) if to_key or not second.key else "oneToMany")
    left, right = rng.choice((cardinality != "oneToMany" and to_key) or alike or pairs)
    titles = {"friendlyName": rng.choice(("Käufe 🛒", "who bought what", 'a "quoted" name'))}
    return {
        "name": name,
        **(titles if rng.random() < 0.5 else {}),
        "relationshipType": rng.choice(RELATIONSHIP_TYPES),
        "fromEntityName": spell_text(rng, world, first),
        "fromAttributeName": left,
        "toEntityName": spell_text(rng, world, second),
        "toAttributeName": right,
        "cardinality": cardinality,
    }


def touching(project: Project, entity: Entity) -> list[Link]:
    """The relationships of an entity with an entity of type profile, in the final state."""
    found = []
    for link in project.links:
        others = [other for other in link.ends if other is not entity]
        if len(others) == 1 and others[0].type == "profile":
            found.append(link)
    return found


def _choose_orders(rng: random.Random, world: World) -> dict[str, list[Entity]]:
    """The conflation orders; also decides who says each member's key."""
    orders = {}
    for name in world.conflations:
        count = rng.randint(2, min(5, len(world.members)))
        orders[name] = rng.sample(world.members, count)
    for member in world.members:
        member.key_from = rng.choice(("snapshot", "snapshot", "entityInfo"))
        # The plan's word counts for the plan's own conflation only.
        if sum(member in order for order in orders.values()) == 1 and rng.random() < 0.2:
            member.key_from = "plan"
    return orders


def _build_snapshot(rng: random.Random, world: World) -> Value:
    snapshot: Value = {
        "snapshotVersion": 1,
        "instanceId": world.instance,
        "dataSources": w.build_data_sources(rng, world),
        "systemEntities": [w.build_entity(rng, entity) for entity in world.system],
        "relationships": [],
        "conflations": [{"conflationId": name} for name in world.conflations],
    }
    if rng.random() < 0.5:
        snapshot["capturedAt"] = "2020-04-17T08:00:00Z"
        snapshot["complete"] = {"entities": True, "relationships": True}
    return snapshot


def _add_relationships(rng: random.Random, shelf: Shelf) -> None:
    names = [f"Rel_{number}_{rng.choice(('Buys', 'visits', 'OF'))}" for number in range(9)]
    rng.shuffle(names)
    _declare_relationships(rng, shelf, names[:3])
    _create_relationships(rng, shelf, names[3:7])
    _update_relationships(rng, shelf)


def _ends(rng: random.Random, world: World) -> tuple[Entity, Entity]:
    """Two entities, often an event and a profile; the spare only with entities of no type profile."""
    pool = [entity for entity in world.entities if entity is not world.spare]
    profiles = [entity for entity in pool if entity.type == "profile"]
    ends = [rng.choice(world.events), rng.choice(profiles)]
    if rng.random() < 0.3:
        ends = rng.sample(pool, 2)
    if rng.random() < 0.15:
        ends = [world.spare, rng.choice(world.events)]
    rng.shuffle(ends)
    return ends[0], ends[1]


def _relate(rng: random.Random, shelf: Shelf, name: str) -> tuple[Value, tuple[Entity, Entity]]:
    """A relationship that joins what none has joined before, and its ends."""
    while True:
        ends = _ends(rng, shelf.world)
        body = build_relationship(rng, shelf.world, name, ends)
        sides = ((ends[0].name, body["fromAttributeName"]), (ends[1].name, body["toAttributeName"]))
        if frozenset(sides) not in shelf.joined:
            shelf.joined.add(frozenset(sides))
            return body, ends


def _declare_relationships(rng: random.Random, shelf: Shelf, names: list[str]) -> None:
    for name in names:
        body, ends = _relate(rng, shelf, name)
        shelf.project.snapshot["relationships"].append(body)
        shelf.project.links.append(Link(name, ends, body))


def _create_relationships(rng: random.Random, shelf: Shelf, names: list[str]) -> None:
    bodies = []
    for name in names:
        body, ends = _relate(rng, shelf, name)
        bodies.append(body)
        shelf.project.links.append(Link(name, ends, body))
    cut = rng.randint(0, len(bodies))
    if bodies[:cut]:
        shelf.place("relationships", "manage/relationships", bodies[:cut])
    for body in bodies[cut:]:
        _create(shelf, body)


def _create(shelf: Shelf, body: Any) -> None:
    request = shelf.send("relationships", "PATCH", "manage/relationships", body=body)
    name = body["name"] if isinstance(body, dict) else body[0]["name"]
    if request.file == SEQUENCE and shelf.rng.random() < 0.4:
        shelf.send("read", "GET", f"manage/relationships/{name}", name=name, alone=False)


def _update_relationships(rng: random.Random, shelf: Shelf) -> None:
    for declared in shelf.project.snapshot["relationships"][:2]:
        name = declared["name"]
        if rng.random() < 0.5:
            continue
        body, ends = _relate(rng, shelf, name)
        shelf.place("relationship", f"manage/relationships/{name}", body, name=name)
        link = next(link for link in shelf.project.links if link.name == name)
        link.ends, link.body = ends, body
    last = shelf.project.snapshot["relationships"][-1]["name"]
    if rng.random() < 0.3:
        shelf.send("delete", "DELETE", f"manage/relationships/{last}", name=last)
        shelf.project.links = [link for link in shelf.project.links if link.name != last]


def _add_entity_information(rng: random.Random, shelf: Shelf) -> None:
    world = shelf.world
    for source in world.sources:
        chosen = [
            entity
            for entity in world.ingested
            if entity.source == source and entity is not world.spare
            if entity.key_from == "entityInfo" or rng.random() < 0.4
        ]
        single = [one for one in chosen if rng.random() < 0.4]
        _place_entity_info(rng, shelf, source, [one for one in chosen if one not in single])
        for entity in single:
            _place_single_info(rng, shelf, entity)


def _place_entity_info(rng: random.Random, shelf: Shelf, source: Source, entities: list[Entity]) -> None:
    bodies = [build_entity_info(rng, shelf.project, entity) for entity in entities]
    tail = f"manage/datasources/{_spell_id(rng, source)}/entities/entityInfo"
    if bodies:
        shelf.place("entityInfo", tail, bodies, source=source.id)


def _place_single_info(rng: random.Random, shelf: Shelf, entity: Entity) -> None:
    assert entity.source
    body = build_entity_info(rng, shelf.project, entity)
    if rng.random() < 0.3:
        del body["entityName"]
    tail = f"manage/datasources/{_spell_id(rng, entity.source)}/entities/{entity.name}/entityInfo"
    shelf.place("entityInfoOne", tail, body, source=entity.source.id, entity=entity.name)


def _spell_id(rng: random.Random, source: Source) -> str:
    return source.id.upper() if len(source.id) == 36 and rng.random() < 0.2 else source.id


def build_entity_info(rng: random.Random, project: Project, entity: Entity) -> Value:
    """The entityInfo of one entity; says "activity" only of what is related to a profile."""
    info: Value = {"entityName": entity.name}
    if entity.key_from == "entityInfo" or (entity.key and rng.random() < 0.4):
        info["primaryKey"] = entity.key
    info.update(_entity_type(rng, project, entity))
    stamps = entity.of(*w.TIMESTAMPS, "Unknown")
    if stamps and rng.random() < 0.7:
        info["timestampFieldName"] = rng.choice(stamps)
    if rng.random() < 0.6:
        names = rng.sample(list(entity.types), rng.randint(0, 2))
        info["semanticLabels"] = [{"attributeName": name, "label": "Person"} for name in names]
    return info


def _entity_type(rng: random.Random, project: Project, entity: Entity) -> Value:
    if entity.type == "profile" or rng.random() < 0.2:
        return {}
    if touching(project, entity) and rng.random() < 0.8:
        project.active.append(entity)
        return {"entityType": "activity"}
    return {} if entity.type == "activity" else {"entityType": "unspecified"}


class Conflation:
    """One conflation's payloads, planned or already in the snapshot."""

    def __init__(self, rng: random.Random, shelf: Shelf, name: str) -> None:
        self.rng = rng
        self.shelf = shelf
        self.world = shelf.world
        self.name = name
        self.declared: Value = next(
            one for one in shelf.project.snapshot["conflations"] if one["conflationId"] == name
        )
        self.order = shelf.project.orders[name]
        self.in_plan: list[Entity] = []

    def add(self) -> None:
        """Adds the entity information, the plan and the rules."""
        planned = self.rng.random() < 0.8 or any(one.key_from == "plan" for one in self.order)
        self._inform()
        plan = build_plan(self.rng, self.world, self.order)
        self._inform_in_plan(plan)
        if planned:
            self._place("conflationPlan", plan)
            self._declare_old_plan()
        else:
            self.declared["conflationPlan"] = plan
        if self.rng.random() < 0.8:
            self._place("conflictResolutionRules", build_rules(self.rng, self.world, self.order))

    def _place(self, kind: str, body: Any, tail: str = "", **params: str) -> None:
        path = f"conflations/{self.name}/{tail or kind}"
        self.shelf.place(kind, path, body, conflation=self.name, **params)

    def _declare_old_plan(self) -> None:
        if self.rng.random() < 0.3:
            old = self.rng.sample(self.world.members, 2)
            self.declared["conflationPlan"] = build_plan(self.rng, self.world, old)

    def _inform(self) -> None:
        places: dict[str, list[Entity]] = {"snapshot": [], "list": [], "single": [], "plan": []}
        for entity in self.order:
            chosen = self.rng.sample(sorted(places), self.rng.choice((1, 1, 2)))
            for place in ["plan"] if entity.key_from == "plan" else chosen:
                places[place].append(entity)
        self.in_plan = places["plan"]
        if places["snapshot"]:
            self.declared["entityInformation"] = build_information(self.rng, self.world, places["snapshot"])
        if places["list"]:
            # A list takes nothing out of the entity information that the conflation has.
            listed = [one for one in self.order if one in places["list"] or one in places["snapshot"]]
            body = build_information(self.rng, self.world, listed)
            self._place("entityInformation", body)
        for entity in places["single"]:
            self._inform_single(entity)

    def _inform_single(self, entity: Entity) -> None:
        assert entity.source
        body = _information(self.rng, entity)
        if self.rng.random() < 0.3:
            del body["entityName"]
        tail = f"entityInformation/{entity.name}"
        params = {"entity": entity.name}
        if not is_unique(self.world, entity) or self.rng.random() < 0.5:
            tail = f"datasources/{_spell_id(self.rng, entity.source)}/{tail}"
            params["source"] = entity.source.id
        self._place("entityInformationOne", body, tail, **params)

    def _inform_in_plan(self, plan: Value) -> None:
        if self.in_plan:
            plan["entityConflationInformation"] = [
                {**spell_object(self.rng, entity), **_key(self.rng, entity)} for entity in self.in_plan
            ]


def build_information(rng: random.Random, world: World, entities: list[Entity]) -> Value:
    """An entityInformation body for a list of entities, in the full or the short form."""
    by_source = {source: [e for e in entities if e.source == source] for source in world.sources}
    groups = [(source, found) for source, found in by_source.items() if found]
    if rng.random() < 0.4:
        return Names((rng.choice(source), [entity.name for entity in found]) for source, found in groups)
    return {
        "dataSources": [
            {**spell_source(rng, source), "entities": [_information(rng, e) for e in found]}
            for source, found in groups
        ]
    }


def _information(rng: random.Random, entity: Entity) -> Value:
    body: Value = {"entityName": entity.name, **_key(rng, entity)}
    if rng.random() < 0.5:
        name = rng.choice(list(entity.types))
        # A key that is an e-mail address is CE103; texts may be merged with others, of another meaning.
        has_meaning = name != entity.key and entity.types[name] != "String" and rng.random() < 0.5
        semantic = {"semanticType": "Identity.Service.Email"} if has_meaning else {}
        body["attributes"] = [{"attributeName": name, **semantic}]
    return body


def _key(rng: random.Random, entity: Entity) -> Value:
    needed = entity.key_from == "plan" or rng.random() < 0.5
    return {"primaryKey": entity.key} if needed else {}


def build_plan(rng: random.Random, world: World, order: list[Entity]) -> Value:
    """A conflation plan over these entities, in this order."""
    plan: Value = {
        "conflationOrder": [spell(rng, world, entity) for entity in order],
        "conflationPlans": [
            build_step(rng, world, order[:position], order[position]) for position in range(1, len(order))
        ],
    }
    if rng.random() < 0.3:
        kind = rng.choice(("alwaysMatch", "neverMatch", "bypass"))
        plan["customMatch"] = [{"kind": kind, "entity": spell(rng, world, world.outsider)}]
    return plan


def build_step(rng: random.Random, world: World, before: list[Entity], right: Entity) -> Value:
    """One step that matches some of the entities before with the right one."""
    picked = sorted(rng.sample(range(len(before)), rng.randint(1, min(3, len(before)))))
    return build_step_of(rng, world, [before[position] for position in picked], right)


def build_step_of(rng: random.Random, world: World, lefts: list[Entity], right: Entity) -> Value:
    """The step that matches exactly these entities with the right one."""
    rules = _unshadowed(build_rule(rng, lefts, right, f"Rule{number}") for number in range(rng.randint(1, 3)))
    if rng.random() < 0.3:
        rules.insert(rng.randint(0, len(rules)), _inactive_rule(rng, lefts, right))
    return {
        "leftEntities": [spell(rng, world, entity) for entity in lefts],
        "rightEntity": spell(rng, world, right),
        **({"includeAllRecords": rng.random() < 0.5} if rng.random() < 0.6 else {}),
        "rules": rules,
    }


def _unshadowed(rules: Iterable[Value]) -> list[Value]:
    """The rules that can match what no earlier one does, with the exceptions that leave them something."""
    kept: list[Value] = []
    for rule in rules:
        compared = _compared(rule)
        if any(_compared(one) <= compared for one in kept):
            continue
        exceptions = [one for one in rule.get("exceptions", ()) if not _compared(one) <= compared]
        rule.pop("exceptions", None)
        kept.append({**rule, **({"exceptions": exceptions} if exceptions else {})})
    return kept


def _compared(rule: Value) -> set[tuple[str, str]]:
    """The attributes that criteria compare, whatever else they say."""
    sides = ("leftColumn", "rightColumn")
    return {tuple(one[side]["attributeName"] for side in sides) for one in rule["criteria"]}  # type: ignore[misc]


def build_rule(rng: random.Random, lefts: list[Entity], right: Entity, name: str) -> Value:
    """An active match rule."""
    rule: Value = {"name": name}
    if rng.random() < 0.6:
        rule["isActive"] = True
    rule["criteria"] = [build_criterion(rng, lefts, right) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.4:
        rule["exceptions"] = [
            {"criteria": [build_criterion(rng, lefts, right)]} for _ in range(rng.randint(1, 2))
        ]
    return rule


def _inactive_rule(rng: random.Random, lefts: list[Entity], right: Entity) -> Value:
    rule = build_rule(rng, lefts, right, "Retired")
    if rng.random() < 0.5:
        rule["criteria"] = []
    return {**rule, "isActive": False}


def build_criterion(rng: random.Random, lefts: list[Entity], right: Entity) -> Value:
    """A criterion on two columns of the same type, or of a type nobody knows."""
    left = rng.choice(lefts)
    mine, theirs = rng.choice(_matchable(left, right, rng.random() < 0.9))
    text = left.types[mine] == right.types[theirs] == "String"
    kind: Value = {"kind": "exact"}
    if text and rng.random() < 0.4:
        kind = {"kind": "fuzzy", "precision": rng.choice(("low", "medium", "high", 0.85))}
    columns = {
        "leftColumn": _column(rng, left, mine, bare=len(lefts) == 1),
        "rightColumn": _column(rng, right, theirs, bare=True),
    }
    if text and rng.random() < 0.4:
        normalizations = rng.sample(NORMALIZATIONS, 2)
        columns = {side: {**c, "normalizations": normalizations} for side, c in columns.items()}
    return {**kind, **columns}


def _matchable(left: Entity, right: Entity, known: bool) -> list[tuple[str, str]]:
    pairs = [(mine, theirs) for mine in left.types for theirs in right.types]
    types = [(left.types[mine], right.types[theirs]) for mine, theirs in pairs]
    alike = [pair for pair, two in zip(pairs, types, strict=True) if w.same_type(*two)]
    unknown = [pair for pair, two in zip(pairs, types, strict=True) if "Unknown" in two]
    return alike if known else unknown or alike


def _column(rng: random.Random, entity: Entity, attribute: str, *, bare: bool) -> Value:
    if bare and rng.random() < 0.3:
        return {"attributeName": attribute}
    return spell_column(rng, entity, attribute)


def build_rules(rng: random.Random, world: World, order: list[Entity]) -> Value:
    """Conflict resolution rules over the entities of a plan."""
    names = rng.sample(("EMail", "FullName", "Phone", "Town", "Country"), rng.randint(1, 3))
    rules: Value = {
        "conflatedEntity": "Customer",
        "attributes": [_resolution(rng, order, name) for name in names],
    }
    if rng.random() < 0.5:
        rules["groups"] = [_group(rng, world, order)]
    if rng.random() < 0.4:
        entity = rng.choice([*order, world.outsider])
        rules["excludedColumns"] = [spell_column(rng, entity, rng.choice(list(entity.types)))]
    if rng.random() < 0.3:
        rules["customerId"] = {"fields": [names[0]]}
    return rules


def _resolution(rng: random.Random, order: list[Entity], name: str) -> Value:
    entities = rng.sample(order, rng.randint(1, len(order)))
    return {
        "name": name,
        "policy": _policy(rng, entities),
        "sourceColumns": [spell_column(rng, entity, rng.choice(entity.of("String"))) for entity in entities],
    }


def _policy(rng: random.Random, entities: list[Entity]) -> Value:
    dated = all(entity.of("DateTime", "DateTimeOffset") for entity in entities)
    if not dated or rng.random() < 0.5:
        return {"kind": "importance"}
    columns = [spell_column(rng, entity, entity.of("DateTime", "DateTimeOffset")[0]) for entity in entities]
    return {"kind": rng.choice(("mostRecent", "leastRecent")), "recencyColumns": columns}


def _group(rng: random.Random, world: World, order: list[Entity]) -> Value:
    entities = rng.sample(order, 2)
    fields = [{"name": "Line1", "outputName": "AddressLine1"}, {"name": "Line2"}]
    return {
        "name": "MailingAddress",
        "policy": _policy(rng, entities),
        "fields": fields,
        "sources": [
            {"entity": spell(rng, world, entity), "columns": rng.sample(entity.of("String"), 2)}
            for entity in entities
        ],
    }


def _add_self_conflations(rng: random.Random, shelf: Shelf) -> None:
    """One file or envelope of some conflations, with one body or a list of them."""
    for name, order in shelf.project.orders.items():
        if rng.random() < 0.4:
            members = rng.sample(order, rng.randint(1, len(order)))
            bodies = [build_self_conflation(rng, shelf.world, entity) for entity in members]
            body = bodies[0] if len(bodies) == 1 and rng.random() < 0.7 else bodies
            shelf.place("selfConflation", f"conflations/{name}/selfConflations", body, conflation=name)


def build_self_conflation(rng: random.Random, world: World, entity: Entity) -> Value:
    """The deduplication of one entity."""
    body: Value = {
        "entities": [spell(rng, world, entity)],
        "mainId": f"{entity.source.name if entity.source else ''}_{entity.name}_{entity.key}",
    }
    ordered = [one for one, type_ in entity.types.items() if type_ in ORDERED]
    if rng.random() < 0.8:
        body["conflationPlans"] = [{"rules": [_self_rule(rng, entity, n) for n in range(rng.randint(1, 3))]}]
        body["rowWinnerPolicy"] = {"kind": "mostFilled"}
        if ordered and rng.random() < 0.6:
            kind = rng.choice(("mostRecent", "leastRecent", "MostRecent"))
            body["rowWinnerPolicy"] = {"kind": kind, "column": rng.choice(ordered)}
        if ordered and rng.random() < 0.3:
            policy = {"column": rng.choice(list(entity.types)), "kind": "mostRecent"}
            body["columnWinnerPolicies"] = [{**policy, "recencyColumn": rng.choice(ordered)}]
    return body


def _add_insights(rng: random.Random, shelf: Shelf) -> None:
    """Derived entities and insights, one or a list of them."""
    members = [one for one in shelf.world.members if _comparable(one)]
    if rng.random() < 0.4:
        bodies = [
            build_derived(rng, shelf.world, one, f"Derived{number}")
            for number, one in enumerate(rng.sample(members, rng.randint(1, min(3, len(members)))))
        ]
        shelf.place("derivedEntity", "manage/derivedentities", bodies[0] if len(bodies) == 1 else bodies)
    if rng.random() < 0.4:
        body = build_insight(rng, shelf.world, rng.choice(members), "Insight 1")
        shelf.place("insightInput", "manage/insights", rng.choice((body, [body])))


def build_derived(rng: random.Random, world: World, entity: Entity, name: str) -> Value:
    """A query over one entity."""
    column = rng.choice(list(entity.types))
    table = f"{entity.source.name if entity.source else ''}_{entity.name}"
    query = f'SELECT "{column}" FROM "{table}" AS t'
    return {"name": name, "query": query, "dependencies": [spell(rng, world, entity)]}


def build_insight(rng: random.Random, world: World, entity: Entity, name: str) -> Value:
    """A comparison of one entity with all customers."""
    attributes = _comparable(entity)
    customer = next((one for one in world.system if one.name == "Customer"), None)
    theirs = _comparable(customer) if customer is not None else []
    compared = rng.sample(attributes, rng.randint(1, min(2, len(attributes))))
    return {
        "type": rng.choice(("segmentExpansion", "segmentDifferentiators", "SegmentOverlap")),
        "name": name,
        "sourceEntity": spell(rng, world, entity),
        "candidateEntity": "Customer",
        "attributeGroups": [
            {
                "name": f"Group {number}",
                "members": [
                    {**spell_object(rng, entity), "attributeName": one},
                    {"entityName": "Customer", "attributeName": rng.choice(theirs or ["CustomerId"])},
                ],
            }
            for number, one in enumerate(compared)
        ],
        "outputSegmentName": "Alike",
        "outputSegmentSize": rng.choice((0.1, 50, 1000)),
    }


def _comparable(entity: Entity) -> list[str]:
    """The attributes that an insight may compare."""
    return [one for one in entity.of("String", "Boolean", *ORDERED) if one != entity.key]


def _self_rule(rng: random.Random, entity: Entity, number: int) -> Value:
    names = rng.sample(list(entity.types), rng.randint(1, min(2, len(entity.types))))
    return {
        "name": f"Rule{number}",
        "criteria": [{"kind": "exact", "leftColumn": {"attributeName": one}} for one in names],
    }


def _add_queries(rng: random.Random, shelf: Shelf) -> None:
    for _ in range(rng.randint(0, 4)):
        tail, query, csv = rng.choice(clean_queries(rng, shelf.world))
        headers = {"headers": Names({_content_type(rng): csv})} if csv else {}
        shelf.send("query", rng.choice(("GET", "PUT")), f"data/{tail}", query=query, **headers)
    if rng.random() < 0.3:
        shelf.send("read", "GET", "manage/relationships")
    if rng.random() < 0.3:
        label = rng.choice(("entitySemanticLabels", "attributeSemanticLabels"))
        shelf.send("read", "GET", f"manage/schema/{label}")


def _content_type(rng: random.Random) -> str:
    return rng.choice(("Content-Type", "content-type"))


def clean_queries(rng: random.Random, world: World) -> list[tuple[str, str, str]]:
    """Allowed queries as dataset, options and content type."""
    csv = rng.choice(("text/csv", "text/csv; charset=utf-8", "Text/CSV"))
    queries = [
        ("Customer", "?$filter=IsMemberOfSegment(bigSpenders)", ""),
        ("Customer", "?%24filter=IsMemberOfSegment(%27bigSpenders%27)&$top=5", "application/json"),
        ("Customer(customerId='123')", "", ""),
        ("Customer", "", csv),
        ("Customer", "?$search=Anna", csv),
        (dataset(rng, world, world.spare), "?$top=10", ""),
    ]
    for entity in world.entities:
        if entity.name != "Customer" and w.has_customer_id(entity):
            name = dataset(rng, world, entity)
            queries += [(name, "?$search=a%20b", ""), (name, "", csv), (name, "?$SEARCH=x", csv)]
            text = next(one for one in entity.of("String") if " " not in one)
            queries += [(name, f"?$top=3&$Filter={text}%20eq%20'Rome'", "application/json")]
    return queries


def dataset(rng: random.Random, world: World, entity: Entity) -> str:
    """The dataset of an entity as a url names it."""
    if entity.source is None:
        return entity.name
    names = [f"{entity.source.id}_{entity.name}"]
    if entity.source.name.isascii() and " " not in entity.source.name:
        names.append(f"{entity.source.name}_{entity.name}")
    return rng.choice(names + [entity.name] * is_unique(world, entity))


def _configure(rng: random.Random, project: Project) -> None:
    if rng.random() < 0.4:
        principal = "0f7a4f1e-9a30-4a10-8a8e-5a3d5c1c6e01"
        role = {"principalId": principal, "principalType": "user", "roles": ["Administrator"]}
        project.snapshot["roleAssignments"] = [role]
        project.snapshot["complete"] = {"roleAssignments": True}
        project.configuration = f'principal = "{principal}"\n'
    elif rng.random() < 0.3:
        project.configuration = 'api = "2020-04"\n'
