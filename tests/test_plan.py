"""c360lint plan: every order that it prints can be followed, every reason is true, cycles are found."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import rules
from linter.cli import main
from tests.projects import RELATIONSHIP, plan

REPO = Path(__file__).parent.parent
sys.path.insert(0, str(Path(__file__).parent / "planted"))

from generator import build_project  # noqa: E402
from render import render  # noqa: E402
from replay import Instance, body_of  # noqa: E402

Json = dict[str, Any]


def planned(folder: Path, status: int = 0) -> Json:
    result = CliRunner().invoke(main, ["plan", str(folder), "--format", "json"], catch_exceptions=False)
    assert result.exit_code == status, result.output
    made: Json = json.loads(result.stdout)
    return made


def said_of(folder: Path, snapshot: Json, step: Json, body: Any) -> list[str]:
    """What check says of one step alone, over a snapshot."""
    folder.mkdir(exist_ok=True)
    (folder / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")
    envelope = {"method": step["method"], "url": step["url"], **({} if body is None else {"body": body})}
    (folder / "step.json").write_text(json.dumps(envelope), "utf-8")
    options = ["check", "--snapshot-only", "--format", "concise", "--quiet", "--ignore", "OD", str(folder)]
    return CliRunner().invoke(main, options, catch_exceptions=False).stdout.splitlines()


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_replayed_step_by_step_gives_no_finding(seed: int, tmp_path: Path) -> None:
    project = build_project(seed)
    render(project, "json", seed).write(tmp_path / "project")
    instance = Instance(project.world, project.snapshot)

    plan = planned(tmp_path / "project")
    assert plan["cycles"] == plan["blocked"] == []
    assert sorted((one["file"], one["pointer"]) for one in plan["steps"]) == sorted(places(project.documents))
    for step in plan["steps"]:
        body = body_of(project, step["file"], step["pointer"])
        assert (step, said_of(tmp_path / "step", instance.snapshot, step, body)) == (step, [])
        instance.apply(step["method"], step["url"], body)


def test_every_step_says_what_it_waits_for_or_why_it_stands_there() -> None:
    said = CliRunner().invoke(main, ["plan", str(REPO / "examples" / "contoso")]).stdout
    steps = re.split(r"^ +\d+\. ", said, flags=re.MULTILINE)[1:]

    assert len(steps) == 23
    assert [
        one
        for one in steps
        if not re.search(r"^ +(after \d+: it|needs no other step; ) *\S", one, re.MULTILINE)
    ] == []


def places(documents: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for file, value in documents.items():
        is_list = isinstance(value, list) and any(isinstance(one, dict) and "url" in one for one in value)
        found += [(file, f"/{index}") for index in range(len(value))] if is_list else [(file, "")]
    return found


EVERY_RULE = rules.ALL  # before a test narrows it
REFUSALS = {
    "defines the primary key": ("CE02", "CP03", "CR03"),
    "gives the entity information of": ("CP04",),
    "joins the activity": ("EI04",),
    "creates relationship": ("RL07", "AC113"),
}
"""What check says of a step without what a reason says that another step gives."""


@pytest.mark.parametrize("seed", range(20))
def test_each_reason_is_what_a_refusal_is_about_and_what_ends_it(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ALL", EVERY_RULE)
    project = build_project(seed)
    render(project, "json", seed).write(tmp_path / "project")
    steps = planned(tmp_path / "project")["steps"]

    def refusals(step: Json, before: list[Json], codes: tuple[str, ...], name: str) -> list[str]:
        # what the snapshot relates may be changed by the time that the step is taken
        unrelated = {} if before else {"relationships": []}
        instance = Instance(project.world, {**project.snapshot, **unrelated})
        for other in before:
            body = body_of(project, other["file"], other["pointer"])
            instance.apply(other["method"], other["url"], body)
        said = said_of(
            tmp_path / "step", instance.snapshot, step, body_of(project, step["file"], step["pointer"])
        )
        return [line for line in said if line.split(" ")[2] in codes and f"`{name}`" in line]

    for step in steps:
        for number, reason in zip(step["after"], step["reasons"], strict=True):
            for words in reason.removeprefix(f"step {number} ").split("; it "):
                for codes in (codes for start, codes in REFUSALS.items() if words.startswith(start)):
                    name = words.split("`")[1]
                    assert refusals(step, [], codes, name) != [], (step, words)
                    assert refusals(step, needed_for(steps, number), codes, name) == [], (step, words)


def needed_for(steps: list[Json], number: int) -> list[Json]:
    """A step, and all that it waits for."""
    needed: set[int] = set()
    queue = [number]
    while queue:
        one = queue.pop()
        if one not in needed:
            needed.add(one)
            queue += steps[one - 1]["after"]
    return [steps[one - 1] for one in sorted(needed)]


SNAPSHOT: Json = {
    "snapshotVersion": 1,
    "instanceId": "main",
    "dataSources": [
        {
            "dataSourceId": "shop-1",
            "name": "Shop",
            "entities": [
                {
                    "name": "Buyers",
                    "entityType": "profile",
                    "primaryKey": "Id",
                    "attributes": {"Id": "string"},
                },
                {"name": "Visits", "attributes": {"Id": "string", "Buyer": "string"}},
                {"name": "Calls", "attributes": {"Id": "string", "Buyer": "string"}},
            ],
        }
    ],
    "relationships": [],
    "conflations": [{"conflationId": "default"}],
}
INFO = "/api/instances/main/manage/datasources/shop-1/entities/entityInfo"
RELATIONSHIPS = "/api/instances/main/manage/relationships"


def relationship(entity: str, name: str | None = None) -> Json:
    return {
        "name": name or f"{entity}ToBuyer",
        "fromEntityName": f"Shop_{entity}",
        "fromAttributeName": "Buyer",
        "toEntityName": "Shop_Buyers",
        "toAttributeName": "Id",
        "cardinality": "manyToOne",
    }


def activity(entity: str) -> Json:
    return {"method": "PATCH", "url": INFO, "body": [{"entityName": entity, "entityType": "activity"}]}


def relating(entity: str) -> Json:
    return {"method": "PATCH", "url": RELATIONSHIPS, "body": relationship(entity)}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    def write(files: dict[str, Any]) -> Path:
        for name, value in {"snapshot.json": SNAPSHOT, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
        return tmp_path

    return write


Write = Callable[[dict[str, Any]], Path]


def path_of(cycle: Json) -> list[str]:
    return [one["file"] + one["pointer"] for one in cycle["path"]]


def test_a_list_that_contradicts_the_order_is_a_cycle_with_a_way_out(write: Write) -> None:
    reading = {"method": "GET", "url": RELATIONSHIPS}
    plan = planned(
        write({"all.json": [reading, activity("Visits"), reading, reading, relating("Visits")]}), 1
    )

    [cycle] = plan["cycles"]
    assert path_of(cycle) == ["all.json/1", "all.json/4"]
    assert cycle["waysOut"] == ["in all.json, put request 5 before request 2"]
    assert [one["pointer"] for one in plan["steps"]] == ["/0"]
    assert [one["pointer"] for one in plan["blocked"]] == ["/1", "/2", "/3", "/4"]


def test_what_waits_for_a_cycle_is_named_after_it(write: Write) -> None:
    reading = {"method": "GET", "url": RELATIONSHIPS}
    folder = write({"all.json": [activity("Visits"), reading, relating("Visits"), reading]})
    said = CliRunner().invoke(main, ["plan", str(folder)]).stdout

    assert said.partition("Waiting for")[2] == (
        " what can't be sent in any order\n"
        "  GET all.json, request 2\n"
        "  GET all.json, request 4\n\n"
        "0 steps in 0 stages; 4 requests can't be sent in any order.\n"
    )


def test_of_a_knot_the_shortest_cycle_is_shown(write: Write) -> None:
    crossed = {
        "a.json": [activity("Visits"), relating("Calls")],
        "b.json": [activity("Calls"), relating("Visits")],
    }
    [cycle] = planned(write(crossed), 1)["cycles"]
    assert path_of(cycle) == ["a.json/0", "a.json/1", "b.json/0", "b.json/1"]

    shorter = {**crossed, "b.json": [activity("Calls"), activity("Visits"), relating("Visits")]}
    [cycle] = planned(write(shorter), 1)["cycles"]
    assert path_of(cycle) == ["b.json/1", "b.json/2"]


def test_a_payload_whose_parts_could_go_one_by_one_is_to_be_sent_in_two_steps(write: Write) -> None:
    # Visits needs its relationship as it is now, Calls as it is to be
    snapshot = {**SNAPSHOT, "relationships": [relationship("Visits", "R")]}
    infos = [{"entityName": name, "entityType": "activity"} for name in ("Visits", "Calls")]
    update = {"fromEntityName": "Shop_Calls"}
    name = "manage/datasources/shop-1/entities/entityInfo.json"
    files = {"snapshot.json": snapshot, name: infos, "manage/relationships/R.json": update}

    [cycle] = planned(write(files), 1)["cycles"]
    assert sorted(path_of(cycle)) == [name, "manage/relationships/R.json"]
    assert cycle["waysOut"] == [
        f"send {name} in two steps: first without `/1/entityType`, "
        "and `/1/entityType` after manage/relationships/R.json"
    ]


def test_another_giver_is_no_cycle(write: Write) -> None:
    other = relationship("Visits", "Other")
    files = {"all.json": [activity("Visits"), relating("Visits")], "manage/relationships.json": other}

    steps = planned(write(files))["steps"]
    assert [one["file"] + one["pointer"] for one in steps] == [
        "manage/relationships.json",
        "all.json/0",
        "all.json/1",
    ]


def test_what_the_snapshot_holds_is_a_no_op_unless_another_payload_changes_it(write: Write) -> None:
    snapshot = {**SNAPSHOT, "relationships": [relationship("Visits")]}
    same = {
        "snapshot.json": snapshot,
        "manage/relationships/VisitsToBuyer.json": {
            "Cardinality": "MANYTOONE",
            "fromEntity": "shop-1_Visits",
        },
        "manage/datasources/shop-1/entities/Buyers/entityInfo.json": {"primaryKey": "Id"},
    }
    assert [one["noop"] for one in planned(write(same))["steps"]] == [True, True]

    envelope = {"method": "PATCH", "url": f"{RELATIONSHIPS}/VisitsToBuyer", "body": {"description": "new"}}
    assert [one["noop"] for one in planned(write({**same, "z.json": envelope}))["steps"]] == [
        False,
        False,
        True,
    ]


EVIL = """x';touch hit;'$(touch hit)`touch hit`"\\ %41 {a,b} é"""


def test_nothing_in_a_script_is_run_but_curl_and_what_it_sends_is_exact(write: Write, tmp_path: Path) -> None:
    body = {**relationship("Visits"), "description": EVIL}
    envelope = {
        "method": "PATCH",
        "url": f"https://elsewhere.example/api/instances/main/manage/relationships/{EVIL}",
        "headers": {"X-Note": EVIL, "Authorization": "Bearer mine", "@file": "x"},
        "body": body,
    }
    name = f"re'q$(touch hit);{chr(10)}touch hit.json"
    folder = write({name: [envelope, {"method": "GET", "url": RELATIONSHIPS}]})
    script = CliRunner().invoke(main, ["plan", str(folder), "--format", "shell"]).stdout
    # a curl that writes down its arguments and its input
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/curl").write_text(
        '#!/bin/sh\nprintf "%s\\0" "$@" >>"$LOG"\ncat >>"$LOG"\nprintf "\\0\\0" >>"$LOG"\n'
    )
    (tmp_path / "bin/curl").chmod(0o755)
    environment = {
        "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin",
        "LOG": str(tmp_path / "log"),
        "C360_HOST": "https://host.example",
        "C360_TOKEN": "t o",
    }
    subprocess.run(["sh"], input=script.encode(), cwd=tmp_path, env=environment, check=True, stdout=-3)

    first = (tmp_path / "log").read_text("utf-8").split("\0\0")[0].split("\0")
    assert not (tmp_path / "hit").exists()
    assert json.loads(first[-1]) == body
    assert f"X-Note: {EVIL}" in first
    assert not any("mine" in one or "@file" in one or "elsewhere" in one for one in first)
    assert first[-2].startswith("https://host.example/api/instances/main/manage/relationships/x'")


def test_a_script_shows_no_control_character_and_sends_the_file_all_the_same(write: Write) -> None:
    body = [relationship("Visits")]
    folder = write(
        {f"manage/relationships/{chr(27)}[31m.json": body, "manage/relationships/plain.json": body}
    )

    script = CliRunner().invoke(main, ["plan", str(folder), "--format", "shell"]).stdout

    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", script) is None
    assert script.count("--data-binary @manage/relationships/plain.json") == 1
    assert script.count(f"\n{json.dumps(body)}\n") == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_does_not_depend_on_the_hash_seed(seed: int, tmp_path: Path) -> None:
    render(build_project(seed), "json", seed).write(tmp_path)
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "linter", "plan", str(tmp_path)],
            cwd=REPO,
            env={"PYTHONHASHSEED": str(number), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        ).stdout
        for number in range(2)
    }
    assert len(outputs) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems have no names that aren't UTF-8")
@pytest.mark.parametrize("format_", ["text", "json", "mermaid", "shell"])
def test_a_folder_whose_name_is_not_utf_8_is_planned_too(tmp_path: Path, format_: str) -> None:
    folder = tmp_path / "conflations" / "\udcff"
    folder.mkdir(parents=True)
    (folder / "conflationPlan.json").write_text("{}", "utf-8")
    result = CliRunner().invoke(main, ["plan", str(tmp_path), "--format", format_], catch_exceptions=False)

    assert result.exit_code == 0


def test_what_builds_on_the_unified_entity_waits_until_it_is_made_and_nothing_else_does(
    write: Callable[[dict[str, Any]], Path],
) -> None:
    late = {
        "hierarchies.json": {"name": "Above"},
        "manage/activities.json": {"name": "Visit"},
        "manage/measures.json": {"name": "Count"},
        "manage/search.json": {"entityConfig": []},
        "manage/segments.json": {"name": "Some"},
        "workflows/main/schedules.json": {"operationType": "all"},
    }
    others = {
        "conflations/default/conflationPlan.json": plan(),
        "manage/relationships.json": RELATIONSHIP,
        "manage/datasources/shop-1/entities/entityInfo.json": [{"entityName": "Buyers"}],
    }

    told = {one["file"]: one["reasons"] for one in planned(write({**late, **others}))["steps"]}
    reason = "conflates what this builds on"
    assert {file for file, why in told.items() if any(reason in one for one in why)} == {*late}
