"""What rules hold to beyond the examples on their pages: what they leave to others, and what stays open."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.projects import (
    ACTIVITY,
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    SNAPSHOT,
    Files,
    creation,
    criterion,
    plan,
    reported,
    resolution,
    said,
    snapshot,
    step,
    write,
)


class Case(NamedTuple):
    """Files laid over the snapshot, and what one rule says of them."""

    sentence: str
    rule: str
    files: Files
    said: list[str]
    arguments: tuple[str, ...] = ()


BARE = {"snapshot.json": None}
CRM_INFO = "manage/datasources/crm-1/entities/entityInfo.json"
LEADS_INFO: Files = {CRM_INFO: {"entityName": "Lead", "primaryKey": "Id"}}
UNCOMPARABLE = "without a snapshot, data source IDs, names and bare entity names can't be compared"
BY_ID = {"dataSourceId": "shop-1", "entityName": "Buyers"}
BY_NAME = {"dataSourceName": "Shop", "entityName": "Buyers"}
NAMELESS = {key: value for key, value in RELATIONSHIP.items() if key != "name"}
CRITERION = "/conflationPlans/0/rules/0/criteria/0"


def compared(*criteria: Any, **rule: Any) -> Files:
    return {PLAN_FILE: plan(step(criteria=list(criteria), **rule))}


MATCHES = [
    Case("a copy criterion compares no types", "CP09", compared(criterion("Mail", "Born", "copy")), []),
    Case(
        "nor does one whose kind is spelled otherwise",
        "CP09",
        compared(criterion("Mail", "Born", "Copy")),
        [],
    ),
    Case(
        "a criterion of an unknown kind does",
        "CP09",
        compared(criterion("Mail", "Born", "near")),
        [f"CP09 {CRITERION}/rightColumn/attributeName"],
    ),
    Case("an unknown left attribute has no type", "CP09", compared(criterion("Nope", "Born")), []),
    Case("an unknown right attribute has no type", "CP09", compared(criterion("Born", "Nope")), []),
    Case(
        "without a left column nothing is compared",
        "CP09",
        compared({"kind": "exact", "rightColumn": {"attributeName": "Born"}}),
        [],
    ),
    Case(
        "without a right column nothing is compared",
        "CP09",
        compared({"kind": "exact", "leftColumn": {"attributeName": "Born"}}),
        [],
    ),
    Case(
        "a left type that isn't known is open",
        "CP09",
        compared(criterion("Odd", "Born")),
        ["CP09? the type of `Shop_Buyers.Odd` is not known"],
    ),
    Case(
        "a right type that isn't known is open",
        "CP09",
        compared(criterion("Born", "Odd")),
        ["CP09? the type of `Crm_People.Odd` is not known"],
    ),
    Case(
        "two types that aren't known are both named",
        "CP09",
        {
            **compared(criterion("Odd", "Odd")),
            "snapshot.json": snapshot(entity="People", attributes={"Id": "string", "Odd": "odder"}),
        },
        ["CP09? the type of `Shop_Buyers.Odd`, `Crm_People.Odd` is not known"],
    ),
    Case(
        "a criterion of an exception is compared, too",
        "CP09",
        compared(criterion(), exceptions=[{"criteria": [criterion("Mail", "Born")]}]),
        ["CP09 /conflationPlans/0/rules/0/exceptions/0/criteria/0/rightColumn/attributeName"],
    ),
    Case(
        "a copy criterion isn't one for its kind's case",
        "CP06",
        compared(criterion(kind="COPY")),
        [f"CP06 {CRITERION}/kind"],
    ),
    Case(
        "relationships without names have no name in common",
        "RL02",
        {RELATIONSHIPS_FILE: [NAMELESS, NAMELESS]},
        [],
    ),
    Case("rules that can't be read may be active", "CP05", {PLAN_FILE: plan({**step(), "rules": 5})}, []),
    Case(
        "one rule that can't be read may be active",
        "CP05",
        {PLAN_FILE: plan({**step(), "rules": [5, {"isActive": False}]})},
        [],
    ),
    Case("whether a rule is active may be unreadable", "CP05", compared(isActive=5), []),
    Case(
        "a rule of which that can't be read needs no criteria",
        "CP05",
        {PLAN_FILE: plan({**step(), "rules": [{"isActive": 5}]})},
        [],
    ),
    Case(
        "a step without rules has no active one",
        "CP05",
        {PLAN_FILE: plan({**step(), "rules": []})},
        ["CP05 /conflationPlans/0/rules"],
    ),
    Case(
        "one active rule is enough",
        "CP05",
        {PLAN_FILE: plan({**step(), "rules": [{"isActive": False}, *step()["rules"]]})},
        [],
    ),
    Case(
        "every active rule needs criteria",
        "CP05",
        {PLAN_FILE: plan({**step(), "rules": [{"criteria": []}, {"criteria": []}, {"isActive": False}]})},
        ["CP05 /conflationPlans/0/rules/0/criteria", "CP05 /conflationPlans/0/rules/1/criteria"],
    ),
    Case(
        "criteria of an exception that can't be read are some",
        "CP05",
        compared(criterion(), exceptions=[{"criteria": 5}]),
        [],
    ),
    Case("criteria that can't be read are some", "CP05", {PLAN_FILE: plan(step(criteria=5))}, []),
    Case(
        "steps that can't be read are some",
        "CP05",
        {PLAN_FILE: {"conflationOrder": ["Shop_Buyers"], "conflationPlans": 5}},
        [],
    ),
    Case(
        "a step's inactive rules are reported as one",
        "CP05",
        {PLAN_FILE: plan({**step(), "rules": [{"isActive": False}, {"isActive": False}]})},
        ["CP05 /conflationPlans/0/rules"],
    ),
    Case(
        "an exception needs criteria, an inactive rule's doesn't",
        "CP05",
        compared(criterion(), exceptions=[{"criteria": []}], isActive=False),
        ["CP05 /conflationPlans/0/rules"],
    ),
]

ORDER = ["Shop_Buyers", "Crm_People", "Shop_Visits"]
FOUR = [*ORDER, "Crm_Leads"]


def ordered(*steps: Any, order: Any = None) -> Files:
    return {PLAN_FILE: plan(*steps, order=order or ORDER)}


def right(number: int) -> str:
    return f"/conflationPlans/{number}/rightEntity"


def left(step: int, number: int) -> str:
    return f"/conflationPlans/{step}/leftEntities/{number}"


ORDERS = [
    Case("two steps may have one right entity", "CP08", ordered(step("Crm_People"), step("Crm_People")), []),
    Case(
        "a left entity may stand twice", "CP08", ordered(step("Shop_Visits", "Crm_People", "Crm_People")), []
    ),
    Case(
        "a right entity may be no left one of its step",
        "CP08",
        ordered(step("Crm_People", "Crm_People")),
        [f"CP08 {right(0)}"],
    ),
    Case(
        "the first mention in the order counts",
        "CP08",
        ordered(step("Crm_People"), order=["Shop_Buyers", "Crm_People", "Shop_Buyers"]),
        [],
    ),
    Case(
        "of left and right the later one in the text moves",
        "CP08",
        ordered(step("Crm_People", "Shop_Visits")),
        [f"CP08 {right(0)}"],
    ),
    Case(
        "which is the left one where it is written last",
        "CP08",
        ordered({"rightEntity": "Crm_People", **step("Crm_People", "Shop_Visits")}),
        [f"CP08 {left(0, 0)}"],
    ),
    Case(
        "the fewest move: one left entity of two",
        "CP08",
        ordered(step("Crm_People", "Shop_Visits", "Shop_Buyers")),
        [f"CP08 {left(0, 0)}"],
    ),
    Case(
        "the fewest move: the right entity before two left ones",
        "CP08",
        ordered(step("Shop_Buyers", "Crm_People", "Shop_Visits")),
        [f"CP08 {right(0)}"],
    ),
    Case(
        "even where it is written first",
        "CP08",
        ordered({"rightEntity": 0, **step("Shop_Buyers", "Crm_People", "Shop_Visits")}),
        [f"CP08 {right(0)}"],
    ),
    Case(
        "left entities keep the order without a right one, too",
        "CP08",
        ordered(step(None, "Crm_People", "Shop_Buyers")),
        [f"CP08 {left(0, 1)}"],
    ),
    Case(
        "and beside a right one that the order doesn't have",
        "CP08",
        ordered(step("Crm_Leads", "Crm_People", "Shop_Buyers")),
        [f"CP08 {left(0, 1)}"],
    ),
    Case(
        "a left entity that the order doesn't have is another rule's",
        "CP08",
        ordered(step("Crm_People", "Crm_Leads", "Shop_Buyers")),
        [],
    ),
    Case(
        "a right entity that moves already is not compared with other steps'",
        "CP08",
        ordered(step("Shop_Visits", "Crm_People"), step("Shop_Buyers", "Crm_People"), order=FOUR),
        [f"CP08 {right(1)}"],
    ),
    Case(
        "an order that can't be read compares nothing",
        "CP08",
        ordered(step("Shop_Buyers", "Crm_People"), order=[*ORDER, 5]),
        [],
    ),
    Case(
        "nor does one with a nameless entity",
        "CP08",
        ordered(step("Shop_Buyers", "Crm_People"), order=[*ORDER, {"dataSourceName": "Shop"}]),
        [],
    ),
    Case(
        "without a snapshot, names that differ in form aren't compared",
        "CP08",
        {**BARE, **ordered(step(BY_NAME, "Crm_People"), order=[BY_ID, "Crm_People"])},
        [f"CP08? {UNCOMPARABLE}"],
    ),
    Case(
        "without a snapshot, names of one form are",
        "CP08",
        {**BARE, **ordered(step("Shop_Buyers", "Crm_People"))},
        [f"CP08 {right(0)}"],
    ),
    Case("with a snapshot, forms don't matter", "CP08", ordered(step("Crm_People", BY_ID), order=ORDER), []),
    Case(
        "without a snapshot, an entity is missing by its name",
        "CP07",
        {**BARE, **ordered(step("Crm_Leads"))},
        [f"CP07 {right(0)}"],
    ),
    Case(
        "without a snapshot, forms that differ leave it open",
        "CP07",
        {**BARE, **ordered(step("Crm_People", BY_ID))},
        [f"CP07? {UNCOMPARABLE}"],
    ),
    Case(
        "an order that can't be read misses nothing",
        "CP07",
        ordered(step("Crm_Leads"), order=[*ORDER, 5]),
        [],
    ),
    Case(
        "an entity is missing once",
        "CP07",
        ordered(step("Crm_Leads"), step("Crm_Leads")),
        [f"CP07 {right(0)}"],
    ),
    Case(
        "an entity that isn't ingested is another rule's",
        "CP07",
        ordered(step("Crm_Nobody")),
        ["held back: 1"],
    ),
    Case(
        "what an entry without an entity may mean isn't missing",
        "CP07",
        ordered(step("Crm_Leads"), order=[*ORDER, "Crm_Leeds"]),
        ["held back: 1"],
    ),
    Case("an entity without a name isn't missing", "CP07", ordered(step({"dataSourceName": "Shop"})), []),
]

UNTYPED = snapshot()
for source in UNTYPED["dataSources"]:
    for one in source["entities"]:
        one.pop("entityType", None)
VISITS = {"entityName": "Visits"}

INFOS = [
    Case(
        "without relationships in the snapshot an Activity is open",
        "EI04",
        {INFO_FILE: ACTIVITY, "snapshot.json": snapshot(relationships=None)},
        ["EI04? the snapshot declares no relationships"],
    ),
    Case(
        "without entity types in the snapshot it is, too",
        "EI04",
        {INFO_FILE: ACTIVITY, "snapshot.json": UNTYPED},
        ["EI04? the snapshot declares no entity types"],
    ),
    Case(
        "without a snapshot it is, too",
        "EI04",
        {**BARE, INFO_FILE: ACTIVITY},
        ["EI04? no snapshot of the instance is declared"],
    ),
    Case(
        "an entity that is no Activity needs no snapshot",
        "EI04",
        {**BARE, INFO_FILE: {**VISITS, "entityType": "Unspecified"}},
        [],
    ),
    Case(
        "with nothing ingested there is no Activity",
        "EI04",
        {INFO_FILE: ACTIVITY, "snapshot.json": snapshot(dataSources=[])},
        [],
    ),
    Case(
        "an Activity that isn't ingested is another rule's",
        "EI04",
        {INFO_FILE: {"entityName": "Nobody", "entityType": "Activity"}},
        [],
    ),
    Case(
        "a relationship to itself leads to no Profile",
        "EI04",
        {
            INFO_FILE: {"entityName": "Buyers", "entityType": "Activity"},
            "snapshot.json": snapshot(relationships=[{**RELATIONSHIP, "fromEntityName": "Shop_Buyers"}]),
        },
        ["EI04 /entityType"],
    ),
    Case(
        "a relationship of the snapshot with an entity that it doesn't declare leaves it open",
        "EI04",
        {
            INFO_FILE: ACTIVITY,
            "snapshot.json": snapshot(relationships=[{**RELATIONSHIP, "toEntityName": "Shop_Clients"}]),
        },
        ["EI04? the snapshot has a relationship of `Shop_Visits` with `Shop_Clients`, but not that entity"],
    ),
    Case(
        "a relationship from the Profile counts",
        "EI04",
        {
            INFO_FILE: ACTIVITY,
            RELATIONSHIPS_FILE: {
                **RELATIONSHIP,
                "fromEntityName": "Shop_Buyers",
                "toEntityName": "Shop_Visits",
            },
        },
        [],
    ),
    Case(
        "whether one with an end that leads nowhere does is held back until that is mended",
        "EI04",
        {INFO_FILE: ACTIVITY, RELATIONSHIPS_FILE: {**RELATIONSHIP, "toEntityName": "Shop_Buyer"}},
        ["held back: 1"],
    ),
    Case(
        "so is it where the activity's own end is misspelt",
        "EI04",
        {INFO_FILE: ACTIVITY, RELATIONSHIPS_FILE: {**RELATIONSHIP, "fromEntityName": "Shop_Visit"}},
        ["held back: 1"],
    ),
    Case(
        "a name that is like no other holds nothing back",
        "EI04",
        {INFO_FILE: ACTIVITY, RELATIONSHIPS_FILE: {**RELATIONSHIP, "fromEntityName": "Shop_Returns"}},
        ["EI04 /entityType"],
    ),
    Case(
        "a type that can't be judged for want of its entity is held back",
        "EI03",
        {INFO_FILE: {"entityName": "Nobody", "entityType": "Profile"}},
        ["held back: 1"],
    ),
    Case(
        "without a snapshot a type is judged all the same",
        "EI03",
        {**BARE, INFO_FILE: {**VISITS, "entityType": "Profile"}},
        ["EI03 /entityType"],
    ),
    Case(
        "the allowed types may be spelled in any case",
        "EI03",
        {INFO_FILE: [{**VISITS, "entityType": "aCTIVITY"}, {**VISITS, "entityType": "unspecified"}]},
        [],
    ),
    Case(
        "a timestamp of an unknown type is open",
        "EI05",
        {INFO_FILE: {**VISITS, "timestampFieldName": "Odd"}},
        ["EI05? the type of `Shop_Visits.Odd` is not known"],
    ),
    Case(
        "a timestamp of doubtful type gets a warning",
        "EI05",
        {INFO_FILE: {**VISITS, "timestampFieldName": "Born"}},
        ["EI05 /timestampFieldName warning"],
    ),
    Case(
        "a timestamp of an entity that isn't ingested is held back",
        "EI05",
        {INFO_FILE: {"entityName": "Nobody", "timestampFieldName": "On"}},
        ["held back: 1"],
    ),
    Case(
        "a timestamp of an entity without attributes is open",
        "EI05",
        {
            INFO_FILE: {**VISITS, "timestampFieldName": "On"},
            "snapshot.json": snapshot(entity="Visits", attributes=None),
        },
        ["EI05? the snapshot declares no attributes of `Shop_Visits`"],
    ),
    Case("without a timestamp no snapshot is missed", "EI05", {**BARE, INFO_FILE: VISITS}, []),
    Case(
        "with one it is",
        "EI05",
        {**BARE, INFO_FILE: {**VISITS, "timestampFieldName": "On"}},
        ["EI05? no snapshot of the instance is declared"],
    ),
    Case(
        "attributes of an entity without attributes are open",
        "EI02",
        {
            INFO_FILE: {**VISITS, "primaryKey": "Id"},
            "snapshot.json": snapshot(entity="Visits", attributes=None),
        },
        ["EI02? the snapshot declares no attributes of `Shop_Visits`"],
    ),
    Case(
        "attributes of an entity that isn't ingested are held back",
        "EI02",
        {INFO_FILE: {"entityName": "Nobody", "primaryKey": "Id"}},
        ["held back: 1"],
    ),
    Case(
        "attributes that can't be read are another rule's",
        "EI02",
        {INFO_FILE: {**VISITS, "primaryKey": 5}},
        [],
    ),
    Case(
        "a column that could be of several left entities is open",
        "CP02",
        {PLAN_FILE: plan(step("Crm_People", "Shop_Buyers", "Shop_Visits", criteria=[criterion("Nope")]))},
        ["CP02? a column does not say which of several left entities it is of"],
    ),
    Case(
        "of an entity that is named twice it is of that",
        "CP02",
        {
            PLAN_FILE: plan(
                step("Crm_People", "Shop_Buyers", {"dataSourceName": "Shop", "entityName": "Buyers"}),
                step("Crm_People", "Shop_Buyers", "Buyers", criteria=[criterion("Nope")]),
            )
        },
        ["CP02 /conflationPlans/1/rules/0/criteria/0/leftColumn/attributeName"],
    ),
    Case(
        "an entity that isn't ingested is reported once",
        "CP01",
        {PLAN_FILE: plan(step("Crm_Nobody"), step("Crm_Nobody"), order=["Shop_Buyers", "Crm_Nobody"])},
        ["CP01 /conflationOrder/1"],
    ),
    Case(
        "so is a data source, and its entities are held back",
        "CP01",
        {
            PLAN_FILE: plan(
                step(),
                order=[
                    {"dataSourceName": "Shap", "entityName": "Buyers"},
                    {"dataSourceName": "Shap", "entityName": "Visits"},
                ],
            )
        },
        ["CP01 /conflationOrder/0/dataSourceName", "held back: 2"],
    ),
    Case(
        "with nothing ingested, all entities are held back",
        "CP01",
        {PLAN_FILE: plan(), "snapshot.json": snapshot(dataSources=[])},
        ["held back: 4"],
    ),
    Case(
        "what isn't said to be whole may hold an entity",
        "CP01",
        {PLAN_FILE: plan(order=["Crm_Nobody"]), "snapshot.json": snapshot(complete={"entities": False})},
        ["CP01 /conflationOrder/0 warning"],
    ),
    Case(
        "an excluded column is in no policy",
        "CR05",
        {
            PLAN_FILE: plan(),
            RULES_FILE: {
                **resolution("Shop_Buyers"),
                "excludedColumns": [{"entityName": "Crm_Leads", "attributeName": "Mail"}],
            },
        },
        [],
    ),
]

ONE_CAUSE = [
    Case(
        "a key that entityInfo gives to a misspelt entity may be the one that is missing",
        "CP03",
        {PLAN_FILE: plan(step("Crm_Leads"), order=["Shop_Buyers", "Crm_Leads"]), **LEADS_INFO},
        ["held back: 1"],
    ),
    Case(
        "a key that is given to an entity of quite another name isn't",
        "CP03",
        {
            PLAN_FILE: plan(step("Crm_Leads"), order=["Shop_Buyers", "Crm_Leads"]),
            CRM_INFO: {"entityName": "Returns", "primaryKey": "Id"},
        },
        ["CP03 /conflationOrder/1"],
    ),
    Case(
        "information of a misspelt entity may be the one that is missing",
        "CP04",
        {
            PLAN_FILE: plan(step("Crm_Leads"), order=["Shop_Buyers", "Crm_Leads"]),
            INFORMATION_FILE: {"Crm": ["Lead"]},
        },
        ["held back: 1"],
    ),
    Case(
        "an entity that is misspelt in the plan may be the one that a policy names",
        "CR05",
        {
            PLAN_FILE: plan(step("Crm_Lead"), order=["Shop_Buyers", "Crm_Lead"]),
            RULES_FILE: resolution("Crm_Leads"),
        },
        ["held back: 1"],
    ),
    Case(
        "an entity in a policy that lacks what is named of it is CR02's",
        "CR05",
        {
            PLAN_FILE: plan(),
            RULES_FILE: {
                "attributes": [
                    {
                        "policy": {"kind": "importance"},
                        "sourceColumns": [{"entityName": "Crm_Leads", "attributeName": "Nope"}],
                    }
                ]
            },
        },
        ["held back: 1"],
    ),
    Case(
        "attributes of an entity that isn't in the order wait for that",
        "CP02",
        {PLAN_FILE: plan(step("Crm_Leads", criteria=[criterion(right="Nope")]))},
        ["held back: 1"],
    ),
    Case(
        "a file that is not read may hold what is missing",
        "EI04",
        {INFO_FILE: ACTIVITY, "manage/relationship.json": RELATIONSHIP},
        ["EI04? manage/relationship.json is not read"],
    ),
    Case(
        "so may a request whose path is misspelt",
        "EI04",
        {INFO_FILE: ACTIVITY, "r.json": {**creation(), "url": "/api/instances/main/manage/relatonships"}},
        ["EI04? r.json is malformed or addressed wrongly"],
    ),
    Case(
        "a request whose method is misspelt says what its body says",
        "EI04",
        {INFO_FILE: ACTIVITY, "r.json": {**creation(), "method": "PACTH"}},
        [],
    ),
]

GENERATIONS = [
    Case(
        "the cardinalities of 2020-08 are one to many and one to one",
        "RL03",
        {
            RELATIONSHIPS_FILE: [RELATIONSHIP, {**RELATIONSHIP, "cardinality": "oneToOne"}],
            "c360lint.toml": 'api = "2020-08"',
        },
        ["RL03 /0/cardinality"],
    ),
    Case(
        "a Date dates an activity in the present generation",
        "EI05",
        {
            INFO_FILE: {"entityName": "Visits", "timestampFieldName": "Born"},
            "c360lint.toml": 'api = "current"',
        },
        [],
    ),
    Case(
        "a Date is doubtful in that of the documents",
        "EI05",
        {INFO_FILE: {"entityName": "Visits", "timestampFieldName": "Born"}},
        ["EI05 /timestampFieldName warning"],
    ),
    *(
        Case(
            f"the master dataset can't be {how} in 2020-04, but in {api}",
            code,
            {
                "q.json": {"method": "GET", "url": f"/api/instances/main/data/Customer?${option}"},
                "c360lint.toml": f'api = "{api}"',
            },
            [f"{code} /url"] if api == "2020-04" else [],
        )
        for code, how, option in (
            ("OD03", "searched", "search=Oslo"),
            ("OD04", "filtered", "filter=City eq 'Oslo'"),
        )
        for api in ("2020-04", "2020-08", "2021-06", "2021-09", "current")
    ),
]

CASES = [*MATCHES, *ORDERS, *INFOS, *ONE_CAUSE, *GENERATIONS]


@pytest.mark.parametrize("case", [pytest.param(one, id=f"{one.rule}-{one.sentence}") for one in CASES])
def test_beyond_the_examples(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT})
    write(tmp_path, case.files)

    assert said("--select", case.rule, *case.arguments) == case.said


AMBIGUOUS = snapshot()
AMBIGUOUS["dataSources"] += [
    {"dataSourceId": f"more-{number}", "name": f"More{number}", "entities": [{"name": "Buyers"}]}
    for number in range(3)
]

REPAIRS: list[tuple[str, str, Files, list[str]]] = [
    (
        "a copy criterion can go where another stays",
        "CP06",
        compared(criterion(kind="copy"), criterion()),
        ["Remove the criterion"],
    ),
    ("the only criterion can't", "CP06", compared(criterion(kind="copy")), []),
    ("nor can all of several", "CP06", compared(criterion(kind="copy"), criterion(kind="COPY")), []),
    ("nor where only what can't be read would stay", "CP06", compared(criterion(kind="copy"), 5), []),
    (
        "a criterion without a kind stays",
        "CP06",
        compared(criterion(kind="copy"), {key: criterion()[key] for key in ("leftColumn", "rightColumn")}),
        ["Remove the criterion"],
    ),
    (
        "an exception's only criterion can't go either",
        "CP06",
        compared(criterion(), exceptions=[{"criteria": [criterion(kind="copy")]}]),
        [],
    ),
    (
        "one of an exception's can",
        "CP06",
        compared(criterion(kind="copy"), exceptions=[{"criteria": [criterion(kind="copy"), criterion()]}]),
        ["Remove the criterion"],
    ),
    (
        "steps can be put in order",
        "CP08",
        ordered(step("Shop_Visits"), step("Crm_People")),
        ["Put the steps into the conflation order"],
    ),
    (
        "left entities can",
        "CP08",
        ordered(step("Shop_Visits", "Crm_People", "Shop_Buyers")),
        ["Put the left entities into the conflation order"],
    ),
    (
        "steps of which one has no place in the order can't",
        "CP08",
        ordered(step("Shop_Visits"), step("Crm_People"), step("Crm_Leads")),
        [],
    ),
    (
        "steps of which one can't be read can't",
        "CP08",
        ordered(step("Shop_Visits"), step("Crm_People"), 5),
        [],
    ),
    (
        "left entities that come after their right one can't",
        "CP08",
        ordered(step("Crm_People", "Shop_Visits", "Shop_Buyers")),
        [],
    ),
    (
        "one repair mends all that stand out of order",
        "CP08",
        ordered(step("Crm_Leads", "Shop_Visits", "Crm_People", "Shop_Buyers"), order=FOUR),
        ["Put the left entities into the conflation order"],
    ),
    (
        "a bare name can be qualified with one of three",
        "DO06",
        {"snapshot.json": AMBIGUOUS, PLAN_FILE: plan(order=["Buyers", "Crm_People"])},
        [
            "Replace `Buyers` with `Shop_Buyers`",
            "Replace `Buyers` with `More0_Buyers`",
            "Replace `Buyers` with `More1_Buyers`",
        ],
    ),
    (
        "an object can't",
        "DO06",
        {"snapshot.json": AMBIGUOUS, PLAN_FILE: plan(step(), order=[{"entityName": "Buyers"}])},
        [],
    ),
    (
        "nor can a name that an object has, too",
        "DO06",
        {"snapshot.json": AMBIGUOUS, PLAN_FILE: plan(order=["Buyers", {"entityName": "Buyers"}])},
        [],
    ),
    (
        "the same relationship once more can go",
        "RL02",
        {RELATIONSHIPS_FILE: [RELATIONSHIP, RELATIONSHIP]},
        ["Remove this relationship"],
    ),
    (
        "another relationship of that name can't",
        "RL02",
        {RELATIONSHIPS_FILE: [RELATIONSHIP, {**RELATIONSHIP, "toAttributeName": "Mail"}]},
        [],
    ),
    (
        "one in another file can't",
        "RL02",
        {
            "a.json": {
                "method": "PATCH",
                "url": "/api/instances/main/manage/relationships",
                "body": [RELATIONSHIP],
            },
            RELATIONSHIPS_FILE: [RELATIONSHIP],
        },
        [],
    ),
    (
        "nor can the whole body of a request",
        "RL02",
        {"r.json": [creation(), creation()]},
        [],
    ),
    ("an empty name can't be mended", "RL01", {RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": ""}}, []),
    (
        "a name of a relationship can be mended",
        "RL01",
        {RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": "A-B"}},
        ["Rename it to `A_B`"],
    ),
    (
        "not to one that another has",
        "RL01",
        {RELATIONSHIPS_FILE: [{**RELATIONSHIP, "name": "A-B"}, {**RELATIONSHIP, "name": "A_B"}]},
        [],
    ),
    (
        "nor to one that the instance has",
        "RL01",
        {
            RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": "A-B"},
            "snapshot.json": snapshot(relationships=[{**RELATIONSHIP, "name": "A_B"}]),
        },
        [],
    ),
    (
        "nor away from one that a request goes by",
        "RL01",
        {
            "r.json": [
                {
                    "method": "PATCH",
                    "url": "/api/instances/main/manage/relationships",
                    "body": {**RELATIONSHIP, "name": "A-B"},
                },
                {"method": "DELETE", "url": "/api/instances/main/manage/relationships/A-B"},
            ]
        },
        [],
    ),
]


@pytest.mark.parametrize(
    ("sentence", "rule", "files", "titles"), [pytest.param(*one, id=f"{one[1]}-{one[0]}") for one in REPAIRS]
)
def test_repairs(
    sentence: str, rule: str, files: Files, titles: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT})
    write(tmp_path, files)

    found = reported("--select", rule)["diagnostics"]
    assert found
    assert [fix["title"] for one in found for fix in one["fixes"]] == titles


THRICE = '{"entityName": "Visits", "primaryKey": "Id", "primaryKey": "Mail", "primaryKey": "On"}'
WORDS: list[tuple[str, str, Files, list[str]]] = [
    (
        "a third equal key takes away the second",
        "DO02",
        {INFO_FILE: THRICE},
        [
            "property `primaryKey` is given twice",
            "Remove the first `primaryKey`",
            "property `primaryKey` is given twice",
            "Remove the `primaryKey` before it",
        ],
    ),
    (
        "a second spelling is called by both names",
        "DO02",
        {INFO_FILE: '{"entityName": "Visits", "primaryKey": "Id", "PrimaryKey": "Mail"}'},
        [
            "property `PrimaryKey` is given twice, the first time as `primaryKey`",
            "Remove the first `primaryKey`",
        ],
    ),
    (
        "an ambiguous name may mean three entities, and it is said how many more",
        "DO06",
        {"snapshot.json": AMBIGUOUS, PLAN_FILE: plan(order=[{"entityName": "Buyers"}])},
        [
            "entity name `Buyers` is ambiguous: "
            "it could be `Shop_Buyers` or `More0_Buyers` or `More1_Buyers` or 1 more"
        ],
    ),
    (
        "with three it is said of all",
        "DO06",
        {
            "snapshot.json": {**AMBIGUOUS, "dataSources": AMBIGUOUS["dataSources"][:4]},
            PLAN_FILE: plan(order=[{"entityName": "Buyers"}]),
        },
        ["entity name `Buyers` is ambiguous: it could be `Shop_Buyers` or `More0_Buyers` or `More1_Buyers`"],
    ),
    (
        "an empty name is called empty",
        "RL01",
        {RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": ""}},
        ["the relationship name is empty"],
    ),
    (
        "an item of a list without a name is one of the list",
        "DO04",
        {RELATIONSHIPS_FILE: [RELATIONSHIP, 5]},
        ["item 2 of the list is a number, but an object is expected"],
    ),
    (
        "another is an item of its property",
        "DO04",
        {PLAN_FILE: plan(5)},
        ["item 1 of `conflationPlans` is a number, but an object is expected"],
    ),
]


@pytest.mark.parametrize(
    ("sentence", "rule", "files", "words"), [pytest.param(*one, id=f"{one[1]}-{one[0]}") for one in WORDS]
)
def test_words(
    sentence: str, rule: str, files: Files, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT})
    write(tmp_path, files)

    found = reported("--select", rule)["diagnostics"]
    said_of = [[one["message"], *(fix["title"] for fix in one["fixes"])] for one in found]
    assert [text for texts in said_of for text in texts] == words
