"""The SARIF report: what it says, and what the judges of the format say of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator, Draft7Validator

import rules
from linter.cli import main
from linter.diagnostic import Diagnostic, Place, Position, Range, Result, Undecided
from linter.reports import render
from linter.reports.outcome import Outcome
from linter.rulekit.pages import examples, page_of
from linter.rulekit.rule import Rule, RuleModule
from linter.text.source import read_text

REPO = Path(__file__).parent.parent
SCHEMA = REPO.parent / "shared" / "data" / "schemas" / "sarif-schema-2.1.0.json"


@pytest.fixture(scope="module")
def log() -> dict[str, Any]:
    arguments = ["check", str(REPO / "examples/contoso-broken"), "--format", "sarif"]
    found: dict[str, Any] = json.loads(CliRunner().invoke(main, arguments).stdout)
    return found


def only(one: Diagnostic, **more: Any) -> dict[str, Any]:
    texts = {"a b.json": read_text("a b.json", '{"😀": "x"}'.encode())}
    outcome = Outcome(Result((one,), (), 1, (), ()), texts, rules.ALL, "/p")._replace(**more)
    run: dict[str, Any] = json.loads(render("sarif", outcome))["runs"][0]
    return run


ONE = Diagnostic(
    "a b.json",
    Range(Position(1, 7), Position(1, 10)),
    "CP02",
    "plan-attribute-unknown",
    "error",
    "it is",
    "/😀",
)


def test_a_result_has_its_rule_place_fingerprint_related_places_and_fixes(log: dict[str, Any]) -> None:
    run = log["runs"][0]
    result = run["results"][0]

    plan = {
        "uri": "examples/contoso-broken/conflations/default/conflationPlan.json",
        "uriBaseId": "%SRCROOT%",
    }
    region = {"startLine": 22, "startColumn": 34, "endLine": 22, "endColumn": 41}
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "CP02"
    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "`PoS_posCustomers` has no attribute `EMial`; did you mean `EMail`?\nReplace it with `EMail`."
    )
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": plan,
        "region": {**region, "snippet": {"text": '"EMial"'}},
    }
    pointer = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
    assert pointer.startswith("/conflationPlans/0/")
    assert pointer.endswith("/attributeName")
    assert list(result["partialFingerprints"]) == ["c360lint/v1"]
    assert [place["message"]["text"] for place in result["relatedLocations"]] == [
        "`PoS_posCustomers` is declared here, with 9 attributes"
    ]
    assert result["fixes"] == [
        {
            "description": {"text": "Replace `EMial` with `EMail`"},
            "artifactChanges": [
                {
                    "artifactLocation": plan,
                    "replacements": [{"deletedRegion": region, "insertedContent": {"text": '"EMail"'}}],
                }
            ],
            "properties": {"applicability": "unsafe"},
        }
    ]


def test_columns_are_code_points_and_names_are_addresses() -> None:
    place = only(ONE)["results"][0]["locations"][0]["physicalLocation"]

    assert only(ONE)["columnKind"] == "unicodeCodePoints"
    assert place["artifactLocation"] == {"uri": "a%20b.json", "uriBaseId": "%SRCROOT%"}
    assert place["region"]["snippet"] == {"text": '"x"'}


@pytest.mark.parametrize(("name", "uri"), [("\udcff.json", "%FF.json"), ("\ud800.json", "%ED%A0%80.json")])
def test_a_name_that_is_no_text_has_an_address_too(name: str, uri: str) -> None:
    run = only(ONE._replace(file=name), texts={name: read_text(name, b'{"x": "x"}')})
    place = run["results"][0]["locations"][0]["physicalLocation"]

    assert place["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_a_file_outside_of_the_repository_has_an_absolute_address() -> None:
    place = only(ONE, root="/p/q", repository="/p/r")["results"][0]["locations"][0]

    assert place["physicalLocation"]["artifactLocation"] == {"uri": "file:///p/q/a%20b.json"}


def test_text_in_brackets_is_no_link() -> None:
    message = only(ONE._replace(message="see [x](1) and `a[0]`"))["results"][0]["message"]

    assert message == {"text": "See \\[x\\](1) and `a[0]`."}


WHOLE = Place("a.json", "", Range(Position(1, 1), Position(1, 1)))


def test_what_was_not_checked_is_a_notification_of_its_rule() -> None:
    outcome = Outcome(
        Result((), (Undecided("IN02", "no principal", ("a.json",), "one", (WHOLE,)),), 1, (), ()),
        {},
        rules.ALL,
        "/p",
    )
    run = json.loads(render("sarif", outcome))["runs"][0]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["IN02"]
    assert run["invocations"][0]["toolExecutionNotifications"] == [
        {
            "level": "note",
            "message": {"text": "IN02 was not checked: no principal.\nNeeded: one."},
            "associatedRule": {"id": "IN02", "index": 0},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "a.json", "uriBaseId": "%SRCROOT%"},
                    }
                }
            ],
        }
    ]


@pytest.mark.parametrize("module", rules.ALL, ids=lambda module: module.RULE.code)
def test_a_rule_brings_its_page_without_links_that_lead_nowhere(module: Any) -> None:
    place = Place("a b.json", "", ONE.range)
    one = ONE._replace(code=module.RULE.code, name=module.RULE.name, related=(place,))
    (rule,) = only(one)["tool"]["driver"]["rules"]

    assert rule["help"]["markdown"].startswith(f"# {module.RULE.name} ({module.RULE.code})\n")
    assert ".md)" not in rule["help"]["markdown"]
    assert rule["help"]["text"]
    assert "\n## " not in rule["help"]["text"]
    assert rule["shortDescription"]["text"].endswith(".")
    assert len(list(examples(page_of(module)))) == len(list(examples(rule["help"]["markdown"])))


@pytest.mark.parametrize(
    ("card", "told"),
    [
        ({"url": ""}, {}),
        ({"url": "https://h/x"}, {"helpUri": "https://h/x"}),
        ({"url": "", "instead": ("CP02",)}, {"instead": ["CP02"]}),
    ],
)
def test_a_custom_rule_says_where_it_is_from_and_what_stands_for_it_now(
    card: dict[str, Any], told: dict[str, Any], tmp_path: Path
) -> None:
    custom = Rule("XX101", "some-rule", "it is so", "our own", custom="a.py")._replace(**card)
    module = cast("RuleModule", SimpleNamespace(RULE=custom, __file__=str(tmp_path / "a.b.py")))

    (rule,) = only(ONE._replace(code="XX101"), rules=(module,))["tool"]["driver"]["rules"]

    assert (rule["id"], rule["name"]) == ("XX101", "SomeRule")
    assert {**rule, **rule["properties"]}.items() >= told.items()
    assert ("helpUri" in rule, "instead" in rule["properties"]) == ("helpUri" in told, "instead" in told)


def test_the_log_fits_the_published_schema(log: dict[str, Any]) -> None:
    if not SCHEMA.exists():
        pytest.skip("the published schema is not here")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    judge = (Draft7Validator if "draft-07" in schema["$schema"] else Draft4Validator)(schema)

    assert [error.message for error in judge.iter_errors(log)] == []


def test_microsofts_validator_has_nothing_against_the_log(
    log: dict[str, Any], tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    assert pytestconfig.cache is not None
    program = multitool(pytestconfig.cache.mkdir("sarif-multitool"))
    file, judged = tmp_path / "c360lint.sarif", tmp_path / "judged.sarif"
    file.write_text(json.dumps(log), "utf-8")
    command = [program, "validate", str(file), "--output", str(judged), "--rule-kind", "Sarif;Gh"]
    done = subprocess.run(
        [*command, "--level", "Error;Warning"],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert judged.exists(), done.stdout + done.stderr
    results = json.loads(judged.read_text("utf-8-sig"))["runs"][0].get("results", [])
    assert [(one["ruleId"], one["message"]) for one in results] == []


def multitool(folder: Path) -> str:
    """Return the validator for this platform, installed once with npm; skip where that can't be done."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm, which installs Microsoft's SARIF validator, is not there")
    done = None
    if not programs(folder):
        (folder / "package.json").write_text("{}", "utf-8")
        quick = ["--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=60000"]
        command = [npm, "install", *quick, "@microsoft/sarif-multitool"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if not programs(folder):
        pytest.skip(f"npm could not install Microsoft's SARIF validator: {done and done.stderr[-200:]}")
    program = programs(folder)[0]
    program.chmod(0o755)
    return str(program)


def programs(folder: Path) -> list[Path]:
    found = folder.glob("node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool*")
    return [one for one in found if one.name in ("Sarif.Multitool", "Sarif.Multitool.exe")]
