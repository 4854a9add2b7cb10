"""Mistakes as people make them, in a project made from CSV files: each is found once, in one line."""

# ruff: noqa: E501  # what is said stands in one line, as it is printed

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from click.testing import CliRunner

from linter.cli import main

HOTEL: Final = Path(__file__).parent / "hotel"

PLAN = "conflations/default/conflationPlan.json"
RULES = "conflations/default/conflictResolutionRules.yaml"
INFORMATION = "conflations/default/entityInformation.yaml"
RELATIONSHIPS = "manage/relationships.json"
STAYS = "manage/datasources/aaaaaaaa-0000-4000-8000-000000000001/entities/entityInfo.json"
VISITS = "manage/datasources/aaaaaaaa-0000-4000-8000-000000000002/entities/entityInfo.yaml"
POINTS = "manage/datasources/aaaaaaaa-0000-4000-8000-000000000003/entities/entityInfo.yaml"
ROLLOUT = "requests/rollout.yaml"
READ = "requests/read-customers.json"


class Mistake(NamedTuple):
    """What somebody wrote in place of something else in a file, and what is said of it there."""

    file: str
    right: str
    wrong: str
    said: str


MISTAKES: Final = [
    Mistake(
        PLAN,
        '"entityName": "WebAccounts"}\n  ],',
        '"entityName": "WebAcounts"}\n  ],',
        "5:45: error CP01 plan-entity-not-ingested: entity `WebAcounts` is not ingested in data source `Web`; did you mean `WebAccounts`?",
    ),
    Mistake(
        PLAN,
        '"rightEntity": {"dataSourceName": "Web", "entityName": "WebAccounts"}',
        '"rightEntity": {"dataSourceName": "Web", "entityName": "WebVisits"}',
        "45:62: error CP07 plan-entity-not-ordered: `Web_WebVisits` is matched but is not in the conflation order",
    ),
    Mistake(
        PLAN,
        '"dataSourceName": "Loyalty", "entityName": "Members"},\n      "rules"',
        '"dataSourceName": "Loyality", "entityName": "Members"},\n      "rules"',
        "10:41: error CP01 plan-entity-not-ingested: data source `Loyality` does not exist in the instance; did you mean `Loyalty`?",
    ),
    Mistake(
        PLAN,
        '{"dataSourceName": "PMS", "entityName": "Guests"},\n    {"dataS',
        '"Loyalty_Guests",\n    {"dataS',
        "3:5: error CP01 plan-entity-not-ingested: entity `Loyalty_Guests` is not ingested in the instance; did you mean `PMS_Guests`?",
    ),
    Mistake(
        PLAN,
        '{"attributeName": "EmailAddress"}',
        '{"attributeName": "Email"}',
        "18:48: error CP02 plan-attribute-unknown: `Loyalty_Members` has no attribute `Email`; did you mean `EmailAddress`?",
    ),
    Mistake(
        PLAN,
        '{"attributeName": "Birthday"}',
        '{"attributeName": "LastName"}',
        "34:48: error CP09 mismatched-match-types: `Loyalty_Members.LastName` is string, but is matched with `PMS_Guests.DateOfBirth`, which is date",
    ),
    Mistake(
        PLAN,
        '"kind": "fuzzy"',
        '"kind": "fuzy"',
        "26:23: error DO102 unknown-value: `kind` has no value `fuzy`; did you mean `fuzzy`?",
    ),
    Mistake(
        PLAN,
        '"precision": "high"',
        '"precision": "very high"',
        "27:28: error DO102 unknown-value: `precision` has no value `very high`; did you mean `high`?",
    ),
    Mistake(
        PLAN,
        '"conflationOrder"',
        '"conflationOrders"',
        "2:3: error DO05 missing-property: required property `conflationOrder` is misspelt: `conflationOrders`",
    ),
    Mistake(
        PLAN,
        '"conflationPlans"',
        '"conflationplan"',
        "7:3: warning DO03 unknown-property: property `conflationplan` is not known here; did you mean `conflationPlans`?",
    ),
    Mistake(
        PLAN,
        '"leftEntities": [{"dataSourceName": "PMS", "entityName": "Guests"}],',
        '"leftEntity": {"dataSourceName": "PMS", "entityName": "Guests"},',
        "9:7: error DO05 missing-property: required property `leftEntities` is misspelt: `leftEntity`",
    ),
    Mistake(
        PLAN,
        '"criteria": [\n            {\n              "kind": "exact",\n              "leftColumn": {"attributeName": "Email"}',
        '"criterias": [\n            {\n              "kind": "exact",\n              "leftColumn": {"attributeName": "Email"}',
        "14:11: warning DO03 unknown-property: property `criterias` is not known here; did you mean `criteria`?",
    ),
    Mistake(
        PLAN,
        '"leftColumn": {"attributeName": "DateOfBirth"}',
        '"leftColumn": {"attribute": "DateOfBirth"}',
        "33:30: error DO05 missing-property: required property `attributeName` is misspelt: `attribute`",
    ),
    Mistake(
        PLAN,
        ',\n    {"dataSourceName": "Web", "entityName": "WebAccounts"}\n  ],',
        "\n  ],",
        "44:62: error CP07 plan-entity-not-ordered: `Web_WebAccounts` is matched but is not in the conflation order",
    ),
    Mistake(
        PLAN,
        '"kind": "fuzzy"',
        '"kind": "copy"',
        "26:23: error CP06 copy-criterion: the criterion's kind is `copy`, which a plan may not have",
    ),
    Mistake(
        PLAN,
        '{"entityName": "Guests", "attributeName": "Phone"',
        '{"entityName": "Guest", "attributeName": "Phone"',
        "62:44: error CP01 plan-entity-not-ingested: entity `Guest` is not ingested in the instance; did you mean `Guests`?",
    ),
    Mistake(
        PLAN,
        '{"entityName": "Guests", "attributeName": "Phone"',
        '{"entityName": "Guests", "attributeName": "PhoneNumber"',
        "62:71: error CP02 plan-attribute-unknown: `PMS_Guests` has no attribute `PhoneNumber`; did you mean `Phone`?",
    ),
    Mistake(
        RULES,
        "policy: {kind: importance}\n    sourceColumns:\n      - {dataSourceName: PMS, entityName: Guests, attributeName: Email}",
        "policy: {kind: mostrecently}\n    sourceColumns:\n      - {dataSourceName: PMS, entityName: Guests, attributeName: Email}",
        "4:20: error DO102 unknown-value: `kind` has no value `mostrecently`",
    ),
    Mistake(
        RULES,
        "attributeName: DateOfBirth",
        "attributeName: BirthDate",
        "12:66: error CR02 resolution-attribute-unknown: `PMS_Guests` has no attribute `BirthDate`; it exists on `Web_WebAccounts`",
    ),
    Mistake(
        RULES,
        "dataSourceName: Loyalty, entityName: Members, attributeName: Birthday",
        "dataSourceName: PMS, entityName: Members, attributeName: Birthday",
        "13:43: error CR01 resolution-entity-not-ingested: entity `Members` is not ingested in data source `PMS`; it exists in data source `Loyalty`",
    ),
    Mistake(
        RULES,
        "entityName: WebAccounts",
        "entityName: WebVisits",
        "8:69: error CR02 resolution-attribute-unknown: `Web_WebVisits` has no attribute `Email`; it exists on `PMS_Guests`",
    ),
    Mistake(
        RULES,
        "attributes:",
        "atributes:",
        "2:1: warning DO03 unknown-property: property `atributes` is not known here; did you mean `attributes`?",
    ),
    Mistake(
        RULES,
        "dataSourceName: Web",
        "dataSourceName: WEB",
        "8:26: error CR01 resolution-entity-not-ingested: data source `WEB` does not exist in the instance; did you mean `Web`?",
    ),
    Mistake(
        INFORMATION,
        "Loyalty: [Members]",
        "Loyalty: [Member]",
        "2:11: error CE01 information-for-unknown-entity: entity `Member` is not ingested in data source `Loyalty`; did you mean `Members`?",
    ),
    Mistake(
        INFORMATION,
        "Loyalty: [Members]",
        "loyalty: [Members]",
        "2:1: error CE01 information-for-unknown-entity: data source `loyalty` does not exist in the instance; did you mean `Loyalty`?",
    ),
    Mistake(
        INFORMATION,
        "[Guests]",
        "[Guests, Stay]",
        "1:15: error CE01 information-for-unknown-entity: entity `Stay` is not ingested in data source `PMS`; did you mean `Stays`?",
    ),
    Mistake(
        RELATIONSHIPS,
        '"fromEntityName": "PMS_Stays"',
        '"fromEntityName": "PMS_Stay"',
        "14:23: error RL05 relationship-entity-unknown: entity `PMS_Stay` is not ingested in the instance; did you mean `PMS_Stays`?",
    ),
    Mistake(
        RELATIONSHIPS,
        '"toEntityName": "Web_WebAccounts"',
        '"toEntityName": "WebAccount"',
        "24:21: error RL05 relationship-entity-unknown: entity `WebAccount` is not ingested in the instance; did you mean `WebAccounts`?",
    ),
    Mistake(
        RELATIONSHIPS,
        '"fromAttributeName": "MemberNo"',
        '"fromAttributeName": "MemberNr"',
        "31:26: error RL06 relationship-attribute-unknown: `Loyalty_PointTransactions` has no attribute `MemberNr`; did you mean `MemberNo`?",
    ),
    Mistake(
        RELATIONSHIPS,
        '"cardinality": "ManyToOne"\n  },\n  {\n    "name": "StayToGuest"',
        '"cardinality": "ManyToMany"\n  },\n  {\n    "name": "StayToGuest"',
        "10:20: error RL03 cardinality-not-allowed: cardinality `ManyToMany` is not allowed",
    ),
    Mistake(
        RELATIONSHIPS,
        '"name": "VisitToAccount"',
        '"name": "Visit-To-Account"',
        "21:13: error RL01 relationship-name-characters: relationship name `Visit-To-Account` has `-`, where only letters, numbers and underscores may stand",
    ),
    Mistake(
        RELATIONSHIPS,
        '"name": "VisitToAccount"',
        '"name": "StayToGuest"',
        "21:13: error RL02 duplicate-relationship-name: a relationship `StayToGuest` is planned already",
    ),
    Mistake(
        RELATIONSHIPS,
        '"toAttributeName": "AccountId"',
        '"toAttribute": "AccountID"',
        "25:20: error RL06 relationship-attribute-unknown: `Web_WebAccounts` has no attribute `AccountID`; did you mean `AccountId`?",
    ),
    Mistake(
        RELATIONSHIPS,
        '    "toAttributeName": "AccountId",\n',
        "",
        "20:3: error DO05 missing-property: required property `toAttributeName` is missing",
    ),
    Mistake(
        STAYS,
        '"timestampFieldName": "CheckInTime"',
        '"timestampFieldName": "CheckInDate"',
        "2:99: error EI05 unusable-timestamp: `PMS_Stays` has no attribute `CheckInDate`",
    ),
    Mistake(
        STAYS,
        '"timestampFieldName": "CheckInTime"',
        '"timestampFieldName": "StayId"',
        "2:99: error EI05 unusable-timestamp: timestamp `PMS_Stays.StayId` is string, but DateTime or long is expected",
    ),
    Mistake(
        STAYS,
        '"timestampFieldName": "CheckInTime"',
        '"timeStampField": "CheckInTime"',
        "2:77: warning DO03 unknown-property: property `timeStampField` is not known here; did you mean `timestampFieldName`?",
    ),
    Mistake(
        STAYS,
        '"entityType": "Activity", "primaryKey": "StayId"',
        '"entityType": "Activities", "primaryKey": "StayId"',
        "2:41: error EI03 entity-type-not-allowed: entity type `Activities` is not allowed here; did you mean `Activity`?",
    ),
    Mistake(
        STAYS,
        '"entityType": "Activity", "primaryKey": "StayId"',
        '"entityType": "Profile", "primaryKey": "StayId"',
        "2:41: error EI03 entity-type-not-allowed: entity type `Profile` is not allowed here",
    ),
    Mistake(
        STAYS,
        '"primaryKey": "ReservationNo"',
        '"primaryKey": "ReservationId"',
        "3:74: error EI02 entity-info-attribute-unknown: `PMS_Reservations` has no attribute `ReservationId`",
    ),
    Mistake(
        STAYS,
        '"attributeName": "Channel"',
        '"attributeName": "Chanel"',
        "4:41: error EI02 entity-info-attribute-unknown: `PMS_Reservations` has no attribute `Chanel`; did you mean `Channel`?",
    ),
    Mistake(
        STAYS,
        '"entityName": "Stays"',
        '"entityName": "stays"',
        "2:18: error EI01 entity-info-not-ingested: entity `stays` is not ingested in data source `PMS`; did you mean `Stays`?",
    ),
    Mistake(
        STAYS,
        '"entityName": "Stays"',
        '"entity": "Stays"',
        "2:4: error DO05 missing-property: required property `entityName` is misspelt: `entity`",
    ),
    Mistake(
        STAYS,
        '"label": "BookingChannel"',
        '"label": "Calendar.Dat"',
        "4:61: warning DO102 unknown-value: `label` has no value `Calendar.Dat`; did you mean `CalendarDate`?",
    ),
    Mistake(
        VISITS,
        "entityName: WebVisits",
        "entityName: PMS_Stays",
        "1:15: error EI01 entity-info-not-ingested: entity `PMS_Stays` is not ingested in data source `Web`; it exists in data source `PMS`",
    ),
    Mistake(
        POINTS,
        "timestampFieldName: PostedOn",
        "timestampFieldname: Posted On",
        "3:23: error EI05 unusable-timestamp: `Loyalty_PointTransactions` has no attribute `Posted On`; did you mean `PostedOn`?",
    ),
    Mistake(
        ROLLOUT,
        "relationships/StayToGuest",
        "relationships/StaysToGuest",
        "2:81: error RL07 relationship-unknown: relationship `StaysToGuest` does not exist in the instance; did you mean `StayToGuest`?",
    ),
    Mistake(
        ROLLOUT,
        "manage/entities",
        "manage/entity",
        "4:67: warning IN101 unknown-request: the API has no `manage/entity`; did you mean `entities`?",
    ),
    Mistake(
        ROLLOUT,
        "headers: {Content-Type: application/json}",
        "header: {Content-Type: application/json}",
        "7:3: warning DO03 unknown-property: property `header` is not known here; did you mean `headers`?",
    ),
    Mistake(
        ROLLOUT,
        "method: POST",
        "method: PSOT",
        "5:11: error DO102 unknown-value: `method` has no value `PSOT`; did you mean `POST`?",
    ),
    Mistake(
        READ,
        "PMS_Guests",
        "PMS_Guest",
        "3:68: error IN03 path-entity-not-ingested: entity `PMS_Guest` is not ingested in the instance; did you mean `PMS_Guests`?",
    ),
    Mistake(
        READ,
        "11111111-2222-4333-8444-555555555555",
        "11111111-2222-4333-8444-555555555556",
        "3:26: error IN01 unknown-instance: instance `11111111-2222-4333-8444-555555555556` is none of the declared ones; did you mean `11111111-2222-4333-8444-555555555555`?",
    ),
    Mistake(
        READ,
        "data/PMS_Guests",
        "dat/PMS_Guests",
        "3:63: warning IN101 unknown-request: the API has no `dat/PMS_Guests`; did you mean `data`?",
    ),
]


def said_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["check", "--format", "concise"], catch_exceptions=False)
    return [line for line in result.stdout.splitlines() if ": error " in line or ": warning " in line]


def laid_out(folder: Path, mistake: Mistake) -> None:
    shutil.copytree(HOTEL, folder)
    text = (folder / mistake.file).read_text("utf-8")
    assert mistake.right in text
    (folder / mistake.file).write_text(text.replace(mistake.right, mistake.wrong, 1), "utf-8")


def test_the_project_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HOTEL, tmp_path / "hotel")

    assert said_of(tmp_path / "hotel", monkeypatch) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=[one.said.split(" ")[2] for one in MISTAKES])
def test_a_mistake_is_found_once(mistake: Mistake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out(tmp_path / "hotel", mistake)

    assert said_of(tmp_path / "hotel", monkeypatch) == [f"{mistake.file}:{mistake.said}"]
