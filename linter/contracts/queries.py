"""A parsed query, walked through with what its names mean at each place, against a schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from linter.contracts.mistakes import Mistake
from linter.contracts.names_in_query import UNKNOWN, QueryNames, Value
from linter.contracts.operands import ANY, CONDITION, KINDS, Operand, Operands, Side, bare, of_literal
from linter.contracts.query_report import QueryReport
from linter.contracts.schema import Schema, Structure
from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from linter.diagnostic import Location
    from linter.odata import Tree

_ALIASES: Final = ("computedProperty", "expressionAlias")
_COUNTED: Final = ("filter", "expandCountOption")  # what may stand in parentheses behind /$count
_CALL: Final = "MethodCallExpr"


class NameScope(NamedTuple):
    """What names mean at a place of a query."""

    type: Structure | None  # None: isn't known
    variables: Mapping[str, Value] = {}
    is_aggregated: bool = False  # so that a path leads on from all items of a collection

    def of(self, type_: Structure | None) -> NameScope:
        """Return the scope within something else."""
        return self._replace(type=type_)


class _PathStep(NamedTuple):
    """A step of a path in an expression."""

    nodes: tuple[Tree, ...]  # none for /$count
    arguments: Tree | None  # what stands in parentheses behind it
    is_first: bool
    is_last: bool

    @property
    def rule(self) -> str:
        """What its first node is."""
        return self.nodes[0].rule if self.nodes else "count"


class QueryJudge:
    """Judges one query; `found` are its mistakes, `names` the names in it."""

    def __init__(
        self, schema: Schema, contract: str, at: Callable[[int, int], Location], masked: Mapping[int, str]
    ) -> None:
        self._schema = schema
        self._report = QueryReport(at, masked)
        self._names = QueryNames(schema, contract, self._report)
        self._operands = Operands(schema, self._report)
        self.found = self._report.found
        self.names = self._names.found

    def judge(self, nodes: Mapping[str, Sequence[Tree]], type_: Structure | None) -> None:
        """Judge all options of a query about a type; `nodes` are those of its tree, by rule."""
        self._names.aliases = {one.text for rule in _ALIASES for one in nodes.get(rule, ())}
        for option in nodes.get("queryOption", ()):
            for part in option.parts:
                if part.rule == "systemQueryOption":
                    self._visit(part, NameScope(type_))

    def _visit(self, node: Tree, scope: NameScope) -> None:
        rule = node.rule
        if rule == "firstMemberExpr":
            self._member(node.parts, scope)
        elif rule == "commonExpr":
            self._compared(node, scope)
        elif rule == "boolCommonExpr" and node.parts and node.parts[0].rule == "commonExpr":
            self._compared(node.parts[0], scope, is_condition=True)
        elif rule == "primitiveLiteral":
            self._operands.calendar(node)
        elif rule == "orderbyItem" and node.parts:
            self._sorted(node.parts[0], scope)
        elif rule == "selectItem":
            self._selected(node, scope)
        elif rule == "expandItem":
            self._expanded(node, scope)
        elif rule == "aggregatableExpr":
            self._visit(node.parts[0], scope._replace(is_aggregated=True))
        elif rule == "namePath":
            self._walk(list(node.all("qualifiedName")), scope, is_open=True)
        elif rule not in ("functionExprParameters", "aggregateCustom", "rootExpr", "typeArguments"):
            self._visit_all(node.parts, scope)

    def _visit_all(self, nodes: Iterable[Tree], scope: NameScope) -> None:
        for node in nodes:
            self._visit(node, scope)

    # what is selected and expanded

    def _selected(self, node: Tree, scope: NameScope) -> None:
        last = node.parts[-1:]
        if last and last[0].rule == "selectStep" and last[0].end < node.end:
            return  # Namespace.*, all operations of a namespace
        steps = [one.parts[0] for one in node.parts if one.rule == "selectStep" and one.parts]
        value = self._walk([one for one in steps if one.rule == "qualifiedName"], scope, is_open=False)
        self._within(node, ("selectOption",), value, scope)

    def _expanded(self, node: Tree, scope: NameScope) -> None:
        steps = [one.parts[0] for one in node.parts if one.rule == "expandStep" and one.parts]
        names = [one for one in steps if one.rule == "qualifiedName"]
        if scope.type is not None and scope.type.is_silent_on_navigation:
            return
        value = self._walk(names, scope, is_open=False, to_navigation=True)
        self._within(node, ("expandOption", "expandRefOption", "expandCountOption"), value, scope)

    def _within(self, node: Tree, rules: tuple[str, ...], value: Value, scope: NameScope) -> None:
        for part in node.parts:
            if part.rule in rules:
                self._visit_all(part.parts, scope.of(self._structure(value)))

    def _walk(
        self, names: list[Tree], scope: NameScope, *, is_open: bool, to_navigation: bool = False
    ) -> Value:
        """Follow names one by one; with `is_open`, the first may be an alias of the query."""
        value = Value(scope.type.name if scope.type is not None else "")
        for number, node in enumerate(names):
            structure = self._structure(value) if number else scope.type
            if structure is None:
                return UNKNOWN
            if is_open and number == 0 and node.text in self._names.aliases:
                return UNKNOWN
            is_last = number + 1 == len(names)
            value = self._names.of_type(node, structure, is_last=is_last, to_navigation=to_navigation)
        return value

    # expressions

    def _member(self, parts: tuple[Tree, ...], scope: NameScope) -> Value:
        """Judge a path of an expression, and return what it leads to."""
        value = Value(scope.type.name if scope.type is not None else "")
        for step in _steps_of(parts):
            if step.rule == "qualifiedName":
                value = self._step(step, value, scope)
            elif step.rule == "boolCommonExpr":
                self._visit_all(step.nodes, scope.of(self._structure(value)))
                value = value._replace(is_collection=value.is_collection and step.arguments is None)
            elif step.rule != "implicitVariableExpr" or step.nodes[0].text != "$it":
                return self._end(step, value, scope)
        return value

    def _end(self, step: _PathStep, value: Value, scope: NameScope) -> Value:
        """Judge the step that a path ends with, if it is no name, and return what it gives."""
        if step.rule in ("anyExpr", "allExpr"):
            self._lambda(step.nodes[0], value, scope)
            return Value("Edm.Boolean")
        if step.rule in _COUNTED:
            self._visit_all(step.nodes, scope.of(self._structure(value)))
        return Value("Edm.Int64") if step.rule in ("count", *_COUNTED) else UNKNOWN

    def _step(self, step: _PathStep, value: Value, scope: NameScope) -> Value:
        """Judge a name in a path, and return what it leads to."""
        node = step.nodes[0]
        if step.is_first and node.text in scope.variables:
            return scope.variables[node.text]
        if step.arguments is not None:
            return self._result(node, value, scope, step.arguments, is_first=step.is_first)
        if step.is_first and node.text in self._names.aliases:
            return UNKNOWN
        structure = scope.type if step.is_first else self._structure(value)
        if structure is None and "." in node.text:
            return self._names.qualified(node)
        if structure is None and (step.is_first or not self._schema.is_typed or value.type not in KINDS):
            return UNKNOWN
        if value.is_collection and "." not in node.text and not scope.is_aggregated:
            return self._of_several(node, value)
        if structure is None:
            return self._of_primitive(node, value)
        return self._names.of_type(node, structure, is_last=step.is_last)

    def _of_several(self, node: Tree, value: Value) -> Value:
        told = f"is a collection, of which `{node.text}` can't be asked: use any(…) or all(…)"
        at, owner = self._report.at(node), f"`{value.name}`"
        self._report.say(Mistake("operand", at, node.text, owner, told, declared=value.declared))
        return UNKNOWN

    def _of_primitive(self, node: Tree, value: Value) -> Value:
        at, owner = self._report.at(node), f"`{value.name}`, which is a {KINDS[value.type]},"
        self._report.say(Mistake("name", at, node.text, owner, "property", declared=value.declared))
        return UNKNOWN

    def _result(
        self, node: Tree, value: Value, scope: NameScope, arguments: Tree, *, is_first: bool
    ) -> Value:
        """Return what a call leads to; report a function that isn't there."""
        if "." in node.text:
            here = scope.type if is_first else self._structure(value)
            if here is None or not self._names.is_dotted(node, here, is_called=True):
                self._names.parameters(node, arguments)
                return self._names.qualified(node)
        elif is_first and scope.type is not None and node.text not in scope.type.members:
            self._names.function(node)
        return UNKNOWN

    def _lambda(self, node: Tree, value: Value, scope: NameScope) -> None:
        variable = next((one.text for one in node.parts if one.rule == "lambdaVariableExpr"), None)
        variables = {**scope.variables}
        if variable is not None:
            variables[variable] = value._replace(is_collection=False)
        self._visit_all(node.parts, scope._replace(variables=variables))

    def _compared(self, node: Tree, scope: NameScope, *, is_condition: bool = False) -> Operand:
        """Judge an expression and its operands, and return of which kind its values are."""
        sides = [Side(part, self._operand(part, scope)) for part in map(bare, node.parts)]
        self._operands.compare(sides)
        if len(sides) != 1:
            self._operands.connect(sides)
            return ANY
        if is_condition:
            self._operands.condition(sides[0])
        return sides[0].operand

    def _sorted(self, node: Tree, scope: NameScope) -> None:
        self._operands.sort(Side(node, self._compared(node, scope)))

    def _operand(self, node: Tree, scope: NameScope) -> Operand:
        """Judge an operand; return of which kind its values are, and how it is called if it is a property."""
        if node.rule == "firstMemberExpr":
            return self._operands.of_value(self._member(node.parts, scope))
        if node.rule == "primitiveLiteral":
            self._operands.calendar(node)
            return of_literal(node)
        if node.rule in ("parenExpr", "commonExpr"):
            inner = node.parts[0] if node.rule == "parenExpr" and node.parts else node
            return self._compared(inner, scope)
        if node.rule == "methodCallExpr":
            return self._called(node, scope)
        if node.rule == "notion":
            inner = node.parts[-1]
            self._operands.condition(Side(inner, self._operand(inner, scope)))
            return CONDITION
        self._visit(node, scope)
        return ANY

    def _called(self, node: Tree, scope: NameScope) -> Operand:
        """Judge a call of a function, and return what it gives."""
        call = next((one for one in node.walk() if one.parts and one.parts[0].rule == "commonExpr"), None)
        if call is None or not call.rule.endswith(_CALL):
            self._visit_all(node.parts, scope)
            return ANY
        arguments = [Side(part, self._operand(part, scope)) for part in call.parts]
        return self._operands.call(call.rule.removesuffix(_CALL).lower(), arguments)

    def _structure(self, value: Value) -> Structure | None:
        return self._schema.structure(value.type) if value.type else None


def _steps_of(parts: Sequence[Tree]) -> Iterator[_PathStep]:
    for number, part in enumerate(parts):
        if part.rule != "callOrKey":
            nodes = part.parts if part.rule == "pathStep" else (part,)
            around = (*nodes, *parts[number + 1 : number + 2])
            arguments = next((one for one in around if one.rule == "callOrKey"), None)
            yield _PathStep(nodes, arguments, number == 0, number + 1 == len(parts))
