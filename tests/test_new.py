"""c360lint new: skeletons pass check, or say at the place what a person must decide."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli import main
from linter.reading.snapshots import read_snapshot
from linter.skeletons import insight_input, skeleton_names
from linter.skeletons.wish import NothingFits, Wish, shared
from tests.moved import working_in

REPO = Path(__file__).parent.parent
ENDS = ("--from", "PoS_posPurchases", "--to", "PoS_posCustomers")


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    snapshot = (REPO / "rules/world/snapshot.json").read_text("utf-8")
    (tmp_path / "snapshot.json").write_text(snapshot, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("kind", skeleton_names())
def test_a_skeleton_lies_where_the_layout_has_it_and_passes_check(project: Path, kind: str) -> None:
    if kind == "activity":  # its entity has to lead to a customer
        invoke("new", "relationships", *ENDS)
    result = invoke("new", kind, *(ENDS if kind == "relationships" else ()))

    file = result.stdout.removeprefix("Wrote ").removesuffix(".\n")
    assert (result.exit_code, (project / file).is_file()) == (0, True), result.output
    assert invoke("check").stdout.startswith("All checks passed: ")


def test_all_skeletons_together_pass_check(project: Path) -> None:
    for kind in skeleton_names():
        invoke("new", kind, *(ENDS if kind == "relationships" else ()))

    assert invoke("check").stdout == f"All checks passed: {len(skeleton_names())} documents.\n"


def test_what_is_there_is_left_as_it_is(project: Path) -> None:
    (project / "own.yaml").write_text("mine", "utf-8")

    result = invoke("new", "conflationPlan", "-o", "own.yaml")
    assert (result.exit_code, (project / "own.yaml").read_text("utf-8")) == (2, "mine")
    assert result.stderr == (
        "c360lint: own.yaml exists already and was left as it is; -o names another file, or `-`\n"
    )


@pytest.mark.parametrize(
    ("conflation", "folder"),
    [("../../elsewhere", "%2E.%2F..%2Felsewhere"), ("a:b", "a%3Ab"), ("CON", "%43ON")],
)
def test_no_id_leads_out_of_the_place_of_its_payload(project: Path, conflation: str, folder: str) -> None:
    result = invoke("new", "conflationPlan", "--conflation", conflation)

    assert (result.exit_code, result.stdout) == (
        0,
        f"Wrote {Path('conflations', folder, 'conflationPlan.yaml')}.\n",
    )
    assert (project / "conflations" / folder / "conflationPlan.yaml").is_file()


def test_a_file_in_the_place_of_a_folder_is_told(project: Path) -> None:
    (project / "conflations").write_text("", "utf-8")
    result = invoke("new", "conflationPlan", "--conflation", "main")

    assert (result.exit_code, "conflationPlan.yaml can't be written: " in result.stderr) == (2, True)


def test_without_a_snapshot_it_says_how_to_make_one(project: Path) -> None:
    (project / "snapshot.json").unlink()

    assert invoke("new", "conflationPlan").stderr == (
        "c360lint: a skeleton is filled from a snapshot, and there is none here: "
        "`c360lint snapshot import SOURCE -o snapshot.json` makes one\n"
    )


def test_entities_come_in_the_order_in_which_they_are_named(project: Path) -> None:
    named = ("--entity", "posCustomers", "--entity", "Loyalty_loyCustomers")

    lines = invoke("new", "conflationPlan", *named, "-o", "-").stdout.splitlines()
    assert lines[1:4] == [
        "conflationOrder:",
        "  - {dataSourceName: PoS, entityName: posCustomers}",
        "  - {dataSourceName: Loyalty, entityName: loyCustomers}",
    ]


def test_an_activity_stays_one_and_has_its_timestamp(project: Path) -> None:
    snapshot = json.loads((project / "snapshot.json").read_text("utf-8"))
    snapshot["dataSources"][2]["entities"][1]["entityType"] = "activity"
    (project / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")

    assert invoke("new", "entityInfo", "--entity", "posPurchases", "-o", "-").stdout.splitlines()[3:] == [
        "  entityType: activity  # decide: it needs a relationship to a profile",
        "  timestampFieldName: PurchasedOn  # of an activity: the attribute that dates a row",
    ]


def test_an_attribute_that_nothing_points_to_is_left_to_decide(project: Path) -> None:
    text = invoke("new", "relationships", "--from", "posStores", "--to", "posCustomers", "-o", "-").stdout

    assert text.splitlines()[3] == (
        '  fromAttributeName: ""  # decide: the attribute that holds the key of `PoS_posCustomers`, '
        "one of StoreId, City, Country"
    )


def written(kind: str, *options: str) -> Any:
    """Return what a skeleton says."""
    return yaml.safe_load(invoke("new", kind, *options, "-o", "-").stdout)


def test_a_segment_is_of_customers_of_whom_something_is_known(project: Path) -> None:
    (made,) = written("segment")
    (other,) = written("segment", "--entity", "posStores")

    assert made["segmentQueryExpression"]["rowsets"][0]["criteria"]["attribute"] == "Customer.Email"
    assert other["segmentQueryExpression"]["rowsets"][0]["criteria"]["attribute"] == "PoS_posStores.City"


def test_a_measure_adds_up_a_number_or_else_counts_rows(project: Path) -> None:
    (made,) = written("measure", "--entity", "posPurchases")
    (other,) = written("measure", "--entity", "posStores")

    assert made["definition"]["aggregates"] == [
        {"operation": "sum", "field": "a.Total", "alias": "Total", "order": 0}
    ]
    assert other["definition"]["aggregates"] == [
        {"operation": "count", "field": "a.StoreId", "alias": "StoreId", "order": 0}
    ]


def test_of_attributes_that_differ_in_case_one_is_unified(project: Path) -> None:
    snapshot = json.loads((project / "snapshot.json").read_text("utf-8"))
    for entity in ("eCommerceContacts", "posCustomers"):
        found = next(e for s in snapshot["dataSources"] for e in s["entities"] if e["name"] == entity)
        found["attributes"] = dict.fromkeys(("Id", "Mail", "mail"), "string")
    (project / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")
    named = ("--entity", "eCommerceContacts", "--entity", "posCustomers")

    made = written("conflictResolutionRules", *named)
    assert [one["name"] for one in made["attributes"]] == ["Id", "Mail"]


def test_a_hierarchy_is_of_the_entity_that_has_a_parent(project: Path) -> None:
    snapshot = json.loads((project / "snapshot.json").read_text("utf-8"))
    stores = next(e for s in snapshot["dataSources"] for e in s["entities"] if e["name"] == "posStores")
    stores |= {
        "primaryKey": "StoreId",
        "attributes": dict.fromkeys(("StoreId", "City", "ParentStore"), "string"),
    }
    (project / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")

    assert written("hierarchy")[0]["dependency"] == {
        "sourceEntity": "PoS_posStores",
        "accountIdAttribute": "StoreId",
        "parentAccountIdAttribute": "ParentStore",
    }


def test_texts_of_customers_are_searched_and_their_dates_sorted_by(project: Path) -> None:
    snapshot = json.loads((project / "snapshot.json").read_text("utf-8"))
    attributes = {"CustomerId": "string", "Name": "string", "Points": "int64", "Born": "date"}
    snapshot["systemEntities"] = [{"name": "Customer", "primaryKey": "CustomerId", "attributes": attributes}]
    (project / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")

    assert written("searchConfiguration")["entityConfig"][0]["attributes"] == [
        {"name": "Name", "properties": {"isSearchable": True}},
        {"name": "Born", "properties": {"isFilterable": True, "isSortable": True}},
    ]
    del snapshot["systemEntities"]
    (project / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")
    assert invoke("new", "searchConfiguration").stderr == (
        "c360lint: the snapshot doesn't say which attributes customers have: write Customer with its "
        "`attributes` into `systemEntities`\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["conflationPlans"], "no payload kind `conflationPlans`; did you mean `conflationPlan`?"),
        (
            ["entityInfo", "--entity", "posStore"],
            "snapshot.json has no entity `posStore`; did you mean `posStores`?",
        ),
        (
            ["relationships"],
            "a relationship leads from one entity to another: name them with --from and --to",
        ),
        (
            ["conflationPlan", "--entity", "posStores"],
            "a plan matches two entities at least: name them with --entity",
        ),
        (
            ["request", "-o", "a.json"],
            "a.json is no YAML file: comments say what is to be decided, and JSON has none",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_with_what_is_missing(
    project: Path, arguments: list[str], message: str
) -> None:
    result = invoke("new", *arguments)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"c360lint: {message}\n")


NAMES = st.sampled_from(
    ["Id", "id", "GuestId", "EMail", "e mail", "no", "123", "Name", "a.b", "ä", "x'y", '"']
)
TYPES = st.sampled_from(["string", "dateTime", "int64", "guid", "wonder"])
ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Guests", "guests", "Stays", "on", "a b", "Räume", "1st"]),
            "entityType": st.sampled_from(["profile", "unspecified"]),
            "attributes": st.dictionaries(NAMES, TYPES, min_size=1, max_size=5),
            "primaryKey": st.sampled_from(["Id", None]),
        },
    ).map(
        lambda one: one | {"attributes": one["attributes"] | {"Id": "string"}} if one["primaryKey"] else one
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: str(one["name"]).lower(),
)


@settings(max_examples=80)
@given(
    sources=st.lists(ENTITIES, min_size=1, max_size=2),
    customers=st.none() | st.dictionaries(NAMES, TYPES, min_size=1, max_size=5),
    kind=st.sampled_from(skeleton_names()),
)
def test_every_finding_in_a_skeleton_stands_where_it_says_decide(
    sources: list[list[dict[str, Any]]], customers: dict[str, str] | None, kind: str
) -> None:
    snapshot: dict[str, Any] = {
        "snapshotVersion": 1,
        "instanceId": "i",
        "conflations": [{"conflationId": "default"}],
        "dataSources": [
            {"dataSourceId": f"d{number}", "name": f"S{number}", "entities": entities}
            for number, entities in enumerate(sources)
        ],
    }
    if customers is not None:
        snapshot["systemEntities"] = [{"name": "Customer", "attributes": customers}]
    entities = [f"S{number}_{one['name']}" for number, all_ in enumerate(sources) for one in all_]
    ends = ("--from", entities[0], "--to", entities[-1]) if kind == "relationships" else ()
    with TemporaryDirectory() as folder, working_in(folder):
        Path("snapshot.json").write_text(json.dumps(snapshot), "utf-8")
        made = invoke("new", kind, *ends)
        if made.exit_code == 2:  # the snapshot has nothing for it
            return
        lines = Path(made.stdout.removeprefix("Wrote ").removesuffix(".\n")).read_text("utf-8").splitlines()
        found = re.findall(r":(\d+):\d+: (\w+) (.*)", invoke("check", "--format", "concise", "-q").stdout)
        undecided = [
            (severity, message)
            for line, severity, message in found
            if "decide" not in lines[int(line) - 1] + (lines[int(line) - 2] if int(line) > 1 else "")
        ]
    assert undecided == []


ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "primaryKey": st.sampled_from(["Id", "a_b"]),
            "attributes": st.dictionaries(
                st.sampled_from(["Id", "a_b", "AB", "ab", "c", "d"]),
                st.sampled_from(["string", "int32", "int64", "decimal", "dateTime", "date", "unheard of"]),
                min_size=1,
                max_size=3,
            ),
        }
    ),
    max_size=3,
)


@given(st.lists(ENTITIES, min_size=1, max_size=3))
def test_an_insight_compares_the_first_two_of_one_data_source_else_any_that_have_an_attribute_in_common(
    sources: list[list[dict[str, Any]]],
) -> None:
    declared = [
        {
            "dataSourceId": f"00000000-0000-4000-8000-{number:012}",
            "name": f"S{number}",
            "entities": [{"name": f"e{each}", **one} for each, one in enumerate(entities)],
        }
        for number, entities in enumerate(sources)
    ]
    data = {
        "snapshotVersion": 1,
        "instanceId": "5a8c9e2d-0b1f-4c3a-9d7e-6f5b4a3c2d1e",
        "dataSources": declared,
    }
    snapshot = read_snapshot("snapshot.json", json.dumps(data).encode())[1]
    alike = [
        (str(one), str(other))
        for one, other in combinations(snapshot.entities, 2)
        if any(own != one.primary_key for own, _ in shared(one, other))
    ]
    of_one = [pair for pair in alike if pair[0].partition("_")[0] == pair[1].partition("_")[0]]
    try:
        text = insight_input.skeleton(Wish(snapshot)).text
        found = [
            line.split()[1] for line in text.splitlines() if "sourceEntity:" in line or "candidate" in line
        ]
    except NothingFits:
        found = []
    assert found == list(next(iter([*of_one, *alike]), ()))


def test_of_very_many_profiles_no_plan_is_begun_unasked(project: Path) -> None:
    entities = [
        {"name": f"e{number}", "entityType": "profile", "primaryKey": "Id", "attributes": {"Id": "string"}}
        for number in range(201)
    ]
    source = {"dataSourceId": "f0e1d2c3-b4a5-4968-8776-655443322110", "name": "S", "entities": entities}
    snapshot = {"snapshotVersion": 1, "instanceId": "5a8c9e2d-0b1f-4c3a-9d7e-6f5b4a3c2d1e"}
    (project / "snapshot.json").write_text(json.dumps(snapshot | {"dataSources": [source]}), "utf-8")

    result = invoke("new", "conflationPlan")
    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: a plan of all 201 profiles is too long: name some with --entity\n",
    )
    assert invoke("new", "conflationPlan", "--entity", "S_e0", "--entity", "S_e1").exit_code == 0
