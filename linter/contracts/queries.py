"""The names and the comparisons of a parsed query against a schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from linter.contracts.mistakes import Judgement, Mistake, Unjudged
from linter.contracts.schema import Schema, Structure
from linter.named_tuple import NamedTuple
from linter.placeholders import why_open
from linter.suggest import nearest

if TYPE_CHECKING:
    from linter.diagnostic import Location
    from linter.odata import Tree

_COMPARING: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_ARITHMETIC: Final = ("add", "sub", "mul", "div", "divby", "mod")
_MOST_LISTED: Final = 12
_KINDS: Final = {
    "Edm.String": "text",
    "Edm.Boolean": "boolean",
    "Edm.Guid": "GUID",
    "Edm.Date": "date",
    "Edm.DateTimeOffset": "date",
    "Edm.TimeOfDay": "time of day",
    "Edm.Duration": "duration",
    **dict.fromkeys(
        (
            "Edm.Byte",
            "Edm.SByte",
            "Edm.Int16",
            "Edm.Int32",
            "Edm.Int64",
            "Edm.Decimal",
            "Edm.Double",
            "Edm.Single",
        ),
        "number",
    ),
}
"""The kinds of primitive types whose values can be compared with one another."""
_LITERALS: Final = {
    "stringLiteral": "text",
    "boolean": "boolean",
    "guid": "GUID",
    "date": "date",
    "dateTimeOffsetLiteral": "date",
    "timeOfDayLiteral": "time of day",
    "durationLiteral": "duration",
    "decimalLiteral": "number",
    "nanInfinity": "number",
}
_ALIASES: Final = ("computedProperty", "expressionAlias")


class Value(NamedTuple):
    """What a path of a query leads to: its type, "" where that isn't known."""

    type: str = ""
    is_collection: bool = False
    name: str = ""


_UNKNOWN: Final = Value()


class NameScope(NamedTuple):
    """What names mean at a place of a query."""

    type: Structure | None  # None: isn't known
    variables: Mapping[str, Value] = {}

    def of(self, type_: Structure | None) -> NameScope:
        """Return the scope within something else."""
        return self._replace(type=type_)


class QueryJudge:
    """Judges one query; `found` are its mistakes."""

    def __init__(
        self, schema: Schema, contract: str, at: Callable[[int, int], Location], masked: Mapping[int, str]
    ) -> None:
        self._schema = schema
        self._contract = contract
        self._at = at
        self._masked = masked  # the placeholders without values, by where they begin
        self._aliases: set[str] = set()
        self.found: list[Judgement] = []

    def judge(self, tree: Tree, type_: Structure | None) -> None:
        """Judge all options of a query about a type."""
        self._aliases = {one.text for one in tree.all(*_ALIASES)}
        for option in tree.all("queryOption"):
            for part in option.parts:
                if part.rule == "systemQueryOption":
                    self._visit(part, NameScope(type_))

    def _visit(self, node: Tree, scope: NameScope) -> None:
        rule = node.rule
        if rule == "firstMemberExpr":
            self._member(node.parts, scope)
        elif rule == "commonExpr":
            self._compared(node, scope)
        elif rule == "selectItem":
            self._selected(node, scope)
        elif rule == "expandItem":
            self._expanded(node, scope)
        elif rule == "namePath":
            self._walk(list(node.all("qualifiedName")), scope, is_open=True)
        elif rule not in ("functionExprParameters", "aggregateCustom", "rootExpr", "typeArguments"):
            for part in node.parts:
                self._visit(part, scope)

    # what is selected and expanded

    def _selected(self, node: Tree, scope: NameScope) -> None:
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
        inner = scope.of(self._structure(value))
        for part in node.parts:
            if part.rule in rules:
                for each in part.parts:
                    self._visit(each, inner)

    def _walk(
        self, names: list[Tree], scope: NameScope, *, is_open: bool, to_navigation: bool = False
    ) -> Value:
        """Follow names one by one; with `is_open`, the first may be an alias of the query."""
        value = Value(scope.type.name if scope.type is not None else "")
        structure = scope.type
        for number, node in enumerate(names):
            if structure is None:
                return _UNKNOWN
            if is_open and number == 0 and node.text in self._aliases:
                return _UNKNOWN
            is_last = number + 1 == len(names)
            value = self._named(node, structure, is_last=is_last, to_navigation=to_navigation)
            structure = self._structure(value)
        return value

    def _named(
        self, node: Tree, structure: Structure, *, is_last: bool = True, to_navigation: bool = False
    ) -> Value:
        """Return what a name of a type leads to; report one that it doesn't have."""
        name = node.text
        if "." in name:
            return self._qualified(node)
        member = structure.members.get(name)
        if member is None:
            if (
                name not in self._aliases
                and structure.is_whole
                and not (structure.leaves_out_navigation and (not is_last or _is_lookup(name)))
            ):
                self._unknown(node, structure, to_navigation=to_navigation)
            return _UNKNOWN
        value = Value(member.type, member.is_collection, name)
        leads_on = member.is_navigation or self._schema.structure(member.type) is not None
        if to_navigation and not leads_on and member.type not in ("", "Edm.Stream"):
            known = [one.name for one in structure.members.values() if one.is_navigation]
            near = tuple(nearest(name, known))
            what = "navigation property"
            self._say(
                Mistake("name", self._at(node.start, node.end), name, f"`{structure.short}`", what, near)
            )
        return value

    def _unknown(self, node: Tree, structure: Structure, *, to_navigation: bool) -> None:
        at = self._at(node.start, node.end)
        if node.start in self._masked:
            self._say(Unjudged(at, why_open(self._masked[node.start]), "name"))
            return
        members = structure.members.values()
        known = [one.name for one in members if one.is_navigation or not to_navigation]
        what = "navigation property" if to_navigation else "property"
        near = tuple(nearest(node.text, known))
        listed = tuple(known) if len(known) <= _MOST_LISTED else ()
        self._say(Mistake("name", at, node.text, f"`{structure.short}`", what, near, listed))

    def _qualified(self, node: Tree) -> Value:
        """Return what a name with a namespace is: a type, or an operation."""
        namespace, _, short = node.text.rpartition(".")
        if self._schema.structure(node.text) is not None:
            return Value(node.text, False, node.text)
        routines = self._schema.operations(short)
        if routines:
            return _UNKNOWN
        if self._schema.declares_namespace(namespace):
            at = self._at(node.start, node.end)
            near = tuple(nearest(node.text, self._schema.qualified_names))
            self._say(Mistake("name", at, node.text, f"`{self._contract}`", "type or function", near))
        return _UNKNOWN

    # expressions

    def _member(self, parts: tuple[Tree, ...], scope: NameScope) -> Value:
        """Judge a path of an expression, and return what it leads to."""
        value = Value(scope.type.name if scope.type is not None else "")
        known = scope.type is not None
        for number, part in enumerate(parts):
            if part.rule == "callOrKey":
                continue
            steps = part.parts if part.rule == "pathStep" else (part,)
            is_called = any(one.rule == "callOrKey" for one in (*steps, *parts[number + 1 : number + 2]))
            if not steps:
                return Value("Edm.Int64")  # /$count
            first = steps[0]
            if first.rule in ("anyExpr", "allExpr"):
                self._lambda(first, value, scope)
                return Value("Edm.Boolean")
            if first.rule in ("filter", "expandCountOption", "boolCommonExpr"):
                for one in steps:
                    self._visit(one, scope.of(self._structure(value)))
                continue
            if first.rule != "qualifiedName":
                known = first.rule == "implicitVariableExpr" and first.text == "$it" and known
                if not known:
                    return _UNKNOWN
                continue
            if number == 0 and first.text in scope.variables:
                value = scope.variables[first.text]
                continue
            value = self._step(
                first,
                value,
                scope,
                is_first=number == 0,
                is_last=number + 1 == len(parts),
                is_called=is_called,
            )
        return value

    def _step(
        self, node: Tree, value: Value, scope: NameScope, *, is_first: bool, is_last: bool, is_called: bool
    ) -> Value:
        if is_called:
            return self._qualified(node) if "." in node.text else _UNKNOWN
        if is_first and node.text in self._aliases:
            return _UNKNOWN
        structure = scope.type if is_first else self._structure(value)
        if structure is None:
            return self._qualified(node) if "." in node.text else _UNKNOWN
        if value.is_collection and "." not in node.text:
            told = f"is a collection, of which `{node.text}` can't be asked: use any(…) or all(…)"
            self._say(Mistake("operand", self._at(node.start, node.end), node.text, f"`{value.name}`", told))
            return _UNKNOWN
        return self._named(node, structure, is_last=is_last)

    def _lambda(self, node: Tree, value: Value, scope: NameScope) -> None:
        variable = next((one.text for one in node.parts if one.rule == "lambdaVariableExpr"), None)
        variables = {**scope.variables}
        if variable is not None:
            variables[variable] = value._replace(is_collection=False)
        for part in node.parts:
            if part.rule == "lambdaPredicateExpr":
                self._visit(part, scope._replace(variables=variables))

    def _compared(self, node: Tree, scope: NameScope) -> None:
        """Judge an expression, and the operands that its comparisons have."""
        kinds: list[tuple[str, str]] = []
        for part in node.parts:
            kinds.append(self._kind(part, scope))
        for number, part in enumerate(node.parts):
            if part.rule != "operator" or part.text not in _COMPARING or not 0 < number < len(node.parts) - 1:
                continue
            around = [node.parts[at].text for at in (number - 2, number + 2) if 0 <= at < len(node.parts)]
            if any(one in (*_ARITHMETIC, *_COMPARING) for one in around):
                continue
            (left, left_name), (right, right_name) = kinds[number - 1], kinds[number + 1]
            if left and right and left != right:
                wrong = node.parts[number + 1 if left_name else number - 1]
                name, kind, other = (left_name, left, right) if left_name else (right_name, right, left)
                if name:
                    told = f"is a {kind} and is compared with a {other}"
                    at = self._at(wrong.start, wrong.end)
                    self._say(Mistake("operand", at, right_name, f"`{name}`", told))

    def _kind(self, node: Tree, scope: NameScope) -> tuple[str, str]:
        """Judge an operand; return of which kind its values are, and how it is called if it is a property."""
        if node.rule == "firstMemberExpr":
            value = self._member(node.parts, scope)
            return ("", "") if value.is_collection else (_KINDS.get(value.type, ""), value.name)
        if node.rule == "primitiveLiteral":
            inner = node.parts[0].rule if node.parts else ""
            return _LITERALS.get(inner, ""), ""
        if node.rule != "operator":
            self._visit(node, scope)
        return "", ""

    def _structure(self, value: Value) -> Structure | None:
        return self._schema.structure(value.type) if value.type else None

    def _say(self, one: Judgement) -> None:
        self.found.append(one)


def _is_lookup(name: str) -> bool:
    """Tell whether a name is Dataverse's for the key behind a navigation property."""
    return name.startswith("_") and name.endswith("_value")
