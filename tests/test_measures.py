"""Measures: what their rules leave to others, what stays open, and what expressions say."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import main
from linter.kinds.expressions import expression_of
from tests.projects import RELATIONSHIP, RELATIONSHIPS_FILE, SNAPSHOT, Files, plan, reported, said, write

FILE = "manage/measures.json"

STORED: dict[str, Any] = copy.deepcopy(SNAPSHOT)
STORED["dataSources"][0]["entities"] += [
    {
        "name": "Sales",
        "primaryKey": "Id",
        "attributes": {
            "Id": "string",
            "Buyer": "string",
            "Sum": "decimal",
            "Unit Price": "double",
            "At": "date",
        },
    },
    {
        "name": "Items",
        "primaryKey": "Id",
        "attributes": {"Id": "string", "Sale": "string", "Number": "int32"},
    },
    {"name": "Alone", "primaryKey": "Id", "attributes": {"Id": "string", "Size": "int32"}},
]
STORED["dataSources"][0]["entities"][1]["attributes"] = {
    **STORED["dataSources"][0]["entities"][1]["attributes"],
    "CustomerId": "string",
}
STORED["relationships"] = [
    {
        "name": "SalesToBuyers",
        "fromEntityName": "Shop_Sales",
        "fromAttributeName": "Buyer",
        "toEntityName": "Shop_Buyers",
        "toAttributeName": "Id",
        "cardinality": "manyToOne",
    },
    {
        "name": "ItemsToSales",
        "fromEntityName": "Shop_Items",
        "fromAttributeName": "Sale",
        "toEntityName": "Shop_Sales",
        "toAttributeName": "Id",
        "cardinality": "manyToOne",
    },
    {**RELATIONSHIP},
]
STORED["conflations"][0]["conflationPlan"] = plan()
STORED["systemEntities"] = [
    {
        "name": "Customer",
        "primaryKey": "CustomerId",
        "attributes": {"CustomerId": "string", "City": "string", "Age": "int32"},
    },
    {"name": "Customer_Measure", "primaryKey": "CustomerId", "attributes": {"CustomerId": "string"}},
    {"name": "UnifiedActivity", "primaryKey": "Id", "attributes": {"Id": "string", "CustomerId": "string"}},
]

CUSTOMER = {"kind": "base", "entity": "Customer", "alias": "c"}
SALES = {"kind": "join", "entity": "Shop_Sales", "alias": "s"}
ITEMS = {"kind": "join", "entity": "Shop_Items", "alias": "i"}
VISITS = {"kind": "join", "entity": "Shop_Visits", "alias": "v"}
ALONE = {"kind": "join", "entity": "Shop_Alone", "alias": "a"}
ID = {"field": "c.CustomerId", "alias": "CustomerId"}
TOTAL = {"operation": "sum", "field": "s.Sum", "alias": "Total"}
DEFINITION: dict[str, Any] = {
    "kind": "attribute",
    "linkedEntities": [CUSTOMER, SALES],
    "dimensions": [ID],
    "aggregates": [TOTAL],
}
QUERY = "SELECT COUNT(*) AS N FROM Shop_Sales"


def measure(**changes: Any) -> Files:
    """Return a measure whose definition has some parts changed; None takes one out."""
    definition = {name: one for name, one in {**DEFINITION, **changes}.items() if one is not None}
    return {FILE: {"name": "Total", "definition": definition}}


def linked(*entities: dict[str, str], **changes: Any) -> Files:
    return measure(linkedEntities=[CUSTOMER, SALES, *entities], **changes)


def variable(expression: str, **more: Any) -> Files:
    one = {"kind": "arithmetic", "name": "Net", "dataType": "double", "expressionText": expression, **more}
    return linked(ITEMS, variables=[one], aggregates=[{**TOTAL, "field": "Net"}])


def stored(**changes: Any) -> Files:
    return {"snapshot.json": {**STORED, **changes}}


def filtered(attribute: str) -> dict[str, Any]:
    return {"attribute": attribute, "comparisonOperator": "equals", "value": "1"}


def business(*dimensions: dict[str, str], **changes: Any) -> Files:
    return measure(kind="entity", isProfile=False, dimensions=list(dimensions), **changes)


OTHER: dict[str, Any] = {
    "name": "Other",
    "definition": {
        "kind": "entity",
        "linkedEntities": [{**SALES, "kind": "base"}],
        "dimensions": [{"field": "s.Buyer", "alias": "B"}],
        "aggregates": [{"operation": "sum", "field": "s.Sum", "alias": "N"}],
    },
}


class Case(NamedTuple):
    """Files laid over the snapshot, and what the rules of their family say of them."""

    sentence: str
    files: Files
    said: list[str]
    rule: str = "ME"


CASES = [
    Case("a measure is clean", measure(), []),
    Case(
        "a query is clean",
        {FILE: {"name": "N", "definition": {"kind": "entity", "measureQuerySql": QUERY}}},
        [],
    ),
    Case("an empty measure is one finding", {FILE: {}}, ["ME101 "]),
    Case(
        "so is each empty one of a list",
        {FILE: [{}, {"name": "A", "definition": {}}]},
        ["ME101 /0", "ME101 /1/definition"],
    ),
    Case("a malformed definition is another rule's", {FILE: {"name": "A", "definition": 5}}, []),
    Case("malformed parts are another rule's", measure(aggregates=5, linkedEntities=5), []),
    Case(
        "a PATCH may leave the definition as it is",
        {
            "requests/one.json": {
                "method": "PATCH",
                "url": "/api/instances/main/manage/measures/Total",
                "body": {"displayName": "T"},
            }
        },
        [],
    ),
    Case("a PUT may not", {"manage/measures/Total.json": {"displayName": "T"}}, ["ME101 "]),
    Case("a kind must be said", measure(kind=None), ["ME102 /definition"]),
    Case(
        "where nothing is linked, no alias is known",
        measure(linkedEntities=[]),
        ["ME107 /definition/linkedEntities", "held back: 2"],
    ),
    Case(
        "the aliases of a change are those of the measure that there is",
        {
            **stored(measures=[{"name": "Total", "definition": DEFINITION}]),
            "r.json": {
                "method": "PATCH",
                "url": "/api/instances/main/manage/measures/Total",
                "body": {"definition": {"kind": "attribute", "aggregates": [TOTAL]}},
            },
        },
        [],
    ),
    Case(
        "what has no name may be what is counted on",
        {
            FILE: [
                {"definition": OTHER["definition"]},
                {
                    "name": "Most",
                    "definition": {
                        "kind": "entity",
                        "isScalar": True,
                        "linkedEntities": [{"kind": "base", "entity": "Some", "alias": "n"}],
                        "aggregates": [{"operation": "max", "field": "n.N", "alias": "M"}],
                    },
                },
            ],
            **stored(measures=[], segments=[]),
        },
        ["ME110? a measure has no name, and may be the one that is meant"],
    ),
    Case(
        "an alias that there isn't is told once",
        measure(
            aggregates=[{**TOTAL, "field": "x.Sum"}],
            dimensions=[ID, {"field": "x.Day", "alias": "D"}],
            kind="entity",
            isProfile=True,
        ),
        ["ME117 /definition/dimensions/1/field", "held back: 1"],
    ),
    Case(
        "so is a variable, whatever else it is",
        variable("Nut + s.Sum + Nut + Not"),
        [
            "ME117 /definition/variables/0/expressionText",
            "ME117 /definition/variables/0/expressionText",
            "held back: 1",
        ],
    ),
    Case(
        "what CustomerId is named of is Customer",
        {
            **measure(linkedEntities=[{**CUSTOMER, "entity": "Nobody"}, SALES]),
            **stored(measures=[], segments=[]),
        },
        ["ME110 /definition/linkedEntities/0/entity warning", "held back: 1"],
    ),
    Case(
        "or it is missing, and its alias with it",
        measure(linkedEntities=[{**SALES, "kind": "base"}]),
        ["ME111 /definition/linkedEntities", "held back: 1"],
    ),
    Case(
        "another entity's ID isn't that of Customer",
        measure(
            linkedEntities=[{**SALES, "kind": "base"}],
            dimensions=[{"field": "s.CustomerId", "alias": "CustomerId"}],
        ),
        ["ME111 /definition/linkedEntities", "ME118 /definition/dimensions/0/field"],
    ),
    Case(
        "a slip in CustomerId is one",
        measure(dimensions=[{"field": "c.CustomerID", "alias": "CustomerId"}]),
        ["ME118 /definition/dimensions/0/field", "held back: 1"],
    ),
    Case(
        "so is any other",
        measure(dimensions=[{"field": "c.Custmer", "alias": "CustomerId"}]),
        ["ME118 /definition/dimensions/0/field", "held back: 2"],
    ),
    Case(
        "without Customer nothing can be grouped by its ID",
        measure(linkedEntities=[{**SALES, "kind": "base"}], dimensions=[]),
        ["ME111 /definition/linkedEntities", "held back: 1"],
    ),
    Case(
        "words may have any case",
        measure(
            kind="ATTRIBUTE",
            type="STRUCTURED",
            linkedEntities=[{**CUSTOMER, "kind": "Base"}, {**SALES, "kind": "JOIN"}],
        ),
        [],
    ),
    Case("what a pipeline fills is open", measure(kind="{{kind}}", type="{{type}}"), []),
    Case("an empty query is none", measure(measureQuerySql=" "), []),
    Case(
        "a structured measure sent as manual is one finding",
        measure(type="manual"),
        ["ME104 /definition/type"],
    ),
    Case("a flag that is false says nothing", measure(isManualQueryScalar=False), []),
    Case(
        "neither entities nor aggregates are one finding",
        measure(linkedEntities=[], aggregates=None, dimensions=[ID]),
        ["ME107 /definition/linkedEntities"],
        "ME107",
    ),
    Case(
        "a misspelt base is one finding",
        measure(linkedEntities=[{**CUSTOMER, "kind": "bse"}, SALES]),
        ["ME109 /definition/linkedEntities/0/kind", "held back: 1"],
    ),
    Case(
        "a scalar is of a later generation",
        linked({**ITEMS, "kind": "scalar"}),
        ["ME109 /definition/linkedEntities/2/kind"],
    ),
    Case(
        "and that one has it", {**linked({**ITEMS, "kind": "scalar"}), "c360lint.toml": 'api = "2021-09"'}, []
    ),
    Case(
        "an alias can't have a dot",
        linked({**ITEMS, "alias": "i.x"}),
        ["ME109 /definition/linkedEntities/2/alias"],
    ),
    Case(
        "an entity may be another measure",
        {**linked({"kind": "join", "entity": "Other", "alias": "o"}), **stored(measures=[{"name": "Other"}])},
        [],
    ),
    Case(
        "an entity far from any is unknown where measures are known",
        {
            **linked({"kind": "join", "entity": "Zzz", "alias": "o"}),
            **stored(measures=[], complete={"measures": True}),
        },
        ["ME110 /definition/linkedEntities/2/entity"],
    ),
    Case(
        "and open where they aren't",
        linked({"kind": "join", "entity": "Zzz", "alias": "o"}),
        ["ME110? the snapshot declares no measures"],
    ),
    Case(
        "a misspelt Customer is one finding",
        measure(linkedEntities=[{**CUSTOMER, "entity": "Custmer"}, SALES]),
        ["ME110 /definition/linkedEntities/0/entity", "held back: 1"],
    ),
    Case(
        "a business measure needs no Customer",
        business({"field": "s.Buyer", "alias": "B"}, linkedEntities=[{**SALES, "kind": "base"}]),
        [],
    ),
    Case(
        "relationships count either way, and over several",
        linked(ITEMS, aggregates=[{**TOTAL, "field": "i.Number"}]),
        [],
    ),
    Case("what nothing joins is not connected", linked(ALONE), ["ME114 /definition/linkedEntities/2/entity"]),
    Case(
        "a planned relationship joins",
        {
            **linked(ALONE),
            RELATIONSHIPS_FILE: [
                {
                    **RELATIONSHIP,
                    "name": "AloneToSales",
                    "fromEntityName": "Shop_Alone",
                    "toEntityName": "Shop_Sales",
                }
            ],
        },
        [],
    ),
    Case(
        "a snapshot that isn't complete only warns",
        {**linked(ALONE), **stored(complete={"relationships": False})},
        ["ME114 /definition/linkedEntities/2/entity warning"],
    ),
    Case(
        "a snapshot without relationships leaves it open",
        {**linked(ALONE), **stored(relationships=None)},
        ["ME114? the snapshot declares no relationships"],
        "ME114",
    ),
    Case(
        "relationships that are named must be enough",
        measure(dependencies=[{"qualifiedEntityName": "Shop_Sales", "relationshipNames": ["ItemsToSales"]}]),
        ["ME114 /definition/dependencies/0/relationshipNames"],
    ),
    Case(
        "and may be more",
        measure(
            dependencies=[
                {"qualifiedEntityName": "Shop_Sales", "relationshipNames": ["ItemsToSales", "SalesToBuyers"]}
            ]
        ),
        [],
    ),
    Case(
        "an unknown one is told, and no more",
        measure(dependencies=[{"qualifiedEntityName": "Shop_Sales", "relationshipNames": ["SalesToBuyer"]}]),
        ["ME113 /definition/dependencies/0/relationshipNames/0"],
    ),
    Case(
        "a filter may be about what can be reached",
        measure(filteringCriteria=filtered("Shop_Items.Number")),
        [],
    ),
    Case(
        "but not about anything else",
        measure(
            filteringCriteria={"logicalOperator": "and", "childCriterias": [filtered("Shop_Alone.Size")]}
        ),
        ["ME115 /definition/filteringCriteria/childCriterias/0/attribute"],
    ),
    Case("a filter by an alias is of a linked entity", measure(filteringCriteria=filtered("s.Sum")), []),
    Case(
        "entities on the way are on one path",
        linked(
            ITEMS,
            aggregates=[TOTAL, {"operation": "sum", "field": "i.Number", "alias": "N", "isIncluded": False}],
        ),
        [],
    ),
    Case(
        "two branches are two paths",
        linked(
            VISITS,
            variables=[{"kind": "arithmetic", "name": "Net", "expressionText": "s.Sum + v.Id"}],
            aggregates=[{**TOTAL, "field": "Net"}],
        ),
        ["ME116 /definition/variables/0/expressionText"],
        "ME116",
    ),
    Case(
        "a dimension may be on another path",
        business(
            {"field": "v.On", "alias": "Day", "bucket": "day"}, linkedEntities=[CUSTOMER, SALES, VISITS]
        ),
        [],
    ),
    Case(
        "an entity in place of its alias is named",
        measure(aggregates=[{**TOTAL, "field": "Shop_Sales.Sum"}]),
        ["ME117 /definition/aggregates/0/field"],
    ),
    Case(
        "a field may be empty only once",
        measure(aggregates=[{**TOTAL, "field": ""}]),
        ["ME119 /definition/aggregates/0/field"],
    ),
    Case(
        "an attribute of a known measure isn't judged",
        measure(
            linkedEntities=[CUSTOMER, {**SALES, "entity": "Customer_Measure"}],
            aggregates=[{**TOTAL, "field": "s.Spending"}],
        )
        | stored(measures=[{"name": "Spending"}]),
        [],
    ),
    Case(
        "a linked measure has its aliases",
        {
            **linked(
                {"kind": "join", "entity": "Other", "alias": "o"}, aggregates=[{**TOTAL, "field": "o.N"}]
            ),
            **stored(measures=[OTHER]),
        },
        [],
    ),
    Case(
        "and nothing else",
        {
            **linked(
                {"kind": "join", "entity": "Other", "alias": "o"}, aggregates=[{**TOTAL, "field": "o.M"}]
            ),
            **stored(measures=[OTHER]),
        },
        ["ME118 /definition/aggregates/0/field"],
    ),
    Case(
        "an attribute that is nowhere is told once",
        variable("s.Summ * s.Summ"),
        ["ME118 /definition/variables/0/expressionText"],
    ),
    Case("an attribute may have blanks", variable("s.Unit Price * 2"), []),
    Case(
        "calls are open, but what they are of is not",
        variable("round(s.Nope)"),
        ["ME118 /definition/variables/0/expressionText"],
    ),
    Case(
        "an alias of CustomerId may be a dimension's",
        measure(aggregates=[{**TOTAL, "alias": "CustomerId"}]),
        ["ME120 /definition/aggregates/0/alias", "held back: 1"],
    ),
    Case(
        "two aliases that are both unfit are each told once, however they conflict",
        measure(aggregates=[{**TOTAL, "alias": "a.b"}, {**TOTAL, "alias": "A.B"}]),
        ["ME120 /definition/aggregates/0/alias", "ME120 /definition/aggregates/1/alias", "held back: 1"],
        "ME120,ME121",
    ),
    Case(
        "of two aliases the one that is unfit is told",
        measure(dimensions=[{"field": "c.City", "alias": "CustomerId"}, ID]),
        ["ME120 /definition/dimensions/0/alias", "held back: 1"],
        "ME120,ME121",
    ),
    Case(
        "a key of a source is reserved",
        measure(aggregates=[{**TOTAL, "alias": "shop_buyers_id"}]),
        ["ME120 /definition/aggregates/0/alias"],
    ),
    Case("aliases may have blanks and dashes", measure(aggregates=[{**TOTAL, "alias": "Total - all"}]), []),
    Case(
        "a time is rounded, too",
        business(
            {"field": "v.On", "alias": "Day"},
            linkedEntities=[{**VISITS, "kind": "base"}],
            aggregates=[{**TOTAL, "field": "v.Id", "operation": "count"}],
        ),
        ["ME122 /definition/dimensions/0"],
    ),
    Case(
        "an unknown type is open",
        business(
            {"field": "v.Odd", "alias": "Odd"},
            linkedEntities=[{**VISITS, "kind": "base"}],
            aggregates=[{**TOTAL, "field": "v.Id", "operation": "count"}],
        ),
        [],
    ),
    Case(
        "the last of dates is one", measure(aggregates=[{**TOTAL, "operation": "max", "field": "s.At"}]), []
    ),
    Case(
        "their sum is none",
        measure(aggregates=[{**TOTAL, "field": "s.At"}]),
        ["ME123 /definition/aggregates/0/operation"],
    ),
    Case(
        "the sum of a variable is by its type",
        variable("s.Sum", dataType="dateTime"),
        ["ME123 /definition/aggregates/0/operation"],
    ),
    Case(
        "argMax exists since 2021-06",
        {**measure(aggregates=[{**TOTAL, "operation": "argMax"}]), "c360lint.toml": 'api = "2021-06"'},
        [],
    ),
    Case(
        "an aggregate of others needs no field",
        {
            **measure(aggregates=[{"operation": "argMax", "alias": "Top", "aggregates": [TOTAL]}]),
            "c360lint.toml": 'api = "2021-06"',
        },
        [],
    ),
    Case("an empty variable is one finding", measure(variables=[{}]), ["ME125 /definition/variables/0"]),
    Case(
        "variables may be of each other",
        linked(
            variables=[
                {"kind": "arithmetic", "name": "A", "expressionText": "s.Sum"},
                {"kind": "arithmetic", "name": "B", "expressionText": "A * 2"},
            ]
        ),
        [],
    ),
    Case("but not of themselves", variable("Net + 1"), ["ME127 /definition/variables/0/expressionText"]),
    Case(
        "a date's expression isn't judged",
        variable("today - s.At", kind="date", dataType="int32"),
        [],
        "ME127",
    ),
    Case("a placeholder in an expression is open", variable("s.Sum * {{rate}}"), [], "ME127"),
    Case(
        "a replacement may be written as text",
        variable(
            "s.Sum",
            variableConditionGroups=[{"name": "s.Sum", "conditions": [{"kind": "replaceNulls", "to": "0"}]}],
        ),
        [],
    ),
    Case(
        "but not as a fraction",
        variable(
            "s.Sum",
            variableConditionGroups=[
                {"name": "s.Sum", "conditions": [{"kind": "replaceNulls", "to": "0,5"}]}
            ],
        ),
        ["ME128 /definition/variables/0/variableConditionGroups/0/conditions/0/to"],
    ),
    Case("a single number has no dimensions", business(isScalar=True), []),
    Case("a business figure may leave isScalar out", business(), []),
    Case(
        "an ID of a source is no customer's",
        business(
            {"field": "v.CustomerId", "alias": "Visitor"},
            linkedEntities=[{**VISITS, "kind": "base"}],
            aggregates=[{**TOTAL, "field": "v.Id", "operation": "count"}],
        ),
        [],
    ),
    Case(
        "Dataverse tables are counted by customer",
        measure(
            kind="entity",
            isProfile=True,
            linkedEntities=[
                CUSTOMER,
                SALES,
                {"kind": "join", "entity": "Shop_Buyers", "alias": "CustomerInsights"},
            ],
            dimensions=[
                {"field": "CustomerInsights.CustomerId", "alias": "CustomerId"},
                {"field": "s.Buyer", "alias": "B"},
            ],
        ),
        ["ME129 /definition/dimensions/1/field"],
        "ME129",
    ),
    Case(
        "and not for the business",
        business(
            linkedEntities=[
                CUSTOMER,
                SALES,
                {"kind": "join", "entity": "Shop_Buyers", "alias": "CustomerInsights"},
            ]
        ),
        ["ME129 /definition/isProfile"],
    ),
    Case(
        "an ID of a template is open without templates",
        {
            FILE: {
                "name": "Total",
                "templateId": "3f0c1f9e-5a52-4b64-8c2f-0d7f6f2a1b11",
                "definition": DEFINITION,
            }
        },
        ["ME132? the snapshot declares no template of measures"],
    ),
    Case("what a pipeline fills is no unknown name", variable("__Factor__ * s.Sum"), [], "ME117"),
    Case(
        "an alias that is linked is what it is linked to, without the customer too",
        measure(
            isProfile=True,
            linkedEntities=[{"kind": "base", "entity": "Shop_Visits", "alias": "c"}, SALES],
            aggregates=[{**TOTAL, "field": "c.Id,c.Mail"}],
        ),
        ["ME117 /definition/aggregates/0/field"],
        "ME117",
    ),
    Case(
        "an attribute of a measure that is deleted is told once",
        {
            **stored(
                measures=[
                    {**OTHER, "name": "Spent", "definition": {**OTHER["definition"], "kind": "attribute"}}
                ]
            ),
            **linked(
                {"kind": "join", "entity": "Customer_Measure", "alias": "m"},
                aggregates=[{**TOTAL, "field": "m.Spent"}],
            ),
            "r.json": [{"method": "DELETE", "url": "/api/instances/main/manage/measures/Spent"}],
        },
        ["ME118 /definition/aggregates/0/field"],
        "ME118",
    ),
    Case(
        "a group of conditions is of an attribute of the expression",
        variable("s.Sum * 2", variableConditionGroups=[{"name": "s.Id", "conditions": []}]),
        ["ME128 /definition/variables/0/variableConditionGroups/0/name"],
        "ME128",
    ),
    Case(
        "as far as that can be read",
        variable("floor(s.Sum) * i.Number", variableConditionGroups=[{"name": "s.Id", "conditions": []}]),
        [],
        "ME128",
    ),
    Case(
        "a relationship that a request deletes is missed",
        {
            **measure(dependencies=[{"relationshipNames": ["SalesToBuyers"]}]),
            "r.json": [{"method": "DELETE", "url": "/api/instances/main/manage/relationships/SalesToBuyers"}],
        },
        ["ME113 /definition/dependencies/0/relationshipNames/0"],
        "ME113",
    ),
    Case(
        "an update that says no kind may be of another base",
        {
            **stored(measures=[{**OTHER, "definition": {**OTHER["definition"], "kind": "attribute"}}]),
            "manage/measures/Other.json": {"definition": {"linkedEntities": [{**ITEMS, "kind": "base"}]}},
        },
        [],
        "ME131",
    ),
    Case(
        "what is no ID is none",
        {FILE: {"name": "Total", "templateId": "churn", "definition": DEFINITION}},
        ["ME132 /templateId recommendation"],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_what_rules_say_and_leave_alone(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": STORED, **case.files})

    assert said("--select", case.rule) == case.said


def test_a_stored_measure_is_called_as_its_update_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    definition = {**OTHER["definition"], "kind": "attribute"}
    moved = {**definition, "linkedEntities": [{**ITEMS, "kind": "base"}]}
    here = stored(measures=[{**OTHER, "definition": definition}])
    write(tmp_path, {**here, "manage/measures/OTHER.json": {"definition": moved}})

    (told,) = reported("--select", "ME131")["diagnostics"]
    assert "`OTHER`" in told["message"]


PREDICTED = [
    (measure(type="manual"), ["structuredMeasureCannotBeManual", "measureQueryIsEmpty"]),
    (measure(measureQuerySql=QUERY), ["measureContainsCustomQuery"]),
    (measure(aggregates=[]), ["measureContainsEmptyCollection", "attributeMeasureInvalidAggregateCount"]),
    (measure(linkedEntities=[CUSTOMER, {**SALES, "kind": "base"}]), ["measureLinkedEntityUnexpectedCount"]),
    (measure(linkedEntities=[{**CUSTOMER, "kind": "join"}, SALES]), ["measureMissingBaseEntity"]),
    (linked({}), ["measureHasEmptyEntityDefinition", "measureInvalidLinkedEntity"]),
    (measure(variables=[{}]), ["measureEmptyVariableName", "measureMissingVariableExpression"]),
    (variable("s.Sum", kind="text"), ["measureUnsupportedVariableKind"]),
    (business(ID, isScalar=True), ["invalidSingleValueMeasure"]),
    (
        measure(aggregates=[{**TOTAL, "alias": "", "field": ""}]),
        ["measureEmptyFieldInCollection", "measureMissingAlias"],
    ),
    (measure(aggregates=[{**TOTAL, "operation": "median"}]), []),
    (variable("s.Sum / 0"), []),
]


@pytest.mark.parametrize(("files", "codes"), PREDICTED)
def test_a_finding_names_the_codes_that_fit_it(
    files: Files, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": STORED, **files})

    assert [one["serviceErrors"] for one in reported("--select", "ME")["diagnostics"]] == [codes]


def test_a_value_of_a_template_is_named_by_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = linked({"kind": "scalar", "alias": "x"})
    files[FILE]["isCreatedFromTemplate"] = True
    write(tmp_path, {"snapshot.json": STORED, **files, "c360lint.toml": 'api = "2021-09"'})

    found = [one["serviceErrors"] for one in reported("--select", "ME")["diagnostics"]]
    assert found == [["measureInvalidLinkedEntity", "templateScalarValueMissing"]]


def test_places_in_an_expression_are_parts_of_the_string(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = (
        "name: Total\ndefinition:\n  kind: attribute\n"
        "  linkedEntities:\n    - {kind: base, entity: Customer, alias: c}\n"
        "    - {kind: join, entity: Shop_Sales, alias: s}\n"
        "  variables:\n    - name: Net\n      kind: arithmetic\n      expressionText: s.Sum / (1 - 1)\n"
        "  dimensions: [{field: c.CustomerId, alias: CustomerId}]\n"
        "  aggregates: [{operation: sum, field: Net, alias: Total}]\n"
    )
    write(tmp_path, {"snapshot.json": STORED, "manage/measures.yaml": lines})

    (found,) = reported("--select", "ME")["diagnostics"]
    assert found["range"] == {"start": {"line": 10, "column": 31}, "end": {"line": 10, "column": 38}}


def test_references_of_an_attribute_are_those_in_expressions_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    groups = [{"name": "s.Sum", "conditions": [{"kind": "replaceNulls", "to": 0}]}]
    write(tmp_path, {"snapshot.json": STORED, **variable("s.Sum - i.Number", variableConditionGroups=groups)})

    told = CliRunner().invoke(main, ["refs", "Shop_Sales.Sum"], catch_exceptions=False).stdout
    assert told.count("what a measure counts") == 2


NAMES = st.sampled_from(["p.A", "p.B.C", "x", "Net_1", "ä.ö"])
NUMBERS = st.sampled_from(["0", "1", "2.5", ".5", "1e3"])
ARITHMETIC = st.recursive(
    NAMES | NUMBERS,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/%^"), inner).map(" ".join)
        | inner.map(lambda one: f"({one})")
        | inner.map(lambda one: f"- {one}")
    ),
    max_leaves=12,
)


@given(ARITHMETIC)
def test_arithmetic_is_read_whole(text: str) -> None:
    found = expression_of(text)

    assert found.fault is None
    assert not found.is_open
    assert [text[slice(*one.slice)] for one in found.names] == [one.text for one in found.names]


@given(ARITHMETIC, st.sampled_from([")", "+", "&", "p.A", "1 (", "- ("]))
def test_one_word_too_many_is_a_fault(text: str, more: str) -> None:
    assert expression_of(f"{text} {more}").fault is not None


@given(st.text(alphabet="pA.1 +-*/%^()[]`é,\n\\", max_size=40))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    found = expression_of(text)

    for start, end in [*(one.slice for one in found.names), *found.zeros]:
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "zeros"),
    [
        ("p.A / 0", ["0"]),
        ("p.A % (2 - 2.0)", ["(2 - 2.0)"]),
        ("p.A / (0 * p.B)", ["(0 * p.B)"]),
        ("p.A / -0", ["0"]),
        ("1 / 0 / 0", ["0", "0"]),
        ("p.A / (p.B - p.B)", []),
        ("p.A / 0.5", []),
        ("p.A / 0 ^ 2", []),
        ("0 / p.A", []),
    ],
)
def test_divisors_that_are_always_zero_are_found(text: str, zeros: list[str]) -> None:
    assert [text[slice(*one)] for one in expression_of(text).zeros] == zeros
