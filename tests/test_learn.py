"""What `c360lint learn` proposes from one file, and what it leaves open."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from linter import kinds
from linter.cli import main
from linter.configuration.configuration import load_configuration
from linter.kinds.routes import laid_out
from linter.learning.learning import SeveralBeginnings, is_documented, learn
from linter.learning.likeness import SYNONYMS
from linter.learning.seen import Facts
from linter.learning.written import comments, tables
from linter.shapes.dialect import Dialect
from linter.shapes.shape import shape_of
from linter.shapes.slips import unknown_in
from linter.suggest import KnownNames, words_of
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


def inside(document: Any) -> Any:
    """Return what lies in the objects that only wrap it: they have one property, and that an object."""
    while (
        isinstance(document, dict) and len(document) == 1 and isinstance(next(iter(document.values())), dict)
    ):
        (document,) = document.values()
    return document


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
            assert kind == "entityInformation" or len(inside(to.documents[name])) < 2
            continue
        proposed = {(one.object, one.property): one.theirs for one in learnt.words if one.value is None}
        real = {(object_, own): said[0] for object_, words in wanted.names for own, said in words}
        assert {key: said for key, said in proposed.items() if said.lower() != real[key].lower()} == {}
        # the one entity of one source may be taken for the whole, as a payload of its path would be
        assert learnt.begins in (wanted.begins, f"{wanted.begins}/*") or kind == "entityInformation"


def test_what_is_written_leaves_the_configuration_as_it_is_and_is_in_force(tmp_path: Path) -> None:
    name = put(tmp_path, PLAN)
    (tmp_path / "c360lint.toml").write_text("# ours\nselect = ['ALL']  # all of them", "utf-8")

    result = run(tmp_path, name, "--as", "conflationplan", "--write")

    written = (tmp_path / "c360lint.toml").read_text("utf-8")
    dialect = load_configuration(str(tmp_path / "c360lint.toml")).dialect("conflationPlan")
    learnt = learn("conflationPlan", PLAN, Facts())
    assert result.exit_code == 0
    assert result.stdout.endswith("Wrote [dialects.conflationPlan] into c360lint.toml.\n")
    assert written.startswith("# ours\nselect = ['ALL']  # all of them\n\n# 14 properties")
    assert learnt is not None
    assert dialect == learnt.dialect


def test_a_dialect_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    name = put(tmp_path, PLAN)
    (tmp_path / "c360lint.toml").write_text('\n[dialects.conflationPlan]\nbegins = ""\n', "utf-8")

    result = run(tmp_path, name, "--as", "conflationPlan", "--write")

    assert result.exit_code == 2
    assert result.stderr == (
        "c360lint: c360lint.toml:2 has [dialects.conflationPlan] already, and was left as it is; without "
        "--write it is printed\n"
    )
    assert (tmp_path / "c360lint.toml").read_text("utf-8") == '\n[dialects.conflationPlan]\nbegins = ""\n'


def test_pyproject_has_the_tables_below_its_own(tmp_path: Path) -> None:
    name = put(tmp_path, PLAN)
    (tmp_path / "pyproject.toml").write_text("[tool.c360lint]\n", "utf-8")

    result = run(tmp_path, name, "--as", "conflationPlan", "--write")

    assert result.exit_code == 0
    written = (tmp_path / "pyproject.toml").read_text("utf-8")
    assert "\n[tool.c360lint.dialects.conflationPlan]\n" in written
    assert "\n#   [tool.c360lint.dialects.conflationPlan.others]\n" in written
    assert load_configuration(str(tmp_path / "pyproject.toml")).dialect("conflationPlan") is not None


def test_what_is_learnt_is_written_into_the_project_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    name = put(tmp_path / "inner", PLAN)
    for folder in (tmp_path, tmp_path / "inner"):
        (folder / "c360lint.toml").write_text("", "utf-8")

    result = run(tmp_path, f"inner/{name}", "--as", "conflationPlan", "--write")
    assert result.stdout.endswith("Wrote [dialects.conflationPlan] into inner/c360lint.toml.\n")
    assert (tmp_path / "c360lint.toml").read_text("utf-8") == ""


RELATION = {"name": "A", "from_entity_name": "X", "from_attribute_name": "x", "cardinality": "many_to_one"}


_UNLIKE = "nothing in real.json is like relationships; `c360lint explain relationships` shows its form"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            {"a": RELATION, "b": RELATION},
            "the payload in real.json may begin at `/a` or `/b`: --begins says where",
        ),
        ({"fig": 1, "tree": {}}, _UNLIKE),
        (5, _UNLIKE),
        (
            [{"method": "PUT", "url": "/api"}],
            "real.json is a list of requests: one payload, or one request, is expected",
        ),
    ],
)
def test_what_can_not_be_learnt_is_said(tmp_path: Path, value: Any, message: str) -> None:
    result = run(tmp_path, put(tmp_path, value), "--as", "relationships")

    assert (result.exit_code, result.stderr) == (2, f"c360lint: {message}\n")


def test_the_user_says_where_a_payload_begins(tmp_path: Path) -> None:
    value = {"a": RELATION, "b": RELATION}

    result = run(tmp_path, put(tmp_path, value), "--as", "relationships", "--begins", "/b")

    assert result.exit_code == 0
    assert 'begins = "/b"\n' in result.stdout
    assert 'fromEntityName = "from_entity_name"\n' in result.stdout
    assert 'manyToOne = "many_to_one"\n' in result.stdout


def test_two_names_that_are_as_likely_are_both_told_and_none_is_taken(tmp_path: Path) -> None:
    value = {**RELATION, "to_table": "Y", "to_dataset": "Y", "many": 5}

    result = run(tmp_path, put(tmp_path, [value]), "--as", "relationships")

    assert "may be `toEntityName`" in result.stdout
    assert "toEntityName =" not in result.stdout


def test_a_name_like_a_known_one_whose_value_is_of_another_type_is_told_and_not_taken(tmp_path: Path) -> None:
    value = {**RELATION, "from_attribute_name": 5}

    result = run(tmp_path, put(tmp_path, [value]), "--as", "relationships")

    said = "is called like `fromAttributeName` of RelationshipUpdate, but isn't a string"
    assert f"#   /*/from_attribute_name {said}\n" in result.stdout
    assert "fromAttributeName =" not in result.stdout


def test_a_documented_payload_needs_no_dialect(tmp_path: Path) -> None:
    plan = (WORLD / "conflations/default/conflationPlan.json").read_text("utf-8")

    result = run(tmp_path, put(tmp_path, json.loads(plan)), "--as", "conflationPlan")

    assert (result.exit_code, result.stdout) == (
        0,
        "# real.json has the documented form of conflationPlan: no dialect is needed.\n",
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["Name", "entity", "from", "toTable", "*", "a/b", "\x7f", "\ud800", ""]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(kinds.names()),
)
def test_whatever_is_proposed_can_be_declared(value: Any, kind: str) -> None:
    with suppress(SeveralBeginnings):
        learnt = learn(kind, value, Facts())
        if learnt is not None:
            text = comments(learnt, kind, "x.json") + tables(learnt, kind)
            assert load_configuration("c360lint.toml", text.encode()).dialect(kind) == learnt.dialect


def test_a_file_that_lies_elsewhere_teaches_the_working_folders_project(tmp_path: Path) -> None:
    ours, elsewhere = tmp_path / "ours", tmp_path / "elsewhere"
    ours.mkdir()
    elsewhere.mkdir()
    (ours / "c360lint.toml").write_text("", "utf-8")
    put(elsewhere, PLAN)

    result = run(ours, str(elsewhere / "real.json"), "--as", "conflationPlan", "--write")

    assert result.exit_code == 0
    assert load_configuration(str(ours / "c360lint.toml")).dialect("conflationPlan") is not None
    assert list(elsewhere.iterdir()) == [elsewhere / "real.json"]


@pytest.mark.parametrize(
    "value", [[{"Entity": "A", "Key": "b"}] * 5000, {f"k{number}": number for number in range(5000)}]
)
def test_what_is_asked_of_a_large_file_is_asked_of_its_beginning(
    value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    close = KnownNames.close
    monkeypatch.setattr(KnownNames, "close", lambda self, name: asked.append(name) or close(self, name))

    is_documented(kinds.ALL[3], value)

    assert len(asked) < 1000


def test_slips_are_looked_for_among_the_first_unknown_properties_of_an_object() -> None:
    rest = {f"k{number}": number for number in range(2000)}
    shape = shape_of("relationships").items or shape_of("relationships")
    first, last = (unknown_in(one, shape) for one in ({"nam": "x", **rest}, {**rest, "nam": "x"}))

    assert [one.meant for one in (first[0], last[-1])] == ["name", ""]
