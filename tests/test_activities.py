"""Activities, hierarchies and search: what their rules leave to others, and what stays open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import main
from linter.rulekit.facets import facet_of, mistake_in
from tests.projects import (
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    Files,
    plan,
    reported,
    said,
    snapshot,
    step,
    write,
)

ACTIVITIES = "manage/activities.json"
SEARCH = "manage/search.json"
HIERARCHIES = "hierarchies.json"
CUSTOMER = {
    "name": "Customer",
    "entityType": "profile",
    "primaryKey": "CustomerId",
    "attributes": {
        "CustomerId": "string",
        "Mail": "string",
        "City": "string",
        "Born": "date",
        "Odd": "geography",
        "Tags": "Collection(Edm.String)",
    },
}
HERE = snapshot(relationships=[RELATIONSHIP], systemEntities=[CUSTOMER])
VISIT: dict[str, Any] = {
    "name": "Visit",
    "activityType": "Other",
    "entity": "Shop_Visits",
    "primaryKey": "Id",
    "timestamp": "On",
    "eventActivity": "Mail",
}
WITHOUT_EVENT = {name: value for name, value in VISIT.items() if name != "eventActivity"}
TREE: dict[str, Any] = {
    "name": "Tree",
    "dependency": {
        "sourceEntity": "Shop_Buyers",
        "accountIdAttribute": "Id",
        "parentAccountIdAttribute": "Mail",
    },
}


def visit(**changes: Any) -> Files:
    return {ACTIVITIES: {**VISIT, **changes}}


def here(**changes: Any) -> Files:
    return {"snapshot.json": {**HERE, **changes}}


def searched(*attributes: dict[str, Any], entity: str = "Customer") -> Files:
    return {SEARCH: {"entityConfig": [{"qualifiedEntityName": entity, "attributes": list(attributes)}]}}


def marked(name: str, **properties: Any) -> dict[str, Any]:
    return {"name": name, "properties": properties}


def facet(name: str, specification: str) -> Files:
    return searched(marked(name, isFacetable=True, facetSpecification=specification))


def tree(**dependency: Any) -> Files:
    return {HIERARCHIES: {**TREE, "dependency": {**TREE["dependency"], **dependency}}}


class Case(NamedTuple):
    """Files laid over the snapshot, and what some rules say of them."""

    sentence: str
    rules: str
    files: Files
    said: list[str]


INHERITED = {**RELATIONSHIP, "source": "inferred"}
TO_LEADS = {**RELATIONSHIP, "name": "VisitsToLeads", "toEntityName": "Crm_Leads"}
TO_PEOPLE = {**RELATIONSHIP, "name": "VisitsToPeople", "toEntityName": "Crm_People"}

CASES = [
    Case("an activity is clean", "AC", visit(), []),
    Case("an activity that says nothing is one finding", "AC,DO05", {ACTIVITIES: {}}, ["DO05 "]),
    Case("what isn't there is DO05's", "AC,DO05", {ACTIVITIES: WITHOUT_EVENT}, ["DO05 "]),
    Case("a blank is a name to nobody", "AC", visit(eventActivity=" "), ["AC102 /eventActivity"]),
    Case("a name that a pipeline fills may be right", "AC", visit(eventActivity="{{event}}"), []),
    Case("a time that a pipeline fills is one", "AC", visit(timestamp="{{time}}"), []),
    Case("an end is a time", "AC", visit(timestamp=None, endTimestamp="On"), []),
    Case("an empty time is none", "AC108", visit(timestamp=""), ["AC108 /timestamp"]),
    Case("a time that is unknown is one finding", "AC", visit(timestamp="Onn"), ["AC105 /timestamp"]),
    Case("a type that isn't known is open", "AC109", visit(timestamp="Odd"), ["AC109? …"]),
    Case("a date will do", "AC", visit(timestamp="Born"), []),
    Case("text dates nothing", "AC109", visit(timestamp="Mail"), ["AC109 /timestamp"]),
    Case(
        "an unknown entity hides its attributes",
        "AC",
        visit(entity="Shop_Visit"),
        ["AC104 /entity", "held back: 3"],
    ),
    Case("a derived entity may hold activities", "AC104", visit(entity="Made"), ["AC104 /entity"]),
    Case(
        "one that is planned does",
        "AC104",
        {**visit(entity="Made"), "manage/derivedentities.json": {"name": "Made", "query": "SELECT 1"}},
        [],
    ),
    Case(
        "one whose name a pipeline fills may",
        "AC104",
        {**visit(entity="Made"), "manage/derivedentities.json": {"name": "{{made}}", "query": "SELECT 1"}},
        ["AC104? `{{made}}` is a placeholder without a value"],
    ),
    Case("no key is one finding", "AC106,AC107", visit(entity="Crm_Leads"), ["AC106 /entity"]),
    Case("an attribute that isn't there is no wrong key", "AC107", visit(primaryKey="Nope"), []),
    Case(
        "names are told apart without case",
        "AC103,AC112",
        {ACTIVITIES: [VISIT, {**VISIT, "name": "VISIT"}]},
        ["AC103 /1/name", "held back: 1"],
    ),
    Case(
        "an entity is mapped once",
        "AC103,AC112",
        {ACTIVITIES: [VISIT, {**VISIT, "name": "Other"}]},
        ["AC112 /1/entity"],
    ),
    Case(
        "a new one is another, whatever a pipeline fills in it",
        "AC112",
        {ACTIVITIES: [VISIT, {**VISIT, "name": None, "eventActivity": "{{event}}"}]},
        ["AC112 /1/entity"],
    ),
    Case(
        "an update is no second one",
        "AC103,AC112",
        {**here(activities=[VISIT]), "manage/activities/Visit.json": VISIT},
        [],
    ),
    Case(
        "what an update moves away makes room",
        "AC112",
        {
            **here(activities=[{**VISIT, "name": "Old"}]),
            "manage/activities/Old.json": {**VISIT, "entity": "Crm_People"},
            **visit(),
        },
        [],
    ),
    Case(
        "what is no time isn't a second one",
        "AC109,AC110",
        {
            "snapshot.json": snapshot(entity="Visits", timestampFieldName="On"),
            **visit(timestamp="Mail", eventActivity="Id"),
        },
        ["AC109 /timestamp", "held back: 1"],
    ),
    Case("a type in any case is one", "AC120,AC121", visit(activityType="salesorder"), []),
    Case("a type of one's own is no slip", "AC", visit(activityType="Warranty"), []),
    Case(
        "a semantic type without fields",
        "AC123",
        visit(activityType="Loyalty"),
        ["AC123 /activityType warning"],
    ),
    Case(
        "a field without its meaning",
        "AC123",
        visit(activityType="Loyalty", fieldTypes=[{"attributeName": "Id"}]),
        ["AC123 /fieldTypes/0 warning"],
    ),
    Case("an address is one", "AC115,AC116", visit(webAddress="HTTPS://a.b/c?d=e"), []),
    Case("a date is no address", "AC115,AC116", visit(webAddress="On"), ["AC116 /webAddress"]),
    Case(
        "a misspelt attribute is no address",
        "AC",
        visit(webAddress="Mial"),
        ["AC115 /webAddress recommendation"],
    ),
    Case(
        "no relationship at all",
        "AC119",
        {**visit(), **here(relationships=[])},
        ["AC119 /entity"],
    ),
    Case(
        "relationships that nobody declares are open",
        "AC119",
        {**visit(), **here(relationships=None)},
        ["AC119? …"],
    ),
    Case(
        "an inherited one doesn't count",
        "AC119",
        {**visit(), **here(relationships=[INHERITED])},
        ["AC119 /entity"],
    ),
    Case(
        "where nobody is unified",
        "AC119",
        {**visit(), **here(relationships=[TO_PEOPLE]), PLAN_FILE: plan()},
        [],
    ),
    Case(
        "an entity outside of the plan",
        "AC119",
        {**visit(), **here(relationships=[TO_LEADS]), PLAN_FILE: plan()},
        ["AC119 /entity"],
    ),
    Case(
        "a plan that names what isn't there leaves it open",
        "AC119",
        {**visit(), **here(relationships=[TO_LEADS]), PLAN_FILE: plan(step("Crm_Lead"))},
        [],
    ),
    Case(
        "the relationship that is named is the one",
        "AC119",
        {
            **visit(relationship={"name": "VisitsToLeads"}),
            **here(relationships=[RELATIONSHIP, TO_LEADS]),
            PLAN_FILE: plan(),
        },
        ["AC119 /relationship/name"],
    ),
    Case(
        "an unknown relationship is one finding",
        "AC",
        visit(relationship={"name": "VisitToBuyers"}),
        ["AC113 /relationship/name", "held back: 1"],
    ),
    Case(
        "where the list isn't complete it is a warning",
        "AC113",
        {
            **visit(relationship={"name": "Nope"}),
            **here(complete={"relationships": False}),
        },
        ["AC113 /relationship/name warning"],
    ),
    Case(
        "a relationship without a name needs a foreign key",
        "AC114",
        visit(relationship={"toEntity": "Shop_Buyers"}),
        ["AC114 /relationship"],
    ),
    Case(
        "a malformed foreign key may be right",
        "AC114",
        visit(relationship={"toEntity": "Shop_Buyers", "foreignKey": 5}),
        [],
    ),
    Case("a hierarchy is clean", "HI", tree(), []),
    Case(
        "a hierarchy of nothing known is one finding",
        "HI",
        tree(sourceEntity="Shop_Buyer"),
        ["HI101 /dependency/sourceEntity", "held back: 2"],
    ),
    Case(
        "one attribute for both is one finding",
        "HI",
        tree(parentAccountIdAttribute="Id"),
        ["HI103 /dependency/parentAccountIdAttribute"],
    ),
    Case(
        "types that differ",
        "HI",
        tree(parentAccountIdAttribute="Born"),
        ["HI104 /dependency/parentAccountIdAttribute"],
    ),
    Case(
        "a hierarchy can't be called like a measure",
        "HI",
        {**tree(), **here(measures=[{"name": "TREE"}])},
        ["HI106 /name"],
    ),
    Case(
        "an update keeps its name",
        "HI",
        {**here(hierarchies=[TREE]), "hierarchies/1.json": TREE},
        [],
    ),
    Case("a search in one attribute is clean", "SC", searched(marked("Mail", isSearchable=True)), []),
    Case("nothing configured has both codes", "SC", {SEARCH: {"entityConfig": []}}, ["SC101 /entityConfig"]),
    Case(
        "another entity is one finding",
        "SC",
        searched(marked("Mail", isSearchable=True), entity="Shop_Buyers"),
        ["SC101 /entityConfig/0/qualifiedEntityName"],
    ),
    Case("a malformed list is another rule's", "SC", {SEARCH: {"entityConfig": 5}}, []),
    Case("an entity that can't be read may be right", "SC", {SEARCH: {"entityConfig": [None, 5]}}, []),
    Case(
        "an attribute of which nothing is said is not searched",
        "SC110",
        searched({"name": "Mail"}),
        ["SC110 /entityConfig/0/attributes warning"],
    ),
    Case("no attributes is one finding", "SC", searched(), ["SC103 /entityConfig/0/attributes"]),
    Case(
        "names are exact",
        "SC102",
        searched(marked("mail", isSearchable=True), marked("Customer.Mail", isSearchable=True)),
        ["SC102 /entityConfig/0/attributes/0/name", "SC102 /entityConfig/0/attributes/1/name"],
    ),
    Case(
        "a snapshot without Customer leaves it open",
        "SC102",
        {**here(systemEntities=None), **searched(marked("Mail", isSearchable=True))},
        ["SC102? the snapshot has no entity `Customer`"],
    ),
    Case(
        "a name that a pipeline fills may be right",
        "SC",
        searched(marked("{{name}}", isSearchable=True)),
        [],
    ),
    Case("text is counted by so many values", "SC108,SC109", facet("City", "count:3,sort:count"), []),
    Case("dates are counted by months", "SC108,SC109", facet("Born", "interval:month"), []),
    Case(
        "text has no intervals",
        "SC108,SC109",
        facet("City", "interval:10"),
        ["SC108 /entityConfig/0/attributes/0/properties/facetSpecification"],
    ),
    Case(
        "a list of texts has values",
        "SC107,SC108",
        searched(marked("Tags", isFacetable=True, isFilterable=True)),
        [],
    ),
    Case(
        "a list of texts has no order",
        "SC106",
        searched(marked("Tags", isSortable=True)),
        ["SC106 /entityConfig/0/attributes/0/name"],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_what_rules_say_and_leave_alone(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": HERE, **case.files})
    found = said("--select", case.rules)

    expected = [one for one in case.said if not one.endswith("…")]
    assert [one for one in found if "?" not in one or one in expected] == expected


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        (
            visit(eventActivity=""),
            [
                "activityMappingMissingField",
                "noActivityDisplayOnActivityEntity",
                "activityIngestionIncorrectMinViewFields",
            ],
        ),
        (
            {SEARCH: {"entityConfig": []}},
            ["searchConfigurationInvalidEntityCount", "searchConfigurationMissingCustomerEntity"],
        ),
        (
            searched(marked("Mail", isSearchable=True), entity="customer"),
            ["searchConfigurationMissingCustomerEntity"],
        ),
        (
            {**visit(), **here(relationships=[])},
            ["noRelationshipOnActivityEntity", "invalidOrMissingRelationshipForActivity"],
        ),
        (
            {ACTIVITIES: [VISIT, {**VISIT, "name": "More"}]},
            [
                "activityMappingDuplicateMappingOnEntity",
                "differentActivityMappingExists",
                "duplicateEntityMapping",
            ],
        ),
        (
            {**here(activities=[{**VISIT, "name": "More"}]), **visit()},
            ["activityMappingDuplicateMappingOnEntity", "differentActivityMappingExists"],
        ),
    ],
)
def test_a_finding_names_the_codes_that_it_predicts(
    files: Files, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": HERE, **files})

    found = reported("--select", "AC,SC")["diagnostics"]
    assert [one["serviceErrors"] for one in found] == [codes]


@given(
    st.integers(1, 999),
    st.sampled_from(("count", "interval")),
    st.sampled_from(("", ",sort:value", ",sort:-count")),
)
def test_a_number_of_values_and_a_step_can_be_read(number: int, form: str, order: str) -> None:
    found = facet_of(f"{form}:{number}{order}")
    assert found is not None
    assert (found.form, found.is_stepped) == (form, form == "interval")


@given(st.lists(st.integers(-999, 999), min_size=1, unique=True))
def test_bounds_rise(bounds: list[int]) -> None:
    text = f"values:{'|'.join(map(str, bounds))}"
    assert bool(mistake_in(text)) == (sorted(bounds) != bounds)


@given(st.text())
def test_any_text_is_a_facet_or_has_a_mistake(text: str) -> None:
    assert (facet_of(text) is None) == bool(mistake_in(text))


def test_an_activity_is_sent_after_the_relationship_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = visit(relationship={"name": RELATIONSHIP["name"]})
    write(tmp_path, {**here(relationships=[]), **named, RELATIONSHIPS_FILE: [RELATIONSHIP]})

    steps = json.loads(CliRunner().invoke(main, ["plan", "--format", "json"]).stdout)["steps"]
    assert [(one["file"], one["after"]) for one in steps] == [(RELATIONSHIPS_FILE, []), (ACTIVITIES, [1])]
