"""The planted faults are what they say they are, and the linter finds them."""

from __future__ import annotations

import functools
import json
import pathlib
import sys
from typing import Any

import pytest
import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import generator
from faults import PLANTS, plant
from judge import Answer, Task, compare, judge_seed, run
from planting import SNAPSHOT, Plant
from positions import read_json, span_of
from render import FORMS, render

SEEDS = range(12)
built = functools.cache(generator.build_project)  # planting leaves a project as it is


def changes(before: Any, after: Any, path: generator.Path = ()) -> list[generator.Path]:
    """The places in which two values differ, the deepest that tell."""
    if type(before) is not type(after) or not isinstance(before, (dict, list)):
        return [] if before == after else [path]
    if isinstance(before, list):
        if len(before) != len(after):
            common = min(len(before), len(after))
            return [path] + [c for n in range(common) for c in changes(before[n], after[n], (*path, n))]
        return [c for n, one in enumerate(before) for c in changes(one, after[n], (*path, n))]
    ours, theirs = ({str(key): (key, item) for key, item in one.items()} for one in (before, after))
    twins = [(*path, str(key)) for key in after if type(key) is not str]
    uneven = [(*path, key) for key in ours.keys() ^ theirs.keys()]
    shared = [key for key in ours if key in theirs]
    return twins + uneven + [c for k in shared for c in changes(ours[k][1], theirs[k][1], (*path, k))]


def test_a_seed_always_gives_the_same_texts() -> None:
    for form in FORMS:
        texts = [render(generator.build_project(7), form, 7).texts for _ in range(2)]
        assert texts[0] == texts[1]


@pytest.mark.parametrize("code", sorted(PLANTS))
def test_a_plant_differs_from_the_clean_project_only_where_it_says(code: str) -> None:
    for seed in SEEDS:
        clean = built(seed)
        found = plant(code, clean, seed)
        if not found:
            continue
        before = {**clean.documents, SNAPSHOT: clean.snapshot}
        after = {**found[1].project.documents, SNAPSHOT: found[1].project.snapshot}
        for file, *rest in changes(before, after):
            places = [place for name, place in found[1].touched if name == file]
            assert any(tuple(rest[: len(place)]) == place for place in places), (seed, file, rest)


@pytest.mark.parametrize("code", sorted(PLANTS))
def test_every_fault_finds_room_in_some_project(code: str) -> None:
    assert any(plant(code, built(seed), seed) for seed in SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_planting_leaves_the_clean_project_alone(seed: int) -> None:
    clean, untouched = generator.build_project(seed), generator.build_project(seed)
    for code in PLANTS:
        plant(code, clean, seed)
    assert (clean.documents, clean.snapshot) == (untouched.documents, untouched.snapshot)


@pytest.mark.parametrize("form", ["json", "yaml"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_rendered_project_reads_back_as_it_was(seed: int, form: str) -> None:
    project = generator.build_project(seed)
    rendered = render(project, form, seed)
    read = yaml.safe_load if form == "yaml" else json.loads
    for file, value in {**project.documents, SNAPSHOT: project.snapshot}.items():
        assert read(rendered.texts[rendered.name(file)]) == value


@pytest.mark.parametrize("seed", SEEDS)
def test_the_text_at_a_json_range_reads_back_as_the_value(seed: int) -> None:
    project = generator.build_project(seed)
    rendered = render(project, "json", seed)
    for file, value in project.documents.items():
        text = rendered.texts[file]
        root = read_json(text)
        for path in _paths(value):
            start, end = span_of(root, path, "value", 0)
            assert json.loads(text[start:end]) == generator.follow(value, path)


def _paths(value: Any, path: generator.Path = ()) -> list[generator.Path]:
    steps: Any = value.items() if isinstance(value, dict) else ()
    steps = enumerate(value) if isinstance(value, list) else steps
    return [path, *(one for step, item in steps for one in _paths(item, (*path, step)))]


@pytest.mark.parametrize("code", sorted(PLANTS))
def test_the_linter_finds_the_planted_fault_and_nothing_else(code: str) -> None:
    tasks = (Task(0, (code,), FORMS, (), ""), Task(1, (code,), FORMS[:1], (), ""))
    assert [one for task in tasks for one in judge_seed(task) if one.problems] == []


def test_the_judge_notices_every_kind_of_wrong_answer(tmp_path: pathlib.Path) -> None:
    _, planted = _found("CP09")
    rendered = render(planted.project, "json", 1)
    rendered.write(tmp_path)
    answer = run(Task(1, (), (), (), ""), str(tmp_path), "json")
    [right] = [one for one in answer.diagnostics if one["severity"] == "error"]
    lies: dict[str, list[Any]] = {
        "missed": [{**right, "code": "CP08"}],
        "pointer": [{**right, "pointer": ""}],
        "severity": [{**right, "severity": "warning"}],
        "related": [{**right, "related": []}],
        "range": [{**right, "range": {**right["range"], "end": right["range"]["start"]}}],
        "extra": [right, right],
    }
    for kind, diagnostics in lies.items():
        problems, _ = compare(rendered, planted.expected, Answer(1, diagnostics))
        assert kind in dict(problems)
    assert compare(rendered, planted.expected, Answer(1, [right])) == ([], False)
    held = {**right, "code": "CP02", "cause": {**right, "code": "CP01"}}
    problems, _ = compare(rendered, planted.expected, Answer(1, [right], held=(held,)))
    assert [kind for kind, _ in problems] == ["cause"]
    assert compare(rendered, planted.expected, Answer(0, [right])) == ([("exit", "0, not 1")], False)


def _found(code: str) -> tuple[str, Plant]:
    found = (plant(code, generator.build_project(seed), seed) for seed in SEEDS)
    return next(one for one in found if one)
