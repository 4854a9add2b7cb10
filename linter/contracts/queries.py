"""The names and the comparisons of a parsed query against a schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from linter.contracts.formats import wrong_format
from linter.contracts.functions import CANONICAL, Canonical, lacking
from linter.contracts.mistakes import Judgement, Mistake, Unjudged
from linter.contracts.schema import InContract, Schema, Structure, TypeMember
from linter.named_tuple import NamedTuple
from linter.placeholders import why_open
from linter.suggest import KnownNames, nearest
from linter.wording import quoted

if TYPE_CHECKING:
    from linter.diagnostic import Location
    from linter.odata import Tree

_COMPARING: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_ARITHMETIC: Final = ("add", "sub", "mul", "div", "divby", "mod")
_MOST_LISTED: Final = 12
_SEVERAL: Final = "collection"
_ELSEWHERE: Final = "navigation property"
_COMPLEX: Final = "complex value"
_UNSORTED: Final = (_SEVERAL, _ELSEWHERE, _COMPLEX)
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
_LOGICAL: Final = ("and", "or")
_NO_FUNCTION: Final = Canonical((), "")
_ENUMERATED: Final = ("primitiveLiteral", "enumLiteral")
_CALL: Final = "MethodCallExpr"
_ARGUMENTS: Final = ("no argument", "one argument", "two arguments", "two or three arguments")
_ARITHMETIC_OR_COMPARING: Final = frozenset((*_ARITHMETIC, *_COMPARING))


class Value(NamedTuple):
    """What a path of a query leads to: its type, "" where that isn't known."""

    type: str = ""
    is_collection: bool = False
    name: str = ""
    is_navigation: bool = False
    declared: InContract | None = None


_UNKNOWN: Final = Value()


class Operand(NamedTuple):
    """What is compared: of which kind its values are, and how messages call it if it is no literal."""

    kind: str = ""
    name: str = ""
    members: tuple[str, ...] = ()  # of an enumeration
    takes_several: bool = False  # of them
    declared: InContract | None = None


_ANY: Final = Operand()


class NamedInQuery(NamedTuple):
    """A name in a query, and what has or should have it."""

    node: Tree
    owner: str  # the type
    member: TypeMember | None  # None where the type has no such name


class NameScope(NamedTuple):
    """What names mean at a place of a query."""

    type: Structure | None  # None: isn't known
    variables: Mapping[str, Value] = {}
    is_aggregated: bool = False  # so that a path leads on from all items of a collection

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
        self.names: list[NamedInQuery] = []

    def judge(self, nodes: Mapping[str, Sequence[Tree]], type_: Structure | None) -> None:
        """Judge all options of a query about a type; `nodes` are those of its tree, by rule."""
        self._aliases = {one.text for rule in _ALIASES for one in nodes.get(rule, ())}
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
            for part in node.parts:
                self._visit(part, scope)

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
                inner = scope.of(self._structure(value))
                for each in part.parts:
                    self._visit(each, inner)

    def _walk(
        self, names: list[Tree], scope: NameScope, *, is_open: bool, to_navigation: bool = False
    ) -> Value:
        """Follow names one by one; with `is_open`, the first may be an alias of the query."""
        value = Value(scope.type.name if scope.type is not None else "")
        for number, node in enumerate(names):
            structure = self._structure(value) if number else scope.type
            if structure is None:
                return _UNKNOWN
            if is_open and number == 0 and node.text in self._aliases:
                return _UNKNOWN
            is_last = number + 1 == len(names)
            value = self._named(node, structure, is_last=is_last, to_navigation=to_navigation)
        return value

    def _named(
        self, node: Tree, structure: Structure, *, is_last: bool = True, to_navigation: bool = False
    ) -> Value:
        """Return what a name of a type leads to; report one that it doesn't have."""
        name = node.text
        if "." in name:
            return _UNKNOWN if self._is_dotted(node, structure) else self._qualified(node)
        member = structure.members.get(name)
        if member is not None or name not in self._aliases:
            self.names.append(NamedInQuery(node, structure.name, member))
        if member is None:
            if (
                name not in self._aliases
                and structure.is_whole
                and not (structure.leaves_out_navigation and (not is_last or _is_lookup(name)))
            ):
                self._unknown(node, structure, to_navigation=to_navigation)
            return _UNKNOWN
        value = Value(member.type, member.is_collection, name, member.is_navigation, member.declared)
        if to_navigation and member.type not in ("", "Edm.Stream") and not self._leads_on(member):
            known = [one.name for one in structure.members.values() if one.is_navigation]
            near = tuple(nearest(name, _known(tuple(known))))
            what = "navigation property"
            at, owner = self._at(node.start, node.end), f"`{structure.short}`"
            declared = structure.declared(near) or member.declared
            self._say(Mistake("name", at, name, owner, what, near, declared=declared))
        return value

    def _leads_on(self, member: TypeMember) -> bool:
        return member.is_navigation or self._schema.structure(member.type) is not None

    def _unknown(self, node: Tree, structure: Structure, *, to_navigation: bool) -> None:
        at = self._at(node.start, node.end)
        if node.start in self._masked:
            self._say(Unjudged(at, why_open(self._masked[node.start]), "name"))
            return
        members = structure.members.values()
        known = [one.name for one in members if one.is_navigation or not to_navigation]
        what = "navigation property" if to_navigation else "property"
        near = tuple(nearest(node.text, _known(tuple(known))))
        listed = tuple(known) if len(known) <= _MOST_LISTED else ()
        owner, declared = f"`{structure.short}`", structure.declared(near)
        self._say(Mistake("name", at, node.text, owner, what, near, listed, declared=declared))

    def _is_dotted(self, node: Tree, structure: Structure, *, is_called: bool = False) -> bool:
        """Tell whether a name is a property with dots behind it, as other languages have it; report it."""
        first, _, rest = node.text.partition(".")
        if first not in structure.members or self._schema.declares_namespace(node.text.rpartition(".")[0]):
            return False
        at, owner = self._at(node.start, node.end), f"`{structure.short}`"
        if is_called:
            told = f"is asked by a function before it: {rest}({first}, …)"
            self._say(Mistake("operand", at, node.text, f"`{first}`", told))
        else:
            self._say(Mistake("name", at, node.text, owner, "property", (node.text.replace(".", "/"),)))
        return True

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
            near = tuple(f"{namespace}.{one}" for one in nearest(short, self._schema.short_names))
            self._say(Mistake("name", at, node.text, f"`{self._contract}`", "type or function", near))
        return _UNKNOWN

    # expressions

    def _member(self, parts: tuple[Tree, ...], scope: NameScope) -> Value:
        """Judge a path of an expression, and return what it leads to."""
        value = Value(scope.type.name if scope.type is not None else "")
        for number, part in enumerate(parts):
            if part.rule == "callOrKey":
                continue
            steps = part.parts if part.rule == "pathStep" else (part,)
            around = (*steps, *parts[number + 1 : number + 2])
            arguments = next((one for one in around if one.rule == "callOrKey"), None)
            if not steps:
                return Value("Edm.Int64")  # /$count
            first = steps[0]
            if first.rule in ("anyExpr", "allExpr"):
                self._lambda(first, value, scope)
                return Value("Edm.Boolean")
            if first.rule in ("filter", "expandCountOption", "boolCommonExpr"):
                for one in steps:
                    self._visit(one, scope.of(self._structure(value)))
                if first.rule != "boolCommonExpr":
                    return Value("Edm.Int64")  # /$count(…)
                continue
            if first.rule != "qualifiedName":
                if first.rule != "implicitVariableExpr" or first.text != "$it":
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
                arguments=arguments,
            )
        return value

    def _step(
        self,
        node: Tree,
        value: Value,
        scope: NameScope,
        *,
        is_first: bool,
        is_last: bool,
        arguments: Tree | None,
    ) -> Value:
        if arguments is not None:
            return self._result(node, value, scope, arguments, is_first=is_first)
        if is_first and node.text in self._aliases:
            return _UNKNOWN
        structure = scope.type if is_first else self._structure(value)
        if structure is None and "." in node.text:
            return self._qualified(node)
        if structure is None and (is_first or not self._schema.is_typed or value.type not in _KINDS):
            return _UNKNOWN
        at = self._at(node.start, node.end)
        if value.is_collection and "." not in node.text and not scope.is_aggregated:
            told = f"is a collection, of which `{node.text}` can't be asked: use any(…) or all(…)"
            self._say(Mistake("operand", at, node.text, f"`{value.name}`", told, declared=value.declared))
            return _UNKNOWN
        if structure is None:
            kind = f"`{value.name}`, which is a {_KINDS[value.type]},"
            self._say(Mistake("name", at, node.text, kind, "property", declared=value.declared))
            return _UNKNOWN
        return self._named(node, structure, is_last=is_last)

    def _result(
        self, node: Tree, value: Value, scope: NameScope, arguments: Tree, *, is_first: bool
    ) -> Value:
        """Return what a call leads to; report a function that isn't there."""
        if "." in node.text:
            here = scope.type if is_first else self._structure(value)
            if here is None or not self._is_dotted(node, here, is_called=True):
                self._custom(node, arguments)
                return self._qualified(node)
        elif is_first and scope.type is not None and node.text not in scope.type.members:
            self._function(node)
        return _UNKNOWN

    def _function(self, node: Tree) -> None:
        """Report a function that there isn't, and that is nearly a canonical one."""
        from linter.odata.grammar import FUNCTIONS, TAKE

        if node.text.lower() in TAKE and node.start not in self._masked:
            takes = f"takes {_ARGUMENTS[TAKE[node.text.lower()]]}"
            self._say(Mistake("operand", self._at(node.start, node.end), node.text, f"`{node.text}`", takes))
            return
        near = tuple(nearest(node.text, FUNCTIONS)) if self._schema.is_typed else ()
        if near and node.start not in self._masked and not self._schema.operations(node.text):
            at = self._at(node.start, node.end)
            self._say(Mistake("name", at, node.text, "OData", "function", near))

    def _custom(self, node: Tree, arguments: Tree) -> None:
        """Judge the names of the arguments of a function that the service has."""
        routines = self._schema.operations(node.text.rpartition(".")[2])
        named = list(arguments.all("parameterName"))
        if not routines or any(one.start in self._masked for one in named):
            return
        known = dict.fromkeys(name for one in routines for name, _ in one.parameters)
        for one in named:
            if one.text not in known:
                at, near = self._at(one.start, one.end), tuple(nearest(one.text, known))
                self._say(Mistake("name", at, one.text, f"`{node.text}`", "parameter", near, tuple(known)))
                return
        lack = lacking(routines, {one.text for one in named})
        if lack is not None and (named or not any(arguments.all("simpleKey", "compoundKey", "bareArgument"))):
            told = f"takes the parameter `{lack}`, too"
            at = self._at(node.start, node.end)
            self._say(Mistake("operand", at, node.text, f"`{node.text}`", told))

    def _lambda(self, node: Tree, value: Value, scope: NameScope) -> None:
        variable = next((one.text for one in node.parts if one.rule == "lambdaVariableExpr"), None)
        variables = {**scope.variables}
        if variable is not None:
            variables[variable] = value._replace(is_collection=False)
        for part in node.parts:
            self._visit(part, scope._replace(variables=variables))

    def _compared(self, node: Tree, scope: NameScope, *, is_condition: bool = False) -> Operand:
        """Judge an expression and its operands, and return of which kind its values are."""
        parts = node.parts
        operands = [self._kind(part, scope) for part in parts]
        for at, part in enumerate(parts):
            if part.rule == "listExpr" and at:
                self._listed(part, operands[at - 1], scope)
            elif part.rule == "enumLiteral" and at and operands[at - 1].members:
                self._enumerated(operands[at - 1], part)
            elif _is_one_of(parts[at : at + 2]) and at:  # a list of one value, which may stand for itself
                self._same_kind(parts[at - 1], operands[at - 1], parts[at + 1], operands[at + 1])
            elif part.rule == "operator" and part.text in _COMPARING and 0 < at < len(parts) - 1:
                around = [parts[near].text for near in (at - 2, at + 2) if 0 <= near < len(parts)]
                if _ARITHMETIC_OR_COMPARING.isdisjoint(around):
                    self._same_kind(parts[at - 1], operands[at - 1], parts[at + 1], operands[at + 1])
        if len(parts) == 1:
            if is_condition:
                self._condition(parts[0], operands[0])
            return operands[0]
        operators = [part.text for part in parts if part.rule == "operator"]
        if len(operators) * 2 + 1 != len(parts):
            return _ANY
        for at in range(0, len(parts), 2):
            beside = {parts[near].text for near in (at - 1, at + 1) if 0 <= near < len(parts)}
            if beside <= {*_LOGICAL}:
                self._condition(parts[at], operands[at])
        return _ANY

    def _same_kind(self, left: Tree, left_is: Operand, right: Tree, right_is: Operand) -> None:
        """Judge two operands that are compared."""
        for of, literal in ((left_is, right), (right_is, left)):
            if of.members and literal.rule in _ENUMERATED:
                self._enumerated(of, literal)
                return
        if not left_is.kind or not right_is.kind or left_is.kind == right_is.kind:
            return
        wrong, one, other = (right, left_is, right_is) if left_is.name else (left, right_is, left_is)
        if one.name:
            told = f"is a {one.kind} and is compared with a {other.kind}"
            at = self._at(wrong.start, wrong.end)
            self._say(Mistake("operand", at, right_is.name, f"`{one.name}`", told, declared=one.declared))

    def _listed(self, node: Tree, of: Operand, scope: NameScope) -> None:
        """Judge the values among which an operand is to be."""
        count = len(self.found)
        for value in node.parts:
            if value.rule in _ENUMERATED and len(self.found) == count:  # the first says it of all
                self._same_kind(node, of, value, self._kind(value, scope))

    def _enumerated(self, of: Operand, literal: Tree) -> None:
        """Judge the members of an enumeration that a literal names, divided by commas."""
        named = _members_named(literal)
        if len(named) > 1 and not of.takes_several:
            named = [(",".join(name for name, *_ in named), named[0][1], named[-1][2])]
        for name, start, end in named:
            is_open = any(start <= at < end for at in self._masked)
            if name not in of.members and not name.lstrip("-").isdigit() and not is_open:
                expected = f"one of {', '.join(quoted(of.members[:_MOST_LISTED]))}"
                at = self._at(start, end)
                owner = f"`{of.name}`"
                self._say(Mistake("value", at, name, owner, expected, known=of.members, declared=of.declared))

    def _sorted(self, node: Tree, scope: NameScope) -> None:
        """Judge what entities are sorted by."""
        one = self._compared(node, scope)
        if one.kind in _UNSORTED:
            told = f"is a {one.kind}, and nothing can be sorted by that"
            self._unfit(node, one, f"`{one.name}`", told)

    def _condition(self, node: Tree, one: Operand) -> None:
        """Judge what stands where a condition is expected."""
        called = one.name or next((part.text for part in node.walk() if part.text), "")
        if called and one.kind not in ("", "boolean"):
            self._unfit(node, one, f"`{called}`", f"is a {one.kind}, where a condition is expected")

    def _unfit(self, node: Tree, one: Operand, owner: str, told: str) -> None:
        at = self._at(node.start, node.end)
        self._say(Mistake("operand", at, one.name, owner, told, declared=one.declared))

    def _kind(self, node: Tree, scope: NameScope) -> Operand:
        """Judge an operand; return of which kind its values are, and how it is called if it is a property."""
        if node.rule == "firstMemberExpr":
            value = self._member(node.parts, scope)
            return self._operand(value)
        if node.rule == "primitiveLiteral":
            inner = node.parts[0] if node.parts else node
            self._calendar(inner)
            return Operand(_LITERALS.get(inner.rule, ""))
        if node.rule in ("parenExpr", "commonExpr"):
            inner = node.parts[0] if node.rule == "parenExpr" and node.parts else node
            return self._compared(inner, scope)
        if node.rule == "methodCallExpr":
            return self._called(node, scope)
        if node.rule == "notion":
            inner = node.parts[-1]
            self._condition(inner, self._kind(inner, scope))
            return Operand("boolean")
        self._visit(node, scope)
        return _ANY

    def _operand(self, value: Value) -> Operand:
        """Return what a path leads to, as it is compared; of what isn't typed only primitive values."""
        if value.is_collection or value.is_navigation:
            kind = _SEVERAL if value.is_collection else _ELSEWHERE
            is_told = self._schema.is_typed and value.name
            return Operand(kind, value.name, declared=value.declared) if is_told else _ANY
        if self._schema.is_typed and value.name and self._structure(value) is not None:
            return Operand(_COMPLEX, value.name, declared=value.declared)
        members = self._schema.values_of(value.type) or ()
        kind = _KINDS.get(value.type, "")
        several = self._schema.takes_several(value.type)
        return Operand(kind, value.name, members, several, value.declared)

    def _calendar(self, node: Tree) -> None:
        """Judge a literal's date, if it has one: it must be a day of the calendar."""
        date = next(node.all("date"), None)
        if date is not None and wrong_format("date", date.text):
            at = self._at(date.start, date.end)
            self._say(Mistake("operand", at, date.text, f"`{date.text}`", "is no day of the calendar"))

    def _called(self, node: Tree, scope: NameScope) -> Operand:
        """Judge the arguments of a function, and return what it gives."""
        call = next((one for one in node.walk() if one.parts and one.parts[0].rule == "commonExpr"), None)
        if call is None or not call.rule.endswith(_CALL):
            for part in node.parts:
                self._visit(part, scope)
            return _ANY
        name = call.rule.removesuffix(_CALL).lower()
        function = CANONICAL.get(name, _NO_FUNCTION)
        operands = [(part, self._kind(part, scope)) for part in call.parts]
        for (part, one), takes in zip(operands, function.takes, strict=False):
            self._argument(name, part, one, takes)
        return Operand(_KINDS.get(function.returns, ""), f"{name}(…)")

    def _argument(self, function: str, node: Tree, one: Operand, takes: str) -> None:
        # what a description calls a text may be a date, too
        is_known = one.kind and (self._schema.is_typed or one.kind != "text" or not one.name)
        is_plain = one.kind not in _UNSORTED  # functions of texts are functions of collections, too
        if is_known and is_plain and one.kind not in takes.split(" or "):
            what = f"`{one.name}` is" if one.name else "this is"
            told = f"takes a {takes}, and {what} a {one.kind}"
            self._unfit(node, one, f"`{function}`", told)

    def _structure(self, value: Value) -> Structure | None:
        return self._schema.structure(value.type) if value.type else None

    def _say(self, one: Judgement) -> None:
        self.found.append(one)


def _members_named(literal: Tree) -> list[tuple[str, int, int]]:
    """Return the members of an enumeration that a literal names, and from where to where each stands."""
    text = next(literal.all("stringLiteral"), None)
    inner = text.text[1:-1].split(",") if text is not None else []
    quote = 1 if text is not None and text.end - text.start == len(text.text) else 3  # percent-encoded
    named = [(one.strip(), text.start + quote, text.end - quote) for one in inner] if text is not None else []
    return named + [(one.text, one.start, one.end) for one in literal.all("enumerationMember")]


def _is_one_of(parts: tuple[Tree, ...]) -> bool:
    """Tell whether parts of an expression are `in` and what stands in parentheses."""
    return [one.text or one.rule for one in parts] == ["in", "parenExpr"]


@lru_cache(maxsize=16)
def _known(names: tuple[str, ...]) -> KnownNames:
    """Return names to be compared with many others: a type's are asked for again and again."""
    return KnownNames(names)


def _is_lookup(name: str) -> bool:
    """Tell whether a name is Dataverse's for the key behind a navigation property."""
    return name.startswith("_") and name.endswith("_value")
