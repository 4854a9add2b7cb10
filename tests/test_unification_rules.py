"""What rules of unification hold to beyond their pages: what they leave to others, what stays open."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from linter.rulekit.personal import personal
from tests.projects import (
    INFORMATION_FILE,
    PLAN_FILE,
    RULES_FILE,
    SNAPSHOT,
    Files,
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
    """Files laid over the snapshot, and what some rules say of them."""

    sentence: str
    rules: str
    files: Files
    said: list[str]


RULE = "/conflationPlans/0/rules"
CRITERION = f"{RULE}/0/criteria"
ORDER = "/conflationOrder"
THREE: Any = ("Shop_Buyers", "Crm_People", "Crm_Leads")
SECOND = "/attributes/1"


def compared(*criteria: Any, **rule: Any) -> Files:
    return {PLAN_FILE: plan(step(criteria=list(criteria), **rule))}


def several(*rules: Any) -> Files:
    return {PLAN_FILE: plan({**step(), "rules": list(rules)})}


def rule(name: str, *criteria: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "criteria": list(criteria), **more}


def normalized(one: dict[str, Any], left: Any, right: Any) -> dict[str, Any]:
    changed = copy.deepcopy(one)
    for side, names in (("leftColumn", left), ("rightColumn", right)):
        if names is not None:
            changed[side]["normalizations"] = names
    return changed


def merged(policy: Any, *columns: str, **more: Any) -> Files:
    """Rules with a second attribute, of columns such as "Shop_Buyers.Mail"."""
    named = [one.split(".") for one in columns]
    sources = [{"entityName": entity, "attributeName": name} for entity, name in named]
    rules = resolution("Shop_Buyers", "Crm_People")
    rules["attributes"].append({"name": "Other", "policy": policy, "sourceColumns": sources})
    return {PLAN_FILE: plan(), RULES_FILE: {**rules, **more}}


def recency(*columns: str) -> dict[str, Any]:
    named = [one.split(".") for one in columns]
    return {
        "kind": "mostRecent",
        "recencyColumns": [{"entityName": entity, "attributeName": name} for entity, name in named],
    }


MAIL, ID = criterion(), criterion("Id", "Id")
FUZZY = {**criterion(kind="fuzzy"), "precision": "high"}
BOTH = ("Shop_Buyers.Mail", "Crm_People.Mail")

USED: Any = {
    "conflationId": "default",
    "entityInformation": {"Crm": ["People"]},
    "conflationPlan": {"conflationOrder": ["Shop_Buyers", "Crm_People"]},
}


def exchanged(first: str, second: str, order: Any) -> Files:
    """Return a plan that has two entities the other way round than its order, in several steps."""
    one = {"rightEntity": first, **step(first, second)}
    return {PLAN_FILE: plan(step(second, order[0]), one, step(first, order[0]), order=order)}


SEVERAL = [f"E{number}" for number in range(22)]

STEPS = [
    Case(
        "that an order has two entities the wrong way round is told where that shows first",
        "CP08",
        exchanged("E18", "E19", SEVERAL[:20]),
        ["CP08 /conflationPlans/0/rightEntity", "held back: 1"],
    ),
    Case(
        "it is looked for among the first twenty",
        "CP08",
        exchanged("E20", "E21", SEVERAL),
        ["CP08 /conflationPlans/0/rightEntity", "CP08 /conflationPlans/1/leftEntities/0"],
    ),
    Case("every entity but the first has its step", "CP101", {PLAN_FILE: plan()}, []),
    Case(
        "one that stands in the order twice is missed once",
        "CP101",
        {PLAN_FILE: plan(order=(*THREE, "Crm_Leads"))},
        [f"CP101 {ORDER}/2"],
    ),
    Case(
        "a step whose right entity is unknown may be the one that is missed",
        "CP101",
        {PLAN_FILE: plan(step("Crm_Peopel"))},
        ["held back: 1"],
    ),
    Case(
        "so may one whose right entity is not in the order",
        "CP101",
        {PLAN_FILE: plan(step(), step("Shop_Visits"), order=THREE)},
        ["held back: 1"],
    ),
    Case(
        "a plan without steps is CP05's",
        "CP101",
        {PLAN_FILE: {"conflationOrder": ["Shop_Buyers", "Crm_People"], "conflationPlans": []}},
        ["held back: 1"],
    ),
    Case(
        "entities that are swapped are CP08's",
        "CP101",
        {PLAN_FILE: plan(step("Shop_Buyers", "Crm_People"))},
        ["held back: 1"],
    ),
    Case(
        "one entity is not a plan's worth, however often it is named",
        "CP102",
        {PLAN_FILE: plan(step("Shop_Buyers"), order=("Shop_Buyers", "Shop_Buyers"))},
        [f"CP102 {ORDER}"],
    ),
    Case(
        "an entity that the order lacks is CP07's",
        "CP102",
        {PLAN_FILE: plan(order=("Shop_Buyers",))},
        [],
    ),
    Case(
        "two spellings of one entity are the same",
        "CP103",
        {
            PLAN_FILE: plan(
                order=("Shop_Buyers", "Crm_People", {"dataSourceId": "crm-1", "entityName": "People"})
            )
        },
        [f"CP103 {ORDER}/2/entityName warning"],
    ),
]

NAMES = [
    Case("a name of blanks is none", "CP104", several(rule(" ", MAIL)), [f"CP104 {RULE}/0/name"]),
    Case("a name that is no text is DO04's", "CP104", several({**rule("", MAIL), "name": 1}), []),
    Case("nameless rules have no name in common", "CP105", several(rule("", MAIL), rule("", ID)), []),
    Case("names that differ in case differ", "CP105", several(rule("A", MAIL), rule("a", ID)), []),
    Case(
        "an inactive rule has its name, too",
        "CP105",
        several(rule("A", MAIL), rule("A", ID, isActive=False)),
        [f"CP105 {RULE}/1/name"],
    ),
    Case("letters of any language are letters", "CP106", several(rule("Größe 1-a_b", MAIL)), []),
]

TYPES = [
    Case(
        "each column that isn't text is reported at its normalization",
        "CP107",
        compared(normalized(criterion("Born", "Born"), ["numerals", "symbols"], ["numerals"])),
        [
            f"CP107 {CRITERION}/0/leftColumn/normalizations/0",
            f"CP107 {CRITERION}/0/rightColumn/normalizations/0",
        ],
    ),
    Case(
        "no normalizations are none",
        "CP107",
        compared(normalized(criterion("Born", "Born"), [], None)),
        [],
    ),
    Case(
        "an unknown type is not checked",
        "CP107",
        compared(normalized(criterion("Odd", "Odd"), ["numerals"], None)),
        ["CP107? the type of `Shop_Buyers.Odd` is not known"],
    ),
    Case("an unknown attribute has no type", "CP107,CP108", compared(criterion("Nope", "Nope", "fuzzy")), []),
    Case(
        "columns of two types are CP09's",
        "CP108",
        compared(criterion("Mail", "Born", "fuzzy")),
        ["held back: 1"],
    ),
    Case(
        "a fuzzy column is reported once",
        "CP107,CP108",
        compared(normalized(criterion("Born", "Born", "fuzzy"), ["numerals"], None)),
        [
            f"CP108 {CRITERION}/0/leftColumn/normalizations/0",
            f"CP108 {CRITERION}/0/rightColumn/attributeName",
        ],
    ),
]

PRECISIONS = [
    Case("all numbers from 0 to 100 are let pass", "CP109", compared({**FUZZY, "precision": 0.5}), []),
    Case("zero is a precision", "CP109,CP110", compared({**FUZZY, "precision": 0}), []),
    Case(
        "less than nothing isn't",
        "CP109",
        compared({**FUZZY, "precision": -1}),
        [f"CP109 {CRITERION}/0/precision"],
    ),
    Case(
        "one of a fuzzy criterion is open",
        "CP109,CP110",
        compared({**FUZZY, "precision": 1}),
        [f"CP109 {CRITERION}/0/precision warning"],
    ),
    Case("one of an exact criterion is all", "CP109,CP110", compared({**MAIL, "precision": 1}), []),
    Case("an unknown precision is DO102's", "CP110", compared({**MAIL, "precision": "hihg"}), []),
    Case(
        "a number below all is less than exact",
        "CP110",
        compared({**MAIL, "precision": 80}),
        [f"CP110 {CRITERION}/0/precision"],
    ),
]

SHADOWS = [
    Case(
        "the same rule under another name matches nothing",
        "CP111",
        several(rule("A", MAIL), rule("B", MAIL)),
        [f"CP111 {RULE}/1 warning"],
    ),
    Case("a rule that asks for less does match", "CP111", several(rule("A", MAIL, ID), rule("B", MAIL)), []),
    Case(
        "an inactive rule shadows nothing",
        "CP111",
        several(rule("A", MAIL, isActive=False), rule("B", MAIL)),
        [],
    ),
    Case(
        "an exception leaves something to later rules",
        "CP111",
        several(rule("A", MAIL, exceptions=[{"criteria": [ID]}]), rule("B", MAIL)),
        [],
    ),
    Case(
        "unless they have it, too",
        "CP111",
        several(*(rule(name, MAIL, exceptions=[{"criteria": [ID]}]) for name in "AB")),
        [f"CP111 {RULE}/1 warning"],
    ),
    Case(
        "another normalization is another criterion",
        "CP111",
        several(rule("A", MAIL), rule("B", normalized(MAIL, ["symbols"], ["symbols"]))),
        [],
    ),
    Case(
        "an older word for a normalization is the same",
        "CP111",
        several(
            rule("A", normalized(MAIL, ["lowerCase"], ["lowerCase"])),
            rule("B", normalized(MAIL, ["textToLowerCase"], ["textToLowerCase"])),
        ),
        [f"CP111 {RULE}/1 warning"],
    ),
    Case(
        "a rule that can't be read shadows nothing",
        "CP111",
        several(rule("A", MAIL, 7), rule("B", MAIL)),
        [],
    ),
    Case("rules without criteria are CP05's", "CP111,CP114", several(rule("A"), rule("B")), []),
    Case(
        "the second time a criterion says nothing",
        "CP112",
        compared(MAIL, ID, MAIL),
        [f"CP112 {CRITERION}/2 recommendation"],
    ),
    Case(
        "an exception that asks for more cancels nothing",
        "CP113",
        several(rule("A", MAIL, exceptions=[{"criteria": [MAIL, ID]}])),
        [],
    ),
    Case(
        "one that asks for a part of the rule does",
        "CP113",
        several(rule("A", MAIL, ID, exceptions=[{"criteria": [ID]}])),
        [f"CP113 {RULE}/0/exceptions/0 warning"],
    ),
]

ADVICE = [
    Case("an exact criterion beside a fuzzy one will do", "CP114", compared(FUZZY, ID), []),
    Case("an inactive rule costs nothing", "CP114", compared(FUZZY, isActive=False), []),
    Case("what is unknown may be exact", "CP114", compared(FUZZY, {**ID, "kind": "exakt"}), []),
    Case(
        "the side that lacks a normalization is named",
        "CP115",
        compared(normalized(MAIL, None, ["symbols"])),
        [f"CP115 {CRITERION}/0/leftColumn recommendation"],
    ),
    Case(
        "what isn't text is CP107's",
        "CP115",
        compared(normalized(criterion("Born", "Born"), None, ["symbols"])),
        [],
    ),
    Case(
        "records may be left out", "CP119", {PLAN_FILE: plan()}, ["CP119 /conflationPlans/0 recommendation"]
    ),
    Case(
        "advice is selected as a group",
        "advice",
        {PLAN_FILE: plan()},
        ["CP119 /conflationPlans/0 recommendation"],
    ),
    Case("what is off by default is off by its prefix, too", "CP", {PLAN_FILE: plan()}, []),
    Case("and among all", "ALL", {PLAN_FILE: plan()}, []),
]

MERGES = [
    Case("one type is no finding", "CR101", merged({"kind": "importance"}, *BOTH), []),
    Case(
        "text and date are",
        "CR101",
        merged({"kind": "importance"}, "Shop_Buyers.Mail", "Crm_People.Born"),
        [f"CR101 {SECOND}/sourceColumns/1/attributeName"],
    ),
    Case(
        "date and date-time are stored alike",
        "CR101",
        merged({"kind": "importance"}, "Shop_Buyers.Born", "Crm_People.On"),
        [],
    ),
    Case(
        "an unknown type is not checked, and others are compared without it",
        "CR101",
        merged({"kind": "importance"}, "Shop_Buyers.Odd", "Crm_People.Mail", "Shop_Buyers.Born"),
        [
            f"CR101 {SECOND}/sourceColumns/2/attributeName",
            "CR101? the type of `Shop_Buyers.Odd` is not known",
        ],
    ),
    Case(
        "an entity that isn't in the plan is CR05's",
        "CR101,CR104,CR105",
        merged(recency("Shop_Buyers.On", "Crm_Leads.Mail"), "Shop_Buyers.Mail", "Crm_Leads.Born"),
        ["held back: 2"],
    ),
    Case(
        "an entity that isn't ingested is CR01's",
        "CR104",
        merged(recency("Shop_Buyers.On"), "Shop_Buyers.Mail", "Crm_Peopel.Mail"),
        ["held back: 1"],
    ),
    Case(
        "an entity without a key is CR03's",
        "CR104",
        {
            **merged(recency("Shop_Buyers.On"), "Shop_Buyers.Mail", "Crm_Leads.Mail"),
            PLAN_FILE: plan(step(), step("Crm_Leads"), order=THREE),
        },
        ["held back: 1"],
    ),
    Case(
        "what would be right of it isn't held back",
        "CR101,CR104,CR105",
        merged(recency("Shop_Buyers.On", "Crm_Leads.On"), "Shop_Buyers.Mail", "Crm_Leads.Mail"),
        [],
    ),
    Case(
        "importance needs no recency",
        "CR104",
        merged({"kind": "importance"}, *BOTH),
        [],
    ),
    Case(
        "recency needs a column of each entity",
        "CR104",
        merged(recency("Shop_Buyers.On"), *BOTH),
        [f"CR104 {SECOND}/policy/recencyColumns"],
    ),
    Case(
        "text tells no recency",
        "CR105",
        merged(recency("Shop_Buyers.On", "Crm_People.Mail"), *BOTH),
        [f"CR105 {SECOND}/policy/recencyColumns/1/attributeName"],
    ),
    Case(
        "rules without any policy are CR04's",
        "CR102,CR103",
        {
            RULES_FILE: {
                "attributes": [{"sourceColumns": [{"entityName": "Shop_Buyers", "attributeName": "Mail"}]}]
            }
        },
        ["held back: 1"],
    ),
    Case(
        "a key's name is reserved in any case",
        "CR107",
        merged(
            {"kind": "importance"}, *BOTH, groups=[{"fields": [{"name": "x", "outputName": "BUYERS_id"}]}]
        ),
        ["CR107 /groups/0/fields/0/outputName"],
    ),
    Case(
        "a group's name for its field doesn't clash with attributes",
        "CR110",
        merged(
            {"kind": "importance"}, *BOTH, groups=[{"fields": [{"name": "Other", "outputName": "Another"}]}]
        ),
        [],
    ),
    Case(
        "five attributes make a customer ID",
        "CR115,CR116",
        merged({"kind": "importance"}, *BOTH, customerId={"fields": ["A", "B", "C", "D", "E"]}),
        [],
    ),
]

INFORMATION = [
    Case("a key of text is supported", "CE102", {INFORMATION_FILE: {"Shop": ["Buyers"]}}, []),
    Case(
        "a date is none",
        "CE102",
        {
            "snapshot.json": snapshot(entity="Buyers", primaryKey="Born"),
            INFORMATION_FILE: {"Shop": ["Buyers"]},
        },
        ["CE102 /Shop/0"],
    ),
    Case(
        "a planned entityInfo gives the key that counts",
        "CE102",
        {
            INFORMATION_FILE: {"Shop": ["Buyers"]},
            "manage/datasources/shop-1/entities/entityInfo.json": [
                {"entityName": "Buyers", "primaryKey": "On"}
            ],
        },
        ["CE102 /Shop/0"],
    ),
    Case(
        "an e-mail address is no key",
        "CE103",
        {
            INFORMATION_FILE: {
                "dataSources": [
                    {"dataSourceName": "Shop", "entities": [{"entityName": "Buyers", "primaryKey": "Mail"}]}
                ]
            }
        },
        ["CE103 /dataSources/0/entities/0/primaryKey warning"],
    ),
    Case(
        "what a plan lacks of entity information is CP04's",
        "CE105",
        {INFORMATION_FILE: {"dataSources": []}, PLAN_FILE: plan()},
        [],
    ),
    Case(
        "one entity is enough, of whatever data source",
        "CE105",
        {
            INFORMATION_FILE: {
                "dataSources": [
                    {"dataSourceName": "Crm", "entities": []},
                    {"dataSourceName": "Shop", "entities": [{"entityName": "Buyers"}]},
                ]
            }
        },
        [],
    ),
    Case(
        "an entity that is taken out while the saved plan uses it is told at its data source",
        "CE106",
        {
            "snapshot.json": snapshot(conflations=[USED]),
            INFORMATION_FILE: {"dataSources": [{"dataSourceName": "Crm", "entities": []}]},
        },
        ["CE106 /dataSources/0/entities"],
    ),
    Case(
        "a planned plan ends that use",
        "CE106",
        {
            "snapshot.json": snapshot(conflations=[USED]),
            INFORMATION_FILE: {"dataSources": [{"dataSourceName": "Crm", "entities": []}]},
            PLAN_FILE: plan(),
        },
        [],
    ),
    Case(
        "lists of one conflation count together, and are told once",
        "CE106",
        {
            "snapshot.json": snapshot(conflations=[USED]),
            INFORMATION_FILE: {"dataSources": [{"dataSourceName": "Crm", "entities": []}]},
            "requests/one.json": {
                "method": "PATCH",
                "url": "/api/instances/main/conflations/default/entityInformation",
                "body": {"dataSources": []},
            },
        },
        ["CE106 /dataSources/0/entities"],
    ),
    Case(
        "the form of one entity takes nothing out",
        "CE106",
        {
            "snapshot.json": snapshot(conflations=[USED]),
            "conflations/default/entityInformation/Visits.json": {"entityName": "Visits"},
        },
        [],
    ),
    Case(
        "a conflation that doesn't exist is IN05's",
        "CE105",
        {"conflations/nope/entityInformation.json": {"dataSources": []}},
        [],
    ),
]


SAVED: Any = {"conflationId": "default", "conflationPlan": {"conflationOrder": ["Shop_Buyers", "Crm_Leads"]}}
SAVED_RULES: Any = {
    "conflationId": "default",
    "conflictResolutionRules": {
        "attributes": [
            {"name": "Nick", "sourceColumns": [{"entityName": "Crm_Leads", "attributeName": "Id"}]}
        ],
        "groups": [{"fields": [{"name": "Town", "outputName": "City"}]}],
    },
}


def segment(attribute: str, *path: str) -> dict[str, Any]:
    criteria = {"attribute": attribute, "comparisonOperator": "isNotNull"}
    rowset: dict[str, Any] = {"criteria": criteria, **({"paths": [list(path)]} if path else {})}
    return {"name": "All", "segmentQueryExpression": {"rowsets": [rowset]}}


def measure(field: str, **more: Any) -> dict[str, Any]:
    linked = [{"entity": "Customer", "alias": "c"}, {"entity": "Shop_Visits", "alias": "v"}]
    return {"name": "Sum", "definition": {"linkedEntities": linked, "aggregates": [{"field": field}], **more}}


def stored(conflation: Any, **lists: Any) -> Files:
    return {"snapshot.json": snapshot(conflations=[conflation], **lists)}


GONE: Any = {RULES_FILE: resolution("Shop_Buyers")}
DEPENDENTS = [
    Case(
        "a segment that leads through an entity keeps it in the plan",
        "CP117",
        {**stored(SAVED, segments=[segment("Mail", "Crm_Leads", "Customer")]), PLAN_FILE: plan()},
        [f"CP117 {ORDER}"],
    ),
    Case(
        "so does one that asks for an attribute of it",
        "CP117",
        {**stored(SAVED, segments=[segment("Leads.Mail")]), PLAN_FILE: plan()},
        [f"CP117 {ORDER}"],
    ),
    Case(
        "a measure does by an alias",
        "CP117",
        {
            **stored(SAVED, measures=[measure("x", linkedEntities=[{"entity": "Crm_Leads", "alias": "l"}])]),
            PLAN_FILE: plan(),
        },
        [f"CP117 {ORDER}"],
    ),
    Case(
        "an entity that nothing uses may go",
        "CP117",
        {**stored(SAVED, segments=[segment("Shop_Visits.Mail", "Shop_Visits")]), PLAN_FILE: plan()},
        [],
    ),
    Case(
        "a segment that is written anew is another matter",
        "CP117",
        {
            **stored(SAVED, segments=[segment("Leads.Mail")]),
            PLAN_FILE: plan(),
            "requests/one.json": {
                "method": "PUT",
                "url": "/api/instances/main/manage/segments/All",
                "body": segment("Mail"),
            },
        },
        [],
    ),
    Case(
        "so is one that is deleted",
        "CP117",
        {
            **stored(SAVED, segments=[segment("Leads.Mail")]),
            PLAN_FILE: plan(),
            "requests/one.json": {"method": "DELETE", "url": "/api/instances/main/manage/segments/All"},
        },
        [],
    ),
    Case(
        "an attribute without an entity is the customers'",
        "CR121",
        {**stored(SAVED_RULES, segments=[segment("Nick")]), **GONE},
        ["CR121 /attributes"],
    ),
    Case(
        "an attribute of another entity is not",
        "CR121",
        {**stored(SAVED_RULES, segments=[segment("Shop_Visits.Nick")]), **GONE},
        [],
    ),
    Case(
        "a measure names it by an alias, also in an expression",
        "CR121",
        {
            **stored(SAVED_RULES, measures=[measure("Net", variables=[{"expressionText": "c.City - v.Id"}])]),
            **GONE,
        },
        ["CR121 /attributes"],
    ),
    Case(
        "or in a list",
        "CR121",
        {
            **stored(
                SAVED_RULES,
                measures=[
                    measure(
                        "v.Id", dependencies=[{"qualifiedEntityName": "Customer", "attributeNames": ["Nick"]}]
                    )
                ],
            ),
            **GONE,
        },
        ["CR121 /attributes"],
    ),
    Case(
        "an alias of another entity is not the customers'",
        "CR121",
        {**stored(SAVED_RULES, measures=[measure("v.Nick")]), **GONE},
        [],
    ),
    Case(
        "what is still made is not left out, though its column is",
        "CR121",
        {
            **stored(SAVED_RULES, segments=[segment("Mail")]),
            RULES_FILE: {
                **resolution("Shop_Buyers"),
                "excludedColumns": [{"entityName": "Crm_People", "attributeName": "Mail"}],
            },
        },
        [],
    ),
]


def informing(*attributes: dict[str, str], **more: Any) -> Files:
    entity = {"entityName": "Buyers", "attributes": list(attributes), **more}
    return {INFORMATION_FILE: {"dataSources": [{"dataSourceName": "Shop", "entities": [entity]}]}}


def dated(*entities: Any) -> dict[str, Any]:
    """Return rules of the most recent of two entities, whose dates are these entities'."""
    rules = resolution("Crm_People", "Shop_Buyers")
    columns = [{"entityName": one, "attributeName": "On"} for one in entities]
    rules["attributes"][0]["policy"] = {"kind": "mostRecent", "recencyColumns": columns}
    return rules


def grouped(columns: list[str], recency: str) -> dict[str, Any]:
    """Return rules with a group of two fields, and with one source that has these columns."""
    source = {"entity": "Crm_People", "columns": columns, "recencyColumn": recency}
    fields = [{"name": "Post"}, {"name": "Since"}]
    group = {"policy": {"kind": "mostRecent"}, "fields": fields, "sources": [source]}
    return {**resolution("Shop_Buyers"), "groups": [group]}


ALIASES = {PLAN_FILE: plan(step(criteria=[normalized(MAIL, ["aliasMapping"], None)]))}
HOUSEHOLD = {RULES_FILE: {**resolution("Shop_Buyers"), "clusters": [{"Kind": "Household"}]}}
ADDRESS = {"attributeName": "Mail", "semanticType": "Location.Address"}
EXCLUDED = {
    RULES_FILE: {
        **resolution("Shop_Buyers"),
        "excludedColumns": [{"entityName": "Shop_Buyers", "attributeName": "Born"}],
    },
    PLAN_FILE: plan(),
}
MANY = {f"A{number}": "string" for number in range(998)}
MEANINGS = [
    Case(
        "aliases need a semantic type",
        "CP126",
        ALIASES,
        [f"CP126 {CRITERION}/0/leftColumn/normalizations/0 warning"],
    ),
    Case(
        "so they do beside what can't be read",
        "CP126",
        compared(normalized(MAIL, [7, "AliasMapping"], None)),
        [f"CP126 {CRITERION}/0/leftColumn/normalizations/1 warning"],
    ),
    Case("entity information gives it", "CP126", {**ALIASES, **informing(ADDRESS)}, []),
    Case(
        "so does a label of entityInfo",
        "CP126",
        {
            **ALIASES,
            "manage/datasources/shop-1/entities/entityInfo.json": [
                {"entityName": "Buyers", "semanticLabels": [{"attributeName": "Mail", "label": "Person"}]}
            ],
        },
        [],
    ),
    Case(
        "so does the snapshot",
        "CP126",
        {
            **ALIASES,
            "snapshot.json": snapshot(
                entity="Buyers", attributes={"Mail": {"type": "string", "semanticType": "Person.FullName"}}
            ),
        },
        [],
    ),
    Case(
        "households aren't judged where no meaning is known",
        "CR120",
        HOUSEHOLD,
        ["CR120? which of the unified attributes are last names and addresses isn't known"],
    ),
    Case(
        "an address alone makes no household",
        "CR120",
        {**HOUSEHOLD, **informing(ADDRESS)},
        ["CR120 /clusters/0"],
    ),
    Case(
        "clusters of another kind need nothing",
        "CR120",
        {RULES_FILE: {**resolution("Shop_Buyers"), "clusters": [{"kind": "custom"}, "x"]}},
        [],
    ),
    Case(
        "what is selected and left out is used by nothing",
        "CE108",
        {**EXCLUDED, **informing({"attributeName": "Born"})},
        ["CE108 /dataSources/0/entities/0/attributes/0/attributeName recommendation"],
    ),
    Case(
        "a key is used",
        "CE108",
        {**EXCLUDED, **informing({"attributeName": "Born"}, primaryKey="Born")},
        [],
    ),
    Case(
        "more than a thousand columns are many",
        "CE108",
        {
            INFORMATION_FILE: {"Shop": ["Buyers"]},
            "snapshot.json": snapshot(
                entity="Buyers", attributes={**MANY, "Id": "string", "A": "string", "B": "string"}
            ),
        },
        ["CE108 /Shop/0 recommendation"],
    ),
    Case(
        "a thousand are not",
        "CE108",
        {
            INFORMATION_FILE: {"Shop": ["Buyers"]},
            "snapshot.json": snapshot(entity="Buyers", attributes={**MANY, "Id": "string", "A": "string"}),
        },
        [],
    ),
    Case(
        "those count that are listed",
        "CE108",
        {
            **informing(ADDRESS),
            "snapshot.json": snapshot(
                entity="Buyers", attributes={**MANY, "Mail": "string", "A": "string", "B": "string"}
            ),
        },
        [],
    ),
    Case(
        "what says nothing of people needs no full name",
        "CE109",
        informing(ADDRESS),
        [],
    ),
    Case(
        "a first name asks for a full one",
        "CE109",
        informing({"attributeName": "Mail", "semanticType": "PersonFirstName"}),
        ["CE109 /dataSources/0/entities/0/entityName recommendation"],
    ),
    Case(
        "null is no name, as others have none",
        "CP104",
        several(rule("", MAIL) | {"name": None}),
        [],
    ),
    Case(
        "the blank of a custom match's data source is none of its name",
        "CP122",
        {"snapshot.json": None, PLAN_FILE: plan(customMatch=[{"entity": "Web Shop_Always"}])},
        [],
    ),
    Case(
        "a custom match of an unknown entity is CP01's",
        "CP122",
        {PLAN_FILE: plan(customMatch=[{"entity": {"dataSourceName": "Crm", "entityName": "No one"}}])},
        ["held back: 1"],
    ),
    Case(
        "a group's recency column that its entity lacks is CR02's",
        "CR114",
        {PLAN_FILE: plan(), RULES_FILE: grouped(["Mail", "On"], "No")},
        ["held back: 1"],
    ),
    Case(
        "one of a group whose source has a column that is misspelt is CR02's, too",
        "CR114",
        {PLAN_FILE: plan(), RULES_FILE: grouped(["Mail", "Onn"], "On")},
        ["held back: 1"],
    ),
    Case(
        "but for one that is called quite otherwise",
        "CR114",
        {PLAN_FILE: plan(), RULES_FILE: grouped(["Mial", "Born"], "On")},
        ["CR114 /groups/0/sources/0/recencyColumn"],
    ),
    Case(
        "of a group's source with too few columns the recency column may be the one that is missing",
        "CR114,CR112",
        {PLAN_FILE: plan(), RULES_FILE: grouped(["Mail"], "On")},
        ["CR112 /groups/0/sources/0/columns", "held back: 1"],
    ),
    Case(
        "with too many it is not",
        "CR114,CR112",
        {PLAN_FILE: plan(), RULES_FILE: grouped(["Mail", "Born", "Id"], "On")},
        ["CR112 /groups/0/sources/0/columns", "CR114 /groups/0/sources/0/recencyColumn"],
    ),
    Case(
        "without a snapshot the entity that can't be read may be the one that lacks a recency column",
        "CR104",
        {"snapshot.json": None, PLAN_FILE: plan(), RULES_FILE: dated("Crm_People", 7)},
        [],
    ),
    Case(
        "one that can is not",
        "CR104",
        {"snapshot.json": None, PLAN_FILE: plan(), RULES_FILE: dated("Crm_People")},
        ["CR104 /attributes/0/policy/recencyColumns"],
    ),
    Case(
        "a list that adds takes nothing out",
        "CE106",
        {"snapshot.json": snapshot(conflations=[USED]), INFORMATION_FILE: {"Shop": ["Visits"]}},
        [],
    ),
    Case(
        "one that says again what is there does",
        "CE106",
        {
            "snapshot.json": snapshot(
                conflations=[{**USED, "entityInformation": {"Crm": ["People"], "Shop": ["Buyers"]}}]
            ),
            INFORMATION_FILE: {"Shop": ["Buyers", "Visits"]},
        },
        ["CE106 "],
    ),
]


@pytest.mark.parametrize(
    "case",
    [pytest.param(one, id=one.sentence) for one in (
        *STEPS, *NAMES, *TYPES, *PRECISIONS, *SHADOWS, *ADVICE, *MERGES, *INFORMATION, *DEPENDENTS, *MEANINGS
    )],
)  # fmt: skip
def test_rules_of_unification(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {name: file for name, file in {"snapshot.json": SNAPSHOT, **case.files}.items() if file})

    assert said("--select", case.rules, "--allow-empty") == case.said


@pytest.mark.parametrize(("lefts", "fixes"), [(("E1", "E0"), 1), (("E1", "Other", "E0"), 0)])
def test_entities_are_put_in_order_where_the_order_has_them_all(
    lefts: tuple[str, ...], fixes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {PLAN_FILE: plan(step("E2", *lefts), order=SEVERAL)})

    (told,) = reported("--select", "CP08")["diagnostics"]
    assert (told["pointer"], len(told["fixes"])) == (
        f"/conflationPlans/0/leftEntities/{len(lefts) - 1}",
        fixes,
    )


@pytest.mark.parametrize(
    ("attribute", "what"),
    [
        ("EMail", "an e-mail address"),
        ("email_address1", "an e-mail address"),
        ("Home Phone", "a phone number"),
        ("MobileNumber", "a phone number"),
        ("LastName", "a person's name"),
        ("Street", "an address"),
        ("EmailHash", ""),
        ("NameId", ""),
        ("Cancelled", ""),
        ("IpAddressId", ""),
    ],
)
def test_a_name_tells_what_an_attribute_holds_of_a_person(attribute: str, what: str) -> None:
    assert personal(attribute) == what


def test_a_semantic_type_says_more_than_a_name() -> None:
    assert personal("Mail", "Product.Sku") == ""
    assert personal("Code", None, "Identity.Service.Phone") == "a phone number"
    assert personal("Code", "PersonFirstName") == "a person's name"


def test_what_is_off_by_default_is_not_ignored_when_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT, PLAN_FILE: plan()})
    off = ["CP119 /conflationPlans/0 recommendation"]

    assert said("--select", "unmatched-records-dropped") == off
    assert said("--select", "ALL,cp119", "--ignore", "IN02") == off
    assert said("--select", "advice", "--ignore", "CP") == []
    assert said() == []


def test_what_is_off_by_default_may_be_on_for_some_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    override = '[[overrides]]\nfiles = ["conflations/**"]\nselect = ["CP119"]\n'
    write(tmp_path, {"snapshot.json": SNAPSHOT, PLAN_FILE: plan(), "c360lint.toml": override})

    assert said() == ["CP119 /conflationPlans/0 recommendation"]
