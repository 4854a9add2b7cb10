"""Cards of rules, and the catalogue: what selectors mean, what findings rest on, how far a rule has come."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from linter.diagnostic import Finding, Grounds, Location, Stated
from linter.instance.generations import GENERATIONS
from linter.rulekit.catalogue import Catalogue, Family
from linter.rulekit.rule import API_PAGE, Removed, Rule, RuleModule, product_page, rule_matches, rule_selected

PAGE = product_page("a.md")
PLAIN = Rule("SG101", "no-segment", "there is a segment", "POST segments, 1")
ADVICE = Rule("SG201", "long-name", "names are short", "our own", group="advice", default=False, url=PAGE)
MILD = Rule("RL101", "lonely-entity", "entities are related", "page", severity="warning")


@pytest.mark.parametrize(
    ("selector", "plain", "advice", "mild"),
    [
        ("ALL", True, True, True),
        ("all", True, True, True),
        ("SG", True, True, False),
        ("sg", True, True, False),
        ("SG1", True, False, False),
        ("SG101", True, False, False),
        ("SG1011", False, False, False),
        ("no-segment", True, False, False),
        ("NO-Segment", True, False, False),
        ("no-seg", False, False, False),
        ("Long-name", False, True, False),
        ("sg201", False, True, False),
        ("advice", False, True, False),
        ("ADVICE", False, True, False),
        ("error", True, True, False),
        ("Warning", False, False, True),
        ("X", False, False, False),
    ],
)
def test_what_a_selector_means(selector: str, plain: bool, advice: bool, mild: bool) -> None:
    told = [rule_matches(one, ["X", selector]) for one in (PLAIN, ADVICE, MILD)]

    assert told == [plain, advice, mild]
    by_itself = selector.lower() in ("sg201", "long-name", "advice")
    assert [rule_selected(one, [selector]) for one in (PLAIN, ADVICE, MILD)] == [plain, by_itself, mild]


def test_no_selector_means_nothing() -> None:
    assert not rule_matches(PLAIN, [])
    assert not rule_selected(ADVICE, [])
    assert rule_selected(ADVICE, ["x", "sg201"])


def test_a_card_says_where_its_limitation_is_stated() -> None:
    stated = Stated("service-error", "a")

    assert PLAIN.stated == (Stated("api-page", "POST segments, 1"),)
    assert ADVICE.stated == (Stated("convention", "our own"),)
    assert PLAIN._replace(sources=(stated,)).stated == (stated,)
    assert PLAIN.url == API_PAGE
    assert product_page("a.md") == PAGE
    assert product_page("a.md").startswith("https://github.com/MicrosoftDocs/")
    assert product_page("a.md").endswith("/ci-docs/data/a.md")


def test_a_finding_rests_on_its_own_sources_or_on_those_of_its_rule() -> None:
    rule = PLAIN._replace(service_errors=("a", "b"), inferred=True, status="preview")
    finding = Finding(Location("a.json"), "it is")
    own = Stated("odata", "4.01")

    assert rule.grounds(finding) == Grounds(("a", "b"), rule.stated, inferred=True, status="preview")
    assert rule.grounds(finding._replace(service_errors=(), sources=(own,))) == Grounds(
        (), (own,), inferred=True, status="preview"
    )


def test_a_card_says_for_which_generations_it_holds_if_not_for_all() -> None:
    assert PLAIN.why == "there is a segment (POST segments, 1)"
    one, two = (PLAIN._replace(generations=GENERATIONS[:end]) for end in (1, 2))
    assert one.why == "there is a segment (POST segments, 1; holds for the API's generation 2020-04)"
    assert two.held == "the API's generations 2020-04 and 2020-08"


def test_a_family_is_two_letters_and_that_of_custom_rules_one() -> None:
    custom = PLAIN._replace(code="XX101", custom="checks/a.py")

    assert (PLAIN.family, custom.family) == ("SG", "X")
    assert custom.standing == "a custom rule of this project, checks/a.py"


@pytest.mark.parametrize(
    ("changed", "standing", "if_not_stable"),
    [
        ({}, "since 0.1.0, stable", ""),
        ({"status": "preview", "since": "0.2.0"}, "since 0.2.0, preview", "preview"),
        ({"status": "deprecated"}, "since 0.1.0, deprecated", "deprecated"),
        (
            {"status": "deprecated", "instead": ("SG102", "SG103")},
            "since 0.1.0, deprecated: SG102 and SG103 instead",
            "deprecated: SG102 and SG103 instead",
        ),
    ],
)
def test_how_far_a_rule_has_come(changed: Any, standing: str, if_not_stable: str) -> None:
    rule = PLAIN._replace(**changed)

    assert (rule.standing, rule.standing_if_not_stable) == (standing, if_not_stable)


def test_what_lists_of_rules_say_of_a_card() -> None:
    assert PLAIN.published() == {
        "code": "SG101",
        "name": "no-segment",
        "limitation": "there is a segment",
        "source": "POST segments, 1",
        "severity": "error",
        "url": API_PAGE,
        "service_errors": (),
        "local": False,
        "late": False,
        "generations": GENERATIONS,
        "group": "",
        "default": True,
        "since": "0.1.0",
        "status": "stable",
        "instead": (),
        "sources": [{"document": "api-page", "reference": "POST segments, 1"}],
        "inferred": False,
    }
    assert PLAIN._replace(custom="a.py").published()["custom"] == "a.py"
    assert (PLAIN.suppressible, PLAIN.kinds, PLAIN.needs) == (True, ("documents",), ())


def test_what_became_of_a_rule_that_is_gone() -> None:
    gone = Removed("SG102", "old", "0.3.0", "it was wrong")

    assert gone.told == "SG102 (old) is no rule any more, since 0.3.0: it was wrong"
    assert gone._replace(instead=("SG101",)).told.endswith("it was wrong; SG101 says it instead")
    assert gone._replace(instead=("SG1", "SG2")).told.endswith("; SG1 and SG2 say it instead")


def module(card: Rule) -> RuleModule:
    return cast("RuleModule", SimpleNamespace(RULE=card))


SEGMENTS = Family("SG", "", ("segment",), ("no_segment", "long_name"), (module(PLAIN), module(ADVICE)))
RELATIONS = Family("RL", "", ("relationships", "entityInfo"), ("lonely_entity",), (module(MILD),))
CATALOGUE = Catalogue((SEGMENTS, RELATIONS), (Removed("SG102", "old", "0.3.0", "it was wrong"),))


def codes(found: Any) -> list[str]:
    return [one.RULE.code for one in found]


def test_a_catalogue_has_the_rules_of_its_families_in_their_order() -> None:
    assert codes(CATALOGUE) == ["SG101", "SG201", "RL101"]
    assert len(CATALOGUE) == 3
    assert SEGMENTS.custom[1] in CATALOGUE
    assert module(PLAIN) not in CATALOGUE
    assert codes(CATALOGUE.about({"segment"})) == ["SG101", "SG201"]
    assert codes(CATALOGUE.about({"entityInfo", "measure"})) == ["RL101"]
    assert codes(CATALOGUE.about(set())) == []


def test_a_family_without_modules_at_hand_imports_its_own() -> None:
    family = Family("SG", "rules.segments", ("segment",), ("no_segment",))

    assert codes(family.rules()) == ["SG101"]


@pytest.mark.parametrize(
    ("selector", "may_hold"),
    [
        ("ALL", True),
        ("all", True),
        ("advice", True),
        ("WARNING", True),
        ("S", True),
        ("sg", True),
        ("SG999", True),
        ("No-Segment", True),
        ("no_segment", True),
        ("other-name", False),
        ("RL", False),
    ],
)
def test_a_family_tells_whether_a_selector_could_mean_one_of_its_rules(selector: str, may_hold: bool) -> None:
    assert SEGMENTS.may_hold(selector) is may_hold


def test_rules_that_a_selector_means_and_the_one_that_it_names() -> None:
    assert codes(CATALOGUE.meant_by("s")) == ["SG101", "SG201"]
    assert codes(CATALOGUE.meant_by("warning")) == ["RL101"]
    assert codes(CATALOGUE.meant_by("")) == codes(CATALOGUE.meant_by(" ")) == []

    def code(found: RuleModule | None) -> str | None:
        return found.RULE.code if found is not None else None

    assert [code(CATALOGUE.named(one)) for one in ("SG101", "no-segment", "sg101", "SG", "ALL")] == [
        "SG101",
        "SG101",
        *[None] * 3,
    ]
    assert [code(CATALOGUE.chosen(one)) for one in ("sg201", "LONG-name", "SG", "x")] == [
        "SG201",
        "SG201",
        *[None] * 2,
    ]


def test_words_that_mean_many_rules_choose_none_and_import_none() -> None:
    class Unread(tuple[RuleModule, ...]):
        def __iter__(self) -> Any:
            raise AssertionError("nobody need look at the rules")

    unread = Catalogue((SEGMENTS._replace(custom=Unread(SEGMENTS.custom)),))

    assert [unread.chosen(one) for one in ("ALL", "all", "advice", "Warning")] == [None] * 4


def test_a_rule_that_is_gone_is_known_by_code_and_name() -> None:
    gone = CATALOGUE.removed[0]

    assert [CATALOGUE.gone(one) for one in ("SG102", "sg102", "old", "OLD")] == [gone] * 4
    assert CATALOGUE.gone("SG101") is None
