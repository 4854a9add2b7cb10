"""The entities of an instance as queries see them, and what a query's text says."""

from __future__ import annotations

from typing import Any

import pytest

from linter.contracts.mistakes import Judgement, Unjudged
from linter.contracts.names_in_query import NamedInQuery
from linter.contracts.schema import Structure
from linter.diagnostic import Location
from linter.instance.snapshot import SYSTEM_NAMES
from linter.odata import LONGEST_READ
from linter.project.project import Project
from linter.project.query_text import ReadQuery, read
from linter.project.queryable import QueryableTypes, alternate_key_of, alternate_keys
from tests.projects import (
    DELETION,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    Files,
    project_of,
    resolution,
    snapshot,
)

PEOPLE_TO_LEADS = {**RELATIONSHIP, "fromEntityName": "Crm_People", "toEntityName": "Crm_Leads"}
COLUMNS: dict[str, Any] = {
    "Id": "string",
    "Zip Code": "int64",
    "customer id": "string",
    "A-b": {"type": "int64", "guessedFrom": "x"},
    "1st": "date",
    "Odd": "geography",
}
CUSTOMER = {
    "name": "Customer",
    "primaryKey": "CustomerId",
    "attributes": {"CustomerId": "string", "Mail": "string", "Shop_Visits": "string"},
}


def instance(**changes: Any) -> dict[str, Any]:
    root = snapshot(systemEntities=[CUSTOMER, {"name": "Bare"}, {"name": "Edm.String", "attributes": {}}])
    [buyers, _], [people, _] = (source["entities"] for source in root["dataSources"])
    ways = {"toVisits": {"entity": "Shop_Visits"}, "toNowhere": {"type": "x"}, "toBroken": 7}
    buyers |= {"attributes": COLUMNS, "navigationProperties": ways}
    del people["primaryKey"]
    half = {"name": "Half", "fromEntityName": "Shop_Buyers", "toEntityName": "Nope"}
    return {**root, "relationships": [RELATIONSHIP, half], **changes}


def laid(*files: Files) -> Project:
    return project_of(
        {"snapshot.json": instance(), **{name: one for each in files for name, one in each.items()}}
    )


def types_of(project: Project) -> QueryableTypes:
    return project.queried.types(project.snapshots[0])


def members(types: QueryableTypes, name: str) -> dict[str, str]:
    """What an entity has but what leads to the service's own: `type`, with `→` before where it leads."""
    type_ = types.structure(name)
    assert isinstance(type_, Structure)
    assert not any(one.is_collection for one in type_.members.values())
    return {
        written: f"{'→' * one.is_navigation}{one.type}{f' as {one.name}' if one.name != written else ''}"
        for written, one in type_.members.items()
        if one.type != one.name
    }


OF_BUYERS = {
    "toVisits": "→Shop_Visits",
    "toNowhere": "→",
    "toBroken": "→",
    "VisitsToBuyers": "→Shop_Visits",
    "Visits": "→Shop_Visits",
    "Half": "→",
    "Id": "Edm.String",
    "Zip_Code": "Edm.Int64",
    "ZipCode": "Edm.Int64 as Zip_Code",
    "Zip_x0020_Code": "Edm.Int64 as Zip_Code",
    "CustomerId": "Edm.String",
    **dict.fromkeys(
        ("customerId", "customerid", "CustomerID", "customer_id", "customer_x0020_id"),
        "Edm.String as CustomerId",
    ),
    "A_b": "",
    "Ab": " as A_b",
    "A_x002d_b": " as A_b",
    "1st": "Edm.Date",
    "Odd": "",
}
OF_CUSTOMER = {
    "Buyers": "→Shop_Buyers",
    "Visits": "→Shop_Visits",
    "People": "→Crm_People",
    "Leads": "→Crm_Leads",
    "crm-1_People": "→Crm_People",
    "crm-1_Leads": "→Crm_Leads",
    "shop-1_Buyers": "→Shop_Buyers",
    "shop-1_Visits": "→Shop_Visits",
    "Half": "→",
    "VisitsToBuyers": "→",
    "Shop_Buyers_Id": "",
    "Shop_Visits_Id": "",
    "CustomerId": "Edm.String",
    **dict.fromkeys(("customerId", "customerid", "CustomerID"), "Edm.String as CustomerId"),
    "Mail": "Edm.String",
    "Shop_Visits": "Edm.String",
}


def test_an_entity_has_its_attributes_and_what_leads_to_others() -> None:
    types = types_of(laid())

    assert members(types, "Shop_Buyers") == OF_BUYERS
    assert members(types, "Customer") == OF_CUSTOMER
    made = types.structure("Shop_Buyers")
    assert made is not None
    assert {*SYSTEM_NAMES, "Customer"} <= made.members.keys()
    assert [one for one in made.members if one in SYSTEM_NAMES] == sorted(SYSTEM_NAMES)
    assert len(made.members) == len(list(made.members))


def test_the_master_dataset_has_what_conflict_resolution_makes_and_the_keys_of_all_that_has_one() -> None:
    project = laid({RULES_FILE: resolution("Shop_Buyers", "Crm_People")})
    [one] = project.snapshots

    assert (
        members(types_of(laid({RULES_FILE: {**resolution(), "attributes": []}})), "Customer") == OF_CUSTOMER
    )
    assert alternate_keys(one) == {
        f"{entity}_Id": one.resolve_name(entity).entity for entity in ("Shop_Buyers", "Shop_Visits")
    }
    merged = QueryableTypes(one, lambda _: (), "Customer", lambda: ["Merged"]).structure("Customer")
    assert merged is not None
    assert (merged.members["Merged"].type, merged.members["Shop_Buyers_Id"].is_navigation) == ("", False)
    assert merged.members["Mail"].type == "Edm.String"


def test_what_the_service_makes_besides_has_nothing_of_the_master_datasets() -> None:
    activity = {"name": "UnifiedActivity", "attributes": {"Id": "string"}}
    [one] = project_of({"snapshot.json": instance(systemEntities=[CUSTOMER, activity])}).snapshots
    made = QueryableTypes(one, lambda _: (), "Customer", lambda: ["Merged"]).structure("UnifiedActivity")

    assert made is not None
    assert [name in made.members for name in ("Id", "Merged", "Shop_Buyers_Id")] == [True, False, False]


def test_an_ingested_entity_that_is_called_as_the_master_dataset_is_none() -> None:
    source = {"dataSourceId": "1", "name": "Shop", "entities": [{**CUSTOMER, "attributes": {"Id": "string"}}]}
    [one] = project_of({"snapshot.json": snapshot(dataSources=[source])}).snapshots
    made = QueryableTypes(one, lambda _: (), "Customer", lambda: ["Merged"]).structure("Shop_Customer")

    assert made is not None
    assert ("Id" in made.members, "Merged" in made.members) == (True, False)


def test_a_relationship_of_the_master_dataset_leads_where_it_says() -> None:
    bought = {**RELATIONSHIP, "name": "Bought", "toEntityName": "Customer", "toAttributeName": "CustomerId"}
    made = types_of(project_of({"snapshot.json": instance(relationships=[bought])})).structure("Customer")

    assert made is not None
    assert made.members["Bought"].type == "Shop_Visits"


def test_the_key_of_a_customer_is_called_as_it_is_declared_however_it_is_written() -> None:
    declared = {**CUSTOMER, "attributes": {"customerid": "string"}}
    made = types_of(project_of({"snapshot.json": instance(systemEntities=[declared])})).structure("Customer")

    assert made is not None
    assert {made.members[one].name for one in ("CustomerId", "customerid", "CustomerID")} == {"customerid"}


@pytest.mark.parametrize(
    ("column", "entity"),
    [("Shop_Buyers_Id", "Buyers"), ("Shop_Buyers_Of_Id", "Buyers_Of"), ("Shop_Buyers_Offer", "Buyers")],
)
def test_of_several_entities_a_column_keeps_the_key_of_the_one_of_the_longest_name(
    column: str, entity: str
) -> None:
    entities = [{"name": "Buyers"}, {"name": "Buyers_Of"}]
    source = {"dataSourceId": "1", "name": "Shop", "entities": entities}
    [one] = project_of({"snapshot.json": snapshot(dataSources=[source])}).snapshots
    found = alternate_key_of(one, column)

    assert found is not None
    assert found.name == entity


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("Shop_Buyers_Mail", "Shop_Buyers"),
        ("Shop_Buyers_", "Shop_Buyers"),
        ("Shop_Buyers", None),
        ("shop-1_Buyers_Mail", None),
        ("Buyers_Mail", None),
        ("Customer_Mail", None),
        ("Shop_Nope_Mail", None),
        ("Mail", None),
    ],
)
def test_a_column_keeps_the_key_of_the_entity_with_whose_whole_name_it_begins(
    name: str, of: str | None
) -> None:
    found = alternate_key_of(laid().snapshots[0], name)

    assert (str(found) if found is not None else None) == of


def test_a_type_has_its_entitys_key_and_none_has_no_type() -> None:
    types = types_of(laid())
    asked = ("Shop_Buyers", "Buyers", "Customer", "Crm_People", "Bare", "Nope", "Edm.String", "")
    found = [types.structure(name) for name in asked]

    assert [(one.name, one.key) if one is not None else None for one in found] == [
        ("Shop_Buyers", ("Id",)),
        ("Shop_Buyers", ("Id",)),
        ("Customer", ("CustomerId",)),
        ("Crm_People", ()),
        None,
        None,
        None,
        None,
    ]
    assert types.asked.keys() == {*asked} - {"Edm.String"}
    assert all(
        types.asked[name] is one for name, one in zip(asked, found, strict=True) if name in types.asked
    )


@pytest.mark.parametrize(
    ("written", "attribute"),
    [
        ("Zip Code", "Zip Code"),
        ("Zip_Code", "Zip Code"),
        ("ZipCode", "Zip Code"),
        ("customerID", None),
        ("CustomerID", "customer id"),
        ("Nope", None),
    ],
)
def test_an_attribute_is_found_by_any_way_in_which_a_query_may_write_it(
    written: str, attribute: str | None
) -> None:
    project = laid()
    types, [buyers] = types_of(project), project.snapshots[0].named("Buyers")
    [leads] = (
        project_of({"snapshot.json": snapshot(entity="Leads", attributes=None)}).snapshots[0].named("Leads")
    )

    assert types.attribute(buyers, written) == attribute
    assert types.attribute(leads, written) is None


def test_the_schema_has_neither_operations_nor_enumerations_nor_namespaces() -> None:
    types = types_of(laid())

    assert (types.operations("x"), types.values_of("x"), types.takes_several("x")) == ([], None, False)
    assert (types.declares_namespace("x"), types.is_typed, types.short_names.names) == (False, True, [])
    assert (types.is_a("A", "A"), types.is_a("A", "B"), types.sets) == (True, False, {})


def test_a_type_is_kept_until_what_it_is_made_of_is_another() -> None:
    project = laid()
    [one] = project.snapshots
    buyers = types_of(project).structure("Shop_Buyers")
    customer = types_of(project).structure("Customer")

    def anew(requests: Files, name: str) -> Structure | None:
        of = project_of({"snapshot.json": snapshot(), **requests})
        return types_of(Project([each.again() for each in of.requests], [one])).structure(name)

    assert anew({}, "Shop_Buyers") is buyers
    assert anew({}, "Customer") is customer
    assert anew({RULES_FILE: resolution("Shop_Buyers", "Crm_People")}, "Shop_Buyers") is buyers
    assert anew({"r.json": DELETION}, "Shop_Buyers") is not buyers
    assert anew({}, "Shop_Buyers") is not buyers
    assert anew({RULES_FILE: resolution("Shop_Buyers", "Crm_People")}, "Customer") is not customer
    assert types_of(project).structure("Customer") is customer


# What a query's text says


def queries(*written: str, **changes: Any) -> Project:
    sent = [{"method": "GET", "url": f"/api/instances/main/data/{one}"} for one in written]
    return laid({"r.json": sent, "snapshot.json": instance(**changes)})


def told(project: Project) -> list[list[str]]:
    """Return of each query the names whose owners are known, and its mistakes: `part: …`."""
    return [
        [_name(at, one) for at, one in project.queried.names(query)]
        + [_judgement(one, query.url) for one in project.queried.judged(query)]
        for query in project.queries
    ]


def _name(at: Location, one: NamedInQuery) -> str:
    return f"{at.slice} {one.node.text} of {one.owner}{'' if one.member is not None else '?'}"


def _judgement(one: Judgement, url: str) -> str:
    part = url[slice(*one.at.slice)] if one.at.slice is not None else ""
    if isinstance(one, Unjudged):
        return f"{part}: {one.kind}? {one.lack.reason}; {one.lack.needs}"
    return f"{part}: {one.kind} {one.name} of {one.owner}, {one.what} near {','.join(one.near)}"


TOLD: list[tuple[str, list[str]]] = [
    ("Customer", []),
    (
        "Customer?$select=Mail,Mial",
        [
            "(42, 46) Mail of Customer",
            "(47, 51) Mial of Customer?",
            "Mial: name Mial of `Customer`, property near Mail",
        ],
    ),
    ("Customer('1')/Shop_Visits?$select=Id,Nope", ["(39, 50) Shop_Visits of Customer"]),
    (
        "Customer(CustomerId='1',Nope='2')",
        [
            "(34, 44) CustomerId of Customer",
            "(49, 53) Nope of Customer?",
            "Nope: name Nope of `Customer`, property near ",
        ],
    ),
    (
        "Customer(CustomerID=17)",
        [
            "(34, 44) CustomerID of Customer",
            "17: operand 17 of `CustomerID`, takes a text in single quotes, and not `17` near ",
        ],
    ),
    (
        "Customer(17)/Mail",
        [
            "(38, 42) Mail of Customer",
            "17: operand 17 of `CustomerId`, takes a text in single quotes, and not `17` near ",
        ],
    ),
    ("Crm_People(17)", []),
    (
        "Shop_Buyers('1')/VisitsToBuyers('2')/Mail/$value",
        ["(42, 56) VisitsToBuyers of Shop_Buyers", "(62, 66) Mail of Shop_Visits"],
    ),
    (
        "Shop_Buyers('1')/VisitsToBuyers(Nope='2')/Nope",
        [
            "(42, 56) VisitsToBuyers of Shop_Buyers",
            "(57, 61) Nope of Shop_Visits?",
            "(67, 71) Nope of Shop_Visits?",
            "Nope: name Nope of `Shop_Visits`, property near ",
        ],
    ),
    ("Shop_Buyers('1')/Nope/Id", ["(42, 46) Nope of Shop_Buyers?"]),
    (
        "Shop_Buyers(Zip_Code='x')",
        [
            "(37, 45) Zip_Code of Shop_Buyers",
            "'x': operand 'x' of `Zip_Code`, takes a whole number, and not `'x'` near ",
        ],
    ),
    ("Shop_Buyers(Zip_Code=1)/$count", ["(37, 45) Zip_Code of Shop_Buyers"]),
    ("Nope('1')/Id?$select=Id", []),
    ("Bare('1')/Id?$select=Id", []),
    (
        "Shop_Buyers(Id='{{a}}')?$select={{b}},Nope,Id{{c}}&$filter=Id eq '{{d}}' and Zip_Code eq '{{e}}'",
        [
            "(37, 39) Id of Shop_Buyers",
            "(63, 67) Nope of Shop_Buyers?",
            "(84, 86) Id of Shop_Buyers",
            "(102, 110) Zip_Code of Shop_Buyers",
            "{{b}}: name? `{{b}}` is a placeholder without a value; say what it stands for: `b` in "
            "[placeholders] of c360lint.toml",
            "Nope: name Nope of `Shop_Buyers`, property near ",
            "Id{{c}}: name? `{{c}}` is a placeholder without a value; say what it stands for: `c` in "
            "[placeholders] of c360lint.toml",
            "'{{e}}': operand? `{{e}}` is a placeholder without a value; say what it stands for: `e` "
            "in [placeholders] of c360lint.toml",
        ],
    ),
    (
        "Shop_Buyers({{key}}=1)",
        [
            "{{key}}: name? `{{key}}` is a placeholder without a value; say what it stands for: `key` "
            "in [placeholders] of c360lint.toml"
        ],
    ),
    (
        "Shop_Buyers?$expand=Nope,toVisits($select=Nope)",
        [
            "(45, 49) Nope of Shop_Buyers?",
            "(50, 58) toVisits of Shop_Buyers",
            "(67, 71) Nope of Shop_Visits?",
            "Nope: name Nope of `Shop_Buyers`, navigation property near ",
            "Nope: name Nope of `Shop_Visits`, property near ",
        ],
    ),
    ("Customer?$filter=IsMemberOfSegment('It''s') and IsMemberOfSegment(Gold) and ismember('x')", []),
    ("Customer?$select=", []),
    ("Customer(CustomerId=@k)?@k='1'", ["(34, 44) CustomerId of Customer"]),
    ("Customer(CustomerId=[1])", ["(34, 44) CustomerId of Customer"]),
    (
        "Customer?$filter=IsMemberOfSegment",
        [
            "(42, 59) IsMemberOfSegment of Customer?",
            "IsMemberOfSegment: name IsMemberOfSegment of `Customer`, property near ",
        ],
    ),
]


@pytest.mark.parametrize(("query", "expected"), TOLD)
def test_what_a_query_names_and_what_is_wrong_with_it(query: str, expected: list[str]) -> None:
    assert told(queries(query)) == [expected]


def test_what_may_be_in_lists_that_are_not_all_there_is_open() -> None:
    partial = {"name": "Customer", "attributes": {"Id": "string"}, "complete": {"attributes": False}}
    links = "the relationships are not all in the snapshot, and none of them is `Nope`"
    attributes = "the attributes of `Customer` are not all in the snapshot, and none of them is `Mail`"
    [open_links] = told(queries("Shop_Buyers?$expand=Nope", complete={"relationships": False}))
    [open_attributes] = told(queries("Customer?$select=Mail", systemEntities=[partial]))

    assert [one.partition(";")[0] for one in open_links[1:]] == [f"Nope: name? {links}"]
    assert [one.partition(";")[0] for one in open_attributes[1:]] == [f"Mail: name? {attributes}"]


def test_what_is_no_relationship_is_judged_though_these_are_not_all_there() -> None:
    [said] = told(queries("Customer?$select=Nope", complete={"relationships": False}))

    assert said == [
        "(42, 46) Nope of Customer?",
        "Nope: name Nope of `Customer`, property near ",
    ]


def test_a_value_is_judged_though_its_attribute_is_called_as_an_entity_is_of_which_less_is_known() -> None:
    partial = {"name": "Mail", "attributes": {"Id": "string"}, "complete": {"attributes": False}}
    [said] = told(queries("Customer?$filter=Mail eq 3", systemEntities=[CUSTOMER, partial]))

    assert said[1:] == ["3: operand  of `Mail`, is a text and is compared with a number near "]


def test_the_segments_that_a_query_asks_for_are_named_with_their_places() -> None:
    asked = "IsMemberOfSegment('It''s') or ISMEMBEROFSEGMENT(Gold) or has('x') or IsMemberOfSegment"
    project = queries(f"Customer?$filter={asked}")
    [query] = project.queries
    found = [
        (name, query.url[slice(*at.slice)]) for name, at in project.queried.segments_named(query) if at.slice
    ]

    assert found == [("It's", "It''s"), ("Gold", "Gold")]


def test_a_query_is_read_and_judged_once_while_nothing_that_it_has_looked_at_is_another() -> None:
    project = queries("Shop_Buyers?$select=Id", "Customer?$select=Mail", "Customer")
    told(project)
    known = [(one.as_read, one.as_judged) for one in project.queries]

    def again(files: Files) -> list[bool]:
        more = project_of({"snapshot.json": snapshot(), **files}).requests
        changed = Project([*project.requests, *(one.again() for one in more)], project.snapshots)
        told(changed)
        return [one.as_judged is judged for one, (_, judged) in zip(changed.queries, known, strict=True)]

    assert [read is False for read, _ in known] == [False, False, True]
    assert again({}) == [True, True, True]
    assert again({"d.json": DELETION}) == [False, True, True]
    assert [one.as_read for one in project.queries] == [read for read, _ in known]


def test_a_query_is_judged_anew_when_one_of_all_that_it_has_looked_at_is_another() -> None:
    project = queries("Crm_People?$expand=Crm_Leads($expand=New)", relationships=[PEOPLE_TO_LEADS])
    made = {**RELATIONSHIP, "name": "New", "fromEntityName": "Crm_Leads"}
    more = project_of({"snapshot.json": snapshot(), RELATIONSHIPS_FILE: made}).requests
    changed = Project([*project.requests, *(one.again() for one in more)], project.snapshots)

    assert [one[-1].partition(",")[0] for one in told(project)] == ["New: name New of `Crm_Leads`"]
    assert [one[-1] for one in told(changed)] == ["(62, 65) New of Crm_Leads"]


def test_a_query_that_cannot_be_read_has_no_tree() -> None:
    asked = (
        "Customer?$filter=",
        "Customer?$filter={{f}}",
        "Customer?$filter={{f}} eq",
        "Customer?$filter=Id eq {{f}}'",
        "Customer",
        "Customer?$top=1",
    )
    project = queries(*asked)

    assert [project.queried.tree(one) is None for one in project.queries] == [
        True,
        False,
        True,
        True,
        True,
        False,
    ]


def read_of(text: str) -> ReadQuery:
    [query] = queries(text).queries
    found = read(query)
    assert found is not None
    return found


def test_placeholders_of_a_query_are_known_by_where_they_stand() -> None:
    one = read_of("Customer?$filter=Mail eq {{a}} and Id eq {{bc}}")
    first, second = one.text.index(" eq ") + 4, one.text.rindex(" eq ") + 4
    written = {at: found.written for at in range(len(one.text) + 2) if (found := one.near(at)) is not None}

    assert sorted(written) == [*range(first - 1, first + 7), *range(second - 1, second + 8)]
    assert {*written.values()} == {"{{a}}", "{{bc}}"}
    within = [
        one.within(*span)
        for span in ((0, first), (0, first + 1), (first + 4, first + 6), (first + 5, second))
    ]
    assert [found.written if found is not None else None for found in within] == [
        None,
        "{{a}}",
        "{{a}}",
        None,
    ]
    assert one.filled(one.text) == "Customer?$filter=Mail eq {{a}} and Id eq {{bc}}"
    assert one.filled(f"x{one.text[first : first + 2]}y") == "x…y"
    assert read_of("Customer?$top=1").filled("x") == "x"


@pytest.mark.parametrize(
    ("text", "is_read"),
    [("Customer", False), ("Customer/Mail", False), ("Customer(1)", True), ("Customer?x", True)],
)
def test_a_name_and_no_more_is_not_read(text: str, is_read: bool) -> None:
    [query] = queries(text).queries

    assert (read(query) is not None) is is_read


def test_a_query_that_is_too_long_is_not_parsed() -> None:
    longest, longer = (read_of("Customer?$filter=" + "x" * (LONGEST_READ - 17 + more)) for more in (0, 1))

    assert (longest.is_too_long, longer.is_too_long) == (False, True)
    assert (longer.tree, longer.fault, len(longest.text)) == (None, None, LONGEST_READ)
