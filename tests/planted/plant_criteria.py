"""Faults in the queries of segments (SG) and in criteria (CQ): each in a segment that is added."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from planting import Edit, Expected, Plant

if TYPE_CHECKING:
    import random

    from generator import Path, Project, Value
    from planting import Planter

ROWSETS: Path = ("segmentQueryExpression", "rowsets")
CRITERIA: Path = (*ROWSETS, 0, "criteria")
FIRST: Path = (*CRITERIA, "childCriterias", 0)

IS: Value = {"attribute": "CustomerId", "comparisonOperator": "isNotNull"}
EQUAL: Value = {"attribute": "Customer.CustomerId", "comparisonOperator": "equals", "value": "a"}
ANOTHER: Value = {**EQUAL, "value": "b"}
NOT_EQUAL: Value = {**EQUAL, "comparisonOperator": "notEquals"}
SEGMENT: Value = {
    "name": "PlantedSegment",
    "segmentQueryExpression": {
        "type": "structured",
        "rowsets": [{"criteria": {"logicalOperator": "and", "childCriterias": [IS]}}],
    },
}


def _planter(code: str, at: Path, value: Any, found: Path | None, severity: str) -> Planter:
    """A planter that puts a value into a segment; the fault is there, unless elsewhere."""

    def plant(rng: random.Random, project: Project) -> Plant | None:
        edit, body = Edit(project), copy.deepcopy(SEGMENT)
        target: Any = body
        for step in at[:-1]:
            target = target[step]
        target[at[-1]] = copy.deepcopy(value)
        file, place = edit.send(rng, "POST", "manage/segments", body=body)
        expected = (*place, "body", *(at if found is None else found))
        return edit.plant(Expected(code, file, expected, severity=severity))

    plant.__name__ = f"{code} {value!r}"[:60]
    return plant


def _below(value: Value, name: str) -> tuple[Path, Any, Path]:
    return FIRST, value, (*FIRST, name)


def _here(value: Value) -> tuple[Path, Any, Path]:
    return FIRST, value, FIRST


def _joined(word: str, one: Value, other: Value) -> tuple[Path, Any, Path]:
    joined = {"logicalOperator": word, "childCriterias": [one, other]}
    return FIRST, joined, (*FIRST, "childCriterias", 1)


_FAULTS: dict[str, tuple[tuple[Path, Any, Path | None], ...]] = {
    "CQ101": (_here({"attribute": "CustomerId", "value": "a"}),),
    "CQ102": (_here({**EQUAL, "childCriterias": [IS]}),),
    "CQ103": (_below({"logicalOperator": "or", "childCriterias": []}, "childCriterias"),),
    "CQ104": (_here({**EQUAL, "logicalOperator": "and"}),),
    "CQ105": (_below({"attribute": "CustomerId", "comparisonOperator": "all"}, "attribute"),),
    "CQ106": (_below({**IS, "value": "a"}, "value"), _below({**IS, "listOfValues": ["a"]}, "listOfValues")),
    "CQ107": (_here({"attribute": "CustomerId", "comparisonOperator": "startsWith"}),),
    "CQ108": (_below({**IS, "comparisonOperator": "isIn", "listOfValues": []}, "listOfValues"),),
    "CQ109": (
        (
            FIRST,
            {**IS, "comparisonOperator": "isIn", "listOfValues": ["a", None]},
            (*FIRST, "listOfValues", 1),
        ),
    ),
    "CQ113": (_below({**IS, "ignoreCase": True}, "ignoreCase"),),
    "CQ116": (_here({"comparisonOperator": "equals", "value": "a"}),),
    "CQ119": (_joined("and", EQUAL, ANOTHER),),
    "CQ121": (
        _joined("or", NOT_EQUAL, {**NOT_EQUAL, "value": "b"}),
        _below({"attribute": "CustomerId", "comparisonOperator": "contains", "value": ""}, "value"),
    ),
    "CQ123": (_here({"childCriterias": [IS, EQUAL]}),),
    "SG102": ((("segmentQueryExpression",), None, ("segmentQueryExpression",)),),
    "SG103": (((*ROWSETS[:1], "type"), "custom", None), ((*ROWSETS[:1], "type"), "manual", None)),
    "SG104": ((ROWSETS, [], None), (CRITERIA, None, None)),
    "SG105": ((ROWSETS, [{"criteria": {"comparisonOperator": "all"}}] * 2, (*ROWSETS, 1)),),
    "SG107": ((ROWSETS[:1], {"type": "manual"}, None),),
    "SG110": ((("tags",), [f"tag {n}" for n in range(21)], ("tags", 20)),),
}
_MILD = {"CQ119": "warning", "CQ121": "warning", "CQ123": "warning"}

PLANTS = {
    code: tuple(_planter(code, *one, _MILD.get(code, "error")) for one in faults)
    for code, faults in _FAULTS.items()
}
