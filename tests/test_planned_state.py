"""The planned state: what the payloads of a project change for each other, and what stays open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.configuration.settings import Configuration
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from tests.projects import (
    ACTIVITY,
    DELETION,
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    SNAPSHOT,
    Files,
    creation,
    plan,
    reported,
    resolution,
    said,
    snapshot,
    step,
    update,
    write,
)


class Case(NamedTuple):
    """Files laid over the snapshot, and what one rule says of them."""

    sentence: str
    rule: str
    files: Files
    said: list[str]
    arguments: tuple[str, ...] = ()


OTHER = snapshot(instanceId="other")
SAVED = snapshot(relationships=[RELATIONSHIP])
TWO = 'snapshot = ["snapshot.json", "other.json"]\n'
KEYED = [{"entityName": "Leads", "primaryKey": "Id"}]
CRM_INFO = "manage/datasources/crm-1/entities/entityInfo.json"
INFORMED = {"conflationId": "default", "entityInformation": {"Shop": ["Buyers"]}}
LEADS = plan(step("Crm_Leads"), order=["Shop_Buyers", "Crm_Leads"])
DRAFT = {"$schema": "../schemas/conflationPlan.schema.json", **LEADS}
TORN = '{"method": "PATCH", "url": "/api/instances/main/manage/relationships", "body": '


def of(instance: str, name: str) -> str:
    return f"instances/{instance}/{name}"


RELATIONSHIP_CASES = [
    Case(
        "a name is free after its deletion",
        "RL02",
        {"snapshot.json": SAVED, "r.json": [DELETION, creation()]},
        [],
    ),
    Case(
        "a name that is deleted later is taken still",
        "RL02",
        {"snapshot.json": SAVED, "r.json": [creation(), DELETION]},
        ["RL02 /0/body/name"],
    ),
    Case(
        "a name is free after what an earlier request created is deleted",
        "RL02",
        {"r.json": [creation(), DELETION, creation()]},
        [],
    ),
    Case(
        "a deletion before both leaves the second a duplicate",
        "RL02",
        {"snapshot.json": SAVED, "r.json": [DELETION, creation(), creation()]},
        ["RL02 /2/body/name"],
    ),
    Case(
        "a name may be free after its deletion by another file",
        "RL02",
        {"snapshot.json": SAVED, "a.json": creation(), "r.json": DELETION},
        [],
    ),
    Case(
        "a name may be free after what one file creates and another deletes",
        "RL02",
        {"a.json": creation(), "b.json": DELETION, "r.json": creation()},
        [],
    ),
    Case(
        "no other file deletes anything between what one body creates",
        "RL02",
        {"r.json": DELETION, RELATIONSHIPS_FILE: [RELATIONSHIP, RELATIONSHIP]},
        ["RL02 /1/name"],
    ),
    Case(
        "a deletion from another instance frees no name",
        "RL02",
        {
            "snapshot.json": SAVED,
            "other.json": OTHER,
            "c360lint.toml": TWO,
            of("main", RELATIONSHIPS_FILE): RELATIONSHIP,
            "r.json": {**DELETION, "url": DELETION["url"].replace("main", "other")},
        },
        ["RL02 /name"],
    ),
    Case(
        "alone with the snapshot, no name is deleted",
        "RL02",
        {"snapshot.json": SAVED, "a.json": creation(), "r.json": [DELETION, creation()]},
        ["RL02 /body/name", "RL02 /1/body/name"],
        ("--snapshot-only",),
    ),
    Case(
        "reading a relationship deletes nothing",
        "RL02",
        {"snapshot.json": SAVED, "r.json": [{**DELETION, "method": "GET"}, creation()]},
        ["RL02 /1/body/name"],
    ),
    Case(
        "two files may not create one name",
        "RL02",
        {"a.json": creation(), "b.json": creation()},
        ["RL02 /body/name"],
    ),
    Case(
        "alone with the snapshot, no other payload takes a name",
        "RL02",
        {"a.json": creation(), "b.json": [creation(), creation()]},
        [],
        ("--snapshot-only",),
    ),
    Case(
        "alone with the snapshot, a payload still has its own names",
        "RL02",
        {RELATIONSHIPS_FILE: [RELATIONSHIP, RELATIONSHIP]},
        ["RL02 /1/name"],
        ("--snapshot-only",),
    ),
    Case(
        "a name is unique in its instance",
        "RL02",
        {
            "other.json": OTHER,
            "c360lint.toml": TWO,
            of("main", RELATIONSHIPS_FILE): RELATIONSHIP,
            of("other", RELATIONSHIPS_FILE): RELATIONSHIP,
        },
        [],
    ),
    Case("a created relationship counts", "EI04", {INFO_FILE: ACTIVITY, "r.json": creation()}, []),
    Case(
        "a relationship that is deleted later doesn't count",
        "EI04",
        {INFO_FILE: ACTIVITY, "r.json": [creation(), DELETION]},
        ["EI04 /entityType"],
    ),
    Case(
        "a relationship that is created after its deletion counts",
        "EI04",
        {"snapshot.json": SAVED, INFO_FILE: ACTIVITY, "r.json": [DELETION, creation()]},
        [],
    ),
    Case(
        "a deletion in another file doesn't come after a creation",
        "EI04",
        {INFO_FILE: ACTIVITY, "a.json": creation(), "b.json": DELETION},
        [],
    ),
    Case(
        "a relationship that is updated and later deleted doesn't count",
        "EI04",
        {"snapshot.json": SAVED, INFO_FILE: ACTIVITY, "r.json": [update(description="x"), DELETION]},
        ["EI04 /entityType"],
    ),
    Case(
        "an update leaves the ends that it doesn't give",
        "EI04",
        {"snapshot.json": SAVED, INFO_FILE: ACTIVITY, "r.json": update(toAttributeName="Mail")},
        [],
    ),
    Case(
        "an update replaces the ends that it gives",
        "EI04",
        {"snapshot.json": SAVED, INFO_FILE: ACTIVITY, "r.json": update(toEntityName="Crm_People")},
        ["EI04 /entityType"],
    ),
    Case(
        "alone with the snapshot, a planned relationship doesn't count",
        "EI04",
        {INFO_FILE: ACTIVITY, "r.json": creation()},
        ["EI04 /entityType"],
        ("--snapshot-only",),
    ),
    Case(
        "alone with the snapshot, a planned deletion doesn't count",
        "EI04",
        {"snapshot.json": SAVED, INFO_FILE: ACTIVITY, "r.json": DELETION},
        [],
        ("--snapshot-only",),
    ),
    Case(
        "a relationship of another instance doesn't count",
        "EI04",
        {
            "other.json": OTHER,
            "c360lint.toml": TWO,
            of("main", INFO_FILE): ACTIVITY,
            of("other", RELATIONSHIPS_FILE): RELATIONSHIP,
        },
        ["EI04 /entityType"],
    ),
    Case(
        "a deletion in another instance takes nothing away",
        "EI04",
        {
            "snapshot.json": SAVED,
            "other.json": OTHER,
            "c360lint.toml": TWO,
            of("main", INFO_FILE): ACTIVITY,
            "r.json": {**DELETION, "url": DELETION["url"].replace("main", "other")},
        },
        [],
    ),
    Case(
        "reading a relationship takes nothing away",
        "EI04",
        {"snapshot.json": SAVED, INFO_FILE: ACTIVITY, "r.json": {**DELETION, "method": "GET"}},
        [],
    ),
    Case(
        "relationships that can't be read may hold the one that is needed",
        "EI04",
        {INFO_FILE: ACTIVITY, RELATIONSHIPS_FILE: "{"},
        [f"EI04? {RELATIONSHIPS_FILE} can't be read"],
    ),
    Case(
        "a file of which nothing is known may hold it, too",
        "EI04",
        {INFO_FILE: ACTIVITY, "r.json": TORN},
        ["EI04? r.json can't be read"],
    ),
    Case(
        "a plan that can't be read holds no relationship",
        "EI04",
        {INFO_FILE: ACTIVITY, PLAN_FILE: "{"},
        ["EI04 /entityType"],
    ),
    Case(
        "malformed relationships may hold the one that is needed",
        "EI04",
        {INFO_FILE: ACTIVITY, RELATIONSHIPS_FILE: {**RELATIONSHIP, "toEntityName": 5}},
        [f"EI04? {RELATIONSHIPS_FILE} is malformed or addressed wrongly"],
    ),
    Case(
        "relationships of an unknown instance may be meant for this one",
        "EI04",
        {INFO_FILE: ACTIVITY, of("mian", RELATIONSHIPS_FILE): RELATIONSHIP},
        [f"EI04? instances/mian/{RELATIONSHIPS_FILE} is malformed or addressed wrongly"],
    ),
    Case(
        "entityInfo of an unknown data source may hold the type that is needed",
        "EI04",
        {INFO_FILE: ACTIVITY, "manage/datasources/nowhere/entities/entityInfo.json": ACTIVITY},
        ["EI04? manage/datasources/nowhere/entities/entityInfo.json is malformed or addressed wrongly"],
    ),
    Case(
        "a payload's own fault leaves its other entities to be judged",
        "EI04",
        {INFO_FILE: [ACTIVITY, {"entityName": "Buyers", "primaryKey": 5}]},
        ["EI04 /0/entityType"],
    ),
    Case(
        "another payload's fault leaves them open",
        "EI04",
        {INFO_FILE: ACTIVITY, CRM_INFO: {"entityName": "People", "primaryKey": 5}},
        [f"EI04? {CRM_INFO} is malformed or addressed wrongly"],
    ),
    Case(
        "alone with the snapshot, other payloads leave nothing open",
        "EI04",
        {INFO_FILE: ACTIVITY, RELATIONSHIPS_FILE: "{"},
        ["EI04 /entityType"],
        ("--snapshot-only",),
    ),
    Case(
        "a planned type counts",
        "EI04",
        {INFO_FILE: [ACTIVITY, {"entityName": "Buyers", "entityType": "Unspecified"}], "r.json": creation()},
        ["EI04 /0/entityType"],
    ),
    Case(
        "an entityInfo without a type leaves the type as it is",
        "EI04",
        {INFO_FILE: [ACTIVITY, {"entityName": "Buyers", "primaryKey": "Id"}], "r.json": creation()},
        [],
    ),
    Case(
        "alone with the snapshot, a planned type doesn't count",
        "EI04",
        {
            "snapshot.json": SAVED,
            INFO_FILE: [ACTIVITY, {"entityName": "Buyers", "entityType": "Unspecified"}],
        },
        [],
        ("--snapshot-only",),
    ),
]

KEY_CASES = [
    Case("an entity without a key is reported", "CP03", {PLAN_FILE: LEADS}, ["CP03 /conflationOrder/1"]),
    Case("a planned entityInfo gives a key", "CP03", {PLAN_FILE: LEADS, CRM_INFO: KEYED}, []),
    Case(
        "an entityInfo without a key gives none",
        "CP03",
        {PLAN_FILE: LEADS, CRM_INFO: [{"entityName": "Leads", "entityType": "Activity"}]},
        ["CP03 /conflationOrder/1"],
    ),
    Case(
        "a key is its entity's",
        "CP03",
        {PLAN_FILE: LEADS, CRM_INFO: [{"entityName": "People", "primaryKey": "Id"}]},
        ["CP03 /conflationOrder/1"],
    ),
    Case(
        "alone with the snapshot, a planned key doesn't count",
        "CP03",
        {PLAN_FILE: LEADS, CRM_INFO: KEYED},
        ["CP03 /conflationOrder/1"],
        ("--snapshot-only",),
    ),
    Case(
        "entity information gives a plan's entity a key",
        "CP03",
        {
            PLAN_FILE: LEADS,
            INFORMATION_FILE: {
                "dataSources": [
                    {"dataSourceName": "Crm", "entities": [{"entityName": "Leads", "primaryKey": "Id"}]}
                ]
            },
        },
        [],
    ),
    Case(
        "alone with the snapshot, planned entity information doesn't count",
        "CP03",
        {
            PLAN_FILE: LEADS,
            INFORMATION_FILE: {
                "dataSources": [
                    {"dataSourceName": "Crm", "entities": [{"entityName": "Leads", "primaryKey": "Id"}]}
                ]
            },
        },
        ["CP03 /conflationOrder/1"],
        ("--snapshot-only",),
    ),
    Case(
        "entity information without a key gives none",
        "CP03",
        {
            PLAN_FILE: LEADS,
            INFORMATION_FILE: {
                "dataSources": [{"dataSourceName": "Crm", "entities": [{"entityName": "Leads"}]}]
            },
        },
        ["CP03 /conflationOrder/1"],
    ),
    Case(
        "the snapshot's conflation gives a key",
        "CP03",
        {
            PLAN_FILE: LEADS,
            "snapshot.json": snapshot(
                conflations=[
                    {
                        "conflationId": "default",
                        "entityInformation": {
                            "dataSources": [
                                {
                                    "dataSourceName": "Crm",
                                    "entities": [{"entityName": "Leads", "primaryKey": "Id"}],
                                }
                            ]
                        },
                    }
                ]
            ),
        },
        [],
    ),
    Case(
        "the plan itself gives a key",
        "CP03",
        {
            PLAN_FILE: {
                **LEADS,
                "entityConflationInformation": [
                    {"dataSourceName": "Crm", "entityName": "Leads", "primaryKey": "Id"}
                ],
            }
        },
        [],
    ),
    Case(
        "the plan's information without a key gives none",
        "CP03",
        {
            PLAN_FILE: {
                **LEADS,
                "entityConflationInformation": [{"dataSourceName": "Crm", "entityName": "Leads"}],
            }
        },
        ["CP03 /conflationOrder/1"],
    ),
    Case(
        "a plain string in the plan's information gives no key",
        "CP03",
        {PLAN_FILE: {**LEADS, "entityConflationInformation": ["Crm_Leads"]}},
        ["CP03 /conflationOrder/1"],
    ),
    Case(
        "a key of the plan that can't be read may be right",
        "CP03",
        {
            PLAN_FILE: {
                **LEADS,
                "entityConflationInformation": [
                    {"dataSourceName": "Crm", "entityName": "Leads", "primaryKey": 5}
                ],
            }
        },
        [],
    ),
    Case(
        "a key of the snapshot that can't be read is open",
        "CP03",
        {PLAN_FILE: LEADS, "snapshot.json": snapshot(entity="Leads", primaryKey=5)},
        ["CP03? the snapshot's primaryKey of `Crm_Leads` is malformed"],
    ),
    Case(
        "entityInfo that can't be read may give a key",
        "CP03",
        {PLAN_FILE: LEADS, CRM_INFO: "{"},
        [f"CP03? {CRM_INFO} can't be read"],
    ),
    Case(
        "entity information that can't be read may give a key",
        "CP03",
        {PLAN_FILE: LEADS, INFORMATION_FILE: "{"},
        [f"CP03? {INFORMATION_FILE} can't be read"],
    ),
    Case(
        "entity information gives the entity of a resolution a key",
        "CR03",
        {
            RULES_FILE: resolution("Crm_Leads"),
            INFORMATION_FILE: {
                "dataSources": [
                    {"dataSourceName": "Crm", "entities": [{"entityName": "Leads", "primaryKey": "Id"}]}
                ]
            },
        },
        [],
    ),
    Case(
        "entity information gives itself no key",
        "CE02",
        {
            INFORMATION_FILE: {
                "dataSources": [
                    {"dataSourceName": "Crm", "entities": [{"entityName": "Leads", "primaryKey": "Id"}]}
                ]
            }
        },
        ["CE02 /dataSources/0/entities/0/entityName"],
    ),
]

CONFLATION_CASES = [
    Case("what the snapshot's conflation lists is informed", "CP04", {PLAN_FILE: plan()}, []),
    Case(
        "what it doesn't list is reported once",
        "CP04",
        {PLAN_FILE: plan(order=["Shop_Buyers", "Crm_Leads", "Crm_Leads"])},
        ["CP04 /conflationOrder/1"],
    ),
    Case(
        "planned entity information counts",
        "CP04",
        {PLAN_FILE: LEADS, INFORMATION_FILE: {"Crm": ["Leads", "Nobody"]}},
        [],
    ),
    Case(
        "alone with the snapshot, planned entity information informs nobody",
        "CP04",
        {PLAN_FILE: LEADS, INFORMATION_FILE: {"Crm": ["Leads"]}},
        ["CP04 /conflationOrder/1"],
        ("--snapshot-only",),
    ),
    Case(
        "an entity of the order that isn't ingested is another rule's",
        "CP04",
        {PLAN_FILE: plan(order=["Shop_Buyers", "Crm_People", "Crm_Nobody"])},
        [],
    ),
    Case(
        "the plan's own information counts",
        "CP04",
        {PLAN_FILE: {**LEADS, "entityConflationInformation": ["Crm_Leads"]}},
        [],
    ),
    Case(
        "that of another entity doesn't",
        "CP04",
        {PLAN_FILE: {**LEADS, "entityConflationInformation": ["Crm_People"]}},
        ["CP04 /conflationOrder/1"],
    ),
    Case(
        "every entity that lacks it is reported",
        "CP04",
        {PLAN_FILE: plan(order=["Shop_Visits", "Crm_Leads", "Shop_Visits"])},
        ["CP04 /conflationOrder/0", "CP04 /conflationOrder/1"],
    ),
    Case(
        "where all is informed, nothing is open",
        "CP04",
        {PLAN_FILE: plan(), INFORMATION_FILE: "{"},
        [],
    ),
    Case(
        "malformed parts of the snapshot's conflation that say nothing of it leave nothing open",
        "CP04",
        {
            PLAN_FILE: LEADS,
            "snapshot.json": snapshot(conflations=[{**INFORMED, "conflictResolutionRules": 5}]),
        },
        ["CP04 /conflationOrder/1"],
    ),
    Case(
        "without a snapshot it isn't asked",
        "CP04",
        {PLAN_FILE: LEADS, "snapshot.json": None},
        ["CP04? no snapshot of the instance is declared"],
    ),
    Case(
        "a malformed payload of entity information leaves it open",
        "CP04",
        {PLAN_FILE: LEADS, INFORMATION_FILE: {"Crm": [5]}},
        [f"CP04? {INFORMATION_FILE} is malformed or addressed wrongly"],
    ),
    Case(
        "the plan's own information that can't be read leaves it open",
        "CP04",
        {PLAN_FILE: {**LEADS, "entityConflationInformation": [5]}},
        [f"CP04? entityConflationInformation of {PLAN_FILE} is malformed in places"],
    ),
    Case(
        "without the conflation in the snapshot it is open",
        "CP04",
        {PLAN_FILE: LEADS, "snapshot.json": snapshot(conflations=None)},
        ["CP04? the snapshot doesn't say what entity information the conflation has"],
    ),
    Case(
        "so it is where the project informs of others only",
        "CP04",
        {
            PLAN_FILE: LEADS,
            INFORMATION_FILE: {"Shop": ["Buyers"]},
            "snapshot.json": snapshot(conflations=None),
        },
        [
            f"CP04? `Crm_Leads` is not in {INFORMATION_FILE}, and the snapshot doesn't say what entity "
            "information the conflation has"
        ],
    ),
    Case(
        "a snapshot that is malformed there leaves it open",
        "CP04",
        {
            PLAN_FILE: LEADS,
            "snapshot.json": snapshot(conflations=[{"conflationId": "default", "entityInformation": 5}]),
        },
        ["CP04? the snapshot's conflation is malformed in places"],
    ),
    Case(
        "so does a malformed plan of the snapshot",
        "CP04",
        {
            PLAN_FILE: LEADS,
            "snapshot.json": snapshot(conflations=[{"conflationId": "default", "conflationPlan": 5}]),
        },
        ["CP04? the snapshot's conflation is malformed in places"],
    ),
    Case(
        "entity information that can't be read leaves it open",
        "CP04",
        {PLAN_FILE: LEADS, INFORMATION_FILE: "{"},
        [f"CP04? {INFORMATION_FILE} can't be read"],
    ),
    Case(
        "of an unknown conflation nothing more is said",
        "CP04",
        {PLAN_FILE.replace("default", "defualt"): LEADS},
        [],
    ),
    Case(
        "entity information of an unknown conflation may be meant for this one",
        "CP04",
        {PLAN_FILE: LEADS, INFORMATION_FILE.replace("default", "defualt"): {"Crm": ["Leads"]}},
        ["CP04? conflations/defualt/entityInformation.json is malformed or addressed wrongly"],
    ),
    Case(
        "a plan whose path names no conflation is the snapshot's one conflation's",
        "CP04",
        {"drafts/p.json": DRAFT},
        ["CP04 /conflationOrder/1"],
    ),
    Case(
        "of several conflations none is meant",
        "CP04",
        {
            "drafts/p.json": DRAFT,
            "snapshot.json": snapshot(conflations=[{"conflationId": "a"}, {"conflationId": "b"}]),
        },
        ["CP04? the snapshot doesn't say what entity information the conflation has"],
    ),
    Case(
        "the planned plan decides who takes part",
        "CR05",
        {PLAN_FILE: plan(), RULES_FILE: resolution("Shop_Buyers", "Crm_Leads", "Crm_Leads")},
        ["CR05 /attributes/0/sourceColumns/1/entityName"],
    ),
    Case(
        "a step alone makes an entity take part",
        "CR05",
        {PLAN_FILE: plan(step("Crm_Leads")), RULES_FILE: resolution("Crm_Leads")},
        [],
    ),
    Case(
        "without a plan it is open who takes part",
        "CR05",
        {RULES_FILE: resolution("Shop_Buyers")},
        ["CR05? the conflation's plan is not known"],
    ),
    Case(
        "with a plan that can't be read it is, too",
        "CR05",
        {
            PLAN_FILE: "{",
            RULES_FILE: resolution("Shop_Buyers"),
            "snapshot.json": snapshot(
                conflations=[{"conflationId": "default", "conflationPlan": plan(order=["Crm_Leads"])}]
            ),
        },
        [f"CR05? {PLAN_FILE} can't be read"],
    ),
    Case(
        "with a malformed plan it is, too",
        "CR05",
        {PLAN_FILE: plan(order=["Crm_People", 5]), RULES_FILE: resolution("Crm_Leads")},
        [f"CR05? {PLAN_FILE} is malformed or addressed wrongly"],
    ),
    Case(
        "of an unknown conflation no plan is asked for",
        "CR05",
        {RULES_FILE.replace("default", "defualt"): resolution("Crm_Leads")},
        [],
    ),
    Case(
        "alone with the snapshot, the snapshot's plan decides",
        "CR05",
        {
            PLAN_FILE: LEADS,
            RULES_FILE: resolution("Crm_Leads"),
            "snapshot.json": snapshot(conflations=[{"conflationId": "default", "conflationPlan": plan()}]),
        },
        ["CR05 /attributes/0/sourceColumns/0/entityName"],
        ("--snapshot-only",),
    ),
    Case(
        "a plan of another conflation decides nothing",
        "CR05",
        {
            PLAN_FILE: plan(),
            "conflations/b/conflictResolutionRules.json": resolution("Crm_Leads"),
            "snapshot.json": snapshot(conflations=[{"conflationId": "default"}, {"conflationId": "b"}]),
        },
        ["CR05? the conflation's plan is not known"],
    ),
]

INSTANCE_CASES = [
    Case(
        "of several snapshots a path must name one",
        "CP01",
        {"other.json": OTHER, "c360lint.toml": TWO, PLAN_FILE: LEADS},
        ["CP01? the path names no instance and several snapshots are declared"],
    ),
    Case(
        "an unknown instance is said once, by its own rule",
        "CP01",
        {"other.json": OTHER, "c360lint.toml": TWO, of("third", PLAN_FILE): LEADS},
        [],
    ),
    Case(
        "without a snapshot nothing is known",
        "CP01",
        {"snapshot.json": None, PLAN_FILE: LEADS},
        ["CP01? no snapshot of the instance is declared"],
    ),
]


def listed(kind: str, body: Any) -> dict[str, Any]:
    """Return the request of a list that changes the conflation, or the entities of Crm."""
    path = (
        f"conflations/default/{kind}"
        if kind != "entityInfo"
        else "manage/datasources/crm-1/entities/entityInfo"
    )
    return {"method": "PATCH", "url": f"/api/instances/main/{path}", "body": body}


INFORMING = listed("entityInformation", {"Crm": ["Leads"]})
KEYING = listed("entityInfo", KEYED)
PEOPLE = [{"entityName": "People", "primaryKey": "Id"}]
BOTH = listed("entityInformation", {"Crm": ["Leads", "People"]})
KEYLESS = snapshot(entity="People", primaryKey=None)

SEQUENCE_CASES = [
    Case(
        "a request may not need what a later one of its list gives",
        "SQ01",
        {"r.json": [INFORMING, KEYING]},
        ["SQ01 /0/body/Crm/0"],
    ),
    Case("it may need what an earlier one gives", "SQ01", {"r.json": [KEYING, INFORMING]}, []),
    Case("even if a later one gives it again", "SQ01", {"r.json": [KEYING, INFORMING, KEYING]}, []),
    Case("or what another file gives", "SQ01", {"a.json": KEYING, "r.json": [INFORMING, KEYING]}, []),
    Case("of which the name says nothing", "SQ01", {"z.json": KEYING, "r.json": [INFORMING, KEYING]}, []),
    Case(
        "a file that lies in a misspelt place may give it",
        "SQ01",
        {CRM_INFO.replace("datasources", "datasource"): KEYED, "r.json": [INFORMING, KEYING]},
        ["SQ01? manage/datasource/crm-1/entities/entityInfo.json is not read"],
    ),
    Case(
        "and one that can't be read may",
        "SQ01",
        {"conflations/default/conflationPlan.json": "{", "r.json": [INFORMING, KEYING]},
        ["SQ01? conflations/default/conflationPlan.json can't be read"],
    ),
    Case(
        "a list has its own requests only",
        "SQ01",
        {"r.json": [INFORMING, INFORMING], "z.json": [KEYING, KEYING]},
        [],
    ),
    Case(
        "alone with the snapshot, no request comes too early",
        "SQ01",
        {"r.json": [INFORMING, KEYING]},
        [],
        ("--snapshot-only",),
    ),
    Case(
        "what one later request gives another is said once",
        "SQ01",
        {"snapshot.json": KEYLESS, "r.json": [BOTH, listed("entityInfo", [*KEYED, *PEOPLE])]},
        ["SQ01 /0/body/Crm/0"],
    ),
    Case(
        "what two later requests give it is said of both",
        "SQ01",
        {"snapshot.json": KEYLESS, "r.json": [BOTH, KEYING, listed("entityInfo", PEOPLE)]},
        ["SQ01 /0/body/Crm/0", "SQ01 /0/body/Crm/1"],
    ),
    Case(
        "it is said of every request that needs it",
        "SQ01",
        {"r.json": [INFORMING, INFORMING, KEYING]},
        ["SQ01 /0/body/Crm/0", "SQ01 /1/body/Crm/0"],
    ),
    Case(
        "a custom is no need",
        "SQ01",
        {
            "r.json": [
                listed("conflictResolutionRules", resolution("Crm_People")),
                listed("entityInformation", {"Crm": ["People"]}),
            ]
        },
        [],
    ),
    Case(
        "a relationship that is updated too early is another rule's",
        "SQ01",
        {"r.json": [update(description="x"), creation()]},
        [],
    ),
    Case("so is one that is deleted too early", "SQ01", {"r.json": [DELETION, creation()]}, []),
    Case(
        "so is one that is read too early",
        "SQ01",
        {"r.json": [{**DELETION, "method": "GET"}, creation()]},
        [],
    ),
    Case(
        "a plan may not need the information of a later request",
        "SQ01",
        {
            "snapshot.json": snapshot(entity="Leads", primaryKey="Id"),
            "r.json": [listed("conflationPlan", LEADS), INFORMING],
        },
        ["SQ01 /0/body/conflationOrder/1"],
    ),
    Case(
        "conflict resolution rules may not need a later plan",
        "SQ01",
        {
            "r.json": [
                listed("conflictResolutionRules", resolution("Crm_People")),
                listed("conflationPlan", plan()),
            ]
        },
        ["SQ01 /0/url"],
    ),
    Case(
        "unless the snapshot's plan has their entities",
        "SQ01",
        {
            "snapshot.json": snapshot(conflations=[{"conflationId": "default", "conflationPlan": plan()}]),
            "r.json": [
                listed("conflictResolutionRules", resolution("Crm_People")),
                listed("conflationPlan", plan()),
            ],
        },
        [],
    ),
    Case(
        "a key of the snapshot is needed of nobody",
        "SQ01",
        {"r.json": [listed("entityInformation", {"Crm": ["People"]}), listed("entityInfo", PEOPLE)]},
        [],
    ),
    Case(
        "an activity may not need a later relationship",
        "SQ01",
        {
            "r.json": [
                {**KEYING, "url": KEYING["url"].replace("crm-1", "shop-1"), "body": [ACTIVITY]},
                creation(),
            ]
        },
        ["SQ01 /0/body/0/entityType"],
    ),
]

NO_RELATIONSHIPS = snapshot(relationships=None)

UPDATE_CASES = [
    Case("a relationship that nobody creates can't be updated", "RL07", {"r.json": update()}, ["RL07 /url"]),
    Case("one of the snapshot can", "RL07", {"snapshot.json": SAVED, "r.json": update()}, []),
    Case("one that an earlier request creates can", "RL07", {"r.json": [creation(), update()]}, []),
    Case(
        "one that a later request creates can't", "RL07", {"r.json": [update(), creation()]}, ["RL07 /0/url"]
    ),
    Case("one that another file creates can", "RL07", {"z.json": creation(), "r.json": update()}, []),
    Case(
        "alone with the snapshot, one that a payload creates can't",
        "RL07",
        {"z.json": creation(), "r.json": update()},
        ["RL07 /url"],
        ("--snapshot-only",),
    ),
    Case(
        "one that is deleted before can't",
        "RL07",
        {"r.json": [creation(), DELETION, update()]},
        ["RL07 /2/url"],
    ),
    Case(
        "one that is created once more can",
        "RL07",
        {"r.json": [creation(), DELETION, creation(), update()]},
        [],
    ),
    Case(
        "one of another instance can't",
        "RL07",
        {
            "other.json": OTHER,
            "c360lint.toml": TWO,
            of("other", RELATIONSHIPS_FILE): RELATIONSHIP,
            "r.json": update(),
        },
        ["RL07 /url"],
    ),
    Case(
        "without relationships in the snapshot it is open",
        "RL07",
        {"snapshot.json": NO_RELATIONSHIPS, "r.json": update()},
        ["RL07? the snapshot declares no relationships"],
    ),
]

LATER_CASES = [
    Case(
        "what may be there can be deleted before it is created anew",
        "RL07",
        {"snapshot.json": NO_RELATIONSHIPS, "r.json": [DELETION, creation()]},
        ["RL07? the snapshot declares no relationships"],
    ),
    Case(
        "what isn't in an incomplete snapshot can be",
        "RL07",
        {"snapshot.json": snapshot(complete={"relationships": False}), "r.json": [DELETION, creation()]},
        ["RL07 /0/url warning"],
    ),
]

CASES = [
    *LATER_CASES,
    *UPDATE_CASES,
    *RELATIONSHIP_CASES,
    *KEY_CASES,
    *CONFLATION_CASES,
    *INSTANCE_CASES,
    *SEQUENCE_CASES,
]


@pytest.mark.parametrize(
    ("names", "help_"),
    [
        (["A-B"], "name it `A_B`"),
        (["A-B", "A_B"], "give it a name of letters, numbers and underscores"),
        (["A-B", "A B"], "give it a name of letters, numbers and underscores"),
        (["-"], "give it a name of letters, numbers and underscores"),
    ],
)
def test_no_name_is_proposed_that_another_has_or_that_says_nothing(
    names: list[str], help_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = [{**RELATIONSHIP, "name": one} for one in names]
    write(tmp_path, {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: named})
    found = reported("--select", "RL01")["diagnostics"]

    assert {one["help"] for one in found} == {help_}


@pytest.mark.parametrize("case", [pytest.param(one, id=one.sentence) for one in CASES])
def test_in_the_planned_state(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT})
    write(tmp_path, case.files)

    assert said("--select", case.rule, *case.arguments) == case.said


NAMES = st.sampled_from(["One", "Two", "VisitsToBuyers"])
ENDS = st.sampled_from(["Shop_Visits", "Shop_Buyers", "Crm_People", "Shop_Nobody"])
LINKS = st.lists(
    st.fixed_dictionaries({"name": NAMES, "fromEntityName": ENDS, "toEntityName": ENDS}).map(
        lambda changes: {**RELATIONSHIP, **changes}
    ),
    max_size=4,
)
REQUESTS = st.lists(
    st.one_of(
        st.just(DELETION),
        ENDS.map(lambda end: update(toEntityName=end)),
        st.builds(lambda name, end: creation(name=name, toEntityName=end), NAMES, ENDS),
    ),
    max_size=4,
)


@given(LINKS, LINKS, REQUESTS)
def test_the_relationships_of_an_entity_are_those_of_all_that_join_it(
    saved: list[Any], planned: list[Any], requests: list[Any]
) -> None:
    root, files = "/nowhere", {"snapshot.json": snapshot(relationships=saved), "requests.json": requests}
    files[RELATIONSHIPS_FILE] = planned
    contents = {f"{root}/{name}": json.dumps(content).encode() for name, content in files.items()}
    inputs = Inputs(root, Configuration(), contents=contents, snapshot_suffices=True)
    project = load_project(inputs, lambda _done, _all: None).project
    (instance,) = project.snapshots

    for entity in instance.entities:
        joining = [one for one in project.links(instance) if entity in [end.entity for end in one.ends]]
        assert project.links_of(instance, entity) == joining
