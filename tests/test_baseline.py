"""The baseline: what is known stays known, whatever becomes of its files; all else is new."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from linter.checking.baseline import Baseline, baseline_of, describe, is_baseline, load_baseline, render
from linter.cli import main
from linter.configuration.settings import BASELINE
from linter.diagnostic import Diagnostic, Known, Position, Range
from linter.refusal import CannotRun
from tests.projects import (
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    SNAPSHOT,
    criterion,
    plan,
    step,
    write,
)

REPO = Path(__file__).parent.parent
EXAMPLE = REPO / "examples" / "contoso-broken"

# lists whose order means something: of the plan, of what is sent one after the other
ORDERED = {"conflationOrder", "conflationPlans", "leftEntities"}


def called(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def created(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(EXAMPLE, folder)
    result = called(folder, monkeypatch, "baseline", "create")
    assert (result.exit_code, result.stdout) == (0, f"Wrote {BASELINE}: 14 findings.\n")
    return folder


def shuffled(value: Any, rng: random.Random, key: str = "") -> Any:
    if isinstance(value, list):
        items = [shuffled(item, rng) for item in value]
        if key not in ORDERED:
            rng.shuffle(items)
        return items
    if isinstance(value, dict):
        pairs = [(name, shuffled(item, rng, name)) for name, item in value.items()]
        if "leftEntities" not in value:  # whether it or rightEntity comes first tells which has to move
            rng.shuffle(pairs)
        return dict(pairs)
    return value


def rewritten(folder: Path, seed: int) -> None:
    """Shuffle, reformat and rename the payloads of a project."""
    rng = random.Random(seed)
    for path in sorted([*folder.rglob("*.json"), *folder.rglob("*.yaml")]):
        if path.name in (BASELINE, "entityInformation.json"):  # the latter can't be read, on purpose
            continue
        value = shuffled(yaml.safe_load(path.read_text("utf-8")), rng)
        path.unlink()
        target = path
        if path.parent.name == "requests":
            target = path.with_name(f"renamed-{rng.randrange(1000)}-{path.name}")
        form = rng.choice(["json", "indented", "yaml"])
        text = json.dumps(value, indent=rng.choice([None, 1, 4])) if form != "yaml" else yaml.safe_dump(value)
        target.with_suffix(".yaml" if form == "yaml" else ".json").write_text(text, "utf-8")


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_new_after_shuffling_reformatting_and_renaming(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    rewritten(folder, seed)

    result = called(folder, monkeypatch, "check", "--format", "concise")

    assert (result.exit_code, result.stdout.count("\n")) == (0, 1), result.stdout
    assert "14 in the baseline" in result.stdout
    assert "no longer there" not in result.stderr


def test_a_new_finding_is_reported_and_a_mended_one_is_pruned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    plan = folder / "conflations" / "default" / "conflationPlan.json"
    plan.write_text(plan.read_text("utf-8").replace('"EMial"', '"EMaill"'), "utf-8")

    result = called(folder, monkeypatch, "check", "--format", "concise")
    assert [line.split(" ")[2] for line in result.stdout.splitlines()[:-1]] == ["CP02"]
    assert result.exit_code == 1
    assert (
        "1 finding of the baseline is no longer there: `c360lint baseline prune` tidies up\n" in result.stderr
    )

    pruned = called(folder, monkeypatch, "baseline", "prune")
    assert pruned.stdout == (
        "removed: CP02 in conflationPlan at conflationplans[posCustomers|PoS|eCommerceContacts|eCommerce]"
        ".rules[EmailAndPhone].criteria[EMail|EMial].rightcolumn.attributename: `PoS_posCustomers`, `EMial`\n"
        "Removed 1 finding from c360lint-baseline.json; 13 left.\n"
    )
    assert called(folder, monkeypatch, "check").exit_code == 1  # nothing was added

    before = (folder / BASELINE).read_bytes()
    again = called(folder, monkeypatch, "baseline", "prune").stdout
    assert again == "Removed 0 findings from c360lint-baseline.json; 13 left.\n"
    assert (folder / BASELINE).read_bytes() == before


def test_a_second_finding_of_the_same_meaning_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "manage" / "relationships.json"
    path.parent.mkdir()
    path.write_text('[{"name": "A-B"}]', "utf-8")
    called(tmp_path, monkeypatch, "baseline", "create")
    path.write_text('[{"name": "A-B"}, {"name": "A-B"}]', "utf-8")

    result = called(tmp_path, monkeypatch, "check", "--format", "concise", "--select", "RL01")

    assert result.stdout.splitlines()[1:] == ["Found 1 error in 1 document; 1 in the baseline."]


def test_a_finding_in_another_item_is_new_though_their_names_differ_in_a_number_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rules(first: str, second: str) -> Any:
        rules = [
            {"name": f"Step #{number}", "criteria": [criterion(kind=kind)]}
            for number, kind in enumerate((first, second), 1)
        ]
        return plan({**step(), "rules": rules})

    write(tmp_path, {PLAN_FILE: rules("copy", "exact"), "snapshot.json": SNAPSHOT})
    called(tmp_path, monkeypatch, "baseline", "create")
    write(tmp_path, {PLAN_FILE: rules("exact", "copy")})

    result = called(tmp_path, monkeypatch, "check", "--format", "concise", "--select", "CP06")

    assert result.stdout.splitlines()[1:] == ["Found 1 error in 1 document."]


def test_it_is_written_sorted_an_entry_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    lines = (folder / BASELINE).read_text("utf-8").splitlines()
    entries = [json.loads(line.strip().rstrip(",")) for line in lines[3:-2]]

    assert (lines[:3], lines[-2:]) == (["{", '  "version": 1,', '  "findings": ['], ["  ]", "}"])
    keys = [(one["rule"], one["kind"], one["path"], one["arguments"]) for one in entries]
    assert keys == sorted(keys)
    assert render(load_baseline(str(folder / BASELINE))) == (folder / BASELINE).read_text("utf-8")


TORN = '{\n  "version": 1,\n  "findings": [\n<<<<<<< HEAD\n'


@pytest.mark.parametrize("old", ["", TORN, render(baseline_of(())), '{"findings": [], "version": 1}'])
def test_an_existing_one_is_replaced_only_by_force(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    (folder / BASELINE).write_text(old, "utf-8")

    refused = called(folder, monkeypatch, "baseline", "create")
    assert (refused.exit_code, (folder / BASELINE).read_text("utf-8")) == (2, old)
    assert called(folder, monkeypatch, "baseline", "create", "--force").exit_code == 0
    assert len(load_baseline(str(folder / BASELINE)).counts) == 14


@pytest.mark.parametrize("name", ["snapshot.json", "c360lint.toml", "requests/one-customer.json", "mine.txt"])
def test_what_is_no_baseline_is_not_replaced_even_by_force(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    path = folder / name
    if not path.exists():
        path.write_text("mine", "utf-8")
    before = path.read_bytes()

    result = called(folder, monkeypatch, "baseline", "create", "--force", "--baseline", name)

    assert (result.exit_code, result.stderr, path.read_bytes()) == (
        2,
        f"c360lint: {name} is not a baseline and was left as it is; name another file, or remove it\n",
        before,
    )


def test_which_file_it_is_can_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLE, folder)
    configuration = folder / "c360lint.toml"
    configuration.write_text(f'baseline = "known.json"\n{configuration.read_text("utf-8")}', "utf-8")

    missing = called(folder, monkeypatch, "check")
    assert (missing.exit_code, missing.stderr) == (
        2,
        "c360lint: known.json:1:1: the baseline can't be read: No such file or directory\n",
    )
    assert called(folder, monkeypatch, "baseline", "create").stdout == "Wrote known.json: 14 findings.\n"
    assert called(folder, monkeypatch, "check").exit_code == 0
    assert called(folder, monkeypatch, "check", "--no-baseline").exit_code == 1

    called(folder, monkeypatch, "baseline", "create", "--baseline", "other.json")
    (folder / "known.json").unlink()
    assert called(folder, monkeypatch, "check", "--baseline", "other.json").exit_code == 0


@pytest.mark.parametrize("command", ["create", "prune"])
def test_a_project_that_can_not_be_checked_has_none(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"c360lint.toml": "", "snapshot.json": SNAPSHOT})

    done = called(tmp_path, monkeypatch, "baseline", command, "--config", "other.toml")
    assert (done.exit_code, done.stdout, done.stderr) == (
        2,
        "",
        "c360lint: other.toml:1:1: the configuration can't be read: No such file or directory\n",
    )


def test_it_is_no_payload_that_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = created(tmp_path / "project", monkeypatch)

    assert BASELINE not in called(folder, monkeypatch, "check", "-v", "--no-baseline").stderr


def test_a_run_over_some_files_or_rules_calls_nothing_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    (folder / "manage" / "relationships.json").write_text("[]", "utf-8")

    for arguments in (("requests",), ("--select", "CP"), ("--ignore", "CP")):
        assert "no longer there" not in called(folder, monkeypatch, "check", *arguments).stderr
    assert "no longer there" in called(folder, monkeypatch, "check").stderr


def test_what_can_not_be_decided_or_read_is_not_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    (folder / "snapshot.json").unlink()
    (folder / "manage" / "relationships.json").write_text("[", "utf-8")

    left = called(folder, monkeypatch, "baseline", "prune").stdout.splitlines()

    assert [line.split(" ")[1] for line in left[:-1]] == []


def test_of_what_one_rule_could_not_decide_nothing_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other rules have decided, so what they said is gone."""
    wrong = {**RELATIONSHIP, "toEntityName": "Shop_Nobody", "cardinality": "x"}
    write(tmp_path, {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: wrong})
    assert called(tmp_path, monkeypatch, "baseline", "create").exit_code == 0

    write(tmp_path, {"snapshot.json": None, RELATIONSHIPS_FILE: RELATIONSHIP})
    pruned = called(tmp_path, monkeypatch, "baseline", "prune").stdout.splitlines()

    assert [line.split(" ")[1] for line in pruned[:-1]] == ["RL03"]


def test_another_fault_of_a_file_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: "{", PLAN_FILE: "{"})
    called(tmp_path, monkeypatch, "baseline", "create")
    entries = json.loads((tmp_path / BASELINE).read_text("utf-8"))["findings"]
    assert [(one["rule"], one["kind"], one["path"]) for one in entries] == [
        ("DO01", "conflationPlan", ""),
        ("DO01", "relationships", ""),
    ]
    assert called(tmp_path, monkeypatch, "check").exit_code == 0

    write(tmp_path, {RELATIONSHIPS_FILE: "[1,]"})
    assert called(tmp_path, monkeypatch, "check").exit_code == 1


def test_a_file_that_no_longer_can_be_read_keeps_what_is_known_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: {**RELATIONSHIP, "cardinality": "x"}})
    called(tmp_path, monkeypatch, "baseline", "create")

    write(tmp_path, {RELATIONSHIPS_FILE: "{"})
    assert "no longer there" not in called(tmp_path, monkeypatch, "check").stderr
    write(tmp_path, {RELATIONSHIPS_FILE: RELATIONSHIP})
    assert "no longer there" in called(tmp_path, monkeypatch, "check").stderr


MALFORMED = [
    ("{", "1:2: "),
    ("[]", "1:1: the baseline is a list, but an object is expected"),
    ('{"version": 1}', "1:1: `findings` is missing"),
    ('{"version": 2, "findings": []}', "1:13: version 2 is not known, 1 is expected"),
    ('{"version": 1, "findings": [{}]}', "1:29: `rule` is missing"),
    ('{"version": 1,\n"findings": [5]}', "2:14: `findings` is a number, but an object is expected"),
]


@pytest.mark.parametrize(("text", "said"), MALFORMED)
def test_a_malformed_one_is_told_with_its_place(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    (folder / BASELINE).write_text(text, "utf-8")

    for command in (("check",), ("baseline", "prune")):
        result = called(folder, monkeypatch, *command)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"c360lint: {BASELINE}:{said}")


LINE = '    {"rule": "RL01", "kind": "relationships", "path": "[%s]", "arguments": [], "count": 1}'


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            [LINE % "a", LINE % "b"],
            "4:90: a `,` is missing between two items; mend it there (a merge by lines may lose a `,`)",
        ),
        (
            ["<<<<<<< HEAD", LINE % "a", "=======", LINE % "b", ">>>>>>> theirs"],
            "4:1: `<` where a value should be; a merge has left its marks: keep the lines of both sides, "
            "each but the last with a `,`",
        ),
    ],
)
def test_a_baseline_that_a_merge_has_torn_is_told_with_the_repair(
    lines: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = created(tmp_path / "project", monkeypatch)
    whole = (folder / BASELINE).read_text("utf-8")
    text = "\n".join(["{", '  "version": 1,', '  "findings": [', *lines, "  ]", "}", ""])
    (folder / BASELINE).write_text(text, "utf-8")
    way = "or `c360lint baseline create --force` writes it anew"

    assert called(folder, monkeypatch, "check").stderr == f"c360lint: {BASELINE}:{said}, {way}\n"
    assert called(folder, monkeypatch, "baseline", "create", "--force").exit_code == 0
    assert (folder / BASELINE).read_text("utf-8") == whole


@pytest.mark.parametrize("command", ["create", "prune"])
def test_a_project_whose_configuration_can_not_be_read_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    write(tmp_path, {"c360lint.toml": "api = 3", RELATIONSHIPS_FILE: RELATIONSHIP})

    done = called(tmp_path, monkeypatch, "baseline", command)

    assert (done.exit_code, done.stderr) == (
        2,
        "c360lint: c360lint.toml:1:1: `api` is `3`, but one of "
        "2020-04, 2020-08, 2021-06, 2021-09, current is expected\n",
    )


def test_a_count_below_one_is_refused(tmp_path: Path) -> None:
    text = render(baseline_of(())).replace("[]", "[{}]")
    entry = {"rule": "a", "kind": "b", "path": "c", "arguments": [], "count": 0}
    path = tmp_path / BASELINE
    path.write_text(text.replace("{}", json.dumps(entry)), "utf-8")

    with pytest.raises(CannotRun, match="`count` is 0, but at least 1 is expected"):
        load_baseline(str(path))


def test_more_findings_than_a_baseline_can_hold_are_refused(tmp_path: Path) -> None:
    entry = {"rule": "a", "kind": "b", "path": "c", "arguments": [], "count": 1_000_000}
    more = {**entry, "path": "d", "count": 1}
    path = tmp_path / BASELINE
    path.write_text(json.dumps({"version": 1, "findings": [entry, more]}), "utf-8")

    with pytest.raises(CannotRun, match="with this `count`, the baseline holds more than 1,000,000 findings"):
        load_baseline(str(path))


def test_entries_of_two_branches_add_up_after_a_merge(tmp_path: Path) -> None:
    entry = {"rule": "a", "kind": "b", "path": "c", "arguments": [], "count": 1, "file": "x"}
    path = tmp_path / BASELINE
    path.write_text(json.dumps({"version": 1, "findings": [entry, {**entry, "count": 2}]}), "utf-8")

    assert load_baseline(str(path)).counts == {Known("a", "b", "c", ()): 3}


ONE, OTHER = Known("CP01", "conflationPlan", "/a", ("X",)), Known("CP02", "conflationPlan", "/b")
HERE = Range(Position(1, 1), Position(1, 2))


def found(known: Known | None, file: str = "plan.json") -> Diagnostic:
    code = known.rule if known else "IN01"
    return Diagnostic(file, HERE, code, "name", "error", "message", "", known=known)


def test_as_many_findings_are_known_as_it_counts() -> None:
    baseline = Baseline({OTHER: 1, ONE: 2}, {})
    first, second, third = (found(ONE, name) for name in "abc")

    assert baseline.apart([first, second, third]) == ([third], [OTHER])
    assert baseline.apart([first]) == ([], [ONE, OTHER])  # in their order, not in the file's
    assert baseline.apart([found(None)]) == ([found(None)], [ONE, ONE, OTHER])


def test_without_what_is_gone_it_counts_what_is_left() -> None:
    assert Baseline({ONE: 2, OTHER: 1}, {}).without([ONE, OTHER]).counts == {ONE: 1}


def test_it_holds_each_finding_that_has_a_meaning_with_the_first_of_its_files() -> None:
    findings = [found(ONE, "z.json"), found(ONE, "a.json"), found(None, "0.json"), found(OTHER, "b.json")]

    assert baseline_of(findings) == Baseline({ONE: 2, OTHER: 1}, {ONE: "a.json", OTHER: "b.json"})


def test_what_is_written_is_read_again_with_names_as_they_are(tmp_path: Path) -> None:
    baseline = Baseline({Known("CP01", "conflationPlan", "/ä"): 1, ONE: 2}, {ONE: "straße.json"})
    path = tmp_path / BASELINE
    path.write_text(render(baseline), "utf-8")

    assert "/ä" in path.read_text("utf-8")
    assert load_baseline(str(path)).counts == baseline.counts
    assert load_baseline(str(path), b'{"version": 1, "findings": []}') == Baseline({}, {})


def test_a_known_finding_is_described_by_what_is_known_of_it() -> None:
    assert describe(ONE) == "CP01 in conflationPlan at /a: `X`"
    assert describe(Known("DO01", "", "", ())) == "DO01 in a file"
    assert describe(Known("CP01", "conflationPlan", "", ("", "X"))) == "CP01 in conflationPlan: `X`"
    assert describe(Known("CP01", "conflationPlan", "", ("",))) == "CP01 in conflationPlan"


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ('[{"path": 1, "rule": 2, "kind": "k", "arguments": [], "count": 1}]', "38: `path` is a number"),
        ('[{"rule": 1}]', "29: `kind` is missing"),  # said of the whole entry, which begins before
        ("[\u0007]", "29: "),
        ('["a\nb"]', "29: the string isn't closed"),
    ],
)
def test_the_first_mistake_of_a_text_is_told(tmp_path: Path, findings: str, said: str) -> None:
    path = tmp_path / BASELINE
    path.write_text(f'{{"version": 1, "findings": {findings}}}', "utf-8")

    with pytest.raises(CannotRun) as refused:
        load_baseline(str(path))

    column = int(said.partition(":")[0])
    assert f"{BASELINE}:1:{said}" in str(refused.value)
    assert (refused.value.file, refused.value.line, refused.value.column) == (str(path), 1, column)


def test_just_as_many_findings_as_a_baseline_can_hold_are_held(tmp_path: Path) -> None:
    entry = {"rule": "a", "kind": "b", "path": "c", "arguments": [], "count": 1_000_000}
    path = tmp_path / BASELINE
    path.write_text(json.dumps({"version": 1, "findings": [entry]}), "utf-8")

    assert load_baseline(str(path)) == Baseline({Known("a", "b", "c"): 1_000_000}, {Known("a", "b", "c"): ""})


@pytest.mark.parametrize(("text", "expected"), [("", True), (" \n", True), ("{}", False), ("x", False)])
def test_an_empty_file_may_become_a_baseline(tmp_path: Path, text: str, expected: bool) -> None:
    path = tmp_path / "some.json"
    path.write_text(text, "utf-8")

    assert is_baseline(str(path)) == expected


def test_a_baseline_that_can_not_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"the baseline can't be read: Is a directory"):
        load_baseline(str(tmp_path))
