"""What is kept between judgements is never seen: after any edits a session says what a fresh check says."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from linter.checking.engine import run
from linter.reading import memory
from linter.reading.project_root import home_of
from linter.server.judged import Judged
from linter.server.session import Session
from tests.projects import (
    ACTIVITY,
    DELETION,
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    creation,
    plan,
    resolution,
    snapshot,
    step,
    update,
)

CUSTOMER = {"name": "Customer", "primaryKey": "CustomerId", "attributes": {"CustomerId": "string"}}
WORLD = snapshot(systemEntities=[CUSTOMER])
OTHERS = {
    **RELATIONSHIP,
    "name": "LeadsToPeople",
    "fromEntityName": "Crm_Leads",
    "toEntityName": "Crm_People",
}
TO_THINGS = {**RELATIONSHIP, "name": "VisitsToThings", "toEntityName": "Web_Things"}


def queries(*asked: str) -> list[dict[str, str]]:
    """Return requests that ask these queries."""
    return [{"method": "GET", "url": f"/api/instances/main/data/{one}"} for one in asked]


ASKED = queries(
    "Shop_Visits?$expand=VisitsToBuyers&$select=Id",
    "Shop_Visits?$expand=Shop_Buyers($select=Mail;$expand=Renamed)",
    "Crm_Leads?$filter=LeadsToPeople/Mail eq 'a' and Crm_People/Born gt 2020-01-01",
    "Customer?$select=CustomerId,Mail,Shop_Buyers_Id",
    "Crm_People?$filter=Odd eq 1&$orderby=Nothing&$expand=Profile",
    "Shop_Visits?$expand=Web_Things($select=Nothing)",
)


def source(*names: str) -> dict[str, Any]:
    """Return what makes a data source with these entities."""
    attributes = [{"name": "Id", "dataType": "string"}]
    entities = [{"name": name, "attributes": attributes} for name in names]
    metadata = {"name": "Web", "kind": "powerQuery", "entityNames": list(names)}
    return {"dataSourceMetadata": metadata, "model": {"entities": entities}}


STATES: dict[str, list[Any]] = {
    "snapshot.json": [
        WORLD,
        {**WORLD, "complete": {"relationships": True}},
        {**WORLD, "relationships": [OTHERS]},
        {**WORLD, "relationships": [TO_THINGS]},
        snapshot(entity="Visits", primaryKey=None),
        snapshot(entity="People", attributes={"Id": "string"}),
        json.dumps(WORLD, indent=1),
        "{",
    ],
    RELATIONSHIPS_FILE: [
        None,
        [RELATIONSHIP, OTHERS],
        [OTHERS, RELATIONSHIP],
        json.dumps([RELATIONSHIP, OTHERS], indent=2),
        json.dumps([RELATIONSHIP, OTHERS]).replace('"name"', '"name": "Twice", "name"'),
        [{**RELATIONSHIP, "name": "Renamed"}, OTHERS],
        [{**RELATIONSHIP, "toEntityName": "Crm_People", "more": 1}, RELATIONSHIP],
        [{**RELATIONSHIP, "toEntityName": "Shop_Nobody"}],
        {**RELATIONSHIP, "fromAttributeName": "Mial"},
        "[{",
    ],
    INFO_FILE: [
        None,
        [ACTIVITY],
        [ACTIVITY, {"entityName": "Buyers", "entityType": "Profile", "primaryKey": "Mail"}],
        [{"entityName": "Vists", "entityType": "Activity"}],
    ],
    PLAN_FILE: [
        None,
        plan(),
        plan(step("Crm_Leads"), order=("Shop_Buyers", "Crm_Leads")),
        plan(order=("Shop_Buyers", "Crm_Nobody")),
        json.dumps(plan()).replace("{", '{"a": 1, "a": 2, ', 1),
    ],
    INFORMATION_FILE: [None, {"Crm": ["Leads"]}, {"Crm": [{"entityName": "Leads", "primaryKey": "Id"}]}],
    RULES_FILE: [None, resolution("Shop_Buyers"), resolution("Crm_People", "Crm_Leads")],
    "manage/datasources.json": [None, source("Things"), source("Others")],
    "requests/asked.json": [ASKED, ASKED[1:], queries("Customer?$select=Mail&$top=x"), "nothing"],
    "requests/sent.json": [None, [creation(name="Renamed")], [creation(), update(name="New"), DELETION]],
    "requests/more.http": [
        "GET https://api/api/instances/main/data/{{what}}?$select=Nothing\n",
        "@what = Crm_Leads\nGET https://api/api/instances/main/data/{{what}}?$select=Nothing\n",
    ],
    "requests/http-client.env.json": [
        {"dev": {"what": "Shop_Visits"}},
        {"dev": {"what": "Crm_People"}},
        None,
    ],
    ".gitignore": ["nothing\n", "requests/\n", "relationships.json\n", "*.json\n!conflations/**\n"],
    "c360lint.toml": ["", 'api = "current"\n', 'master-dataset = "Profile"\n', "[["],
}


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, Any, bool]:
    """A file, what it holds then, and whether that is only in the editor."""
    name = draw(st.sampled_from(sorted(STATES)))
    return name, draw(st.sampled_from(STATES[name])), draw(st.booleans())


def text_of(content: Any) -> str:
    return content if isinstance(content, str) else json.dumps(content)


class Editing:
    """A session and the files that are changed under it, on the disk or in the editor alone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.unsaved: dict[str, bytes] = {}
        self._clock = 1_000_000_000
        for part in ("objects", "refs"):  # as much as makes a repository
            (root / ".git" / part).mkdir(parents=True)
        (root / ".git/HEAD").write_text("ref: refs/heads/main")
        for name, (content, *_) in STATES.items():
            self.change(name, content, unsaved=False)
        home = home_of(str(root), [str(root)])
        assert home is not None
        self.session = Session(home)

    def change(self, name: str, content: Any, *, unsaved: bool) -> None:
        """Let a file hold something else; None takes it away, and what is only in the editor with it."""
        path = self.root / name
        before = set(self.root.rglob("*"))
        self.unsaved.pop(str(path), None)
        if content is None:
            path.unlink(missing_ok=True)
        elif unsaved:
            self.unsaved[str(path)] = text_of(content).encode()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text_of(content), "utf-8")
        changed = {one.parent for one in before ^ set(self.root.rglob("*"))}
        self._tick(changed if unsaved else {path, *changed})

    def _tick(self, changed: set[Path]) -> None:
        """Let what has changed have another time than before, however fast we are."""
        self._clock += 1
        for one in filter(Path.exists, changed):
            os.utime(one, (self._clock, self._clock))

    def judged(self) -> Judged:
        return self.session.judge(dict(self.unsaved), lambda: None)


@settings(max_examples=60)
@given(st.lists(changes(), min_size=1, max_size=10))
def test_a_session_says_what_a_fresh_check_says(steps: list[tuple[str, Any, bool]]) -> None:
    all_is_settled = mock.patch.object(memory, "_SETTLED", -(10**20))
    with tempfile.TemporaryDirectory() as folder, all_is_settled:
        editing = Editing(Path(folder).resolve())
        editing.judged()
        for name, content, unsaved in steps:
            editing.change(name, content, unsaved=unsaved)
            judged = editing.judged()
            if judged.result is not None:
                assert judged.result == run(judged.request)[0]


def test_a_source_that_is_planned_later_is_seen_by_what_was_asked_before() -> None:
    with tempfile.TemporaryDirectory() as folder:
        editing = Editing(Path(folder).resolve())
        editing.change("snapshot.json", {**WORLD, "relationships": [TO_THINGS]}, unsaved=False)
        for name in (RELATIONSHIPS_FILE, "requests/more.http"):
            editing.change(name, None, unsaved=False)
        editing.judged()

        editing.change("manage/datasources.json", source("Things"), unsaved=False)

        judged = editing.judged()
        assert judged.result == run(judged.request)[0]
