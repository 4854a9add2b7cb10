"""How a rule's page is read: its introduction, its examples as files, its outputs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from linter.rulekit.pages import (
    Block,
    Example,
    examples,
    in_full,
    introduction,
    page_of,
    page_path,
    sections,
    stage_in,
    with_outputs,
)
from linter.rulekit.rule import Rule, RuleModule

PAGE = """# some-rule (SG101)

What it is about.

More of it.

## Bad: one

Read this.

```json a.json /x/0
5
```

```json a.json /y
```

```toml c360lint.toml
api = "current"
```

```text
a.json:1:1 error SG101 wrong
```

And that.

## How to mend it

Do it right.

## Good: two

```yaml b.yaml
a: 1
```

```json a.json
```

## See also

```json a.json
{}
```
"""
STAGE = {"a.json": '{"x": [1, 2], "y": {"ä": 1}}', "b.json": "{}", "sub/c.http": "GET /"}


def test_sections_are_what_stands_below_each_heading() -> None:
    found = dict(sections(PAGE))

    assert list(found) == ["Bad: one", "How to mend it", "Good: two", "See also"]
    assert found["How to mend it"] == "\nDo it right.\n\n"
    assert found["See also"] == "\n```json a.json\n{}\n```\n"
    assert list(sections("# title\n\nno sections\n")) == []


def test_an_introduction_is_what_stands_before_the_examples_and_how_to_mend_it() -> None:
    assert introduction(PAGE) == "What it is about.\n\nMore of it.\n\nDo it right."
    assert introduction("# a\n\nOnly this.\n\n## Bad: one\n") == "Only this."


def test_examples_are_good_or_bad_and_have_files_and_an_output() -> None:
    bad, good = examples(PAGE)

    assert bad == Example(
        "one",
        good=False,
        blocks=(
            Block("a.json", "/x/0", "5\n"),
            Block("a.json", "/y", ""),
            Block("c360lint.toml", "", 'api = "current"\n'),
        ),
        output="a.json:1:1 error SG101 wrong\n",
    )
    assert good == Example(
        "two", good=True, blocks=(Block("b.yaml", "", "a: 1\n"), Block("a.json", "", "")), output=""
    )


def test_an_example_is_laid_over_the_stage() -> None:
    bad, good = examples(PAGE)

    assert bad.files(STAGE) == {
        **STAGE,
        "a.json": '{\n  "x": [\n    5,\n    2\n  ]\n}\n',
        "c360lint.toml": 'api = "current"\n',
    }
    assert good.files(STAGE) == {"b.yaml": "a: 1\n", "sub/c.http": "GET /"}


def laid(*blocks: Block, stage: dict[str, str] = STAGE) -> dict[str, str]:
    return Example("some", good=True, blocks=blocks, output="").files(stage)


@pytest.mark.parametrize(
    ("pointer", "content", "whole"),
    [
        ("/x/-", "3", '{"x": [1, 2, 3], "y": {"ä": 1}}'),
        ("/x/1", "", '{"x": [1], "y": {"ä": 1}}'),
        ("/y/-", "3", '{"x": [1, 2], "y": {"ä": 1, "-": 3}}'),
        ("/y/ä", "[]", '{"x": [1, 2], "y": {"ä": []}}'),
        ("/y/a~1b", "null", '{"x": [1, 2], "y": {"ä": 1, "a/b": null}}'),
    ],
)
def test_a_part_of_a_file_is_changed_added_or_taken_away(pointer: str, content: str, whole: str) -> None:
    found = laid(Block("a.json", pointer, content))["a.json"]

    assert "".join(found.split()) == "".join(whole.split())
    assert found.endswith("}\n")


@pytest.mark.parametrize(
    ("file", "pointer", "content"),
    [("a.json", "/z/0", "1"), ("none.json", "/x", "1"), ("a.json", "/x/0", "{"), ("a.json", "/x/7", "1")],
)
def test_a_part_that_leads_nowhere_or_is_no_json_is_told(file: str, pointer: str, content: str) -> None:
    with pytest.raises(LookupError, match=f"a page's part {file} {pointer}: .*behind the last item"):
        laid(Block(file, pointer, content))


def test_an_example_with_a_snapshot_of_its_own_stands_alone() -> None:
    whole, part = Block("snapshot.yaml", "", "a: 1\n"), Block("snapshot.json", "/x", "1")
    other = Block("b.json", "", "1\n")

    assert laid(other, whole) == {"b.json": "1\n", "snapshot.yaml": "a: 1\n"}
    assert laid(part, stage={**STAGE, "snapshot.json": "{}"}).keys() == {*STAGE, "snapshot.json"}
    assert laid(other).keys() == STAGE.keys()
    assert laid(Block("snapshot.json", "", "")) == {}
    assert laid(Block("old-snapshot.json", "", "1")).keys() == {*STAGE, "old-snapshot.json"}


def test_outputs_are_put_into_bad_examples_only() -> None:
    page = with_outputs(PAGE, {"one": "new\n", "two": "never\n", "Bad": "never\n"})

    assert page == PAGE.replace("a.json:1:1 error SG101 wrong", "new")
    assert with_outputs(PAGE, {}) == PAGE


def test_a_page_in_full_has_whole_files_in_place_of_parts() -> None:
    whole = '{\n  "x": [\n    5,\n    2\n  ]\n}'
    expected = PAGE.replace("```json a.json /x/0\n5\n```", f"```json a.json\n{whole}\n```")
    expected = expected.replace("```json a.json /y\n```", "")

    assert in_full(PAGE, STAGE) == expected


def test_a_page_in_full_tells_two_examples_of_one_name_apart() -> None:
    block = "```json a.json{}\n{}\n```"
    parts = [block.format(" /x", number) for number in (5, 6)]
    wholes = [block.format("", f'{{\n  "x": {number}\n}}') for number in (5, 6)]
    page = "# some-rule (SG101)\n\n## Bad: one\n\n{}\n\n## Good: one\n\n{}\n"

    assert in_full(page.format(*parts), {"a.json": '{"x": 1}'}) == page.format(*wholes)


def test_a_part_may_lie_within_an_item_of_a_list() -> None:
    found = laid(Block("a.json", "/0/x", "2"), stage={"a.json": '[{"x": 1}, {"x": 1}]'})

    assert "".join(found["a.json"].split()) == '[{"x":2},{"x":1}]'


def test_the_stage_is_all_files_of_a_folder_by_their_names_with_slashes(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.json").write_text("ä", "utf-8")
    (tmp_path / "b.json").write_text("", "utf-8")

    assert stage_in(str(tmp_path)) == {"sub/a.json": "ä", "b.json": ""}


def module(folder: Path, **card: Any) -> RuleModule:
    rule = Rule("XX101", "some-rule", "it is so", "our own", **card)
    return cast("RuleModule", SimpleNamespace(RULE=rule, __file__=str(folder / "a.b.py")))


def test_the_page_of_a_rule_stands_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.b.md").write_text("# x\n\ty\x1b[1m", "utf-8")

    assert page_path(module(tmp_path)) == str(tmp_path / "a.b.md")
    assert page_of(module(tmp_path)) == "# x\n\ty\x1b[1m"
    assert page_of(module(tmp_path, custom="a.py")) == "# x\n\ty\ufffd[1m"


def test_a_custom_rule_without_a_page_has_what_its_card_says(tmp_path: Path) -> None:
    expected = "# some-rule (XX101)\n\nit is so (our own)\n"

    assert page_of(module(tmp_path, custom="a.py")) == expected
    with pytest.raises(FileNotFoundError):
        page_of(module(tmp_path))
    (tmp_path / "a.b.md").write_bytes(b"\xff")
    assert page_of(module(tmp_path, custom="a.py")) == expected
