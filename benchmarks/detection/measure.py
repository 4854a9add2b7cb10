"""Runs the linter over planted faults and clean projects, and counts what it finds."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import rules
from benchmarks.detection.surroundings import surrounded
from linter.rulekit.pages import examples, page_of, stage_in
from linter.rulekit.rule import RuleModule

PLANTED = Path(__file__).resolve().parents[2] / "tests" / "planted"
sys.path.insert(0, str(PLANTED))

Place = tuple[str, str, str]
"""The code, the file and the pointer of a finding."""


class Tally(NamedTuple):
    """What was found of the faults of one rule, and how often it spoke without one."""

    code: str
    name: str
    planted: tuple[int, int]  # found, and tried, in random projects
    pages: tuple[int, int]  # the same, of the page's examples in random surroundings
    alarms: int


class Measured(NamedTuple):
    """All tallies, and over how many projects."""

    seeds: int
    projects: int
    rules: tuple[Tally, ...]


class _Count:
    """Counts what is found of what is expected, by rule and sort of planter."""

    def __init__(self) -> None:
        self.projects = 0
        self.tried: Counter[tuple[str, str]] = Counter()
        self.found: Counter[tuple[str, str]] = Counter()
        self.alarms: Counter[str] = Counter()

    def add(self, sort: str, code: str, expected: set[Place], told: Iterable[Mapping[str, Any]]) -> None:
        """Take up a run: its fault counts as found where each of its findings is there."""
        self.projects += 1
        places = {_place(one) for one in told}
        severe = {_place(one) for one in told if one["severity"] in ("error", "warning")}
        for one in severe - expected:
            self.alarms[one[0]] += 1
        if expected:
            self.tried[sort, code] += 1
            self.found[sort, code] += expected <= places


def measured(seeds: int) -> Measured:
    """Return the tallies of all rules over so many seeds."""
    os.environ["C360LINT_NO_CACHE"] = "1"
    count = _Count()
    for seed in range(seeds):
        print(f"seed {seed}", file=sys.stderr, flush=True)
        _random_projects(seed, count)
        for module in rules.ALL:
            _example(module, seed, count)
    tallies = [
        Tally(
            one.RULE.code,
            one.RULE.name,
            (count.found["planted", one.RULE.code], count.tried["planted", one.RULE.code]),
            (count.found["pages", one.RULE.code], count.tried["pages", one.RULE.code]),
            count.alarms[one.RULE.code],
        )
        for one in rules.ALL
    ]
    return Measured(seeds, count.projects, tuple(tallies))


def _random_projects(seed: int, count: _Count) -> None:
    """Judge the clean project of a seed, and each fault that it has room for."""
    faults, planting, render = map(import_module, ("faults", "planting", "render"))
    clean = import_module("generator").build_project(seed)
    for code in ("", *faults.PLANTS):
        found = faults.plant(code, clean, seed) if code else ("", planting.Plant(clean, (), ()))
        if found is None or len({one.code for one in found[1].expected}) > 1:
            continue
        rendered = render.render(found[1].project, "json", seed, found[1].broken)
        expected = {(one.code, rendered.name(one.file), _pointer(one.at)) for one in found[1].expected}
        told = _told(rendered.texts)
        lenient = {(one.code, one.file, _pointer(at)) for one in found[1].expected for at in one.others}
        count.add("planted", code, expected, [one for one in told if _place(one) not in lenient - expected])


def _example(module: RuleModule, seed: int, count: _Count) -> None:
    """Judge one of the Bad examples of a rule's page in random surroundings."""
    bad = [one for one in examples(page_of(module)) if not one.good]
    if not bad:
        return
    stage = stage_in(str(Path(str(rules.__file__)).parent / "world"))
    example = bad[seed % len(bad)]
    expected = {_place(one) for one in _told(example.files(stage))}
    told = _told(surrounded(example, stage, f"{module.RULE.code} {seed}"))
    count.add("pages", module.RULE.code, expected, told)


def _told(files: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the findings in a project of these files."""
    from click.testing import CliRunner

    from linter.cli import main

    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", "surrogateescape")
        os.chdir(folder)
        try:
            result = CliRunner().invoke(main, ["check", "--format", "json"])
        finally:
            os.chdir(before)
    found: list[dict[str, Any]] = json.loads(result.stdout)["diagnostics"]
    return found


def _place(one: Mapping[str, Any]) -> Place:
    return one["code"], one["file"], one["pointer"]


def _pointer(path: Iterable[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def rows(found: Measured) -> Iterator[dict[str, Any]]:
    """Yield the tallies as they are kept."""
    return (one._asdict() for one in found.rules)
