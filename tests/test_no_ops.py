"""Which requests change nothing: the snapshot has every word of them, and no other request changes it."""

from __future__ import annotations

import pytest

from linter.planning.no_ops import unchanged
from tests.projects import (
    DELETION,
    INFO_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    Files,
    plan,
    project_of,
    snapshot,
    update,
)

SAVED = snapshot(
    relationships=[RELATIONSHIP], conflations=[{"conflationId": "default", "conflationPlan": plan()}]
)
KNOWN = {"entityName": "Buyers", "primaryKey": "Id"}
NEW = {"entityName": "Leads", "primaryKey": "Id"}
SEARCH = "/api/instances/main/manage/search"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({INFO_FILE: [KNOWN]}, {INFO_FILE}),
        ({INFO_FILE: [KNOWN, {"entityName": "Visits", "entityType": "profile"}]}, set()),
        ({INFO_FILE: [{**KNOWN, "timestampFieldName": 1}]}, set()),
        ({INFO_FILE: []}, set()),
        ({RELATIONSHIPS_FILE: RELATIONSHIP}, {RELATIONSHIPS_FILE}),
        ({RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": "Other"}}, set()),
        ({"a.json": [update(cardinality="manyToOne"), update(fromAttributeName="Id")]}, {"a.json"}),
        ({"a.json": [update(cardinality="manyToOne"), update(cardinality="oneToOne")]}, set()),
        ({"a.json": [update(cardinality="manyToOne"), DELETION]}, set()),
        ({RELATIONSHIPS_FILE: RELATIONSHIP, "a.json": DELETION}, set()),
        ({PLAN_FILE: plan()}, {PLAN_FILE}),
        ({PLAN_FILE: plan(order=["Crm_People", "Shop_Buyers"])}, set()),
        ({"a.json": {"method": "GET", "url": SEARCH}}, set()),
        ({"a.json": {"method": "POST", "url": "/api/instances/main/nowhere", "body": {}}}, set()),
        (
            {"a.json": {**update(cardinality="manyToOne"), "url": "/api/instances/j/manage/relationships/R"}},
            set(),
        ),
    ],
)
def test_a_request_changes_nothing_whose_every_word_is_saved(files: Files, expected: set[str]) -> None:
    project = project_of({"snapshot.json": SAVED, **files})

    assert {project.requests[one].document for one in unchanged(project)} == expected
