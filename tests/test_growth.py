"""What a check costs grows in step with each thing that a project can have more of.

Cost is the number of calls of functions, Python's own among them: the same on every machine.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from linter.diagnostic import Location
from linter.instance.drift import drift
from linter.instance.snapshot import Snapshot
from linter.kinds.laid import value_at
from linter.kinds.request import Request
from linter.planning.applied import applied
from linter.planning.plan import plan_of
from linter.reading.snapshots import read_snapshot
from linter.shapes.node import Node
from rules.conflict_resolution import output_still_used
from tests.counting import calls, grows_evenly, lines
from tests.projects import project_of
from tests.stage import STAGE

INSTANCE = "5a8c9e2d-0b1f-4c3a-9d7e-6f5b4a3c2d1e"
SOURCE = "f0e1d2c3-b4a5-4968-8776-655443322110"
RELATIONSHIPS = "manage/relationships.json"
Files = dict[str, Any]


def snapshot(entities: int = 2, attributes: int = 1) -> dict[str, Any]:
    columns = {"Id": "string", **{f"Column{n}": "string" for n in range(attributes)}}
    made = [
        {"name": f"e{n:04}x", "entityType": "profile", "primaryKey": "Id", "attributes": columns}
        for n in range(entities)
    ]
    source = {"dataSourceId": SOURCE, "name": "S", "entities": made}
    return {"snapshotVersion": 1, "instanceId": INSTANCE, "dataSources": [source]}


def of_nothing_alike(number: int) -> dict[str, Any]:
    made = snapshot(number)
    for each, one in enumerate(made["dataSources"][0]["entities"]):
        one["attributes"] = {"Id": "string", f"Column{each}": "string"}
    return made


def relationship(number: int, **properties: str) -> dict[str, str]:
    ends = {"fromEntityName": "S_e0000x", "toEntityName": "S_e0001x"}
    columns = {"fromAttributeName": "Id", "toAttributeName": "Id"}
    return {"name": f"R{number}", **ends, **columns, "cardinality": "manyToOne", **properties}


def with_relationships(number: int, configuration: str = "", **properties: str) -> Files:
    written = [relationship(each, **properties) for each in range(number)]
    return {"c360lint.toml": configuration, "snapshot.json": snapshot(), RELATIONSHIPS: written}


def request(number: int) -> dict[str, Any]:
    url = f"/api/instances/{INSTANCE}/manage/relationships/R{number}"
    return {"method": "PATCH", "url": url, "body": relationship(number)}


def update(name: str) -> dict[str, Any]:
    return {
        "method": "PATCH",
        "url": f"/api/instances/{INSTANCE}/manage/relationships/{name}",
        "body": {"cardinality": "manyToOne"},
    }


def with_requests(number: int, configuration: str = "") -> Files:
    requests = {f"requests/r{each}.json": request(each) for each in range(number)}
    return {"c360lint.toml": configuration, "snapshot.json": snapshot(), **requests}


def with_queries(number: int) -> Files:
    """As many queries, entities, relationships among them, and attributes of the master dataset."""

    def query(each: int) -> dict[str, str]:
        return {"method": "GET", "url": f"/api/instances/{INSTANCE}/data/S_e{each:04}x?$select=Id"}

    ends = [{"fromEntityName": f"S_e{each:04}x"} for each in range(number)]
    resolved = {"attributes": [{"name": f"A{each}"} for each in range(number)]}
    return {
        "snapshot.json": snapshot(number),
        RELATIONSHIPS: [{**relationship(each), **end} for each, end in enumerate(ends)],
        "conflations/default/conflictResolutionRules.json": resolved,
        **{f"requests/q{each}.json": query(each) for each in range(number)},
    }


def with_environments(number: int) -> Files:
    names = [f"s{each}.json" for each in range(number)]
    table = "[snapshots]\n" + "".join(f'e{each} = "{name}"\n' for each, name in enumerate(names))
    return {**with_relationships(20, table), **dict.fromkeys(names, snapshot(20))}


def suppressed(number: int) -> str:
    lines = [json.dumps(relationship(each, cardinality="x")) for each in range(number)]
    return "".join(f"- {line} # c360lint: ignore RL03 -- known\n" for line in lines)


def equal_keys(number: int) -> str:
    return "[{" + ", ".join(['"description": "x"'] * number) + "}]"


def plan(number: int) -> dict[str, Any]:
    return {"conflationOrder": [{"entityName": f"S_e{each:04}x"} for each in range(number)]}


def rules_of_plan(number: int) -> dict[str, Any]:
    left, right = ({"entityName": f"S_e000{each}x", "attributeName": "Id"} for each in (0, 1))
    criterion = {"left": left, "right": right, "exactMatch": True}
    rule = {"left": {"entityName": "S_e0000x"}, "right": {"entityName": "S_e0001x"}, "criteria": [criterion]}
    made = [{"name": f"r{each}", **rule} for each in range(number)]
    return {**plan(2), "matchRules": made}


def globs(key: str, number: int, *besides: str) -> str:
    return f"{key} = {json.dumps([*(f'm{each}x/**' for each in range(number)), *besides])}\n"


def suppressing_files(number: int) -> str:
    return "".join(f'[[suppress]]\nrule = "RL03"\nfiles = ["m{n}/**"]\nreason = "x"\n' for n in range(number))


def many_of(file: str, number: int, **names: str) -> Files:
    """The world of the rules' pages, with a file of it as a list of so many that differ in their names."""
    value = json.loads(STAGE[file])
    one = value[0] if isinstance(value, list) else value
    made = [{**one, **{key: f"{name}{each}" for key, name in names.items()}} for each in range(number)]
    return {**STAGE, file: made}


def stored_and_deleted(number: int) -> Files:
    """Segments that the instance has, and requests that delete what they are made of."""
    (segment,) = json.loads(STAGE["manage/segments.json"])
    declared = json.loads(STAGE["snapshot.json"])
    links = declared["relationships"]
    declared["segments"] = [{**segment, "name": f"Segment{each}"} for each in range(number)]
    declared["relationships"] = [*links, *({**links[0], "name": f"Link{each}"} for each in range(number))]
    url = f"/api/instances/{declared['instanceId']}/manage/relationships/Link"
    requests = [{"method": "DELETE", "url": f"{url}{each}"} for each in range(number)]
    return {**STAGE, "snapshot.json": declared, "manage/segments.json": [], "requests/delete.json": requests}


def taken_out(number: int) -> Files:
    """A plan that takes out so many entities, with as many segments that the instance has of them."""
    declared = snapshot(number)
    declared["conflations"] = [{"conflationId": "default", "conflationPlan": plan(number)}]
    one = {"attribute": "Id", "comparisonOperator": "isNotNull"}
    declared["segments"] = [segment_of(each, [one], [f"S_e{each:04}x"]) for each in range(number)]
    return {"snapshot.json": declared, "conflations/default/conflationPlan.json": plan(2)}


def segment_of(number: int, criteria: list[Any], path: list[str]) -> dict[str, Any]:
    rowset = {
        "rowsetOperation": "none",
        "criteria": {"logicalOperator": "and", "childCriterias": criteria},
        "paths": [path],
    }
    return {"name": f"S{number}", "segmentQueryExpression": {"type": "structured", "rowsets": [rowset]}}


def with_criteria(number: int) -> Files:
    """A segment of so many conditions."""
    one = {"attribute": "Customer.Points", "comparisonOperator": "greaterThan"}
    made = [{**one, "value": str(each)} for each in range(number)]
    return {**STAGE, "manage/segments.json": [segment_of(0, made, ["Customer"])]}


def with_hops(number: int) -> Files:
    """So many segments, each over relationships of which one end leads nowhere, and as many of those."""
    one = {"attribute": "Customer.Points", "comparisonOperator": "isNotNull"}
    links = [{**relationship(each), "fromEntityName": "PoS_posPurchases"} for each in range(number)]
    paths = [segment_of(each, [one], ["PoS_posPurchases", f"R{each}", "Customer"]) for each in range(number)]
    return {**STAGE, RELATIONSHIPS: links, "manage/segments.json": paths}


def with_updates_of_segments(number: int) -> Files:
    """So many segments that are planned, and as many that are updated."""
    files = many_of("manage/segments.json", number, name="Segment")
    (one,) = json.loads(STAGE["manage/segments.json"])
    updates = {
        f"manage/segments/Segment{each}.json": {**one, "name": f"Segment{each}"} for each in range(number)
    }
    return {**files, **updates}


def with_sources(number: int) -> Files:
    """So many data sources that the instance has, and a payload for each of them."""
    file = "manage/datasources/7e52d0f4-0c1b-4d96-a2e7-c4839b6f1d05.json"
    declared, payload = json.loads(STAGE["snapshot.json"]), json.loads(STAGE[file])
    (pos,) = (one for one in declared["dataSources"] if one["name"] == "PoS")
    ids = [f"00000000-0000-4000-8000-{each:012}" for each in range(number)]
    named = [(id_, f"Source{each}") for each, id_ in enumerate(ids)]
    declared["dataSources"] += [{**pos, "dataSourceId": id_, "name": name} for id_, name in named]
    metadata = payload["dataSourceMetadata"]
    made = {
        f"manage/datasources/{id_}.json": {**payload, "dataSourceMetadata": {**metadata, "name": name}}
        for id_, name in named
    }
    return {**STAGE, "snapshot.json": declared, **made}


def with_used_sources(number: int) -> Files:
    """The same with as many relationships."""
    (one, *_) = json.loads(STAGE[RELATIONSHIPS])
    return {**with_sources(number), RELATIONSHIPS: [{**one, "name": f"R{each}"} for each in range(number)]}


def with_self_conflations(number: int) -> Files:
    """So many conflations of which each matches an entity with itself."""
    made = STAGE["conflations/default/selfConflations.json"]
    return {**STAGE, **{f"conflations/c{each}/selfConflations.json": made for each in range(number)}}


def with_users_deleted(number: int) -> Files:
    """So many segments that the instance has, and requests that delete them and what they are made of."""
    one = {"attribute": "Id", "comparisonOperator": "isNotNull"}
    stored = [segment_of(each, [one], [f"S_e{each:04}x"]) for each in range(number)]
    paths = [f"manage/entities/S_e{each:04}x" for each in range(number)]
    paths += [f"manage/segments/{one['name']}" for one in stored]
    urls = [f"/api/instances/{INSTANCE}/{path}" for path in paths]
    deletions = {f"{each:04}.json": {"method": "DELETE", "url": url} for each, url in enumerate(urls)}
    return {"snapshot.json": {**snapshot(number), "segments": stored}, **deletions}


def with_made_sources(number: int) -> Files:
    """So many payloads that make a data source, and as many that say something of its entity."""
    made = {
        f"s{each}.json": {
            "method": "POST",
            "url": f"/api/instances/{INSTANCE}/manage/datasources",
            "body": {
                "dataSourceMetadata": {"name": f"Source{each}", "kind": "powerQuery", "entityNames": ["E"]}
            },
        }
        for each in range(number)
    }
    told = {
        f"manage/datasources/Source{each}/entities/E/entityInfo.json": {"friendlyName": "E"}
        for each in range(number)
    }
    return {"snapshot.json": snapshot(), **made, **told}


def with_many_self_conflations(number: int) -> Files:
    """So many self conflations that the instance has, and a payload for each of them."""
    declared = snapshot(number)
    names = [f"S_e{each:04}x" for each in range(number)]
    declared["conflations"] = [{"conflationId": "default"}]
    declared["selfConflations"] = [{"conflationId": "default", "entities": [name]} for name in names]
    bodies = [{"entities": [name], "description": "x"} for name in names]
    return {"snapshot.json": declared, "conflations/default/selfConflations.json": bodies}


def without_used_outputs(number: int) -> Files:
    """So many conflations, each of whose rules leave out what one of as many stored segments uses."""
    column = {"dataSourceName": "S", "entityName": "e0000x", "attributeName": "Id"}

    def rules(name: str) -> dict[str, Any]:
        made = {"name": name, "policy": {"kind": "importance"}, "sourceColumns": [column]}
        return {"conflatedEntity": "Customer", "attributes": [made]}

    declared = snapshot()
    declared["conflations"] = [
        {"conflationId": f"c{each}", "conflictResolutionRules": rules(f"A{each}")} for each in range(number)
    ]
    declared["segments"] = [
        segment_of(each, [{"attribute": f"A{each}", "comparisonOperator": "isNotNull"}], ["Customer"])
        for each in range(number)
    ]
    made = {f"conflations/c{each}/conflictResolutionRules.json": rules("Id") for each in range(number)}
    return {"snapshot.json": declared, **made}


def with_activities(number: int) -> Files:
    """So many entities of activities, each with what is said of it and a relationship."""
    declared = snapshot(number + 1)
    entities = declared["dataSources"][0]["entities"]
    for one in entities[1:]:
        one["entityType"] = "activity"
    infos = [
        {"entityName": one["name"], "entityType": "activity", "timestampFieldName": "Column0"}
        for one in entities[1:]
    ]
    links = [
        {**relationship(each), "fromEntityName": f"S_{one['name']}", "toEntityName": "S_e0000x"}
        for each, one in enumerate(entities[1:])
    ]
    file = f"manage/datasources/{SOURCE}/entities/entityInfo.json"
    return {"snapshot.json": declared, file: infos, RELATIONSHIPS: links}


def cdm_entity(number: int, attributes: int = 2, **more: Any) -> dict[str, Any]:
    """A document of an entity, each of whose attributes has a type of its own."""
    columns = [{"name": f"a{each}", "dataType": f"t{each}"} for each in range(attributes)]
    types = [{"dataTypeName": f"t{each}", "extendsDataType": "string"} for each in range(attributes)]
    entity = {"entityName": f"E{number}", "hasAttributes": columns, **more}
    return {"jsonSchemaSemanticVersion": "1.0.0", "imports": [], "definitions": [entity, *types]}


def cdm(number: int, *, extends: bool = False) -> Files:
    """A manifest of so many entities, each of which imports the next, and refers to it or extends it."""

    def document(each: int) -> dict[str, Any]:
        made = cdm_entity(each)
        entity = made["definitions"][0]
        if each + 1 < number:
            made["imports"] = [{"corpusPath": "types.cdm.json"}, {"corpusPath": f"e{each + 1}.cdm.json"}]
            following = {"name": "next", "entity": {"entityReference": f"E{each + 1}"}}
            if extends:
                entity["extendsEntity"] = f"E{each + 1}"
            else:
                entity["hasAttributes"].append(following)
        return made

    names = [f"e{each}.cdm.json" for each in range(number)]
    declared = [
        {"entityName": f"E{each}", "entityPath": f"{name}/E{each}"} for each, name in enumerate(names)
    ]
    return {
        "x.manifest.cdm.json": {"manifestName": "x", "entities": declared},
        "types.cdm.json": {"definitions": [{"dataTypeName": "string"}], "jsonSchemaSemanticVersion": "1.0.0"},
        **{name: document(each) for each, name in enumerate(names)},
    }


def csdl(number: int) -> str:
    types = "".join(
        f'<EntityType Name="E{n}"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String"/>'
        f'<NavigationProperty Name="To" Type="N.E0"/></EntityType>'
        for n in range(number)
    )
    sets = "".join(f'<EntitySet Name="S{n}" EntityType="N.E{n}"/>' for n in range(number))
    schema = f'<Schema Namespace="N">{types}<EntityContainer Name="C">{sets}</EntityContainer></Schema>'
    return f'<Edmx Version="4.0"><DataServices>{schema}</DataServices></Edmx>'


def described(schemas: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A description in OpenAPI whose paths list two of the schemas."""

    def answer(name: str) -> dict[str, Any]:
        schema = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
        return {"get": {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}}

    paths = {f"/{name}s": answer(name) for name in list(schemas)[:2]}
    return {"openapi": "3.0.1", "paths": paths, "components": {"schemas": schemas, **more}}


def with_shared_part(number: int) -> dict[str, Any]:
    names = [f"E{each}" for each in range(number)]
    part = {"$ref": "#/components/responses/all"}
    schemas = {name: {"properties": {"Id": {"type": "string"}, "all": part}} for name in names}
    shared = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
    return described(schemas, responses={"all": {"properties": shared}})


def chain_of_schemas(number: int, **around: Any) -> dict[str, Any]:
    """Schemas of which each is, or takes over, the next one."""
    schemas: dict[str, Any] = {}
    for each in range(number):
        reference = {"$ref": f"#/components/schemas/E{each + 1}"}
        schemas[f"E{each}"] = {"allOf": [reference]} if around else reference
    return described({**schemas, f"E{number}": {"properties": {"Id": {"type": "string"}}, **around}})


def model(number: int) -> dict[str, Any]:
    attributes = [{"name": f"a{each}", "dataType": "string"} for each in range(5)]
    entities = [{"$type": "LocalEntity", "name": f"e{n}", "attributes": attributes} for n in range(number)]
    return {"name": "M", "version": "1.0", "entities": entities, "relationships": []}


def declared(number: int, table: str, said: str) -> Files:
    """Rows of a CSV file, and as many tables of overrides, or lines of one."""
    lines = "".join(said.replace("#", str(each)) for each in range(number))
    return {"Orders.csv": "Id,BuyerId\n1,2\n", "o.toml": f"{table}\n{lines}"}


def stored_segment(number: int) -> dict[str, Any]:
    return {"name": f"S{number}", "segmentQueryExpression": {"type": "structured"}}


def taken_away(number: int, source: str, content: Any, table: str, name: str) -> Files:
    """A source, and overrides that take away so many things that it has."""
    lines = "".join(f"{name}{each} = false\n" for each in range(number))
    return {source: content, "o.toml": f"[{table}]\n{lines}"}


def of_a_renamed_source(number: int) -> Files:
    """A snapshot, and one whose data source is called otherwise, after which attributes and segments are."""

    def made(source: str) -> dict[str, Any]:
        one = snapshot(1, 0)
        one["dataSources"][0]["name"] = source
        attributes = {"Id": "string"} | {f"{source}_Key{each}": "string" for each in range(number)}
        customer = {"name": "Customer", "attributes": attributes}
        segments = [{"name": f"{source}_Segment{each}"} for each in range(number)]
        return {**one, "systemEntities": [customer], "segments": segments}

    return {"snapshot.json": made("Shop"), "new.json": made("Store")}


def of_new_sources(number: int) -> Files:
    """A snapshot, and one all of whose data sources have other names and IDs, and the same entities."""

    def made(source: str) -> dict[str, Any]:
        entities = [{"name": f"e{each}", "attributes": {f"a{each}": "string"}} for each in range(number)]
        sources = [
            {"dataSourceId": f"{source}{each}", "name": f"{source}{each}", "entities": [one]}
            for each, one in enumerate(entities)
        ]
        return {**snapshot(1), "dataSources": sources}

    return {"snapshot.json": made("Shop"), "new.json": made("Store")}


OVERRIDES = ("snapshot", "import", "Orders.csv", "--as", "Shop", "--overrides", "o.toml")


def unnamed(number: int) -> list[dict[str, str]]:
    """An answer of the API: relationships without names, all with the same ends."""
    return [{**relationship(each), "name": ""} for each in range(number)]


def stored_conflations(number: int) -> list[dict[str, Any]]:
    return [{"conflationId": f"c{each}", "conflationPlan": plan(1)} for each in range(number)]


def without_bases(number: int) -> str:
    types = "".join(f'<EntityType Name="E{n}" BaseType="X.B{n}"/>' for n in range(number))
    schema = f'<Schema Namespace="N">{types}</Schema>'
    return f'<Edmx Version="4.0"><DataServices>{schema}</DataServices></Edmx>'


def undefined(number: int) -> Files:
    """A manifest that misnames the entities of a document."""
    named = [
        {"type": "LocalEntity", "entityName": f"E{n}", "entityPath": f"d.cdm.json/Entty{n}"}
        for n in range(number)
    ]
    defined = [{"entityName": f"Entity{n}", "hasAttributes": []} for n in range(number)]
    return {
        "x.manifest.cdm.json": {"manifestName": "x", "entities": named},
        "d.cdm.json": {"jsonSchemaSemanticVersion": "1.0.0", "definitions": defined},
    }


def recased(number: int) -> Files:
    """A snapshot, and one whose attributes are new, or called the same but for case."""
    before, after = snapshot(2, number), snapshot(2, 0)
    for entity in after["dataSources"][0]["entities"]:
        entity["attributes"] = {"Id": "string"} | {
            f"{name}{each}": "string" for name in ("COLUMN", "New") for each in range(number)
        }
    return {"snapshot.json": before, "new.json": after}


def of_one_name(number: int) -> Files:
    """So many data sources that have an entity of one name, and as many relationships that name it."""
    entities = snapshot(1)["dataSources"][0]["entities"]
    sources = [
        {"dataSourceId": f"s{each}", "name": f"N{each}", "entities": entities} for each in range(number)
    ]
    links = [relationship(each, fromEntityName="e0000x", toEntityName="e0000x") for each in range(number)]
    return {"snapshot.json": {**snapshot(), "dataSources": sources}, RELATIONSHIPS: links}


def with_updates(number: int) -> Files:
    """So many relationships that the instance has, and requests that change one end of each."""
    stored = [relationship(each) for each in range(number)]
    updates = [
        {**update(one["name"]), "body": {"name": one["name"], "fromAttributeName": "Column0"}}
        for one in stored
    ]
    return {"snapshot.json": {**snapshot(), "relationships": stored}, "all.json": updates}


def with_unknown_conflations(number: int) -> Files:
    stored = [{"conflationId": f"stored{each}"} for each in range(number)]
    requests = [
        {"method": "GET", "url": f"/api/instances/{INSTANCE}/conflations/other{each}"}
        for each in range(number)
    ]
    return {"snapshot.json": {**snapshot(), "conflations": stored}, "all.json": requests}


def with_activities_of_no_relationship(number: int) -> Files:
    """So many activities that name a relationship of as many, none of which leads to a customer."""
    files = with_activities(number)
    for one in files[f"manage/datasources/{SOURCE}/entities/entityInfo.json"]:
        one["relationshipName"] = "R0"
    return files


AXES: dict[str, tuple[int, Callable[[int], Files]]] = {
    "files": (40, with_requests),
    "relationships and unknown ones": (
        60,
        lambda n: {
            "snapshot.json": {**snapshot(), "relationships": []},
            RELATIONSHIPS: [relationship(each) for each in range(n)],
            "all.json": [update(f"x{each}y") for each in range(n)],
        },
    ),
    "relationships": (60, with_relationships),
    "findings": (60, lambda n: with_relationships(n, cardinality="x")),
    "unknown names": (60, lambda n: {**with_relationships(n, fromEntityName="S_e000x")}),
    "entities": (200, lambda n: {"snapshot.json": snapshot(n), RELATIONSHIPS: [relationship(0)]}),
    "unknown entities in an entity information": (
        60,
        lambda n: {
            "snapshot.json": snapshot(),
            f"manage/datasources/{SOURCE}/entities/entityInfo.json": [
                {"entityName": f"x{each}y"} for each in range(n)
            ],
        },
    ),
    "attributes and unknown ones": (
        100,
        lambda n: {
            "snapshot.json": snapshot(2, n),
            RELATIONSHIPS: [relationship(each, fromAttributeName=f"x{each}y") for each in range(n)],
        },
    ),
    "steps of a plan": (
        50,
        lambda n: {"snapshot.json": snapshot(n), "conflations/default/conflationPlan.json": plan(n)},
    ),
    "environments": (4, with_environments),
    "overrides and findings": (
        60,
        lambda n: with_relationships(
            n,
            "".join(f'[[overrides]]\nfiles = ["m{n}-{each}/*"]\nignore = ["RL01"]\n' for each in range(n)),
            cardinality="x",
        ),
    ),
    "suppressions and findings": (
        100,
        lambda n: with_relationships(
            n,
            "".join(f'[[suppress]]\nrule = "RL03"\npath = "[R{each}]"\nreason = "x"\n' for each in range(n)),
            cardinality="x",
        ),
    ),
    "comments": (40, lambda n: {"snapshot.json": snapshot(), "manage/relationships.yaml": suppressed(n)}),
    "rules of a plan": (
        50,
        lambda n: {"snapshot.json": snapshot(), "conflations/default/conflationPlan.json": rules_of_plan(n)},
    ),
    "exclude": (100, lambda n: with_requests(5, globs("exclude", n))),
    "exclude and files": (40, lambda n: with_requests(n, globs("exclude", n))),
    "include and files": (40, lambda n: with_requests(n, globs("include", n, "requests/**"))),
    "suppressions by files": (
        60,
        lambda n: {
            **with_requests(n, suppressing_files(n)),
            **with_relationships(n, suppressing_files(n), cardinality="x"),
        },
    ),
    "data sources that have an entity of one name": (40, of_one_name),
    "updates of stored relationships": (60, with_updates),
    "unknown conflations": (60, with_unknown_conflations),
    "activities of no relationship": (40, with_activities_of_no_relationship),
    "suppressions of unknown rules": (
        60,
        lambda n: with_relationships(
            1,
            "".join(f'[[suppress]]\nrule = "RL0{each}x"\nfiles = ["*"]\nreason = "x"\n' for each in range(n)),
        ),
    ),
    "unknown keys": (
        100,
        lambda n: {"snapshot.json": snapshot(), RELATIONSHIPS: [{f"x{each}y": 1 for each in range(n)}]},
    ),
    "queries and relationships": (30, with_queries),
    "segments": (20, lambda n: many_of("manage/segments.json", n, name="Segment")),
    "conditions of a segment": (40, with_criteria),
    "hops of segments": (20, with_hops),
    "segments and updates of them": (20, with_updates_of_segments),
    "measures": (20, lambda n: many_of("manage/measures.json", n, name="Measure")),
    "derived entities": (20, lambda n: many_of("manage/derivedentities.json", n, name="Derived")),
    "insights": (
        20,
        lambda n: many_of("manage/insights.json", n, name="Insight", outputSegmentName="Output"),
    ),
    "schedules": (20, lambda n: many_of("workflows/main/schedules.json", n)),
    "segments and what is deleted of them": (20, stored_and_deleted),
    "entities that a plan takes out": (30, taken_out),
    "data sources": (10, with_sources),
    "data sources and relationships": (40, with_used_sources),
    "self conflations": (10, with_self_conflations),
    "activities": (40, with_activities),
    "equal keys": (100, lambda n: {"snapshot.json": snapshot(), RELATIONSHIPS: equal_keys(n)}),
}


CHECK = ("check", "--format", "concise")
COMMANDS: dict[str, tuple[tuple[str, ...], int, Callable[[int], Files]]] = {
    "refs of an entity, entities": (("refs", "e0001x"), 100, lambda n: {"snapshot.json": snapshot(n)}),
    "refs of an attribute, entities": (("refs", "Column0"), 100, lambda n: {"snapshot.json": snapshot(n)}),
    "refs, relationships": (("refs", "R1"), 60, with_relationships),
    "graph, entities": (("graph", "--format", "json"), 100, lambda n: {"snapshot.json": snapshot(n)}),
    "graph, relationships": (("graph", "--format", "json"), 60, with_relationships),
    "graph, findings": (
        ("graph", "--format", "json"),
        60,
        lambda n: with_relationships(n, fromAttributeName="x"),
    ),
    "svg, relationships": (("graph", "--format", "svg"), 200, with_relationships),
    "plan, files": (("plan",), 40, with_requests),
    "apply, what is deleted": (("snapshot", "apply", "-o", "new.json"), 40, stored_and_deleted),
    "diff, entities": (
        ("snapshot", "diff", "snapshot.json", "new.json"),
        100,
        lambda n: {"snapshot.json": snapshot(n), "new.json": snapshot(n + 1, 2)},
    ),
    "CSDL": (("snapshot", "import", "m.xml"), 60, lambda n: {"m.xml": csdl(n)}),
    "CDM, entities": (("snapshot", "import", "x.manifest.cdm.json"), 60, cdm),
    "CDM, attributes": (
        ("snapshot", "import", "x.cdm.json"),
        100,
        lambda n: {"x.cdm.json": cdm_entity(0, n)},
    ),
    "CDM, depth": (("snapshot", "import", "e0.cdm.json"), 15, lambda n: cdm(n, extends=True)),
    "model.json": (("snapshot", "import", "model.json"), 60, lambda n: {"model.json": model(n)}),
    "OpenAPI, a shared part": (
        ("snapshot", "import", "o.json"),
        60,
        lambda n: {"o.json": with_shared_part(n)},
    ),
    "OpenAPI, references": (("snapshot", "import", "o.json"), 60, lambda n: {"o.json": chain_of_schemas(n)}),
    "OpenAPI, allOf": (
        ("snapshot", "import", "o.json"),
        60,
        lambda n: {"o.json": chain_of_schemas(n, type="object")},
    ),
    "overrides, attributes": (
        OVERRIDES,
        60,
        lambda n: declared(n, "[entities.Orders.attributes]", 'A#b = "string"\n'),
    ),
    "overrides, segments": (OVERRIDES, 60, lambda n: declared(n, "", '[segments.S#t]\ndescription = "a"\n')),
    "overrides, data sources": (
        OVERRIDES,
        60,
        lambda n: declared(n, "", '[data-sources.D#t]\nid = "#"\nnew = true\n'),
    ),
    "overrides, new entities": (
        OVERRIDES,
        60,
        lambda n: declared(n, "", '[entities.Shop_E#t]\nnew = true\nattributes = {a = "string"}\n'),
    ),
    "overrides, system entities": (
        OVERRIDES,
        60,
        lambda n: declared(n, "", '[system-entities.E#t]\nnew = true\nprimary-key = "a"\n'),
    ),
    "overrides, removed entities": (
        ("snapshot", "import", "m.xml", "--as", "Shop", "--overrides", "o.toml"),
        60,
        lambda n: taken_away(n, "m.xml", csdl(n), "entities", "S"),
    ),
    "overrides, removed segments": (
        ("snapshot", "import", "s.json", "--overrides", "o.toml"),
        60,
        lambda n: taken_away(n, "s.json", [stored_segment(each) for each in range(n)], "segments", "S"),
    ),
    "overrides, loose ends": (
        OVERRIDES,
        60,
        lambda n: declared(
            n,
            "",
            '[relationships.R#t]\nfrom-entity-name = "Shop_E#"\nfrom-attribute-name = "a"\n'
            'to-entity-name = "Shop_Orders"\nto-attribute-name = "b#"\n',
        ),
    ),
    "diff, a renamed data source": (
        ("snapshot", "diff", "snapshot.json", "new.json"),
        60,
        of_a_renamed_source,
    ),
    "diff, new data sources": (("snapshot", "diff", "snapshot.json", "new.json"), 60, of_new_sources),
    "relationships without names": (("snapshot", "import", "r.json"), 60, lambda n: {"r.json": unnamed(n)}),
    "stored conflations": (("snapshot", "import", "c.json"), 60, lambda n: {"c.json": stored_conflations(n)}),
    "CSDL, unknown bases": (("snapshot", "import", "m.xml"), 60, lambda n: {"m.xml": without_bases(n)}),
    "CDM, misnamed entities": (("snapshot", "import", "x.manifest.cdm.json"), 60, undefined),
    "diff, attributes": (("snapshot", "diff", "snapshot.json", "new.json"), 120, recased),
    "an insight, entities": (("new", "insightInput"), 60, lambda n: {"snapshot.json": snapshot(n, 3)}),
    "an insight, entities of nothing alike": (
        ("new", "insightInput"),
        60,
        lambda n: {"snapshot.json": of_nothing_alike(n)},
    ),
    "SARIF": (("check", "--format", "sarif"), 60, lambda n: with_relationships(n, cardinality="x")),
}


def cost(
    folder: Path, files: Files, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...] = CHECK
) -> int:
    """How many calls it takes to check a project, or another command on it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    monkeypatch.chdir(folder)
    return calls(CliRunner().invoke, main, arguments, catch_exceptions=False)


@pytest.mark.parametrize("axis", AXES)
def test_cost_grows_in_step_with_what_a_project_has_more_of(
    axis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, files = AXES[axis]

    assert grows_evenly(lambda many: cost(tmp_path / f"{many}", files(many), monkeypatch), number)


def marked(name: str) -> Files:
    """A relationship, a segment and a query that name something by nothing but marks."""
    one = {"attribute": name.replace("_", "."), "comparisonOperator": "greaterThan", "value": "1"}
    instance = json.loads(STAGE["snapshot.json"])["instanceId"]
    asked = {"method": "GET", "url": f"/api/instances/{instance}/data/Customer?$select={name}"}
    return {
        **STAGE,
        RELATIONSHIPS: [relationship(0, toEntityName=name)],
        "manage/segments.json": [segment_of(0, [one], ["Customer"])],
        "requests/asked.json": asked,
    }


def test_a_name_that_is_nothing_but_marks_costs_what_any_costs_that_is_as_long_as_none_that_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cost(tmp_path / "first", marked("_"), monkeypatch)  # what is done once a process

    some, many = (cost(tmp_path / f"{number}", marked("_" * number), monkeypatch) for number in (200, 4000))

    assert many < 1.1 * some


def test_attributes_that_nobody_asks_for_cost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_attributes(number: int) -> Files:
        return {"snapshot.json": snapshot(20, number), RELATIONSHIPS: [relationship(0)]}

    cost(tmp_path / "first", with_attributes(2), monkeypatch)

    few, many = (cost(tmp_path / f"{n}", with_attributes(n), monkeypatch) for n in (50, 200))
    assert many == few


@pytest.mark.parametrize("axis", COMMANDS)
def test_what_other_commands_cost_grows_in_step_too(
    axis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, number, files = COMMANDS[axis]

    assert grows_evenly(lambda many: cost(tmp_path / f"{many}", files(many), monkeypatch, arguments), number)


def test_links_to_folders_cost_the_same_however_many_projects_there_are_besides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_links(links: int, projects: int) -> int:
        folder = tmp_path / f"{links}-{projects}"
        for number in range(links):
            (folder / f"payloads/{number}").mkdir(parents=True)
            (folder / f"link{number}").symlink_to(f"payloads/{number}")
        others = {f"areas/{number}/c360lint.toml": "" for number in range(projects)}
        return cost(folder, {**with_requests(1, ""), **others}, monkeypatch, (*CHECK, "requests"))

    with_links(1, 1)  # what is done once a process

    assert with_links(40, 40) - with_links(1, 40) < 1.2 * (with_links(40, 2) - with_links(1, 2))


CLEAN = {
    "snapshot.json": {**snapshot(20), "relationships": [relationship(0)]},
    "manage/relationships/R0.json": {"description": "x"},
    **{
        f"areas/{n}/manage/relationships.json": relationship(n, fromEntityName=f"S_e{n:04}x")
        for n in range(2, 20)
    },
}


def test_a_run_lists_each_folder_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[str] = []
    scandir = os.scandir

    def counted(folder: str) -> Any:
        listed.append(os.path.normpath(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", counted)
    cost(tmp_path, CLEAN, monkeypatch)
    monkeypatch.undo()

    folders = [tmp_path, *(one for one in tmp_path.rglob("*") if one.is_dir())]
    assert sorted(listed) == sorted(map(str, folders))


def test_no_place_of_a_clean_body_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    at = Node.at

    def counted(node: Node, *names: Any) -> Location:
        made.append(node.document)
        return at(node, *names)

    monkeypatch.setattr(Node, "at", counted)
    cost(tmp_path, CLEAN, monkeypatch)

    assert set(made) <= {"snapshot.json"}


def lines_of_rule(files: Files) -> int:
    """How many lines are run to look for outputs that are still used; what is read once isn't counted."""
    project = project_of(files)
    list(output_still_used.check(project))
    return lines(lambda: list(output_still_used.check(project)))


def test_what_rules_leave_out_is_looked_for_among_all_uses_once() -> None:
    assert grows_evenly(lambda number: lines_of_rule(without_used_outputs(number)), 10)


def test_what_comes_before_a_deletion_is_looked_for_once() -> None:
    def cost_of(number: int) -> int:
        return calls(plan_of, project_of(with_users_deleted(number)))

    assert grows_evenly(cost_of, 20)


def test_relationships_of_a_renamed_data_source_are_compared_at_the_same_cost_each() -> None:
    def made(name: str, number: int) -> Snapshot:
        value = snapshot(number)
        value["dataSources"][0]["name"] = name
        value["relationships"] = [
            relationship(each, fromEntityName=f"{name}_e{each:04}x", toEntityName=f"{name}_e0000x")
            for each in range(number)
        ]
        return read_snapshot("s.json", json.dumps(value).encode())[1]

    def cost_of(number: int) -> int:
        return lines(drift, made("S", number), made("T", number))

    assert grows_evenly(cost_of, 200)


def calls_of_applying(files: Files) -> int:
    """How many calls it takes to lay all payloads over the snapshot."""
    project = project_of(files)

    def raw(request: Request) -> Any:
        return value_at(files[request.document], request.body_path)

    return calls(applied, project, project.snapshots[0], files["snapshot.json"], raw)


@pytest.mark.parametrize("files", [with_made_sources, with_many_self_conflations])
def test_a_payload_is_laid_at_the_same_cost_however_many_there_are(files: Callable[[int], Files]) -> None:
    assert grows_evenly(lambda number: calls_of_applying(files(number)), 30)
