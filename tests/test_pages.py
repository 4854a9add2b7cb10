"""Every Good and Bad example of every rule's page is a project, and check says of it what the page says.

`UPDATE_PAGES=1 python -m pytest tests/test_pages.py` writes the outputs into the pages.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from click.testing import CliRunner

import rules
from linter.cli import main
from linter.rulekit.pages import Example, examples, stage_in, with_outputs
from linter.rulekit.rule import RuleModule

STAGE = stage_in(str(Path(rules.__file__).parent / "world"))
UPDATE = bool(os.environ.get("UPDATE_PAGES"))


def page_of(module: RuleModule) -> Path:
    return Path(str(module.__file__)).with_suffix(".md")  # type: ignore[attr-defined]  # modules have a file


def cases() -> Iterator[ParameterSet]:
    for module in rules.ALL:
        if not page_of(module).exists():  # test_catalogue says so
            continue
        for example in examples(page_of(module).read_text("utf-8")):
            kind = "good" if example.good else "bad"
            yield pytest.param(module, example, id=f"{module.RULE.code}-{kind}-{example.title}")


def said_of(example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, content in example.files(STAGE).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["check", "--format", "concise", "--quiet"], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    return result.stdout


@pytest.mark.parametrize(("module", "example"), list(cases()))
def test_an_example_gives_exactly_what_its_page_says(
    module: RuleModule, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = said_of(example, tmp_path, monkeypatch)

    if UPDATE and not example.good:
        page = page_of(module)
        page.write_text(with_outputs(page.read_text("utf-8"), {example.title: said}), "utf-8")
    elif example.good:
        assert said == ""
    else:
        assert said == example.output, (
            f"UPDATE_PAGES=1 python -m pytest {Path(__file__).name} renews the pages"
        )
    codes = {line.split(" ")[2] for line in said.splitlines()}
    assert codes == (set() if example.good else {module.RULE.code})


def test_the_stage_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said_of(Example("the stage", True, (), ""), tmp_path, monkeypatch) == ""
