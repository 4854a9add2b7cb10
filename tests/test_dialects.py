"""Payloads in other words than the documented ones: [dialects.KIND] in the configuration."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from linter.cli import main
from linter.configuration.configuration import load_configuration
from linter.diagnostic import json_pointer
from linter.refusal import CannotRun
from linter.server.completion import proposals
from linter.server.hover import hover
from linter.server.typed_document import TypedDocument, views
from linter.shapes.dialect import Dialect
from linter.shapes.shape import in_their_words, shape_of
from tests.server.project import judged
from tests.speaking import Translated, dialects_of, translated

sys.path.insert(0, str(Path(__file__).parent / "planted"))

from faults import plant
from generator import build_project
from render import render

CODES = (
    "clean",
    "CP01",
    "CP05",
    "CP06",
    "CP07",
    "CP08",
    "CP09",
    "CR01",
    "CR04",
    "EI01",
    "EI03",
    "EI04",
    "RL03",
)
CODES += ("RL01", "RL05", "DO03", "DO04", "DO05", "DO06", "many")


def found(folder: Path) -> list[dict[str, Any]]:
    """Return what a check says of the project in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, ["check", "--format", "json"])
    finally:
        os.chdir(before)
    assert result.exit_code in (0, 1), result.output
    listed: list[dict[str, Any]] = json.loads(result.stdout)["diagnostics"]
    return listed


def path_of(pointer: str, value: Any) -> tuple[str | int, ...]:
    """Return the path of a pointer into a document."""
    path: list[str | int] = []
    for step in pointer.split("/")[1:]:
        own = step.replace("~1", "/").replace("~0", "~")
        path.append(int(own) if isinstance(value, list) else own)
        value = value[path[-1]]
    return tuple(path)


def places(diagnostics: list[dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    return sorted((one["code"], one["severity"], one["file"], one["pointer"]) for one in diagnostics)


def moved(one: dict[str, Any], documents: dict[str, Any], to: Translated) -> dict[str, Any]:
    """Return a finding as it is expected in the translated project."""
    if one["file"] not in to.documents:
        return one
    path = path_of(one["pointer"], documents[one["file"]])
    return {**one, "pointer": json_pointer(to.path(one["file"], path))}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("code", CODES)
def test_the_same_is_found_at_the_corresponding_places(tmp_path: Path, code: str, seed: int) -> None:
    planted = plant(code, build_project(seed), seed)
    if planted is None:
        pytest.skip("the project has no room for it")
    render(planted[1].project, "json", seed, planted[1].broken).write(tmp_path)
    before = found(tmp_path)
    rng = random.Random(seed)
    count = iter(range(10_000))

    def word(_own: str) -> str:
        return f"{rng.choice(('wort', 'Zeichen', 'ding_', 'x y '))}{next(count)}"

    documents = {one["file"]: json.loads((tmp_path / one["file"]).read_text("utf-8-sig")) for one in before}
    to = translated(tmp_path, dialects_of(rng, word))

    assert places(found(tmp_path)) == places([moved(one, documents, to) for one in before])


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("code", [one for one in CODES if one != "clean"])
def test_findings_name_no_property_that_is_called_otherwise(tmp_path: Path, code: str, seed: int) -> None:
    planted = plant(code, build_project(seed), seed)
    if planted is None:
        pytest.skip("the project has no room for it")
    render(planted[1].project, "json", seed, planted[1].broken).write(tmp_path)
    count = iter(range(10_000))
    dialects = dialects_of(random.Random(seed), lambda _own: f"wort{next(count)}", share=1)
    translated(tmp_path, dialects)
    names = {name for one in dialects.values() for _, name in one.names if name != name.lower()}
    names -= {"primaryKey"}  # the snapshot's

    words = {
        word
        for one in found(tmp_path)
        if "/requests/" not in f"/{one['file']}"
        for said in (one["message"], one["help"], *(place["message"] for place in one["related"]))
        for word in re.findall(r"\w+", said)
    }

    assert words & names == set()


# What the configuration may say

ORDER = '{"conflationOrder": ["Shop_Buyers"], "conflationPlans": []}'
PLAN = "conflations/default/conflationPlan.json"
RELATION = {
    "fromEntityName": "Shop_A",
    "fromAttributeName": "x",
    "toEntityName": "Shop_B",
    "toAttributeName": "y",
}


def project(folder: Path, files: dict[str, Any], toml: str = "") -> Path:
    """Write a project; what is no text is JSON."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), "utf-8")
    (folder / "c360lint.toml").write_text(toml, "utf-8")
    return folder


def told(folder: Path) -> list[str]:
    return [f"{one['code']} {one['pointer']}: {one['message']}" for one in found(folder)]


def test_all_that_a_dialect_says_is_read(tmp_path: Path) -> None:
    (tmp_path / "c360lint.toml").write_text(
        """
        [dialects.conflationPlan]
        begins = "/items/*/plan"
        names.MatchRule.criteria = "conditions"
        names.MatchRule.name = ["Title", "name"]
        values.Criterion.kind.exact = "EXACT_MATCH"
        others.MatchRule = ["Weight"]
        """,
        "utf-8",
    )

    assert load_configuration(str(tmp_path / "c360lint.toml")).dialects == (
        (
            "conflationPlan",
            Dialect(
                "/items/*/plan",
                (("MatchRule", (("criteria", ("conditions",)), ("name", ("Title", "name")))),),
                (("Criterion", (("kind", (("exact", ("EXACT_MATCH",)),)),)),),
                (("MatchRule", ("Weight",)),),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ('begins = "' + "/a" * 101 + '"', 1, "`begins` has more than 100 steps"),
        ("names = 3", 1, "`names`: should be a table"),
        (
            'begins = "x"',
            1,
            "`begins` is `x`, but a JSON Pointer is expected, such as /result/plan, or /items/*/plan for "
            "each item of a list",
        ),
        ('names.MatchRul.name = "x"', 7, "no object `MatchRul` in conflationPlan; did you mean `MatchRule`?"),
        ('names.MatchRule.nam = "x"', 17, "no property `nam` in MatchRule; did you mean `name`?"),
        ("names.MatchRule.name = 5", 17, "`name`: should be a valid string"),
        ('names.MatchRule.name = ""', 17, "`name` can't be called by an empty name"),
        ("names.MatchRule.name = []", 17, "`name` is called nothing: one name at least is expected"),
        (
            'names.MatchRule.name = "Criteria"',
            17,
            "`name` can't be called `Criteria`, which is a word of ours in `MatchRule`; say what "
            "`criteria` is called, too",
        ),
        (
            'names.MatchRule = {name = "x", criteria = "X"}',
            32,
            "`X` stands for `name` and for `criteria`",
        ),
        (
            'values.Criterion.kind.exat = "x"',
            23,
            "no value `exat` in Criterion.kind; did you mean `exact`?",
        ),
        (
            'values.Criterion.leftColumn.exact = "x"',
            18,
            "no property with a closed list `leftColumn` in Criterion; there are kind, precision",
        ),
        (
            'values.Criterion.kind.exact = "fuzzy"',
            23,
            "`exact` can't be called `fuzzy`, which is a word of ours in `kind`; say what `fuzzy` is "
            "called, too",
        ),
        ('others.MatchRule = ["Name"]', 8, "`Name` of others.MatchRule is how `name` is called"),
        (
            'others.MatchRule = ["x", "title"]\nnames.MatchRule.name = "Title"',
            8,
            "`title` of others.MatchRule is how `name` is called",
        ),
        ('name.MatchRule.name = "x"', 1, "unknown key `name` in [dialects]; did you mean `names`?"),
    ],
)
def test_a_mistake_in_a_dialect_is_told_with_its_place(
    tmp_path: Path, text: str, column: int, message: str
) -> None:
    file = tmp_path / "c360lint.toml"
    file.write_text(f"[dialects.conflationPlan]\n{text}\n", "utf-8")

    with pytest.raises(CannotRun) as raised:
        load_configuration(str(file))

    assert (raised.value.line, raised.value.column, raised.value.reason) == (2, column, message)


@pytest.mark.parametrize(
    "text",
    [
        'begins = "' + "/a" * 100 + '"',
        'names.MatchRule = {name = "criteria", criteria = "X"}',
        'names.MatchRule.name = ["Title", "title", "name"]',
        'others.MatchRule = ["name"]\nnames.MatchRule.name = "Title"',
        'values.Criterion.kind = {exact = "fuzzy", fuzzy = "exact"}',
    ],
)
def test_what_a_dialect_may_say(tmp_path: Path, text: str) -> None:
    (tmp_path / "c360lint.toml").write_text(f"[dialects.conflationPlan]\n{text}\n", "utf-8")

    assert load_configuration(str(tmp_path / "c360lint.toml")).dialect("conflationPlan") is not None


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            "zzz]",
            "no payload kind `zzz` in [dialects]; there are entityInformation, conflationPlan, "
            "conflictResolutionRules, entityInfo, relationships, entityRecord, dataSource, schedule, job, "
            "instance, selfConflation, derivedEntity …",
        ),
        (
            "derivedEntity]\nnames.DerivedEntity.zzz = 'a'",
            "no property `zzz` in DerivedEntity; there are $schema, version, updatedBy, updatedUtc, "
            "createdBy, createdUtc, instanceId, name, friendlyName, description, query, dependencies",
        ),
        (
            "conflationPlan]\nvalues.MatchRule.zzz.a = 'b'",
            "no property with a closed list `zzz` in MatchRule; there is none",
        ),
        (
            "entityInformation]\nothers.EntityInformationByName = ['x']",
            "no object `EntityInformationByName` in entityInformation; did you mean `EntityInformation`?",
        ),
    ],
)
def test_of_what_is_unknown_the_first_dozen_that_there_are_is_told(
    tmp_path: Path, said: str, message: str
) -> None:
    (tmp_path / "c360lint.toml").write_text(f"[dialects.{said}\n", "utf-8")

    with pytest.raises(CannotRun) as raised:
        load_configuration(str(tmp_path / "c360lint.toml"))

    assert raised.value.reason == message


def test_an_unknown_kind_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "c360lint.toml"
    file.write_text('\n[dialects.conflationPlans]\nbegins = "/a"\n', "utf-8")

    with pytest.raises(CannotRun) as raised:
        load_configuration(str(file))

    assert (raised.value.line, raised.value.column) == (2, 11)
    assert raised.value.reason == (
        "no payload kind `conflationPlans` in [dialects]; did you mean `conflationPlan`?"
    )


# Where payloads begin


def test_each_item_of_a_list_may_hold_a_payload(tmp_path: Path) -> None:
    items = [{"body": {**RELATION, "cardinality": "oneToMany", "name": name}} for name in ("one", "two!")]
    project(
        tmp_path,
        {"manage/relationships.json": {"items": items}},
        '[dialects.relationships]\nbegins = "/items/*/body"',
    )

    assert told(tmp_path) == [
        "RL01 /items/1/body/name: relationship name `two!` has `!`, where only letters, numbers and "
        "underscores may stand"
    ]


@pytest.mark.parametrize(
    ("value", "pointer", "lacks"),
    [
        ({"result": {"other": {}}}, "/result", "no `plans`"),
        ({"result": {"plans": {}}}, "/result/plans", "no list"),
        ({"result": None}, "/result", "no `plans`"),
        ({"result": {"plans": [json.loads(ORDER)]}}, "/result/plans/0", "no `body`"),
        (5, "", "no `result`"),
    ],
)
def test_where_no_payload_begins_that_is_the_one_thing_to_say(
    tmp_path: Path, value: Any, pointer: str, lacks: str
) -> None:
    project(tmp_path, {PLAN: value}, '[dialects.conflationPlan]\nbegins = "/result/plans/*/body"')

    assert told(tmp_path) == [
        f"DO103 {pointer}: no conflationPlan begins at `/result/plans/*/body`: there is {lacks} here"
    ]


def test_in_a_saved_request_names_count_and_the_beginning_does_not(tmp_path: Path) -> None:
    request = {
        "method": "PATCH",
        "url": "/api/instances/x/manage/relationships",
        "body": {**RELATION, "cardinality": "oneToMany", "title": "two!"},
    }
    project(
        tmp_path,
        {"request.json": request},
        '[dialects.relationships]\nbegins = "/items"\nnames.Relationship.name = "title"',
    )

    assert told(tmp_path) == [
        "RL01 /body/title: relationship name `two!` has `!`, where only letters, numbers and underscores "
        "may stand"
    ]


# What messages, fixes and suppressions say

WORDS = """
[dialects.relationships.names.Relationship]
name = "title"
cardinality = "many"
relationshipType = "form"
[dialects.relationships.values.Relationship.cardinality]
oneToMany = "1:n"
manyToOne = "n:1"
[dialects.relationships.others]
Relationship = ["owner"]
"""


GROUPS = """
[dialects.conflictResolutionRules.names]
AttributeGroup.fields = "outputs"
[dialects.segment.names.Rowset]
rowsetOperation = "joinedBy"
"""


def test_what_is_missed_is_called_as_the_dialect_does_and_not_as_another_place_spells_it(
    tmp_path: Path,
) -> None:
    source = {"entity": "Shop_Buyers", "columns": ["Mail", "On"]}
    group = {"name": "G", "policy": {"kind": "importance"}, "outputs": [{"name": "f"}], "sources": [source]}
    criteria = {"attribute": "Mail", "comparisonOperator": "isNotNull"}
    rowsets = [{"criteria": criteria, "JoinedBy": "none"}, {"criteria": criteria}]
    query = {"type": "structured", "rowsets": rowsets}
    files = {
        "conflations/c/conflictResolutionRules.json": {"conflatedEntity": "Customer", "groups": [group]},
        "manage/segments.json": {"name": "S", "segmentQueryExpression": query},
    }
    project(tmp_path, files, f'select = ["CR112", "SG105"]\n{GROUPS}')

    assert [
        (one["code"], one["message"], [each["message"] for each in one["related"]]) for one in found(tmp_path)
    ] == [
        ("CR112", "the source has 2 columns, but the group has 1 field", ["the group's outputs"]),
        ("SG105", "the rowset has no `joinedBy`", ["the first one"]),
    ]


def test_findings_and_fixes_are_in_the_words_of_the_file(tmp_path: Path) -> None:
    relation = {
        **RELATION,
        "title": "one",
        "fomr": "SingleKeyRelationshipOrigin",
        "many": "n:2",
        "owner": "me",
    }
    project(tmp_path, {"manage/relationships.json": [relation]}, WORDS)

    said = [(one["message"], one["help"], [fix["title"] for fix in one["fixes"]]) for one in found(tmp_path)]

    assert said == [
        ("property `fomr` is not known here; did you mean `form`?", "rename it to `form`",
         ["Rename `fomr` to `form`"]),
        ("many `n:2` is not allowed", "state it as seen from the from-entity: `1:n` or "
         "`n:1`", []),
    ]  # fmt: skip


def test_a_suppression_and_a_baseline_go_by_the_names_of_items(tmp_path: Path) -> None:
    relations = [{**RELATION, "title": "A", "many": "n:2"}, {**RELATION, "title": "B", "many": "n:2"}]
    suppress = '[[suppress]]\nrule = "RL03"\npath = "[B].many"\nreason = "known"\n'
    project(tmp_path, {"manage/relationships.json": relations}, WORDS + suppress)

    assert told(tmp_path) == ["RL03 /0/many: many `n:2` is not allowed"]


def test_a_documented_name_that_is_called_otherwise_is_unknown(tmp_path: Path) -> None:
    project(
        tmp_path,
        {"manage/relationships.json": [{**RELATION, "title": "A", "many": "n:1", "cardinality": "n:1"}]},
        WORDS,
    )

    assert told(tmp_path) == ["DO03 /0/cardinality: property `cardinality` is not known here"]


def test_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    relation = {**RELATION, "title": "A", "many": "n:2"}
    project(tmp_path / "json", {"manage/relationships.json": [relation]}, WORDS)
    project(tmp_path / "yaml", {"manage/relationships.yaml": yaml.dump([relation])}, WORDS)

    assert told(tmp_path / "json") == told(tmp_path / "yaml") != []


# Payloads of another form


def slipped(rng: random.Random, value: Any) -> Any:
    """Return a value in which some keys are misspelt by a letter, or replaced by another word.

    The only one of an object stays: without it, the object isn't of our form.
    """
    if isinstance(value, list):
        return [slipped(rng, one) for one in value]
    if not isinstance(value, dict):
        return value
    odds = 0.15 if len(value) > 1 else 0.0
    return {_slip(rng, key) if rng.random() < odds else key: slipped(rng, one) for key, one in value.items()}


def _slip(rng: random.Random, key: str) -> str:
    at = rng.randrange(len(key))
    return rng.choice((key[:at] + key[at + 1 :], key[:at] + "x" + key[at:], "remark"))


@pytest.mark.parametrize("seed", range(8))
def test_a_payload_with_slips_is_of_our_form(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    files = dict(build_project(seed).documents)
    bodies = {name: slipped(rng, one) for name, one in files.items() if not name.startswith("requests/")}
    project(tmp_path, {**bodies, "manage/relationships.json": []})

    assert [one for one in found(tmp_path) if one["code"] == "DO103"] == []


@pytest.mark.parametrize("seed", range(8))
def test_a_payload_in_wholly_other_words_is_one_finding(tmp_path: Path, seed: int) -> None:
    render(build_project(seed), "json", seed, {}).write(tmp_path)
    count = iter(range(10_000))
    dialects = {
        kind: one._replace(begins=())
        for kind, one in dialects_of(random.Random(seed), lambda _own: f"wort{next(count)}", share=1).items()
    }
    before = (tmp_path / "c360lint.toml").read_text("utf-8") if (tmp_path / "c360lint.toml").exists() else ""
    to = translated(tmp_path, dialects)
    (tmp_path / "c360lint.toml").write_text(before, "utf-8")

    findings = [one for one in found(tmp_path) if one["file"] in to.begins]
    several = {one["file"] for one in findings if one["code"] == "DO103"}

    assert several or len(to.begins) < 3  # the short form of entity information has no properties
    assert [one["code"] for one in findings if one["file"] in several] == ["DO103"] * len(several)


# What else there is


def test_the_schema_in_a_dialect_is_satisfied_by_its_files(tmp_path: Path) -> None:
    relation = {**RELATION, "title": "A", "many": "n:1"}
    project(tmp_path, {}, WORDS + '[dialects.relationships]\nbegins = "/items/*"')
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        printed = CliRunner().invoke(main, ["schema", "relationships", "--dialect"]).stdout
        page = (
            CliRunner().invoke(main, ["explain", "relationships", "--dialect", "--format", "markdown"]).stdout
        )
    finally:
        os.chdir(before)
    validator = Draft202012Validator(json.loads(printed))

    assert list(validator.iter_errors({"items": [relation]})) == []
    assert [one.message for one in validator.iter_errors({})] == ["'items' is a required property"]
    assert "- `title`* (a string): " in page
    assert "Documented as `name`." in page
    assert "The payload begins at `/items/*` of the file." in page


def test_the_editor_proposes_and_explains_in_the_words_of_the_file(tmp_path: Path) -> None:
    text = json.dumps([{**RELATION, "many": "n:1", "": ""}], indent=1)
    project(tmp_path, {"manage/relationships.json": text}, WORDS)
    file = str(tmp_path / "manage/relationships.json")
    known = judged(tmp_path)

    def at(needle: str, shift: int) -> list[TypedDocument]:
        return views(known, file, text, text.index(needle) + shift)

    assert [one.label for view in at('"": ""', 1) for one in proposals(view)][:1] == ["title"]
    assert [one.label for view in at('"n:1"', 1) for one in proposals(view)] == ["1:n", "n:1"]
    said = hover(at('"many"', 2)[0])
    assert said is not None
    assert said.startswith("**many** — ")
    assert said.endswith("One of `1:n`, `n:1`.")


def test_a_skeleton_is_not_written_where_files_have_other_names(tmp_path: Path) -> None:
    world = Path(__file__).parent.parent / "rules" / "world"
    shutil.copytree(world, tmp_path, dirs_exist_ok=True)
    (tmp_path / "manage/relationships.json").unlink()
    wish = ["relationships", "--from", "PoS_posPurchases", "--to", "PoS_posStores"]
    (tmp_path / "c360lint.toml").write_text(WORDS, "utf-8")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        refused = CliRunner().invoke(main, ["new", *wish])
        printed = CliRunner().invoke(main, ["new", *wish, "-o", "-"])
    finally:
        os.chdir(before)

    assert refused.exit_code == 2
    assert "[dialects.relationships] says that files here have others" in refused.stderr
    assert printed.exit_code == 0


def test_a_payload_of_ours_is_said_in_their_words() -> None:
    dialect = Dialect(
        names=(("Relationship", (("name", ("title",)), ("cardinality", ("many",)))),),
        values=(("Relationship", (("cardinality", (("manyToOne", ("n:1",)),)),)),),
    )
    shape = shape_of("relationships", dialect=dialect)

    said = in_their_words([{"name": "A", "cardinality": "manyToOne", "toEntityName": "B"}], shape)

    assert said == [{"title": "A", "many": "n:1", "toEntityName": "B"}]
