"""The functions that are alive in this process, and what they recall."""

from __future__ import annotations

import ast
import gc
import sys
from collections import Counter
from collections.abc import Iterator
from functools import _lru_cache_wrapper, cache
from importlib import import_module
from itertools import chain
from types import CodeType, FunctionType
from typing import Any

from benchmarks.mutants.places import REPO, Mutant, compiled

_FIRST = (
    "linter.shapes.",
    "linter.models.",
    "linter.text.",
    "linter.odata.",
    "linter.kinds.",
    "linter.instance.",
)
_BELOW = {"linter/project": _FIRST, "linter/checking": _FIRST}
"""Whose recollections don't depend on a folder's files."""


class Alive:
    """All that is alive as this is made; processes that are forked afterwards may change it."""

    def __init__(self) -> None:
        gc.unfreeze()  # as the command line freezes what it has imported
        alive = gc.get_objects()
        self._caches = [one for one in alive if isinstance(one, _lru_cache_wrapper) and _is_ours(one)]
        self._functions: dict[str, list[FunctionType]] = {}
        for one in alive:
            if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(f"{REPO}/"):
                file = one.__code__.co_filename.removeprefix(f"{REPO}/")
                self._functions.setdefault(file, []).append(one)

    def forget(self, file: str = "") -> None:
        """Let nothing be recalled that was worked out before, and depends on a file.

        Nothing that is recalled outside of rules depends on one, nor what a folder builds on on its files.
        """
        below = _BELOW.get(file.rpartition("/")[0], ("linter.",) if file.startswith("rules/") else ())
        for one in self._caches:
            if not one.__module__.startswith(below):
                one.cache_clear()

    def make(self, mutant: Mutant) -> bool:
        """Let the functions have a mutant's code; tell whether any has."""
        tree, slip = compiled(mutant.file, mutant.number)
        made = self.made(mutant.file, tree)
        for function, code in made:
            function.__code__ = code
        if isinstance(slip.place.parent, ast.arguments):
            return _with_defaults(mutant, _compiled(mutant.file, tree), self._of(mutant.file))
        return bool(made)

    def made(self, file: str, tree: ast.Module) -> list[tuple[FunctionType, CodeType]]:
        """Return the functions of a file that have another code in a tree of it, with that code."""
        was = _original(file)
        now = _codes(_compiled(file, tree))
        found = ((one, now.get(was.get(one.__code__, ("", 0, 0)))) for one in self._of(file))
        return [(one, code) for one, code in found if code is not None and _can_replace(one, code)]

    def _of(self, file: str) -> list[FunctionType]:
        return self._functions.get(file, [])


def _compiled(file: str, tree: ast.Module) -> CodeType:
    return compile(tree, str(REPO / file), "exec", dont_inherit=True)


@cache
def _original(file: str) -> dict[CodeType, tuple[str, int, int]]:
    code = compile((REPO / file).read_bytes(), str(REPO / file), "exec", dont_inherit=True)
    return {one: key for key, one in _codes(code).items()}


def import_all(files: list[str]) -> None:
    """Import modules by their files: some are imported only when they are needed, and none may be missed."""
    for file in files:
        if not file.endswith("__main__.py"):  # which would do its work
            import_module(_module(file))


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _is_ours(made: Any) -> bool:
    code = getattr(getattr(made, "__wrapped__", None), "__code__", None)
    return code is not None and code.co_filename.startswith(f"{REPO}/")


def _can_replace(function: FunctionType, code: CodeType) -> bool:
    return code != function.__code__ and code.co_freevars == function.__code__.co_freevars


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


def _with_defaults(mutant: Mutant, code: CodeType, functions: list[FunctionType]) -> bool:
    """Let functions that are alive have the defaults of those that the mutant's module makes."""
    module = sys.modules[_module(mutant.file)]
    anew = {key: vars(module)[key] for key in vars(module) if key.startswith("__")}
    exec(code, anew)
    made = {one.__qualname__: one for one in _in(anew.values())}
    found = [one for one in functions if one.__qualname__ == mutant.within]
    for one in found:
        if mutant.within in made:
            one.__defaults__, one.__kwdefaults__ = (
                made[mutant.within].__defaults__,
                made[mutant.within].__kwdefaults__,
            )
    return bool(found) and mutant.within in made


def _in(values: object) -> Iterator[FunctionType]:
    for one in values:  # type: ignore[attr-defined]  # a view of a dictionary
        if isinstance(one, type):
            yield from _in(vars(one).values())
        plain = getattr(one, "__func__", getattr(one, "func", getattr(one, "fget", one)))
        if isinstance(plain, FunctionType):
            yield plain
