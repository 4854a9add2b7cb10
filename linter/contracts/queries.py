"""The names and the comparisons of a parsed query against a schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from linter.contracts.functions import CANONICAL, Canonical
from linter.contracts.mistakes import Judgement, Mistake, Unjudged
from linter.contracts.schema import Schema, Structure
from linter.named_tuple import NamedTuple
from linter.odata import FUNCTIONS
from linter.placeholders import why_open
from linter.suggest import nearest
from linter.wording import quoted

if TYPE_CHECKING:
    from linter.diagnostic import Location
    from linter.odata import Tree

_COMPARING: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_ARITHMETIC: Final = ("add", "sub", "mul", "div", "divby", "mod")
_MOST_LISTED: Final = 12
_NO_FUNCTION: Final = Canonical((), "")
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
    "stringLiteral": "Edm.String",
    "boolean": "Edm.Boolean",
    "guid": "Edm.Guid",
    "date": "Edm.Date",
    "dateTimeOffsetLiteral": "Edm.DateTimeOffset",
    "timeOfDayLiteral": "Edm.TimeOfDay",
    "durationLiteral": "Edm.Duration",
    "decimalLiteral": "Edm.Decimal",
    "nanInfinity": "Edm.Double",
}
_ALIASES: Final = ("computedProperty", "expressionAlias")


class Value(NamedTuple):
    """What a path of a query leads to: its type, "" where that isn't known."""

    type: str = ""
    is_collection: bool = False
    name: str = ""

    @property
    def kind(self) -> str:
        """The kind of a single value that is known to be primitive."""
        return "" if self.is_collection else _KINDS.get(self.type, "")


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
        # OpenAPI doesn't say which functions there are, and what it calls a text may be a date, too
        self._is_typed = bool(schema.qualified_names.names)
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
        elif rule == "boolCommonExpr":
            self._condition(node, scope)
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
        if is_called and "." in node.text:
            return self._qualified(node)
        if is_called:
            structure = scope.type if is_first else None
            if self._is_typed and structure is not None and node.text not in structure.members:
                self._function(node)
            return _UNKNOWN
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

    def _function(self, node: Tree) -> None:
        """Report a function that there isn't, and that is nearly a canonical one."""
        near = tuple(nearest(node.text, FUNCTIONS))
        if near and node.start not in self._masked and not self._schema.operations(node.text):
            at = self._at(node.start, node.end)
            self._say(Mistake("name", at, node.text, "OData", "function", near))

    def _lambda(self, node: Tree, value: Value, scope: NameScope) -> None:
        variable = next((one.text for one in node.parts if one.rule == "lambdaVariableExpr"), None)
        variables = {**scope.variables}
        if variable is not None:
            variables[variable] = value._replace(is_collection=False)
        for part in node.parts:
            if part.rule == "lambdaPredicateExpr":
                self._visit(part, scope._replace(variables=variables))

    def _condition(self, node: Tree, scope: NameScope) -> None:
        """Judge an expression that is to be true or false."""
        for part in node.parts:
            value = self._compared(part, scope)
            if value.kind not in ("", "boolean") and value.name:
                told = f"is a {value.kind}, but a condition is expected"
                self._unfit(part, value, told)

    def _compared(self, node: Tree, scope: NameScope) -> Value:
        """Judge an expression and what it compares; return its value, if it is a single operand."""
        values = [self._value(part, scope) for part in node.parts]
        for number, part in enumerate(node.parts):
            compares = part.rule in ("listExpr", "enumLiteral") or part.text in _COMPARING
            left, right = number - 1, number + (part.rule == "operator")
            if not compares or left < 0 or right >= len(values):
                continue
            around = [node.parts[at].text for at in (left - 1, right + 1) if 0 <= at < len(values)]
            if not any(one in (*_ARITHMETIC, *_COMPARING) for one in around):
                self._pair((node.parts[left], values[left]), (node.parts[right], values[right]))
        return values[0] if len(values) == 1 else _UNKNOWN

    def _pair(self, left: tuple[Tree, Value], right: tuple[Tree, Value]) -> None:
        """Judge two operands that are compared, or one and a list."""
        if not left[1].name:
            left, right = right, left
        named, (other, value) = left[1], right
        if other.rule == "listExpr":
            count = len(self.found)
            for one in other.parts:
                if len(self.found) == count:  # of a list that is of another kind, the first says it
                    self._pair(left, (one, _of_literal(one)))
        elif other.rule in ("primitiveLiteral", "enumLiteral") and self._members(named):
            self._enumerated(named, other)
        elif named.kind and value.kind and named.kind != value.kind and named.name:
            self._unfit(other, named, f"is a {named.kind} and is compared with a {value.kind}", value.name)

    def _unfit(self, node: Tree, value: Value, told: str, name: str = "") -> None:
        self._say(Mistake("operand", self._at(node.start, node.end), name, f"`{value.name}`", told))

    def _members(self, value: Value) -> tuple[str, ...]:
        return () if value.is_collection else self._schema.values_of(value.type) or ()

    def _enumerated(self, value: Value, literal: Tree) -> None:
        """Judge the members of an enumeration that a literal names, divided by commas."""
        members = self._members(value)
        text = next((one for one in literal.all("stringLiteral")), None)
        named = [(text.text[1:-1], text.start + 1)] if text is not None and "," not in text.text else []
        named += [(one.text, one.start) for one in literal.all("enumerationMember")]
        for name, start in named:
            is_open = any(start <= at < start + len(name) for at in self._masked)
            if name not in members and not name.lstrip("-").isdigit() and not is_open:
                at = self._at(start, start + len(name))
                expected = f"one of {', '.join(quoted(members[:_MOST_LISTED]))}"
                self._say(Mistake("value", at, name, f"`{value.name}`", expected, known=members))

    def _value(self, node: Tree, scope: NameScope) -> Value:
        """Judge an operand, and return what it is."""
        if node.rule == "firstMemberExpr":
            return self._member(node.parts, scope)
        if node.rule == "methodCallExpr":
            return self._method(node.parts[0], scope)
        if node.rule == "primitiveLiteral":
            return _of_literal(node)
        if node.rule not in ("operator", "listExpr", "enumLiteral"):
            self._visit(node, scope)
        return _UNKNOWN

    def _method(self, node: Tree, scope: NameScope) -> Value:
        """Judge the arguments of a canonical function, and return what it returns."""
        if node.rule == "boolMethodCallExpr":
            node = node.parts[0]
        word = node.rule.removesuffix("MethodCallExpr").lower()
        function = CANONICAL.get(word, _NO_FUNCTION)
        wanted = iter(function.takes)
        for part in node.parts:
            value = self._compared(part, scope) if part.rule == "commonExpr" else _UNKNOWN
            takes = next(wanted, "")
            is_known = value.kind and value.name and (self._is_typed or value.kind != "text")
            if takes and is_known and value.kind not in takes.split(" or "):
                self._unfit(part, value, f"is a {value.kind}, but `{word}` takes a {takes}")
        return Value(function.returns, False, f"{word}(…)" if function.returns else "")

    def _structure(self, value: Value) -> Structure | None:
        return self._schema.structure(value.type) if value.type else None

    def _say(self, one: Judgement) -> None:
        self.found.append(one)


def _of_literal(node: Tree) -> Value:
    return Value(_LITERALS.get(node.parts[0].rule, "") if node.parts else "")


def _is_lookup(name: str) -> bool:
    """Tell whether a name is Dataverse's for the key behind a navigation property."""
    return name.startswith("_") and name.endswith("_value")
