"""One mutant before the tests that reach it."""

from __future__ import annotations

import ast
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest
from types import CodeType, FunctionType
from typing import NamedTuple

from benchmarks.mutants.places import REPO, Mutant, compiled
from benchmarks.mutants.reach import Reach
from benchmarks.mutants.suite import Suite

PATIENCE = 8.0
"""How many seconds of processor time the tests get for a mutant that none of them notices."""


class Verdict(NamedTuple):
    """How a mutant ended."""

    how: str  # killed, survived, unreached, not made
    by: str  # the test
    tests: int
    seconds: float


def tried(
    mutant: Mutant, suite: Suite, reach: Reach, noticed: Mapping[str, Mapping[str, None]], patience: float
) -> Verdict:
    """Put a mutant before its tests, in a process that ends with it.

    Those that have noticed another mutant of the same file are the first.
    """
    before = time.process_time()
    keen = noticed.get(mutant.file, {})
    tests = sorted(_in_turn(reach.alike(mutant.file, mutant.statement)), key=lambda test: test[1] not in keen)
    if not tests:
        return Verdict("unreached", "", 0, 0)
    with suite.alone(mutant.file):
        if not _make(mutant, suite):
            return Verdict("not made", "", 0, 0)
        ran = 0
        for seconds, name in tests:
            if ran and time.process_time() - before + seconds > patience:
                continue
            ran += 1
            if name in suite.items and not suite.passes(name, seconds):
                return Verdict("killed", name, ran, time.process_time() - before)
        return Verdict("survived", "", ran, time.process_time() - before)


def _in_turn(alike: list[list[tuple[float, str]]]) -> Iterator[tuple[float, str]]:
    """One test of each kind, then the second of each: those that are alike mostly see the same."""
    return (one for row in zip_longest(*alike) for one in row if one is not None)


def _make(mutant: Mutant, suite: Suite) -> bool:
    """Let the functions that are alive have the mutant's code; tell whether any has."""
    path = str(REPO / mutant.file)
    was = _codes(compile((REPO / mutant.file).read_bytes(), path, "exec", dont_inherit=True))
    tree, slip = compiled(mutant.file, mutant.number)
    code = compile(tree, path, "exec", dont_inherit=True)
    now = _codes(code)
    keys = {code: key for key, code in was.items()}
    made = [
        _replace(one, now.get(keys.get(one.__code__, ("", 0, 0))))
        for one in suite.functions.get(mutant.file, [])
    ]
    return any(made) or (isinstance(slip.place.parent, ast.arguments) and _with_defaults(mutant, code, suite))


def _replace(function: FunctionType, code: CodeType | None) -> bool:
    if code is None or code == function.__code__ or code.co_freevars != function.__code__.co_freevars:
        return False
    function.__code__ = code
    return True


def _codes(code: CodeType) -> dict[tuple[str, int, int], CodeType]:
    """Return the code of all functions in a module's, by what stays the same in a mutant."""
    seen: Counter[tuple[str, int]] = Counter()
    found = {}
    for one in _inner(code):
        what = (one.co_qualname, one.co_firstlineno)
        seen[what] += 1
        found[(*what, seen[what])] = one
    return found


def _inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    yield from chain.from_iterable(_inner(one) for one in code.co_consts if isinstance(one, CodeType))


def _with_defaults(mutant: Mutant, code: CodeType, suite: Suite) -> bool:
    """Let functions that are alive have the defaults of those that the mutant's module makes."""
    name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    module = sys.modules[name]
    anew = {key: vars(module)[key] for key in vars(module) if key.startswith("__")}
    exec(code, anew)
    made = {one.__qualname__: one for one in _functions(anew.values())}
    found = [one for one in suite.functions.get(mutant.file, []) if one.__qualname__ == mutant.within]
    for one in found:
        if mutant.within in made:
            one.__defaults__, one.__kwdefaults__ = (
                made[mutant.within].__defaults__,
                made[mutant.within].__kwdefaults__,
            )
    return bool(found) and mutant.within in made


def _functions(values: object) -> Iterator[FunctionType]:
    for one in values:  # type: ignore[attr-defined]  # a view of a dictionary
        if isinstance(one, type):
            yield from _functions(vars(one).values())
        plain = getattr(one, "__func__", getattr(one, "func", getattr(one, "fget", one)))
        if isinstance(plain, FunctionType):
            yield plain
