"""What is said of rules by their codes and names: in configurations, and on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

import rules
from linter.checking.selectors import fates, require_rules, require_selectors
from linter.configuration.configuration import load_configuration
from linter.configuration.settings import Configuration, Override
from linter.refusal import CannotRun
from linter.rulekit.catalogue import Catalogue, Family
from linter.rulekit.rule import Removed
from rules.conflation_plan import copy_criterion
from tests.projects import write

GONE = Removed("CP99", "plan-too-young", "0.9.0", "plans do not age", ("CP05",))
RENAMED = Removed("CP98", "copy-criterion", "0.9.0", "its code has changed", ("CP06",))
KNOWN = Catalogue(rules.ALL.families, (GONE, RENAMED))
NO_RULE = "no rule `CP991`; `c360lint rules` lists them"


def refusal(file: Path, data: bytes | None = None) -> str:
    """Return what is said of a configuration's selectors, "" where nothing is."""
    configuration = load_configuration(str(file), data)
    try:
        require_rules(KNOWN, str(file), configuration, data)
    except CannotRun as error:
        return str(error).replace(f"{file.parent}/", "")
    return ""


def test_a_selector_is_looked_up_in_the_text_that_is_given_for_the_file(tmp_path: Path) -> None:
    write(tmp_path, {"c360lint.toml": "", "team.toml": 'ignore = ["CP01"]'})
    own = b'\n\nextends = "team.toml"\nselect = ["CP991"]'

    assert refusal(tmp_path / "c360lint.toml", own).endswith(f"c360lint.toml:4:11: {NO_RULE}")


def test_a_selector_of_another_file_has_its_place_in_that_file(tmp_path: Path) -> None:
    write(tmp_path, {"c360lint.toml": "", "team.toml": '# ours\nignore = ["CP01", "CP991"]'})
    own = b'extends = "team.toml"\nignore = ["CP01"]'

    assert refusal(tmp_path / "c360lint.toml", own).endswith(f"team.toml:2:19: {NO_RULE}")


def test_a_configuration_that_is_made_of_no_file_has_its_place_in_the_file_that_is_named(
    tmp_path: Path,
) -> None:
    file = tmp_path / "c360lint.toml"
    file.write_text('select = ["CP991"]', "utf-8")

    with pytest.raises(CannotRun) as refused:
        require_rules(KNOWN, str(file), Configuration(select=("CP991",)))

    assert str(refused.value).endswith(f"c360lint.toml:1:11: {NO_RULE}")


def test_what_a_preset_says_of_rules_is_ours_to_get_right(tmp_path: Path) -> None:
    file = tmp_path / "c360lint.toml"
    file.write_text('extends = "strict"', "utf-8")
    none = Catalogue((Family("XX", "", (), (), (copy_criterion,)),))

    require_rules(none, str(file), load_configuration(str(file)))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CP", "`CP` is not one rule: severities go by a whole code or name"),
        ("QQQQ", "no rule `QQQQ`; `c360lint rules` lists them"),
        ("cp06", "no rule `cp06`; did you mean `CP06`?"),
        ("copy-criterium", "no rule `copy-criterium`; did you mean `copy-criterion`?"),
        ("CP06", ""),
        ("CP99", ""),
    ],
)
def test_severities_go_by_whole_codes_and_names(tmp_path: Path, name: str, said: str) -> None:
    text = f'# severities\n[severity]\n{name} = "warning"\n'
    (tmp_path / "c360lint.toml").write_text(text, "utf-8")

    assert refusal(tmp_path / "c360lint.toml").partition("c360lint.toml:3:1: ")[2] == said


@pytest.mark.parametrize(("key", "said"), [("select", GONE.told), ("ignore", "")])
def test_what_is_gone_can_not_be_selected_and_is_ignored_in_any_case(
    tmp_path: Path, key: str, said: str
) -> None:
    (tmp_path / "c360lint.toml").write_text(f'{key} = ["CP99"]', "utf-8")

    assert refusal(tmp_path / "c360lint.toml").partition("c360lint.toml:1:11: ")[2] == said


def test_a_severity_in_an_override_has_its_place_there(tmp_path: Path) -> None:
    text = '[severity]\nCP06 = "error"\n[[overrides]]\nfiles = ["a"]\nseverity = {CP991 = "error"}\n'
    (tmp_path / "c360lint.toml").write_text(text, "utf-8")

    assert refusal(tmp_path / "c360lint.toml").endswith(f"c360lint.toml:5:13: {NO_RULE}")


def test_of_several_projects_one_has_to_have_a_rule_that_is_selected_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copy_criterion, "RULE", copy_criterion.RULE._replace(status="preview"))
    told = "CP06 is in preview: it runs with `--preview`, or `preview = true`"

    require_selectors([(KNOWN, False), (KNOWN, True)], ["CP06"], [])
    require_selectors([(KNOWN, False)], ["CP05"], ["CP06", "CP99"])
    for select, ignore, said in ((["CP06"], [], told), ([], ["CP991"], NO_RULE), (["CP99"], [], GONE.told)):
        with pytest.raises(CannotRun) as refused:
            require_selectors([(KNOWN, False), (KNOWN, False)], select, ignore)
        assert str(refused.value) == said


OLD = "CP06 (copy-criterion) is deprecated: CP05 instead"


@pytest.mark.parametrize(
    ("said", "configuration", "told"),
    [
        (["CP06", "CP06"], Configuration(), [OLD]),
        (["CP05", "ALL", "CP"], Configuration(), []),
        ([], Configuration(select=("CP06",)), [OLD]),
        ([], Configuration(ignore=("CP06", "CP99")), [OLD, GONE.told]),
        ([], Configuration(severity=(("CP06", "error"),)), [OLD]),
        ([], Configuration(overrides=(Override(("a",), select=("CP06",)),)), [OLD]),
        (["copy-criterion"], Configuration(), [OLD]),
        (["CP98"], Configuration(), [RENAMED.told]),
    ],
)
def test_who_names_a_rule_is_told_once_what_becomes_of_it(
    monkeypatch: pytest.MonkeyPatch, said: list[str], configuration: Configuration, told: list[str]
) -> None:
    card = copy_criterion.RULE._replace(status="deprecated", instead=("CP05",))
    monkeypatch.setattr(copy_criterion, "RULE", card)

    assert list(fates(KNOWN, configuration, *said)) == told


def test_a_rule_that_has_kept_its_name_under_another_code_is_not_gone() -> None:
    assert list(fates(KNOWN, Configuration(), "copy-criterion")) == []
