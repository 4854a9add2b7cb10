"""What rules on measures have in common: what is absent in one, what it is about, of which type it is."""

from __future__ import annotations

from typing import Any

import pytest

from linter.diagnostic import Finding, HeldBack, Location, NotChecked, Stated, cause_at
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit import measures
from tests.projects import project_of, snapshot

TYPES = {
    "Id": "string",
    "CustomerId": "string",
    "At": "date",
    "Sum": "decimal",
    "Stamp": {"type": "string", "annotations": {"ci:CustomTimestampFormat": "d.M.y"}},
    "Day": {"type": "string", "annotations": [{"name": "is.formatted.date"}]},
    "Moment": {"type": "string", "annotations": ["IS.FORMATTED.DATETIME"]},
    "Text": {"type": "string", "annotations": [{"name": "ci:CustomDateFormat", "value": False}, "read-only"]},
    "Number": {"type": "int64", "annotations": ["is.formatted.date"]},
    "Odd": "geography",
}
SYSTEM = [
    {"name": "Customer", "attributes": TYPES},
    {"name": "Customer_Measure", "attributes": {"CustomerId": "string", "Old": "decimal"}},
]
BASE = {"kind": "base", "entity": "Customer", "alias": "c"}
VISITS = {"kind": "join", "entity": "Shop_Visits", "alias": "v"}
FILE = "manage/measures.json"


def project(*all_of_them: Any, **files: Any) -> Project:
    laid = {"snapshot.json": snapshot(systemEntities=SYSTEM, measures=[]), FILE: list(all_of_them), **files}
    return project_of(laid)


def defined(**definition: Any) -> dict[str, Any]:
    return {"name": "Some", "definition": {"kind": "entity", **definition}}


def measure(written: Any) -> Measure:
    return next(measures.each_measure(project(written)))


def output(written: dict[str, Any], part: str = "aggregates") -> Any:
    one = measure(defined(linkedEntities=[BASE, VISITS, STRANGE], **{part: [written]}))
    return getattr(one, part)[0]


@pytest.mark.parametrize(
    ("value", "is_so"),
    [(None, True), ("", True), (" ", True), ([], True), ("a", False), (["a"], False), (5, False)],
)
def test_what_is_null_or_empty_is_absent_and_what_is_malformed_is_not(value: Any, is_so: bool) -> None:
    one = measure({"name": "Some", ("tags" if isinstance(value, list) else "description"): value})

    assert measures.is_absent(one.node, "tags" if isinstance(value, list) else "description") is is_so
    assert measures.is_absent(one.node, "displayName")


def test_an_object_without_anything_is_empty() -> None:
    one = measure(defined(linkedEntities=[{}, {"alias": None}, {"alias": "a"}, {"alias": 5}]))

    assert one.definition is not None
    told = [measures.is_empty(each) for each in one.definition.nodes("linkedEntities")]
    assert told == [True, True, False, False]


@pytest.mark.parametrize(
    ("linked", "at"),
    [
        ([BASE, VISITS], None),
        ([BASE, {"kind": "join"}], (1,)),
        ([BASE, {}], (1,)),
        ([BASE, {"kind": None, "alias": None}], (1,)),
        ([BASE, {**VISITS, "alias": " "}, {}], (1, "alias")),
        ([BASE, {**VISITS, "alias": "a.b"}], (1, "alias")),
        ([BASE, {**VISITS, "alias": "c"}], (1, "alias")),
        ([BASE, {**VISITS, "alias": "C"}], None),
        ([{**BASE, "alias": "{{a}}"}, {**VISITS, "alias": "{{a}}"}], None),
        ([{**BASE, "alias": 5}, {**VISITS, "alias": 5}], None),
    ],
)
def test_the_first_linked_entity_without_an_alias_of_its_own(linked: Any, at: Any) -> None:
    found = measures.misaliased(measure(defined(linkedEntities=linked)))

    path = (0, "definition", "linkedEntities", *at) if at else None
    assert found == (cause_at(Location(FILE, path)) if path else None)


def test_without_a_definition_nothing_is_misaliased() -> None:
    one = measure({"name": "Some"})

    assert measures.misaliased(one) is None
    assert measures.left_open(one, "linkedEntities", "alias", one.node.at()) is None


@pytest.mark.parametrize(
    ("name", "told"),
    [("{{name}}", NotChecked), (5, HeldBack), ("a", None), (None, None), ("", None)],
)
def test_an_item_whose_name_cannot_be_read_may_be_the_one_that_is_missed(name: Any, told: Any) -> None:
    one = measure(defined(variables=[{"name": "x"}, {"name": name}]))
    here = one.node.at("name")

    found = measures.left_open(one, "variables", "name", here)

    if told is HeldBack:
        assert found == HeldBack(here, cause_at(Location(FILE, (0, "definition", "variables", 1, "name"))))
    elif told is NotChecked:
        assert isinstance(found, NotChecked)
        assert found[:2] == (
            here,
            one.request.why_open_at(Location(FILE, (0, "definition", "variables", 1, "name"))),
        )
    else:
        assert found is None


def test_what_messages_call_parts_of_a_measure() -> None:
    parts = defined(
        linkedEntities=[BASE],
        dimensions=[{"field": "c.Id", "alias": "A"}, {"field": "c.Id"}, {"alias": "{{a}}"}],
        aggregates=[{"field": "c.Sum", "alias": "{{a}}"}, {}],
        variables=[{"name": "Net"}, {}],
    )
    one = measure(parts)

    assert [measures.told_of(each) for each in one.dimensions] == [
        "dimension `A`",
        "dimension `c.Id`",
        "the dimension",
    ]
    assert [measures.told_of(each) for each in one.aggregates] == ["aggregate `c.Sum`", "the aggregate"]
    assert [measures.told_variable(each) for each in one.variables] == ["variable `Net`", "the variable"]
    assert measures.called(one) == "measure `Some`"
    assert measures.called(measure({"definition": {}})) == "the measure"


CLEAN = {"kind": "join", "entity": "Customer", "alias": "d"}
SLIP = {"kind": "join", "entity": "Custmer", "alias": "s"}
STRANGE = {"kind": "join", "entity": "Nothing", "alias": "n"}


@pytest.mark.parametrize(
    ("definition", "lacks"),
    [
        ({"linkedEntities": [VISITS]}, True),
        ({"linkedEntities": [VISITS, CLEAN]}, False),
        ({"linkedEntities": [VISITS, {**CLEAN, "entity": "customer"}]}, False),
        ({"linkedEntities": [VISITS, SLIP]}, False),
        ({"linkedEntities": [VISITS, STRANGE]}, True),
        ({"linkedEntities": [VISITS, STRANGE], "dimensions": [{"field": "n.customerid"}]}, False),
        ({"linkedEntities": [VISITS, STRANGE], "dimensions": [{"field": "v.CustomerId"}]}, True),
        ({"linkedEntities": [VISITS, STRANGE], "dimensions": [{"field": "n.Id"}]}, True),
        ({"linkedEntities": [VISITS, {**STRANGE, "entity": "{{who}}"}]}, False),
        ({"linkedEntities": [VISITS, {**STRANGE, "entity": None}]}, False),
        ({"linkedEntities": []}, False),
        ({"linkedEntities": [VISITS, 5]}, False),
        ({"linkedEntities": "v"}, False),
        ({}, False),
    ],
)
def test_a_measure_lacks_customers_where_no_linked_entity_is_or_may_be_customer(
    definition: Any, lacks: bool
) -> None:
    files = project(defined(**definition))

    assert measures.lacks_customer(files, next(measures.each_measure(files))) is lacks


def test_a_measure_without_definition_lacks_nothing() -> None:
    files = project({"name": "Some"})

    assert not measures.lacks_customer(files, next(measures.each_measure(files)))


def test_what_a_measure_makes_is_not_meant_as_customer() -> None:
    made = {"name": "Nothing", "definition": {"kind": "entity"}}
    files = project(defined(linkedEntities=[VISITS, STRANGE], dimensions=[{"field": "n.CustomerId"}]), made)

    assert measures.lacks_customer(files, next(measures.each_measure(files)))


def test_customers_are_those_of_the_dataset_that_is_configured() -> None:
    files = project(defined(linkedEntities=[BASE, VISITS, {"kind": "join", "alias": "x"}]))

    told = [measures.is_customer(files, each) for each in next(measures.each_measure(files)).entities]

    assert told == [True, False, False]


def test_a_name_that_leads_somewhere_or_is_none_is_not_meant_as_customer() -> None:
    stored = snapshot(systemEntities=[*SYSTEM, {"name": "Custmer", "attributes": {}}], measures=[])
    nameless = {"kind": "join", "alias": "x"}
    written = defined(linkedEntities=[SLIP, nameless], dimensions=[{"field": "s.CustomerId"}, {}])
    files = project_of({"snapshot.json": stored, FILE: [written]})
    one: Measure = next(measures.each_measure(files))

    assert measures.customer_aliases(one) == {"s"}
    assert [measures.is_meant_as_customer(files, one, each) for each in one.entities] == [False, False]


def test_types_of_attributes_and_of_variables() -> None:
    fields = (
        "c.At",
        "c.Sum",
        "c.Id",
        "c.Stamp",
        "c.Day",
        "c.Moment",
        "c.Text",
        "c.Number",
        "c.Odd",
        "c.Lost",
        "z.Id",
    )
    variables = ("decimal", "string", "{{type}}", None, "nobody knows")
    parts = defined(
        linkedEntities=[BASE, VISITS],
        aggregates=[{"field": one} for one in fields],
        variables=[{"name": "x", "dataType": one} for one in variables],
    )
    one = measure(parts)

    told = [measures.type_of(each.column) if each.column else "no column" for each in one.aggregates]
    assert told[:5] == ["Date", "Decimal", "String", "DateTime", "DateTime"]
    assert told[5:] == ["DateTime", "String", "Int64", None, None, "no column"]
    assert [measures.type_of_variable(each) for each in one.variables] == ["Decimal", "String", *[None] * 3]
    assert [
        each for each in ("Date", "DateTime", "DateTimeOffset", "Time", "String") if measures.is_date(each)
    ] == [
        "Date",
        "DateTime",
        "DateTimeOffset",
    ]
    assert [
        each for each in ("Byte", "Int64", "Decimal", "Double", "String") if measures.is_number(each)
    ] == [
        "Byte",
        "Int64",
        "Decimal",
        "Double",
    ]


def test_what_will_have_an_attribute_that_the_snapshot_does_not_declare() -> None:
    fields = ("c.CustomerId", "c.Mail", "c.Lost", "v.CustomerId", "m.New", "m.Whole", "m.Lost", "x.Id")
    linked = [
        BASE,
        VISITS,
        {"kind": "join", "entity": "Customer_Measure", "alias": "m"},
        {"kind": "join", "entity": "Nowhere", "alias": "x"},
    ]
    of_customers = {"name": "New", "definition": {"kind": "attribute"}}
    rules = {"conflatedEntity": "Customer", "attributes": [{"name": "Mail", "sourceColumns": []}]}
    files = project(
        defined(linkedEntities=linked, aggregates=[{"field": one} for one in fields]),
        of_customers,
        {"name": "Whole", "definition": {"kind": "entity"}},
        **{"conflations/default/conflictResolutionRules.json": rules},
    )
    one: Measure = next(measures.each_measure(files))

    columns = [each.column for each in one.aggregates]
    told = [str(each.attribute) for each in columns if each and measures.will_have(files, each, one)]

    assert told == ["CustomerId", "Mail", "New"]


def test_what_is_counted_is_lacking_only_where_that_is_certain() -> None:
    told = [
        measures.lacks_attribute(output({"field": one}))
        for one in ("v.Lost", "v.Id", "v.CustomerId", "c.CustomerId", "v.", "Net", "w.Id", "n.Id")
    ]

    assert told == [True, False, False, False, True, *[False] * 3]


def test_outputs_are_included_unless_they_say_no_and_made_of_others_where_they_have_some() -> None:
    shown: list[Any] = [output({"isIncluded": each}) for each in (True, False, None)]
    others: tuple[Any, ...] = ([{}], [], None)
    made: list[Any] = [output({"aggregates": each}) for each in others]
    dimension: Any = output({"field": "c.Id"}, "dimensions")

    assert [measures.is_included(one) for one in (*shown, dimension)] == [True, False, True, True]
    assert [measures.is_made_of_others(one) for one in (*made, dimension)] == [True, False, False, False]


def test_what_stands_behind_an_alias_is_one_name() -> None:
    assert [measures.is_one_name(one) for one in ("Id", "a b", "", " ", "a,b", None)] == [
        True,
        True,
        *[False] * 4,
    ]


def test_rules_hold_from_a_generation_on() -> None:
    files = project(defined())

    assert files.settings.api == "2020-04"
    assert measures.judged_by(files, "2020-04")
    assert not measures.judged_by(files, "2020-08")


def test_a_finding_predicts_codes_and_rests_on_a_limit() -> None:
    finding = Finding(Location(FILE), "it is")

    assert measures.predicting(finding, "a", "b") == finding._replace(
        service_errors=("a", "b"), sources=(Stated("service-error", "a"), Stated("service-error", "b"))
    )
    assert measures.predicting(finding, "a", limit="M01").sources == (
        Stated("service-error", "a"),
        Stated("product-page", "M01"),
    )
    assert measures.limits("M01") == (Stated("product-page", "M01"),)


def test_only_a_patch_of_a_measure_leaves_what_it_does_not_say() -> None:
    url = "/api/instances/main/manage/measures"
    body = {"definition": {"kind": "entity"}}
    requests = [
        {"method": "PATCH", "url": f"{url}/Some", "body": body},
        {"method": "PUT", "url": f"{url}/Some", "body": body},
        {"method": "PATCH", "url": url, "body": {**body, "name": "Some"}},
    ]
    files = project_of({"snapshot.json": snapshot(), "requests.json": requests})

    assert [measures.is_partial(one) for one in measures.each_measure(files)] == [True, False, False]


def test_those_are_structured_that_have_a_definition_and_no_query() -> None:
    query = {"kind": "entity", "type": "manual", "measureQuerySql": "SELECT 1"}
    files = project(defined(), {"name": "None"}, {"name": "Query", "definition": query})

    assert [one.name for one, _ in measures.each_structured(files)] == ["Some"]
    assert [one.name for one in measures.each_measure(files)] == ["Some", "None", "Query"]
