"""Faults in measures (ME): each in one that is added to the project."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from bench import planters
from planting import Edit, Expected, Plant

if TYPE_CHECKING:
    import random

    from bench import Bench, Fault, Found
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


def _sales(*changes: tuple[Path, Any], found: Path | None = None, **said: Any) -> Fault:
    """A fault of a measure that counts the sales of each customer: values at places, the last one wrong."""

    def fault(bench: Bench) -> Found:
        bench.sale()
        body = copy.deepcopy(_OF_SALES)
        for at, value in changes:
            target: Any = body
            for step in at[:-1]:
                target = target[step]
            target[at[-1]] = copy.deepcopy(value)
        return body, found or changes[-1][0], dict(said)

    fault.__name__ = f"{changes[-1][1]!r}"[:60]
    return fault


_OF_SALES: Value = {
    "name": "PlantedSales",
    "definition": {
        "kind": "entity",
        "type": "structured",
        "isProfile": True,
        "linkedEntities": [CUSTOMER, {"kind": "join", "entity": "Sale", "alias": "s"}],
        "variables": [{**NET, "expressionText": "s.Total / 2"}],
        "dimensions": [
            {"field": "c.CustomerId", "alias": "CustomerId"},
            {"field": "s.Shop", "alias": "Shop"},
        ],
        "aggregates": [{"operation": "sum", "field": "Net", "alias": "Spent"}],
        "dependencies": [{"qualifiedEntityName": "Sale", "relationshipNames": ["SaleToCustomer"]}],
    },
}
_SALE: Path = (*LINKED, 1)
_NAMED: Path = (*DEFINITION, "dependencies", 0, "relationshipNames")


def unknown_linked(bench: Bench) -> Found:
    """An entity that is counted on, and isn't there."""
    bench.sale()
    bench.store("segments", {"name": "Known", "state": "active"})
    bench.store("measures", {"name": "KnownFigure", "definition": bench.made.number()})
    bench.complete("segments", "measures", "entities")
    body = copy.deepcopy(_OF_SALES)
    body["definition"]["linkedEntities"][1]["entity"] = "Nowhere_atAll"
    body["definition"]["dependencies"] = []
    return body, (*_SALE, "entity")


def base_of_sales(bench: Bench) -> Found:
    """A measure of each customer that counts sales alone."""
    bench.sale()
    body = copy.deepcopy(_OF_SALES)
    linked = [{"kind": "base", "entity": "Sale", "alias": "s"}]
    body["definition"] |= {"linkedEntities": linked, "dependencies": []}
    body["definition"]["dimensions"][0]["field"] = "s.CustomerId"
    bench.declare("Sale", "attributes", "CustomerId", value="string")
    return body, LINKED


def without_key(bench: Bench) -> Found:
    """An entity without a key that is counted on."""
    bench.sale()
    bench.declare("Sale", "primaryKey", value=None)
    return copy.deepcopy(_OF_SALES), (*_SALE, "entity")


def not_connected(bench: Bench) -> Found:
    """An entity that no relationship joins to customers."""
    bench.sale(joined=False)
    body = copy.deepcopy(_OF_SALES)
    body["definition"]["dependencies"] = []
    return body, (*_SALE, "entity")


def left_out(bench: Bench) -> Found:
    """Relationships that don't lead from the one to the other."""
    bench.sale()
    bench.entity("Shops")
    bench.relate("SaleToShops", "Sale.Shop", "Shops.Id")
    body = copy.deepcopy(_OF_SALES)
    body["definition"]["dependencies"][0]["relationshipNames"] = ["SaleToShops"]
    return body, _NAMED


def filter_out_of_reach(bench: Bench) -> Found:
    """A filter by an entity that no relationship joins to what is counted."""
    bench.entity("Lonely")
    definition = bench.made.number()
    condition = {"attribute": "Lonely.Id", "comparisonOperator": "isNotNull"}
    body = {"name": "Planted", "definition": {**definition, "filteringCriteria": condition}}
    return body, (*DEFINITION, "filteringCriteria", "attribute"), {"part": "inside", "fragment": "Lonely"}


def across_paths(bench: Bench) -> Found:
    """Figures of two entities that stand on different paths."""
    bench.sale()
    bench.entity("Call", Caller="string")
    bench.relate("CallToCustomer", "Call.Caller", "Customer.CustomerId")
    body = copy.deepcopy(_OF_SALES)
    definition = body["definition"]
    definition["linkedEntities"].append({"kind": "join", "entity": "Call", "alias": "k"})
    definition["dependencies"] = []
    definition["aggregates"].append({"operation": "count", "field": "k.Id", "alias": "Calls"})
    return body, (*AGGREGATES, 1, "field")


def _stored(bench: Bench, change: Value) -> Value:
    """An update of a measure that the snapshot has, with another definition."""
    linked = [CUSTOMER, {"kind": "join", "entity": "Sale", "alias": "s"}]
    dimensions = [{"field": "c.CustomerId", "alias": "CustomerId"}]
    aggregates = [{"operation": "sum", "field": "s.Total", "alias": "Spent"}]
    kind = {"kind": "attribute", "type": "structured", "linkedEntities": linked}
    definition: Value = {**kind, "dimensions": dimensions, "aggregates": aggregates}
    bench.sale()
    bench.store("measures", {"name": "PlantedSales", "definition": definition})
    return {"displayName": "Sales", "definition": {**definition, **change}}


def another_kind(bench: Bench) -> Found:
    """Another kind than it has."""
    body = _stored(bench, copy.deepcopy(_OF_SALES["definition"]))
    return body, (*DEFINITION, "kind"), {"tail": "manage/measures/PlantedSales", "method": "PUT"}


def another_base(bench: Bench) -> Found:
    """Another base than it has."""
    linked = [{**CUSTOMER, "kind": "join"}, {"kind": "base", "entity": "Sale", "alias": "s"}]
    body = _stored(bench, {"linkedEntities": linked})
    return body, (*_SALE, "entity"), {"tail": "manage/measures/PlantedSales", "method": "PUT"}


def unknown_template(bench: Bench) -> Found:
    """A template that isn't there."""
    known = "3f0c1f9e-5a52-4b64-8c2f-0d7f6f2a1b11"
    template = {"name": "Template", "isTemplate": True, "templateId": known}
    bench.store("measures", {**template, "definition": bench.made.number()})
    if all(one.name != "UnifiedActivity" for one in bench.world.system):
        return None
    body = {"name": "Planted", "templateId": known[:-1] + "2", "definition": bench.made.number()}
    return body, ("templateId",), {"severity": "recommendation"}


def without_activities(bench: Bench) -> Found:
    """A template, where there are no activities."""
    if any(one.name == "UnifiedActivity" for one in bench.world.system):
        return None
    body = {"name": "Planted", "isCreatedFromTemplate": True, "definition": bench.made.number()}
    return body, ("isCreatedFromTemplate",)


def nested_scalar_flag(bench: Bench) -> Found:
    """The flag of single numbers on a measure by SQL of each customer."""
    sql = "SELECT CustomerId, COUNT(*) AS n FROM Customer GROUP BY CustomerId"
    definition = {"kind": "attribute", "type": "manual", "measureQuerySql": sql, "isManualQueryScalar": True}
    return {"name": "Planted", "definition": definition}, (*DEFINITION, "isManualQueryScalar")


_MORE: dict[str, tuple[Fault, ...]] = {
    "ME106": (nested_scalar_flag,),
    "ME109": (
        _sales(((*_SALE, "alias"), "s.t"), ((*_SALE, "alias"), "s.t")),
        _sales(((*LINKED, 1, "kind"), "joined")),
        _sales(((*LINKED, 1, "alias"), None)),
        _sales(((*LINKED, 1, "alias"), "c")),
    ),
    "ME110": (unknown_linked,),
    "ME111": (base_of_sales,),
    "ME112": (without_key,),
    "ME113": (_sales((_NAMED, ["SaleToCustomers"]), found=(*_NAMED, 0)),),
    "ME114": (not_connected, left_out),
    "ME115": (filter_out_of_reach,),
    "ME116": (across_paths,),
    "ME118": (
        _sales(((*DIMENSIONS, 1, "field"), "s.Shopp"), part="inside", fragment="Shopp"),
        _sales(((*AGGREGATES, 0, "field"), "s.Totale"), part="inside", fragment="Totale"),
        _sales(((*VARIABLES, 0, "expressionText"), "s.Totale / 2"), part="inside", fragment="Totale"),
    ),
    "ME122": (
        _sales(((*DIMENSIONS, 1, "field"), "s.Paid"), found=(*DIMENSIONS, 1)),
        _sales(((*DIMENSIONS, 1, "bucket"), "month")),
    ),
    "ME123": (
        _sales(((*AGGREGATES, 0, "field"), "s.Paid"), found=(*AGGREGATES, 0, "operation")),
        _sales(((*AGGREGATES, 0, "field"), "s.Shop"), found=(*AGGREGATES, 0, "operation")),
    ),
    "ME131": (another_kind, another_base),
    "ME132": (unknown_template, without_activities),
}

PLANTS: dict[str, tuple[Planter, ...]] = {
    code: tuple(_planter(code, *one) for one in faults) for code, faults in _FAULTS.items()
}
for _code, _ones in planters("manage/measures", _MORE).items():
    PLANTS[_code] = (*PLANTS.get(_code, ()), *_ones)
