"""Codes, names, files and pages say the same of every rule."""

from __future__ import annotations

from pathlib import Path

import pytest

import rules
from linter.rulekit.pages import examples
from linter.rulekit.rule import RuleModule

REPO = Path(__file__).parent.parent

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
    documented = [
        f"{family}{number:02}" for family, count in counts.items() for number in range(1, count + 1)
    ]

    assert sorted(module.RULE.code for module in rules.ALL) == sorted(documented)


def test_every_module_in_rules_is_in_the_table() -> None:
    listed = {file_of(module) for module in rules.ALL}
    written = {path for path in (REPO / "rules").glob("*/*.py") if path.name != "__init__.py"}

    assert {path.name for path in written} == {path.name for path in listed}


@EVERY_RULE
def test_a_module_is_named_after_its_rule(module: RuleModule) -> None:
    assert file_of(module).stem == module.RULE.name.replace("-", "_")


@EVERY_RULE
def test_a_page_begins_with_name_code_and_limitation(module: RuleModule) -> None:
    lines = file_of(module).with_suffix(".md").read_text("utf-8").split("\n")

    assert lines[0] == f"# {module.RULE.name} ({module.RULE.code})"
    assert lines[1] == ""
    assert lines[2][0].isupper() or not lines[2][0].isalpha()


@EVERY_RULE
def test_a_page_has_good_and_bad_examples(module: RuleModule) -> None:
    found = list(examples(file_of(module).with_suffix(".md").read_text("utf-8")))

    assert {example.good for example in found} == {True, False}
    assert len({example.title for example in found}) == len(found)
