"""What rules share, asked directly: types, closed lists, operators of criteria, how findings are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Location, NotChecked, Replacement, Stated, cause_at
from linter.kinds.criteria import LIST_OF_VALUES, NO_OPERAND, ONE_VALUE, ORDERING, TEXTUAL, Condition
from linter.kinds.references import Column, Mention
from linter.project.project import Project
from linter.reading.snapshots import read_snapshot
from linter.rulekit.cardinalities import ANY, allowed_in
from linter.rulekit.chains import Chains
from linter.rulekit.contacts import is_account, is_contact, labelled
from linter.rulekit.contracts import unfit, unknown
from linter.rulekit.criteria import (
    Codes,
    all_conditions,
    all_criteria,
    all_parts,
    is_read_as_date,
    spelled,
    type_of,
    typed,
)
from linter.rulekit.lacks import unknown_type
from linter.rulekit.operators import TAKES, account, misused
from linter.rulekit.personal import folded, personal
from linter.rulekit.time_zones import is_time_zone, near_time_zones
from linter.rulekit.types import is_plain_list, is_text, resting_on_types
from linter.rulekit.unfit_keys import said_of_key, said_where_informed
from linter.rulekit.values import known_values, replacements
from tests.projects import INFO_FILE, INFORMATION_FILE, project_of, snapshot
from tests.saying import lines

TYPES = {
    "Age": {"type": "int64", "guessedFrom": "3 rows of a.csv"},
    "City": {"type": "string", "guessedFrom": "the name"},
    "Mail": "string",
    "Day": {"type": "string", "annotations": {"ci:CustomDateFormat": "d.M.y"}},
    "Odd": "geography",
    "Points": "int64",
}
HERE = Location("a.json")


def project(*criteria: Any, measure: Any = None) -> Project:
    rowsets = [{"criteria": one} for one in criteria]
    files = {
        "snapshot.json": snapshot(systemEntities=[{"name": "Customer", "attributes": TYPES}]),
        "manage/segments.json": {
            "name": "Some",
            "segmentQueryExpression": {"type": "structured", "rowsets": rowsets},
        },
        "manage/measures.json": {
            "name": "Other",
            "definition": {"kind": "entity", "filteringCriteria": measure},
        },
    }
    return project_of(files)


def comparing(attribute: str, operator: str = "isNull") -> dict[str, Any]:
    return {"attribute": attribute, "comparisonOperator": operator}


def condition(attribute: str, operator: str = "isNull") -> Condition:
    return next(all_criteria(project(comparing(attribute, operator)))).root


def column(attribute: str) -> Column:
    member = condition(attribute).member
    assert member is not None
    return member.column


def test_segments_and_measures_are_asked_alike_or_one_kind_of_them() -> None:
    files = project(
        {"logicalOperator": "and", "childCriterias": [comparing("City"), comparing("Mail")]},
        measure=comparing("Age"),
    )

    def attributes(found: Any) -> list[tuple[str, str | None]]:
        return [(kind, one.node.text("attribute")) for kind, one in found]

    assert attributes(all_conditions(files)) == [("segment", "City"), ("segment", "Mail"), ("measure", "Age")]
    assert attributes(all_parts(files)) == [("segment", None), *attributes(all_conditions(files))]
    assert attributes(all_criteria(files)) == [("segment", None), ("measure", "Age")]
    for found in (all_conditions, all_parts, all_criteria):
        assert attributes(found(files, "measure")) == [("measure", "Age")]


def test_codes_of_one_mistake_in_segments_in_measures_and_in_both() -> None:
    codes = Codes(("s",), ("m",), ("b",))
    page = Stated("product-page", "E01")
    finding = Finding(HERE, "it is")

    assert codes.all == ("s", "m", "b")
    assert codes.stated == tuple(Stated("service-error", one) for one in ("s", "m", "b"))
    assert codes.of("segment") == ("s", "b")
    assert codes.of("measure") == ("m", "b")
    assert codes.told("measure", finding, page) == finding._replace(
        service_errors=("m", "b"),
        sources=(Stated("service-error", "m"), Stated("service-error", "b"), page),
    )
    assert Codes(segment=("s",)).told("measure", finding) == finding._replace(service_errors=(), sources=None)


def test_an_attribute_has_a_type_where_the_snapshot_says_it() -> None:
    assert typed(condition("Lost")) is None
    found = typed(condition("City"))
    assert found is not None
    assert found.attribute == "City"
    assert type_of(found) == "String"
    unknown = type_of(column("Odd"))
    assert isinstance(unknown, NotChecked)
    assert unknown.lack.reason == "the type of `Customer.Odd` is not known"
    assert isinstance(type_of(column("Lost")), NotChecked)
    assert [is_read_as_date(column(one)) for one in ("Day", "Mail", "Nowhere.Mail")] == [True, False, False]
    assert [is_text(column(one)) for one in ("Mail", "Age", "Odd", "Lost", "Nowhere.Mail")] == [
        True,
        False,
        *[None] * 3,
    ]


def test_files_that_leave_types_open_are_named_in_order() -> None:
    columns = [Column("Odd", HERE, None, own=True)]
    for name in "ecdba":
        _, stored = read_snapshot(f"{name}.json", json.dumps(snapshot()).encode())
        columns.append(Column("Odd", HERE, Mention(None, stored, "Shop_Buyers", HERE), own=True))

    lack = unknown_type(*columns)
    assert lack.reason == f"the type of `None.Odd`, {', '.join(['`Shop_Buyers.Odd`'] * 5)} is not known"
    assert lack.needs == "correct it in a.json, b.json, c.json, d.json and e.json"


def test_an_operator_is_told_as_the_text_has_it() -> None:
    assert spelled(condition("City", "ISNULL")) == "ISNULL"
    other = {"attribute": "City", "logicalOperator": "and"}
    assert spelled(next(all_criteria(project(other))).root) == "None"


@pytest.mark.parametrize(
    ("operator", "said"),
    [
        ("isNull", "`isNull` compares with nothing"),
        ("all", "`all` compares with nothing; it is true of every row, and has no attribute"),
        ("yearToDate", "`yearToDate` compares with nothing; it is for dates"),
        ("equals", "`equals` compares with the text in `value`"),
        ("contains", "`contains` compares with the text in `value`; it is for texts"),
        ("lessThan", "`lessThan` compares with the text in `value`; it is for numbers, dates and times"),
        ("isIn", "`isIn` compares with any of `listOfValues`"),
        (
            "isBetween",
            "`isBetween` compares with the two of `listOfValues`; it is for numbers, dates and times",
        ),
        ("dayOf", "`dayOf` compares with what nobody has published; it is for dates"),
        ("timeAt", "`timeAt` compares with what nobody has published; it is for dates and times"),
        ("any", "`any` compares with what nobody has published"),
        ("eq", ""),
    ],
)
def test_what_an_operator_compares_with(operator: str, said: str) -> None:
    assert account(condition("City", operator)) == said


def test_a_condition_asks_for_what_its_attribute_is_not() -> None:
    compared = [comparing(one, "Contains") for one in ("Age", "Odd", "City", "Day", "Lost")]
    joined = {"logicalOperator": "and", "childCriterias": [*compared, comparing("Mail", "lessThan")]}
    page = Stated("product-page", "E01")

    def told(operators: frozenset[str], which: str) -> list[str]:
        return lines(misused(project(joined), operators, which, Codes(("s",)), page))

    place = "segmentQueryExpression/rowsets/0/criteria/childCriterias"
    declared = "see systemEntities/0/attributes"
    assert told(TEXTUAL, "text") == [
        f"{place}/0/comparisonOperator warning: `Contains` asks for text; `Customer.Age` is int64; "
        "the type of `Customer.Age` is guessed from 3 rows of a.csv",
        "  not for int64; use `equals` or `isNotNull`, or an attribute that is text; "
        "if that guess is wrong, declare the type in the overrides of the import",
        f"  {declared}/Age: `Age` is declared here",
        f"{place}/1/attribute not checked: the type of `Customer.Odd` is not known",
    ]
    assert told(ORDERING, "an order") == [
        f"{place}/5/comparisonOperator error: `lessThan` asks for an order; `Customer.Mail` is string",
        "  not for string; use `equals` or `contains`, or an attribute that is an order",
        f"  {declared}/Mail: `Mail` is declared here",
    ]


def test_operators_that_take_some_types_only_are_known_ones() -> None:
    known = NO_OPERAND | ONE_VALUE | LIST_OF_VALUES
    assert set(TAKES) - known == {"isWithinLast", "dayOf", "monthOf", "yearOf", "dayOfWeek", "timeAt"}


def test_a_finding_that_rests_on_a_guess_is_a_warning_that_says_so() -> None:
    finding = Finding(HERE, "it is", help="mend it")
    age, city, mail = column("Age"), column("City"), column("Mail")

    assert resting_on_types(finding, mail) == finding
    assert resting_on_types(finding, age, mail, city, age) == finding._replace(
        message="it is; the type of `Customer.Age` is guessed from 3 rows of a.csv, "
        "that of `Customer.City` is guessed from the name",
        help="mend it; if that guess is wrong, declare the type in the overrides of the import",
        severity="warning",
    )
    advice = finding._replace(severity="recommendation")
    assert resting_on_types(advice, age).severity == "recommendation"
    assert resting_on_types(finding, column("Nowhere.Mail")) == finding


def test_a_list_of_plain_values_is_told_from_one_of_records() -> None:
    plain = ("Collection(Edm.String)", " collection( edm.int32 )", "collection(string)")
    others = ("Edm.String", "Collection(Edm.ComplexType2)", "Collection(mscrm.contact)", "Collection()", "")

    assert all(map(is_plain_list, plain))
    assert not any(map(is_plain_list, others))


def test_values_of_closed_lists_are_known_as_the_api_page_spells_them() -> None:
    known = known_values("relationships", "Relationship", "cardinality")

    assert known == ("OneToMany", "ManyToOne")
    assert replacements("oneToMny", known) == (
        Replacement("oneToMany", "Replace `oneToMny` with `oneToMany`"),
    )
    assert replacements("oNeToMny", known) == (
        Replacement("oneToMany", "Replace `oNeToMny` with `oneToMany`"),
    )
    assert replacements("OneToMny", known) == (
        Replacement("OneToMany", "Replace `OneToMny` with `OneToMany`"),
    )
    assert replacements("Some", known) == replacements("", known) == ()


def test_a_name_that_a_contract_does_not_have() -> None:
    plain = Mistake("name", HERE, "Nmae", owner="`Item`", what="property", severity="warning")

    assert unknown(plain) == Finding(
        HERE,
        "`Item` has no property `Nmae`",
        label="not in the contract",
        help="correct it, or renew the contract's file if it is older than the API",
        severity="warning",
    )
    assert unknown(plain._replace(known=("A", "B"))).help == "use one of `A`, `B`"
    near = unknown(plain._replace(near=("Name", "Names"), known=("Name", "Names", "B")))
    assert near.message == "`Item` has no property `Nmae`; did you mean `Name` or `Names`?"
    assert near.help == "replace it with `Name` or `Names`"
    assert near.repairs == (
        Replacement("Name", "Replace with `Name`"),
        Replacement("Names", "Replace with `Names`"),
    )


def test_a_value_that_is_not_what_a_contract_expects() -> None:
    plain = Mistake("value", HERE, "opne", owner="`state`", what="a state")

    assert unfit(plain) == Finding(
        HERE, "`state` is `opne`, but a state is expected", label="not a state", help="give it a state"
    )
    near = unfit(plain._replace(known=("open", "closed")))
    assert near.message == "`state` is `opne`, but a state is expected; did you mean `open`?"
    assert near.repairs == (Replacement("open", "Replace with `open`"),)


BUYERS: dict[str, Any] = {"entityName": "Buyers", "entityType": "profile"}
INFO, INFORMATION = (
    cause_at(Location(INFO_FILE, (0, "primaryKey"))),
    cause_at(Location(INFORMATION_FILE, ("dataSources", 0, "entities", 1, "entityName"))),
)


@pytest.mark.parametrize(
    ("given", "key", "informed", "said", "there"),
    [
        ("Born", "Born", None, INFO, None),
        ("Lost", "Lost", None, INFO, None),
        ("Mail", "Mail", None, None, None),
        ("Born", "Mail", None, None, None),
        ("Mail", "Born", None, None, None),
        ("Mail", "Lost", None, None, None),
        ("Mail", "On", None, None, None),
        ("Lost", "Lost", {}, INFO, INFORMATION),
        ("Born", "Born", {}, INFORMATION, INFORMATION),
        ("Born", "On", {}, None, None),
        ("Born", "Born", {"primaryKey": "Id"}, INFO, None),
        ("Born", "Born", {"entityName": "Visits"}, INFO, None),
    ],
)
def test_what_is_reported_of_a_key_that_cannot_be_one(
    given: str, key: str, informed: Any, said: Any, there: Any
) -> None:
    listed = [{"entityName": "Visits"}, {**BUYERS, **informed}] if informed is not None else []
    for one in listed:
        one.pop("entityType", None)
    files = project_of(
        {
            "snapshot.json": snapshot(),
            INFO_FILE: [{**BUYERS, "primaryKey": given}, {"entityName": "Visits", "primaryKey": "On"}],
            INFORMATION_FILE: {"dataSources": [{"dataSourceName": "Shop", "entities": listed}]},
        }
    )
    entity, _ = (one.mention.entity for one in files.entity_infos[0].infos)

    assert entity is not None
    assert (said_of_key(files, entity, key), said_where_informed(files, entity, key)) == (said, there)


def test_a_key_of_an_entity_whose_attributes_are_not_known_is_left_alone() -> None:
    files = project_of(
        {
            "snapshot.json": snapshot(entity="Buyers", attributes=None),
            INFO_FILE: [{**BUYERS, "primaryKey": "Born"}, {"entityName": "Visits", "primaryKey": "Lost"}],
        }
    )
    entity = files.entity_infos[0].infos[0].mention.entity

    assert entity is not None
    assert said_of_key(files, entity, "Born") is None
    assert said_of_key(files, entity, "Lost") is None


def test_cardinalities_that_a_generation_has() -> None:
    documented = ("OneToMany", "ManyToOne")

    assert allowed_in("2020-04") == documented
    assert allowed_in("2020-08") == ("OneToMany", "OneToOne")
    assert allowed_in("current") == ANY == (*documented, "OneToOne")


@pytest.mark.parametrize(
    ("attribute", "semantic_types", "held"),
    [
        ("Mail", (), "an e-mail address"),
        ("E_Mail_Address2", (), "an e-mail address"),
        ("HomePhone", (), "a phone number"),
        ("tel", (), "a phone number"),
        ("fax-no", (), "a phone number"),
        ("Last Name", (), "a person's name"),
        ("postal_address_line1", (), "an address"),
        ("Street", (None,), "an address"),
        ("MailId", (), ""),
        ("Name", (), ""),
        ("Id", ("Identity.Service.Email",), "an e-mail address"),
        ("Mail", ("Something.Else",), ""),
        ("Mail", (None, "", "Person.FullName"), "a person's name"),
        ("Id", ("Location.Address.City",), "an address"),
    ],
)
def test_what_an_attribute_holds_of_a_person(
    attribute: str, semantic_types: tuple[str | None, ...], held: str
) -> None:
    assert personal(attribute, *semantic_types) == held


def test_semantic_types_are_the_same_however_they_are_written() -> None:
    assert folded("Person.FullName") == folded("person/full name") == "personfullname"


def test_time_zones_are_those_of_windows_and_of_iana_in_any_case() -> None:
    assert all(map(is_time_zone, ("UTC", "w. europe standard time", "Europe/Berlin")))
    assert not is_time_zone("Europe/Berln")
    assert near_time_zones("Europe/Berln") == ["Europe/Berlin"]
    assert near_time_zones("nowhere at all") == []


def test_the_shortest_way_to_the_nearest_profile() -> None:
    names = ("A", "B", "C", "D", "E", "F")
    stored = snapshot()
    stored["dataSources"] = [
        {"dataSourceId": "s", "name": "S", "entities": [{"name": one, "attributes": {}} for one in names]}
    ]
    joined = ["AB", "BC", "AD", "DE", "EC", "FX"]
    stored["relationships"] = [
        {
            "name": one,
            "fromEntityName": f"S_{one[0]}",
            "fromAttributeName": "x",
            "toEntityName": f"S_{one[1]}",
            "toAttributeName": "x",
            "cardinality": "manyToOne",
        }
        for one in joined
    ]
    files = project_of({"snapshot.json": stored})
    (only,) = files.snapshots
    entity = {one.name: one for one in only.entities}
    links = list(files.links(only))

    def way(*profiles: str) -> dict[str, str]:
        chains = Chains(links, [entity[one] for one in profiles])
        return {one: "".join(each.name for each in chains.to_profile(entity[one])) for one in names}

    assert way("C") == {"A": "ABC", "B": "BC", "C": "C", "D": "DEC", "E": "EC", "F": ""}
    assert way("C", "D") == {"A": "AD", "B": "BC", "C": "C", "D": "D", "E": "EC", "F": ""}
    assert way() == dict.fromkeys(names, "")


def test_which_entities_hold_accounts_and_contacts_their_key_says() -> None:
    def typed(meaning: str) -> dict[str, Any]:
        return {"type": "string", "semanticType": meaning}

    stored = snapshot()
    stored["dataSources"][0]["entities"] = [
        {
            "name": "Firms",
            "primaryKey": "Id",
            "attributes": {"Id": typed("account"), "Other": typed("contact")},
        },
        {"name": "People", "primaryKey": "Id", "attributes": {"Id": typed("contact")}},
        {"name": "Things", "attributes": {"Id": typed("account")}},
        {"name": "Bare"},
    ]
    stored["dataSources"].pop()
    (only,) = project_of({"snapshot.json": stored}).snapshots
    firms, people, things, bare = only.entities

    assert [is_account(one) for one in (firms, people, things, bare)] == [True, False, False, False]
    assert [is_contact(one) for one in (firms, people, things, bare)] == [False, True, False, False]
    assert [labelled(one, "account") for one in (firms, people, things, bare)] == [["Id"], [], ["Id"], []]
