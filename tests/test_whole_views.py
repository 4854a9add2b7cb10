"""All that is shown of snapshots, of what has changed in one, and of plans, as it was kept."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linter.diagnostic import Location
from linter.instance.difference import Difference
from linter.instance.snapshot import Snapshot
from linter.placeholders import Part, Placeholder, Values
from linter.planning.cycles import Cycle, Wait
from linter.planning.plan import Plan, Reason, Sending, Step
from linter.reading.snapshots import read_snapshot
from linter.reports.plan.json import plan_json
from linter.reports.plan.mermaid import plan_mermaid
from linter.reports.plan.shell import plan_shell
from linter.reports.plan.text import plan_text
from linter.reports.snapshot.drift import drift_markdown, drift_text, drift_values
from linter.reports.snapshot.tables import rendered, tables_of, tables_of_entity, values
from linter.text.source import read_text

KEPT = Path(__file__).parent / "reports"
COMMAND = f"UPDATE_PAGES=1 python -m pytest tests/{Path(__file__).name} writes what is shown now"
NOBODY = "00000000-0000-0000-0000-000000000000"


def relationship(number: int, **more: Any) -> dict[str, Any]:
    return {
        "name": f"R{number}",
        "fromEntityName": "Shop_Orders",
        "fromAttributeName": "ContactId",
        "toEntityName": "Contacts",
        "toAttributeName": "Id",
        **more,
    }


WIDE: dict[str, Any] = {
    "snapshotVersion": 1,
    "instanceId": NOBODY,
    "dataSources": [
        {
            "dataSourceId": "1",
            "name": "Shop",
            "kind": "Dataverse",
            "entities": [
                {
                    "name": "Contacts",
                    "entityType": "profile",
                    "primaryKey": "Id",
                    "attributes": {
                        "Id": "String",
                        "EMail": {
                            "type": "Edm.String",
                            "semanticType": "Person.Email",
                            "sourceName": "e|mail",
                        },
                        "Born": {"type": "date", "guessedFrom": "3 rows"},
                        "Odd": "oddity",
                        "Untyped": {},
                    },
                    "navigationProperties": {
                        "orders": {"entity": "Shop_Orders", "isCollection": True},
                        "self": {"type": "Shop_Contacts", "isCollection": False},
                        "nowhere": {},
                        "no node": 5,
                    },
                },
                {
                    "name": "Orders",
                    "keyAttributes": ["Id", 7],
                    "attributes": {"Id": "guid", "ContactId": "string"},
                    "complete": {"attributes": False, "because": "a view has it"},
                },
                {"name": "Undeclared", "complete": {"attributes": False}},
                {
                    "name": "Torn",
                    "primaryKey": "A",
                    "attributes": {"A": {"type": "string"}},
                    "complete": {"attributes": False},
                },
            ],
        },
        {"dataSourceId": "Loose", "name": "Loose", "entities": []},
        {"dataSourceId": "3", "name": "3", "kind": "Loose", "entities": []},
    ],
    "systemEntities": [{"name": "Customer", "attributes": {"CustomerId": "string"}}],
    "relationships": [
        relationship(1, cardinality="manyToOne"),
        relationship(2, toEntityName="Shop_Orders"),
        relationship(3, toEntityName="Elsewhere", complete={"ends": False, "because": "it is so"}),
        relationship(4, toEntityName="Elsewhere", complete={"ends": False}),
        relationship(5, fromEntityName="Customer", toEntityName="Shop_Contacts"),
        {},
        {"name": "R7", "fromEntityName": "Shop_Orders", "toAttributeName": "Id"},
    ],
    "complete": {"relationships": False, "conflations": False},
}
CERTAIN: dict[str, Any] = {
    "snapshotVersion": 1,
    "instanceId": "i",
    "capturedAt": "2026-01-01T00:00:00Z",
    "dataSources": [
        {
            "dataSourceId": "1",
            "name": "Shop",
            "entities": [
                {"name": "A", "entityType": "profile", "primaryKey": "Id", "attributes": {"Id": "string"}}
            ],
        }
    ],
    "roleAssignments": [],
}
LARGE: dict[str, Any] = {
    "snapshotVersion": 1,
    "instanceId": "i",
    "dataSources": [
        {
            "dataSourceId": "1",
            "name": "S",
            "complete": {"entities": True, "entityInfo": False},
            "entities": [
                {"name": f"E{number:02}", "attributes": {}, "complete": {"attributes": False}}
                for number in range(21)
            ],
        }
    ],
    "relationships": [relationship(number, fromEntityName="S_E00") for number in range(51)],
    "complete": {"entities": False, "dataSources": False},
}
NO_SOURCES: dict[str, Any] = {"snapshotVersion": 1, "instanceId": "i", "complete": {"entities": False}}
PARTS: dict[str, Any] = {
    "snapshotVersion": 1,
    "instanceId": "i",
    "dataSources": [
        {"dataSourceId": "1", "name": "S", "complete": {"entities": True, "entityInfo": True}},
        {"dataSourceId": "2", "name": "T", "complete": {"entities": False, "entityInfo": True}},
    ],
    "complete": {"entityInfo": False, "dataSources": False},
}
FITTING = {
    **LARGE,
    "dataSources": [{**LARGE["dataSources"][0], "entities": LARGE["dataSources"][0]["entities"][1:]}],
    "relationships": LARGE["relationships"][1:],
}


SNAPSHOTS = {
    "wide": WIDE,
    "certain": CERTAIN,
    "large": LARGE,
    "fitting": FITTING,
    "no sources": NO_SOURCES,
    "parts": PARTS,
}


def snapshot(value: Any) -> Snapshot:
    return read_snapshot("s.json", json.dumps(value).encode())[1]


def snapshots() -> Iterator[tuple[str, str]]:
    """Yield what is shown of snapshots and their entities, as text, and of the first one in all forms."""
    for title, value in SNAPSHOTS.items():
        yield title, rendered(tables_of(snapshot(value)))
    wide = snapshot(WIDE)
    yield "wide, as Markdown", rendered(tables_of(wide), markdown=True)
    yield "wide, as JSON", json.dumps(values(tables_of(wide))).replace('{"title"', '\n{"title"') + "\n"
    for entity in wide.entities:
        tables = tables_of_entity(wide, entity)
        yield f"{entity}", rendered(tables) + "\n" + rendered(tables, markdown=True)


OLD = read_text("old.json", b'{"a": 1,\n "b": [2]}')
CHANGES = [
    Difference("added", "entity", "A|b", after=Location("old.json", ("b",))),
    Difference(
        "renamed",
        "data source",
        "B\x1b",
        "B",
        "C",
        "same `id`",
        Location("old.json", ("a",)),
        Location("old.json", ("b", 0)),
        follows=(("entity", 2), ("attribute", 1), ("key", 3)),
    ),
    Difference("changed", "primary key", "C", "x", follows=(("entity", 1),)),
    Difference("retyped", "attribute", "D", "", "date", "*"),
    Difference("removed", "entity", "E", evidence="it is gone"),
]


def changes() -> Iterator[tuple[str, str]]:
    """Yield what is shown of changes, and of none."""
    for title, several in {"changes": CHANGES, "none": []}.items():
        yield title, drift_text(several)
        yield f"{title}, as Markdown", drift_markdown(several)
        told = drift_values(several, {"old.json": OLD})
        yield f"{title}, as JSON", "".join(json.dumps(one) + "\n" for one in told)


REQUESTS = """@who = me
### first
PUT https://h.example/api/x?a=b c
X-One: 1
authorization: Bearer mine
@file: x
Other_One: 2
Täg: 3

{"who": "{{who}}", "list": ["a{{who}}", 1]}

### second
POST /api/y

plain \\ text\x07 é
"""
SAVED = read_text("d.http", REQUESTS.encode())
assert SAVED.requests is not None
SAVED.requests.read_body(0, Values())
SAVED.filled = {
    (0, "body", "who"): (Part(Placeholder("{{who}}", "who", 0, 7), "me"),),
    (0, "body", "list", 0): (Part(Placeholder("{{who}}", "who", 1, 8), "you"),),
}
LISTED = read_text("c.yaml", b"items:\n- name: '{{who}}'\n- name: '2'\n")
LISTED.filled = {("items", 0, "name"): (Part(Placeholder("{{who}}", "who", 0, 7), "me"),)}
TEXTS = {
    "a.JSON": read_text("a.JSON", b'{"name": "a"}'),
    "b\x1b.json": read_text("b\x1b.json", b'{"name": "b"}'),
    "c.yaml": LISTED,
    "d.http": SAVED,
}


def sending(document: str, url: str, **more: Any) -> Sending:
    at = Location(document)
    return Sending(f"name of {document}", "PUT", url, at, at, None, ())._replace(**more)


HEADERS = (
    ("X-One", "1\x1b"),
    ("authorization", "mine"),
    ("Authorization", "mine"),
    ("@file", "x"),
    ("A_B", "1"),
    ("Täg", "2"),
)
SENT = (
    sending("a.JSON", "api/a/$(x)", file="a.JSON", headers=HEADERS),
    sending("b\x1b.json", "https://h.example/api/b c?d=%41", file="b\x1b.json"),
    sending(
        "c.yaml",
        "http://h.example",
        at=Location("c.yaml", ("items", 0)),
        body=Location("c.yaml", ("items", 0)),
    ),
    sending("c.yaml", "/go?to=http://x/y", body=None, method="GET"),
    sending("c.yaml", "a/b://c/d", body=None, file="sent.bin"),
    sending("c.yaml", "/é/{id}", body=None, file="a b.json"),
    sending("d.http", "/x", body=Location("d.http", (0, "body"))),
    sending("d.http", "/y", body=Location("d.http", (1, "body")), at=Location("d.http", (1,))),
    sending("c.yaml", "plain", body=Location("c.yaml", ("items", 0, "name"))),
    sending("c.yaml", "/all", file="c.yaml"),
)


def whole_plan() -> Plan:
    steps = tuple(
        Step(
            number,
            1 + (number > 3) + (number > 10),
            SENT[(number - 1) % len(SENT)],
            (Reason(1, 'needs "a" <b>'), Reason(2, "needs b"), Reason(1, "needs c"))
            if number in (4, 5)
            else (),
            number in (2, 11),
            "nothing stands before it",
        )
        for number in range(1, 13)
    )
    at = Location("a.JSON")
    links = (Wait(0, 1, 'waits for "b"', at, at), Wait(1, 0, "waits for a", at, at))
    knot = (Wait(8, 0, "waits for c", at, at), Wait(0, 8, "waits for d", at, at))
    return Plan(SENT, steps, (Cycle(knot, ()), Cycle(links, ("leave b out",))), (SENT[0], SENT[3]))


def plans() -> Iterator[tuple[str, str]]:
    """Yield plans in each form: one that has all there can be, a short one, and none."""
    whole = whole_plan()
    short = Plan(SENT[:1], whole.steps[:1], (), ())
    for title, plan in {"whole": whole, "short": short, "none": Plan((), (), (), ())}.items():
        yield title, plan_text(plan)
        yield f"{title}, as JSON", plan_json(plan, TEXTS)
        yield f"{title}, as a chart", plan_mermaid(plan)
        yield f"{title}, as a script", plan_shell(plan, TEXTS)


@pytest.mark.parametrize("shown", [snapshots, changes, plans])
def test_what_is_shown_is_what_was_shown(shown: Any) -> None:
    said = "".join(f"==== {title}\n{text}" for title, text in shown())
    path = KEPT / f"{shown.__name__}.txt"

    if os.environ.get("UPDATE_PAGES"):
        path.write_bytes(said.encode())
    assert said == path.read_bytes().decode(), COMMAND
