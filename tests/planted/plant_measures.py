"""Faults in measures (ME): each in one that is added to the project."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from planting import Edit, Expected, Plant

if TYPE_CHECKING:
    import random

    from generator import Path, Project, Value
    from planting import Planter

DEFINITION: Path = ("definition",)
LINKED: Path = (*DEFINITION, "linkedEntities")
DIMENSIONS: Path = (*DEFINITION, "dimensions")
AGGREGATES: Path = (*DEFINITION, "aggregates")
VARIABLES: Path = (*DEFINITION, "variables")

CUSTOMER: Value = {"kind": "base", "entity": "Customer", "alias": "c"}
COUNT: Value = {"operation": "count", "field": "c.CustomerId", "alias": "Planted"}
NET: Value = {"kind": "arithmetic", "name": "Net", "dataType": "double", "expressionText": "2 * 3"}
MEASURE: Value = {
    "name": "PlantedMeasure",
    "definition": {
        "kind": "attribute",
        "type": "structured",
        "linkedEntities": [CUSTOMER],
        "variables": [NET],
        "dimensions": [{"field": "c.CustomerId", "alias": "CustomerId"}],
        "aggregates": [COUNT],
    },
}


def _planter(code: str, at: Path, value: Any, found: Path | None) -> Planter:
    """A planter that puts a value into a measure; the fault is there, unless elsewhere."""

    def plant(rng: random.Random, project: Project) -> Plant | None:
        edit, body = Edit(project), copy.deepcopy(MEASURE)
        target: Any = body
        for step in at[:-1]:
            target = target[step]
        target[at[-1]] = copy.deepcopy(value)
        file, place = edit.send(rng, "POST", "manage/measures", body=body)
        fault = Expected(code, file, (*place, "body", *(at if found is None else found)))
        if code == "ME127":  # at the part of the expression that is wrong
            fault = fault._replace(part="inside", fragment="(" if "(" in value else "0")
        return edit.plant(fault)

    plant.__name__ = f"{code} {value!r}"[:60]
    return plant


def _condition_groups(*groups: Value) -> Value:
    return {**NET, "expressionText": "c.CustomerId", "kind": "date", "variableConditionGroups": list(groups)}


_NULLS: Value = {"name": "c.CustomerId", "conditions": [{"kind": "replaceNulls", "to": 0}]}
_GROUPS: Path = (*VARIABLES, 0, "variableConditionGroups")
_FAULTS: dict[str, tuple[tuple[Path, Any, Path | None], ...]] = {
    "ME101": ((DEFINITION, {}, None),),
    "ME102": (((*DEFINITION, "kind"), "table", None),),
    "ME103": (((*DEFINITION, "type"), "free", None),),
    "ME104": (
        ((*DEFINITION, "measureQuerySql"), "SELECT 1 AS One FROM Customer", None),
        ((*DEFINITION, "type"), "manual", None),
    ),
    "ME105": ((DEFINITION, {"kind": "entity", "type": "manual"}, DEFINITION),),
    "ME106": (((*DEFINITION, "isManualQueryScalar"), True, None),),
    "ME107": ((AGGREGATES, [], None),),
    "ME108": (((*LINKED, 0, "kind"), "join", LINKED),),
    "ME117": (
        ((*AGGREGATES, 0, "field"), "d.CustomerId", None),
        ((*AGGREGATES, 0, "field"), "Nothing", None),
    ),
    "ME119": (((*AGGREGATES, 0, "field"), "", None), ((*DIMENSIONS, 0, "alias"), " ", None)),
    "ME120": (((*AGGREGATES, 0, "alias"), "a.b", None), ((*AGGREGATES, 0, "alias"), "FK_CustomerId", None)),
    "ME121": (((*DIMENSIONS, 0, "alias"), "planted", (*AGGREGATES, 0, "alias")),),
    "ME124": (((*AGGREGATES, 0, "operation"), "median", None),),
    "ME125": (((*VARIABLES, 0, "name"), "a b", None), ((*VARIABLES, 0, "kind"), "text", None)),
    "ME126": ((VARIABLES, [NET, {**NET, "name": "net"}], (*VARIABLES, 1, "name")),),
    "ME127": (
        ((*VARIABLES, 0, "expressionText"), "(2", None),
        ((*VARIABLES, 0, "expressionText"), "1 / 0", None),
    ),
    "ME128": (
        ((*VARIABLES, 0), _condition_groups(_NULLS, _NULLS), (*_GROUPS, 1, "name")),
        ((*VARIABLES, 0), _condition_groups({**_NULLS, "name": "c.Id"}), (*_GROUPS, 0, "name")),
    ),
    "ME129": ((DIMENSIONS, [], None),),
    "ME130": ((AGGREGATES, [COUNT, {**COUNT, "alias": "Another"}], (*AGGREGATES, 1)),),
    "ME133": ((("tags",), [f"tag {n}" for n in range(21)], ("tags", 20)),),
}

PLANTS = {code: tuple(_planter(code, *one) for one in faults) for code, faults in _FAULTS.items()}
