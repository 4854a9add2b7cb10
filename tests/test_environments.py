"""Several environments: the same payloads over the snapshot of each."""

from __future__ import annotations

import gc
import json
import re
import weakref
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen, merged, over, run_in
from linter.cli import main
from linter.configuration.settings import Configuration
from linter.diagnostic import Diagnostic, Held, Known, Looked, Place, Position, Range, Result, Undecided
from linter.instance.snapshot import Snapshot
from linter.reading.inputs import Inputs
from linter.refusal import CannotRun
from linter.rulekit.rule import RuleModule
from linter.shapes.reading import Reading
from linter.text.source import Text, read_text
from rules.conflation_plan import copy_criterion
from rules.path_parameters import unknown_instance


def snapshot(instance: str, *entities: str) -> dict[str, Any]:
    declared = [{"name": name, "primaryKey": "Id", "attributes": {"Id": "string"}} for name in entities]
    sources = [{"dataSourceId": "shop-1", "name": "Shop", "entities": declared}]
    return {"snapshotVersion": 1, "instanceId": instance, "dataSources": sources, "relationships": []}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "snapshots/dev.json": snapshot("d", "Buyers", "Visits"),
        "snapshots/prod.json": snapshot("p", "Buyers"),
        "manage/datasources/shop-1/entities/entityInfo.json": [
            {"entityName": "Visits", "primaryKey": "Id"},
            {"entityName": "Buyers", "primaryKey": "Key"},
        ],
        "only-dev.json": {"method": "GET", "url": "/api/instances/d/data/Shop_Visits"},
    }
    for name, value in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(value), "utf-8")
    toml = 'snapshots = {dev = "snapshots/dev.json", prod = "snapshots/prod.json"}\n'
    (tmp_path / "c360lint.toml").write_text(toml, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*options: str) -> list[str]:
    result = CliRunner().invoke(
        main, ["check", "--format", "concise", "-q", *options], catch_exceptions=False
    )
    return [line.partition(" error ")[2] for line in result.stdout.splitlines()]


VISITS = "EI01 entity-info-not-ingested: entity `Visits` is not ingested in data source `Shop` (in prod)"
KEY = "EI02 entity-info-attribute-unknown: `Shop_Buyers` has no attribute `Key`"


def test_each_finding_says_in_which_environments_it_holds(project: Path) -> None:
    assert said() == [VISITS, f"{KEY} (in dev and prod)"]


def test_an_environment_can_be_chosen(project: Path) -> None:
    assert said("--env", "dev") == [f"{KEY} (in dev)"]
    assert said("--env", "prod", "--env", "dev") == said()
    assert said("--snapshot", "snapshots/dev.json") == [KEY]


DEV, PROD = "snapshots/dev.json", "snapshots/prod.json"


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ((DEV,), (0, "All checks passed: 1 document.\n")),
        ((PROD,), (0, "All checks passed: 1 document.\n")),
        ((PROD, DEV), (0, "All checks passed: 2 documents.\n")),
        ((PROD, "--env", "prod"), (0, "All checks passed: 1 document.\n")),
        ((PROD, "--env", "dev"), (2, "")),
    ],
)
def test_a_snapshot_that_is_named_is_looked_at_in_whichever_environment(
    project: Path, named: tuple[str, ...], said: tuple[int, str]
) -> None:
    result = CliRunner().invoke(main, ["check", *named])

    assert (result.exit_code, result.stdout) == said


def test_an_unknown_environment_ends_with_2_and_a_suggestion(project: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--env", "prd"])

    assert (result.exit_code, result.stderr) == (2, "c360lint: no environment `prd`; did you mean `prod`?\n")


@pytest.mark.parametrize("command", [["plan"], ["graph"], ["refs", "Buyers"]])
def test_what_is_about_one_instance_asks_for_one_of_several_environments(
    project: Path, command: list[str]
) -> None:
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: there are several environments: choose one of dev, prod with --env\n",
    )
    assert CliRunner().invoke(main, [*command, "--env", "dev"]).exit_code == 0


def test_the_snapshots_of_environments_are_shown_with_their_names(project: Path) -> None:
    def shown(*options: str) -> list[str]:
        result = CliRunner().invoke(main, ["snapshot", "show", *options], catch_exceptions=False)
        return [line for line in result.stdout.splitlines() if "instance " in line or "no entity" in line]

    dev = "dev: snapshots/dev.json: instance d"
    prod = "prod: snapshots/prod.json: instance p"
    assert shown() == [dev, prod]
    assert shown("--env", "prod") == [prod]
    assert shown("Visits") == [dev, prod, "  no entity `Visits`"]


def test_what_the_configuration_names_besides_is_no_payload_in_any_environment(project: Path) -> None:
    (project / "own.yaml").write_text("openapi: 3.0.3\nservers: [{url: 'https://x.example'}]\npaths: {}\n")
    with (project / "c360lint.toml").open("a", encoding="utf-8") as file:
        file.write('[[contracts]]\nopenapi = "own.yaml"\n')

    for options in ((), ("--env", "dev"), ("--env", "prod")):
        told = CliRunner().invoke(main, ["check", "-v", *options]).stderr
        assert "passed over" not in told


def test_each_file_is_read_once_whatever_the_number_of_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"env{number}" for number in range(5)]
    (tmp_path / "manage/datasources/shop-1/entities").mkdir(parents=True)
    payload = tmp_path / "manage/datasources/shop-1/entities/entityInfo.json"
    payload.write_text(json.dumps([{"entityName": "Visits", "primaryKey": "Id"}]), "utf-8")
    for name in names:
        (tmp_path / f"{name}.json").write_text(json.dumps(snapshot(name, "Buyers")), "utf-8")
    toml = "".join(f'{name} = "{name}.json"\n' for name in names)
    (tmp_path / "c360lint.toml").write_text(f"[snapshots]\n{toml}", "utf-8")
    monkeypatch.chdir(tmp_path)
    read: list[str] = []

    def counted(name: str, data: bytes) -> Text:
        read.append(name)
        return read_text(name, data)

    for module in ("file_reader", "snapshots"):
        monkeypatch.setattr(f"linter.reading.{module}.read_text", counted)

    assert said() == [f"{VISITS.partition(' (in')[0]} (in env0, env1, env2, env3 and env4)"]
    assert sorted(read) == sorted(
        [*(f"{name}.json" for name in names), payload.relative_to(tmp_path).as_posix()]
    )


def test_the_texts_of_all_environments_are_there_and_one_snapshot_is_held_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a.json", "b.json", "c.json"]
    for name in names:
        (tmp_path / name).write_text(json.dumps(snapshot(name, "Buyers")), "utf-8")
    made: list[weakref.ref[Snapshot]] = []
    held: list[int] = []

    def counted(path: str, reading: Reading) -> Snapshot:
        gc.collect()
        held.append(sum(one() is not None for one in made))
        one = Snapshot(path, reading)
        made.append(weakref.ref(one))
        return one

    monkeypatch.setattr("linter.reading.snapshots.Snapshot", counted)
    environments = tuple((name, name) for name in names)
    settings = Configuration(environments=environments, allow_empty=True)
    request = CheckRequest(Inputs(str(tmp_path), settings), ())

    _, texts = run_in(environments, request)

    assert (sorted(texts), held) == (names, [0, 1, 1])


def test_without_environments_a_request_stays_as_it_is() -> None:
    request = CheckRequest(Inputs("/", Configuration()), ())

    assert over((), request) == [("", request)]


BOTH = Configuration(environments=(("dev", "d.json"), ("prod", "p.json")))


@pytest.mark.parametrize(
    ("configuration", "names", "snapshots", "said"),
    [
        (
            BOTH,
            ["dev"],
            ["x.json"],
            "--env and --snapshot exclude each other: both say which snapshot counts",
        ),
        (
            BOTH._replace(snapshots=("x.json",)),
            [],
            [],
            "the configuration has both `snapshot` and `snapshots`; `snapshots` names environments",
        ),
        (BOTH, ["elsewhere"], [], "no environment `elsewhere`; there are dev, prod"),
        (
            Configuration(),
            ["dev"],
            [],
            "no environment `dev`; `snapshots` in c360lint.toml declares them",
        ),
    ],
)
def test_a_choice_that_can_not_be_made_is_refused_with_the_reason(
    configuration: Configuration, names: list[str], snapshots: list[str], said: str
) -> None:
    with pytest.raises(CannotRun) as refused:
        chosen(configuration, names, snapshots)

    assert str(refused.value) == said


def test_a_snapshot_alone_is_no_environment() -> None:
    assert chosen(Configuration(snapshots=("x.json",)), []) == []


FIRST = Range(Position(1, 1), Position(1, 2))
PLACE = Place("plan.json", "", FIRST)
NOTHING = Result((), (), 1, (), ())


def request_of(*modules: RuleModule) -> CheckRequest:
    return CheckRequest(Inputs("/", BOTH), modules)


def told(code: str, message: str, **changed: Any) -> Diagnostic:
    """Return a finding; what its message says of environments holds in those."""
    where = re.search(r"\(in (.*)\)", message)
    names = tuple(re.split(", | and ", where[1])) if where is not None else ()
    found = Diagnostic("plan.json", FIRST, code, "", "error", message, "", environments=names)
    return found._replace(**changed)


def test_what_environments_have_in_common_is_counted_once() -> None:
    held = [Held(code, PLACE, "RL05", PLACE) for code in ("CP01", "CP02")]
    gone = [Known(code, "conflationPlan", "") for code in ("CP03", "CP04")]
    dev = NOTHING._replace(
        held=(held[0],), suppressed=1, baselined=2, stale=(gone[0], gone[1]), refused=("why",)
    )
    prod = dev._replace(held=(*held,), suppressed=2, baselined=1, stale=(gone[1],), looked=Looked((), ("p",)))
    dev = dev._replace(looked=Looked((), ("d",)))
    results = {"dev": dev, "prod": prod}

    whole = dev._replace(
        held=(*held,), suppressed=2, baselined=2, stale=(gone[1],), looked=Looked((), ("d", "p"))
    )
    assert merged(BOTH.environments, request_of(), results) == whole
    assert merged(BOTH.environments[:1], request_of(), results) == dev._replace(stale=(gone[1],))


def test_what_is_told_of_one_environment_is_what_holds_in_it() -> None:
    related = {one: (Place(f"{one}.json", "", FIRST, "declared here"),) for one in ("dev", "prod")}
    lacks = {one: Undecided("CP01", f"{one} is incomplete", ("plan.json",)) for one in ("dev", "prod")}
    results = {
        one: NOTHING._replace(
            diagnostics=(told("CP02", "wrong", related=related[one]),),
            not_checked=(lacks[one]._replace(places=(PLACE,)),),
            refused=(f"a rule fails in {one}",),
        )
        for one in ("dev", "prod")
    }

    found = merged(BOTH.environments[1:], request_of(), results)

    assert found == results["prod"]._replace(
        diagnostics=(told("CP02", "wrong (in prod)", related=related["prod"]),)
    )


def test_findings_that_differ_only_in_their_severity_are_told_apart_and_in_order() -> None:
    dev = NOTHING._replace(diagnostics=(told("CP02", "b", severity="warning"), told("CP02", "c")))
    prod = NOTHING._replace(diagnostics=(told("CP02", "a"), told("CP02", "b")))

    found = merged(BOTH.environments, request_of(), {"dev": dev, "prod": prod}).diagnostics

    assert found == (
        told("CP02", "a (in prod)"),
        told("CP02", "b (in prod)"),
        told("CP02", "b (in dev)", severity="warning"),
        told("CP02", "c (in dev)"),
    )


def test_what_could_not_be_decided_in_several_environments_is_told_once_with_all_its_places() -> None:
    here, there = PLACE, Place("b.json", "", FIRST)
    below = [here._replace(range=Range(Position(line, 1), Position(line, 2))) for line in range(2, 7)]
    dev = [
        Undecided("CP02", "why", ("plan.json",), "what", (*below[3:], below[0])),
        Undecided("CP01", "why", ("plan.json",), "what", (here,)),
    ]
    prod = [
        Undecided("CP02", "why", ("b.json", "plan.json"), "what", (there, *below[:3], here)),
        Undecided("CP02", "why", ("plan.json",), "else", (here,)),
    ]
    results = {"dev": NOTHING._replace(not_checked=(*dev,)), "prod": NOTHING._replace(not_checked=(*prod,))}

    assert merged(BOTH.environments, request_of(), results).not_checked == (
        dev[1],
        prod[1],
        Undecided("CP02", "why", ("b.json", "plan.json"), "what", (there, here, *below)),
    )


def test_the_files_of_what_could_not_be_decided_stand_in_order() -> None:
    files = tuple(f"{one}.json" for one in "abcdef")
    places = tuple(Place(one, "", FIRST) for one in files)
    lack = Undecided("CP01", "why", files, "what", places)
    dev = NOTHING._replace(not_checked=(lack._replace(places=places[::-1]),))

    assert merged(BOTH.environments[:1], request_of(), {"dev": dev}).not_checked == (lack,)


def test_what_mends_a_payload_for_one_environment_alone_is_no_fix(project: Path) -> None:
    info = project / "manage/datasources/shop-1/entities/entityInfo.json"
    held = json.dumps([{"entityName": "Buyers", "primaryKey": "Id", "timestampFieldName": "CustomerSince"}])
    for key, (dev, prod) in {
        "each another": ("CustomerSincf", "CustomerSinced"),
        "only in one": ("CustomerSince", "CustomerSinced"),
        "the same": ("CustomerSinced", "CustomerSinced"),
    }.items():
        for name, attribute in (("dev", dev), ("prod", prod)):
            changed = snapshot(name[0], "Buyers")
            changed["dataSources"][0]["entities"][0]["attributes"][attribute] = "dateTime"
            (project / "snapshots" / f"{name}.json").write_text(json.dumps(changed), "utf-8")
        info.write_text(held, "utf-8")

        CliRunner().invoke(main, ["check", "--unsafe-fixes"], catch_exceptions=False)

        mended = held.replace("CustomerSince", "CustomerSinced") if key == "the same" else held
        assert (key, info.read_text("utf-8")) == (key, mended)


def test_what_several_environments_have_is_in_the_baseline_as_often_as_in_one(project: Path) -> None:
    info = project / "manage/datasources/shop-1/entities/entityInfo.json"
    wrong = [
        {"entityName": "Buyers", "primaryKey": one} for one in ("CustomerMail", "Nothing", "CustomerMail")
    ]
    info.write_text(json.dumps(wrong), "utf-8")
    for name in ("dev", "prod"):
        changed = snapshot(name[0], "Buyers")
        changed["dataSources"][0]["entities"][0]["attributes"][f"CustomerMail{name[0]}"] = "string"
        (project / "snapshots" / f"{name}.json").write_text(json.dumps(changed), "utf-8")
    run = CliRunner().invoke
    run(main, ["baseline", "create"], catch_exceptions=False)

    for options in ([], ["--env", "dev"], ["--env", "prod"]):
        left = run(main, ["check", "--select", "EI", *options], catch_exceptions=False)
        assert ("no longer there" in left.stderr, left.exit_code) == (False, 0), left.stderr
    written = json.loads((project / "c360lint-baseline.json").read_text("utf-8"))["findings"]
    keys = [(one["arguments"][1], one.get("count", 1)) for one in written if one["rule"] == "EI02"]
    assert keys == [("CustomerMail", 2), ("Nothing", 1)]


def test_what_is_undone_for_another_environment_is_taken_back_and_all_else_is_mended(project: Path) -> None:
    info = project / "manage/datasources/shop-1/entities/entityInfo.json"
    held = [{"entityName": "Buyers", "primaryKey": "Idd", "timestampFieldName": "CustomerSince"}]
    for name, attribute in (("dev", "CustomerSince"), ("prod", "CustomerSinced")):
        changed = snapshot(name[0], "Buyers")
        changed["dataSources"][0]["entities"][0]["attributes"] |= {attribute: "dateTime", "Idd_": "string"}
        (project / "snapshots" / f"{name}.json").write_text(json.dumps(changed), "utf-8")
    info.write_text(json.dumps(held, indent=1), "utf-8")

    CliRunner().invoke(main, ["check", "--unsafe-fixes"], catch_exceptions=False)

    assert json.loads(info.read_text("utf-8")) == [{**held[0], "primaryKey": "Idd_"}]


def instances(folder: Path, url: str, toml: str = "") -> None:
    """Lay out a project of two instances with a request to one."""
    for name in ("dev", "prod"):
        (folder / "snapshots" / f"{name}.json").write_text(json.dumps(snapshot(f"instance-{name}")), "utf-8")
    (folder / "only-dev.json").write_text(json.dumps({"method": "GET", "url": url}), "utf-8")
    with (folder / "c360lint.toml").open("a", encoding="utf-8") as file:
        file.write(toml)


def test_an_instance_that_no_environment_has_is_told_once_whatever_each_proposes(project: Path) -> None:
    instances(project, "/api/instances/instance-de/data/Shop_Visits")
    wrong = "IN01 unknown-instance: instance `instance-de` is none of the declared ones"

    in_dev, in_prod = said("--select", "IN01", "--env", "dev"), said("--select", "IN01", "--env", "prod")
    assert in_dev == [f"{wrong}; did you mean `instance-dev`? (in dev)"]
    assert in_prod == [f"{wrong} (in prod)"]
    assert said("--select", "IN01") == [f"{wrong}; did you mean `instance-dev`? (in dev and prod)"]


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('[placeholders]\nTo = "instance-dev"\n', {}),
        ('[placeholders.dev]\nTo = "instance-dev"\n[placeholders.prod]\nTo = "instance-prod"\n', {}),
        (
            '[placeholders.dev]\nTo = "instance-dev"\n[placeholders.prod]\nTO = "instance-dev"\n',
            {"prod": "instance-dev"},
        ),
        ('[placeholders]\nTo = "instance-dev"\n[placeholders.prod]\nTo = "dev"\n', {"prod": "dev"}),
        ('[placeholders]\nTo = "instance-prod"\n[placeholders.prod]\nOther = "x"\n', {}),
        (
            '[placeholders.dev]\nTo = "instance-x"\n[placeholders.prod]\nTo = "instance-y"\n',
            {"dev": "instance-x", "prod": "instance-y"},
        ),
    ],
)
def test_an_instance_that_a_placeholder_has_in_one_environment_is_that_ones_own(
    toml: str, told: dict[str, str], project: Path
) -> None:
    instances(project, "/api/instances/{{vars.to}}/data/Shop_Visits", toml)

    found = [one.partition(" is none of")[0].partition("instance `")[2] for one in said("--select", "IN01")]
    assert [*found] == [f"{value}`" for value in told.values()]
    for name in ("dev", "prod"):
        assert len(said("--select", "IN01", "--env", name)) == (name in told)


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ({"dev": {"to": "instance-dev"}, "prod": {"to": "instance-prod"}}, []),
        ({"dev": {"to": "instance-dev"}, "PROD": {"to": "instance-dev"}}, ["to.http"]),
        ({"$shared": {"to": "instance-dev"}, "prod": {"prod": "instance-prod"}}, []),
        ({"$shared": {"to": "instance-dev"}, "prod": {"to": "instance-x"}}, ["to.http"]),
    ],
)
def test_an_environment_file_has_parts_that_are_an_environments_own(
    to: dict[str, Any], told: list[str], project: Path
) -> None:
    instances(project, "/api/instances/instance-dev/data/Shop_Visits")
    (project / "http-client.env.json").write_text(json.dumps(to), "utf-8")
    (project / "to.http").write_text("GET /api/instances/{{to}}/manage/segments\n", "utf-8")
    (project / "own.http").write_text(
        "@prod = instance-dev\nGET /api/instances/{{prod}}/manage/segments\n", "utf-8"
    )

    result = CliRunner().invoke(main, ["check", "--format", "json", "--select", "IN01"])
    found = json.loads(result.stdout)["diagnostics"]
    assert [(one["file"], one["message"].rpartition(" (")[2]) for one in found] == [
        (file, "in prod)") for file in told
    ]


@pytest.mark.parametrize(
    ("names", "told"), [(("dev",), ""), (("prod",), "not judged: only-dev.json names"), (("dev", "prod"), "")]
)
def test_what_is_meant_for_no_environment_that_is_asked_for_is_said_not_to_be_judged(
    names: tuple[str, ...], told: str, project: Path
) -> None:
    options = [each for one in names for each in ("--env", one)]
    command = ["check", "--strict", "--select", "IN01", *options]
    result = CliRunner().invoke(main, command, catch_exceptions=False)

    assert told in result.stderr
    assert ("not judged" in result.stderr, result.exit_code) == (bool(told), 0)


@pytest.mark.parametrize("names", [["dev"], ["prod"], ["dev", "prod"]])
def test_what_a_common_rule_finds_in_one_environment_alone_is_meant_for_it(names: list[str]) -> None:
    code = unknown_instance.RULE.code
    both, one, other = told(code, "both"), told(code, "one"), told("CP02", "one")
    results = {
        "dev": NOTHING._replace(diagnostics=(both, one, other)),
        "prod": NOTHING._replace(diagnostics=(both,)),
    }
    environments = [one for one in BOTH.environments if one[0] in names]

    found = merged(environments, request_of(unknown_instance, copy_criterion), results).diagnostics

    where = f"(in {' and '.join(names)})"
    of_dev = [told("CP02", "one (in dev)")] if "dev" in names else []
    assert list(found) == [*of_dev, told(code, f"both {where}")]


def test_what_waits_for_what_is_meant_for_another_environment_is_not_told() -> None:
    code = unknown_instance.RULE.code
    shown, meant = told(code, "both"), told(code, "one", pointer="/1")
    held = [Held(code, PLACE._replace(pointer=one.pointer), code, PLACE, "") for one in (shown, meant)]
    held = [
        one._replace(cause=Place(of.file, of.pointer, of.range))
        for one, of in zip(held, (shown, meant), strict=True)
    ]
    of_other = Held("CP02", PLACE, "CP01", PLACE)
    results = {
        "dev": NOTHING._replace(diagnostics=(shown, meant), held=(*held, of_other)),
        "prod": NOTHING._replace(diagnostics=(shown,)),
    }

    found = merged(BOTH.environments, request_of(unknown_instance), results)

    assert found.held == (held[0], of_other)
