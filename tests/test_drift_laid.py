"""What a comparison of two snapshots says is all there is: laid over the older one it makes the newer one."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linter.instance.drift import Difference, drift
from linter.reading.snapshots import read_snapshot

NAMES = st.sampled_from(["Contacts", "Orders", "People"])
ATTRIBUTES = st.sampled_from(["Id", "EMail", "e_mail", "Mail", "Born", "Total"])
TYPES = st.sampled_from(
    ["string", "date", "decimal(10,2)", "decimal(18,2)", "g.Address", "g.Place", "Collection(string)",
     "Collection(g.Address)", "Collection(g.Place)", "unknown"]
)  # fmt: skip
WAYS = st.fixed_dictionaries(
    {"type": st.sampled_from(["g.Contact", "g.Order"])},
    optional={"isCollection": st.just(True), "entity": NAMES},
)
ENTITY: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"name": NAMES, "attributes": st.dictionaries(ATTRIBUTES, TYPES, max_size=4)},
    optional={
        "primaryKey": ATTRIBUTES,
        "timestampFieldName": ATTRIBUTES,
        "keyAttributes": st.lists(ATTRIBUTES, min_size=2, max_size=2, unique=True),
        "navigationProperties": st.dictionaries(st.sampled_from(["orders", "owner"]), WAYS, min_size=1),
    },
)
SOURCES: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries(
        {
            "dataSourceId": st.sampled_from(["1", "2", "3"]),
            "name": st.sampled_from(["Shop", "Crm", "Web"]),
            "entities": st.lists(ENTITY, max_size=3, unique_by=lambda one: one["name"]),
        }
    ),
    max_size=2,
    unique_by=(lambda one: one["dataSourceId"], lambda one: one["name"]),
)
ENDS = st.builds("{}_{}".format, st.sampled_from(["Shop", "Crm"]), NAMES)
RELATIONSHIP = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a", "b", "c"]),
        "fromEntityName": ENDS,
        "fromAttributeName": ATTRIBUTES,
        "toEntityName": ENDS,
        "toAttributeName": ATTRIBUTES,
        "cardinality": st.sampled_from(["manyToOne", "oneToOne"]),
    }
)
SNAPSHOTS = st.fixed_dictionaries(
    {
        "snapshotVersion": st.just(1),
        "instanceId": st.just("i"),
        "dataSources": SOURCES,
        "relationships": st.lists(RELATIONSHIP, max_size=2, unique_by=lambda one: one["name"]),
    }
)
RELATED = ("fromEntityName", "fromAttributeName", "toEntityName", "toAttributeName", "cardinality")
Model = dict[str, dict[str, Any]]


def model(snapshot: dict[str, Any]) -> Model:
    """What a snapshot says: its sources, entities and relationships by their names."""
    sources = {one["name"]: one["dataSourceId"] for one in snapshot["dataSources"]}
    entities = {
        f"{source['name']}_{one['name']}": {
            "key": one.get("primaryKey"),
            "time": one.get("timestampFieldName"),
            "keys": one.get("keyAttributes", []),
            "attributes": one["attributes"],
            "ways": one.get("navigationProperties", {}),
        }
        for source in snapshot["dataSources"]
        for one in source["entities"]
    }
    relationships = {one["name"]: [one[key] for key in RELATED] for one in snapshot["relationships"]}
    return {"sources": sources, "entities": entities, "relationships": relationships}


def of(kind: str, what: str, changes: list[Difference]) -> list[Difference]:
    return [one for one in changes if (one.kind, one.what) == (kind, what)]


def laid(changes: list[Difference], old: Model, new: Model) -> Model:
    """The older snapshot with all that is said to have changed, and nothing else.

    Of what is added as a whole, and of a way's target, the newer one is asked; of all else only the changes.
    """
    sources, entities = renamed(changes, old, new)
    for one in of("added", "data source", changes):
        sources[one.name] = new["sources"][one.name]
        whole = {name: each for name, each in new["entities"].items() if name.startswith(f"{one.name}_")}
        entities = whole | entities
    for one in of("changed", "data source ID", changes):
        sources[one.name] = one.new
    for one in of("added", "entity", changes):
        entities[one.name] = new["entities"][one.name]
    for one in changes:
        change(one, entities, new)
    return {"sources": sources, "entities": entities, "relationships": related(changes, old, new)}


def renamed(changes: list[Difference], old: Model, new: Model) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sources and entities that are left, called as they are said to be."""
    gone = {one.name for one in of("removed", "data source", changes)}
    names = {one.old: one.new for one in of("renamed", "data source", changes)}
    ids = {one.old: new["sources"][one.new] for one in of("renamed", "data source", changes)}
    sources = {
        names.get(name, name): ids.get(name, id_) for name, id_ in old["sources"].items() if name not in gone
    }
    gone_entities = {one.name for one in of("removed", "entity", changes)}
    moved = {one.old for one in of("renamed", "entity", changes)}
    entities = {
        called_now(name, changes): renamed_entity(called_now(name, changes), each, changes)
        for name, each in old["entities"].items()
        if name in moved or not (name in gone_entities or name.partition("_")[0] in gone)
    }
    return sources, entities


def renamed_entity(called: str, entity: dict[str, Any], changes: list[Difference]) -> dict[str, Any]:
    """An entity whose attributes, and those that its ways lead to, are called as they are said to be."""
    attributes = attributes_now(called, changes)
    told = {(one.name, one.what) for one in changes}
    bare = {one.old.partition("_")[2]: one.new.partition("_")[2] for one in of("renamed", "entity", changes)}
    ways = {
        way: {**one, "entity": bare.get(one["entity"], one["entity"])}
        if "entity" in one and (f"{called}.{way}", "navigation property") not in told
        else one
        for way, one in entity["ways"].items()
    }
    return {
        "key": attributes.get(entity["key"], entity["key"]),
        "time": attributes.get(entity["time"], entity["time"]),
        "keys": [attributes.get(one, one) for one in entity["keys"]],
        "attributes": {attributes.get(one, one): type_ for one, type_ in entity["attributes"].items()},
        "ways": ways,
    }


def called_now(name: str, changes: list[Difference]) -> str:
    """The name of an entity of the older snapshot in the newer one."""
    for one in of("renamed", "entity", changes):
        if one.old == name:
            return one.new
    source, _, entity = name.partition("_")
    sources = {one.old: one.new for one in of("renamed", "data source", changes)}
    return f"{sources.get(source, source)}_{entity}"


def attributes_now(entity: str, changes: list[Difference]) -> dict[str, str]:
    """What attributes of an entity are called now."""
    renamed = of("renamed", "attribute", changes)
    return {one.old: one.new for one in renamed if one.name == f"{entity}.{one.old}"}


def change(one: Difference, entities: dict[str, Any], new: Model) -> None:
    """Change an entity as it is said to have changed."""
    entity, _, part = one.name.partition(".")
    if one.what == "primary key":
        entities[entity]["key"] = one.new or None
    elif one.what == "timestamp":
        entities[entity]["time"] = one.new or None
    elif one.what == "key attributes":
        entities[entity]["keys"] = one.new.split(", ") if one.new else []
    elif one.what == "attribute" and one.kind in ("added", "retyped"):
        entities[entity]["attributes"][part] = one.new
    elif one.what == "attribute" and one.kind == "removed":
        del entities[entity]["attributes"][part]
    elif one.what == "navigation property" and one.kind == "removed":
        del entities[entity]["ways"][part]
    elif one.what == "navigation property":
        entities[entity]["ways"][part] = new["entities"][entity]["ways"][part]


def related(changes: list[Difference], old: Model, new: Model) -> dict[str, Any]:
    """The relationships, which lead where they are said to."""
    names = {one.old: one.new for one in of("renamed", "relationship", changes)}
    found = {}
    for name, ends in old["relationships"].items():
        known = old["entities"]
        entities = [called_now(one, changes) if one in known else one for one in (ends[0], ends[2])]
        attributes = [
            attributes_now(entity, changes).get(one, one) if was in known else one
            for was, entity, one in zip((ends[0], ends[2]), entities, (ends[1], ends[3]), strict=True)
        ]
        found[names.get(name, name)] = [entities[0], attributes[0], entities[1], attributes[1], ends[4]]
    for one in changes:
        if one.what == "relationship" and one.kind == "removed":
            del found[one.name]
        elif one.what == "relationship" and one.kind in ("added", "changed"):
            found[one.name] = new["relationships"][one.name]
    return found


@given(SNAPSHOTS, SNAPSHOTS)
def test_what_is_said_to_have_changed_laid_over_a_snapshot_makes_the_newer_one(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    before, after = (read_snapshot("s.json", json.dumps(one).encode())[1] for one in (old, new))

    changes = drift(before, after)

    assert laid(changes, model(old), model(new)) == model(new)


OPPOSITE = {"added": "removed", "removed": "added"}


@given(SNAPSHOTS, SNAPSHOTS)
def test_what_is_told_the_other_way_round_is_the_opposite(old: dict[str, Any], new: dict[str, Any]) -> None:
    before, after = (read_snapshot("s.json", json.dumps(one).encode())[1] for one in (old, new))

    there = Counter((one.kind, one.what) for one in drift(before, after))
    back = Counter((OPPOSITE.get(one.kind, one.kind), one.what) for one in drift(after, before))

    assert there == back
