"""What the editor offers for findings does what it says: over all pages' examples, and where it is hard."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

import rules
from linter.diagnostic import Diagnostic
from linter.rulekit.pages import Example, examples, page_of
from linter.server.action import CURSOR, Action
from linter.server.actions import quick_fixes
from linter.server.judged import Judged
from linter.server.skeleton_actions import skeletons
from linter.text.source import Text
from tests.counting import calls, grows_evenly
from tests.server.project import judged, written
from tests.stage import STAGE

PLAN = "conflations/default/conflationPlan.json"
RELATIONSHIPS = "manage/relationships.json"
POS = "manage/datasources/a1746c0b-95e3-4f2d-b3c8-6e0f58d21b97/entities/entityInfo.yaml"
WEB = "manage/datasources/7e52d0f4-0c1b-4d96-a2e7-c4839b6f1d05/entities/entityInfo.yaml"
INSTANCE = "5f2b6d0e-3a41-4c58-9d0b-7be2f1c6a9d4"
OTHER = "aaaaaaaa-3a41-4c58-9d0b-7be2f1c6a9d4"


def findings(of: Judged, file: str = "", code: str = "") -> list[Diagnostic]:
    everything = of.result.diagnostics if of.result else ()
    return [one for one in everything if one.file.startswith(file) and one.code.startswith(code)]


def said(found: list[Diagnostic] | tuple[Diagnostic, ...]) -> Counter[tuple[str, str, str]]:
    return Counter((one.file, one.code, one.message) for one in found)


def offered(of: Judged, *about: Diagnostic) -> list[Action]:
    """Return what is offered where findings of one file stand."""
    ranges = [one.range for one in about]
    return list(quick_fixes(of, about[0].file, lambda range_: range_ in ranges))


def offer(of: Judged, title: str, *about: Diagnostic) -> Action:
    """Return the one offer whose title begins so."""
    [found] = [one for one in offered(of, *about) if one.title.startswith(title)]
    return found


def after(action: Action, of: Judged, reason: str = "we know") -> dict[str, str]:
    """Return the contents of the files that an action changes; the user gives the reason."""
    done = {}
    for file in {edit.file for edit in action.edits}:
        text = of.texts[file]
        edits = [edit for edit in action.edits if edit.file == file]
        done[file] = text.text
        for edit in sorted(edits, key=lambda one: one.range, reverse=True):
            start, end = (text.offset(at) for at in edit.range)
            done[file] = done[file][:start] + edit.text + done[file][end:]
    if action.creates is not None:
        name, content = action.creates
        assert not (Path(of.root) / name).exists()
        done[name] = content
    return {name: text.replace(CURSOR, reason) for name, text in done.items()}


def mended(root: Path, before: Judged, action: Action) -> Counter[tuple[str, str, str]]:
    """Apply an action; return what is gone, less what has come."""
    written(root, after(action, before))
    now = said(findings(judged(root)))
    gone = said(findings(before))
    gone.subtract(now)
    return Counter({one: count for one, count in gone.items() if count})


def cases() -> Iterator[ParameterSet]:
    for module in rules.ALL:
        for example in examples(page_of(module)):
            if not example.good:
                yield pytest.param(example, id=f"{module.RULE.code}-{example.title}")


@pytest.mark.parametrize("example", list(cases()))
def test_whatever_is_offered_takes_its_findings_away_and_adds_none(example: Example, tmp_path: Path) -> None:
    before = judged(written(tmp_path / "before", example.files(STAGE)))
    number = 0
    for one in findings(before):
        for action in offered(before, one):
            number += 1
            root = Path(shutil.copytree(tmp_path / "before", tmp_path / str(number)))
            gone = mended(root, before, action)
            if action.title.startswith(("Suppress", "Add")):
                assert gone == said(action.mends), action.title
            else:
                assert not said(action.mends) - gone, action.title
                assert not -gone, action.title


def pos(contoso: Path, text: str) -> Judged:
    """Return the example with one file changed."""
    return judged(written(contoso, {POS: text}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('  primaryKey: "No\n    pe"\n', '  # C -- R\n  primaryKey: "No\n    pe"\n'),
        ("  primaryKey: No\n    pe\n", "  # C -- R\n  primaryKey: No\n    pe\n"),
        ("  primaryKey: >-\n    Nope\n", "  primaryKey: >-  # C -- R\n    Nope\n"),
        ("  primaryKey:\n    Nope\n", "  primaryKey:\n    Nope  # C -- R\n"),
        ('  primaryKey: "No#pe"\n', '  primaryKey: "No#pe"  # C -- R\n'),
        ("  primaryKey: Nope # why\n", "  # C -- R\n  primaryKey: Nope # why\n"),
        ("  primaryKey: Nope\r\n", "  primaryKey: Nope  # C -- R\r\n"),
        ("  primaryKey: Nope # why\r\n", "  # C -- R\r\n  primaryKey: Nope # why\r\n"),
        ("  primaryKey: Nope", "  primaryKey: Nope  # C -- R"),
    ],
)
def test_a_comment_stands_where_it_covers_the_finding(contoso, text: str, expected: str) -> None:
    end = "\r\n" if "\r" in text else "\n"
    before = pos(contoso, f"- entityName: posPurchases{end}{text}")
    [finding] = findings(before, POS, "EI02")
    action = offer(before, "Suppress EI02 with a comment", finding)

    expected = expected.replace("C -- R", "c360lint: ignore EI02 -- we know")
    assert after(action, before)[POS] == f"- entityName: posPurchases{end}{expected}"
    assert mended(contoso, before, action) == said([finding])


def test_a_comment_that_lacks_only_the_rule_gets_it(contoso) -> None:
    line = "  primaryKey: Nope # c360lint: ignore RL03 -- so"
    before = pos(contoso, f"- entityName: posPurchases\n{line}\n")
    [finding] = findings(before, POS, "EI02")

    text = after(offer(before, "Suppress EI02 with a comment", finding), before)[POS]

    assert text == f"- entityName: posPurchases\n{line.replace('RL03', 'RL03, EI02')}\n"


def test_of_two_findings_in_a_line_only_the_one_is_suppressed(contoso) -> None:
    labels = "[{attributeName: Nope, label: x}, {attributeName: Nope3, label: x}]"
    before = pos(contoso, f"- entityName: posPurchases\n  semanticLabels: {labels}\n")
    first = findings(before, POS, "EI02")[0]
    action = offer(before, "Suppress EI02 in c360lint.toml", first)

    assert mended(contoso, before, action) == said([first])


def test_until_a_reason_is_given_the_suppression_asks_for_it_and_is_not_offered_again(contoso) -> None:
    before = pos(contoso, "- entityName: posPurchases\n  primaryKey: Nope\n")
    [finding] = findings(before, POS, "EI02")
    action = offer(before, "Suppress EI02 with a comment", finding)

    written(contoso, after(action, before, reason=""))

    now = judged(contoso)
    [malformed] = findings(now, POS, "SU02")
    assert malformed.message == "the suppression gives no reason"
    titles = [one.title for one in offered(now, *findings(now, POS, "EI02"))]
    assert titles == ["Add this finding of EI02 to the baseline"]


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("", "[[suppress]]\nE\n"),
        ('api = "current"\n', 'api = "current"\n\n[[suppress]]\nE\n'),
        ('api = "current"', 'api = "current"\n\n[[suppress]]\nE\n'),
        ('api = "current"\r\n', 'api = "current"\r\n\r\n[[suppress]]\r\nE\r\n'),
        ("suppress = []\n", "suppress = [{ I }]\n"),
        (
            'suppress = [ # some\n  {rule = "CP06", files = ["**"], reason = "x"},\n]\n',
            'suppress = [{ I },  # some\n  {rule = "CP06", files = ["**"], reason = "x"},\n]\n',
        ),
    ],
)
def test_an_entry_is_written_as_the_configuration_is(broken, toml: str, expected: str) -> None:
    before = judged(written(broken, {"c360lint.toml": toml}))
    [finding] = findings(before, PLAN, "CP02")
    action = offer(before, "Suppress CP02 in c360lint.toml", finding)

    entry = [
        'rule = "CP02"',
        f'files = ["{PLAN}"]',
        'path = "conflationplans[posCustomers|PoS|eCommerceContacts|eCommerce].rules[EmailAndPhone]'
        '.criteria[EMail|EMial].rightcolumn.attributename"',
        'reason = "we know"',
    ]
    lines = ("\r\n" if "\r" in toml else "\n").join(entry)
    text = after(action, before)["c360lint.toml"]
    assert text == expected.replace("E\r", f"{lines}\r").replace("E\n", f"{lines}\n").replace(
        "I", ", ".join(entry)
    )
    assert mended(broken, before, action) == said([finding])


def test_fixes_of_several_findings_that_read_alike_say_their_lines(broken) -> None:
    written(broken, {PLAN: (broken / PLAN).read_text().replace('"EMail"', '"EMial"')})
    now = judged(broken)
    fixes = [one.title for one in offered(now, *findings(now, PLAN, "CP02")) if len(one.mends) == 1]
    assert fixes == [f"Replace `EMial` with `EMail` on line {line}" for line in (18, 22, 60)]


def test_several_findings_are_left_as_they_are_by_one_offer_each(contoso) -> None:
    names = [{"name": name, "frendlyName": "x"} for name in ("A", "B")]
    before = judged(written(contoso, {RELATIONSHIPS: json.dumps(names)}))
    found = findings(before, RELATIONSHIPS, "DO05")
    assert len(found) > 1

    titles = [one.title for one in offered(before, *found) if "DO05" in one.title]

    assert titles == [
        f"Suppress all {len(found)} findings of DO05 here in c360lint.toml",
        f"Add all {len(found)} findings of DO05 here to the baseline",
    ]
    for title in titles:
        action = offer(before, title, *found)
        root = Path(shutil.copytree(contoso, contoso.parent / title[:3]))
        assert mended(root, before, action) == said(found)


@pytest.mark.parametrize(
    ("title", "file"), [("Suppress", "c360lint.toml"), ("Add this finding", "c360lint-baseline.json")]
)
def test_a_file_that_is_not_saved_yet_is_written_on(broken, title: str, file: str) -> None:
    (broken / "c360lint.toml").unlink()
    before = judged(broken)
    first, second = findings(before, PLAN, "CP02")[0], findings(before, PLAN, "CP09")[0]
    begun = after(offer(before, title, first), before)
    assert list(begun) == [file]

    now = judged(broken, begun)
    action = offer(now, title, second)

    assert action.creates is None
    written(broken, after(action, now))
    assert said(findings(before)) - said(findings(judged(broken))) == said([first, second])


def test_a_big_baseline_gets_one_line_more(broken) -> None:
    before = judged(broken)
    first, second = findings(before, PLAN, "CP09")[0], findings(before, PLAN, "CP02")[0]
    written(broken, after(offer(before, "Add this", first), before))
    now = judged(broken)

    [edit] = offer(now, "Add this", second).edits

    assert edit.text.count("\n") == 1
    assert edit.range.start == edit.range.end


def without_relationships(root: Path) -> None:
    (root / RELATIONSHIPS).unlink()
    shutil.rmtree(root / "requests")


def test_a_relationship_is_created_for_the_instance_of_the_finding(contoso) -> None:
    without_relationships(contoso)
    shutil.rmtree(contoso / "conflations")
    snapshot = (contoso / "snapshot.json").read_text("utf-8")
    for instance in (INSTANCE, OTHER):
        shutil.copytree(contoso / "manage", contoso / "instances" / instance / "manage")
    shutil.rmtree(contoso / "manage")
    toml = 'snapshot = ["snapshot.json", "other.json"]\n'
    written(contoso, {"other.json": snapshot.replace(INSTANCE, OTHER), "c360lint.toml": toml})
    before = judged(contoso)
    finding = findings(before, f"instances/{OTHER}/{WEB}", "EI04")[0]
    action = next(one for one in offered(before, finding) if one.title.startswith("Create"))

    assert list(after(action, before)) == [f"instances/{OTHER}/{RELATIONSHIPS}"]
    assert mended(contoso, before, action) == said([finding])


@pytest.mark.parametrize("there", [False, True])
def test_a_relationship_is_created_where_the_configuration_maps_them(contoso, there: bool) -> None:
    without_relationships(contoso)
    toml = '[files]\n"links-{instanceId}.json" = "PATCH /api/instances/{instanceId}/manage/relationships"\n'
    file = f"links-{INSTANCE}.json"
    written(contoso, {"c360lint.toml": toml, **({file: "[]"} if there else {})})
    before = judged(contoso)
    finding = findings(before, WEB, "EI04")[0]
    action = next(one for one in offered(before, finding) if one.title.startswith("Create"))

    assert list(after(action, before)) == [file]
    assert mended(contoso, before, action) == said([finding])


STORES = {
    "name": "Stores",
    "relationshipType": "singleKeyRelationshipOrigin",
    "fromEntityName": "PoS_posPurchases",
    "fromAttributeName": "StoreId",
    "toEntityName": "PoS_posStores",
    "toAttributeName": "StoreId",
    "cardinality": "manyToOne",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- A\n# end\n...\n", "- A\n\n- N\n# end\n...\n"),
        ("- A # a\n\n\n", "- A # a\n\n- N\n\n\n"),
        ("- A", "- A\n\n- N"),
        ("- A\r\n", "- A\r\n\r\n- N\r\n"),
        ("- A # |\n", "- A # |\n\n- N\n"),
    ],
)
def test_a_relationship_is_added_within_the_yaml_document(contoso, text: str, expected: str) -> None:
    without_relationships(contoso)
    file, end = "manage/relationships.yaml", "\r\n" if "\r" in text else "\n"
    stores = "".join(f"{key}: {value}{end}  " for key, value in STORES.items())
    text, expected = (one.replace("- A", f"- {stores}friendlyName: A") for one in (text, expected))
    before = judged(written(contoso, {file: text}))
    finding = findings(before, WEB, "EI04")[0]
    action = next(one for one in offered(before, finding) if one.title.startswith("Create"))

    payload = [
        'name: "webPageViewsTowebVisitors"',
        'relationshipType: "singleKeyRelationshipOrigin"',
        'fromEntityName: "Web_webPageViews"',
        'fromAttributeName: "VisitorId"',
        'toEntityName: "Web_webVisitors"',
        'toAttributeName: "VisitorId"',
        'cardinality: "manyToOne"',
    ]
    assert after(action, before)[file] == expected.replace("- N", f"- {f'{end}  '.join(payload)}")


def test_a_relationship_is_added_to_json_with_its_line_ends(contoso) -> None:
    without_relationships(contoso)
    stores = json.dumps([STORES], indent=2).replace("\n", "\r\n")
    before = judged(written(contoso, {RELATIONSHIPS: stores}))
    finding = findings(before, WEB, "EI04")[0]
    action = next(one for one in offered(before, finding) if one.title.startswith("Create"))

    text = after(action, before)[RELATIONSHIPS]

    assert text.count("\n") == text.count("\r\n") > 3
    assert len(json.loads(text)) == 2


def test_many_findings_are_dealt_with_at_a_cost_that_grows_with_them(contoso) -> None:
    entry = "- entityName: posNope{0}\n  primaryKey: Nope{0}\n"

    def cost(number: int) -> int:
        before = pos(contoso, "# c360lint: ignore RL01 -- so\n" + "".join(map(entry.format, range(number))))
        found = findings(before, POS, "EI01")
        title = f"Suppress all {number} findings of EI01 here with comments"
        assert len(offer(before, title, *found).edits) == number
        return calls(offer, before, title, *found)

    assert grows_evenly(cost, 100)


EMPTY = {
    PLAN: "conflationPlan",
    "conflations/default/conflictResolutionRules.yaml": "conflictResolutionRules",
    "conflations/default/entityInformation.yml": "entityInformation",
    "manage/relationships.json": "relationships",
    "manage/datasources/0b1e2c3d-4f5a-4b6c-8d7e-9f0a1b2c3d4e/entities/entityInfo.yaml": "entityInfo",
    "requests/members.json": "request",
}


@pytest.mark.parametrize("file", EMPTY)
def test_an_empty_file_is_offered_a_skeleton_of_the_kind_that_its_place_takes(
    file: str, tmp_path: Path
) -> None:
    kept = ("snapshot.json", "c360lint.toml", "requests/purchases.json")
    files = {name: text for name, text in STAGE.items() if name in kept or name.startswith("contracts/")}
    before = judged(written(tmp_path, {**files, file: "\n"}))

    [action] = skeletons(before, Text(file, "\n", None))

    assert action.title == f"Write a skeleton: {EMPTY[file]}"
    [edit] = action.edits
    written(tmp_path, {file: edit.text})
    assert findings(judged(tmp_path)) == []


@pytest.mark.parametrize(
    "file",
    [
        "manage/relationships/PurchaseToCustomer.json",
        "notes.txt",
        "snapshot.json",
    ],
)
def test_a_place_that_no_skeleton_fits_is_offered_none(file: str, tmp_path: Path) -> None:
    of = judged(written(tmp_path, dict(STAGE)))

    assert list(skeletons(of, Text(file, "", None))) == []
    assert list(skeletons(of, Text(PLAN, STAGE[PLAN], None))) == []
