"""explain, rules, schema, init, and the group itself."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import rules
from linter.cli import COMMANDS, main
from linter.configuration.configuration import load_configuration
from linter.configuration.settings import Configuration

REPO = Path(__file__).parent.parent


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("word", ["CP09", "cp09", "mismatched-match-types", "matchedAttributeTypeMismatch"])
def test_explain_prints_the_page_by_code_name_and_service_error(word: str) -> None:
    page = (REPO / "rules/conflation_plan/mismatched_match_types.md").read_text("utf-8")

    assert invoke("explain", word, "--format", "markdown").stdout.startswith(page)


@pytest.mark.parametrize(
    "text",
    [
        "ConflationPlanMissingRules",
        "CONFLATIONPLANMISSINGRULES",
        '{"ciResults": [{"errorCode": "conflationPlanMissingRules", "resultSeverity": "error"}]}',
        "2026-11-27 08:00 [error] EmptyConflationPlan at step 3",
    ],
)
def test_explain_finds_an_error_code_in_what_a_log_or_an_answer_says(text: str) -> None:
    assert CliRunner().invoke(main, ["explain", text]).stdout.startswith("no-match-rule (CP05)\n")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("segmentInactiveOrOutOfDate", "it depends on the state of the service or of a job"),
        ("invalidMeasureCreationRequest", "it stands for others, which are told alone"),
        ("AiErrorCode11", "no payload that this linter reads can cause it"),
    ],
)
def test_explain_says_why_nothing_offline_predicts_a_code(code: str, said: str) -> None:
    result = CliRunner().invoke(main, ["explain", code, "--format", "markdown"])

    assert result.exit_code == 0
    assert result.stdout.lower().startswith(f"# {code.lower()}\n")
    assert said in result.stdout


def test_the_coverage_has_every_code_and_limit_once_and_adds_up() -> None:
    listed = json.loads(CliRunner().invoke(main, ["rules", "--coverage", "--format", "json"]).stdout)[
        "coverage"
    ]
    counts = {
        kind: Counter(one["status"] for one in listed if one["kind"] == kind)
        for kind in ("service-error", "product-limit")
    }

    assert len({(one["kind"], one["name"].lower()) for one in listed}) == len(listed)
    assert {kind: sum(each.values()) for kind, each in counts.items()} == {
        "service-error": 549,
        "product-limit": 166,
    }
    assert all(bool(one["rules"]) == (one["status"] == "rule") for one in listed)
    text = CliRunner().invoke(main, ["rules", "--coverage"]).stdout.splitlines()
    assert text[-2].startswith(f"549 error codes: {counts['service-error']['rule']} rule, ")


def test_explain_of_a_prefix_prints_a_family() -> None:
    printed = invoke("explain", "OD", "--format", "markdown").stdout
    titles = [line for line in printed.split("\n") if line.startswith("# ")]

    assert titles == [
        "# customer-id-missing (OD01)",
        "# export-combined (OD02)",
        "# master-dataset-search (OD03)",
        "# master-dataset-filter (OD04)",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["explain", "copy-criterium"],
            "c360lint: no rule, payload kind or word `copy-criterium`; did you mean `copy-criterion`?\n",
        ),
        (
            ["schema", "conflationPlans"],
            "c360lint: no payload kind `conflationPlans`; did you mean `conflationPlan`?\n",
        ),
    ],
)
def test_an_unknown_name_ends_with_2_and_a_suggestion(arguments: list[str], message: str) -> None:
    result = invoke(*arguments)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_an_unknown_command_ends_with_2_and_a_suggestion() -> None:
    result = invoke("chek")

    assert result.exit_code == 2
    assert "no command `chek`; did you mean `check`?" in result.stderr


def test_rules_lists_every_rule_once() -> None:
    listed = [line.split()[0] for line in invoke("rules").stdout.splitlines()]
    cards = json.loads(invoke("rules", "--format", "json").stdout)["rules"]

    assert listed == [card["code"] for card in cards] == [module.RULE.code for module in rules.ALL]


def test_schema_prints_the_file_and_lists_the_kinds() -> None:
    kinds = invoke("schema").stdout.split()

    assert "conflationPlan" in kinds
    for kind in kinds:
        assert invoke("schema", kind).stdout == (REPO / f"schemas/{kind}.schema.json").read_text("utf-8")


def test_init_writes_a_configuration_that_can_be_read_and_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert invoke("init").exit_code == 0
    written = tmp_path / "c360lint.toml"
    assert load_configuration(str(written)) == Configuration(snapshots=("snapshot.json",))

    text = written.read_text("utf-8").replace("# ", "")
    written.write_text("mine", "utf-8")
    assert invoke("init").exit_code == 2
    assert written.read_text("utf-8") == "mine"
    assert "principal = " in text


def test_help_names_every_command() -> None:
    output = invoke("--help").stdout

    assert [name for name in COMMANDS if f"  {name} " not in output] == []
    assert invoke("--version").stdout == "c360lint, version 0.1.0\n"
