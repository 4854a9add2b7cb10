"""The schema files are current, valid, and say what the models and the reader say."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

from linter.diagnostic import SEVERITIES
from linter.instance.generations import GENERATIONS
from linter.kinds.routes import laid_out
from linter.models.configuration import Configuration, Severity
from linter.models.report import DiagnosticReport
from linter.schema import FOLDER, MODELS, render, root_of, schema_of
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from tests.stage import STAGE

REPO = Path(__file__).parent.parent

REFERENCE = {"dataSourceName": "Shop", "entityName": "Buyers"}
COLUMN = {**REFERENCE, "attributeName": "EMail", "normalizations": ["textToLowerCase"]}
CRITERION = {
    "kind": "fuzzy",
    "precision": 0.8,
    "leftColumn": COLUMN,
    "rightColumn": {"attributeName": "Mail"},
}
PLAN = {
    "conflationOrder": [REFERENCE, "Loyalty_Members"],
    "entityConflationInformation": [{**REFERENCE, "primaryKey": "Id"}],
    "conflationPlans": [
        {
            "leftEntities": [REFERENCE],
            "rightEntity": "Loyalty_Members",
            "includeAllRecords": True,
            "rules": [{"name": "Mail", "isActive": True, "criteria": [CRITERION], "exceptions": []}],
        }
    ],
}
RELATIONSHIP = {
    "name": "BuyersToMembers",
    "fromEntityName": "Shop_Buyers",
    "fromAttributeName": "Id",
    "toEntityName": "Loyalty_Members",
    "toAttributeName": "Id",
    "cardinality": "manyToOne",
}
EXAMPLES: dict[str, Any] = {
    "entityRecord": {"CustomerId": "4711", "Points": 3, "Vip": True, "Note": None},
    "entityInformation": {
        "dataSources": [{"dataSourceName": "Shop", "entities": [{"entityName": "Buyers"}]}]
    },
    "conflationPlan": PLAN,
    "conflictResolutionRules": {
        "conflatedEntity": "Customer",
        "attributes": [
            {
                "name": "EMail",
                "policy": {"kind": "mostRecent", "recencyColumns": [COLUMN]},
                "sourceColumns": [COLUMN],
            }
        ],
        "groups": [
            {"name": "G", "sources": [{"entity": REFERENCE, "columns": ["A"], "recencyColumn": None}]}
        ],
        "excludedColumns": [COLUMN],
    },
    "entityInfo": [
        {
            "entityName": "Visits",
            "entityType": "activity",
            "semanticLabels": [{"attributeName": "On", "label": "x"}],
        }
    ],
    "relationships": [RELATIONSHIP],
    "request": [{"method": "GET", "url": "/api", "headers": {"Accept": "x"}, "body": None}],
    "snapshot": {
        "snapshotVersion": 1,
        "instanceId": "i",
        "complete": {"entities": True},
        "dataSources": [
            {
                "dataSourceId": "d",
                "name": "Shop",
                "entities": [{"name": "Buyers", "attributes": {"Id": "string", "Mail": {"type": "string"}}}],
            }
        ],
        "relationships": [RELATIONSHIP],
        "conflations": [{"conflationId": "c", "conflationPlan": PLAN}],
        "roleAssignments": [{"principalId": "p", "roles": ["Administrator"]}],
    },
    "configuration": {
        "include": ["**/*.json"],
        "files": {"a/{conflationId}.json": "PATCH /x"},
        "snapshot": ["a.json"],
        "api": "2020-04",
        "severity": {"CP01": "warning"},
        "overrides": [{"files": ["x"], "ignore": ["CP"]}],
        "schemas": [{"files": ["x"], "schema": "s.json"}],
    },
    "overrides": {
        "instance-id": "i",
        "complete": {"entities": False},
        "data-sources": {"Shop": {"id": "7"}},
        "entities": {"Buyers": {"primary-key": "Id", "attributes": {"Id": "guid", "Mail": {"type": "x"}}}},
    },
    "baseline": {
        "version": 1,
        "findings": [
            {
                "rule": "CP02",
                "kind": "conflationPlan",
                "path": "conflationplans[E_a].rules[Email]",
                "arguments": ["E_a", "EMial"],
                "count": 1,
                "file": "conflationPlan.json",
            }
        ],
    },
    "report": {
        "version": 1,
        "summary": {
            "documents": 1,
            "errors": 0,
            "warnings": 0,
            "recommendations": 0,
            "heldBack": 0,
            "suppressed": 0,
            "baselined": 0,
            "notChecked": 1,
        },
        "diagnostics": [],
        "notChecked": [{"code": "IN02", "reason": "r", "needs": "n", "files": ["f"], "places": []}],
        "heldBack": [],
        "read": {
            "kinds": {"relationships": 1},
            "snapshots": [],
            "passedOver": [],
            "requestsOfOthers": [],
            "tooLarge": [],
        },
    },
}

KINDS = pytest.mark.parametrize("kind", list(MODELS))


@KINDS
def test_the_schema_file_is_current(kind: str) -> None:
    written = (FOLDER / f"{kind}.schema.json").read_text("utf-8")

    assert written == render(kind), "python -m linter.schema renews the schemas"


@KINDS
def test_the_schema_is_a_valid_one(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@KINDS
def test_every_property_has_a_description(kind: str) -> None:
    for name, definition in schema_of(kind)["$defs"].items():
        bare = [
            key for key, member in definition.get("properties", {}).items() if "description" not in member
        ]
        assert bare == [], name


@KINDS
def test_the_example_is_a_good_one(kind: str) -> None:
    assert accepts_schema(kind, staged(kind))
    assert accepts_model(kind, staged(kind))


def staged(kind: str) -> Any:
    """Return the example of a kind: the one here, or else the file of the stage behind the rules' pages."""
    if kind in EXAMPLES:
        return EXAMPLES[kind]
    if f"requests/{kind}.json" in STAGE:  # it has no file of its own
        return json.loads(STAGE[f"requests/{kind}.json"])["body"]
    files = [text for name, text in STAGE.items() if (route := laid_out(name)) and route.kind == kind]
    assert files, f"rules/world/ has no file of kind {kind}"
    return json.loads(files[0])


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind))


@cache
def adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(root_of(kind))


def accepts_schema(kind: str, value: Any) -> bool:
    return validator(kind).is_valid(value)


def accepts_model(kind: str, value: Any) -> bool:
    try:
        adapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path]
    items: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, item in items:
        found += places(item, (*path, key))
    return found


@st.composite
def mutations(draw: st.DrawFn, kind: str) -> Any:
    """An example with one value dropped, replaced or added."""
    value = copy.deepcopy(staged(kind))
    path = draw(st.sampled_from([place for place in places(value) if place]))
    parent = value
    for step in path[:-1]:
        parent = parent[step]
    change = draw(st.sampled_from(["drop", "add", "swap"]))
    if change == "drop":
        del parent[path[-1]]
    elif change == "add" and isinstance(parent, dict):
        parent["unheardOf"] = 1
    else:
        # 1.0 is an integer to JSON Schema and none to a strict model: the one known disagreement
        parent[path[-1]] = draw(st.sampled_from([None, True, 3, 1.5, "text", [], {}, [None], {"a": 1}]))
    return value


@KINDS
@settings(max_examples=60)
@given(data=st.data())
def test_model_and_schema_agree_on_broken_examples(kind: str, data: st.DataObject) -> None:
    value = data.draw(mutations(kind))

    assert accepts_model(kind, value) == accepts_schema(kind, value)


SHAPES = {"conflationPlan": "ConflationPlan", "conflictResolutionRules": "ConflictResolutionRules"}


@pytest.mark.parametrize("kind", list(SHAPES))
@settings(max_examples=80)
@given(data=st.data())
def test_the_reader_finds_a_fault_exactly_where_the_schema_refuses(kind: str, data: st.DataObject) -> None:
    value = data.draw(mutations(kind))

    reading = read(value, shape_of(kind), "file.json")
    assert reading.sound == accepts_schema(kind, value), json.dumps(value)


def test_the_models_know_the_severities_and_generations_that_there_are() -> None:
    def choices(model: type[BaseModel], name: str) -> set[str]:
        return {
            one for part in get_args(model.model_fields[name].annotation) for one in get_args(part) or [part]
        }

    assert choices(Configuration, "api") == {*GENERATIONS, type(None)}
    assert choices(Configuration, "fail_level") == {*SEVERITIES, "never", type(None)}
    assert choices(DiagnosticReport, "severity") == set(get_args(Severity)) == set(SEVERITIES)
