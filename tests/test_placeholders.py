"""What a pipeline fills: it is not checked, or judged by the value that the configuration gives it."""

from __future__ import annotations

import copy
import json
import random
import re
import sys
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import rules
from linter.cli import main
from linter.diagnostic import pointer_steps
from linter.placeholders import (
    Allowance,
    Overfilled,
    Values,
    as_written,
    masked,
    placeholders_in,
    with_letters,
)
from linter.rulekit.pages import examples, page_of
from linter.text.source import read_text
from tests.projects import (
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    SNAPSHOT,
    Files,
    creation,
    criterion,
    plan,
    reported,
    resolution,
    said,
    snapshot,
    step,
    write,
)
from tests.stage import STAGE

sys.path.insert(0, str(Path(__file__).parent / "planted"))
import generator

FORMS = (
    "$(%s)", "${%s}", "${%s:-other}", "{{%s}}", "{{ %s }}", "${{ vars.%s }}", "#{%s}#", "#{%s}", "__%s__",
    "{%s}",
)  # fmt: skip
URL = "/api/instances/main"


def why(written: str) -> str:
    return f"DO104? `{written}` is a placeholder without a value"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def laid(files: Files, **values: Any) -> list[str]:
    """Return what is said of files over the snapshot, with values of placeholders."""
    table = "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
    write(Path(), {"snapshot.json": SNAPSHOT, "c360lint.toml": f"[placeholders]\n{table}", **files})
    return said()


def messages(*arguments: str) -> list[str]:
    return [one["message"] for one in reported(*arguments)["diagnostics"]]


# Texts


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_found_by_its_name_and_filled(form: str) -> None:
    written = form % "Shop"
    filled = Values({"Shop": "crm"}).fill(f"a-{written}-b")

    assert filled is not None
    assert filled.value == "a-crm-b"
    assert [one.placeholder.written for one in filled.parts] == [written]
    assert Values().leave_open(written)


@pytest.mark.parametrize(
    "text",
    [
        "Shop", "npsp__Batch__c", "Ext_Id__c", "a__b", "$filter", "$5", "{", "}", "{}", "{1}", "{ x }",
        "a{ b", "{5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21}", "%ENV%", "<name>", "____", "__ __", "#1", "Q&A #{",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert list(placeholders_in(text)) == []


def test_a_name_is_sought_whole_then_without_what_is_before_its_last_dot_then_in_any_case() -> None:
    values = Values({"vars.A": "1", "A": "2", "shop": "3"})

    assert [values.of(name) for name in ("vars.A", "env.A", "A", "SHOP", "B")] == ["1", "2", "2", "3", None]


def test_all_of_a_text_stands_for_the_value_itself_a_part_for_its_text() -> None:
    values = Values({"yes": True, "n": 0.8})

    assert [getattr(values.fill(one), "value", None) for one in ("$(yes)", "$(n)", "x$(yes)$(n)")] == [
        True,
        0.8,
        "xtrue0.8",
    ]


def test_a_value_may_have_placeholders_of_its_own_but_not_itself() -> None:
    values = Values({"Base": "https://$(Host)/x", "Host": "h", "Loop": "$(Loop)"})

    assert (values.of("Base"), values.of("Loop")) == ("https://h/x", None)


def test_values_that_hold_each_other_twice_do_not_fill_the_memory() -> None:
    chain = {f"a{number}": f"$(a{number + 1})" * 2 for number in range(40)}

    values = Values({**chain, "a40": "x" * 8})

    assert values.of("a30") == "x" * 8 * 2**10
    assert values.of("a29") is None


def test_where_a_value_is_written_is_where_its_placeholder_is() -> None:
    text = "/x/$(A)/y/${B}?z"
    filled = Values({"A": "long value", "B": ""}).fill(text)
    assert filled is not None
    start = filled.value.index("value")
    where = [(start, start + 5), (filled.value.index("/y"), filled.value.index("/y") + 2), (0, 2)]

    assert filled.value == "/x/long value/y/?z"
    assert [text[slice(*as_written(one, filled.parts))] for one in where] == ["$(A)", "/y", "/x"]


def test_nothing_in_a_placeholder_separates() -> None:
    assert masked("/a/#{B}#/${{ c/d }}?e") == "/a/_____/__________?e"


# Names in payloads


def test_a_name_that_is_filled_later_is_not_checked_and_said_once() -> None:
    files = {
        RELATIONSHIPS_FILE: [{**RELATIONSHIP, "fromEntityName": "$(Visits)", "fromAttributeName": "$(Key)"}],
        PLAN_FILE: plan(step("$(Visits)"), order=("Shop_Buyers", "$(Visits)")),
    }

    assert laid(files) == [why("$(Key)"), why("$(Visits)")]


def test_a_name_of_which_a_part_is_filled_later_is_not_checked() -> None:
    assert laid({RELATIONSHIPS_FILE: {**RELATIONSHIP, "fromEntityName": "Shop_$(env)_Visits"}}) == [
        why("$(env)")
    ]


def test_its_value_is_judged_in_its_place_and_said() -> None:
    files = {RELATIONSHIPS_FILE: {**RELATIONSHIP, "fromEntityName": "Shop_$(what)"}}

    assert laid(files, what="Visits") == []
    assert laid(files, what="Vists") == ["RL05 /fromEntityName", "held back: 1"]
    (one,) = reported()["diagnostics"]
    assert one["message"] == (
        "entity `Shop_Vists` is not ingested in the instance; did you mean `Shop_Visits`?; "
        "`$(what)` stands for `Vists`"
    )
    assert one["fixes"] == []  # what is wrong is no text of the file


def test_a_name_of_the_snapshot_in_that_very_spelling_is_that_name() -> None:
    attributes = {"Id": "string", "__etag__": "string"}
    snapshot = copy.deepcopy(SNAPSHOT)
    snapshot["dataSources"][0]["entities"][1]["attributes"] = attributes
    files = {"snapshot.json": snapshot, RELATIONSHIPS_FILE: {**RELATIONSHIP, "fromAttributeName": "__etag__"}}

    assert laid(files) == []
    assert laid({**files, RELATIONSHIPS_FILE: {**RELATIONSHIP, "fromAttributeName": "__tag__"}}) == [
        why("__tag__")
    ]


def test_in_a_text_that_may_say_anything_it_is_text() -> None:
    assert (
        laid({RELATIONSHIPS_FILE: {**RELATIONSHIP, "friendlyName": "{{x}} of $(y", "instanceId": "$(z)"}})
        == []
    )


def test_a_value_of_a_closed_list_a_number_or_a_boolean_may_be_filled() -> None:
    one = criterion(kind="$(kind)")
    one["precision"] = "{{precision}}"
    files = {
        PLAN_FILE: plan(
            {
                **step(),
                "includeAllRecords": "__all__",
                "rules": [{"name": "Mail", "criteria": [one, criterion("Id", "Id")]}],
            }
        )
    }

    assert laid(files) == [
        why("$(kind)"),
        why("__all__"),
        why("{{precision}}"),
    ]
    assert laid(files, kind="fuzzy", precision=0.8, all=True) == []
    assert laid(files, kind="fuzy", precision="hihg", all="yes") == [
        "DO102 /conflationPlans/0/rules/0/criteria/0/kind",
        "DO102 /conflationPlans/0/rules/0/criteria/0/precision",
        "DO04 /conflationPlans/0/includeAllRecords",
    ]


def test_a_data_source_that_is_filled_later_leaves_its_entities_open() -> None:
    one = {"dataSourceId": "$(Shop)", "entityName": "Byers"}
    files = {PLAN_FILE: plan(step("Crm_People", one), order=(one, "Crm_People"))}

    assert laid(files) == [why("$(Shop)")]
    assert laid(files, Shop="shop-1") == ["CP01 /conflationOrder/0/entityName", "held back: 1"]


def test_a_key_that_names_a_data_source_may_be_filled() -> None:
    files = {INFORMATION_FILE: {"$(Shop)": ["Buyers"], "Crm": ["People"]}}

    assert laid(files) == [why("$(Shop)")]
    assert laid(files, Shop="Shop") == []
    assert laid(files, Shop="Shopp") == ["CE01 /$(Shop)", "held back: 1"]


def test_equal_placeholders_are_equal_names_and_others_are_not_known() -> None:
    def named(*names: str) -> Files:
        return {RELATIONSHIPS_FILE: [{**RELATIONSHIP, "name": name} for name in names]}

    assert laid(named("$(A)", "$(B)")) == [why("$(A)"), why("$(B)")]
    assert laid(named("$(A)", "$(A)")) == ["RL02 /1/name", why("$(A)")]
    assert laid(named("$(A)", "$(B)"), A="x", B="x") == ["RL02 /1/name"]


MADE = {
    "manage/derivedentities.json": {"name": "{{X}}", "query": "SELECT Id FROM Shop_Buyers"},
    "manage/insights.json": {"type": "lookalike", "name": "{{X}}", "candidateEntity": "Shop_Buyers"},
    "manage/datasources.json": {"dataSourceMetadata": {"name": "{{X}}", "kind": "powerQuery"}},
    "hierarchies.json": {
        "name": "{{X}}",
        "dependency": {
            "sourceEntity": "Shop_Buyers",
            "accountIdAttribute": "Id",
            "parentAccountIdAttribute": "Mail",
        },
    },
    "manage/activities.json": {
        "name": "{{X}}",
        "activityType": "Mine",
        "entity": "Shop_Visits",
        "primaryKey": "Id",
        "timestamp": "On",
        "eventActivity": "Mail",
    },
}


@pytest.mark.parametrize(
    ("file", "path", "code"),
    [
        ("manage/derivedentities.json", "manage/derivedentities/Mine", "DE105"),
        ("manage/insights.json", "manage/insights/Mine", "II109"),
        ("manage/datasources.json", "data/Mine_Hits", "IN03"),
    ],
)
def test_what_is_made_is_found_by_the_name_that_is_filled(file: str, path: str, code: str) -> None:
    made = copy.deepcopy(MADE[file])
    made.get("dataSourceMetadata", {}).update(entityNames=["Hits"])
    files = {file: made, "requests/asked.json": {"method": "GET", "url": f"{URL}/{path}"}}
    files["snapshot.json"] = snapshot(derivedEntities=[], insights=[])

    def found(**values: str) -> list[str]:
        return [one for one in laid(files, **values) if one[:3] != "II1" or one[:5] == code]

    assert found(X="Mine") == []
    assert [one.partition(" ")[0] for one in found(X="Other")] == [code]
    assert found() == [why("{{X}}")]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("manage/derivedentities.json", "DE103"),
        ("manage/insights.json", "II106"),
        ("hierarchies.json", "HI106"),
        ("manage/activities.json", "AC103"),
    ],
)
def test_a_name_that_is_filled_is_taken_if_another_one_has_it(file: str, code: str) -> None:
    files = {file: [MADE[file], {**MADE[file], "name": "Mine"}]}

    def found(**values: str) -> list[str]:
        return [one for one in laid(files, **values) if one.startswith(code)]

    assert found(X="Mine") == [f"{code} /1/name"]
    assert found(X="Other") == []
    assert found() == []


def test_what_depends_on_an_open_name_elsewhere_is_not_said_to_be_missing() -> None:
    update = {
        "method": "PATCH",
        "url": f"{URL}/manage/relationships/New",
        "body": {"cardinality": "oneToMany"},
    }
    files = {RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": "$(Name)"}, "update.json": update}

    assert laid(files) == [why("$(Name)")]
    assert laid(files, Name="New") == []


def test_one_that_is_not_whole_is_a_finding() -> None:
    files = {RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": "$(Name", "fromEntityName": "${}"}}

    assert laid(files) == ["DO104 /name", "DO104 /fromEntityName", "held back: 1"]


# Requests and files


def test_what_a_url_leaves_open_is_not_checked() -> None:
    files = {
        "a.json": {
            "method": "GET",
            "url": "{{host}}/api/instances/{instanceId}/data/$(set)?$filter=Id eq '1'",
        },
        "b.json": {"method": "GET", "url": f"{URL}/data/Customer?$filter=$(f)"},
        "c.json": {
            "method": "GET",
            "url": f"{URL}/data/Customer?$search=x",
            "headers": {"Content-Type": "$(t)"},
        },
        "d.json": {"method": "GET", "url": f"{URL}/conflations/#{{c}}#/conflationPlan"},
    }

    assert laid(files) == [
        why("#{c}#"),
        why("$(f)"),
        why("$(set)"),
        why("$(t)"),
        why("{instanceId}"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "$filter=Mail eq '{x}'",
        "$filter=Mail eq '$(x)'",
        "$search={{term}}",
        "$SEARCH=x",
    ],
)
def test_what_a_query_says_in_literals_and_terms_is_text(query: str) -> None:
    assert laid({"a.json": {"method": "GET", "url": f"{URL}/data/Shop_Buyers?{query}"}}) == ["OD01 /url"]


def test_a_name_that_a_query_leaves_open_is_not_checked() -> None:
    assert laid({"a.json": {"method": "GET", "url": f"{URL}/data/Shop_Buyers?$select=Mail,$(x)"}}) == [
        "OD103? `$(x)` is a placeholder without a value"
    ]


def test_a_finding_in_a_url_lies_where_it_is_written() -> None:
    url = "{{base}}/instances/{id}/data/$(set)?$filter=Id eq '1'"
    assert laid({"a.json": {"method": "GET", "url": url}}, base="https://h/api", id="main", set="Byers") == [
        "IN03 /url",
        "held back: 1",
    ]

    (one,) = reported()["diagnostics"]
    text = Path("a.json").read_text("utf-8")
    span = one["range"]["start"]["column"] - 1, one["range"]["end"]["column"] - 1
    assert text[slice(*span)] == "$(set)"
    assert one["message"].endswith("; `$(set)` stands for `Byers`")


def test_a_url_of_which_only_the_base_is_filled_is_read_from_its_path() -> None:
    request = {
        "method": "PATCH",
        "url": "{{instanceUrl}}/manage/relationships",
        "body": {**RELATIONSHIP, "name": "a-b"},
    }

    assert laid({"a.json": request}) == ["RL01 /body/name", why("{{instanceUrl}}")]
    assert laid({"a.json": {"method": "GET", "url": "{{host}}/v2/pets"}, "b.json": creation()}) == []


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        ("manage/{{x}}", "{{x}}"),
        ("{{x}}/Visits", "{{x}}"),
        ("conflations/default/{{x}}", "{{x}}"),
        ("workflows/{{x}}/history", None),
        ("data/Shop_Visits/{{x}}", None),
    ],
)
def test_a_path_of_which_a_literal_segment_is_filled_later_is_not_checked(
    path: str, opened: str | None
) -> None:
    request = {"method": "GET", "url": f"{URL}/{path}"}

    expected = [f"IN101? `{opened}` is a placeholder without a value"] if opened else []
    assert laid({"a.json": request}) == expected


def test_a_method_that_is_filled_later_is_not_checked() -> None:
    request = {**creation(name="a-b"), "method": "$(verb)"}

    assert laid({"a.json": request}) == ["RL01 /body/name", why("$(verb)")]


def test_file_names_may_be_filled() -> None:
    file = "instances/$(instance)/manage/datasources/$(Shop)/entities/entityInfo.json"
    files = {file: {"entityName": "Visits", "primaryKey": "Id"}}

    assert laid(files) == [why("$(Shop)"), why("$(instance)")]
    assert laid(files, Shop="shop-1", instance="main") == []
    assert laid(files, Shop="shop-2", instance="main") == ["IN04 ", "held back: 2"]
    assert messages()[0].endswith("; `$(Shop)` stands for `shop-2`")


def test_a_mapped_file_may_have_a_placeholder_for_a_parameter() -> None:
    configuration = (
        '[files]\n"plans/{conflationId}.json" = "PATCH /conflations/{conflationId}/conflationPlan"\n'
    )
    files = {"c360lint.toml": configuration, "plans/$(c).json": plan()}
    write(Path(), {"snapshot.json": SNAPSHOT, **files})

    assert said() == [why("$(c)")]


def test_requests_of_the_same_placeholder_are_about_the_same_conflation() -> None:
    snapshot = {**SNAPSHOT, "conflations": [{"conflationId": "a"}, {"conflationId": "b"}]}
    place = f"conflations/$(c)/{PLAN_FILE.rpartition('/')[2]}"
    rules = f"conflations/%s/{RULES_FILE.rpartition('/')[2]}"
    files = {
        "snapshot.json": snapshot,
        place: plan(entityConflationInformation=["Shop_Buyers", "Crm_People"]),
    }

    other = laid({**files, rules % "$(d)": resolution("Shop_Visits")})
    assert [one for one in other if one.startswith("CR05 ")] == []


def test_two_snapshots_may_have_placeholders_for_their_instances() -> None:
    def of(instance: str) -> dict[str, Any]:
        return {**SNAPSHOT, "instanceId": instance}

    configuration = 'snapshot = ["dev.json", "prod.json"]\n'
    body = {**RELATIONSHIP, "fromEntityName": "Nobody"}
    request = {"method": "PATCH", "url": "/api/instances/$(dev)/manage/relationships", "body": body}
    files = {
        "c360lint.toml": configuration,
        "dev.json": of("$(dev)"),
        "prod.json": of("$(prod)"),
        "a.json": request,
    }
    write(Path(), files)

    assert said()[0] == "RL05 /body/fromEntityName"
    write(Path(), {"a.json": {**request, "url": request["url"].replace("dev", "test")}})
    assert said() == [why("$(test)")]


# The configuration


def test_each_environment_may_have_values_of_its_own() -> None:
    configuration = """
        [snapshots]
        dev = "dev.json"
        prod = "prod.json"
        [placeholders]
        Id = "Id"
        [placeholders.dev]
        Visits = "Shop_Visits"
        [placeholders.prod]
        Visits = "Shop_Vists"
    """
    payload = {**RELATIONSHIP, "fromEntityName": "$(Visits)", "fromAttributeName": "$(Id)"}
    write(
        Path(),
        {
            "c360lint.toml": configuration,
            "dev.json": SNAPSHOT,
            "prod.json": {**SNAPSHOT, "instanceId": "prod"},
            RELATIONSHIPS_FILE: payload,
        },
    )

    assert messages() == [
        "entity `Shop_Vists` is not ingested in the instance; did you mean `Shop_Visits`?; "
        "`$(Visits)` stands for `Shop_Vists` (in prod)"
    ]
    assert messages("--env", "dev") == []


@pytest.mark.parametrize(
    ("table", "said_of_it"),
    [
        (
            "[placeholders.dve]\nX = '1'\n[snapshots]\ndev = 'a.json'",
            "no environment `dve` in [snapshots]; did you mean `dev`?",
        ),
        (
            "[placeholders]\nshop.id = '1'",
            "no environment `shop` in [snapshots]; a placeholder's name with a dot in it needs quotes",
        ),
        ("[placeholders]\nX = ['1']", "`X`: "),
    ],
)
def test_a_mistake_in_the_table_has_its_place(table: str, said_of_it: str) -> None:
    write(Path(), {"c360lint.toml": table, "a.json": SNAPSHOT, RELATIONSHIPS_FILE: RELATIONSHIP})

    result = CliRunner().invoke(main, ["check"])

    assert result.exit_code == 2
    assert said_of_it in result.stderr
    assert re.match(r"c360lint: \S*c360lint.toml:\d+:\d+: ", result.stderr)


def test_a_schema_of_the_team_judges_what_is_filled() -> None:
    schema = {"properties": {"name": {"pattern": "^Rel_"}, "cardinality": {"enum": ["manyToOne"]}}}
    table = '[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"\n[placeholders]\nC = "%s"\n'
    payload = {**RELATIONSHIP, "name": "$(Name)", "cardinality": "$(C)"}
    write(Path(), {"snapshot.json": SNAPSHOT, "house.json": schema, RELATIONSHIPS_FILE: payload})

    write(Path(), {"c360lint.toml": table % "manyToOne"})
    assert said() == [why("$(Name)")]
    write(Path(), {"c360lint.toml": table % "oneToMany"})
    assert said() == ["DO09 /cardinality", why("$(Name)")]


# Any project


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the scalars of a value, but what says what the document is."""
    if isinstance(value, (dict, list)):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))
    elif value is not None and path and path[-1] not in ("$schema", "url"):
        yield path, value


def with_placeholders(rng: random.Random, documents: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return documents with placeholders for some of their values, and what these stand for."""
    changed, values = copy.deepcopy(documents), {}
    for number in range(rng.randint(1, 4)):
        file = rng.choice(list(changed))
        path, value = rng.choice(list(places(changed[file])) or [((), None)])
        if not path or "Pipe" in str(value):
            continue
        name = f"Pipe{chr(65 + number)}"
        written = rng.choice(FORMS) % name
        start, end = sorted(rng.choices(range(len(value) + 1), k=2)) if isinstance(value, str) else (0, 0)
        is_part = start < end and not written.startswith("__") and rng.random() < 0.3
        values[name] = value[start:end] if is_part else value
        around = changed[file]
        for one in path[:-1]:
            around = around[one]
        around[path[-1]] = f"{value[:start]}{written}{value[end:]}" if is_part else written
    return changed, values


def found(*ignored: str) -> list[tuple[str, ...]]:
    """Return the findings of the project in the folder, and what is not checked, without their places."""
    report = reported()
    findings = [
        (one["code"], one["file"], one["pointer"], one["severity"], one["message"].partition("; `")[0])
        for one in report["diagnostics"]
    ]
    left = [(one["code"], one["reason"]) for one in report["notChecked"] if one["code"] not in ignored]
    return sorted(findings + left)


@pytest.mark.parametrize("seed", range(40))
def test_a_placeholder_is_never_wrong_and_its_old_value_is_what_was(seed: int) -> None:
    rng = random.Random(seed)
    project = generator.build_project(seed)
    changed, values = with_placeholders(rng, project.documents)
    configuration = project.configuration or ""
    write(Path(), {"snapshot.json": project.snapshot, "c360lint.toml": configuration, **project.documents})
    before = found()
    write(Path(), changed)

    # advice about a value that a pipeline fills isn't given
    assert {one for one in found() if len(one) > 2} <= set(before)
    table = "".join(f"{name} = {json.dumps(one, ensure_ascii=False)}\n" for name, one in values.items())
    write(Path(), {"c360lint.toml": f"{configuration}\n[placeholders]\n{table}"})
    assert found() == before


def by_property(value: Any) -> dict[str, list[tuple[tuple[Any, ...], Any]]]:
    """Return the texts, numbers and booleans of a document with their places, by what they are called."""
    found: dict[str, list[tuple[tuple[Any, ...], Any]]] = {}
    for path, one in places(value):
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        found.setdefault(name, []).append((path, one))
    return found


def pages_documents() -> dict[str, Any]:
    """Return the payloads of the clean project behind all pages."""
    apart = ("snapshot.json", "contracts/")
    return {
        name: json.loads(text)
        for name, text in STAGE.items()
        if name.endswith(".json") and not name.startswith(apart)
    }


@pytest.mark.parametrize(
    ("file", "name"),
    [(file, name) for file, value in pages_documents().items() for name in by_property(value)],
)
def test_whatever_a_pipeline_fills_is_right(file: str, name: str) -> None:
    write(Path(), {one: text.encode() for one, text in STAGE.items()})
    changed = json.loads(STAGE[file])
    written: dict[str, str] = {}
    for path, value in by_property(changed)[name]:
        around = changed
        for each in path[:-1]:
            around = around[each]
        around[path[-1]] = written.setdefault(repr(value), f"#{{Pipe{len(written)}}}#")
    write(Path(), {file: changed})

    assert [one for one in said() if "? " not in one] == []


FILLED_EXAMPLES = [
    ("CR120", "both are there", RULES_FILE, "/attributes/0/semanticType"),
    ("DS124", "the same name", "manage/datasources.json", "/model/entities/0/name"),
    ("DS130", "a table of the data source", "manage/datasources.json", "/dataSourceMetadata/entityNames/0"),
    ("II111", "a source", "manage/insights.json", "/sourceEntity"),
    ("II111", "candidates alone", "manage/insights.json", "/type"),
    ("ME105", "no query", "manage/measures.json", "/0/definition/type"),
    ("NW104", "an ID", "requests/copy.json", "/body/instanceIdToCopy"),
    ("SC102", "an attribute that the rules will make", RULES_FILE, "/attributes/0/name"),
    (
        "SG139",
        "one that each rowset has a condition on",
        "manage/segments.json",
        "/0/segmentQueryExpression/rowsets/0/criteria/childCriterias/1/attribute",
    ),
    ("SG151", "it is activated", "requests/segments.json", "/method"),
    ("SL106", "an entity and a segment", "manage/segments.json", "/0/name"),
]


@pytest.mark.parametrize(
    ("code", "title", "file", "place"), FILLED_EXAMPLES, ids=[one[0] + one[3] for one in FILLED_EXAMPLES]
)
def test_of_what_a_filled_value_may_mend_nothing_is_told(
    code: str, title: str, file: str, place: str
) -> None:
    module = rules.ALL.named(code)
    assert module is not None
    example = next(one for one in examples(page_of(module)) if one.title == title)
    files = example.files(STAGE)
    write(Path(), {name: text.encode() for name, text in files.items()})
    before = set(said())
    changed = json.loads(files[file])
    *around, last = pointer_steps(place)
    part = reduce(lambda value, each: value[int(each) if isinstance(value, list) else each], around, changed)
    part[int(last) if isinstance(part, list) else last] = "$(Later)"
    write(Path(), {file: changed})

    assert {one for one in said() if "? " not in one} <= before


SOURCE_FILE = "manage/datasources/shop-1.json"
COLUMNS = [{"name": "Id", "dataType": "string"}, {"name": "$(Second)", "dataType": "string"}]


def tables(*names: str, **more: Any) -> dict[str, Any]:
    return {"dataSourceMetadata": {"name": "Shop", "entityNames": list(names), **more}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            tables(
                "Buyers", "Visits", "Tills", entityInformation=[{"entityName": "Till", "primaryKey": "Id"}]
            ),
            ["DS130 /dataSourceMetadata/entityInformation/0/entityName"],
        ),
        (
            tables(
                "Buyers", "Visits", "$(T)", entityInformation=[{"entityName": "Till", "primaryKey": "Id"}]
            ),
            [why("$(T)")],
        ),
        (tables("Buyers", "$(T)"), [why("$(T)")]),
        (
            {"model": {"entities": [{"name": "Visits", "attributes": COLUMNS}]}}
            | tables("Buyers", "Visits", entityInformation=[{"entityName": "Visits", "primaryKey": "Key"}]),
            [why("$(Second)")],
        ),
    ],
    ids=["none is filled", "a table is filled", "what is in use may be it", "a column is filled"],
)
def test_a_table_or_column_of_a_data_source_may_be_filled(body: dict[str, Any], expected: list[str]) -> None:
    information = {"Shop": ["Buyers", "Visits"], "Crm": ["People"]}
    conflation = [{"conflationId": "default", "entityInformation": information}]
    write(Path(), {"snapshot.json": snapshot(conflations=conflation), SOURCE_FILE: body})

    assert said() == expected


def test_an_entity_that_no_snapshot_has_may_be_one_that_is_filled() -> None:
    files = {SOURCE_FILE: tables("Buyers", "$(T)"), INFORMATION_FILE: {"Shop": ["Quays"]}}
    write(Path(), {"snapshot.json": snapshot(), **files})

    assert said() == [why("$(T)")]


def test_a_column_may_be_one_that_is_filled() -> None:
    model = {"model": {"entities": [{"name": "Tills", "attributes": COLUMNS}]}}
    body = tables("Buyers", "Visits", "Tills") | model
    ends = {"fromEntityName": "Shop_Tills", "fromAttributeName": "Buyer"}
    files = {SOURCE_FILE: body, RELATIONSHIPS_FILE: [RELATIONSHIP | ends]}
    write(Path(), {"snapshot.json": snapshot(), **files})

    assert [one for one in said() if one.startswith("RL06")] == ["RL06 /0/fromAttributeName warning"]


def test_a_key_that_is_filled_may_be_another_one_than_the_saved_one() -> None:
    entities = [{"entityName": "Buyers", "primaryKey": "$(Key)"}]
    files = {INFORMATION_FILE: {"dataSources": [{"dataSourceName": "Shop", "entities": entities}]}}
    write(Path(), {"snapshot.json": snapshot(entity="Buyers", primaryKey="Mail"), **files})

    assert said() == [why("$(Key)")]


def test_a_request_whose_method_is_filled_may_need_no_data() -> None:
    url = f"{URL}/manage/relationships"
    write(Path(), {"snapshot.json": snapshot(dataSources=[]), "r.json": {"method": "$(How)", "url": url}})

    assert said() == [why("$(How)")]


# Bounds

LONG = "x" * 10_000
ENDS = {"fromEntityName": "a{V}", "toEntityName": "{V}"}


def http(number: int, url: str, body: str) -> str:
    request = f"PATCH {URL}/manage/relationships/R{url}\n\n{body}\n###\n"
    return f"@V = {LONG}\n" + request * number


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (RELATIONSHIPS_FILE, [RELATIONSHIP | {"fromEntityName": "{V}" * 3}]),
        (RELATIONSHIPS_FILE, [RELATIONSHIP | ENDS] * 3),
        (
            "requests/r.json",
            {"method": "DELETE", "url": f"{URL}/manage/relationships/{{{{V}}}}{{{{V}}}}{{{{V}}}}"},
        ),
        ("requests/r.http", http(1, "{{V}}" * 300, "{}")),
        ("requests/r.http", http(1, "", "[" + "{{V}}," * 300 + "1]")),
        ("requests/r.http", http(300, "{{V}}", "{}")),
    ],
    ids=["a text", "many texts", "a url", "a url of a saved request", "a body", "many urls"],
)
def test_what_values_would_make_of_a_file_is_bounded_by_its_length(file: str, content: Any) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    most = 20_000 + 10 * len(text)
    write(Path(), {"snapshot.json": SNAPSHOT, "c360lint.toml": f'[placeholders]\nV = "{LONG}"\n', file: text})

    (found,) = reported()["diagnostics"]
    assert (found["code"], found["file"], found["message"]) == (
        "DO01",
        file,
        f"what its placeholders stand for would add more than {most:,} characters to the file",
    )
    assert found["help"] == "let `{V}` stand for less, or have fewer of them".replace(
        "{V}", "{{V}}" if "{{V}}" in text else "{V}"
    )


def test_a_long_value_may_stand_in_a_short_file() -> None:
    assert laid({RELATIONSHIPS_FILE: [RELATIONSHIP | {"fromEntityName": "{V}"}]}, V=LONG) != []
    assert not any("DO01" in one or "?" in one.split()[0] for one in said())


def test_a_room_that_is_just_enough_is_enough() -> None:
    values = Values({"V": LONG}, allowance=Allowance(100))

    assert [values.fill("{V}") is not None for _ in range(2)] == [True, True]
    with pytest.raises(Overfilled, match="more than 21,000 characters"):
        values.fill("{V}")


def test_what_a_file_is_called_counts_and_what_one_before_it_took_does_not() -> None:
    write(Path(), {"snapshot.json": SNAPSHOT, "c360lint.toml": f'[placeholders]\nV = "{LONG}"\n'})
    ends = RELATIONSHIP | {"fromEntityName": "{V}", "toEntityName": "{V}"}
    write(Path(), {"manage/relationships/a.json": ends, "manage/relationships/{V}{V}{V}.json": RELATIONSHIP})
    Path("manage/relationships/{V}.json").symlink_to("nowhere")

    found = [(one["code"], one["file"]) for one in reported("--select", "DO01,DO08")["diagnostics"]]
    assert found == [
        ("DO08", "manage/relationships/{V}.json"),
        ("DO01", "manage/relationships/{V}{V}{V}.json"),
    ]


def test_the_id_of_an_instance_is_bounded() -> None:
    files = {"snapshot.json": SNAPSHOT | {"instanceId": "{V}" * 3}}
    write(Path(), {**files, "c360lint.toml": f'[placeholders]\nV = "{LONG}"\n', RELATIONSHIPS_FILE: []})

    result = CliRunner().invoke(main, ["check"])
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        2,
        "c360lint: snapshot.json: `instanceId`: what its placeholders stand for would add more than 20,000 "
        "characters to the file",
    )


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"V": LONG + "x"}, "is longer than 10,000 characters"),
        ({"V": "{W}" * 5_000, "W": "ab"}, "is longer than 10,000 characters"),
        ({"V": "{W}", "W": LONG + "x"}, "is longer than 10,000 characters"),
        ({f"v{n}": f"{{v{n + 1}}}" for n in range(200)} | {"V": "{v0}"}, "is made of more than 100 values"),
    ],
)
def test_a_value_that_is_beyond_a_bound_is_told_as_that(values: dict[str, str], why: str) -> None:
    laid({RELATIONSHIPS_FILE: [RELATIONSHIP | {"fromEntityName": "{V}"}]}, **values)

    (left,) = (one for one in reported()["notChecked"] if one["code"] == "DO104")
    assert left["reason"] == f"`{{V}}` stands for what {why}"


# Without quotes


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("a.json", '{"x": $(X)}', "$(X)"),
        ("a.json", '{"x": {{ x }}}', "{{ x }}"),
        ("a.json", "[#{X}#, 1]", "#{X}#"),
        ("a.json", '{"x": __X__}', "__X__"),
        ("a.yaml", "x: {{ X }}_b", "{{ X }}"),
    ],
)
def test_the_fault_of_one_without_quotes_says_so(name: str, text: str, written: str) -> None:
    fault = read_text(name, text.encode()).fault

    assert fault is not None
    assert fault.message == f"the placeholder `{written}` stands without quotes"
    assert (text[fault.start : fault.end], fault.help) == (
        written,
        f'write "{written}": the file is read before it is filled',
    )


def test_one_in_braces_without_quotes_is_an_object_in_yaml() -> None:
    payload = "name: {Name}\n" + "".join(
        f"{name}: {value}\n" for name, value in RELATIONSHIP.items() if name != "name"
    )
    write(Path(), {"snapshot.json": SNAPSHOT, "manage/relationships.yaml": payload})

    assert messages() == ["`name` is an object (in YAML `{Name}` needs quotes), but a string is expected"]


def test_a_letter_of_its_own_stands_for_each_placeholder() -> None:
    text = "a $(b) {{c}}$(b)d"

    lettered, owners = with_letters(text, placeholders_in(text))

    first, second, third = owners
    assert lettered == f"a {first * 4} {second * 5}{third * 4}d"
    assert [one.written for one in owners.values()] == ["$(b)", "{{c}}", "$(b)"]


def test_of_very_many_placeholders_each_has_a_letter() -> None:
    text = "$(a) " * 1_000_000

    lettered, _ = with_letters(text, placeholders_in(text))

    assert len(lettered) == len(text)
    assert all(map(str.isalpha, lettered.split()))


# queries in SQL


def queried(text: str) -> Files:
    query = {"type": "manual", "segmentationQuerySql": text}
    return {"manage/segments.json": {"name": "New", "segmentQueryExpression": query}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT Id FROM $(src)_Buyers WHERE Idx = '$(src)'", [("SL107", "Idx")]),
        ("SELECT Id FROM $(src)_$(table) WHERE Id = 'é$(src)'", [("SL106", "$(src)_$(table)")]),
        ("SELECT $(column) FROM Shop_Buyers", [("SL107", "$(column)")]),
        ("$(all)", [("SL107", "$(all)")]),
        ("$(number)", [("SL101", "$(number)")]),
        ("SELECT Id FROM $(src)_Buyers; ", [("SL102", ";")]),
        ("SELECT Id FROM $(src)_Buyers -- $(src)", [("SL103", "-- $(src)")]),
        # not all is known: what has no placeholder is judged nevertheless
        ("SELECT Id FROM $(src)_Nowhere WHERE Idx = '$(open)'", []),
        ("SELECT Id FROM Shop_Buyers WHERE Idx = '$(open)'", [("SL107", "Idx")]),
        ("SELECT Id FROM Shop_Buyers WHERE Idx = '$(open'", [("SL107", "Idx")]),
    ],
)
def test_a_query_in_sql_is_judged_as_it_will_be_if_all_that_is_filled_is_known(
    text: str, told: list[tuple[str, str]]
) -> None:
    laid(queried(text), src="Shop", table="Byers", column="Idd", number=5, all="SELECT Idd FROM Shop_Buyers")
    written = Path("manage/segments.json").read_text("utf-8")

    found = reported("--select", "SL")["diagnostics"]
    assert [
        (one["code"], written[one["range"]["start"]["column"] - 1 : one["range"]["end"]["column"] - 1])
        for one in found
    ] == told
