"""c360lint explain: forms and words."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter import kinds
from linter.cli import main
from linter.commands.explain.form import form_names
from linter.commands.explain.vocabulary import word_page, words
from linter.shapes.shape import Shape, shape_of
from tests.stage import STAGE

REPO = Path(__file__).parent.parent
EVERY_FORM = pytest.mark.parametrize("name", form_names())


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def form(name: str) -> dict[str, Any]:
    [found] = json.loads(invoke("explain", name, "--format", "json").stdout)["forms"]
    assert isinstance(found, dict)
    return found


def test_every_payload_kind_has_a_page() -> None:
    assert set(form_names()) == {*kinds.names(), "request", "snapshot"}


@EVERY_FORM
def test_a_form_is_shown_by_the_stages_files_and_fits_80_columns_but_for_long_names(name: str) -> None:
    told = form(name)
    lines = invoke("explain", name.upper()).stdout.splitlines()

    assert told["examples"] or not told["places"]  # no file mirrors a record
    assert ("Properties" in lines) == bool(told["properties"])
    assert all(STAGE[one["file"]] == one["content"] for one in told["examples"])
    page = invoke("explain", name, "--format", "markdown").stdout
    assert re.findall(r"^```json (\S+)$", page, re.MULTILINE) == [one["file"] for one in told["examples"]]
    long = [line for line in lines if len(line) > 80]
    assert [line for line in long if len(line.split()) > 1 and '"url":' not in line] == []


@EVERY_FORM
def test_every_property_of_a_form_is_told_with_its_closed_list(name: str) -> None:
    shape = shape_of(name)
    root = shape.items if shape.items is not None and shape.members is None else shape

    assert set(paths(root, ())) == set(told(form(name)["properties"], form(name)["properties"]))


@EVERY_FORM
def test_what_a_form_marks_as_required_is_what_its_schema_requires(name: str) -> None:
    shape = shape_of(name)
    root = shape.items if shape.items is not None and shape.members is None else shape
    marked = [each for one in form(name)["properties"] if one["required"] for each in one["names"]]

    assert sorted(marked) == sorted(root.required)


def paths(shape: Shape, above: tuple[str, ...], names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the properties of the first two levels that have a type, and the values of their lists."""
    for name, member in (shape.members or {}).items():
        if member.any or name.startswith("$"):
            continue
        inner = member.items or member
        yield (*above, name, *member.values, *(inner.values if member.items else ()))
        if not above:
            yield from paths(inner, (name,))


def told(properties: list[dict[str, Any]], roots: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    for one in properties:
        if not one["types"]:
            continue
        [name] = one["names"]
        yield (name, *one["values"])
        for inner in resolved(one, roots):
            if inner["types"]:
                yield (name, *inner["names"], *inner["values"])


def resolved(one: dict[str, Any], roots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the properties of a property, or those of the one that it refers to."""
    like: str = one["like"]
    if like.startswith("c360lint explain "):
        return list(form(like.rpartition(" ")[2])["properties"])
    found = one["properties"]
    for step, name in enumerate(like.split(".") if like else ()):
        found = next(each["properties"] for each in (found if step else roots) if name in each["names"])
    return list(found)


def test_a_page_says_where_it_lies_which_request_it_is_which_rules_look_at_it_and_how_to_begin() -> None:
    lines = invoke("explain", "relationships").stdout.splitlines()

    at = lines.index("Where it lies")
    assert "  manage/relationships/CustomerToHomeStore.json:" in lines[:at]
    assert lines[at + 2 : at + 7] == [
        "- `manage/relationships.json` is `PATCH /manage/relationships` (or POST, PUT);",
        "  required: `name`, `fromEntityName`, `fromAttributeName`, `toEntityName`,",
        "  `toAttributeName` and `cardinality`",
        "- `manage/relationships/{relationshipName}.json` is `PATCH",
        "  /manage/relationships/{relationshipName}` (or POST, PUT); required: nothing",
    ]
    at = lines.index("Rules")
    codes = [line.split()[1] for line in lines[at:] if line.startswith("- ")]
    assert codes == ["RL01", "RL02", "RL03", "RL04", "RL05", "RL06", "RL07"]
    assert lines[-1] == "    c360lint new relationships"


@pytest.mark.parametrize(
    ("arguments", "is_said"),
    [(["CP02"], True), (["CP"], True), (["CP02", "--full"], False), (["not-checked"], False)],
)
def test_of_the_examples_of_rules_it_is_said_that_they_show_what_they_change(
    arguments: list[str], is_said: bool
) -> None:
    printed = " ".join(invoke("explain", *arguments).stdout.split())

    assert ("Examples change one clean project, and show what they change" in printed) == is_said


@pytest.mark.parametrize("word", ["not-checked", "not checked", "Held-Back", "entity", "planned", "source"])
def test_a_word_is_explained_in_any_spelling(word: str) -> None:
    result = invoke("explain", word, "--format", "markdown")

    assert (result.exit_code, result.stdout) == (0, word_page(word))


def test_no_word_hides_a_rule_or_stands_twice() -> None:
    listed = list(words())

    assert len(listed) == len(set(listed))
    for word in listed:
        assert invoke("explain", word, "--format", "markdown").stdout.startswith(word_page(word) or "-")


@pytest.mark.parametrize(
    ("word", "near"),
    [("conflationPlans", "conflationPlan"), ("held-bak", "held-back"), ("copy-criterium", "copy-criterion")],
)
def test_an_unknown_word_is_answered_with_the_nearest_of_rules_kinds_and_words(word: str, near: str) -> None:
    result = invoke("explain", word)

    assert (result.exit_code, result.stderr) == (
        2,
        f"c360lint: no rule, payload kind or word `{word}`; did you mean `{near}`?\n",
    )


def test_not_checked_says_of_every_reason_how_it_is_resolved() -> None:
    page = " ".join((word_page("not-checked") or "").split())
    answered = [re.escape(one).replace("…", ".*") for one in re.findall(r"\*([^*]+)\*", page)]
    reasons = set(reasons_in_code())

    assert len(reasons) > 10
    assert [one for one in reasons if not any(re.search(each, one) for each in answered)] == []


def reasons_in_code() -> Iterator[str]:
    """Yield the reasons that the Lacks in rules and in what they ask are made with."""
    rooms = (
        REPO / "rules",
        *(REPO / "linter" / room for room in ("instance", "kinds", "project", "rulekit")),
    )
    for path in [path for room in rooms for path in room.rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Lack":
                yield from texts(node.args[0])


def texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts that an expression may be, with `X` for what is put in; messages are several words."""
    parts = {id(part) for one in ast.walk(node) if isinstance(one, ast.JoinedStr) for part in one.values}
    for one in ast.walk(node):
        if isinstance(one, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in one.values)
        elif isinstance(one, ast.Constant) and id(one) not in parts and str(one.value).count(" ") > 2:
            yield str(one.value)


# An error of the service, and where the project has it


BODY = """{"Exception": null, "HttpStatusCode": 400, "ErrorCode": "ConflationAttributeMetadataNotFound",
"Message": "Attribute Phone of Loyalty_loyCustomers", "Params": ["Loyalty_loyCustomers", "Phone"]}"""
PLAN = "conflations/default/conflationPlan.json"


def misspelt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the stage with two attributes that aren't there."""
    plan = STAGE[PLAN].replace('"attributeName": "EMail"', '"attributeName": "Mobile"')
    files = {**STAGE, PLAN: plan.replace('"attributeName": "LoyaltyId"', '"attributeName": "Phone"')}
    write(folder, files)
    monkeypatch.chdir(folder)


def in_project(text: str, stdin: str | None = None) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["explain", text, "--format", "json"], input=stdin)
    assert result.exit_code == 0, result.output
    [found] = json.loads(result.stdout)["inProject"]
    assert isinstance(found, dict)
    return found


def test_a_code_leads_to_its_places_in_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    misspelt(tmp_path, monkeypatch)
    lines = invoke(
        "explain", "conflationAttributeMetadataNotFound", "--format", "markdown"
    ).stdout.splitlines()

    assert lines[:4] == [
        "# In this project",
        "",
        f"- `{PLAN}:17:47`: CP02, `eCommerce_eCommerceContacts` has no attribute `Mobile`",
        f"- `{PLAN}:36:85`: CP02, `Loyalty_loyCustomers` has no attribute `Phone`",
    ]
    assert "# plan-attribute-unknown (CP02)" in lines


@pytest.mark.parametrize("stdin", [None, BODY])
def test_what_an_answer_names_comes_first(
    stdin: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    misspelt(tmp_path, monkeypatch)
    found = in_project(BODY if stdin is None else "-", stdin)["findings"]

    assert [one["range"]["start"]["line"] for one in found] == [36, 17]


def test_it_is_said_where_nothing_in_the_project_predicts_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, STAGE)
    monkeypatch.chdir(tmp_path / "conflations")

    assert in_project("emptyConflationPlan") == {
        "whyNot": "Nothing in it predicts `emptyConflationPlan`.",
        "findings": [],
    }


def test_it_is_said_where_there_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert in_project("emptyConflationPlan")["whyNot"].startswith("The working folder is no project")


def test_a_project_that_cannot_be_checked_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**STAGE, "c360lint.toml": "snapshot = 5\n"})
    monkeypatch.chdir(tmp_path)

    assert "can't be checked: " in in_project("emptyConflationPlan")["whyNot"]


def test_a_rules_own_page_asks_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    misspelt(tmp_path, monkeypatch)

    assert "In this project" not in invoke("explain", "CP02", "--format", "markdown").stdout


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
