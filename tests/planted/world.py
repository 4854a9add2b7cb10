"""A made-up instance: data sources, entities, attributes of every type vocabulary, and its snapshot."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import random

SPELLINGS: dict[str, tuple[str, ...]] = {
    "String": ("string", "String", "Edm.String", "text", "StringType", "CharType", "Char", "edm.string"),
    "Guid": ("guid", "Guid", "Edm.Guid", "edm.guid"),
    "Boolean": ("boolean", "Boolean", "Edm.Boolean", "logical", "BooleanType", "bool"),
    "Int8": ("Int8.Type", "Edm.SByte"),
    "Byte": ("Byte", "Edm.Byte", "byte"),
    "Int16": ("Int16", "Edm.Int16", "Int16.Type", "ShortType", "smallInteger", "short"),
    "Int32": ("Int32", "Edm.Int32", "Int32.Type", "IntType", "int", "integer", "int32"),
    "Int64": ("int64", "Int64", "Edm.Int64", "Int64.Type", "LongType", "bigInteger", "long"),
    "Decimal": ("decimal", "Decimal", "Edm.Decimal", "Currency.Type", "Decimal.Type", "DecimalType"),
    "Float": ("Float", "float", "Edm.Single", "FloatType"),
    "Double": ("double", "Double", "Edm.Double", "number", "Percentage.Type", "DoubleType"),
    "Date": ("date", "Date", "Edm.Date", "DateType"),
    "DateTime": ("dateTime", "DateTime", "Edm.DateTime", "datetime", "TimestampType"),
    "DateTimeOffset": ("dateTimeOffset", "DateTimeOffset", "Edm.DateTimeOffset", "datetimezone"),
    "Json": ("json", "Json"),
    "Unknown": ("unclassified", "any", "Unknown"),
}
"""Names under which each canonical type is met; only those that have one reading."""

_WIRE = {
    **dict.fromkeys(("Int8", "Byte", "Int16", "Int32", "Int64"), "int64"),
    **dict.fromkeys(("Float", "Double"), "double"),
    **dict.fromkeys(("Date", "DateTime"), "dateTime"),
    "String": "string",
    "Guid": "guid",
    "Boolean": "boolean",
    "Decimal": "decimal",
    "DateTimeOffset": "dateTimeOffset",
    "Json": "json",
}

TIMESTAMPS = ("DateTime", "DateTimeOffset", "Int64")
POOR_TIMESTAMPS = ("Int8", "Byte", "Int16", "Int32", "Date")

_PERSON = (
    (("Email", "EMail", "email_address"), ("String",)),
    (("FullName", "Name", "full_name"), ("String",)),
    (("Phone", "Telephone"), ("String",)),
    (("Street", "Addr1", "Address_Line1"), ("String",)),
    (("City", "Town"), ("String",)),
    (("BirthDate", "Birthday"), ("Date", "DateTime")),
    (("UpdatedOn", "ModifiedOn"), ("DateTime", "DateTimeOffset", "DateTime")),
    (("Points", "Visits"), ("Int8", "Byte", "Int16", "Int32", "Int64")),
    (("Balance", "Credit"), ("Decimal",)),
    (("Rating", "Score"), ("Double", "Float")),
    (("OptIn", "IsMember"), ("Boolean",)),
    (("ExternalRef", "TenantRef"), ("Guid",)),
    (("Notes", "Remarks"), ("Unknown",)),
    (("Payload",), ("Json",)),
)
_EVENT = (
    (("PurchasedOn", "OccurredAt"), TIMESTAMPS),
    (("ContactRef", "BuyerId"), ("String", "Guid", "Int64")),
    (("Amount", "Total"), ("Decimal", "Double")),
    (("Quantity", "Pieces"), ("Int16", "Int32", "Byte")),
    (("ShippedOn",), ("Date",)),
    (("Channel", "Store"), ("String",)),
    (("Details",), ("Unknown",)),
)
_SOURCES = ("eCommerce", "Loyalty", "PoS", "Loyalty_EU", "CRM", "Web Shop", "Händler")
_PEOPLE = ("Contact", "Customers", "Members", "Leads", "Accounts", "Subscribers", "Guests", "Buyers")
_EVENTS = ("Purchases", "Visits", "Tickets", "Returns", "Subscriptions", "Web_Logs")


class Source(NamedTuple):
    """A data source of the instance."""

    id: str
    name: str

    def is_called(self, word: str) -> bool:
        """Whether this is its ID or name; GUIDs compare without regard to case."""
        return word in self or (len(self.id) == 36 and word.lower() == self.id.lower())


@dataclass
class Entity:
    """An ingested entity; `types` maps each attribute to its canonical type."""

    source: Source | None
    name: str
    type: str | None
    key: str | None
    types: dict[str, str]
    key_from: str = "snapshot"

    def of(self, *canonical: str) -> list[str]:
        """The names of the attributes that have one of these canonical types."""
        return [name for name, type_ in self.types.items() if type_ in canonical]


@dataclass
class World:
    """What the instance has ingested, and the roles the entities play in the projects built on it.

    `members` may be conflated; `outsider` has a key and belongs to no conflation; `spare` has
    neither a key nor a relationship to a profile and stays out of every clean payload.
    """

    instance: str
    sources: list[Source]
    members: list[Entity]
    events: list[Entity]
    outsider: Entity
    spare: Entity
    system: list[Entity]
    conflations: list[str] = field(default_factory=list)

    @property
    def ingested(self) -> list[Entity]:
        """The entities of all data sources."""
        return [*self.members, *self.events, self.outsider, self.spare]

    @property
    def entities(self) -> list[Entity]:
        """The entities of all data sources, and the system's."""
        return [*self.ingested, *self.system]

    def namesakes(self, name: str) -> list[Entity]:
        """All entities of that bare name."""
        return [entity for entity in self.entities if entity.name == name]

    def find(self, source: str | None, name: str) -> Entity | None:
        """The entity of that name in the data source of that ID or name."""
        for entity in self.entities:
            fits = entity.source.is_called(source) if entity.source and source else not source
            if entity.name == name and fits and bool(entity.source) == bool(source):
                return entity
        return None

    def resolve(self, reference: Any) -> Entity | None:
        """The entity that a reference object or string means, None where it means none."""
        if isinstance(reference, str):
            return self._resolve_text(reference)
        source = reference.get("dataSourceId", reference.get("dataSourceName"))
        name = reference.get("entityName")
        return self.find(source, name) if source and name else None

    def _resolve_text(self, text: str) -> Entity | None:
        for source in sorted(self.sources, key=lambda one: -len(one.name)):
            for prefix in source:
                found = self.find(source.id, text.removeprefix(prefix + "_"))
                if text.startswith(prefix + "_") and found:
                    return found
        named = self.namesakes(text)
        return named[0] if len(named) == 1 else None


def same_type(left: str, right: str) -> bool:
    """Whether two canonical types are "the same type", known ones only."""
    return left in _WIRE and right in _WIRE and (_WIRE[left] == _WIRE[right])


def known_type(canonical: str) -> bool:
    """Whether rules can decide on this type."""
    return canonical in _WIRE


def is_customer_id(name: str) -> bool:
    """Whether an attribute of that name is the Customer ID."""
    return name.replace(" ", "").lower() == "customerid"


def has_customer_id(entity: Entity) -> bool:
    """Whether a query may search, filter or export the entity."""
    return any(is_customer_id(name) for name in entity.types)


def build_world(rng: random.Random) -> World:
    """A random instance."""
    sources = _build_sources(rng)
    people = rng.sample(_PEOPLE, len(_PEOPLE))
    shared = rng.random() < 0.5
    members = [_person(rng, source, people.pop()) for source in _spread(rng, sources, rng.randint(2, 5))]
    if shared:
        members.append(_namesake(rng, sources, members[0]))
    return World(
        instance=_guid(rng),
        sources=sources,
        members=members,
        events=_build_events(rng, sources),
        outsider=_person(rng, rng.choice(sources), people.pop()),
        spare=_build_spare(rng, rng.choice(sources), people.pop()),
        system=_build_system(rng),
        conflations=_build_conflations(rng),
    )


def build_attributes(rng: random.Random, entity: Entity) -> Names:
    """The snapshot's attribute map of an entity."""
    return Names((name, _spell(rng, type_)) for name, type_ in entity.types.items())


class Names(dict[str, Any]):
    """A mapping whose keys are the user's names, not property names."""


def build_data_sources(rng: random.Random, world: World) -> list[dict[str, Any]]:
    """The snapshot's `dataSources`."""
    return [_data_source(rng, world, source) for source in world.sources]


def build_entity(rng: random.Random, entity: Entity) -> dict[str, Any]:
    """The snapshot's record of an entity."""
    built: dict[str, Any] = {"name": entity.name}
    if entity.type:
        built["entityType"] = entity.type
    if entity.key and entity.key_from == "snapshot":
        built["primaryKey"] = entity.key
    elif rng.random() < 0.5:
        built["primaryKey"] = None
    if entity.type == "activity" and rng.random() < 0.5:
        built["timestampFieldName"] = entity.of(*TIMESTAMPS)[0]
    return {**built, "attributes": build_attributes(rng, entity)}


def _data_source(rng: random.Random, world: World, source: Source) -> dict[str, Any]:
    entities = [build_entity(rng, entity) for entity in world.ingested if entity.source == source]
    kind = {"kind": rng.choice(("powerQuery", "attachCdm"))} if rng.random() < 0.7 else {}
    return {"dataSourceId": source.id, "name": source.name, **kind, "entities": entities}


def _spell(rng: random.Random, canonical: str) -> Any:
    name = rng.choice(SPELLINGS[canonical])
    if rng.random() < 0.7:
        return name
    extra = {"isSearchable": True} if canonical == "String" else {}
    return {rng.choice(("type", "type", "dataType")): name, **extra}


def _build_sources(rng: random.Random) -> list[Source]:
    names = rng.sample(_SOURCES, rng.randint(2, 4))
    return [Source(_source_id(rng, number), name) for number, name in enumerate(names)]


def _source_id(rng: random.Random, number: int) -> str:
    return _guid(rng) if rng.random() < 0.6 else f"src-{rng.choice('ABCxyz')}{number}"


def _spread(rng: random.Random, sources: list[Source], count: int) -> list[Source]:
    return [*sources, *rng.choices(sources, k=8)][:count]


def _person(rng: random.Random, source: Source, noun: str) -> Entity:
    name = rng.choice((noun, source.name[:3].lower().replace(" ", "") + noun))
    types = _attributes(rng, f"{noun}Id", ("String", "Guid", "Int64", "Int32"), _PERSON)
    kind = rng.choice(("profile", "profile", "unspecified", None))
    return Entity(source, name, kind, f"{noun}Id", types)


def _namesake(rng: random.Random, sources: list[Source], first: Entity) -> Entity:
    other = rng.choice([source for source in sources if source != first.source])
    twin = _person(rng, other, first.name)
    twin.name = first.name
    return twin


def _build_spare(rng: random.Random, source: Source, noun: str) -> Entity:
    spare = _person(rng, source, noun)
    spare.key, spare.type = None, rng.choice(("unspecified", None))
    spare.types = {name: type_ for name, type_ in spare.types.items() if not is_customer_id(name)}
    return spare


def _build_events(rng: random.Random, sources: list[Source]) -> list[Entity]:
    nouns = rng.sample(_EVENTS, rng.randint(1, 3))
    return [_event(rng, rng.choice(sources), noun) for noun in nouns]


def _event(rng: random.Random, source: Source, noun: str) -> Entity:
    types = _attributes(rng, f"{noun}Id", ("String", "Guid", "Int64"), _EVENT)
    key = f"{noun}Id" if rng.random() < 0.8 else None
    return Entity(source, noun, rng.choice(("activity", "unspecified", None)), key, types)


def _attributes(
    rng: random.Random,
    key: str,
    key_types: tuple[str, ...],
    template: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...],
) -> dict[str, str]:
    types = {key: rng.choice(key_types)}
    for position, (names, choices) in enumerate(template):
        # The first two are always there: two texts to match, or a timestamp and a foreign key.
        if position < 2 or rng.random() < 0.75:
            types[rng.choice(names)] = rng.choice(choices)
    if rng.random() < 0.4:
        types[rng.choice(("CustomerId", "customerid", "Customer ID", "CUSTOMERID"))] = "String"
    types.setdefault("Label", "String")
    return types


def _build_system(rng: random.Random) -> list[Entity]:
    customer = {
        "CustomerId": "String",
        "WholeName": "String",
        "Country": "String",
        "Language": "String",
        "Orders": "Int64",
        "Spending": "Decimal",
        "Since": "Date",
        "SeenOn": "DateTime",
        "IsActive": "Boolean",
        "HouseholdRef": "Guid",
    }
    activity = {"CustomerId": "String", "ActivityId": "String", "ActivityTime": "DateTime"}
    system = [Entity(None, "Customer", "profile", "CustomerId", customer)]
    if rng.random() < 0.5:
        system.append(Entity(None, "UnifiedActivity", "unifiedActivity", "ActivityId", activity))
    return system


def _build_conflations(rng: random.Random) -> list[str]:
    names = ["default", "households", _guid(rng)]
    return rng.sample(names, rng.randint(1, 2))


def _guid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))
