"""The slips that a person makes in what decides: what could stand at a place of a syntax tree instead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import copy
from typing import NamedTuple

_ORDER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_EXCHANGED = {"any": "all", "all": "any", "min": "max", "max": "min"}
_SIDES = {"left": "right", "first": "second", "start": "end", "source": "target", "before": "after"}
_SIDES |= {there: here for here, there in _SIDES.items()}
_LEFT_OUT = {"casefold", "lower", "upper", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix"}
_ORDERED = {"sorted", "reversed"}
_SEVERAL = ("tuple[", "list[", "Iterator[", "Iterable[", "Sequence[", "Says", "frozenset[", "set[", "dict[")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NOT_READ = {"annotation", "returns", "decorator_list", "type_comment", "type_params", "bases"}


class Place(NamedTuple):
    """Where a node stands: in a field of its parent, or in a list of it."""

    parent: ast.AST
    field: str
    at: int | None
    within: tuple[ast.AST, ...]  # the statements and definitions around it, the outermost first
    name: str  # of the class and function around it

    def put(self, node: ast.AST) -> None:
        """Let a node stand here."""
        if self.at is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.at] = node


class Slip(NamedTuple):
    """A node of a tree, and what stands there instead for now."""

    place: Place
    node: ast.AST
    instead: ast.AST


def slips(tree: ast.Module) -> Iterator[Slip]:
    """Yield one slip after the other; the tree has each as long as it is the current one."""
    for place, node in list(_places(tree, (), "")):
        for instead in _instead(node, place):
            place.put(ast.fix_missing_locations(ast.copy_location(instead, node)))
            yield Slip(place, node, instead)
            place.put(node)


def _places(node: ast.AST, within: tuple[ast.AST, ...], name: str) -> Iterator[tuple[Place, ast.AST]]:
    """Yield all nodes that decide something, in the order of the text."""
    if isinstance(node, (*_DEFINITIONS, ast.ClassDef)):
        name = f"{name}.{node.name}" if name else node.name
    if isinstance(node, ast.stmt):
        within = (*within, node)
    for field, value in ast.iter_fields(node):
        if field in _NOT_READ:
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _says_nothing(child):
                yield Place(node, field, index, within, name), child
                yield from _places(child, within, name)


def _says_nothing(node: ast.AST) -> bool:
    """Tell docstrings, imports, and what only a type checker reads."""
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, (ast.Import, ast.ImportFrom, ast.Assert, ast.Raise))


def _instead(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.expr) and _decides(node, place):
        yield from (ast.Constant(value) for value in _values(node, place))
    for kind, others in _OTHERS:
        if isinstance(node, kind):
            yield from others(node, place)


def _decides(node: ast.expr, place: Place) -> bool:
    """Tell an expression that is asked whether it is so."""
    if isinstance(node, ast.Constant) or isinstance(place.parent, ast.BoolOp):
        return False  # each operand of `and` and `or` is left out instead
    if isinstance(place.parent, ast.UnaryOp) and isinstance(place.parent.op, ast.Not):
        return False
    if place.field in ("test", "ifs", "guard"):
        return not isinstance(place.parent, ast.Assert)
    if isinstance(place.parent, ast.Return) and _returns(place, "bool"):
        return True
    is_judged = place.field == "elt" and isinstance(place.parent, ast.GeneratorExp) and _is_asked_of(place)
    return is_judged or _is_judgement(node)


def _is_judgement(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return (
        isinstance(node, ast.Compare)
        or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
        or (isinstance(called, ast.Name) and called.id in ("any", "all", "isinstance", "bool"))
    )


def _is_asked_of(place: Place) -> bool:
    """Tell what stands in `any(… for …)`: there is a call of `any` with this generator around it."""
    around = place.within[-1] if place.within else ast.Module([], [])
    return any(
        isinstance(call, ast.Call) and call.args[:1] == [place.parent] and ast.unparse(call.func) == "any"
        for call in ast.walk(around)
    )


def _values(node: ast.expr, place: Place) -> tuple[bool, ...]:
    """What of an `and` is noticed without one operand is noticed of `True`; of an `or`, of `False`."""
    if place.field in ("ifs", "elt"):
        return (True,)
    if isinstance(node, ast.BoolOp):
        return (isinstance(node.op, ast.Or),)
    return (False,) if isinstance(place.parent, ast.While) else (True, False)


def _returns(place: Place, *starts: str) -> bool:
    around = [one for one in place.within if isinstance(one, _DEFINITIONS)]
    return bool(around and around[-1].returns and ast.unparse(around[-1].returns).startswith(starts))


def _without(node: ast.AST, field: str, index: int) -> ast.AST:
    """Return a node that has one item less in a list."""
    less = copy(node)
    items = getattr(node, field)
    setattr(less, field, [*items[:index], *items[index + 1 :]])
    return less


def _with(node: ast.AST, **fields: object) -> ast.AST:
    other = copy(node)
    for field, value in fields.items():
        setattr(other, field, value)
    return other


def _of_operands(node: ast.BoolOp, _: Place) -> Iterator[ast.AST]:
    """Whoever notices that one operand is missing notices `and` in place of `or`, too."""
    for index in range(len(node.values)):
        yield _without(node, "values", index) if len(node.values) > 2 else node.values[1 - index]


def _of_comparison(node: ast.Compare, _: Place) -> Iterator[ast.AST]:
    for index, op in enumerate(node.ops):
        if type(op) in _ORDER:
            ops = [*node.ops[:index], _ORDER[type(op)](), *node.ops[index + 1 :]]
            yield _with(node, ops=ops)


def _of_constant(node: ast.Constant, place: Place) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int) and not isinstance(place.parent, ast.FormattedValue):
        yield ast.Constant(node.value + 1)


def _of_negation(node: ast.UnaryOp, place: Place) -> Iterator[ast.AST]:
    """What is negated in a test is found by the test's two values."""
    if isinstance(node.op, ast.Not) and isinstance(place.parent, (ast.BoolOp, ast.UnaryOp)):
        yield node.operand


def _of_sum(node: ast.BinOp, _: Place) -> Iterator[ast.AST]:
    """What is put together has each of its parts; numbers are exchanged by their constants."""
    if isinstance(node.op, (ast.Add, ast.BitOr, ast.BitAnd)):
        yield from (node.left, node.right)
    elif isinstance(node.op, ast.Sub):
        yield from (node.left, _with(node, op=ast.Add()))


def _of_display(node: ast.Tuple | ast.List | ast.Set, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Set) or isinstance(node.ctx, ast.Load):
        is_asked = isinstance(place.parent, ast.Compare) and len(node.elts) > 1
        for index, one in enumerate(node.elts):
            if isinstance(one, ast.Starred) or is_asked:
                yield _without(node, "elts", index)


def _of_call(node: ast.Call, _: Place) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Attribute) and node.func.attr in _LEFT_OUT:
        yield node.func.value
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in _EXCHANGED:
        yield _with(node, func=ast.Name(_EXCHANGED[name], ast.Load()))
    if name in _ORDERED:
        yield node.args[0]
    two = node.args[:2]
    are_names = len(two) == 2 and all(isinstance(one, (ast.Name, ast.Attribute)) for one in two)
    if are_names and ast.dump(two[0]) != ast.dump(two[1]) and name not in ("isinstance", "issubclass"):
        yield _with(node, args=[two[1], two[0], *node.args[2:]])


def _of_attribute(node: ast.Attribute, _: Place) -> Iterator[ast.AST]:
    if node.attr in _SIDES and isinstance(node.ctx, ast.Load):
        yield _with(node, attr=_SIDES[node.attr])


def _of_name(node: ast.Name, place: Place) -> Iterator[ast.AST]:
    """A parameter is taken for another one that may hold the same."""
    around = [one for one in place.within if isinstance(one, _DEFINITIONS)]
    if isinstance(node.ctx, ast.Load) and around:
        arguments = around[-1].args
        known = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        kinds = {one.arg: ast.unparse(one.annotation) for one in known if one.annotation}
        for other, kind in kinds.items():
            if other != node.id and kinds.get(node.id) == kind:
                yield ast.Name(other, ast.Load())


def _of_statement(node: ast.stmt, place: Place) -> Iterator[ast.AST]:
    """A statement is left out, unless its condition, which can't come true, does the same."""
    is_only = isinstance(place.parent, ast.If) and place.field == "body" and len(place.parent.body) == 1
    is_end = isinstance(node, ast.Return) and isinstance(place.parent, _DEFINITIONS)
    if place.field in ("body", "orelse") and not is_only and not is_end:
        yield ast.Pass()


def _of_definition(node: ast.FunctionDef, _: Place) -> Iterator[ast.AST]:
    """What returns several gives nothing, what may return nothing does."""
    returns = ast.unparse(node.returns) if node.returns else ""
    is_generator = any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in ast.walk(node))
    value: ast.expr | None = None if is_generator else ast.Tuple([], ast.Load())
    if returns.endswith("| None"):
        value = ast.Constant(None)
    if returns.startswith(_SEVERAL) or returns.endswith("| None"):
        first = ast.copy_location(ast.Return(value), node.body[0])
        yield _with(node, body=[first, *node.body])


_Others = Callable[..., Iterator[ast.AST]]
_OTHERS: tuple[tuple[type | tuple[type, ...], _Others], ...] = (
    (ast.BoolOp, _of_operands),
    (ast.Compare, _of_comparison),
    (ast.Constant, _of_constant),
    (ast.UnaryOp, _of_negation),
    (ast.BinOp, _of_sum),
    ((ast.Tuple, ast.List, ast.Set), _of_display),
    (ast.Call, _of_call),
    (ast.Attribute, _of_attribute),
    (ast.Name, _of_name),
    ((ast.Expr, ast.AugAssign, ast.Continue, ast.Break, ast.Return), _of_statement),
    (ast.FunctionDef, _of_definition),
)
