"""What two snapshots call differently is carried through the payloads: snapshot diff --fix."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.checking.renaming import Carried, carried
from linter.cli import main
from linter.configuration.settings import Configuration
from linter.instance.drift import drift
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.snapshots import read_snapshot
from tests.projects import (
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    SNAPSHOT,
    resolution,
    write,
)

LINK = {**RELATIONSHIP, "name": "LeadsToPeople", "fromEntityName": "Crm_Leads", "toEntityName": "Crm_People"}
ATTRIBUTES = SNAPSHOT["dataSources"][0]["entities"][0]["attributes"]
OLD: dict[str, Any] = {**SNAPSHOT, "relationships": [LINK]}
QUERY = "/api/instances/main/data/Shop_Visits?$filter=Mail eq 'Mail' and Other/Mail ne%20Mail&$select=Id,Mail"
MANAGED = "/api/instances/main/manage/relationships"
PLAN_YAML = """\
# compared as they come
conflationOrder: [Shop_Buyers, 'Crm_People']
conflationPlans:
  - leftEntities: [Shop_Buyers]  # the shop's
    rightEntity: Crm_People
    rules:
      - criteria:
          - kind: exact
            leftColumn: {attributeName: Mail}
            rightColumn: {attributeName: "Mail"}
"""
PROJECT: dict[str, Any] = {
    PLAN_FILE.replace(".json", ".yaml"): PLAN_YAML,
    RULES_FILE: resolution("Shop_Buyers", "Crm_People"),
    INFORMATION_FILE: {"Shop": ["Buyers"], "Crm": ["People"]},
    INFO_FILE: [
        {"entityName": "Visits", "entityType": "Activity", "primaryKey": "Id", "timestampFieldName": "On"}
    ],
    RELATIONSHIPS_FILE: [RELATIONSHIP],
    "requests/all.json": [
        {"method": "GET", "url": QUERY},
        {"method": "DELETE", "url": "/api/instances/main/manage/relationships/LeadsToPeople"},
    ],
}


def renamed(**names: str) -> dict[str, Any]:
    """The snapshot with things called otherwise, wherever they are; `a__b` is attribute b of entity a."""
    new: dict[str, Any] = copy.deepcopy(OLD)
    for old, name in names.items():
        holder, _, attribute = old.partition("__")
        if not attribute:
            text = json.dumps(new).replace(f'"{old}"', f'"{name}"').replace(f'"{old}_', f'"{name}_')
            new = json.loads(text)
            continue
        one = entity(new, holder)
        one["attributes"] = {name if key == attribute else key: it for key, it in one["attributes"].items()}
        if one.get("primaryKey") == attribute:
            one["primaryKey"] = name
    return new


def entity(new: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for source in new["dataSources"] for one in source["entities"] if one["name"] == name)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": OLD, **PROJECT})
    return tmp_path


def diff(new: dict[str, Any], *arguments: str) -> Result:
    write(Path(), {"new.json": new})
    command = ["snapshot", "diff", "snapshot.json", "new.json", "--format", "concise", *arguments]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def texts(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text("utf-8") for name in PROJECT}


def found(snapshot: str) -> set[tuple[str, str, str]]:
    result = CliRunner().invoke(main, ["check", "--format", "json", "--snapshot", snapshot])
    return {(one["code"], one["file"], one["pointer"]) for one in json.loads(result.stdout)["diagnostics"]}


@pytest.mark.parametrize(
    ("names", "counts", "said"),
    [
        ({"Buyers__Mail": "mail"}, {"Mail": -2}, "attribute `Shop_Buyers.Mail` → `mail`, in 2 places"),
        ({"Visits__Mail": "MAIL"}, {"Mail": -3}, "attribute `Shop_Visits.Mail` → `MAIL`, in 3 places"),
        ({"Shop": "Store"}, {"Shop": -7}, "data source `Shop` → `Store`, in "),
        ({"LeadsToPeople": "Led"}, {"LeadsToPeople": -1}, "relationship `LeadsToPeople` → `Led`, in 1 place"),
    ],
)
def test_a_sure_renaming_is_carried_through_and_told(
    project: Path, names: dict[str, str], counts: dict[str, int], said: str
) -> None:
    before, known = texts(project), found("snapshot.json")
    result = diff(renamed(**names), "--fix")
    after = texts(project)

    assert result.exit_code == 0, result.output
    assert f"renamed: {said}" in result.stderr
    assert found("new.json") <= known
    for word, change in counts.items():
        both = ("".join(one.values()).count(word) for one in (after, before))
        assert int.__sub__(*both) == change


def test_only_the_names_change_and_formatting_and_comments_stay(project: Path) -> None:
    before = texts(project)
    diff(renamed(Shop="Store", Buyers__Mail="MAIL"), "--fix")

    expected = {name: text.replace("Shop", "Store") for name, text in before.items()}
    yaml = PLAN_FILE.replace(".json", ".yaml")
    expected[yaml] = expected[yaml].replace(
        "leftColumn: {attributeName: Mail}", "leftColumn: {attributeName: MAIL}"
    )
    rules = '{"entityName": "Store_Buyers", "attributeName": "%s"}'
    expected[RULES_FILE] = expected[RULES_FILE].replace(rules % "Mail", rules % "MAIL")
    assert texts(project) == expected


def test_the_words_of_a_query_are_carried_but_literals_and_other_entities_are_not(project: Path) -> None:
    diff(renamed(Visits__Mail="MAIL"), "--fix")

    expected = "$filter=MAIL eq 'Mail' and Other/Mail ne%20MAIL&$select=Id,MAIL"
    assert expected in (project / "requests/all.json").read_text("utf-8")


def test_a_weak_renaming_is_told_and_not_made(project: Path) -> None:
    before = texts(project)
    result = diff(renamed(Buyers__Mail="Mails"), "--fix")

    assert result.exit_code == 1
    assert texts(project) == before
    assert result.stderr.startswith(
        "not renamed: attribute `Shop_Buyers.Mail` → `Mails`, in conflations/default/conflationPlan.yaml:9, "
        "conflations/default/conflictResolutionRules.json:1: the evidence is weak (a similar name, the "
        "same type string)\n"
    )


@pytest.mark.parametrize(("instance", "is_carried"), [("main", True), ("other", False)])
def test_a_payload_that_may_be_of_another_instance_is_left_as_it_is(
    project: Path, instance: str, is_carried: bool
) -> None:
    write(project, {"second.json": {**OLD, "instanceId": instance}})
    (project / "c360lint.toml").write_text('snapshot = ["snapshot.json", "second.json"]\n', "utf-8")
    before = texts(project)

    diff(renamed(Buyers__Mail="mail"), "--fix")
    assert (texts(project) != before) == is_carried


def test_what_would_change_is_shown_and_nothing_is_written(project: Path) -> None:
    before = texts(project)
    result = diff(renamed(Buyers__Mail="mail"), "--diff")

    assert (result.exit_code, texts(project)) == (1, before)
    assert "-            leftColumn: {attributeName: Mail}\n" in result.stdout
    assert "+            leftColumn: {attributeName: mail}\n" in result.stdout
    assert result.stderr.startswith("would rename: attribute `Shop_Buyers.Mail` → `mail`, in 2 places of ")


def test_without_renamings_nothing_would_change(project: Path) -> None:
    result = diff(OLD, "--diff")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_of_a_renaming_of_what_no_payload_names_nothing_is_told(project: Path) -> None:
    result = diff(renamed(Leads__Odd="ODD"), "--fix")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "Crm_Leads.Odd  Odd → ODD" in result.stdout


def test_a_file_that_is_named_after_what_is_renamed_is_told(project: Path) -> None:
    write(project, {"manage/relationships/LeadsToPeople.json": {"description": "x"}})
    result = diff(renamed(LeadsToPeople="Led"), "--fix")

    assert (
        "not renamed: relationship `LeadsToPeople` → `Led`, in manage/relationships/LeadsToPeople.json:1: "
        "the file's path has the name: rename the file" in result.stderr
    )


def test_what_a_payload_creates_under_the_old_name_stays(project: Path) -> None:
    write(project, {RELATIONSHIPS_FILE: [RELATIONSHIP, {**LINK, "fromAttributeName": "Mail"}]})
    before = texts(project)
    diff(renamed(LeadsToPeople="Led"), "--fix")

    assert texts(project) == before


def test_an_entity_is_carried_only_where_no_other_one_is_alike(project: Path) -> None:
    one = copy.deepcopy(OLD)
    entity(one, "Buyers").update(
        name="Clients", attributes={**entity(one, "Buyers")["attributes"], "Own": "string"}
    )
    result = diff(one, "--fix")

    assert result.exit_code == 0, result.output
    assert "renamed: entity `Shop_Buyers` → `Shop_Clients`, in " in result.stderr
    assert "Buyers" not in (project / PLAN_FILE.replace(".json", ".yaml")).read_text("utf-8")
    assert '["Clients"]' in (project / INFORMATION_FILE).read_text("utf-8")


def test_an_entity_with_a_twin_is_not_carried(project: Path) -> None:
    one = copy.deepcopy(OLD)
    entity(one, "Buyers").update(name="Clients")
    one["dataSources"][0]["entities"].append({**entity(one, "Clients"), "name": "Customers"})
    before = texts(project)
    result = diff(one, "--fix")

    assert texts(project) == before
    assert "not renamed: entity `Shop_Buyers` → `Shop_Clients`, in " in result.stderr


def test_a_bare_name_that_another_entity_has_becomes_a_qualified_one(project: Path) -> None:
    write(project, {RELATIONSHIPS_FILE: [{**RELATIONSHIP, "toEntityName": "Buyers"}]})
    one = copy.deepcopy(OLD)
    entity(one, "Buyers").update(
        name="Leads", attributes={**entity(one, "Buyers")["attributes"], "Own": "string"}
    )
    entity(one, "Visits")["attributes"] = {**entity(one, "Visits")["attributes"], "More": "string"}
    diff(one, "--fix")

    assert '"toEntityName": "Shop_Leads"' in (project / RELATIONSHIPS_FILE).read_text("utf-8")


def test_what_a_placeholder_stands_for_is_told_and_stays(project: Path) -> None:
    body = {**RELATIONSHIP, "toEntityName": "$(Shop)_Buyers", "name": "Other"}
    more = {
        "r.json": {"method": "PATCH", "url": f"{MANAGED}/$(Link)", "body": body},
        "c360lint.toml": '[placeholders]\nShop = "Shop"\nLink = "LeadsToPeople"\n',
    }
    write(project, more)
    before = (project / "r.json").read_text("utf-8")
    result = diff(renamed(Buyers="Clients"), "--fix")

    assert "r.json:1: `$(Shop)` stands for it: change its value in [placeholders]" in result.stderr
    assert (project / "r.json").read_text("utf-8") == before


def test_an_alias_is_renamed_with_its_anchor(project: Path) -> None:
    (project / "r.yaml").write_text(
        f"- method: PATCH\n  url: {MANAGED}\n  body:\n  - &r {{name: A, fromEntityName: Shop_Visits, "
        "fromAttributeName: Id,\n    toEntityName: Shop_Buyers, toAttributeName: Id, cardinality: oneToOne}\n"
        "  - <<: *r\n    name: B\n",
        "utf-8",
    )
    result = diff(renamed(Buyers="Clients"), "--fix")

    assert "not renamed" not in result.stderr
    assert "toEntityName: Shop_Clients," in (project / "r.yaml").read_text("utf-8")


def test_what_a_query_can_not_name_is_told(project: Path) -> None:
    result = diff(renamed(Visits__Id="I-d"), "--fix")

    assert "in requests/all.json:1: a URL can't have the new name as it is" in result.stderr
    assert "$select=Id," in (project / "requests/all.json").read_text("utf-8")


def test_a_project_is_needed(project: Path) -> None:
    result = diff(OLD, "--fix", "--no-project")

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: --fix changes a project's payloads: it can't go with --no-project\n",
    )


def test_a_link_out_of_the_project_is_not_written(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "rules.json"
    (project / RULES_FILE).rename(elsewhere)
    (project / RULES_FILE).symlink_to(elsewhere)
    before = elsewhere.read_text("utf-8")
    result = diff(renamed(Buyers__Mail="mail"), "--fix")

    assert elsewhere.read_text("utf-8") == before
    assert f"{RULES_FILE} was not changed: it is a link out of the project's folder\n" in result.stderr


# What becomes of each place


def carried_in(files: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return what renamings make of places: `old, file:column = text`, or `old, file#pointer: why not`."""
    files = {"snapshot.json": OLD, **files}
    contents = {f"/nowhere/{name}": content for name, content in files.items()}
    inputs = Inputs(
        "/nowhere",
        Configuration(placeholders=(("", "Shop", "Shop"),)),
        snapshots=("/nowhere/snapshot.json",),
        contents={
            name: (one if isinstance(one, str) else json.dumps(one)).encode()
            for name, one in contents.items()
        },
        snapshot_suffices=True,
    )
    sides = ("old.json", files["snapshot.json"]), ("new.json", new)
    before, after = (read_snapshot(name, json.dumps(one).encode())[1] for name, one in sides)
    found = carried(load_project(inputs, lambda _done, _all: None), drift(before, after), after)
    return [line for one in found for line in _lines(one)]


def _lines(one: Carried) -> Iterator[str]:
    for fix in one.fixes:
        [edit] = fix.edits
        assert fix.title == f"Rename to `{one.change.new}`"
        yield f"{one.change.name}, {Path(edit.file).name}:{edit.range.start.column} = {edit.text}"
    for at, why in one.left:
        yield f"{one.change.name}, {Path(at.document).name}#{'/'.join(map(str, at.path[-3:]))}: {why}"


def linking(entity_name: str, **more: Any) -> dict[str, Any]:
    return {**RELATIONSHIP, "name": "X", "toEntityName": entity_name, **more}


def twin(**names: str) -> dict[str, Any]:
    """The snapshot in which it isn't sure which of two entities Buyers has become."""
    new = renamed(**names)
    entity(new, "Buyers").update(name="Clients")
    source = next(one for one in new["dataSources"] if one["dataSourceId"] == "shop-1")
    source["entities"].append({**entity(new, "Clients"), "name": "Customers"})
    return new


def changed_source(snapshot: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """The snapshot with some properties of the shop changed."""
    new = copy.deepcopy(snapshot)
    new["dataSources"][0].update(properties)
    return new


def typed(namespace: str) -> dict[str, Any]:
    """The snapshot in which each type is of one namespace."""
    new = copy.deepcopy(OLD)
    for name in ("Buyers", "Visits", "People", "Leads"):
        entity(new, name)["typeName"] = f"{namespace}.{name}"
    return new


def moved(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The snapshot in which the shop may be another data source, and Buyers are called otherwise."""
    text = (
        json.dumps(snapshot["dataSources"][0]).replace('"Buyers"', '"Clients"').replace("Coupons", "Vouchers")
    )
    return {**snapshot, "dataSources": [{**json.loads(text), "name": "Store", "dataSourceId": "store-9"}]}


def called_as_another() -> dict[str, Any]:
    """The snapshot in which Buyers has the bare name that an entity of another data source has."""
    new = copy.deepcopy(OLD)
    entity(new, "Buyers").update(
        name="Leads", attributes={**entity(new, "Buyers")["attributes"], "Own": "string"}
    )
    entity(new, "Visits")["attributes"] = {**entity(new, "Visits")["attributes"], "More": "string"}
    return new


OWN = changed_source(
    OLD,
    entities=[
        {
            "name": name,
            "primaryKey": "Id",
            "attributes": {f"{name}{one}": "string" for one in ("Id", "A", "B", "C")},
        }
        for name in ("Buyers", "Visits", "Carts", "Coupons", "Baskets")
    ],
)
"""A snapshot in which each entity has attributes of its own."""

SPELLED: dict[str, Any] = {
    RELATIONSHIPS_FILE: [linking("Buyers", fromEntityName="shop-1_Visits"), linking("Shop_Buyers", name="Y")],
    INFORMATION_FILE: {
        "dataSources": [
            {"dataSourceName": "Shop", "entities": [{"entityName": "Buyers"}]},
            {"dataSourceId": "shop-1", "entities": [{"entityName": "Shop_Visits"}]},
        ]
    },
    INFO_FILE: [{"entityName": "Buyers", "primaryKey": "Id"}],
}
SEGMENT = {
    "name": "Often",
    "segmentQueryExpression": {
        "type": "structured",
        "rowsets": [{"criteria": {"attribute": "Shop_Visits.Mail", "comparisonOperator": "isNotNull"}}],
    },
}
SYSTEM = [{"name": "Customer", "primaryKey": "CustomerId", "attributes": {"CustomerId": "string"}}]
READ = {"method": "GET", "url": "/api/instances/main/data/Often"}
ALIASED = (
    "- &r {name: A, fromEntityName: Shop_Visits, fromAttributeName: Id, toEntityName: Shop_Buyers, "
    "toAttributeName: Id, cardinality: manyToOne}\n- <<: *r\n  name: B\n"
)
DELETION = {"method": "DELETE", "url": f"{MANAGED}/LeadsToPeople"}
ASKED = {"method": "GET", "url": "/api/instances/main/data/Crm_Leads?$expand=LeadsToPeople"}
RECORD = {"method": "PATCH", "url": "/api/instances/main/data/Shop_Visits(1)", "body": {"MAIL": "x"}}


@pytest.mark.parametrize(
    ("files", "new", "expected"),
    [
        pytest.param(
            SPELLED,
            renamed(Shop="Store"),
            [
                'Shop, entityInformation.json:37 = "Store"',
                'Shop, entityInformation.json:141 = "Store_Visits"',
                'Shop, relationships.json:190 = "Store_Visits"',
                'Shop, relationships.json:248 = "Store_Buyers"',
            ],
            id="a data source",
        ),
        pytest.param(
            SPELLED,
            renamed(Buyers="Clients"),
            [
                'Shop_Buyers, entityInformation.json:73 = "Clients"',
                'Shop_Buyers, entityInfo.json:17 = "Clients"',
                'Shop_Buyers, relationships.json:94 = "Clients"',
                'Shop_Buyers, relationships.json:248 = "Shop_Clients"',
            ],
            id="an entity",
        ),
        pytest.param(
            SPELLED,
            renamed(Shop="Store", Buyers="Clients"),
            [
                'Shop, entityInformation.json:37 = "Store"',
                'Shop, entityInformation.json:141 = "Store_Visits"',
                'Shop, relationships.json:190 = "Store_Visits"',
                'Shop_Buyers, entityInformation.json:73 = "Clients"',
                'Shop_Buyers, entityInfo.json:17 = "Clients"',
                'Shop_Buyers, relationships.json:94 = "Clients"',
                'Shop_Buyers, relationships.json:248 = "Store_Clients"',
            ],
            id="both",
        ),
        pytest.param(
            SPELLED,
            twin(),
            [
                "Shop_Buyers, entityInformation.json#entities/0/entityName: the evidence is weak",
                "Shop_Buyers, entityInfo.json#0/entityName: the evidence is weak",
                "Shop_Buyers, relationships.json#0/toEntityName: the evidence is weak",
                "Shop_Buyers, relationships.json#1/toEntityName: the evidence is weak",
            ],
            id="an entity with a twin",
        ),
        pytest.param(
            SPELLED,
            twin(Shop="Store"),
            [
                'Shop, entityInformation.json:37 = "Store"',
                'Shop, entityInformation.json:141 = "Store_Visits"',
                'Shop, relationships.json:190 = "Store_Visits"',
                "Shop_Buyers, entityInformation.json#entities/0/entityName: the evidence is weak",
                "Shop_Buyers, entityInfo.json#0/entityName: the evidence is weak",
                "Shop_Buyers, relationships.json#0/toEntityName: the evidence is weak",
                "Shop_Buyers, relationships.json#1/toEntityName: the evidence is weak",
            ],
            id="one whose data source surely is another",
        ),
        pytest.param(
            SPELLED,
            called_as_another(),
            [
                'Shop_Buyers, entityInformation.json:73 = "Leads"',
                'Shop_Buyers, entityInfo.json:17 = "Leads"',
                'Shop_Buyers, relationships.json:94 = "Shop_Leads"',
                'Shop_Buyers, relationships.json:248 = "Shop_Leads"',
            ],
            id="one with a name that there is",
        ),
        pytest.param(
            {"manage/relationships.yaml": ALIASED},
            renamed(Buyers="Clients"),
            ["Shop_Buyers, relationships.yaml:82 = Shop_Clients"],
            id="an alias",
        ),
        pytest.param(
            {"manage/relationships/LeadsToPeople.json": {"description": "x"}, "r.json": [DELETION, ASKED]},
            renamed(LeadsToPeople="Led"),
            [
                "LeadsToPeople, r.json:72 = Led",
                "LeadsToPeople, r.json:158 = Led",
                "LeadsToPeople, LeadsToPeople.json#: the file's path has the name: rename the file",
            ],
            id="a relationship",
        ),
        pytest.param(
            {"r.json": [DELETION]},
            renamed(LeadsToPeople="L/d"),
            ["LeadsToPeople, r.json#0/url: a URL can't have the new name as it is"],
            id="one that a URL can't name so",
        ),
        pytest.param(
            {RELATIONSHIPS_FILE: [LINK], "r.json": [DELETION]},
            renamed(LeadsToPeople="Led"),
            [],
            id="one that a payload makes",
        ),
        pytest.param(
            {RELATIONSHIPS_FILE: [RELATIONSHIP], "r.json": [{"method": "GET", "url": QUERY}, RECORD]},
            renamed(Visits__Mail="mail", Visits__Id="I-d"),
            [
                'Shop_Visits.Id, relationships.json:83 = "I-d"',
                "Shop_Visits.Id, r.json#0/url: a URL can't have the new name as it is",
                "Shop_Visits.Mail, r.json:73 = mail",
                "Shop_Visits.Mail, r.json:108 = mail",
                "Shop_Visits.Mail, r.json:124 = mail",
                'Shop_Visits.Mail, r.json:211 = "mail"',
            ],
            id="attributes",
        ),
        pytest.param(
            {RELATIONSHIPS_FILE: [linking("$(Shop)_Buyers")]},
            renamed(Buyers="Clients"),
            [
                "Shop_Buyers, relationships.json#0/toEntityName: "
                "`$(Shop)` stands for it: change its value in [placeholders]"
            ],
            id="a placeholder",
        ),
        pytest.param({"snapshot.json": OLD}, renamed(Buyers="Clients"), [], id="nothing names it"),
        pytest.param(
            {"manage/relationships/LeadsToPeople.json": '"LeadsToPeople"'},
            renamed(LeadsToPeople="Led"),
            ["LeadsToPeople, LeadsToPeople.json#: the file's path has the name: rename the file"],
            id="a relationship whose update is a text",
        ),
        pytest.param(
            {"manage/datasources/shop-1/entities/Visits/entityInfo.json": {"primaryKey": "Id"}},
            renamed(Visits="Stays"),
            ["Shop_Visits, entityInfo.json#: the file's path has the name: rename the file"],
            id="an entity in a path",
        ),
        pytest.param(
            {"r.json": [DELETION]},
            renamed(LeadsToPeople="Led.2"),
            ["LeadsToPeople, r.json:72 = Led.2"],
            id="a relationship with a name that no query can have",
        ),
        pytest.param(
            {RELATIONSHIPS_FILE: [linking("Customer")], "snapshot.json": {**OLD, "systemEntities": SYSTEM}},
            {**renamed(Shop="Store"), "systemEntities": SYSTEM},
            ['Shop, relationships.json:34 = "Store_Visits"'],
            id="an entity of no data source",
        ),
        pytest.param(
            {INFORMATION_FILE: '"Shop_Buyers"'},
            renamed(Shop="Store"),
            ['Shop, entityInformation.json:1 = "Store_Buyers"'],
            id="a payload that is a text",
        ),
        pytest.param(
            {RELATIONSHIPS_FILE: [linking("Buyers")], "snapshot.json": changed_source(OLD, name="")},
            changed_source(OLD, name="Store"),
            [],
            id="a data source whose name was empty",
        ),
        pytest.param(
            {RELATIONSHIPS_FILE: [linking("Buyers"), linking("Shop_Buyers", name="Y")], "snapshot.json": OWN},
            moved(OWN),
            [
                "Shop, relationships.json#0/fromEntityName: the evidence is weak",
                "Shop, relationships.json#1/fromEntityName: the evidence is weak",
                "Shop, relationships.json#1/toEntityName: the evidence is weak",
                'Shop_Buyers, relationships.json:92 = "Clients"',
            ],
            id="an entity whose data source may be another",
        ),
        pytest.param(
            {RELATIONSHIPS_FILE: [linking("Nobody")], "snapshot.json": typed("old")},
            {**typed("new"), "relationships": [{**LINK, "name": "Led"}]},
            [],
            id="types",
        ),
        pytest.param(
            {"manage/segments.json": SEGMENT, "r.json": READ},
            renamed(Shop="Store"),
            ["Shop, segments.json:108 = Store_Visits"],
            id="a segment, which isn't ingested",
        ),
    ],
)
def test_each_place_gets_the_new_name_or_is_told_with_the_reason(
    files: dict[str, Any], new: dict[str, Any], expected: list[str]
) -> None:
    assert carried_in(files, new) == expected


CASES = (str.upper, str.lower, str.swapcase, lambda name: f"{name}_", lambda name: f"{name[:1]}-{name[1:]}")


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_finding_of_the_renamings_is_left_and_the_way_back_restores_all(
    project: Path, data: st.DataObject
) -> None:
    write(project, PROJECT)
    names = {}
    for one in ("Buyers", "Visits", "People"):
        for attribute in data.draw(st.sets(st.sampled_from(("Id", "Mail", "On")), max_size=2)):
            names[f"{one}__{attribute}"] = data.draw(st.sampled_from(CASES))(attribute)
    if data.draw(st.booleans()):
        names["Crm"] = "Sales"
    new, before = renamed(**names), texts(project)
    known = found("snapshot.json")
    result = diff(new, "--fix")

    assert result.exit_code == 0, result.output
    assert found("new.json") <= known
    CliRunner().invoke(main, ["snapshot", "diff", "new.json", "snapshot.json", "--fix"])
    assert texts(project) == before
