"""`c360lint snapshot apply`: the snapshot as it is once a project's requests were sent."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from linter.cli import main
from tests.projects import (
    DELETION,
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    SNAPSHOT,
    creation,
    plan,
    resolution,
    snapshot,
    step,
    update,
    write,
)

sys.path.insert(0, str(Path(__file__).parent / "planted"))

from generator import build_project
from render import render

OUTPUT = {"json": "applied.json", "pascal": "applied.json", "yaml": "applied.yaml"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["snapshot", *arguments], catch_exceptions=False)


def applied(folder: Path, files: dict[str, Any], *arguments: str) -> Any:
    """Return the snapshot that files make of theirs."""
    write(folder, {"snapshot.json": SNAPSHOT, **files})
    result = run("apply", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def errors(*arguments: str) -> set[str]:
    options = ["check", "--snapshot-only", "--format", "json", *arguments]
    report = json.loads(CliRunner().invoke(main, options, catch_exceptions=False).stdout)
    return {one["code"] for one in report["diagnostics"] if one["severity"] == "error"}


SENT_TWICE = {"RL02", "RL07", "DE103", "II106", "SG121"}
"""What rules say of a request that creates what is there, or deletes what isn't."""


@pytest.mark.parametrize("form", list(OUTPUT))
@pytest.mark.parametrize("seed", range(8))
def test_what_is_applied_is_there_and_applying_it_again_changes_nothing(
    seed: int, form: str, tmp_path: Path
) -> None:
    render(build_project(seed), form, seed).write(tmp_path)
    made = run("apply", "-o", OUTPUT[form])

    assert (made.exit_code, made.stderr.rpartition("\n")[0].count("anew")) == (0, 0)
    # nothing else has anything to say of the new state
    assert errors("--snapshot", OUTPUT[form]) <= SENT_TWICE
    assert run("apply", "--snapshot", OUTPUT[form], "--force", "--diff").stdout == "No changes.\n"


def test_the_differences_are_what_the_payloads_say(folder: Path) -> None:
    write(
        folder,
        {
            "snapshot.json": SNAPSHOT,
            RELATIONSHIPS_FILE: [{**RELATIONSHIP, "friendlyName": "Visits"}],
            INFO_FILE: [
                {
                    "entityName": "Visits",
                    "entityType": "Activity",
                    "timestampFieldName": "On",
                    "semanticLabels": [{"attributeName": "Mail", "label": "Person"}],
                }
            ],
            PLAN_FILE: plan(),
        },
    )
    lines = [line.split("  ") for line in run("apply", "--diff", "-o", "new.json").stdout.splitlines()]

    assert [[part.strip() for part in line if part] for line in lines] == [
        ["added", "entity type", "Shop_Visits", "activity"],
        ["added", "timestamp", "Shop_Visits", "On"],
        ["added", "semantic type", "Shop_Visits.Mail", "Person"],
        ["added", "relationship", "VisitsToBuyers", "Shop_Visits.Id to Shop_Buyers.Id, manyToOne"],
        ["changed", "conflation", "default", "(conflationPlan)"],
    ]
    assert run("diff", "snapshot.json", "new.json", "--no-project").stdout.splitlines() == [
        "  ".join(line) for line in lines
    ]


RENAMED = {**RELATIONSHIP, "toAttributeName": "Mail"}


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([creation()], [RELATIONSHIP]),
        ([creation(), update(toAttributeName="Mail")], [RENAMED]),
        ([creation(updatedBy="me", createdUtc="x", instanceId="main")], [RELATIONSHIP]),
        ([creation(house="x")], [{**RELATIONSHIP, "house": "x"}]),
    ],
)
def test_relationships_are_created_and_updated(folder: Path, requests: Any, expected: Any) -> None:
    assert applied(folder, {"r.json": requests})["relationships"] == expected


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([DELETION], []),
        ([DELETION, creation(cardinality="oneToMany")], [{**RELATIONSHIP, "cardinality": "oneToMany"}]),
        ([update(toAttributeName="Mail")], [RENAMED]),
        ([update(toAttributeName="Mail"), DELETION], []),
    ],
)
def test_relationships_that_there_are_are_changed_and_deleted(
    folder: Path, requests: Any, expected: Any
) -> None:
    saved = {"snapshot.json": snapshot(relationships=[RELATIONSHIP])}

    assert applied(folder, {**saved, "r.json": requests})["relationships"] == expected


def test_a_data_source_is_added_with_its_entities_and_that_is_told(folder: Path) -> None:
    entities = [{"name": "Hits", "attributes": [{"name": "Id", "dataType": "string"}]}]
    metadata = {"name": "Web", "kind": "powerQuery", "entityNames": ["Hits"]}
    body = {"dataSourceMetadata": metadata, "model": {"entities": entities}}
    write(folder, {"snapshot.json": SNAPSHOT, "manage/datasources.json": body})
    made = run("apply", "--diff", "-o", "new.json", "--force")

    assert made.exit_code == 0
    assert [line.split() for line in made.stdout.splitlines()] == [
        ["added", "data", "source", "Web", "1", "entity"]
    ]
    assert run("diff", "snapshot.json", "new.json", "--no-project").stdout == made.stdout


def test_an_update_keeps_the_spelling_of_the_snapshot(folder: Path) -> None:
    saved = {"Name": "VisitsToBuyers", "FromEntity": "Shop_Visits", "FromAttribute": "Id"}
    saved |= {"ToEntity": "Shop_Buyers", "ToAttribute": "Id", "Cardinality": "manyToOne"}
    files = {"snapshot.json": snapshot(relationships=[saved]), "r.json": [update(toAttributeName="Mail")]}

    assert applied(folder, files)["relationships"] == [{**saved, "ToAttribute": "Mail"}]


@pytest.mark.parametrize(
    ("old", "body", "expected"),
    [
        ({"Shop": ["Buyers"]}, {"Crm": ["People"]}, {"Shop": ["Buyers"], "Crm": ["People"]}),
        ({"Shop": ["Buyers"]}, {"shop-1": ["Buyers"]}, {"Shop": ["Buyers"]}),
        (None, {"Crm": ["People"]}, {"Crm": ["People"]}),
        (
            {"Shop": ["Buyers"]},
            {"dataSources": [{"dataSourceId": "crm-1", "entities": [{"entityName": "People"}]}]},
            {"Shop": ["Buyers"], "crm-1": ["People"]},
        ),
        (
            {"Shop": ["Buyers"], "Crm": ["People"]},
            {
                "dataSources": [
                    {"dataSourceId": "crm-1", "entities": [{"entityName": "People", "primaryKey": "Mail"}]}
                ]
            },
            {
                "dataSources": [
                    {"dataSourceName": "Shop", "entities": [{"entityName": "Buyers"}]},
                    {
                        "dataSourceName": "Crm",
                        "entities": [{"entityName": "People", "primaryKey": "Mail"}],
                    },
                ]
            },
        ),
    ],
)
def test_entity_information_is_added_to_what_there_is(
    folder: Path, old: Any, body: Any, expected: Any
) -> None:
    conflation = {"conflationId": "default", **({"entityInformation": old} if old else {})}
    files = {"snapshot.json": snapshot(conflations=[conflation]), INFORMATION_FILE: body}

    assert applied(folder, files)["conflations"][0]["entityInformation"] == expected


def test_plans_and_rules_are_replaced_as_a_whole(folder: Path) -> None:
    old = plan(entityConflationInformation=[{"entityName": "Crm_People", "primaryKey": "Id"}], name="old")
    conflation = {"conflationId": "default", "conflationPlan": old, "entityInformation": {"Shop": ["Buyers"]}}
    files = {
        "snapshot.json": snapshot(conflations=[conflation]),
        PLAN_FILE: plan(step("Crm_People", isActive=True)),
        RULES_FILE: resolution("Shop_Buyers"),
    }
    made = applied(folder, files)["conflations"][0]

    assert made["conflictResolutionRules"] == resolution("Shop_Buyers")
    assert made["conflationPlan"] == {
        **plan(step("Crm_People", isActive=True), order=["Shop_Buyers", "Crm_People"]),
        "entityConflationInformation": old["entityConflationInformation"],
    }


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("conflations/default/conflationPlan", "conflationPlan"),
        ("conflations/default", "conflationId"),
        ("manage/datasources/crm-1", "crm-1"),
        ("manage/datasources/crm-1/entities/Leads", "Leads"),
        ("manage/entities/Crm_Leads", "Leads"),
    ],
)
def test_what_is_deleted_is_gone(folder: Path, path: str, gone: str) -> None:
    conflation = {"conflationId": "default", "conflationPlan": plan()}
    old = snapshot(conflations=[conflation])
    deletion = {"method": "DELETE", "url": f"/api/instances/main/{path}"}
    new = applied(folder, {"snapshot.json": old, "r.json": [deletion]}, "--force")

    assert gone in json.dumps(old)
    assert gone not in json.dumps(new)


WEB: dict[str, Any] = {"dataSourceMetadata": {"name": "Web", "kind": "powerQuery", "entityNames": ["New"]}}
MADE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "data source": ("manage/datasources", "manage/datasources/Web", WEB),
    "entity of a data source": ("manage/datasources", "manage/datasources/Web/entities/New", WEB),
    "entity": ("manage/datasources", "manage/entities/Web_New", WEB),
    "conflation": ("conflations/New/conflationPlan", "conflations/New", plan()),
    "relationship": ("manage/relationships", "manage/relationships/New", {**RELATIONSHIP, "name": "New"}),
    "segment": ("manage/segments", "manage/segments/New", {"name": "New"}),
    "measure": ("manage/measures", "manage/measures/New", {"name": "New"}),
    "derived entity": ("manage/derivedentities", "manage/derivedentities/New", {"name": "New"}),
    "insight": ("manage/insights", "manage/insights/New", {"name": "New"}),
    "hierarchy": ("hierarchies", "hierarchies/New", {"name": "New"}),
    "activity": ("manage/activities", "manage/activities/New", {"name": "New"}),
}
LISTS = ("segments", "measures", "derivedEntities", "insights", "hierarchies", "activities")


def sent(made: tuple[str, str, dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the request that makes something, and the one that deletes it."""
    path, name, body = made
    url = "/api/instances/main"
    making = {"method": "PATCH" if path.startswith("conflations") else "POST", "url": f"{url}/{path}"}
    return {**making, "body": body}, {"method": "DELETE", "url": f"{url}/{name}"}


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
@pytest.mark.parametrize("in_list", [False, True], ids=["in files", "in a list"])
def test_what_one_request_makes_and_another_deletes_is_gone(
    made: tuple[str, str, dict[str, Any]], in_list: bool, folder: Path
) -> None:
    making, deletion = sent(made)
    files = {"r.json": [making, deletion]} if in_list else {"a.json": making, "b.json": deletion}
    new = applied(
        folder, {"snapshot.json": snapshot(complete=dict.fromkeys(LISTS, True)), **files}, "--force"
    )

    assert "New" not in json.dumps(new)


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_what_a_list_deletes_and_makes_anew_is_there_as_it_was_made(
    made: tuple[str, str, dict[str, Any]], folder: Path
) -> None:
    making, deletion = sent(made)
    first = applied(folder, {"r.json": making}, "--force")
    again = applied(folder, {"snapshot.json": first, "r.json": [deletion, making]}, "--force")

    assert again == first


def test_a_data_source_that_takes_the_name_of_a_deleted_one_has_its_own_entities_alone(folder: Path) -> None:
    body = {"dataSourceMetadata": {"name": "Shop", "kind": "powerQuery", "entityNames": ["Sales"]}}
    making, deletion = sent(("manage/datasources", "manage/datasources/shop-1", body))
    new = applied(folder, {"a.json": making, "b.json": deletion})

    assert [one for one in new["dataSources"] if one["name"] == "Shop"] == [
        {"dataSourceId": "Shop", "name": "Shop", "kind": "powerQuery", "entities": [{"name": "Sales"}]}
    ]


def test_information_on_an_entity_that_is_deleted_before_is_left_out(folder: Path) -> None:
    making, deletion = sent(MADE["entity"])
    url = "/api/instances/main/manage/datasources/Web/entities/New/entityInfo"
    requests = [making, deletion, {"method": "PATCH", "url": url, "body": {"primaryKey": "Id"}}]

    assert "New" not in json.dumps(applied(folder, {"r.json": requests}, "--force"))


def test_a_self_conflation_that_is_deleted_first_is_there_again(folder: Path) -> None:
    body = {"entities": ["Shop_Buyers"]}
    old = snapshot(selfConflations=[{"conflationId": "default", **body}])
    url = "/api/instances/main/conflations/default/selfConflations"
    requests = [{"method": "DELETE", "url": url}, {"method": "PATCH", "url": url, "body": body}]

    assert applied(folder, {"snapshot.json": old, "r.json": requests}, "--force") == old


def test_all_self_conflations_of_a_conflation_are_deleted_at_once(folder: Path) -> None:
    old = snapshot(
        selfConflations=[
            {"conflationId": one, "entities": [entity]}
            for one, entity in (("default", "Shop_Buyers"), ("default", "Crm_People"), ("b", "Shop_Visits"))
        ]
    )
    deletion = {"method": "DELETE", "url": "/api/instances/main/conflations/default/selfConflations"}
    new = applied(folder, {"snapshot.json": old, "r.json": deletion}, "--force")

    assert new["selfConflations"] == old["selfConflations"][2:]


def test_payloads_with_errors_are_shown_and_not_applied_unless_forced(folder: Path) -> None:
    write(
        folder,
        {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: {**RELATIONSHIP, "toEntityName": "Shop_Buyer"}},
    )
    refused = run("apply", "-o", "new.json")

    assert (refused.exit_code, refused.stdout, Path("new.json").exists()) == (1, "", False)
    assert refused.stderr.splitlines()[0].startswith("manage/relationships.json:1:104: error RL05 ")
    assert refused.stderr.splitlines()[-1] == (
        "c360lint: the service would refuse this, so nothing was applied (--force applies it)"
    )
    assert run("apply", "-o", "new.json", "--force").exit_code == 0
    assert json.loads(Path("new.json").read_text("utf-8"))["relationships"][0]["toEntityName"] == "Shop_Buyer"


def test_what_stays_the_same_is_written_as_it_was(folder: Path) -> None:
    text = (
        "# the shop's\nsnapshotVersion: 1\ninstanceId: main   # its ID\nHouse: {owner: us}\ndataSources:\n"
        "- dataSourceId: shop-1\n  name: Shop\n  entities:\n"
        "  - name: Visits\n    attributes: {Id: string, On: dateTime}   # as of May\n"
        "  - name: Buyers   # people\n    primaryKey: Id\n    attributes:\n      Id: string\n"
    )
    write(folder, {"snapshot.yaml": text, RELATIONSHIPS_FILE: RELATIONSHIP, INFO_FILE: []})
    write(folder, {INFO_FILE: [{"entityName": "Buyers", "primaryKey": "Id", "friendlyName": "Buyer: all"}]})
    result = run("apply")

    assert result.exit_code == 0, result.output
    assert result.stdout == text.replace(
        "      Id: string\n", "      Id: string\n    friendlyName: 'Buyer: all'\n"
    ) + yaml.safe_dump({"relationships": [RELATIONSHIP]}, sort_keys=False, width=110)


def test_the_snapshot_itself_and_other_snapshots_may_be_written_over_and_nothing_else(folder: Path) -> None:
    write(folder, {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: RELATIONSHIP})
    before = Path(RELATIONSHIPS_FILE).read_bytes()

    refused = run("apply", "-o", RELATIONSHIPS_FILE)
    assert (refused.exit_code, Path(RELATIONSHIPS_FILE).read_bytes()) == (2, before)
    assert refused.stderr.startswith(f"c360lint: {RELATIONSHIPS_FILE} exists, is no snapshot, and was left")

    assert run("apply", "-o", "snapshot.json").exit_code == 0
    assert json.loads(Path("snapshot.json").read_text("utf-8"))["relationships"] == [RELATIONSHIP]


TWO = 'snapshots = {dev = "snapshot.json", prod = "prod.json"}\n'


def test_of_several_environments_one_must_be_chosen(folder: Path) -> None:
    write(
        folder,
        {
            "snapshot.json": SNAPSHOT,
            "prod.json": snapshot(instanceId="other"),
            "c360lint.toml": TWO,
            RELATIONSHIPS_FILE: RELATIONSHIP,
        },
    )

    assert (run("apply").exit_code, run("apply").stderr) == (
        2,
        "c360lint: there are several environments: choose one of dev, prod with --env\n",
    )
    assert json.loads(run("apply", "--env", "prod").stdout)["instanceId"] == "other"


def test_of_several_instances_one_must_be_chosen(folder: Path) -> None:
    files = {
        "snapshot.json": SNAPSHOT,
        "other.json": snapshot(instanceId="other"),
        "c360lint.toml": 'snapshot = ["snapshot.json", "other.json"]\n',
        f"instances/other/{RELATIONSHIPS_FILE}": RELATIONSHIP,
    }
    write(folder, files)

    assert run("apply").stderr == (
        "c360lint: there are snapshots of several instances: choose one of main, other with --instance\n"
    )
    assert run("apply", "--instance", "prod").stderr == (
        "c360lint: no snapshot is of the instance `prod`; there are main, other\n"
    )
    assert run("apply", "--instance", "main", "--diff").stdout == "No changes.\n"
    assert json.loads(run("apply", "--instance", "other").stdout)["relationships"] == [RELATIONSHIP]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({RELATIONSHIPS_FILE: RELATIONSHIP}, "no snapshot is declared here: name one with --snapshot FILE"),
        ({"snapshot.json": "{"}, "snapshot.json:1:2: the snapshot can't be read: "),
        ({"snapshot.json": SNAPSHOT, "c360lint.toml": 'baseline = "no.json"\n'}, ""),
    ],
)
def test_what_can_t_be_done_is_refused(folder: Path, files: dict[str, Any], message: str) -> None:
    write(folder, {RELATIONSHIPS_FILE: RELATIONSHIP, **files})
    result = run("apply")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"c360lint: {message}")


def test_a_payload_that_can_t_be_read_keeps_all_from_being_applied(folder: Path) -> None:
    write(folder, {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: RELATIONSHIP, PLAN_FILE: "{"})
    result = run("apply")

    assert (result.exit_code, result.stdout) == (1, "")
    assert any("can't be read" in line for line in result.stderr.splitlines())


def test_a_request_that_no_snapshot_knows_of_is_told(folder: Path) -> None:
    request = {"method": "POST", "url": "/api/instances/main/manage/things", "body": {}}
    write(folder, {"snapshot.json": SNAPSHOT, "r.json": [request], RELATIONSHIPS_FILE: RELATIONSHIP})

    assert run("apply").stderr == "note: not applied, since no payload of ours: requests in r.json\n"


@pytest.mark.parametrize(
    ("part", "value", "name"),
    [
        ("conflations", [None], "conflations"),
        ("conflations", [{}], "conflationId"),
        ("segments", 5, "segments"),
    ],
)
def test_a_malformed_snapshot_is_refused_forced_or_not(
    part: str, value: Any, name: str, folder: Path
) -> None:
    write(folder, {"snapshot.json": snapshot(**{part: value}), RELATIONSHIPS_FILE: RELATIONSHIP})
    result = run("apply", "--force")

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"`{name}` is malformed or missing here; mend it first" in result.stderr


def test_what_a_pipeline_fills_stays_as_it_is_written_when_forced(folder: Path) -> None:
    schedule = {"operationType": "all", "timezoneId": "$(Zone)", "cronSchedules": ["$(Cron)", "0 5 * * *"]}
    winner = {"kind": "mostRecent", "column": "$(On)"}
    deduplicated = {"entities": ["Shop_Buyers"], "conflationPlans": [], "rowWinnerPolicy": winner}
    files = {
        "workflows/main/schedules.json": schedule,
        "conflations/default/selfConflations.json": deduplicated,
    }
    made = applied(folder, files, "--force")

    assert made["schedules"] == [{"workflowName": "main", **schedule}]
    assert made["selfConflations"] == [{"conflationId": "default", **deduplicated}]


def test_what_is_malformed_in_a_payload_is_left_out_when_forced(folder: Path) -> None:
    people = {"entityName": "People", "attributes": [{"attributeName": "Id"}, 7]}
    body = {"dataSources": [{"dataSourceId": "crm-1", "entities": [people]}]}
    made = applied(folder, {INFORMATION_FILE: body}, "--force")["conflations"][0]["entityInformation"]

    assert made["dataSources"][1]["entities"] == [
        {"entityName": "People", "attributes": [{"attributeName": "Id"}]}
    ]


DIALECT = """
[dialects.conflationPlan]
begins = "/result"
[dialects.conflationPlan.names.ConflationPlan]
conflationOrder = "Order"
conflationPlans = "Pairs"
[dialects.conflationPlan.names.Criterion]
kind = "Method"
[dialects.conflationPlan.names.EntityReference]
entityName = "Table"
[dialects.conflationPlan.values.Criterion.kind]
exact = "EXACT_MATCH"
"""


def _in_dialect(value: Any) -> Any:
    """Return a plan in the words of the dialect."""
    words = {"conflationOrder": "Order", "conflationPlans": "Pairs", "kind": "Method", "entityName": "Table"}
    if isinstance(value, list):
        return [_in_dialect(one) for one in value]
    if not isinstance(value, dict):
        return "EXACT_MATCH" if value == "exact" else value
    return {words.get(key, key): _in_dialect(one) for key, one in value.items()}


def test_a_snapshot_has_our_words_for_a_payload_in_a_dialect(folder: Path) -> None:
    saved = {
        **plan(),
        "conflationOrder": [{"dataSourceName": "Shop", "entityName": "Buyers"}, "Crm_People"],
        "house": "x",
    }
    files = {"c360lint.toml": DIALECT, PLAN_FILE: {"result": _in_dialect(saved)}}

    assert applied(folder, files)["conflations"][0]["conflationPlan"] == saved


def test_a_snapshot_has_what_placeholders_stand_for(folder: Path) -> None:
    files = {
        "c360lint.toml": '[placeholders]\nto = "Buyers"\nname = "VisitsToBuyers"\n',
        RELATIONSHIPS_FILE: [{**RELATIONSHIP, "name": "$(name)", "toEntityName": "Shop_$(to)"}],
    }

    assert applied(folder, files)["relationships"] == [RELATIONSHIP]


OPEN = {
    "body": {RELATIONSHIPS_FILE: [{**RELATIONSHIP, "toEntityName": "Shop_$(X)"}]},
    "folder": {PLAN_FILE.replace("default", "$(X)"): plan()},
    "update": {"r.json": [{**creation(), "url": DELETION["url"].replace("VisitsToBuyers", "$(X)")}]},
    "deletion": {"r.json": [{"method": "DELETE", "url": DELETION["url"].replace("VisitsToBuyers", "$(X)")}]},
}


@pytest.mark.parametrize("files", OPEN.values(), ids=OPEN)
def test_what_a_placeholder_leaves_open_is_not_applied_unasked(folder: Path, files: dict[str, Any]) -> None:
    write(folder, {"snapshot.json": snapshot(relationships=[]), **files})
    result = run("apply")

    assert (result.exit_code, result.stdout) == (1, "")
    first, second = result.stderr.splitlines()
    assert first.startswith(next(iter(files)))
    assert "`$(X)` is a placeholder without a value; say what it stands for: `X` in [placeholders]" in first
    assert second == "c360lint: nothing was applied, since it isn't known what to (--force: as it is written)"
    assert run("apply", "--force").exit_code == 0


def test_an_update_of_an_open_name_is_applied_as_it_is_written_when_forced(folder: Path) -> None:
    url = "/api/instances/main/manage/segments/$(X)"
    files = {"r.json": [{"method": "PUT", "url": url, "body": {"description": "d"}}]}

    assert applied(folder, files, "--force")["segments"] == [{"name": "$(X)", "description": "d"}]


def test_bodies_without_a_name_are_each_their_own_when_forced(folder: Path) -> None:
    bodies = [{"displayName": "a"}, {"displayName": "b"}]

    assert applied(folder, {"hierarchies.json": bodies}, "--force")["hierarchies"] == bodies
