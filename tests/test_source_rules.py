"""What holds of data sources, schedules, jobs and instances, a sentence each."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli import main
from linter.rulekit.cron import cron_of, most_on_a_day
from linter.rulekit.mashups import calls_of, parameters_of
from linter.rulekit.time_zones import is_time_zone, near_time_zones
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from tests.stage import STAGE

ID = "11111111-2222-4333-8444-555555555555"
SOURCE = "7e52d0f4-0c1b-4d96-a2e7-c4839b6f1d05"
URL = f"/api/instances/{ID}"
SNAPSHOT: dict[str, Any] = {
    "snapshotVersion": 1,
    "instanceId": ID,
    "dataSources": [
        {
            "dataSourceId": SOURCE,
            "name": "Shop",
            "kind": "powerQuery",
            "entities": [
                {
                    "name": "Buyers",
                    "entityType": "profile",
                    "primaryKey": "Id",
                    "attributes": {"Id": "string", "Sum": "double", "Bought": "dateTime", "EMail": "string"},
                }
            ],
        },
        {"dataSourceId": "x-1", "name": "Empty", "entities": []},
    ],
}
NEW: dict[str, Any] = {"dataSourceMetadata": {"name": "Web", "kind": "powerQuery", "entityNames": ["visits"]}}


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return what tells, of files, the findings: severity, code, pointer and the service's codes."""
    monkeypatch.chdir(tmp_path)

    def of(files: dict[str, Any], *options: str, snapshot: Any = SNAPSHOT) -> list[str]:
        told = {**files, **({"snapshot.json": snapshot} if snapshot is not None else {})}
        for name, value in told.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(json.dumps(value), "utf-8")
        result = CliRunner().invoke(
            main, ["check", "--format", "json", "--quiet", *options], catch_exceptions=False
        )
        found = json.loads(result.stdout)["diagnostics"]
        return [
            " ".join((one["severity"][:4], one["code"], one["pointer"], *one["serviceErrors"]))
            for one in found
        ]

    return of


def new(**metadata: Any) -> dict[str, Any]:
    return {"dataSourceMetadata": {**NEW["dataSourceMetadata"], **metadata}}


def model(*columns: tuple[str, str], **more: Any) -> dict[str, Any]:
    attributes = [{"name": name, "dataType": type_} for name, type_ in columns]
    return {**NEW, "model": {"entities": [{"name": "visits", "attributes": attributes}], **more}}


def mashup(document: str, **more: Any) -> dict[str, Any]:
    return {**NEW, "model": {"pbi:mashup": {"document": document, **more}}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ["erro DO05  dataSourceEmptyMetadata dataSourceEmptyDataSource missingDataSourceProperty"]),
        (
            {"dataSourceMetadata": {}},
            [
                "erro DO05 /dataSourceMetadata dataSourceEmptyMetadata dataSourceEmptyDataSourceName "
                "dataSourceEmptyDataSourceNameError missingDataSourceProperty"
            ],
        ),
        (
            {"dataSourceMetadata": {"name": "Web"}},
            ["erro DO05 /dataSourceMetadata missingDataSourceProperty"],
        ),
        ([], ["erro DS101  dataSourceEmptyDataSource"]),
        (
            new(kind="excel"),
            ["erro DO102 /dataSourceMetadata/kind dataSourceInvalidKind invalidDataSourceType"],
        ),
        (new(kind="POWERQUERY"), []),
        (
            new(name="a b"),
            [
                "erro DS102 /dataSourceMetadata/name dataSourceInvalidDataSourceName "
                "dataSourceInvalidDataSourceNameCharacter"
            ],
        ),
        (
            new(name="Händler"),
            [
                "warn DS102 /dataSourceMetadata/name dataSourceInvalidDataSourceName "
                "dataSourceInvalidDataSourceNameCharacter"
            ],
        ),
        (new(name="abc"), []),
        (new(name="ab"), ["warn DS103 /dataSourceMetadata/name dataSourceInvalidDataSourceName"]),
        (new(name="a" * 64), []),
        (new(name="a" * 65), ["warn DS103 /dataSourceMetadata/name dataSourceInvalidDataSourceName"]),
        (new(entityNames=[]), ["erro DS107 /dataSourceMetadata/entityNames dataSourceHasNoEntities"]),
        ({**new(entityNames=[]), "model": {"entities": [{"name": "visits"}]}}, []),
        (new(entityNames=None), []),
        (
            new(kind="attachCdm"),
            ["erro DS108 /dataSourceMetadata emptyModelJsonPath missingDataSourceProperty"],
        ),
        (new(kind="attachCds"), []),
        (
            new(kind="attachCds", modelJsonPath=""),
            [
                "reco DS108 /dataSourceMetadata/modelJsonPath "
                "dataSourceIngestionSkippedForMissingCdsModelJsonPath"
            ],
        ),
        (
            new(kind="dynamics365", entityNames=["a-b", "A_b", "a_b"]),
            ["erro DS110 /dataSourceMetadata/entityNames/0 dataSourceInvalidEntityNames"],
        ),
        (
            new(entityNames=["visits", "Visits", "VISITS"]),
            ["erro DS111 /dataSourceMetadata/entityNames/1 dataSourcePQDuplicateName"],
        ),
        (new(entityNames=["visits"], entityInformation=[{"entityName": "visits"}]), []),
        (model(("Id", "string"), ("On", "dateTime")), []),
        (
            model(("Id", "string"), ("ID", "string")),
            [
                "erro DS112 /model/entities/0/attributes/1/name dataSourceInvalidPQAttribute "
                "dataSourcePQDuplicateName"
            ],
        ),
        (
            {**NEW, "model": {"entities": [{"name": "visits", "attributes": []}]}},
            [
                "erro DS113 /model/entities/0/attributes dataSourceEmptyAttribute "
                "dataSourceEmptyAttributeError"
            ],
        ),
        (
            {**NEW, "model": {"entities": [{"attributes": [{"dataType": "string"}]}]}},
            [
                "erro DO05 /model/entities/0 invalidModelJson",
                "erro DO05 /model/entities/0/attributes/0 dataSourceEmptyAttribute "
                "dataSourceEmptyAttributeError invalidModelJson",
            ],
        ),
        (
            model(("Lines", "function")),
            [
                "erro DS114 /model/entities/0/attributes/0/dataType dataSourcePQUnsupportedDataType "
                "modelDataTypeError"
            ],
        ),
        (model(("A", "decimal(16,4)"), ("B", "decimal"), ("C", "whatever")), []),
        (model(("A", "numeric( 17 )")), ["warn DS115 /model/entities/0/attributes/0/dataType"]),
        (model(("A", "decimal(12345678901)")), ["warn DS115 /model/entities/0/attributes/0/dataType"]),
        (model(("A", "decimal(00000000000016, 2)")), []),
        (model(("A", "int96")), ["reco DS116 /model/entities/0/attributes/0/dataType"]),
        (
            {**NEW, "model": {"entities": [{"name": "visits", "partitions": [{}] * 1001}]}},
            ["reco DS117 /model/entities/0/partitions"],
        ),
        ({**NEW, "model": {"entities": [{"name": "visits", "partitions": [{}] * 1000}]}}, []),
        ({**NEW, "model": {"entities": [{"name": "visits", "partitions": []}]}}, []),
        (
            mashup("", allowNativeQueries=True),
            ["reco DS126 /model/pbi:mashup/allowNativeQueries nativeQueriesNotSupported"],
        ),
        (
            mashup('section S; shared a = Value.NativeQuery(b, "select 1");'),
            ["reco DS126 /model/pbi:mashup/document nativeQueriesNotSupported"],
        ),
        (mashup('section S; shared a = "Value.NativeQuery(b)"; // Value.NativeQuery(b)'), []),
        (
            mashup('shared a = "x" meta [IsParameterQuery=true, Type="Text"];'),
            ["reco DS127 /model/pbi:mashup/document parameterQueryKindNotSupported"],
        ),
        (mashup('shared a = "x" meta [IsParameterQuery = false];'), []),
        (
            mashup('shared a = File.Contents( "C:\\Users\\me\\a.csv" );'),
            ["reco DS128 /model/pbi:mashup/document dataSourcePQUnsupportedPath"],
        ),
        (mashup('shared a = File.Contents(Path & "C:\\a.csv"); b = Web.Contents("C:\\a");'), []),
        (mashup('shared a = Folder.Files("\\\\server\\share");'), []),
    ],
)
def test_a_new_data_source(body: Any, expected: list[str], said: Callable[..., list[str]]) -> None:
    assert said({"manage/datasources.json": body}) == expected
    listed = said({"manage/datasources.json": [body]}) if body else []
    assert [one.replace(" /0", " ", 1) for one in listed if body] == (expected if body else [])
    assert said({"manage/datasources.json": body}, snapshot=None) == expected


WRITTEN: dict[str, Any] = {
    "version": 3, "updatedBy": "ann", "updatedUtc": "2026-01-01", "createdBy": "ann",
    "createdUtc": "2026-01-01", "instanceId": ID,
}  # fmt: skip


@pytest.mark.parametrize("file", [file for file in STAGE if file.startswith(("conf", "man", "hier", "work"))])
def test_what_the_service_writes_into_a_body_is_known(file: str, said: Callable[..., list[str]]) -> None:
    body = json.loads(STAGE[file])
    stored = [{**one, **WRITTEN} for one in body] if isinstance(body, list) else {**body, **WRITTEN}
    files = {name: json.loads(text) for name, text in STAGE.items() if name.endswith(".json")}

    assert said(files, snapshot=None) == []
    assert said(files | {file: stored}, snapshot=None) == []


@pytest.mark.parametrize(
    ("information", "incremental", "expected"),
    [
        ({"primaryKey": "Sum"}, {}, ["erro DS119 /entityInformation/0/primaryKey"]),
        ({"primaryKey": "Bought"}, {}, ["erro DS119 /entityInformation/0/primaryKey"]),
        ({"primaryKey": "EMail"}, {}, []),
        ({"primaryKey": " "}, {}, ["erro DS120 /entityInformation/0/primaryKey"]),
        ({"primaryKey": "Id; Sum"}, {}, ["erro DS121 /entityInformation/0/primaryKey"]),
        (
            {"primaryKey": "Idd"},
            {},
            ["erro DS129 /entityInformation/0/primaryKey attributeMetadataNotFound"],
        ),
        ({}, {"primaryKeyAttributeName": "Id"}, []),
        ({}, {"filterByAttributeName": "Bought"}, ["erro DS122 /incrementalRefreshProperties/0"]),
        (
            {"primaryKey": "Id"},
            {"primaryKeyAttributeName": "EMail"},
            ["erro DS122 /incrementalRefreshProperties/0/primaryKeyAttributeName"],
        ),
        (
            {},
            {"primaryKeyAttributeName": "Id", "filterByAttributeName": "EMail"},
            ["warn DS123 /incrementalRefreshProperties/0/filterByAttributeName"],
        ),
        (
            {},
            {"primaryKeyAttributeName": "Id", "detectChangesAttributeName": "On"},
            [
                "erro DS129 /incrementalRefreshProperties/0/detectChangesAttributeName "
                "attributeMetadataNotFound"
            ],
        ),
    ],
)
def test_keys_and_dates_are_judged_by_the_columns_of_the_snapshot(
    information: Any, incremental: Any, expected: list[str], said: Callable[..., list[str]]
) -> None:
    metadata = {
        "entityInformation": [{"entityName": "Buyers", **information}] if information else None,
        "incrementalRefreshProperties": [{"entityName": "Buyers", **incremental}] if incremental else None,
    }
    found = said({f"manage/datasources/{SOURCE}.json": {"dataSourceMetadata": metadata}})
    assert [one.replace("/dataSourceMetadata", "") for one in found] == expected
    unknown = copy.deepcopy(SNAPSHOT)
    del unknown["dataSources"][0]["entities"][0]["attributes"]
    left = said({f"manage/datasources/{SOURCE}.json": {"dataSourceMetadata": metadata}}, snapshot=unknown)
    of_types = ("DS119", "DS121", "DS123", "DS129")
    assert [one.replace("/dataSourceMetadata", "") for one in left] == [
        one for one in expected if one.split()[1] not in of_types
    ]


def test_a_name_is_taken_in_whatever_case_but_not_by_the_data_source_itself(
    said: Callable[..., list[str]],
) -> None:
    codes = "dataSourceDuplicateName dataSourceDuplicateDataSourceName"
    place = "/dataSourceMetadata/name"
    assert said({"manage/datasources.json": new(name="SHOP")}) == [
        f"erro DS105 {place} {codes} dataSourceCreateAlreadyExistError dataFlowAlreadyExists"
    ]
    update = {"dataSourceMetadata": {"name": "shop"}}
    (Path("manage/datasources.json")).unlink()
    assert said({"manage/datasources/x-1.json": update}) == [
        f"erro DS105 {place} {codes} dataSourceUpdateAlreadyExistError"
    ]
    assert said({"manage/datasources/x-1.json": {"dataSourceMetadata": {"name": "Empty"}}}) == []
    assert said({"manage/datasources/x-1.json": {"dataSourceMetadata": {"name": "Other"}}}) == [
        f"erro DS106 {place}"
    ]


def test_what_a_planned_data_source_ingests_is_there_for_other_payloads(
    said: Callable[..., list[str]],
) -> None:
    body = {**model(("Id", "string"), ("Buyer", "string")), **new(dataSourceId="web-1")}
    link = {
        "name": "A",
        "fromEntityName": "Web_visits",
        "fromAttributeName": "Buyer",
        "cardinality": "manyToOne",
    }
    link |= {"toEntityName": "Shop_Buyers", "toAttributeName": "Id"}
    files = {
        "manage/relationships.json": [link],
        "manage/datasources/web-1/entities/entityInfo.json": [
            {"entityName": "visits", "primaryKey": "Id", "entityType": "activity"}
        ],
        "workflows/main/schedules.json": {"operationType": "ingestion", "identifiers": ["web-1"]},
    }
    assert [one.split()[1] for one in said(files)] == ["IN04", "RL05", "SH107"]
    assert said({**files, "manage/datasources.json": body}) == []
    assert [one.split()[1] for one in said(files, "--snapshot-only")] == ["IN04", "RL05", "SH107"]
    link["fromAttributeName"] = "Buyr"
    assert [one.split()[1] for one in said(files)] == ["RL06"]
    planned = CliRunner().invoke(main, ["plan"], catch_exceptions=False).stdout
    assert planned.index("manage/datasources.json") < planned.index("manage/relationships.json")
    assert "it ingests `Web_visits`" in planned


def test_what_a_planned_data_source_ingests_is_there_where_names_were_sought_before(
    said: Callable[..., list[str]],
) -> None:
    """Of what looks like a placeholder it is asked first whether anything is called so."""
    link = {"name": "{{link}}", "fromEntityName": "Web_visits", "toEntityName": "Web_visits"}
    link |= {"fromAttributeName": "Buyr", "toAttributeName": "Id", "cardinality": "manyToOne"}
    files = {
        "manage/relationships.json": [link],
        "manage/datasources.json": {**model(("Id", "string"), ("Buyer", "string")), **new()},
    }

    assert [one.split()[1] for one in said(files)] == ["RL06"]


def test_an_update_of_an_unknown_data_source_and_v2_are_told_apart(said: Callable[..., list[str]]) -> None:
    files = {"requests/r.json": [{"method": "GET", "url": f"{URL}/manage/datasources/v2"}]}
    assert said(files) == []
    files = {"requests/r.json": [{"method": "PUT", "url": f"{URL}/manage/datasources/y", "body": new()}]}
    assert said(files) == [
        "erro IN04 /0/url dataSourceNotFound dataSourceDataSourceNotFound dataFlowNotFound"
    ]


def test_what_is_in_use_stays_unless_payloads_end_the_use(said: Callable[..., list[str]]) -> None:
    snapshot = copy.deepcopy(SNAPSHOT)
    snapshot["systemEntities"] = [
        {"name": "Customer", "primaryKey": "CustomerId", "attributes": {"CustomerId": "string"}}
    ]
    snapshot["relationships"] = [
        {
            "name": "R",
            "fromEntityName": "Shop_Buyers",
            "fromAttributeName": "EMail",
            "toEntityName": "Customer",
            "toAttributeName": "CustomerId",
            "cardinality": "manyToOne",
        }
    ]
    delete = {"method": "DELETE", "url": f"{URL}/manage/datasources/{SOURCE}"}
    codes = (
        "dataSourceDataSourceCanNotDelete dataSourceDependencyValidationFailed deleteBlockedByDependencies"
    )
    assert said({"requests/a.json": [delete]}, snapshot=snapshot) == [f"erro DS125 /0/url {codes}"]
    end = {"method": "DELETE", "url": f"{URL}/manage/relationships/R"}
    assert said({"requests/a.json": [end, delete]}, snapshot=snapshot) == []
    assert said({"requests/a.json": [delete]}) == []
    Path("requests/a.json").unlink()
    codes = "dataSourceUpdateDependenciesError dataSourceDependencyValidationFailed"
    place = f"manage/datasources/{SOURCE}.json"
    other = {"dataSourceMetadata": {"entityNames": ["Others"]}}
    assert said({place: other}, snapshot=snapshot) == [f"erro DS125 /dataSourceMetadata/entityNames {codes}"]
    lost = {
        "dataSourceMetadata": {},
        "model": {"entities": [{"name": "Buyers", "attributes": [{"name": "Id"}]}]},
    }
    lost["dataSourceMetadata"] = {"name": "Shop"}
    assert said({place: lost}, snapshot=snapshot) == [f"erro DS125 /model/entities/0/attributes {codes}"]
    lost["model"]["entities"][0]["attributes"].append({"name": "EMail"})
    assert said({place: lost}, snapshot=snapshot) == []


CRON = "invalidDataRefreshSchedule dataRefreshInvalidScheduleRequest"


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ({"cronSchedules": ["0 5 * * *"], "timezoneId": "utc"}, []),
        ({"cronSchedules": ["0 5 * *"]}, [f"erro SH101 /cronSchedules/0 {CRON}"]),
        ({"cronSchedules": ["0 5 * * *", ""]}, [f"erro SH101 /cronSchedules/1 {CRON}"]),
        ({"isActive": False, "cronSchedules": ["60 5 * * *"]}, [f"erro SH101 /cronSchedules/0 {CRON}"]),
        ({"isActive": False, "cronSchedules": [], "timezoneId": ""}, []),
        ({"isActive": True}, [f"erro SH102  {CRON}"]),
        ({"cronSchedules": []}, []),
        ({"cronSchedules": ["0 5 31 JUN ?"]}, [f"erro SH103 /cronSchedules/0 {CRON}"]),
        ({"cronSchedules": ["0 5 29 FEB ?"]}, []),
        ({"timezoneId": "Mars/Olympus"}, [f"warn SH104 /timezoneId {CRON}"]),
        ({"timezoneId": ""}, [f"warn SH104 /timezoneId {CRON}"]),
        ({"timezoneId": "america/new_york"}, []),
        ({"timezoneId": "Central European Standard Time"}, []),
        ({"cronSchedules": ["0 1,2,3,4 * * *", "0 4 * * MON"]}, []),
        (
            {"cronSchedules": ["0 1,2,3,4 * * *", "1 4 29 2 *"]},
            ["erro SH105 /cronSchedules unsupportedRefreshSchedule"],
        ),
        ({"cronSchedules": ["0 1,2,3 * * MON", "0 4,5,6 * * TUE"]}, []),
        ({"operationType": "everything"}, ["erro DO102 /operationType invalidJobOperationType"]),
        ({"operationType": "ALL", "identifiers": []}, []),
        (
            {"operationType": "ALL", "identifiers": ["x"]},
            ["erro SH106 /identifiers invalidJobIdentifiers invalidApiParameterCombination"],
        ),
        ({"operationType": "ingestion", "identifiers": ["Shop", SOURCE.upper()]}, []),
        (
            {"operationType": "ingestion", "identifiers": ["x-2"]},
            ["erro SH107 /identifiers/0 invalidJobIdentifiers"],
        ),
        (
            {"operationType": "ingestion", "identifiers": ["x-1"]},
            ["reco SH108 /identifiers/0 dataSourceIngestionSkippedNoEntities"],
        ),
        ({"operationType": "export", "identifiers": ["x-2"]}, []),
        ({"operationType": "all", "version": 2, "updatedBy": "ann", "createdUtc": "2026-01-01"}, []),
    ],
)
def test_a_schedule(schedule: Any, expected: list[str], said: Callable[..., list[str]]) -> None:
    assert said({"workflows/main/schedules.json": schedule}) == expected
    assert said({"workflows/main/schedules.json": [schedule]}) == [
        " ".join((*one.split(" ")[:2], f"/0{one.split(' ')[2]}", *one.split(" ")[3:])) for one in expected
    ]


def test_a_power_query_source_has_no_schedule_of_its_own_today(said: Callable[..., list[str]]) -> None:
    files = {"workflows/main/schedules.json": {"operationType": "ingestion", "identifiers": ["Shop"]}}
    assert said(files) == []
    Path("c360lint.toml").write_text('api = "current"\n', "utf-8")
    assert said(files) == ["warn SH109 /identifiers/0"]


def test_segments_and_measures_are_sought_where_the_snapshot_has_them(said: Callable[..., list[str]]) -> None:
    job = {"operationType": "segmentation", "submissionKind": "scheduled", "identifiers": ["VIP"]}
    files = {"requests/j.json": {"method": "POST", "url": f"{URL}/workflows/main/jobs", "body": job}}
    found = "SH107 /body/identifiers/0 invalidJobIdentifiers"
    assert said(files) == []
    assert said(files, snapshot={**SNAPSHOT, "segments": []}) == [f"warn {found}"]
    whole = {**SNAPSHOT, "segments": [], "complete": {"segments": True}}
    assert said(files, snapshot=whole) == [f"erro {found}"]
    assert said(files, snapshot={**whole, "segments": [{"name": "VIP"}]}) == []
    job["operationType"] = "measures"
    assert said(files, snapshot={**whole, "measures": [{"name": "M"}]}) == [f"warn {found}"]


def test_a_job_may_say_all_in_its_query(said: Callable[..., list[str]]) -> None:
    url = f"{URL}/workflows/main/jobs?operationType=Ingestion"
    assert said({"requests/j.json": {"method": "POST", "url": url}}) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", "/V2", {"instanceMetadata": {"name": "A"}}, []),
        ("POST", "/V2", {}, ["erro DO05 /body invalidModelState contentKeyNotDefined"]),
        ("POST", "/V2", {"instanceMetadata": {}}, ["erro DO05 /body/instanceMetadata invalidInstanceName"]),
        ("PATCH", f"/{ID}/V2", {"instanceMetadata": {}}, []),
        (
            "PATCH",
            f"/{ID}/V2",
            {"instanceMetadata": {"name": ""}},
            ["erro NW101 /body/instanceMetadata/name invalidInstanceName"],
        ),
        (
            "PATCH",
            f"/{ID}/V2",
            {"instanceMetadata": {"region": ""}},
            ["reco NW102 /body/instanceMetadata/region invalidInstanceRegion regionNotSupported"],
        ),
        (
            "PATCH",
            f"/{ID}/V2",
            {"instanceMetadata": {"expiryTimeUtc": "x", "isB2B": True, "version": 1}},
            ["reco NW103 /body/instanceMetadata/expiryTimeUtc invalidInstanceProperty"],
        ),
        (
            "POST",
            "/copy",
            {"instanceIdToCopy": "a", "instanceMetadata": {"name": "A"}},
            ["erro NW104 /body/instanceIdToCopy invalidInstanceId"],
        ),
        (
            "POST",
            "/copy",
            {"instanceIdToCopy": "", "instanceMetadata": {"name": "A"}},
            ["erro NW104 /body/instanceIdToCopy nullOrEmptyInstanceId"],
        ),
        ("POST", "/copy", {"instanceIdToCopy": SOURCE, "instanceMetadata": {"name": "A"}}, []),
        ("PATCH", "/abc/V2", {}, ["erro IN01 /url invalidInstanceId"]),
        ("PATCH", f"/{SOURCE}/V2", {}, ["erro IN01 /url instanceNotFound instanceMetadataNotFound"]),
    ],
)
def test_an_instance(
    method: str, path: str, body: Any, expected: list[str], said: Callable[..., list[str]]
) -> None:
    envelope = {"method": method, "url": f"/api/instances{path}", "body": body}
    assert said({"requests/i.json": envelope}) == expected


@pytest.mark.parametrize(
    ("method", "url", "expected"),
    [
        ("GET", "/api/instances//manage/relationships", ["erro IN01 /url nullOrEmptyInstanceId"]),
        ("GET", "/api/instances/", []),
        ("GET", f"/api//instances/{ID}//manage/relationships", []),
        (
            "DELETE",
            f"/api/instances/{'0' * 8}-0000-0000-0000-{'0' * 12}/manage/relationships/x",
            ["erro IN01 /url instanceZeroNotAllowed relationshipInstanceZeroError"],
        ),
        (
            "GET",
            f"/api/instances/{SOURCE}/manage/datasources",
            ["erro IN01 /url instanceNotFound instanceMetadataNotFound dataSourceInstanceNotFound"],
        ),
    ],
)
def test_an_instance_that_a_path_names(
    method: str, url: str, expected: list[str], said: Callable[..., list[str]]
) -> None:
    link = {"method": "GET", "url": f"{URL}/manage/relationships"}
    found = said({"requests/i.json": [link, {"method": method, "url": url}]})
    assert [one.replace(" /1/", " /") for one in found] == expected


def test_no_file_is_a_job_or_an_instance(said: Callable[..., list[str]]) -> None:
    files = {
        "workflows/main/jobs.json": {"submissionKind": "x"},
        "copy.json": {"instanceIdToCopy": "x"},
        "manage/datasources.json": NEW,
    }
    assert said(files) == []


# Times


@pytest.mark.parametrize(
    "text", ["0 6 * * *", "0 0 6 ? * MON", "*/15 8-10 * * *", "0 6 L * *", "0 6 * JAN,FEB 5#2"]
)
def test_a_time_of_five_or_six_fields_is_read(text: str) -> None:
    assert cron_of(text).status == "read"


@pytest.mark.parametrize(
    "text", ["", "6", "@daily", "0 6 * *", "0 0 0 6 * * *", "a 6 * * *", "0 24 * * *", "0 6 32 * *"]
)
def test_other_texts_are_no_time(text: str) -> None:
    assert cron_of(text).status == "unreadable"


@pytest.mark.parametrize("text", ["0 22-2 * * *", "0 6 * * FRI-MON", "0 6 * NOV-FEB *"])
def test_what_only_some_schedulers_read_is_left_open(text: str) -> None:
    assert cron_of(text).status == "open"


FIELDS = st.tuples(
    st.sampled_from(("0", "30", "*/20", "1,2")),
    st.sampled_from(("5", "*", "8-10", "*/6")),
    st.sampled_from(("*", "1", "L", "10,20")),
    st.sampled_from(("*", "2", "JAN-MAR")),
    st.sampled_from(("*", "MON", "1-5", "0,6")),
)


@settings(max_examples=20)  # the walk takes a tenth of a second
@given(st.lists(FIELDS.map(" ".join), min_size=1, max_size=3))
def test_the_most_on_a_day_is_what_a_walk_through_four_years_counts(texts: list[str]) -> None:
    begin = datetime(2024, 1, 1) - timedelta(seconds=1)
    moments: dict[Any, set[datetime]] = {}
    for text in texts:
        for moment in CronSim(text, begin):
            if moment.year > 2027:
                break
            moments.setdefault(moment.date(), set()).add(moment)
    assert most_on_a_day(texts) == max(map(len, moments.values()))


def test_time_zones_are_known_by_the_names_of_windows_and_iana() -> None:
    assert all(map(is_time_zone, ("UTC", "Tokyo Standard Time", "Europe/Berlin", "EUROPE/BERLIN")))
    assert not any(map(is_time_zone, ("", "GMT+25", "Europe/Belin")))
    assert near_time_zones("Europe/Belin") == ["Europe/Berlin"]


# Power Query


@given(st.text(alphabet='ab"/*\n #(=', max_size=30))
def test_what_stands_in_texts_and_comments_is_no_call(text: str) -> None:
    for around in ('"{}"', "/*{}*/", "//{}\n"):
        inner = text.replace("*/", "").replace("\n", " ").replace('"', '""')
        shown = around.format(f"f( {inner}")
        node = read({"document": shown}, shape_of("dataSource", "Mashup"), "x").root
        assert list(calls_of(node, "f")) == []
        assert list(parameters_of(node)) == []
