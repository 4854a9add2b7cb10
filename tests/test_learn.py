"""What `c360lint learn` proposes from one file, and what it leaves open."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter.cli import main
from linter.configuration.configuration import load_configuration
from linter.kinds.routes import laid_out
from linter.learning.learning import learn
from linter.learning.likeness import SYNONYMS
from linter.learning.seen import Facts, keys_in
from linter.shapes.dialect import Dialect
from linter.suggest import words_of
from tests.speaking import dialects_of, translated

sys.path.insert(0, str(Path(__file__).parent / "planted"))

from faults import plant
from generator import build_project
from render import render

WORLD = Path(__file__).parent.parent / "rules" / "world"
PLAN: dict[str, Any] = {
    "result": {
        "matching": {
            "MatchOrder": [{"Source": "eCommerce", "Table": "eCommerceContacts"}],
            "MatchPairs": [
                {
                    "Left": [{"Source": "eCommerce", "Table": "eCommerceContacts"}],
                    "Right": {"Source": "Loyalty", "Table": "loyCustomers"},
                    "Rules": [
                        {
                            "Title": "Email",
                            "Enabled": True,
                            "Weight": 5,
                            "Conditions": [
                                {
                                    "Method": "EXACT_MATCH",
                                    "LeftField": {"Column": "EMail"},
                                    "RightField": {"Column": "Email"},
                                }
                            ],
                        }
                    ],
                }
            ],
        }
    }
}


def run(folder: Path, *arguments: str) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, ["learn", *arguments])
    finally:
        os.chdir(before)


def put(folder: Path, value: Any, name: str = "real.json") -> str:
    (folder / name).write_text(json.dumps(value), "utf-8")
    return name


def snake(name: str) -> str:
    return "_".join(words_of(name))


def pascal(name: str) -> str:
    return "".join(word.capitalize() for word in words_of(name))


def prefixed(name: str) -> str:
    return f"msd_{name}"


def in_other_words(rng: random.Random) -> Callable[[str], str]:
    groups = {word: group for group in SYNONYMS for word in group}
    chosen: dict[str, str] = {}

    def word(one: str) -> str:
        group = groups.get(one) or groups.get(one.removesuffix("s"))
        return rng.choice(group) if group else one

    def say(name: str) -> str:
        return chosen.setdefault(name, snake("_".join(map(word, words_of(name)))))

    return say


def test_other_names_a_wrapper_and_other_values_are_proposed() -> None:
    learnt = learn("conflationPlan", PLAN, Facts())

    assert learnt is not None
    assert learnt.dialect == Dialect(
        "/result/matching",
        (
            ("ConflationPlan", (("conflationOrder", ("MatchOrder",)), ("conflationPlans", ("MatchPairs",)))),
            ("MatchStep", (("leftEntities", ("Left",)), ("rightEntity", ("Right",)))),
            (
                "MatchRule",
                (("name", ("Title",)), ("isActive", ("Enabled",)), ("criteria", ("Conditions",))),
            ),
            (
                "Criterion",
                (("kind", ("Method",)), ("leftColumn", ("LeftField",)), ("rightColumn", ("RightField",))),
            ),
            ("ColumnReference", (("attributeName", ("Column",)),)),
            ("EntityReference", (("dataSourceName", ("Source",)), ("entityName", ("Table",)))),
        ),
        (("Criterion", (("kind", (("exact", ("EXACT_MATCH",)),)),)),),
    )
    assert [(one.pattern, one.said) for one in learnt.open] == [
        ("/result/matching/MatchPairs/*/Rules/*/Weight", "is like nothing of MatchRule")
    ]


@pytest.mark.parametrize("style", ["snake", "pascal", "prefixed", "other words"])
@pytest.mark.parametrize("seed", range(6))
def test_names_and_beginnings_are_learnt_back_and_none_is_wrong(
    tmp_path: Path, style: str, seed: int
) -> None:
    planted = plant("clean", build_project(seed), seed)
    assert planted is not None
    render(planted[1].project, "json", seed, planted[1].broken).write(tmp_path)
    rng = random.Random(seed)
    say = {"snake": snake, "pascal": pascal, "prefixed": prefixed}.get(style) or in_other_words(rng)
    before = (tmp_path / "c360lint.toml").read_text("utf-8") if (tmp_path / "c360lint.toml").exists() else ""
    dialects = {
        kind: one._replace(values={} if style == "other words" else one.values)
        for kind, one in dialects_of(rng, say, share=1).items()
    }
    to = translated(tmp_path, dialects)
    declared = load_configuration(str(tmp_path / "c360lint.toml"))
    (tmp_path / "c360lint.toml").write_text(before, "utf-8")

    for name in to.begins:
        route = laid_out(name)
        assert route is not None
        kind = str(route.kind)
        learnt = learn(kind, to.documents[name], Facts())
        wanted = dict(declared.dialects)[kind]
        if learnt is None:  # the short form has no properties, and one alone says too little
            assert kind == "entityInformation" or len(keys_in(to.documents[name])) < 4
            continue
        proposed = {(one.object, one.property): one.theirs for one in learnt.words if one.value is None}
        real = {(object_, own): said[0] for object_, words in wanted.names for own, said in words}
        assert {key: said for key, said in proposed.items() if said.lower() != real[key].lower()} == {}
        assert learnt.begins in (wanted.begins, f"{wanted.begins}/*")
