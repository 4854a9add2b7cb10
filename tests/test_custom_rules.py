"""Rules of a team's own: run only where that is allowed, told as ours, and alone with their mistakes."""

from __future__ import annotations

import importlib._bootstrap_external as bytecode
import inspect
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import linter.custom
import rules
from linter.cli import main
from linter.commands import check_recall
from linter.custom.permission import VARIABLE
from linter.server.diagnostics import Shown
from linter.server.hover import page_at
from tests.projects import RELATIONSHIP, SNAPSHOT, snapshot, write
from tests.server.project import judged

REPO = Path(__file__).parent.parent
RELATIONSHIPS = "manage/relationships.json"

MODULE = """\
from linter.custom import *

RULE = RuleCard({card})

{before}
def check(project):
{check}
"""
NAMED = (
    "    for one in objects(project, 'relationships'):\n"
    "        yield Finding(one.at('name'), 'the name is odd', help='find another one')"
)


def module(
    code: str = "XA01", check: str = NAMED, before: str = "", kinds: str = "('relationships',)", **card: str
) -> str:
    more = "".join(f", {name}={value}" for name, value in card.items())
    given = f"{code!r}, 'names must be fine', kinds={kinds}{more}"
    return MODULE.format(card=given, check=check, before=before)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    files = {"snapshot.json": SNAPSHOT, RELATIONSHIPS: RELATIONSHIP}
    write(root, {**files, "c360lint.toml": 'custom-rules = ["own"]\n', "own/odd_name.py": module()})
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


def check(*arguments: str) -> Result:
    return run("check", "--format", "concise", *arguments)


def found(result: Result) -> list[str]:
    """Return the findings, without the summary."""
    return [line for line in result.stdout.splitlines() if re.match(r"\S+:\d+:\d+: ", line)]


ODD = "manage/relationships.json:1:10: error XA01 odd-name: the name is odd"
LOCKED = (
    "not checked: XA01 at c360lint.toml:1:17: it is code of the project, and nobody has allowed to run it; "
    "read it, and allow it by `--allow-code own` if you trust it"
)

# Who lets it run


def test_code_is_run_only_if_it_is_allowed(project: Path) -> None:
    write(project, {"own/odd_name.py": module(before="open('mark', 'w').close()")})

    left = check()
    assert (left.exit_code, found(left), LOCKED in left.stderr) == (0, [], True)
    assert "custom rule" not in left.stderr
    assert not (project / "mark").exists()
    ran = check("--allow-code", "own")
    assert (ran.exit_code, found(ran)) == (1, [ODD])
    assert "; run: 1 custom rule (XA01)\n" in ran.stderr
    assert (project / "mark").exists()
    assert sorted(os.listdir("own")) == ["odd_name.py"]  # Python keeps nothing beside it


def test_a_strict_run_fails_for_code_that_may_not_run_unless_the_rule_is_not_wanted(project: Path) -> None:
    strict = check("--strict")

    assert strict.exit_code == 1
    assert "strict: 1 place not checked (XA01)" in strict.stderr
    assert check("--strict", "--ignore", "X").exit_code == 0
    assert check("--strict", "--select", "RL").exit_code == 0
    assert check("--strict", "--allow-code", "own", "--fail-level", "never").exit_code == 0


@pytest.mark.parametrize("folder", [".", "own", "../project/own", "own/odd_name.py", ".."])
def test_a_permission_holds_for_what_lies_in_it(project: Path, folder: str) -> None:
    assert found(check("--allow-code", folder)) == [ODD]


def test_a_permission_holds_for_nothing_else(project: Path) -> None:
    write(project, {"trusted/odd_name.py": module(), "own2/odd_name.py": module()})

    assert found(check("--allow-code", "trusted")) == []
    assert found(check("--allow-code", "own2")) == []


def test_one_file_that_is_not_allowed_keeps_its_folder_from_running(project: Path) -> None:
    write(project, {"own/_shared.py": "open('mark', 'w').close()"})

    assert found(check("--allow-code", "own/odd_name.py")) == []
    assert found(check("--allow-code", "own")) == [ODD]


def test_a_link_is_allowed_by_where_it_leads(project: Path) -> None:
    write(project, {"untrusted/evil.py": module(), "trusted/_.py": ""})
    (project / "own" / "odd_name.py").unlink()
    (project / "own" / "odd_name.py").symlink_to(project / "untrusted" / "evil.py")

    assert found(check("--allow-code", "own")) == []
    assert found(check("--allow-code", "own", "--allow-code", "untrusted")) == [ODD]


def test_the_environment_may_allow_it_by_absolute_paths(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, os.pathsep.join(["/nowhere", str(project)]))
    assert found(check()) == [ODD]

    monkeypatch.setenv(VARIABLE, ".")
    refused = check()
    assert (refused.exit_code, found(refused)) == (2, [])
    assert f"{VARIABLE} has `.`, but absolute paths are expected" in refused.stderr


def test_a_permission_for_what_is_not_there_is_a_mistake(project: Path) -> None:
    refused = check("--allow-code", "owm")

    assert (refused.exit_code, refused.stderr) == (2, "c360lint: --allow-code owm: it does not exist\n")


def test_what_python_has_compiled_is_never_run(project: Path) -> None:
    planted = compile("open('mark', 'w').close()", "odd_name.py", "exec")
    pyc = bytecode._code_to_hash_pyc(planted, b"\0" * 8, checked=False)  # Python wouldn't look at the source
    write(project, {f"own/__pycache__/odd_name.{sys.implementation.cache_tag}.pyc": bytes(pyc)})

    assert found(check("--allow-code", "own")) == [ODD]
    assert not (project / "mark").exists()


def test_no_command_that_speaks_of_rules_runs_them(project: Path) -> None:
    write(project, {"own/odd_name.py": module(before="open('mark', 'w').close()")})

    assert "\nXA01  odd-name " in run("rules").stdout
    listed = json.loads(run("rules", "--format", "json").stdout)["rules"][-1]
    assert [listed[key] for key in ("code", "family", "custom")] == ["XA01", "X", "own/odd_name.py"]
    assert run("explain", "XA01").stdout.startswith("odd-name (XA01)\n")
    assert "XA01 odd-name" in run("explain", "relationships").stdout
    doctor = run("doctor").stdout
    assert "XA01 in own; running them is not allowed here without --allow-code" in doctor
    assert not (project / "mark").exists()


def test_explain_speaks_of_our_rules_where_custom_ones_are_broken(project: Path) -> None:
    write(project, {"own/odd_name.py": "RULE = 5"})

    explained = run("explain", "nothing-like-it")
    assert "without custom rules: " in explained.stderr
    assert run("explain", "CP09").exit_code == 0


def test_the_page_of_a_stranger_is_shown_as_text(project: Path) -> None:
    page = "# odd-name (XA01)\n\n\x1b[31m\u202e```![red](https://example.com/x.png)\n"
    write(project, {"own/odd_name.md": page})

    for style in ("text", "markdown", "json"):
        shown = run("explain", "XA01", "--format", style).stdout
        assert ("\x1b" in shown, "\u202e" in shown) == (False, False)
    hovered = page_at("ignore XA01", 8, judged(project).rules)
    assert hovered == ("```text\nodd-name (XA01)\n\n\ufffd[31m\ufffd![red](https://example.com/x.png)\n```")


# As ours


def test_custom_rules_take_part_in_settings(project: Path) -> None:
    def with_(toml: str, *arguments: str) -> list[str]:
        write(project, {"c360lint.toml": f'custom-rules = ["own"]\n{toml}'})
        done = check("--allow-code", "own", *arguments)
        assert done.exit_code in (0, 1), done.stderr
        return found(done)

    warned = ODD.replace("error", "warning")
    suppressed = '[[suppress]]\nrule = "{}"\nfiles = ["{}"]\nreason = "so"'
    assert with_("[severity]\nodd-name = 'warning'") == [warned]
    assert with_("[severity]\nXA01 = 'warning'", "--select", "XA01") == [warned]
    assert with_("ignore = ['odd-name']") == with_("ignore = ['X']") == with_("select = ['RL']") == []
    assert with_("", "--select", "x") == with_("", "--select", "odd-name,RL") == [ODD]
    assert with_(suppressed.format("odd-name", "manage/**")) == []
    (unused,) = with_(
        suppressed.format("XA01", "snapshot.json")
        + "\n[[overrides]]\nfiles = ['manage/**']\nignore = ['XA01']"
    )
    assert "nothing is suppressed" in unused


def test_a_configuration_that_is_extended_names_no_code(project: Path) -> None:
    write(project, {"team.toml": 'custom-rules = ["own"]\n', "c360lint.toml": 'extends = "team.toml"\n'})

    done = check("--allow-code", "own")
    assert (done.exit_code, found(done), "custom rule" in done.stderr) == (0, [], False)


def test_settings_that_name_custom_rules_are_in_order_without_permission(project: Path) -> None:
    suppress = '[[suppress]]\nrule = "odd-name"\nfiles = ["manage/**"]\nreason = "so"\n'
    write(project, {"c360lint.toml": f'custom-rules = ["own"]\n[severity]\nXA01 = "warning"\n{suppress}'})

    assert (check().exit_code, found(check())) == (0, [])


def test_a_selector_that_means_no_rule_of_any_project_is_refused(project: Path) -> None:
    refused = check("--select", "XA02")

    assert (refused.exit_code, refused.stderr.splitlines()[0][:25]) == (2, "c360lint: no rule `XA02`;")


def test_a_rule_that_is_off_is_on_by_its_code(project: Path) -> None:
    write(project, {"own/odd_name.py": module(default="False")})

    assert found(check("--allow-code", "own")) == []
    assert found(check("--allow-code", "own", "--select", "XA01")) == [ODD]


def test_a_baseline_knows_custom_findings_and_forgets_none_that_nobody_looked_for(project: Path) -> None:
    assert run("baseline", "create", "--allow-code", "own").exit_code == 0

    assert found(check("--allow-code", "own")) == []
    assert "Removed 0 findings" in run("baseline", "prune").stdout
    write(project, {RELATIONSHIPS: []})
    assert "Removed 1 finding" in run("baseline", "prune", "--allow-code", "own").stdout


def test_a_suppression_of_a_rule_that_nobody_may_run_or_that_fails_is_not_unused(project: Path) -> None:
    entry = '[[suppress]]\nrule = "XA01"\nfiles = ["manage/**"]\nreason = "r"\n'
    write(project, {"c360lint.toml": f'custom-rules = ["own"]\n{entry}'})
    assert found(check()) == []

    write(project, {"own/odd_name.py": module(check="    raise ValueError('so')")})
    assert found(check("--allow-code", "own")) == []
    write(project, {"own/odd_name.py": module(check="    return []")})
    [unused] = found(check("--allow-code", "own"))
    assert unused.startswith("c360lint.toml:3:8: warning SU01")


def test_reports_know_the_card_and_the_page(project: Path) -> None:
    url = "https://example.com/odd"
    write(
        project,
        {
            "own/odd_name.py": module(url=f"'{url}'", source="'guide, 2'"),
            "own/odd_name.md": "# odd-name (XA01)\n\nOdd.",
        },
    )

    (one,) = json.loads(run("check", "--format", "json", "--allow-code", "own").stdout)["diagnostics"]
    assert (one["url"], one["sources"]) == (url, [{"document": "convention", "reference": "guide, 2"}])
    log = json.loads(run("check", "--format", "sarif", "--allow-code", "own").stdout)["runs"][0]
    (rule,) = log["tool"]["driver"]["rules"]
    assert [rule[key] for key in ("id", "helpUri")] == ["XA01", url]
    assert rule["help"] == {"text": "Odd.", "markdown": "# odd-name (XA01)\n\nOdd."}
    assert log["properties"]["read"]["customRules"] == ["XA01"]


def test_files_that_begin_with_an_underscore_are_shared(project: Path) -> None:
    shared = "def word():\n    return 'odd'\n"
    told = NAMED.replace("'the name is odd'", "f'the name is {word()}'")
    write(
        project,
        {"own/_shared.py": shared, "own/odd_name.py": module(before="from ._shared import word", check=told)},
    )

    assert found(check("--allow-code", "own")) == [ODD]


def test_a_fix_is_made(project: Path) -> None:
    mended = NAMED.replace("help=", "repairs=(Replacement('fine', 'call it fine', safe=True),), help=")
    mended = mended.replace("yield", "if one.text('name') != 'fine': yield")
    write(project, {"own/odd_name.py": module(check=mended)})

    assert check("--allow-code", "own", "--fix").exit_code == 0
    assert '"name": "fine"' in (project / RELATIONSHIPS).read_text()


@pytest.mark.parametrize("kinds", ["('relationships',)", "('requests',)"])
def test_what_has_no_snapshot_is_told_where_a_rule_needs_one(project: Path, kinds: str) -> None:
    write(project, {"own/odd_name.py": module(kinds=kinds, needs_snapshot="True"), "snapshot.json": None})

    done = check("--allow-code", "own", "--select", "X")
    assert "not checked: XA01 at manage/relationships.json: no snapshot of the instance" in done.stderr


def test_why_profile_and_changes_know_custom_rules(project: Path) -> None:
    why = run("check", "--why", f"{RELATIONSHIPS}:1", "--allow-code", "own").stdout

    assert "XA01 odd-name: finding: the name is odd\n" in why
    assert "XA01 odd-name\n" in check("--allow-code", "own", "--profile").stderr


def test_a_large_project_that_is_recalled_knows_the_code(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("C360LINT_NO_CACHE")
    monkeypatch.setenv("C360LINT_CACHE_DIR", str(project.parent / "cache"))
    monkeypatch.setattr(check_recall, "_FILES", 0)
    shared = "WORD = 'odd'\n"
    told = NAMED.replace("'the name is odd'", "f'the name is {WORD}'")
    write(
        project,
        {"own/_shared.py": shared, "own/odd_name.py": module(before="from ._shared import WORD", check=told)},
    )

    assert found(check()) == []
    assert found(check("--allow-code", "own")) == found(check("--allow-code", "own")) == [ODD]
    write(project, {"own/_shared.py": "WORD = 'even'\n"})
    assert found(check("--allow-code", "own")) == [ODD.replace("is odd", "is even")]
    assert found(check()) == []


# Mistakes of a rule

EACH = "    for one in objects(project, 'relationships'):\n        "
FAILING = {
    "an exception": (
        "    return helper(project)\n\ndef helper(project):\n    raise ValueError('so')",
        "10: custom rule XA01 failed in helper, called by check in line 7: ValueError: so",
    ),
    "an exit": (
        "    import sys; sys.exit(0)",
        "7: custom rule XA01 failed in check: SystemExit: 0",
    ),
    "no list": (
        "    return None",
        "6: custom rule XA01 failed in check: TypeError: 'NoneType'",
    ),
    "a text": (
        "    yield 'text'",
        "7: custom rule XA01 failed in check: TypeError: a rule yields findings, and this one has "
        "yielded 'text'",
    ),
    "a place that isn't there": (
        "    yield Finding(Location('nowhere.json'), 'far')",
        "6: custom rule XA01 failed in check: LookupError: what it finds at nowhere.json can't be",
    ),
    "what it can't decide at a place that isn't there": (
        "    yield NotChecked(Location('nowhere.json'), Lack('far', 'near'))",
        "6: custom rule XA01 failed in check: LookupError: what it finds at nowhere.json can't be",
    ),
    "a place that is none": (
        "    yield Finding('manage', 'm')",
        "7: custom rule XA01 failed in check: TypeError: a finding's place is what `node.at()` returns",
    ),
    "a place in what is no file's name": (
        "    yield Finding(Location(5), 'm')",
        "7: custom rule XA01 failed in check: TypeError: a place is a file's name and the keys that lead to",
    ),
    "a place that no keys lead to": (
        "    yield Finding(Location('manage/relationships.json', 1.5), 'm')",
        "7: custom rule XA01 failed in check: TypeError: a place is a file's name and the keys that lead to",
    ),
    "a place by keys that there can't be": (
        "    yield Finding(Location('manage/relationships.json', (0, None)), 'm')",
        "7: custom rule XA01 failed in check: TypeError: a place is a file's name and the keys that lead to",
    ),
    "what it can't decide at a place that is none": (
        "    yield NotChecked((), Lack('far', 'near'))",
        "7: custom rule XA01 failed in check: TypeError: a finding's place is what `node.at()` returns",
    ),
    "what it can't decide at a place that no keys lead to": (
        "    yield NotChecked(Location('manage/relationships.json', None), Lack('far', 'near'))",
        "7: custom rule XA01 failed in check: TypeError: a place is a file's name and the keys that lead to",
    ),
    "an exception that is none of the usual": (
        "    raise GeneratorExit",
        "7: custom rule XA01 failed in check: GeneratorExit",
    ),
    "an exception of its own sort": (
        "    class Odd(BaseException): pass\n    raise Odd('so')",
        "8: custom rule XA01 failed in check: Odd: so",
    ),
    "a repair that is none": (
        f"{EACH}yield Finding(one.at(), 'm', repairs=('x',))",
        "6: custom rule XA01 failed in check: LookupError: what it finds at manage/relationships.json",
    ),
    "no message": (
        f"{EACH}yield Finding(one.at(), ' ')",
        "8: custom rule XA01 failed in check: ValueError: a finding has a message, and this one's",
    ),
    "help that is no text": (
        f"{EACH}yield Finding(one.at(), 'm', help=None)",
        "8: custom rule XA01 failed in check: TypeError: a finding's help is a text, and this one's",
    ),
    "a related place whose message is no text": (
        f"{EACH}yield Finding(one.at(), 'm', related=(Related(one.at(), 5),))",
        "8: custom rule XA01 failed in check: TypeError: a related place's message is a text, and this",
    ),
    "a related place that is none": (
        f"{EACH}yield Finding(one.at(), 'm', related=(Related(Location(one.document, 1.5), 'r'),))",
        "8: custom rule XA01 failed in check: TypeError: a place is a file's name and the keys that lead to",
    ),
    "a repair whose title is no text": (
        f"{EACH}yield Finding(one.at('name'), 'm', repairs=(Replacement('x', None),))",
        "8: custom rule XA01 failed in check: TypeError: a repair's title is a text, and this one's is None",
    ),
    "an unknown severity": (
        f"{EACH}yield Finding(one.at(), 'm', severity='bad')",
        "8: custom rule XA01 failed in check: ValueError: a severity is one of error, warning, reco",
    ),
    "a lack that is none": (
        f"{EACH}yield NotChecked(one.at(), 'so')",
        "8: custom rule XA01 failed in check: TypeError: a NotChecked has a Lack, and this one has",
    ),
    "a property that there isn't": (
        f"{EACH}one.text('nmae')",
        "8: custom rule XA01 failed in check: KeyError: 'Relationship",
    ),
}


@pytest.mark.parametrize(("code", "said"), FAILING.values(), ids=FAILING)
def test_a_rule_that_fails_is_told_with_its_place_and_all_others_are_asked(
    project: Path, code: str, said: str
) -> None:
    odd = NAMED.replace("odd", "even")
    write(project, {"own/odd_name.py": module(check=code), "own/even_name.py": module("XA02", odd)})
    write(project, {RELATIONSHIPS: {**RELATIONSHIP, "cardinality": "OneToNone"}})

    done = check("--allow-code", "own")

    assert done.exit_code == 2
    assert [line.split(" ")[2] for line in found(done)] == ["XA02", "RL03"]
    assert [
        line for line in done.stderr.splitlines() if line.startswith(f"c360lint: own/odd_name.py:{said}")
    ], done.stderr
    assert "not checked: XA01 at c360lint.toml:1:17: the custom rule failed: " in done.stderr


@pytest.mark.parametrize("path", ["(0, 'x', 3)", "(99,)", "(-99,)", "('x',)"])
@pytest.mark.parametrize("content", [RELATIONSHIP, [RELATIONSHIP]], ids=["object", "list"])
def test_what_is_found_where_nothing_stands_is_told_at_what_stands_around(
    project: Path, content: object, path: str
) -> None:
    told = f"    yield Finding(Location({RELATIONSHIPS!r}, {path}), 'odd')"
    write(project, {RELATIONSHIPS: content, "own/odd_name.py": module(check=told)})
    column = 2 if isinstance(content, list) and path.startswith("(0") else 1

    done = check("--allow-code", "own")

    assert (done.exit_code, found(done)) == (1, [f"{RELATIONSHIPS}:1:{column}: error XA01 odd-name: odd"])


@pytest.mark.parametrize("field", ["causes", "service_errors", "sources", "missed_in"])
def test_what_a_finding_may_have_of_our_own_rules_says_nothing_in_a_custom_one(
    project: Path, field: str
) -> None:
    told = NAMED.replace("help=", f"{field}=1.5, help=")
    write(project, {"own/odd_name.py": module(check=told)})

    done = check("--allow-code", "own")

    assert (done.exit_code, found(done)) == (1, [ODD])


def test_an_interrupt_of_a_custom_rule_is_one_of_the_run(project: Path) -> None:
    write(project, {"own/odd_name.py": module(check="    raise KeyboardInterrupt")})

    assert check("--allow-code", "own").exit_code == 130


def test_what_was_found_before_a_failure_is_told(project: Path) -> None:
    write(project, {"own/odd_name.py": module(check=f"{NAMED}\n        raise ValueError")})

    done = check("--allow-code", "own")
    assert (done.exit_code, found(done)) == (2, [ODD])


def test_a_failure_on_import_is_told_of_each_rule_that_needs_it(project: Path) -> None:
    write(project, {"own/odd_name.py": module(before="import nothing_of_this_name")})

    done = check("--allow-code", "own")
    assert done.exit_code == 2
    assert "odd_name.py:5: custom rule XA01 failed in <module>: ModuleNotFoundError" in done.stderr


def test_a_failure_that_is_hard_to_tell_is_told_in_a_line(project: Path) -> None:
    hostile = "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\n"
    for before, raised in ((hostile, "Odd()"), ("", "ValueError('\\x1b[31m\\n' + 'x' * 99999)")):
        write(project, {"own/odd_name.py": module(check=f"    raise {raised}", before=before)})
        done = check("--allow-code", "own")
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("c360lint: ")]
        assert (done.exit_code, len(line) < 3000, "\x1b" in line) == (2, True, False)


def test_a_failure_in_one_environment_alone_fails_the_run(project: Path) -> None:
    for_prod = (
        "    if project.snapshots[0].instance_id == 'prod':\n        raise ValueError('so')\n    return []"
    )
    write(
        project,
        {
            "c360lint.toml": 'custom-rules = ["own"]\nsnapshots = {dev = "snapshot.json", prod = "p.json"}\n',
            "p.json": snapshot(instanceId="prod"),
            "own/odd_name.py": module(check=for_prod),
        },
    )

    done = check("--allow-code", "own")
    assert (done.exit_code, done.stderr.count("custom rule XA01 failed")) == (2, 1)


def test_what_a_rule_prints_is_no_part_of_a_report(project: Path) -> None:
    write(
        project, {"own/odd_name.py": module(before="print('hello')", check="    print('there'); return []")}
    )

    done = run("check", "--format", "json", "--allow-code", "own")
    assert json.loads(done.stdout)["diagnostics"] == []
    assert done.stderr.startswith("hello\nthere\n")


CARDS = {
    "RULE = 5\n": "1:8: `RULE` is expected to be a card: RULE = RuleCard(",
    "\n": "1:1: a custom rule has a card; expected is RULE = RuleCard(",
    "def check(:\n": "1:11: not well-formed Python: invalid syntax",
    "x = '\0'": "1:1: not well-formed Python: source code string cannot contain null bytes",
    "RULE = RuleCard('XA01', 'so')": "1:1: a custom rule has a function `check(project)`; this one has none",
    "RULE = RuleCard('XA01')\n": "1:8: the card of the rule: missing 1 required positional argument: 'limi",
    "RULE = RuleCard('XA01', 'so', kind=())\n": "1:8: the card of the rule: got an unexpected keyword argu",
    "RULE = RuleCard('XA01', 'so' + other)\n": "1:25: a card is read and not run: write the value itself h",
    "RULE = RuleCard('XA01', **more)\n": "1:27: a card is read and not run: write the value itself here",
    "RULE = RuleCard('CP01', 'so')\n": "1:8: the card of the rule: `CP01` is no code of a custom rule: X is",
    "RULE = RuleCard('XA1', 'so')\n": "1:8: the card of the rule: `XA1` is no code of a custom rule: X is",
    "RULE = RuleCard('XA01', ' ')\n": "1:8: the card of the rule: `limitation` is empty; a sentence is exp",
    "RULE = RuleCard('XA01', 5)\n": "1:8: the card of the rule: `limitation` is expected to be a text",
    "RULE = RuleCard('XA01', 'a\\x1b[31m')\n": "1:8: the card of the rule: `limitation` has characters tha",
    "RULE = RuleCard('XA01', 'a', url='javascript:x')\n": "1:8: the card of the rule: `url` is `javascript",
    "RULE = RuleCard('XA01', 'a', severity='warn')\n": "1:8: the card of the rule: `severity` is `warn`; o",
    "RULE = RuleCard('XA01', 'a', kinds='segment')\n": "1:8: the card of the rule: `kinds` is expected to",
    "RULE = RuleCard('XA01', 'a', kinds=('segmnt',))\n": "1:8: the card of the rule: `kinds`: there is "
    "no kind `segmnt`; did you mean `segment`?",
    "RULE = RuleCard('XA01', 'a', needs_snapshot=True)\n": "1:8: the card of the rule: `needs_snapshot` go",
}


@pytest.mark.parametrize(("source", "said"), CARDS.items())
def test_a_mistake_in_a_card_ends_the_run_with_its_place(project: Path, source: str, said: str) -> None:
    write(project, {"own/odd_name.py": source})

    done = check()
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"c360lint: own/odd_name.py:{said}"), done.stderr


FOLDERS = {
    "": "`` is not a folder below the project's; a team's rules lie beside their project",
    ".": "`.` is not a folder below the project's; a team's rules lie beside their project",
    "../own": "`../own` is not a folder below the project's; a team's rules lie beside their project",
    "/tmp": "`/tmp` is not a folder below the project's; a team's rules lie beside their project",
    "owm": "`owm` is not there",
    "own/odd_name.py": "`own/odd_name.py` is a file, and a folder is expected",
    "manage": "`manage` has no rule: a file such as segment_without_prefix.py",
    "linked": "`linked/evil.py` is a link out of the project's folder",
    "hyphen": "`hyphen/odd-name.py` is no name of a module: letters, digits and underscores are expected",
}


@pytest.mark.parametrize(("folder", "said"), FOLDERS.items())
def test_a_folder_that_can_not_be_meant_is_a_mistake_of_the_configuration(
    project: Path, folder: str, said: str
) -> None:
    write(project.parent, {"evil.py": module()})
    write(project, {"c360lint.toml": f'custom-rules = ["{folder}"]\n', "hyphen/odd-name.py": module()})
    (project / "linked").mkdir()
    (project / "linked" / "evil.py").symlink_to(project.parent / "evil.py")

    done = check("--allow-code", "..")
    assert done.stderr == f"c360lint: c360lint.toml:1:17: `custom-rules`: {said}\n"
    assert done.exit_code == 2


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("own/even_name.py", "own/even_name.py has the code XA01 or the name `odd-name` already"),
        (
            "own/unknown_property.py",
            "c360lint has a rule `unknown-property` itself; give the file another name",
        ),
    ],
)
def test_a_code_and_a_name_mean_one_rule(project: Path, file: str, said: str) -> None:
    write(project, {file: module()})

    done = check()
    assert (done.exit_code, done.stderr.endswith(f": {said}\n")) == (2, True), done.stderr


def test_no_code_of_ours_begins_as_those_of_teams() -> None:
    assert [family.prefix for family in rules.ALL.families if family.prefix.startswith("X")] == []


# Pages


def test_a_new_rule_is_tried_and_says_what_its_page_says(project: Path) -> None:
    assert run("rules", "new", "XB01", "bad-name", "--folder", "own").exit_code == 0
    write(project, {"own/odd_name.py": None})

    untold = run("rules", "test", "own")
    assert untold.exit_code == 1
    assert (
        "own/bad_name.md: `Bad: a test` says\nand the rule says\nmanage/segments.json:3:13: warn"
        in untold.stdout
    )
    assert run("rules", "test", "--write", "own").exit_code == 0
    assert run("rules", "test", "own").stdout == "XB01 bad-name: 2 examples, as its page says\n"
    page = (project / "own" / "bad_name.md").read_text()
    write(project, {"own/bad_name.md": page.replace('"LoyalMembers"', '"Testers"').replace("XB01)", "XB02)")})
    wrong = run("rules", "test", "own")
    assert wrong.exit_code == 1
    assert "own/bad_name.md:1: the page is expected to begin with `# bad-name (XB01)`\n" in wrong.stdout
    assert "own/bad_name.md: `Good: who is in it` isn't:\n" in wrong.stdout
    write(project, {"own/bad_name.md": "# bad-name (XB01)\n"})
    assert "there is no example: a heading `## Bad: …`" in run("rules", "test", "own").stdout
    write(project, {"own/bad_name.md": None})
    assert run("rules", "test", "own").exit_code == 2


def test_a_rule_that_fails_on_its_page_is_told(project: Path) -> None:
    page = "# odd-name (XA01)\n\n## Bad: so\n\n```text\n```\n\n## Good: so\n"
    write(project, {"own/odd_name.py": module(check="    raise ValueError('so')"), "own/odd_name.md": page})

    done = run("rules", "test", "own")
    assert (done.exit_code, done.stdout.count("7: custom rule XA01 failed in check")) == (
        1,
        2,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("CP99", "bad-name"), "CP99 is no code of a custom rule"),
        (("XB01", "Bad"), "Bad is no name of a rule"),
        (("XA01", "bad-name"), "there is a rule XA01 odd-name already"),
        (("XB01", "unknown-property"), "there is a rule DO03 unknown-property already"),
    ],
)
def test_a_rule_is_not_begun_by_what_can_not_be(project: Path, arguments: tuple[str, str], said: str) -> None:
    done = run("rules", "new", *arguments)

    assert (done.exit_code, said in done.stderr, sorted(os.listdir("own"))) == (2, True, ["odd_name.py"])


# In an editor


def shown(root: Path) -> dict[str, list[Any]]:
    """Return what an editor shows of a project."""
    found = Shown("utf-16", {}, {}).all(judged(root))
    return {os.path.relpath(path, root): items for path, items in found.items()}


def test_an_editor_shows_what_custom_rules_find_and_why_they_are_silent(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"own/odd_name.md": "# odd-name (XA01)\n"})
    waiting = shown(project)
    assert [one["message"].partition(":")[0] for one in waiting["c360lint.toml"]] == ["XA01 is not checked"]

    monkeypatch.setenv(VARIABLE, str(project / "own"))
    (finding,) = shown(project)[RELATIONSHIPS]
    page = (project / "own" / "odd_name.md").as_uri()
    assert (finding["code"], finding["codeDescription"]) == ("XA01", {"href": page})

    write(project, {"own/odd_name.py": module(check="    raise ValueError('so')")})
    (failed,) = shown(project)["c360lint.toml"]
    assert (
        failed["message"]
        == "XA01 is not checked: the custom rule failed: ValueError: so\nmend own/odd_name.py, line 7"
    )

    write(project, {"own/odd_name.py": "RULE = 5"})
    assert [one["message"][:30] for one in shown(project)["own/odd_name.py"]] == [
        "`RULE` is expected to be a car"
    ]


# What stays as it is


def test_the_page_lists_all_that_a_rule_may_import() -> None:
    page = (REPO / "docs" / "custom-rules.md").read_text("utf-8")
    table = page.partition("## What a rule may ask")[2].partition("\n## ")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]

    assert set(re.findall(r"[`( ,]([A-Za-z_]+)[`(]", " ".join(first))) >= set(linter.custom.__all__)


INTERFACE = {
    "objects": "(project, kind)",
    "requests": "(project, kind=None)",
    "entities": "(project)",
    "entity_named": "(project, name)",
    "Finding": "at message label help related severity repairs",
    "Related": "at message",
    "Replacement": "value title safe at",
    "NotChecked": "at lack",
    "Lack": "reason needs",
    "RuleCard": "code limitation source severity kinds needs_snapshot default url",
}


@pytest.mark.parametrize("name", INTERFACE)
def test_what_rules_of_teams_rely_on_has_not_changed(name: str) -> None:
    thing = getattr(linter.custom, name)
    if isinstance(thing, type):
        fields = list(thing._fields)  # type: ignore[attr-defined]  # it is a named tuple
        assert fields[: len(INTERFACE[name].split())] == INTERFACE[name].split()
    else:
        parameters = inspect.signature(thing).parameters.values()
        shown = [one.name + ("=None" if one.default is None else "") for one in parameters]
        assert f"({', '.join(shown)})" == INTERFACE[name]


ASKED = """\
    said = []
    for one in objects(project, "relationships"):
        said += [one.text("name"), list(one.walk()) == [one], one.document]
        said += [one.get("name"), one.written("name")]
    for one in requests(project):
        said += [one.method, one.document, one.instance_id, one.at == Location(one.document)]
    buyers = entity_named(project, "Buyers")
    said += [str(buyers), buyers.name, buyers.data_source.name, buyers.data_source.id, buyers.primary_key]
    said += [buyers.entity_type, sorted(buyers.attributes), buyers.canonical_type("Born")]
    said += [entity_named(project, "X"), buyers.at.document, buyers.attribute_at("Born").path[-1]]
    said += [[str(one) for one in entities(project)]]
    yield Finding(one.at, repr(said))
"""


def test_a_rule_may_ask_what_the_page_says(project: Path) -> None:
    write(project, {"own/odd_name.py": module(check=ASKED)})

    (told,) = found(check("--allow-code", "own"))
    assert told.partition("odd-name: ")[2] == repr(
        [
            *("VisitsToBuyers", True, RELATIONSHIPS, "VisitsToBuyers", True),
            *("PATCH", RELATIONSHIPS, None, True),
            *("Shop_Buyers", "Buyers", "Shop", "shop-1", "Id"),
            *("profile", ["Born", "Id", "Mail", "Odd", "On"], "Date", None),
            *("snapshot.json", "Born", ["Shop_Buyers", "Shop_Visits", "Crm_People", "Crm_Leads"]),
        ]
    )
