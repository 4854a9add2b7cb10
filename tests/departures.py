"""Small departures from the examples of rules' pages, and what the page's rule says of each.

`departures.jsonl` keeps those at which a condition comes out as it does at no example and no other departure,
and those that turn the judgement round.
`python -m tests.departures [CODE…]` looks for them; `UPDATE_PAGES=1 python -m pytest
tests/test_departures.py` writes what is said anew, and lets those go whose example is gone.
"""

from __future__ import annotations

import ast
import builtins
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir
from functools import cache
from itertools import islice
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest

from benchmarks.mutants.marks import Marks
from benchmarks.mutants.places import REPO, files

KEPT = Path(__file__).with_name("departures.jsonl")
SNAPSHOT_ONLY = "--snapshot-only"
_JUDGED = ("rules", "linter/kinds", "linter/project", "linter/rulekit")
_TRIED = 40
_KEPT = 8

Steps = tuple[str | int, ...]
Corpus = dict[str, list[Any]]
"""What stands at a key, in any example."""


class Departure(NamedTuple):
    """One change to one example: a file or a part of it is gone, a part holds another value, or an option."""

    code: str
    example: str
    change: str  # as JSON: a file; a file and steps; or these and a value

    def files(self, stage: dict[str, str]) -> dict[str, str]:
        """Return the project, of the example's files."""
        file, *rest = json.loads(self.change)
        if file == SNAPSHOT_ONLY:
            return stage
        if not rest:
            return {name: text for name, text in stage.items() if name != file}
        whole = _read(stage[file])
        steps, *value = rest
        return {**stage, file: json.dumps(_changed(whole, tuple(steps), *value), indent=2)}


def kept() -> dict[Departure, list[str]]:
    """Return what is said of each departure that is kept."""
    lines = map(json.loads, KEPT.read_text("utf-8").splitlines() if KEPT.exists() else [])
    return {Departure(one["code"], one["example"], json.dumps(one["change"])): one["said"] for one in lines}


def keep(said: dict[Departure, list[str]]) -> None:
    """Keep departures with what is said of them, sorted."""
    lines = (
        json.dumps({**one._asdict(), "change": json.loads(one.change), "said": said[one]}, ensure_ascii=False)
        for one in sorted(said)
    )
    KEPT.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def said_of(departure: Departure, stage: dict[str, str], folder: Path) -> list[str]:
    """Return what the rule says of a departure: each finding with its place, and what it leaves open."""
    import rules
    from linter.checking.given import Given, Modes
    from linter.commands.check_requests import requests_of
    from linter.commands.check_run import run_of
    from linter.refusal import CannotRun
    from tests.stage import lay_out

    lay_out(departure.files(stage), folder)
    given = Given(select=(departure.code,), snapshot_only=SNAPSHOT_ONLY in departure.change)
    with chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "ALL", only(departure.code))
        try:
            (done,) = run_of(requests_of(given), given, Modes(), None, None).checked
        except CannotRun:
            return ["nothing can be checked"]
    return [*_findings(done.result, departure.code)]


@cache
def only(code: str) -> Any:
    """Return a catalogue that has one rule, so that no other one changes what is said."""
    import rules
    from linter.rulekit.catalogue import Catalogue

    family = next(one for one in rules.ALL.families if code.startswith(one.prefix))
    name = next(
        name for name, module in zip(family.names, family.rules(), strict=True) if module.RULE.code == code
    )
    return Catalogue((family._replace(names=(name,)),))


def _findings(result: Any, code: str) -> Iterator[str]:
    for one in result.diagnostics:
        if one.code == code:
            yield f"{one.file} {one.pointer} {one.severity}: {one.message}"
            yield from (f"  see {place.file} {place.pointer} {place.message}" for place in one.related)
            yield from (f"  {fix.title}: {[edit.text for edit in fix.edits]}" for fix in one.fixes)
    for left in result.not_checked:
        if left.code == code:
            yield f"not checked: {left.reason} {[place.pointer for place in left.places]}"
    yield from (
        f"held back: {one.at.pointer} for {one.cause.pointer}" for one in result.held if one.code == code
    )


def _changed(value: Any, steps: Steps, *instead: Any) -> Any:
    """Return a value with a part gone, or with another one in its place."""
    if not steps:
        return instead[0]
    step, *rest = steps
    items = dict(value.items() if isinstance(value, dict) else enumerate(value))
    if rest or instead:
        items[step] = _changed(items[step], tuple(rest), *instead)
    else:
        del items[step]
    return items if isinstance(value, dict) else list(items.values())


# --- the search


class Conditions(Marks):
    """Which conditions came out true, and which false."""

    def _marked(self, file: str, path: str) -> CodeType:
        tree = _Telling(self._told).visit(ast.parse((REPO / file).read_bytes()))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)

    def _told(self) -> int:
        self._lines += [("", len(self._lines)), ("", len(self._lines) + 1)]
        return len(self._lines) - 2

    def install(self) -> None:
        """Let conditions tell how they came out."""
        super().install()
        hits = self._hits

        def told(number: int, value: Any) -> Any:
            hits[number + bool(value)] = 1
            return value

        builtins.__told__ = told  # type: ignore[attr-defined]  # what conditions are wrapped in


class _Telling(ast.NodeTransformer):
    """Wraps conditions and operands."""

    def __init__(self, number: Callable[[], int]) -> None:
        self._number = number

    def _wrapped(self, node: ast.expr) -> ast.expr:
        arguments: list[ast.expr] = [ast.Constant(self._number()), node]
        return ast.Call(ast.Name("__told__", ast.Load()), arguments, [])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        node.values = [self._wrapped(one) for one in node.values]
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        return self._wrapped(node)

    def visit_If(self, node: Any) -> ast.AST:
        self.generic_visit(node)
        node.test = self._wrapped(node.test)
        return node  # type: ignore[no-any-return]  # what has a test

    visit_IfExp = visit_If  # noqa: N815  # as ast calls them
    visit_While = visit_If  # noqa: N815

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.ifs = [self._wrapped(one) for one in node.ifs]
        return node


class Search:
    """Looks for departures at which a condition, or the judgement, comes out as it did nowhere before."""

    def __init__(self, folder: Path) -> None:
        self._conditions = Conditions(files(_JUDGED))
        self._conditions.install()
        import rules
        from linter.rulekit.pages import examples, page_of
        from tests.stage import STAGE

        self._folder = folder
        self._seen: set[int] = set()
        self._turned: set[tuple[object, ...]] = set()
        self._said: dict[tuple[str, str], list[str]] = {}  # of the examples as they are
        self.pages = {module.RULE.code: list(examples(page_of(module))) for module in rules.ALL}
        self._projects = {
            code: {one.title: one.files(STAGE) for one in found} for code, found in self.pages.items()
        }
        projects = (one for found in self._projects.values() for one in found.values())
        self._corpus = _corpus(text for one in projects for text in one.values())

    def look_at_examples(self, codes: Iterable[str]) -> None:
        """Take up what examples and known departures show."""
        for code in codes:
            for title in self._projects[code]:
                whole = Departure(code, title, '["no such file"]')
                self._said[code, title] = said_of(whole, self._projects[code][title], self._folder)
        self._seen |= self._conditions.reached().get("", set())
        for one in kept():
            if one.example in self._projects.get(one.code, {}):
                self._news(one)

    def of(self, code: str) -> Iterator[tuple[Departure, list[str]]]:
        """Yield some departures of one rule, with what it says of each."""
        drawn = _departures(random.Random(code), self.pages[code], self._projects[code], code, self._corpus)
        found = ((one, self._news(one)) for one in islice(drawn, _TRIED))
        return islice(((one, said) for one, said in found if said is not None), _KEPT)

    def _news(self, departure: Departure) -> list[str] | None:
        """Return what is said of a departure, None where it brings nothing new."""
        self._conditions.wipe()
        said = said_of(departure, self._projects[departure.code][departure.example], self._folder)
        found = self._conditions.reached().get("", set())
        is_new = not found <= self._seen
        self._seen |= found
        return said if self._turns(departure, said) or is_new else None

    def _turns(self, departure: Departure, said: list[str]) -> bool:
        """Tell what the rule judges otherwise than its example, for the first time at such a key."""
        if said == self._said.get((departure.code, departure.example), said):
            return False
        _, *rest = json.loads(departure.change)
        key = (departure.code, _key(tuple(rest[0])) if rest and rest[0] else "", len(rest), bool(said))
        is_first = key not in self._turned
        self._turned.add(key)
        return is_first


def _corpus(texts: Iterable[str]) -> Corpus:
    found: dict[str, dict[str, Any]] = {}
    for text in set(texts):
        for steps, value in _parts(_read(text)):
            if steps and not isinstance(value, (dict, list)):
                found.setdefault(_key(steps), {})[json.dumps(value)] = value
    return {key: [values[one] for one in sorted(values)] for key, values in found.items()}


def _key(steps: Steps) -> str:
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


def _read(text: str) -> Any:
    """Return what a file holds, None where that isn't one plain value; JSON is YAML, too."""
    import yaml

    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return json.loads(json.dumps(yaml.safe_load(text)))
    except (yaml.YAMLError, TypeError, ValueError):
        return None


def _parts(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    yield steps, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield from _parts(item, (*steps, step))


def _departures(
    rng: random.Random, pages: Any, projects: Any, code: str, corpus: Corpus
) -> Iterator[Departure]:
    """Yield changes without end: of what an example shows more often than of what stands behind it."""
    for one in pages:
        yield Departure(code, one.title, json.dumps([SNAPSHOT_ONLY]))
        if "snapshot.json" in projects[one.title]:
            yield Departure(code, one.title, json.dumps(["snapshot.json"]))
    while True:
        example = rng.choice(pages)
        project = projects[example.title]
        shown = [
            (one.file, _steps(one.pointer)) for one in example.blocks if one.file.endswith((".json", ".yaml"))
        ]
        block, under = rng.choice([*shown, *shown, ("snapshot.json", ())])
        whole = _read(project.get(block, ""))
        parts = [(steps, value) for steps, value in _parts(whole) if steps and _is_near(steps, under)]
        if parts:
            steps, value = rng.choice(parts)
            instead = rng.choice([(), *_instead(rng, value, corpus.get(_key(steps), []))])
            yield Departure(code, example.title, json.dumps([block, steps, *instead]))


def _steps(pointer: str) -> Steps:
    from linter.diagnostic import pointer_steps

    return tuple(int(one) if one.isdigit() else one for one in pointer_steps(pointer)) if pointer else ()


def _is_near(steps: Steps, under: Steps) -> bool:
    """Tell what stands below a part that is shown; of a new item, in its list."""
    near = under[:-1] if under[-1:] == ("-",) else under
    return steps[: len(near)] == near


def _instead(rng: random.Random, value: Any, seen: list[Any]) -> Iterator[tuple[Any]]:
    yield from ((None,), ([],), ("",), (7,))
    if seen:
        yield from ((rng.choice(seen),) for _ in range(4))
    if isinstance(value, bool):
        yield (not value,)
    elif isinstance(value, int):
        yield from ((value + 1,), (value - 1,), (-value,))
    elif isinstance(value, str) and value:
        yield from ((value.swapcase(),), (f" {value} ",), ("${value}",), (value.lower(),), (f"{value}x",))
        yield from ((_slipped(rng, value, seen),) for _ in range(6 if " " in value or "/" in value else 1))
    elif isinstance(value, list) and value:
        yield from (([*value, value[0]],), (value[:1],), (value[::-1],), (value[1:],))
    elif isinstance(value, dict):
        yield ({},)


def _slipped(rng: random.Random, text: str, seen: list[Any]) -> str:
    """Return a text with a word or mark of it gone, doubled, in another case, or from another text."""
    words = re.findall(r"\w+|\W", text)
    others = re.findall(r"\w+|\W", str(rng.choice(seen))) if seen else words
    at = rng.randrange(len(words))
    word = words[at]
    words[at] = rng.choice(("", word * 2, word.swapcase(), rng.choice(others or words), f"{word} "))
    return "".join(words)


def main() -> None:
    """Look for departures, and keep those that are found."""
    found: dict[Departure, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        search = Search(Path(folder))
        codes = sys.argv[1:] or list(search.pages)
        search.look_at_examples(codes)
        for code in codes:
            found |= search.of(code)
            keep(kept() | found)
    print(f"{len(found)} departures are new")


if __name__ == "__main__":
    main()
