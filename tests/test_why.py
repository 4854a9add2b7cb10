"""c360lint check --why: what each rule made of a place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter.checking.why_silent import why as answers_to
from linter.cli import main
from linter.configuration.settings import Configuration
from linter.custom import objects
from linter.diagnostic import Finding, HeldBack, Location, NotChecked, Said
from linter.project.project import Project
from linter.refusal import CannotRun
from linter.rulekit.rule import RuleModule
from linter.shapes.node import Node
from tests.projects import SNAPSHOT, write
from tests.test_asking import LACK, WRONG, A, B, found, request_for, rule

EXAMPLES = Path(__file__).parent.parent / "examples"
BROKEN = EXAMPLES / "contoso-broken"


def why(folder: Path, place: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", str(folder), "--why", str(folder / place), *options])


def answers(result: Result) -> dict[str, str]:
    return {line.split(" ")[0]: line.partition(": ")[2] for line in result.stdout.splitlines()}


def test_a_finding_and_what_is_silent_beside_it_are_told() -> None:
    said = answers(why(BROKEN, "conflations/default/conflationPlan.json:22"))

    assert said["CP02"].startswith("finding: `PoS_posCustomers` has no attribute `EMial`")
    assert said["CP09"].startswith("looked at it and has nothing to say: all matched attributes")
    assert "EI04" not in said


def test_a_rule_that_is_not_selected_says_so() -> None:
    said = answers(why(BROKEN, "conflations/default/conflationPlan.json:22", "--ignore", "CP02"))

    assert said["CP02"].startswith("not selected here; it would say: `PoS_posCustomers` has no attribute")


SUPPRESSED = """\
# c360lint: ignore CP02 -- nothing is wrong
name: A  # c360lint: ignore
fromEntityName: Shop_Visits  # c360lint: ignore CP2 -- a slip
toEntityName: Shop_Buyers  # c360lint: ignore RL05 until 2020-01-01 -- for now
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", ["SU01", "SU02", "SU03", "SU04"]),
        (":2", ["SU02"]),
        (":3", ["SU04"]),
        (":4", ["SU03"]),
    ],
)
def test_what_is_wrong_with_suppressions_is_told(line: str, said: list[str], tmp_path: Path) -> None:
    write(tmp_path, {"snapshot.json": SNAPSHOT, "manage/relationships/A.yaml": SUPPRESSED})
    found = answers(why(tmp_path, f"manage/relationships/A.yaml{line}"))

    assert [code for code in found if code.startswith("SU")] == said
    assert all(found[code].startswith("finding: ") for code in said)


def test_what_is_held_back_says_why() -> None:
    rules = answers(why(BROKEN, "conflations/default/conflictResolutionRules.json"))

    assert rules["CR02"] == (
        "held back: its cause is CR01 at conflations/default/conflictResolutionRules.json:8:53: "
        "entity `loyMembers` is not ingested in data source `Loyalty`"
    )


def test_what_is_held_back_says_why_its_cause_is_not_shown() -> None:
    rules = answers(why(BROKEN, "conflations/default/conflictResolutionRules.json", "--ignore", "CR01"))

    assert rules["CR02"].startswith("held back: its cause is CR01 at ")
    assert ":8:53 (not selected): entity `loyMembers`" in rules["CR02"]


def test_what_cannot_be_decided_says_what_it_would_need(tmp_path: Path) -> None:
    (tmp_path / "manage").mkdir()
    (tmp_path / "manage/relationships.json").write_text('{"name": "R"}', "utf-8")
    said = answers(why(tmp_path, "manage/relationships.json"))

    assert said["RL05"].startswith("not checked: no snapshot of the instance is declared")


def test_a_file_that_is_not_read_ends_with_2() -> None:
    result = why(BROKEN, "nowhere.json:1")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.json is not one of the files that are read" in result.stderr


def test_a_line_that_the_file_does_not_have_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "manage").mkdir()
    (tmp_path / "manage/relationships.json").write_text('{\n"name": "R"}\n', "utf-8")

    assert [
        (result.exit_code, result.stdout, result.stderr)
        for line in (0, 4)
        if (result := why(tmp_path, f"manage/relationships.json:{line}"))
    ] == [
        (2, "", f"c360lint: manage/relationships.json has no line {line}; it has 3 lines\n")
        for line in (0, 4)
    ]
    assert why(tmp_path, "manage/relationships.json:3").exit_code == 0


def test_a_line_number_of_thousands_of_digits_ends_with_2() -> None:
    result = why(BROKEN, "manage/relationships.json:" + "1" * 5000)

    said = "c360lint: no file has a line whose number has 5,000 digits\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_the_name_of_an_environment_can_not_act_upon_the_terminal(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BROKEN, tmp_path / "broken"))
    (folder / "c360lint.toml").write_text('snapshots = {"a\\u001b[31m" = "snapshot.json"}\n', "utf-8")

    result = why(folder, "conflations/default/conflationPlan.json:22")

    assert result.exit_code == 0
    assert "a\\x1b[31m: CP02 " in result.stdout
    assert "a\\x1b[31m: " in result.stderr
    assert "\x1b" not in result.output


# By rules that say and ask this and that

LINES = '{\n  "entityName": "Visits",\n  "primaryKey": "Id"\n}\n'
SILENT = "looked at it and has nothing to say: "


def told(folder: Path, document: str, line: int | None, *rules: RuleModule, **changed: Any) -> list[str]:
    """Return what each rule made of a line of a document, A and B being of several lines."""
    request = request_for(folder, *rules, **changed)
    write(folder, {A: LINES, B: LINES, "snapshot.json": json.dumps(SNAPSHOT, indent=1)})
    return [f"{one.code} {one.words}".partition(SILENT)[0] for one in answers_to(request, document, line)]


def asking(code: str, ask: Callable[[Node], object]) -> RuleModule:
    """Return a rule that asks the payloads, and has nothing to say."""

    def says(project: Project) -> Iterator[Said]:
        for node in objects(project, "entityInfo"):
            ask(node)
        yield from ()

    return rule(code, says)


@pytest.mark.parametrize(
    ("ask", "line"),
    [
        (lambda node: node.at(), 1),
        (lambda node: node.at("entityName"), 2),
        (lambda node: node.at("timestampFieldName"), 1),
        (lambda node: node.get("primaryKey"), 3),
        (lambda node: node.get("timestampFieldName"), 1),
        (lambda node: node.written("entityName"), 2),
        (lambda node: node.written("timestampFieldName"), 1),
    ],
)
def test_a_rule_has_looked_at_what_it_has_asked_for(
    tmp_path: Path, ask: Callable[[Node], object], line: int
) -> None:
    asking_, other = asking("CP01", ask), rule("CP02", [])

    looked = [number for number in range(1, 5) if told(tmp_path, A, number, asking_, other) == ["CP01 "]]

    assert looked == [line]
    assert told(tmp_path, A, None, asking_, other) == ["CP01 "]
    assert told(tmp_path, A, None, other) == []


def test_a_rule_that_is_watched_is_answered_as_others_are(tmp_path: Path) -> None:
    def says(project: Project) -> Iterator[Said]:
        for node in objects(project, "entityInfo"):
            written = [node.written(name) for name in ("primaryKey", "timestampFieldName")]
            yield Finding(node.at("primaryKey"), f"{node.get('primaryKey')} {written}")

    assert told(tmp_path, A, 3, rule("CP01", says)) == ["CP01 finding: Id [True, False]"]


def test_what_a_rule_says_is_told_of_the_line_in_which_it_begins(tmp_path: Path) -> None:
    one = rule(
        "CP01",
        [found(A), found(A, "key", ("primaryKey",)), found(B, "elsewhere"), found(B, "b", ("primaryKey",))],
    )

    assert told(tmp_path, A, 1, one) == ["CP01 finding: wrong"]
    assert told(tmp_path, A, 3, one) == ["CP01 finding: key"]
    assert told(tmp_path, A, 4, one) == []
    assert told(tmp_path, A, None, one) == ["CP01 finding: wrong", "CP01 finding: key"]
    ignored = {"settings": {"ignore": ("CP01",)}}
    assert told(tmp_path, A, 3, one, **ignored) == ["CP01 not selected here; it would say: key"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("x" * 3000, f"finding: {'x' * 2000}… (3,000 characters)"),
        ("no `$(what)`", "finding: no `$(what)`; `$(what)` stands for `Visits`"),
    ],
)
def test_a_finding_is_told_as_it_is_reported(tmp_path: Path, said: str, words: str) -> None:
    request = request_for(tmp_path, rule("CP01", [found(A, said, ("entityName",))]))
    settings = Configuration(placeholders=(("", "what", "Visits"),))
    request = request.of(request.inputs._replace(configuration=settings))
    write(tmp_path, {A: {"entityName": "$(what)" if "$" in said else "Visits"}})

    assert [one.words for one in answers_to(request, A, None)] == [words]


def test_what_may_be_in_a_file_that_can_not_be_read_is_told_to_wait_for_it(tmp_path: Path) -> None:
    missing = rule("CP01", [found(A, "missing", missed_in=Location(B))])
    torn = rule("CP02", [found(B, "torn")])

    assert told(tmp_path, A, 1, missing, torn) == [f"CP01 held back: its cause is CP02 at {B}:1:1: torn"]


def test_what_is_not_checked_is_told_of_its_document_and_what_is_held_back_with_its_cause(
    tmp_path: Path,
) -> None:
    lacking = rule("CP01", [NotChecked(Location(A, ("primaryKey",)), LACK)])
    waiting = rule("CP02", [HeldBack(Location(A, ("primaryKey",)), WRONG)])
    cause = rule("CP03", [found(B, causes=(WRONG,))])

    lack = "CP01 not checked: nobody knows; it needs: a snapshot"
    assert told(tmp_path, A, 1, lacking, waiting, cause) == [lack]
    assert told(tmp_path, B, 1, lacking, waiting, cause) == ["CP03 finding: wrong"]
    held_back = f"CP02 held back: its cause is CP03 at {B}:1:1: wrong"
    assert told(tmp_path, A, 3, waiting, cause) == [held_back]
    unseen = held_back.replace(": wrong", " (not selected): wrong")
    assert told(tmp_path, A, 3, waiting, cause, settings={"ignore": ("CP03",)}) == [unseen]
    unexplained = "CP02 held back, for a cause that is not reported"
    assert told(tmp_path, A, 3, waiting) == [unexplained]


def test_rules_are_asked_about_the_whole_project_and_profit_from_no_other(tmp_path: Path) -> None:
    counting = rule("CP01", lambda project: [found(A, str(len(project.requests)))])
    of_snapshot = rule(
        "CP02", lambda project: [found("snapshot.json", str(len(project.snapshots[0].entities)))]
    )
    lazy = [asking(code, lambda node: node.get("primaryKey")) for code in ("CP03", "CP04")]

    assert told(tmp_path, A, 1, counting) == ["CP01 finding: 3"]
    assert told(tmp_path, A, 3, *lazy) == ["CP03 ", "CP04 "]
    assert told(tmp_path, "snapshot.json", 1, of_snapshot) == ["CP02 finding: 4"]


def test_a_rule_has_looked_at_the_snapshot_that_it_has_asked_and_at_no_other(tmp_path: Path) -> None:
    def silent(project: Project) -> Iterator[Said]:
        for snapshot in project.snapshots:
            if snapshot.file == "snapshot.json":
                snapshot.root.get("instanceId")
        yield from ()

    instances = rule(
        "CP02",
        lambda project: [found("snapshot.json", " ".join(str(one.instance_id) for one in project.snapshots))],
    )
    request = request_for(tmp_path, rule("CP01", silent), instances)
    write(tmp_path, {name: json.dumps(SNAPSHOT, indent=1) for name in ("snapshot.json", "other.json")})
    write(tmp_path, {"other.json": json.dumps({**SNAPSHOT, "instanceId": "another"}, indent=1)})
    both = tuple(str(tmp_path / name) for name in ("snapshot.json", "other.json"))
    request = request.of(request.inputs._replace(snapshots=both))

    looked = {
        name: [one.code for one in answers_to(request, name, 3)] for name in ("snapshot.json", "other.json")
    }
    assert looked == {"snapshot.json": ["CP01"], "other.json": []}
    assert [one.words for one in answers_to(request, "snapshot.json", 1)] == ["finding: main another"]


def test_what_is_wrong_with_a_text_is_told_of_its_line(tmp_path: Path) -> None:
    broken = rule(
        "CP01",
        lambda project: [Finding(Location(one.document, part="fault"), "wrong") for one in project.unread],
    )
    request = request_for(tmp_path, broken)
    write(tmp_path, {A: '{\n "a": "b"\n "c": 1}'})

    assert [[one.words for one in answers_to(request, A, line)] for line in (1, 2, 3)] == [
        [],
        ["finding: wrong"],
        [],
    ]


def test_a_line_that_is_not_there_and_a_file_that_is_not_read_are_refused(tmp_path: Path) -> None:
    for document, line, said in (
        (A, 0, f"{A} has no line 0; it has 5 lines"),
        (A, 6, f"{A} has no line 6; it has 5 lines"),
        ("other.json", None, f"other.json is not one of the files that are read in {tmp_path}"),
    ):
        with pytest.raises(CannotRun) as refused:
            told(tmp_path, document, line)
        assert str(refused.value) == said
    assert told(tmp_path, A, 5) == []
