"""Reads the card of a team's own rule off its source, which nothing runs here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Final

from linter.custom.card import RuleCard
from linter.refusal import CannotRun

_FORM: Final = 'RULE = RuleCard("XSEG01", "a segment must …", kinds=("segment",))'


def card_in(path: str, source: bytes) -> RuleCard:
    """Return the card in a rule's source; raises CannotRun for the first thing that is wrong there."""
    tree = _parsed(path, source)
    assigned = next(_assigned(tree, "RULE"), None)
    if assigned is None:
        raise CannotRun.at(path, 1, 1, f"a custom rule has a card; expected is {_FORM}")
    card = _card(path, assigned)
    fault = card.fault()
    if fault:
        raise _wrong(path, assigned, f"the card of the rule: {fault}")
    if not any(isinstance(one, ast.FunctionDef) and one.name == "check" for one in tree.body):
        raise CannotRun.at(path, 1, 1, "a custom rule has a function `check(project)`; this one has none")
    return card


def _parsed(path: str, source: bytes) -> ast.Module:
    try:
        return ast.parse(source, path)
    except SyntaxError as error:
        said = f"not well-formed Python: {error.msg}"
        raise CannotRun.at(path, error.lineno or 1, error.offset or 1, said) from error
    except (ValueError, RecursionError, MemoryError) as error:  # null bytes, or brackets without end
        raise CannotRun.at(
            path, 1, 1, f"it can't be read as Python: {str(error) or 'too deeply nested'}"
        ) from error


def _assigned(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    """Yield what is assigned to a name in a module."""
    for one in tree.body:
        targets = one.targets if isinstance(one, ast.Assign) else [getattr(one, "target", None)]
        value = getattr(one, "value", None)
        named = any(isinstance(each, ast.Name) and each.id == name for each in targets)
        if isinstance(one, (ast.Assign, ast.AnnAssign)) and named and value is not None:
            yield value


def _card(path: str, value: ast.expr) -> RuleCard:
    called = value.func if isinstance(value, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
    if not isinstance(value, ast.Call) or name != "RuleCard":
        raise _wrong(path, value, f"`RULE` is expected to be a card: {_FORM}")
    given = [_plain(path, one) for one in value.args]
    named = {one.arg or "**": _plain(path, one.value) for one in value.keywords}
    try:
        return RuleCard(*given, **named)
    except TypeError as error:
        said = str(error).replace("RuleCard.__new__() ", "")
        raise _wrong(path, value, f"the card of the rule: {said}") from error


def _plain(path: str, value: ast.expr) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, RecursionError, MemoryError) as error:
        said = (
            "a card is read and not run: write the value itself here, in place of what has to be worked out"
        )
        raise _wrong(path, value, said) from error


def _wrong(path: str, at: ast.expr, reason: str) -> CannotRun:
    return CannotRun.at(path, at.lineno, at.col_offset + 1, reason)
