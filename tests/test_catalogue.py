"""Codes, names, files and pages say the same of every rule."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from click.testing import CliRunner

import rules
from linter.cli import main
from linter.commands.coverage import coverage
from linter.instance.generations import GENERATIONS
from linter.rulekit.pages import examples, page_of, sections
from linter.rulekit.rule import RuleModule

REPO = Path(__file__).parent.parent

DOCUMENTS = {"api-page", "service-error", "product-page", "odata", "openapi", "convention"}

EVERY_RULE = pytest.mark.parametrize("module", rules.ALL, ids=lambda module: module.RULE.code)


def file_of(module: RuleModule) -> Path:
    return Path(str(module.__file__))  # type: ignore[attr-defined]  # modules have a file


def test_codes_and_names_are_unique() -> None:
    codes = [module.RULE.code for module in rules.ALL]
    names = [module.RULE.name for module in rules.ALL]

    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)


def test_all_documented_limitations_have_a_rule() -> None:
    counts = {"IN": 6, "CE": 2, "CP": 9, "CR": 5, "EI": 5, "RL": 7, "OD": 4, "SQ": 1, "DO": 9, "SU": 4}
    documented = {
        f"{family}{number:02}" for family, count in counts.items() for number in range(1, count + 1)
    }
    others = [module.RULE for module in rules.ALL if module.RULE.code not in documented]

    assert documented <= {module.RULE.code for module in rules.ALL}
    assert [rule.code for rule in others if not rule.sources or int(rule.code[2:]) < 101] == []


@EVERY_RULE
def test_a_card_says_where_its_limitation_is_stated(module: RuleModule) -> None:
    card = module.RULE

    assert {one.document for one in card.stated} <= DOCUMENTS
    assert all(one.reference for one in card.stated)
    predicted = [one.reference for one in card.stated if one.document == "service-error"]
    assert set(predicted) <= set(card.service_errors)


def test_every_error_code_and_limit_on_a_card_is_one_of_the_vocabulary() -> None:
    known = {one.name for one in coverage(rules.ALL)}
    cards = [module.RULE for module in rules.ALL]
    named = {code for card in cards for code in card.service_errors}
    named |= {one.reference for card in cards for one in card.stated if one.document == "product-page"}

    assert named - known == set()


def test_what_no_rule_predicts_is_not_decidable_where_there_is_a_reason_and_else_open() -> None:
    listed = CliRunner().invoke(main, ["rules", "--coverage", "--format", "json"]).stdout
    unpredicted = [one for one in json.loads(listed)["coverage"] if not one["rules"]]

    assert unpredicted
    for one in unpredicted:
        assert one["status"] == ("not decidable" if one["whyNot"] else "open")


def test_a_family_holds_the_rules_of_its_prefix_and_says_of_what_they_speak() -> None:
    for family in rules.ALL.families:
        cards = [module.RULE for module in family.rules()]

        assert {card.code[:2] for card in cards} == {family.prefix}
        assert {kind for card in cards for kind in card.kinds} == set(family.kinds)


def test_a_page_says_for_which_generations_a_rule_holds_if_not_for_all() -> None:
    some = [module for module in rules.ALL if module.RULE.generations != GENERATIONS]

    assert {module.RULE.code for module in some} >= {"OD03", "OD04"}
    for module in some:
        said = page_of(module).partition("**Holds for** the API's generation")[2].partition(".")[0]
        assert [one for one in GENERATIONS if one in said] == list(module.RULE.generations)
        assert module.RULE.why.endswith(f"; holds for {module.RULE.held})")


def test_the_import_of_a_rule_that_is_meant_leaves_other_families_alone() -> None:
    script = (
        "import sys, rules\n"
        "print([module.RULE.code for module in rules.ALL.meant_by('Plan-Out-Of-Order')])\n"
        "print({name.split('.')[1] for name in sys.modules if name.startswith('rules.')})"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPO, capture_output=True, check=True)

    assert done.stdout.decode() == "['CP08']\n{'conflation_plan'}\n"


def test_no_code_of_a_rule_stands_outside_of_the_rules() -> None:
    literals = [
        (path.relative_to(REPO).as_posix(), found)
        for path in sorted((REPO / "linter").rglob("*.py"))
        for found in re.findall(r'"[A-Z]{2}\d\d"', path.read_text("utf-8"))
    ]

    # the configuration that `init` writes shows some
    assert {file for file, _ in literals} == {"linter/commands/init/files.py"}


def test_every_module_in_rules_is_in_the_table() -> None:
    listed = {file_of(module) for module in rules.ALL}
    written = {path for path in (REPO / "rules").glob("*/*.py") if path.name != "__init__.py"}

    assert written == listed
    assert {path.with_suffix(".md") for path in listed} == set((REPO / "rules").glob("*/*.md"))


@EVERY_RULE
def test_a_module_is_named_after_its_rule(module: RuleModule) -> None:
    assert file_of(module).stem == module.RULE.name.replace("-", "_")


@EVERY_RULE
def test_a_page_begins_with_name_code_and_limitation(module: RuleModule) -> None:
    lines = page_of(module).split("\n")

    assert lines[0] == f"# {module.RULE.name} ({module.RULE.code})"
    assert lines[1] == ""
    assert lines[2][0].isupper() or not lines[2][0].isalpha()


@EVERY_RULE
def test_a_page_shows_the_mistake_and_how_to_mend_it_before_all_else(module: RuleModule) -> None:
    first, second, *_ = [title for title, _ in sections(page_of(module))]

    assert first.startswith("Bad: ")
    assert second == "How to mend it"


@EVERY_RULE
def test_a_page_has_good_and_bad_examples(module: RuleModule) -> None:
    found = list(examples(page_of(module)))

    assert {example.good for example in found} == {True, False}
    assert len({example.title for example in found}) == len(found)


def test_most_pages_fit_on_two_screens() -> None:
    assert median(len(page_of(module).splitlines()) for module in rules.ALL) <= 80
