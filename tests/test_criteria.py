"""Criteria of segments and measures: what the rules on them say, and what they leave alone."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.rulekit.compared import Comparand, Comparison, contradict
from linter.rulekit.operands import misfit
from linter.server.completion import proposals
from linter.server.hover import hover
from linter.server.typed_document import views
from tests.projects import Files, reported, said, snapshot, write
from tests.server.project import judged

SEGMENTS = "manage/segments.json"
MEASURES = "manage/measures.json"

ATTRIBUTES = {
    "CustomerId": "string",
    "City": "string",
    "Points": "int64",
    "Score": "double",
    "Age": "int16",
    "Is": "boolean",
    "Key": "guid",
    "Born": "date",
    "On": "dateTime",
    "Odd": "geography",
}
CUSTOMER = {"name": "Customer", "attributes": ATTRIBUTES}
CODED = {
    "name": "Day",
    "attributes": {
        "Text": {"type": "string", "annotations": {"ci:CustomDateFormat": "d.M.y"}},
        "Number": {"type": "int64", "annotations": {"ci:CustomDateFormat": "yyyyMMdd"}},
    },
}
SNAPSHOT = snapshot(systemEntities=[CUSTOMER, CODED])


def condition(
    attribute: str | None, operator: str | None, *values: str | None, **more: Any
) -> dict[str, Any]:
    """Return a condition: one value is `value`, several are the list."""
    return {
        **({"attribute": attribute} if attribute is not None else {}),
        **({"comparisonOperator": operator} if operator is not None else {}),
        **({"value": values[0]} if len(values) == 1 else {"listOfValues": list(values)} if values else {}),
        **more,
    }


def both(*criteria: Any) -> dict[str, Any]:
    return {"logicalOperator": "and", "childCriterias": list(criteria)}


def one_of(*criteria: Any) -> dict[str, Any]:
    return {"logicalOperator": "or", "childCriterias": list(criteria)}


def segment(criteria: Any, **more: Any) -> Files:
    query = {"type": "structured", "rowsets": [{"criteria": criteria}]}
    return {SEGMENTS: {"name": "Some", "segmentQueryExpression": query, **more}}


def queried(**query: Any) -> Files:
    return {SEGMENTS: {"name": "Some", "segmentQueryExpression": query}}


def measure(criteria: Any) -> Files:
    definition = {
        "kind": "entity",
        "linkedEntities": [{"kind": "base", "entity": "Shop_Visits", "alias": "v"}],
        "variables": [{"kind": "arithmetic", "name": "Net", "expressionText": "v.Id / 2"}],
        "filteringCriteria": criteria,
    }
    return {MEASURES: {"name": "Count", "definition": definition}}


ROOT = "/segmentQueryExpression/rowsets/0/criteria"
SQL = "SELECT CustomerId FROM Customer"
ALL = condition(None, "all")
IN_OSLO = condition("City", "equals", "Oslo")
YOUNG = condition("Age", "lessThan", "30")
TEXT, LIST, LINKED = "Customer.City", "listOfValues", "v.On"


class Case(NamedTuple):
    """Files laid over the snapshot, and what the rules say of them."""

    sentence: str
    rule: str
    files: Files
    said: list[str]


def case(sentence: str, rule: str, criteria: Any, *said: str) -> Case:
    """Return a case about the criteria of a segment; places begin at those."""
    return Case(sentence, rule, segment(criteria), [_placed(one) for one in said])


def _placed(said: str) -> str:
    code, space, at = said.partition(" /")
    return f"{code} {ROOT}{'/' if at else ''}{at}".replace("/ ", " ").rstrip("/") if space else said


def nulls(**more: Any) -> dict[str, Any]:
    """Return a condition as a serializer writes it that leaves nothing out."""
    names = (
        "logicalOperator",
        "attribute",
        "comparisonOperator",
        "value",
        "ignoreCase",
        "isTime",
        "childCriterias",
    )
    return {**dict.fromkeys(names), "listOfValues": [], **more}


CASES = [
    case("what is null is absent", "CQ", nulls(**IN_OSLO)),
    case("so it is in what joins", "CQ", nulls(logicalOperator="and", childCriterias=[nulls(**IN_OSLO)])),
    case("a single condition needs no joining", "CQ", {"childCriterias": [IN_OSLO]}),
    case("an empty condition has no operator", "CQ", both({}, IN_OSLO), "CQ101 /childCriterias/0"),
    case("an operator that can't be read is there", "CQ101", both(condition("City", 5), IN_OSLO)),  # type: ignore[arg-type]
    case("one that joins and compares is told once", "CQ", {**one_of(YOUNG), **IN_OSLO}, "CQ104 /"),
    case("so is one without children", "CQ", {"logicalOperator": "or", **IN_OSLO}, "CQ104 /"),
    case("a value beside a joining word", "CQ", {**both(YOUNG), "value": "1"}, "CQ104 /"),
    case("an empty value is none", "CQ", {**both(YOUNG), "value": "", "listOfValues": []}),
    case("children that can't be read may be some", "CQ103", {"logicalOperator": "or", "childCriterias": 5}),
    case("conditions in a condition", "CQ", {**IN_OSLO, "childCriterias": [YOUNG]}, "CQ102 /"),
    case("`all` without attribute is fine", "CQ", condition("", "all")),
    case("operators in any case", "CQ", condition("City", "ISNULL", "Oslo"), "CQ106 /value"),
    case("an empty text is no value of `isNull`", "CQ", condition("City", "isNull", "")),
    case("a list of `isNull`", "CQ", condition("City", "isNull", "a", "b"), "CQ106 /listOfValues"),
    case("an empty text is a text", "CQ", condition("City", "equals", "")),
    case("an empty number is none", "CQ", condition("Points", "equals", ""), "CQ114 /value"),
    case("a date is no number", "CQ114", condition("Points", "equals", "2020-01-31"), "CQ114 /value"),
    case("but what is read as one", "CQ114", condition("Day.Number", "equals", "2020-01-31")),
    case("`any` takes what it takes", "CQ", condition("City", "any")),
    case("`isWithinLast` takes what it takes", "CQ", condition("On", "isWithinLast", "P3D")),
    case("parts of dates, too", "CQ", condition("On", "monthOf", "12")),
    case("a list for one value", "CQ", condition("City", "equals", "a", "b"), "CQ107 /listOfValues"),
    case("no list at all", "CQ", condition("City", "isIn"), "CQ107 /"),
    case("an empty list", "CQ", condition("City", "isIn", listOfValues=[]), "CQ108 /listOfValues"),
    case("three bounds", "CQ", condition("Age", "isBetween", "1", "2", "3"), "CQ108 /listOfValues"),
    case("one bound", "CQ", condition("Age", "isNotBetween", listOfValues=["1"]), "CQ108 /listOfValues"),
    case("null in a list", "CQ", condition("City", "isIn", "a", None), "CQ109 /listOfValues/1"),
    case("an empty entry of numbers", "CQ", condition("Age", "isIn", "1", ""), "CQ109 /listOfValues/1"),
    case("an empty entry of texts", "CQ", condition("City", "isIn", "a", "")),
    case("a GUID contains nothing", "CQ", condition("Key", "contains", "a"), "CQ110 /comparisonOperator"),
    case("a boolean isn't ordered", "CQ", condition("Is", "lessThan", "a"), "CQ111 /comparisonOperator"),
    case("nor a text", "CQ", condition("City", "isBetween", "a", "b"), "CQ111 /comparisonOperator"),
    case("a day has no time", "CQ", condition("Born", "timeAt", "10"), "CQ112 /comparisonOperator"),
    case("a time has", "CQ", condition("On", "timeAt", "10")),
    case("a text that is read as a date", "CQ", condition("Day.Text", "lessThan", "3.4.2020")),
    case(
        "no case in numbers", "CQ", condition("Age", "isIn", "1", "2", ignoreCase=True), "CQ113 /ignoreCase"
    ),
    case("case in texts", "CQ", condition("City", "isIn", "a", "b", ignoreCase=True)),
    case("case in other texts", "CQ", condition("City", "notEquals", "a", ignoreCase=True)),
    case("false says nothing", "CQ", condition("Age", "equals", "1", ignoreCase=False)),
    case("`any` may have case", "CQ", condition("City", "any", "a", ignoreCase=True)),
    case("a fraction for a whole number", "CQ", condition("Age", "equals", "1.5"), "CQ114 /value warning"),
    case("too much for its width", "CQ", condition("Age", "equals", "40000"), "CQ114 /value"),
    case("American dates", "CQ", condition("Born", "equals", "2/28/1990"), "CQ114 /value warning"),
    case("German dates", "CQ", condition("Born", "equals", "28.2.1990"), "CQ114 /value"),
    case("one for true", "CQ", condition("Is", "equals", "1"), "CQ114 /value warning"),
    case("yes for true", "CQ", condition("Is", "equals", "yes"), "CQ114 /value"),
    case("no GUID", "CQ", condition("Key", "equals", "abc"), "CQ114 /value warning"),
    case("an entry that doesn't fit", "CQ", condition("Age", "isIn", "1", "x"), "CQ114 /listOfValues/1"),
    Case(
        "a value that a pipeline fills is open",
        "CQ114",
        segment(condition("Age", "equals", "{{age}}")),
        ["CQ114? `{{age}}` is a placeholder without a value"],
    ),
    case("a placeholder in a text is a text", "CQ", condition("City", "equals", "{{city}}")),
    Case(
        "a type that isn't known is open",
        "CQ114",
        segment(condition("Odd", "equals", "x")),
        ["CQ114? the type of `Customer.Odd` is not known"],
    ),
    case("an unknown attribute is told once", "CQ", condition("Cty", "contains", "a"), "CQ115 /attribute"),
    case(
        "nobody knows whether an unknown operator regards case",
        "CQ113",
        both(
            condition("City", "equls", "a", ignoreCase=True),
            condition("City", "{{op}}", "a", ignoreCase=True),
        ),
    ),
    case("no attribute", "CQ", condition(None, "equals", "a"), "CQ116 /"),
    case("an empty attribute", "CQ", condition("", "equals", "a"), "CQ116 /attribute"),
    case(
        "an `or` on one entity, however named", "CQ117", one_of(IN_OSLO, condition("Customer.Age", "isNull"))
    ),
    case(
        "an `or` on two, once",
        "CQ117",
        one_of(both(IN_OSLO), one_of(condition("Shop_Visits.Id", "isNull"), IN_OSLO)),
        "CQ117 /logicalOperator recommendation",
    ),
    Case(
        "an entity that there isn't is none of two",
        "CQ117,SG150",
        {
            **segment(one_of(condition("Shop_Visits.Id", "isNull"), condition("Shop_Visit.Id", "isNull"))),
            "snapshot.json": {**SNAPSHOT, "segments": [], "measures": []},
        },
        [f"SG150 {ROOT}/childCriterias/1/attribute", "held back: 1"],
    ),
    Case(
        "what an `or` compares besides is another rule's",
        "CQ117",
        segment({**one_of(condition("Shop_Visits.Id", "isNull")), **YOUNG}),
        [],
    ),
    case("an `and` of one in an `or`", "CQ118", one_of(both(IN_OSLO), YOUNG)),
    case(
        "an `and` far inside of an `or`",
        "CQ118",
        one_of({"childCriterias": [both(IN_OSLO, both(YOUNG, YOUNG))]}, YOUNG),
        "CQ118 /childCriterias/0/childCriterias/0/logicalOperator",
    ),
    case("an `or` in an `and`", "CQ118", both(one_of(IN_OSLO, YOUNG), YOUNG)),
    case(
        "null, and something",
        "CQ",
        both(IN_OSLO, condition("City", "isNull")),
        "CQ119 /childCriterias/1 warning",
    ),
    case(
        "a list without it",
        "CQ",
        both(IN_OSLO, condition("City", "isIn", "a", "b")),
        "CQ119 /childCriterias/1 warning",
    ),
    case("a list with it", "CQ", both(IN_OSLO, condition("City", "isIn", "oslo", "b"))),
    case(
        "a text without it",
        "CQ",
        both(IN_OSLO, condition("City", "startsWith", "B")),
        "CQ119 /childCriterias/1 warning",
    ),
    case(
        "the same, and not",
        "CQ",
        both(IN_OSLO, condition("City", "notEquals", "Oslo")),
        "CQ119 /childCriterias/1 warning",
    ),
    case("the same in another case", "CQ", both(IN_OSLO, condition("City", "equals", "OSLO"))),
    case(
        "the same number otherwise written",
        "CQ",
        both(condition("Score", "equals", "1.0"), condition("Score", "equals", "1")),
    ),
    case(
        "nothing whole is between two neighbours",
        "CQ",
        both(condition("Age", "greaterThan", "5"), condition("Age", "lessThan", "6")),
        "CQ119 /childCriterias/1 warning",
    ),
    case(
        "a fraction is",
        "CQ",
        both(condition("Score", "greaterThan", "5"), condition("Score", "lessThan", "6")),
    ),
    case(
        "bounds that touch",
        "CQ",
        both(condition("Score", "greaterThanOrEqualTo", "5"), condition("Score", "lessThanOrEqualTo", "5")),
    ),
    case(
        "bounds that touch, without the point",
        "CQ",
        both(condition("Score", "greaterThan", "5"), condition("Score", "lessThanOrEqualTo", "5")),
        "CQ119 /childCriterias/1 warning",
    ),
    case(
        "a range that is left out",
        "CQ",
        both(condition("Age", "isBetween", "3", "5"), condition("Age", "isNotBetween", "1", "9")),
        "CQ119 /childCriterias/1 warning",
    ),
    case(
        "days apart, in nested `and`s",
        "CQ",
        both(condition("Born", "equals", "1990-01-01"), both(condition("Born", "equals", "1990-01-02"))),
        "CQ119 /childCriterias/1/childCriterias/0 warning",
    ),
    case(
        "a day, and a time of it",
        "CQ",
        both(condition("On", "equals", "1990-01-01"), condition("On", "greaterThan", "1990-01-01T10:00:00")),
    ),
    case("two values of an `or`", "CQ", one_of(IN_OSLO, condition("City", "equals", "Bergen"))),
    case(
        "two attributes",
        "CQ",
        both(condition("Age", "equals", "1"), condition("Points", "equals", "2")),
    ),
    case(
        "numbers are in their own order",
        "CQ",
        condition("Age", "isBetween", "9", "10"),
    ),
    case(
        "days turned round",
        "CQ",
        condition("Born", "isBetween", "1990-01-03", "1990-01-01"),
        "CQ120 /listOfValues warning",
    ),
    case(
        "neighbouring days turned round",
        "CQ",
        condition("On", "isBetween", "1990-01-02", "1990-01-01"),
        "CQ120 /listOfValues warning",
    ),
    case(
        "the same moment in two zones",
        "CQ",
        both(
            condition("On", "greaterThanOrEqualTo", "1990-01-01T10:00:00Z"),
            condition("On", "lessThanOrEqualTo", "1990-01-01T12:00:00+02:00"),
        ),
    ),
    case(
        "a time with a zone, and one without",
        "CQ",
        both(
            condition("On", "equals", "1990-01-01T10:00:00Z"),
            condition("On", "equals", "1990-01-01T12:00:00"),
        ),
    ),
    case(
        "a whole day",
        "CQ",
        both(
            condition("On", "greaterThan", "1990-01-01"), condition("On", "lessThanOrEqualTo", "1990-01-01")
        ),
    ),
    case("a month is a date", "CQ", condition("Born", "greaterThan", "1990-02")),
    case("texts in no order", "CQ120", condition("City", "isBetween", "b", "a")),
    case("equal bounds", "CQ", condition("Age", "isBetween", "9", "9")),
    case(
        "null or not",
        "CQ",
        one_of(condition("City", "isNull"), condition("City", "isNotNull")),
        "CQ121 /childCriterias/1 warning",
    ),
    case(
        "less or more",
        "CQ",
        one_of(condition("Age", "lessThan", "30"), condition("Age", "greaterThanOrEqualTo", "30")),
        "CQ121 /childCriterias/1 warning",
    ),
    case(
        "less or more, but for one",
        "CQ",
        one_of(condition("Age", "lessThan", "30"), condition("Age", "greaterThan", "30")),
    ),
    case("all or some", "CQ121", one_of(IN_OSLO, ALL), "CQ121 /childCriterias/1/comparisonOperator warning"),
    case("all alone", "CQ", ALL),
    case("an engaged kind", "CQ", {**IN_OSLO, "kind": "engagement"}, "CQ122 /kind"),
    case("a kind that always was", "CQ", {**IN_OSLO, "kind": "Default"}),
    case("conditions that nothing joins", "CQ", {"childCriterias": [IN_OSLO, YOUNG]}, "CQ123 / warning"),
    Case(
        "Customer need not be declared",
        "CQ",
        {**segment(condition("City", "contains", "a")), "snapshot.json": snapshot()},
        ["CQ115? the snapshot does not declare `Customer`"],
    ),
    Case(
        "what isn't declared has no type that is known",
        "CQ",
        {**segment(condition("City", "equals", "a")), "snapshot.json": snapshot()},
        [f"CQ{code}? the snapshot does not declare `Customer`" for code in (114, 115)],
    ),
    Case(
        "its key is there nevertheless",
        "CQ",
        {**segment(condition("Customer.CustomerId", "equals", "a")), "snapshot.json": snapshot()},
        [],
    ),
    Case(
        "a measure's alias",
        "CQ",
        measure(condition("v.Born", "contains", "9")),
        ["CQ110 /definition/filteringCriteria/comparisonOperator"],
    ),
    Case("a measure's variable", "CQ", measure(condition("Net", "greaterThan", "9")), []),
    Case(
        "a measure's slip",
        "CQ",
        measure(condition("v.Bron", "isNull")),
        ["CQ115 /definition/filteringCriteria/attribute"],
    ),
    Case(
        "a slip in what is shown, or what a hierarchy goes by",
        "CQ",
        queried(
            rowsets=[{"criteria": IN_OSLO}],
            projectedAttributes=[
                {"entityName": "Shop_Buyers", "attributeNames": ["Mail", "Mal"]},
                {"entityName": "Customer", "attributeNames": ["Cty", "CustomerId"]},
                {"entityName": "Nowhere", "attributeNames": ["A"]},
            ],
            hierarchies=[
                {
                    "hierarchyEntityName": "Shop_Buyers",
                    "sourceAttributeName": "Id",
                    "destinationAttributeName": "Mial",
                }
            ],
        ),
        [
            "CQ115 /segmentQueryExpression/projectedAttributes/0/attributeNames/1",
            "CQ115 /segmentQueryExpression/projectedAttributes/1/attributeNames/0",
            "CQ115 /segmentQueryExpression/hierarchies/0/destinationAttributeName",
            "CQ115? the snapshot declares no segments",
        ],
    ),
    Case(
        "a measure of no known kind may be in Customer_Measure",
        "CQ",
        {
            MEASURES: {"name": "Spend", "definition": {"kind": "tabel"}},
            **segment(condition("Customer_Measure.Spend", "isNull")),
        },
        [],
    ),
    Case(
        "a segment has the customer's ID",
        "CQ",
        {
            SEGMENTS: [
                *segment(condition("Some.CustomerId", "isNotNull")).values(),
                *segment(condition("Some.City", "isNull")).values(),
            ]
        },
        ["CQ115 /1/segmentQueryExpression/rowsets/0/criteria/attribute"],
    ),
    Case(
        "a measure of a customer is in Customer_Measure",
        "CQ",
        {
            MEASURES: {"name": "Spend", "definition": {"kind": "attribute"}},
            **segment(
                both(
                    condition("Customer_Measure.Spend", "greaterThan", "9"),
                    condition("Customer_Measure.Spnd", "isNull"),
                )
            ),
        },
        [f"CQ{code}? the snapshot does not declare `Customer_Measure`" for code in (114, 115)],
    ),
    Case("nothing to create", "SG10", {SEGMENTS: []}, ["SG101 "]),
    Case("an empty segment is told once", "SG", {SEGMENTS: {}}, ["SG101 ", "held back: 1"]),
    Case("an empty query", "SG10", queried(), ["SG102 /segmentQueryExpression"]),
    Case("a query that can't be read", "SG10", {SEGMENTS: {"name": "A", "segmentQueryExpression": 5}}, []),
    Case("a type in any case", "SG10", queried(type="Manual", segmentationQuerySql=SQL), []),
    Case("a type that nobody says", "SG10", queried(segmentationQuerySql=SQL), []),
    Case(
        "SQL beside rowsets",
        "SG10",
        queried(type="structured", rowsets=[{"criteria": ALL}], segmentationQuerySql=SQL),
        [],
    ),
    Case(
        "SQL alone in a structured one",
        "SG10",
        queried(type="structured", segmentationQuerySql=SQL),
        ["SG103 /segmentQueryExpression/type"],
    ),
    Case("a type that a pipeline fills", "SG10", queried(type="{{type}}", rowsets=[{"criteria": ALL}]), []),
    Case(
        "blank SQL",
        "SG10",
        queried(type="manual", segmentationQuerySql=" "),
        ["SG107 /segmentQueryExpression/segmentationQuerySql"],
    ),
    Case("empty criteria", "SG10", segment({}), [f"SG104 {ROOT}"]),
    Case("criteria that can't be read", "SG10", segment(5), []),
    Case(
        "`none` in the second rowset",
        "SG10",
        queried(type="structured", rowsets=[{"criteria": ALL}, {"criteria": ALL, "rowsetOperation": "None"}]),
        ["SG105 /segmentQueryExpression/rowsets/1/rowsetOperation"],
    ),
    Case(
        "a union in the first", "SG10", queried(rowsets=[{"criteria": ALL, "rowsetOperation": "union"}]), []
    ),
    Case("an active one", "SG10", segment(ALL, state="active"), []),
    Case(
        "one whose type is wrong may be no manual one",
        "SG103,SG108",
        segment(
            ALL, state="active", segmentQueryExpression={"type": "manual", "rowsets": [{"criteria": ALL}]}
        ),
        ["SG103 /segmentQueryExpression/type", "held back: 1"],
    ),
    Case(
        "a manual one that exists already",
        "SG108",
        {
            **segment(
                ALL, state="active", segmentQueryExpression={"type": "manual", "segmentationQuerySql": SQL}
            ),
            "snapshot.json": snapshot(segments=[{"name": "Some"}]),
        },
        [],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_what_is_said_of_criteria(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT, **case.files})

    assert said("--select", case.rule) == case.said


def test_segments_and_measures_have_codes_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = condition("v.Born", "equals", "x")
    write(
        tmp_path, {"snapshot.json": SNAPSHOT, **measure(wrong), **segment(condition("Born", "equals", "x"))}
    )

    codes = {one["file"]: one["serviceErrors"] for one in reported("--select", "CQ")["diagnostics"]}

    assert codes == {
        MEASURES: ["measureDataTypeConversionFailed", "dateTimeParsingError"],
        SEGMENTS: ["segmentDataTypeConversionFailed", "dateTimeParsingError"],
    }


@given(st.integers(-(2**63), 2**63 - 1))
def test_every_whole_number_is_one(number: int) -> None:
    assert misfit(str(number), "Int64") is None
    assert misfit(f"{number}.5", "Int64") is not None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_one(number: float) -> None:
    assert misfit(repr(number), "Double") is None


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_every_date_is_one(when: Any) -> None:
    assert misfit(when.isoformat(timespec="seconds"), "DateTime") is None or when.utcoffset().seconds % 60
    assert misfit(when.date().isoformat(), "Date") is None


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    for type_ in ("Int8", "Int64", "Decimal", "Double", "Date", "DateTime", "Time", "Boolean", "Guid"):
        misfit(text, type_)
    assert misfit(text, "String") is None


def proposed(folder: Path, files: Files, text: str) -> list[str]:
    """What can be typed at the bar in the segments' file, the best first."""
    write(folder, {"snapshot.json": SNAPSHOT, **files})
    name = str(folder / next(iter(files)))
    offset = text.index("|")
    text = text.replace("|", "")
    return [one.label for view in views(judged(folder), name, text, offset) for one in proposals(view)]


def typed(attribute: str, operator: str) -> str:
    document = segment(condition(attribute, operator))[SEGMENTS]
    return json.dumps(document)


def test_attributes_are_proposed_by_what_the_operator_takes(tmp_path: Path) -> None:
    found = proposed(tmp_path, segment(ALL), typed("Customer.|", "contains"))

    assert found[:3] == ["Customer.CustomerId", "Customer.City", "Customer.Points"]
    assert set(found) == {f"Customer.{one}" for one in ATTRIBUTES}


def test_where_no_entity_is_named_yet_entities_are_proposed_too(tmp_path: Path) -> None:
    found = proposed(tmp_path, segment(ALL), typed("|", "isWithinLast"))

    assert found[:2] == ["Customer.Born", "Customer.On"]
    assert {"Shop_Buyers.", "Some."} < set(found)


def test_a_segment_has_but_the_customers_id(tmp_path: Path) -> None:
    assert proposed(tmp_path, segment(ALL), typed("Some.|", "equals")) == ["Some.CustomerId"]


def test_in_a_measure_aliases_are_proposed(tmp_path: Path) -> None:
    text = json.dumps(measure(condition("|", "dayOf"))[MEASURES])

    found = proposed(tmp_path, measure(ALL), text)

    assert found[:2] == ["v.Born", "v.On"]
    assert all(one.startswith("v.") for one in found)


@pytest.mark.parametrize(
    ("operator", "account"),
    [
        ("contains", "`contains` compares with the text in `value`; it is for texts"),
        (
            "ISBETWEEN",
            "`isBetween` compares with the two of `listOfValues`; it is for numbers, dates and times",
        ),
        ("isNull", "`isNull` compares with nothing"),
        ("timeAt", "`timeAt` compares with what nobody has published; it is for dates and times"),
    ],
)
def test_the_editor_says_what_an_operator_takes(operator: str, account: str, tmp_path: Path) -> None:
    write(tmp_path, {"snapshot.json": SNAPSHOT, **segment(ALL)})
    text = typed("City", operator)
    offset = text.index(operator) + 1

    found = [hover(view) for view in views(judged(tmp_path), str(tmp_path / SEGMENTS), text, offset)]

    assert [str(one).rpartition("\n")[2] for one in found] == [account]


def says(one: Comparison, number: int) -> bool:
    """Whether a whole number satisfies a comparison, as the operators' names have it."""
    first, *_ = values = [int(each.value) for each in one.values]
    return {
        "equals": number == first,
        "notEquals": number != first,
        "greaterThan": number > first,
        "greaterThanOrEqualTo": number >= first,
        "lessThan": number < first,
        "lessThanOrEqualTo": number <= first,
        "isBetween": first <= number <= values[-1],
        "isNotBetween": not first <= number <= values[-1],
        "isIn": number in values,
    }[one.operator]


def compared(operator: str, values: list[int]) -> Comparison:
    """Return a comparison with numbers, in their order."""
    many = {"isBetween": 2, "isNotBetween": 2, "isIn": 3}.get(operator, 1)
    return Comparison(operator, tuple(Comparand("whole", Decimal(one)) for one in sorted(values[:many])))


RANGED = (
    "equals",
    "greaterThan",
    "greaterThanOrEqualTo",
    "lessThan",
    "lessThanOrEqualTo",
    "isBetween",
    "isIn",
)
NUMBERS = st.lists(st.integers(0, 9), min_size=3, max_size=3)
SOME = st.builds(compared, st.sampled_from((*RANGED, "notEquals", "isNotBetween")), NUMBERS)
EVERY = range(-2, 13)


@given(SOME, SOME)
def test_what_contradicts_no_number_satisfies(one: Comparison, other: Comparison) -> None:
    if contradict(one, other):
        assert not any(says(one, number) and says(other, number) for number in EVERY)


@given(*(st.builds(compared, st.sampled_from(RANGED), NUMBERS) for _ in range(2)))
def test_ranges_that_share_no_number_contradict(one: Comparison, other: Comparison) -> None:
    shared = any(says(one, number) and says(other, number) for number in EVERY)

    assert contradict(one, other) is not shared


@given(SOME)
def test_the_opposite_is_true_where_it_is_not(one: Comparison) -> None:
    opposite = one.opposite
    assert opposite is None or all(says(one, number) is not says(opposite, number) for number in EVERY)
