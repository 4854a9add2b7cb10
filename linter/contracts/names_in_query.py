"""The names in a parsed query, against a schema: of properties, types, functions and their parameters."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from linter.contracts.functions import lacking
from linter.contracts.mistakes import Mistake, if_few
from linter.contracts.query_report import QueryReport
from linter.contracts.schema import InContract, Schema, Structure, TypeMember
from linter.named_tuple import NamedTuple
from linter.suggest import KnownNames, nearest

if TYPE_CHECKING:
    from linter.odata import Tree

_ARGUMENTS: Final = ("no argument", "one argument", "two arguments", "two or three arguments")


class Value(NamedTuple):
    """What a path of a query leads to: its type, "" where that isn't known."""

    type: str = ""
    is_collection: bool = False
    name: str = ""
    is_navigation: bool = False
    declared: InContract | None = None


UNKNOWN: Final = Value()


class NamedInQuery(NamedTuple):
    """A name in a query, and what has or should have it."""

    node: Tree
    owner: str  # the type
    member: TypeMember | None  # None where the type has no such name


class QueryNames:
    """Judges the names of one query; `found` are those of which it is known whose they would be."""

    def __init__(self, schema: Schema, contract: str, report: QueryReport) -> None:
        self._schema = schema
        self._contract = contract
        self._report = report
        self.aliases: Collection[str] = ()  # the names that the query itself gives
        self.found: list[NamedInQuery] = []

    def of_type(
        self, node: Tree, structure: Structure, *, is_last: bool, to_navigation: bool = False
    ) -> Value:
        """Return what a name of a type leads to; report one that it doesn't have."""
        if "." in node.text:
            return UNKNOWN if self.is_dotted(node, structure) else self.qualified(node)
        member = structure.members.get(node.text)
        if member is not None or node.text not in self.aliases:
            self.found.append(NamedInQuery(node, structure.name, member))
        if member is None:
            if node.text not in self.aliases and _has_to_be_there(node.text, structure, is_last=is_last):
                self._unknown(node, structure, to_navigation=to_navigation)
            return UNKNOWN
        if to_navigation and member.type not in ("", "Edm.Stream") and not self._leads_on(member):
            self._no_navigation(node, structure, member)
        return Value(member.type, member.is_collection, node.text, member.is_navigation, member.declared)

    def qualified(self, node: Tree) -> Value:
        """Return what a name with a namespace is: a type, or an operation."""
        namespace, _, short = node.text.rpartition(".")
        if self._schema.structure(node.text) is not None:
            return Value(node.text, False, node.text)
        if not self._schema.operations(short) and self._schema.declares_namespace(namespace):
            near = tuple(f"{namespace}.{one}" for one in nearest(short, self._schema.short_names))
            at, owner = self._report.at(node), f"`{self._contract}`"
            self._report.say(Mistake("name", at, node.text, owner, "type or function", near))
        return UNKNOWN

    def is_dotted(self, node: Tree, structure: Structure, *, is_called: bool = False) -> bool:
        """Tell whether a name is a property with dots behind it, as other languages have it; report it."""
        first, _, rest = node.text.partition(".")
        if first not in structure.members or self._schema.declares_namespace(node.text.rpartition(".")[0]):
            return False
        at, owner = self._report.at(node), f"`{structure.short}`"
        if is_called:
            told = f"is asked by a function before it: {rest}({first}, …)"
            self._report.say(Mistake("operand", at, node.text, f"`{first}`", told))
        else:
            with_slashes = node.text.replace(".", "/")
            self._report.say(Mistake("name", at, node.text, owner, "property", (with_slashes,)))
        return True

    def function(self, node: Tree) -> None:
        """Report a function that there isn't, and that is nearly a canonical one."""
        from linter.odata.functions import FUNCTIONS, TAKE  # most queries call none that isn't there

        if self._report.is_open(node):
            return
        name, at = node.text, self._report.at(node)
        takes = TAKE.get(name.lower())
        if takes is not None:
            self._report.say(Mistake("operand", at, name, f"`{name}`", f"takes {_ARGUMENTS[takes]}"))
            return
        near = tuple(nearest(name, FUNCTIONS)) if self._schema.is_typed else ()
        if near and not self._schema.operations(name):
            self._report.say(Mistake("name", at, name, "OData", "function", near))

    def parameters(self, node: Tree, arguments: Tree) -> None:
        """Judge the names of the arguments of a function that the service has."""
        routines = self._schema.operations(node.text.rpartition(".")[2])
        named = list(arguments.all("parameterName"))
        if not routines or any(map(self._report.is_open, named)):
            return
        owner = f"`{node.text}`"
        known = tuple(dict.fromkeys(name for one in routines for name, _ in one.parameters))
        wrong = next((one for one in named if one.text not in known), None)
        if wrong is not None:
            at, near = self._report.at(wrong), tuple(nearest(wrong.text, known))
            self._report.say(Mistake("name", at, wrong.text, owner, "parameter", near, known))
            return
        lack = lacking(routines, {one.text for one in named})
        if lack is not None and (named or not any(arguments.all("simpleKey", "compoundKey", "bareArgument"))):
            told = f"takes the parameter `{lack}`, too"
            self._report.say(Mistake("operand", self._report.at(node), node.text, owner, told))

    def _leads_on(self, member: TypeMember) -> bool:
        return member.is_navigation or self._schema.structure(member.type) is not None

    def _no_navigation(self, node: Tree, structure: Structure, member: TypeMember) -> None:
        near = tuple(nearest(node.text, _known(_navigation(structure))))
        at, owner = self._report.at(node), f"`{structure.short}`"
        declared = structure.declared(near) or member.declared
        what = "navigation property"
        self._report.say(Mistake("name", at, node.text, owner, what, near, declared=declared))

    def _unknown(self, node: Tree, structure: Structure, *, to_navigation: bool) -> None:
        if self._report.is_open(node):
            self._report.say_open(node, "name")
            return
        members = structure.members.values()
        known = _navigation(structure) if to_navigation else tuple(one.name for one in members)
        what = "navigation property" if to_navigation else "property"
        near = tuple(nearest(node.text, _known(known)))
        at, owner, declared = self._report.at(node), f"`{structure.short}`", structure.declared(near)
        self._report.say(Mistake("name", at, node.text, owner, what, near, if_few(known), declared=declared))


def _navigation(structure: Structure) -> tuple[str, ...]:
    return tuple(one.name for one in structure.members.values() if one.is_navigation)


@lru_cache(maxsize=16)
def _known(names: tuple[str, ...]) -> KnownNames:
    """Return names to be compared with many others: a type's are asked for again and again."""
    return KnownNames(names)


def _has_to_be_there(name: str, structure: Structure, *, is_last: bool) -> bool:
    """Tell whether a type that doesn't declare a name hasn't got it."""
    may_lead_on = structure.leaves_out_navigation and (not is_last or _is_lookup(name))
    return structure.is_whole and not may_lead_on


def _is_lookup(name: str) -> bool:
    """Tell whether a name is Dataverse's for the key behind a navigation property."""
    return name.startswith("_") and name.endswith("_value")
