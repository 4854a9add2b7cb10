"""Rules come in preview, stay, are deprecated and go; what has been a code is never another rule's."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import rules
from linter import __version__
from linter.cli import main
from linter.rulekit.catalogue import Catalogue
from linter.rulekit.pages import page_of
from linter.rulekit.rule import Removed, Rule
from rules.conflation_plan import copy_criterion

REPO = Path(__file__).parent.parent
EVER = Path(__file__).parent / "codes.txt"
"""The code and the name of each rule that there has ever been; lines are only added."""

CRITERION = {"kind": "copy", "leftColumn": {"attributeName": "A"}, "rightColumn": {"attributeName": "B"}}
PLAN = {
    "conflationOrder": [{"dataSourceName": "Shop", "entityName": one} for one in ("Buyers", "Guests")],
    "conflationPlans": [
        {
            "leftEntities": [{"dataSourceName": "Shop", "entityName": "Buyers"}],
            "rightEntity": {"dataSourceName": "Shop", "entityName": "Guests"},
            "rules": [{"name": "Copy", "criteria": [CRITERION]}],
        }
    ],
}
"""A plan about which CP06, copy-criterion, has something to say."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plan = tmp_path / "conflations" / "default" / "conflationPlan.json"
    plan.parent.mkdir(parents=True)
    plan.write_text(json.dumps(PLAN), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def is_now(monkeypatch: pytest.MonkeyPatch, **changed: object) -> None:
    monkeypatch.setattr(copy_criterion, "RULE", copy_criterion.RULE._replace(**changed))  # type: ignore[arg-type]


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--format", "concise", *arguments])


def tells_of_copies(done: Result) -> bool:
    return "CP06 copy-criterion: " in done.stdout


# Codes


def ever() -> dict[str, str]:
    return dict(line.split(maxsplit=1) for line in EVER.read_text("utf-8").splitlines())


def test_each_code_that_there_has_ever_been_is_of_the_same_rule_or_of_one_that_is_gone() -> None:
    cards = [module.RULE for module in rules.ALL]
    now = {card.code: card.name for card in cards} | {one.code: one.name for one in rules.REMOVED}
    if os.environ.get("UPDATE_PAGES"):
        lines = sorted((now | ever()).items())
        EVER.write_text("".join(f"{code} {name}\n" for code, name in lines), "utf-8")

    assert now == ever(), (
        "a rule's code and name stay, also of one that is gone (`REMOVED` in rules/__init__.py); "
        "UPDATE_PAGES=1 python -m pytest tests/test_life_cycle.py adds those that are new to tests/codes.txt"
    )


def test_what_was_the_code_or_the_name_of_a_rule_is_that_of_no_other() -> None:
    cards = [module.RULE for module in rules.ALL]
    codes, names = {card.code for card in cards}, {card.name: card.code for card in cards}

    assert {one.code for one in rules.REMOVED} & codes == set()
    assert [one for one in rules.REMOVED if names.get(one.name, *one.instead[:1]) not in one.instead] == []


def test_a_rule_that_goes_is_replaced_by_rules_that_stay() -> None:
    stable = {module.RULE.code for module in rules.ALL if module.RULE.status == "stable"}
    deprecated = [module.RULE for module in rules.ALL if module.RULE.status == "deprecated"]

    assert {code for one in (*rules.REMOVED, *deprecated) for code in one.instead} <= stable
    assert [card.code for card in (module.RULE for module in rules.ALL) if card.instead] == [
        card.code for card in deprecated if card.instead
    ]


def test_no_rule_comes_from_the_future() -> None:
    def number(version: str) -> tuple[int, ...]:
        return tuple(map(int, version.split(".")))

    versions = {module.RULE.since for module in rules.ALL} | {one.version for one in rules.REMOVED}
    assert max(map(number, versions)) <= number(__version__)


def test_a_page_says_of_a_rule_that_it_is_not_there_to_stay() -> None:
    for module in rules.ALL:
        said = page_of(module).partition("\n## ")[0]
        assert ("**Preview**" in said) == (module.RULE.status == "preview"), module.RULE.code
        assert ("**Deprecated**" in said) == (module.RULE.status == "deprecated"), module.RULE.code


# Preview


@pytest.mark.usefixtures("project")
def test_a_rule_in_preview_runs_where_previews_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tells_of_copies(check())
    is_now(monkeypatch, status="preview")

    assert not tells_of_copies(check())
    assert not tells_of_copies(check("--select", "CP"))
    assert tells_of_copies(check("--preview"))
    Path("c360lint.toml").write_text("preview = true\n", "utf-8")
    assert tells_of_copies(check())
    assert tells_of_copies(check("--select", "copy-criterion"))


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("selector", ["CP06", "cp06", "copy-criterion"])
def test_a_rule_in_preview_is_not_selected_by_accident(
    monkeypatch: pytest.MonkeyPatch, selector: str
) -> None:
    is_now(monkeypatch, status="preview")
    told = "CP06 is in preview: it runs with `--preview`, or `preview = true`"

    assert (check("--select", selector).exit_code, check("--ignore", selector).exit_code) == (2, 0)
    assert check("--select", f"IN,{selector}").stderr == f"c360lint: {told}\n"
    Path("c360lint.toml").write_text(f'ignore = ["{selector}"]\n[severity]\nCP06 = "warning"\n', "utf-8")
    assert check().exit_code == 0
    Path("c360lint.toml").write_text(f'[[overrides]]\nfiles = ["a"]\nselect = ["{selector}"]\n', "utf-8")
    assert check().stderr.endswith(f"c360lint.toml:3:11: {told}\n")
    assert check("--preview").exit_code == 1


@pytest.mark.usefixtures("project")
def test_what_suppresses_a_rule_in_preview_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = '[[suppress]]\nrule = "CP06"\nfiles = ["**"]\nreason = "copies are made by hand"\n'
    Path("c360lint.toml").write_text(entry, "utf-8")
    assert not tells_of_copies(check())
    is_now(monkeypatch, status="preview")

    assert "SU01" not in check().stdout
    assert not tells_of_copies(check("--preview"))


# Deprecated


@pytest.mark.usefixtures("project")
def test_a_deprecated_rule_runs_and_who_names_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    is_now(monkeypatch, status="deprecated", instead=("CP05", "CP07"))
    note = "note: CP06 (copy-criterion) is deprecated: CP05 and CP07 instead\n"

    assert tells_of_copies(check())
    assert "note: " not in check().stderr
    assert tells_of_copies(check("--select", "copy-criterion"))
    assert check("--select", "copy-criterion,CP06").stderr.count(note) == 1
    assert note not in check("--select", "CP06", "--quiet").stderr
    Path("c360lint.toml").write_text('[severity]\ncopy-criterion = "warning"\n', "utf-8")
    assert note in check().stderr


def test_lists_say_how_far_a_rule_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed() -> str:
        lines = CliRunner().invoke(main, ["rules"]).stdout.splitlines()
        return next(line for line in lines if line.startswith("CP06"))

    assert listed().endswith("no copy criteria may be in the plan")
    is_now(monkeypatch, status="preview")
    assert listed().endswith(" in the plan (preview)")
    is_now(monkeypatch, status="deprecated", instead=("CP05",), default=False)
    assert listed().endswith(" in the plan (off unless selected; deprecated: CP05 instead)")
    printed = json.loads(CliRunner().invoke(main, ["rules", "--format", "json"]).stdout)
    [card] = [one for one in printed["rules"] if one["code"] == "CP06"]
    assert (card["since"], card["status"], card["instead"]) == ("0.1.0", "deprecated", ["CP05"])
    page = CliRunner().invoke(main, ["explain", "CP06"]).stdout
    assert "CP06: since 0.1.0, deprecated: CP05 instead." in page


@pytest.mark.usefixtures("project")
def test_a_report_says_how_far_the_rule_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    is_now(monkeypatch, status="preview", since="0.1.0")
    done = CliRunner().invoke(main, ["check", "--preview", "--format", "json", "-o", "sarif:out.sarif"])
    found = {one["code"]: one["status"] for one in json.loads(done.stdout)["diagnostics"]}
    log = json.loads(Path("out.sarif").read_text("utf-8"))
    said = {rule["id"]: rule["properties"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}

    assert found == {"CP06": "preview"}
    assert (said["CP06"]["status"], said["CP06"]["since"]) == ("preview", "0.1.0")
    assert "instead" not in said["CP06"]


# Removed


@pytest.fixture
def removed(monkeypatch: pytest.MonkeyPatch) -> str:
    """Let a rule be gone, and return what is said of it."""
    one = Removed("CP99", "plan-too-young", "0.9.0", "plans do not age", ("CP05", "CP06"))
    monkeypatch.setattr(rules, "ALL", Catalogue(rules.ALL.families, (one,)))
    return (
        "CP99 (plan-too-young) is no rule any more, since 0.9.0: plans do not age; "
        "CP05 and CP06 say it instead"
    )


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("word", ["CP99", "cp99", "plan-too-young"])
def test_who_selects_a_rule_that_is_gone_is_told_what_became_of_it(removed: str, word: str) -> None:
    assert (check("--select", word).exit_code, check("--select", word).stderr) == (
        2,
        f"c360lint: {removed}\n",
    )
    Path("c360lint.toml").write_text(f'select = ["{word}"]\n', "utf-8")
    assert check().stderr.endswith(f"c360lint.toml:1:11: {removed}\n")


@pytest.mark.usefixtures("project")
def test_to_ignore_a_rule_that_is_gone_fails_no_run(removed: str) -> None:
    asked = check("--ignore", "CP99")
    assert (asked.exit_code, f"note: {removed}\n" in asked.stderr) == (1, True)
    Path("c360lint.toml").write_text('ignore = ["CP99"]\n[severity]\nplan-too-young = "error"\n', "utf-8")
    configured = check()
    assert (configured.exit_code, configured.stderr.count(f"note: {removed}\n")) == (1, 1)
    assert check("--ignore", "CP98").exit_code == 2


@pytest.mark.usefixtures("project")
def test_who_suppresses_a_rule_that_is_gone_is_told_what_became_of_it(removed: str) -> None:
    entry = '[[suppress]]\nrules = ["CP06", "CP99"]\nfiles = ["**"]\nreason = "copies are made by hand"\n'
    Path("c360lint.toml").write_text(entry, "utf-8")

    assert f"c360lint.toml:2:18: error SU04 unknown-suppressed-rule: {removed}\n" in check().stdout
    assert check("--profile").stdout == check().stdout
    assert not tells_of_copies(check())


def test_explain_and_rules_know_what_is_gone(removed: str) -> None:
    explained = CliRunner().invoke(main, ["explain", "plan-too-young", "--format", "json"])
    listed = CliRunner().invoke(main, ["rules", "--format", "json"])

    [one] = json.loads(explained.stdout)["removed"]
    assert one["page"] == f"# plan-too-young (CP99)\n\n{removed}.\n"
    assert json.loads(listed.stdout)["removed"] == [
        {
            "code": "CP99",
            "name": "plan-too-young",
            "version": "0.9.0",
            "reason": "plans do not age",
            "instead": ["CP05", "CP06"],
        }
    ]
    assert CliRunner().invoke(main, ["rules"]).stdout.endswith(f"removed: {removed}\n")


def test_a_card_says_in_words_how_far_it_has_come() -> None:
    card = Rule("XX101", "some-rule", "some limit", "some source")

    assert card.standing == "since 0.1.0, stable"
    assert card._replace(status="preview", since="0.2.0").standing == "since 0.2.0, preview"
    assert card._replace(status="deprecated").standing == "since 0.1.0, deprecated"
