"""c360lint refs: all that has a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter.cli import main
from linter.project import uses
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.project_root import configuration_of, home_at
from tests.projects import write
from tests.stage import STAGE

INFO = "manage/datasources/7e52d0f4-0c1b-4d96-a2e7-c4839b6f1d05/entities/entityInfo.json"


def refs(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["refs", *arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def _stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, dict(STAGE))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "PurchaseToCustomer",
            ["manage/relationships.json:3:13: declares relationship `PurchaseToCustomer`"],
        ),
        (
            "CustomerToHomeStore",
            [
                "snapshot.json:30:14: declares relationship `CustomerToHomeStore`",
                "manage/relationships/CustomerToHomeStore.json:1:1: uses relationship "
                "`CustomerToHomeStore`: the path of a request",
            ],
        ),
        (
            "Loyalty",
            [
                "snapshot.json:11:22: declares data source `Loyalty`",
                "snapshot.json:11:70: declares data source `Loyalty`",
                "conflations/default/entityInformation.json:4:24: uses data source `Loyalty`",
                "conflations/default/conflationPlan.json:4:24: uses data source `Loyalty`",
                "conflations/default/conflationPlan.json:10:41: uses data source `Loyalty`",
                "conflations/default/conflationPlan.json:27:28: uses data source `Loyalty`",
                "conflations/default/selfConflations.json:2:35: uses data source `Loyalty`",
            ],
        ),
        (
            "default",
            [
                "snapshot.json:35:22: declares conflation `default`",
                *(
                    f"conflations/default/{kind}.json:1:1: uses conflation `default`: the path of a request"
                    for kind in (
                        "conflationPlan",
                        "conflictResolutionRules",
                        "entityInformation",
                        "selfConflations",
                    )
                ),
            ],
        ),
    ],
)
def test_refs_knows_relationships_data_sources_and_conflations(name: str, lines: list[str]) -> None:
    result = refs(name)

    assert (result.exit_code, result.stdout.splitlines()) == (0, lines)


def test_a_data_source_is_found_where_a_path_names_it_by_its_id() -> None:
    assert refs("PoS").stdout.splitlines()[-1] == f"{INFO}:1:1: uses data source `PoS`: the path of a request"


def test_a_data_source_that_is_not_there_is_told_as_unknown() -> None:
    information = {"dataSources": [{"dataSourceName": "Poz", "entities": []}]}
    write(Path(), {"conflations/default/entityInformation.json": information})

    [row] = json.loads(refs("Poz", "--format", "json").stdout)["references"]
    assert (row["what"], row["name"], row["entity"]) == ("data source", "Poz", None)
    assert refs("Poz").stdout.endswith(" uses data source `Poz` (unknown)\n")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    result = refs("PurchaseToCustomr")

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: nothing is called `PurchaseToCustomr`; did you mean `PurchaseToCustomer`?\n",
    )


def test_a_name_of_very_many_dots_is_named_nowhere() -> None:
    result = refs("a." * 100_000)

    assert (result.exit_code, result.stdout) == (2, "")


def test_refs_knows_the_segments_of_which_a_query_asks_who_is_a_member() -> None:
    [made] = json.loads(Path("manage/segments.json").read_text("utf-8"))[:1]
    instance = "5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21"
    asked = f"GET /api/instances/{instance}/data/Customer?$filter=IsMemberOfSegment('{made['name']}')\n"
    Path("members.http").write_text(asked, "utf-8")

    column = asked.index(made["name"]) + 1
    assert refs(made["name"]).stdout.splitlines() == [
        f"manage/segments.json:3:13: declares segment `{made['name']}`",
        f"members.http:1:{column}: uses segment `{made['name']}`: what a query asks",
    ]


def test_a_dash_is_standard_output() -> None:
    assert refs("Customer", "-o", "-").stdout == refs("Customer").stdout
    assert not Path("-").exists()


@pytest.mark.parametrize("folder", ["examples/contoso-broken", "rules/world", "tests/hotel"])
def test_what_surely_names_something_else_is_left_out_and_nothing_more(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = str(Path(__file__).parent.parent / folder)
    home = home_at(root, (root,))
    configuration = configuration_of(home)
    inputs = Inputs(home.root, configuration, home.file).over(*configuration.snapshots)
    project = load_project(inputs, lambda *_: None).project
    entities = [str(one) for snapshot in project.snapshots for one in snapshot.entities]
    declared = sorted({*uses.names_declared(project), *entities})
    of_entities = [f"{entity}.{name}" for entity in entities[:3] for name in declared[::9]]
    asked = [*declared[::3], *entities, *of_entities, "_", ""]
    found = [uses.named(project, name) for name in asked]
    monkeypatch.setattr(uses, "_ending", lambda _: "")

    assert found == [uses.named(project, name) for name in asked]
