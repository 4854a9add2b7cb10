"""Marks in the statements of functions, by which a test tells which of them it has reached.

A module gets its marks as it is imported; each mark stores one byte, so that a test takes little longer.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from types import CodeType
from typing import Any

from benchmarks.mutants.places import REPO

_NAME = "__reached__"
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Marks:
    """Which statements of which files have been reached since the marks were wiped."""

    def __init__(self, files: list[str]) -> None:
        self._lines: list[tuple[str, int]] = []
        self._hits = bytearray(1 << 17)
        self._files = frozenset(files)

    def install(self) -> None:
        """Let modules be marked that are imported from now on."""
        sys.dont_write_bytecode = True
        setattr(builtins, _NAME, self._hits)
        read = SourceFileLoader.get_code

        def marked(loader: Any, fullname: str) -> CodeType | None:
            path = loader.path.removeprefix(f"{REPO}/")
            return self._marked(path, loader.path) if path in self._files else read(loader, fullname)

        SourceFileLoader.get_code = marked  # type: ignore[method-assign,assignment]  # in this process alone

    def wipe(self) -> None:
        """Forget what has been reached."""
        self._hits[:] = bytes(len(self._hits))

    def reached(self) -> dict[str, set[int]]:
        """Return the lines of the statements that have been reached, by file."""
        found: dict[str, set[int]] = {}
        at = self._hits.find(1)
        while at >= 0:
            file, line = self._lines[at]
            found.setdefault(file, set()).add(line)
            at = self._hits.find(1, at + 1)
        return found

    def in_module(self, file: str) -> dict[str, Any]:
        """Return what a file of marked functions defines."""
        setattr(builtins, _NAME, self._hits)
        made: dict[str, Any] = {}
        exec(self._marked(file, file), made)
        return made

    def _marked(self, file: str, path: str) -> CodeType:
        tree = ast.parse((REPO / file).read_bytes())
        for node in list(ast.walk(tree)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for body in list(_bodies(node)):
                    body[:] = [one for statement in body for one in self._with_mark(statement, file)]
            elif isinstance(node, ast.Lambda):
                both = ast.parse(
                    f"({self._mark(file, node.lineno, '{}.__setitem__({}, 1)')}, 0)[1]", mode="eval"
                ).body
                both.value.elts[1] = node.body  # type: ignore[attr-defined]  # it is the pair written above
                node.body = both
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)

    def _with_mark(self, node: ast.stmt, file: str) -> Iterator[ast.stmt]:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_text:
            (mark,) = ast.parse(self._mark(file, node.lineno, "{}[{}] = 1")).body
            yield mark
        yield node

    def _mark(self, file: str, line: int, written: str) -> str:
        self._lines.append((file, line))
        return written.format(_NAME, len(self._lines) - 1)


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements of a function, without those of functions in it."""
    for _, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield value
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)) and not isinstance(
                child, _DEFINITIONS
            ):
                yield from _bodies(child)
