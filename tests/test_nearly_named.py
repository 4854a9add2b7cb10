"""Which entities payloads seem to mean by names that lead nowhere."""

from __future__ import annotations

from typing import Any

from linter.project.project import Project
from tests.projects import INFO_FILE, INFORMATION_FILE, PLAN_FILE, plan, project_of, snapshot, step


def laid() -> Project:
    root = snapshot()
    root["dataSources"][1]["entities"].append({"name": "Visitors", "attributes": {}})
    shop = {
        "dataSourceName": "Shop",
        "entities": [{"entityName": one} for one in ("Visitos", "Leads", 7, "Buyers")],
    }
    elsewhere = {"dataSourceName": "Nope", "entities": [{"entityName": "Peopel"}]}
    misnaming = plan(step("Crm_Leadz", "Shop_Buyerz"), order=["Buyrs", "Zzz", {"dataSourceName": "Crm"}])
    return project_of(
        {
            "snapshot.json": root,
            "other.json": snapshot(instanceId="other"),
            f"instances/main/{INFORMATION_FILE}": {"dataSources": [shop, elsewhere]},
            f"instances/main/{PLAN_FILE}": misnaming,
            f"instances/nowhere/{PLAN_FILE}": misnaming,
        }
    )


def told(project: Project, kind: str) -> dict[str, Any]:
    found = project.nearly_named.by(kind).items()
    return {str(entity): (mention.spelled, request.document) for entity, (mention, request) in found}


def test_an_entity_seems_to_be_meant_by_its_namesakes_name_and_by_names_that_are_near() -> None:
    project = laid()
    information, planned = (f"instances/main/{one}" for one in (INFORMATION_FILE, PLAN_FILE))

    assert told(project, "entityInformation") == {
        "Shop_Visits": ("Shop_Visitos", information),
        "Crm_Leads": ("Shop_Leads", information),
        "Crm_People": ("Nope_Peopel", information),
    }
    assert told(project, "conflationPlan") == {
        "Shop_Buyers": ("Buyrs", planned),
        "Crm_Leads": ("Crm_Leadz", planned),
    }
    assert told(project, "entityInfo") == {}


def test_what_a_request_seems_to_mean_is_found_out_once() -> None:
    project = laid()
    first = project.nearly_named.by("conflationPlan")
    kept = [one.misnamings for one in project.requests]
    again = Project(project.requests, project.snapshots)

    assert project.nearly_named.by("conflationPlan") is first
    assert told(again, "conflationPlan") == told(project, "conflationPlan")
    assert all(one.misnamings is known for one, known in zip(again.requests, kept, strict=True))


def test_where_payloads_are_judged_against_the_snapshot_alone_none_of_them_is_asked() -> None:
    project = laid()
    settings = project.settings._replace(snapshot_only=True)

    assert told(Project(project.requests, project.snapshots, settings), "conflationPlan") == {}
    assert told(laid(), INFO_FILE) == {}
