"""Faults in data sources (DS), schedules and jobs (SH), and instances (NW)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator import Path, Project
from planting import Edit, Expected, Plant

if TYPE_CHECKING:
    import random

    from planting import Planter

NEW = "11111111-2222-4333-8444-555555555555"
ZONES = ("UTC", "Europe/Berlin", "W. Europe Standard Time", "Pacific Standard Time", "Asia/Tokyo")
TIMES = (["0 5 * * *"], ["0 5,17 * * *", "30 12 ? * MON-FRI"], ["0 0 6 1 JAN *"], ["15 3 L * *"])


class Slip(NamedTuple):
    """What is put into a clean payload, and where the finding is expected then."""

    code: str
    path: Path  # of what is put in, in the body
    value: Any
    at: Path | None = None  # where the finding points, unless there
    severity: str = "error"
    part: str = "value"


def source_of(rng: random.Random) -> dict[str, Any]:
    """A clean new data source of Power Query."""
    columns = [{"name": "VisitId", "dataType": rng.choice(("string", "int64", "guid"))}]
    columns += [{"name": "SeenOn", "dataType": "dateTime"}, {"name": "Sum", "dataType": "decimal(16,2)"}]
    return {
        "dataSourceMetadata": {
            "name": rng.choice(("Web_2020", "Kiosk", "NewSource")),
            "kind": "powerQuery",
            "entityNames": ["newVisits", "newShops"],
            "entityInformation": [{"entityName": "newVisits", "primaryKey": "VisitId"}],
            "incrementalRefreshProperties": [
                {
                    "entityName": "newVisits",
                    "primaryKeyAttributeName": "VisitId",
                    "detectChangesAttributeName": "SeenOn",
                }
            ],
        },
        "model": {
            "name": "m",
            "version": "1.0",
            "entities": [{"name": "newVisits", "attributes": columns}],
            "pbi:mashup": {
                "allowNativeQueries": False,
                "queriesMetadata": {"newVisits": {"queryName": "newVisits", "entityName": "newVisits"}},
                "document": 'section S; // Value.NativeQuery(\nshared newVisits = "IsParameterQuery=true";',
            },
        },
    }


def attached(rng: random.Random) -> dict[str, Any]:
    """A clean new data source that attaches a folder."""
    return {
        "dataSourceMetadata": {
            "name": rng.choice(("Lake", "DataLake1")),
            "kind": rng.choice(("attachCdm", "AttachCdm")),
            "modelJsonPath": "lake/new/model.json",
            "entityNames": ["lakeVisits"],
        },
        "model": {
            "name": "m",
            "entities": [{"name": "lakeVisits", "partitions": [{"location": "https://lake/1.csv"}]}],
        },
    }


def schedule_of(rng: random.Random) -> dict[str, Any]:
    """A clean schedule."""
    return {
        "operationType": rng.choice(("all", "Match", "export")),
        "isActive": True,
        "timezoneId": rng.choice(ZONES),
        "cronSchedules": list(rng.choice(TIMES)),
    }


_META: Path = ("dataSourceMetadata",)
_INCREMENTAL: Path = (*_META, "incrementalRefreshProperties", 0)
_COLUMNS: Path = ("model", "entities", 0, "attributes")
_MASHUP: Path = ("model", "pbi:mashup")

POWER_QUERY = (
    Slip("DS102", (*_META, "name"), "Web-shop"),
    Slip("DS102", (*_META, "name"), " "),
    Slip("DS103", (*_META, "name"), "WS", severity="warning"),
    Slip("DS103", (*_META, "name"), "W" * 65, severity="warning"),
    Slip("DS110", (*_META, "entityNames", 1), "new shops"),
    Slip("DS110", (*_META, "entityNames", 1), "1shop"),
    Slip("DS111", (*_META, "entityNames", 1), "NEWVISITS"),
    Slip("DS112", (*_COLUMNS, 2, "name"), "visitid"),
    Slip("DS113", (*_COLUMNS, 2, "name"), ""),
    Slip("DS114", (*_COLUMNS, 2, "dataType"), "record"),
    Slip("DS114", (*_COLUMNS, 2, "dataType"), "binary"),
    Slip("DS115", (*_COLUMNS, 2, "dataType"), "Decimal(38, 10)", severity="warning"),
    Slip("DS120", (*_META, "entityInformation", 0, "primaryKey"), ""),
    Slip("DS122", (*_INCREMENTAL, "primaryKeyAttributeName"), ""),
    Slip("DS123", (*_INCREMENTAL, "detectChangesAttributeName"), "Sum", severity="warning"),
    Slip("DS129", (*_INCREMENTAL, "detectChangesAttributeName"), "SeenAt"),
    Slip("DS130", (*_INCREMENTAL, "entityName"), "newVisit"),
    Slip("DO102", (*_META, "kind"), "excel"),
)
ATTACHED = (
    Slip("DS108", (*_META, "modelJsonPath"), ""),
    Slip("DS124", (*_META, "entityNames", 0), "LakeVisits"),
)
SCHEDULE = (
    Slip("SH101", ("cronSchedules", 0), "0 24 * * *"),
    Slip("SH101", ("cronSchedules", 0), "every day"),
    Slip("SH102", ("cronSchedules",), []),
    Slip("SH103", ("cronSchedules", 0), "0 5 30 2 *"),
    Slip("SH104", ("timezoneId",), "Europe/Atlantis", severity="warning"),
    Slip("SH105", ("cronSchedules",), ["0 */4 * * *"]),
    Slip("SH105", ("cronSchedules",), ["0 5,6,7 * * TUE", "30 5,6 * * 2"]),
    Slip("DO102", ("operationType",), "refresh"),
)
JOB = (
    Slip("SH106", ("identifiers",), ["x"]),
    Slip("DO102", ("submissionKind",), "manual"),
)
INSTANCE = (Slip("NW101", ("instanceMetadata", "name"), ""),)


def _put(edit: Edit, file: str, at: Path, slip: Slip) -> Plant:
    edit.set(file, (*at, *slip.path), slip.value)
    place = (*at, *(slip.at if slip.at is not None else slip.path))
    return edit.plant(Expected(slip.code, file, place, severity=slip.severity, part=slip.part))


def _sent(rng: random.Random, edit: Edit, body: Any, file: str, tail: str, method: str = "POST") -> Any:
    """Adds a payload, in a file of its own or in a request; returns file and place of the body."""
    if file and rng.random() < 0.5 and file not in edit.project.documents:
        is_list = rng.random() < 0.5
        edit.add(file, [body] if is_list else body)
        return file, (0,) if is_list else ()
    sent, at = edit.send(rng, method, tail, body=body)
    return sent, (*at, "body")


def _planter(code: str) -> Planter:
    def slipped(rng: random.Random, project: Project) -> Plant:
        edit = Edit(project)
        slip, make, file, tail = rng.choice([one for one in _ALL if one[0].code == code])
        return _put(edit, *_sent(rng, edit, make(rng), file, tail), slip)

    slipped.__name__ = f"slipped_{code}"
    return slipped


def _job(rng: random.Random) -> dict[str, Any]:
    return {"operationType": "all", "submissionKind": rng.choice(("onDemand", "scheduled"))}


_SOURCES = ("manage/datasources.json", "manage/datasources")
_SCHEDULES = ("workflows/main/schedules.json", "workflows/main/schedules")
_ALL: list[tuple[Slip, Any, str, str]] = [
    *((one, source_of, *_SOURCES) for one in POWER_QUERY),
    *((one, attached, *_SOURCES) for one in ATTACHED),
    *((one, schedule_of, *_SCHEDULES) for one in SCHEDULE),
    *((one, _job, "", "workflows/main/jobs") for one in JOB),
]


def _instance(rng: random.Random, project: Project, slip: Slip) -> Plant:
    edit = Edit(project)
    body = {"instanceMetadata": {"name": "Contoso", "region": "West Europe", "instanceType": "trial"}}
    file, at = edit.send(rng, "PATCH", "V2", body=body)
    return _put(edit, file, (*at, "body"), slip)


def _instance_planter(code: str) -> Planter:
    def slipped(rng: random.Random, project: Project) -> Plant:
        return _instance(rng, project, next(one for one in INSTANCE if one.code == code))

    slipped.__name__ = f"slipped_{code}"
    return slipped


def name_taken(rng: random.Random, project: Project) -> Plant:
    """A new data source with the name of one that the snapshot has."""
    edit, body = Edit(project), source_of(rng)
    body["dataSourceMetadata"]["name"] = rng.choice(project.world.sources).name
    file, at = _sent(rng, edit, body, *_SOURCES)
    return edit.plant(Expected("DS105", file, (*at, *_META, "name")))


def renamed(rng: random.Random, project: Project) -> Plant:
    """An update of a data source that changes its name."""
    edit, source = Edit(project), rng.choice(project.world.sources)
    body = {"dataSourceMetadata": {"name": "Another_name"}}
    file, at = edit.send(rng, "PUT", f"manage/datasources/{source.id}", body=body)
    return edit.plant(Expected("DS106", file, (*at, "body", *_META, "name")))


def no_entity(rng: random.Random, project: Project) -> Plant:
    """A new data source whose list of entities is empty."""
    edit = Edit(project)
    body = {"dataSourceMetadata": {"name": "Empty1", "kind": "dynamics365", "entityNames": []}}
    file, at = _sent(rng, edit, body, *_SOURCES)
    return edit.plant(Expected("DS107", file, (*at, *_META, "entityNames")))


def key_of_another_type(rng: random.Random, project: Project) -> Plant:
    """A primary key that is a decimal number."""
    edit, body = Edit(project), source_of(rng)
    del body["dataSourceMetadata"]["incrementalRefreshProperties"]
    body["dataSourceMetadata"]["entityInformation"][0]["primaryKey"] = "Sum"
    file, at = _sent(rng, edit, body, *_SOURCES)
    return edit.plant(Expected("DS119", file, (*at, *_META, "entityInformation", 0, "primaryKey")))


def key_of_two(rng: random.Random, project: Project) -> Plant:
    """A primary key that is two columns."""
    edit, body = Edit(project), source_of(rng)
    del body["dataSourceMetadata"]["incrementalRefreshProperties"]
    body["dataSourceMetadata"]["entityInformation"][0]["primaryKey"] = rng.choice(
        ("VisitId,Sum", "Sum; SeenOn")
    )
    file, at = _sent(rng, edit, body, *_SOURCES)
    return edit.plant(Expected("DS121", file, (*at, *_META, "entityInformation", 0, "primaryKey")))


def deleted_in_use(rng: random.Random, project: Project) -> Plant | None:
    """The deletion of a data source that a relationship of the snapshot leads to."""
    ends = [one["fromEntityName"] for one in project.snapshot.get("relationships", ())]
    used = [one for end in ends if (one := project.world.resolve(end)) is not None and one.source is not None]
    untouched = not project.of_kind("relationship", "delete")
    if not used or not untouched:
        return None
    edit, source = Edit(project), rng.choice(used).source
    assert source is not None
    file, at = edit.send(rng, "DELETE", f"manage/datasources/{source.id}")
    return edit.plant(Expected("DS125", file, (*at, "url"), part="inside", fragment=source.id))


def unknown_source(rng: random.Random, project: Project) -> Plant:
    """A job for a data source that there isn't."""
    edit = Edit(project)
    body = {"operationType": "ingestion", "identifiers": [rng.choice(project.world.sources).id, NEW]}
    file, at = edit.send(rng, "POST", "workflows/main/jobs", body=body)
    complete = project.snapshot.get("complete", {}).get("dataSources", True)
    severity = "error" if complete else "warning"
    return edit.plant(Expected("SH107", file, (*at, "body", "identifiers", 1), severity=severity))


def empty_instance(rng: random.Random, project: Project) -> Plant:
    """A url without the ID of the instance."""
    edit = Edit(project)
    file, at = edit.send(rng, "GET", "manage/relationships")
    whole = edit.get(file, (*at, "url"))
    url = whole[: whole.lower().index("/instances/")] + "/instances//manage/relationships"
    place = edit.set(file, (*at, "url"), url)
    return edit.plant(Expected("IN01", file, place))


def clean_payloads(rng: random.Random, project: Project) -> Plant:
    """Data sources, schedules, jobs and changes of an instance in which nothing is wrong."""
    edit = Edit(project)
    for make, file, tail in (
        (source_of, *_SOURCES),
        (schedule_of, *_SCHEDULES),
        (_job, "", "workflows/main/jobs"),
    ):
        _sent(rng, edit, make(rng), file, tail)
    body = {"operationType": "Ingestion", "identifiers": [rng.choice(project.world.sources).id]}
    edit.send(rng, "POST", "workflows/main/jobs", body=body)
    edit.send(rng, "POST", "manage/workflows/main/jobs", query="?operationType=Ingestion")
    edit.send(rng, "PATCH", "V2", body={"instanceMetadata": {"name": "Contoso (test)"}})
    source = rng.choice(project.world.sources)
    body = {"dataSourceMetadata": {"name": source.name, "friendlyName": "F", "isActive": True}}
    edit.send(rng, "PUT", f"manage/datasources/{source.id}", body=body)
    edit.send(rng, "GET", "manage/datasources/v2")
    return edit.plant()


def planned_source_used(rng: random.Random, project: Project) -> Plant:
    """Information on an entity that a planned data source ingests."""
    edit, body = Edit(project), source_of(rng)
    body["dataSourceMetadata"]["dataSourceId"] = NEW
    _sent(rng, edit, body, *_SOURCES)
    info = [{"entityName": "newVisits", "primaryKey": "VisitId", "entityType": "unspecified"}]
    edit.send(rng, "PATCH", f"manage/datasources/{NEW}/entities/entityInfo", body=info)
    return edit.plant()


PLANTS: dict[str, tuple[Planter, ...]] = {
    **{code: (_planter(code),) for code in sorted({one[0].code for one in _ALL} - {"DO102"})},
    **{one.code: (_instance_planter(one.code),) for one in INSTANCE},
    "DS105": (name_taken,),
    "DS106": (renamed,),
    "DS107": (no_entity,),
    "DS119": (key_of_another_type,),
    "DS121": (key_of_two,),
    "DS125": (deleted_in_use,),
    "SH107": (unknown_source,),
}
IN01: tuple[Planter, ...] = (empty_instance,)
DO102: tuple[Planter, ...] = (_planter("DO102"),)
CLEAN: tuple[Planter, ...] = (clean_payloads, planned_source_used)
"""Further plants of codes that other modules have, too."""
