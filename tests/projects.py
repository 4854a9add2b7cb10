"""A small project that many tests begin with, and what `check` says of one in short."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from click.testing import CliRunner

from linter.cli import main
from linter.configuration.settings import Configuration
from linter.project.project import Project
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project

Files = dict[str, Any]

PLAN_FILE = "conflations/default/conflationPlan.json"
RULES_FILE = "conflations/default/conflictResolutionRules.json"
INFORMATION_FILE = "conflations/default/entityInformation.json"
INFO_FILE = "manage/datasources/shop-1/entities/entityInfo.json"
RELATIONSHIPS_FILE = "manage/relationships.json"

_ATTRIBUTES = {"Id": "string", "Mail": "string", "Born": "date", "On": "dateTime", "Odd": "geography"}

SNAPSHOT: dict[str, Any] = {
    "snapshotVersion": 1,
    "instanceId": "main",
    "dataSources": [
        {
            "dataSourceId": "shop-1",
            "name": "Shop",
            "entities": [
                {"name": "Buyers", "entityType": "profile", "primaryKey": "Id", "attributes": _ATTRIBUTES},
                {"name": "Visits", "primaryKey": "Id", "attributes": _ATTRIBUTES},
            ],
        },
        {
            "dataSourceId": "crm-1",
            "name": "Crm",
            "entities": [
                {"name": "People", "primaryKey": "Id", "attributes": _ATTRIBUTES},
                {"name": "Leads", "attributes": _ATTRIBUTES},
            ],
        },
    ],
    "relationships": [],
    "conflations": [
        {"conflationId": "default", "entityInformation": {"Shop": ["Buyers"], "Crm": ["People"]}}
    ],
}

RELATIONSHIP: dict[str, Any] = {
    "name": "VisitsToBuyers",
    "fromEntityName": "Shop_Visits",
    "fromAttributeName": "Id",
    "toEntityName": "Shop_Buyers",
    "toAttributeName": "Id",
    "cardinality": "manyToOne",
}

ACTIVITY: dict[str, Any] = {"entityName": "Visits", "entityType": "Activity"}

DELETION = {"method": "DELETE", "url": "/api/instances/main/manage/relationships/VisitsToBuyers"}


def creation(**changes: Any) -> dict[str, Any]:
    """Return the request that creates the relationship, with some of its properties changed."""
    url = "/api/instances/main/manage/relationships"
    return {"method": "PATCH", "url": url, "body": {**RELATIONSHIP, **changes}}


def update(**properties: Any) -> dict[str, Any]:
    """Return the request that updates the relationship of that name."""
    return {"method": "PATCH", "url": DELETION["url"], "body": properties}


def snapshot(*, entity: str = "", **changes: Any) -> dict[str, Any]:
    """Return the snapshot with some properties changed, its own or those of one entity.

    None takes a property out.
    """
    changed = copy.deepcopy(SNAPSHOT)
    entities = [one for source in changed["dataSources"] for one in source["entities"]]
    target = next(one for one in entities if one["name"] == entity) if entity else changed
    target.update(changes)
    for name in [name for name, value in changes.items() if value is None]:
        del target[name]
    return changed


def criterion(left: str = "Mail", right: str = "Mail", kind: str = "exact") -> dict[str, Any]:
    """Return a criterion of the plan."""
    return {"kind": kind, "leftColumn": {"attributeName": left}, "rightColumn": {"attributeName": right}}


def step(right: Any = "Crm_People", *lefts: Any, **rule: Any) -> dict[str, Any]:
    """Return a step of the plan, with one rule."""
    rules = [{"criteria": [criterion()], "name": "Mail", **rule}]
    return {"leftEntities": list(lefts or ("Shop_Buyers",)), "rightEntity": right, "rules": rules}


def plan(*steps: Any, order: Any = ("Shop_Buyers", "Crm_People"), **more: Any) -> dict[str, Any]:
    """Return a conflation plan."""
    return {"conflationOrder": order, "conflationPlans": list(steps or (step(),)), **more}


def resolution(*sources: str) -> dict[str, Any]:
    """Return conflict resolution rules with one policy over the Mail of these entities."""
    columns = [{"entityName": source, "attributeName": "Mail"} for source in sources]
    return {
        "conflatedEntity": "Customer",
        "attributes": [{"name": "Mail", "policy": {"kind": "importance"}, "sourceColumns": columns}],
    }


def write(folder: Path, files: Files) -> None:
    """Write files: text and bytes as they are, else as JSON; None takes one away."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def project_of(files: Files, folder: str = "", /, **settings: Any) -> Project:
    """Return the project that files are; `snapshot.json` and `other.json` are snapshots.

    They stand in no folder that there is, but in an empty one.
    """
    if not folder:
        with TemporaryDirectory() as empty:
            return project_of(files, empty, **settings)
    contents = {
        f"{folder}/{name}": (content if isinstance(content, str) else json.dumps(content)).encode()
        for name, content in files.items()
    }
    snapshots = tuple(f"{folder}/{name}" for name in ("snapshot.json", "other.json") if name in files)
    inputs = Inputs(
        folder, Configuration(**settings), snapshots=snapshots, contents=contents, may_be_empty=True
    )
    return load_project(inputs, lambda _done, _all: None).project


def reported(*arguments: str) -> dict[str, Any]:
    """Return the JSON report on the project in the current folder."""
    result = CliRunner().invoke(main, ["check", "--format", "json", *arguments], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def said(*arguments: str) -> list[str]:
    """Return what is said of the project in the current folder, in short.

    `CODE /pointer` of a finding (with its severity where that isn't error), `CODE? reason` of what
    isn't checked, and `held back: 1` in the end.
    """
    report = reported(*arguments)
    lines = []
    for one in report["diagnostics"]:
        severity = "" if one["severity"] == "error" else f" {one['severity']}"
        lines.append(f"{one['code']} {one['pointer']}{severity}")
    lines += [f"{one['code']}? {one['reason']}" for one in report["notChecked"]]
    held_back = report["summary"]["heldBack"]
    return lines + ([f"held back: {held_back}"] if held_back else [])
