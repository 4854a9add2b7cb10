"""Mutants: each slip in a file of the project, with a name that stays when lines move."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.mutants.slips import Slip, slips

REPO = Path(__file__).resolve().parents[2]
FOLDERS = (
    "rules",
    "linter/kinds",
    "linter/project",
    "linter/checking",
    "linter/rulekit",
    "linter/shapes",
    "linter/instance",
    "linter/planning",
    "linter/sql",
    "linter/odata",
    "linter/configuration",
)
"""What decides, and is tried where nothing else is asked for."""
ALL = ("rules", "linter")
_LONG = 160


class Mutant(NamedTuple):
    """One slip in one file."""

    file: str
    within: str  # the function, with its class
    before: str
    after: str
    nth: int  # of equal ones in the function
    lines: tuple[int, int]
    statement: int  # the line of the statement that has it
    number: int  # of the file's slips

    @property
    def name(self) -> str:
        """What tells it from all others, wherever its line stands."""
        nth = f" #{self.nth}" if self.nth > 1 else ""
        return f"{self.file} {self.within}: {self.before} → {self.after}{nth}"


def files(under: tuple[str, ...] = FOLDERS) -> list[str]:
    """Return the files in which slips are made."""
    found = (path for one in under for path in _python_in(REPO / one))
    return sorted(path.relative_to(REPO).as_posix() for path in found)


def _python_in(path: Path) -> Iterator[Path]:
    yield from path.rglob("*.py") if path.is_dir() else [path]


@cache
def parsed(file: str) -> ast.Module:
    """Return the syntax tree of a file; slips are made in it and taken back."""
    return ast.parse((REPO / file).read_text("utf-8"))


def mutants(file: str) -> Iterator[Mutant]:
    """Yield the mutants of a file, those within functions and their defaults."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for number, one in enumerate(slips(parsed(file))):
        if _is_in_function(one):
            within = ".".join(filter(None, (one.place.name, getattr(one.node, "name", ""))))
            what = (within, _text(one.node), _text(one.instead))
            seen[what] += 1
            first = one.node.lineno  # type: ignore[attr-defined]  # expressions and statements have lines
            last = one.node.body[0].lineno if isinstance(one.node, ast.FunctionDef) else one.node.end_lineno  # type: ignore[attr-defined]  # as above
            yield Mutant(file, *what, seen[what], (first, last), _statement(one), number)


def _is_in_function(one: Slip) -> bool:
    around = (*one.place.within, one.node)
    return any(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for node in around)


def _statement(one: Slip) -> int:
    """Return the line of the statement that is run when the slip matters."""
    node = next(node for node in (one.node, *reversed(one.place.within)) if isinstance(node, ast.stmt))
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        node = first_of(node)
    return node.lineno


def first_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
    """Return a function's first statement behind its docstring."""
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return node.body[1] if is_text and len(node.body) > 1 else first


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef):
        returned = node.body[0]
        is_left = isinstance(returned, ast.Return) and first_of(node) is returned and len(node.body) > 1
        return ast.unparse(returned) if is_left else "its statements"
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= _LONG else f"{text[: _LONG // 2]} … {text[-_LONG // 2 :]}"


def compiled(file: str, number: int) -> tuple[ast.Module, Slip]:
    """Return the tree of a file with one slip in it."""
    for at, one in enumerate(slips(parsed(file))):
        if at == number:
            return ast.fix_missing_locations(parsed(file)), one
    raise LookupError(f"{file} has no slip {number}")
