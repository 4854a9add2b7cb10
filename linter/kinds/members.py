"""Names of an entity and an attribute in one string: `PoS_posPurchases.Amount`, or `p.Amount` by an alias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from linter.instance.snapshot import beginnings
from linter.kinds.references import Column, Mention
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node

ROOT: Final = "Customer"
"""The entity that a bare attribute is of: the one whose rows are chosen from."""

_MOST_DOTS: Final = 20
"""What stands before each of more dots would be too much to hold: it grows with the text's square."""


class NamedMember(NamedTuple):
    """An attribute that a string names, and the entity, where the string names that as well."""

    column: Column
    owner: Mention | None


def member_in(node: Node, name: str, request: Request) -> NamedMember | None:
    """Return what a property says that holds such a string; None where it holds no string.

    What stands before the dot may be the alias of an entity that is linked around it; it is no mention then.
    """
    text = node.text(name)
    if text is None:
        return None
    aliases = aliases_of(node)
    end = boundary(text, request, aliases)
    if end is None:
        root = Mention(node, request.snapshot, ROOT, name)
        return NamedMember(Column(text, (node, name), root), None)
    where = (node, name, (end + 1, len(text)))
    if text[:end] in aliases:
        return NamedMember(Column(text[end + 1 :], where, linked(aliases[text[:end]], request)), None)
    owner = Mention(node, request.snapshot, text[:end], (name, (0, end)))
    return NamedMember(Column(text[end + 1 :], where, owner, own=True), owner)


def field_in(node: Node, name: str, request: Request) -> Column | None:
    """Return the attribute of a linked entity that a property names; None where it names no such thing."""
    alias, dot, attribute = (node.text(name) or "").partition(".")
    entity = aliases_of(node).get(alias) if dot else None
    if entity is None:
        return None
    where = (node, name, (len(alias) + 1, len(alias) + 1 + len(attribute)))
    return Column(attribute, where, linked(entity, request))


def linked(entity: Node, request: Request) -> Mention:
    """Return the mention that a linked entity makes."""
    return Mention(entity, request.snapshot, entity.text("entity"), "entity")


def boundary(text: str, request: Request, aliases: Mapping[str, Node]) -> int | None:
    """Return where the dot stands between entity and attribute; None where no entity is named.

    Names may have dots themselves: the longest known one before a dot counts, and an attribute of the
    root that is called like the whole.
    """
    snapshot = request.snapshot
    if "." not in text:
        return None
    lengths = {*(snapshot.name_lengths if snapshot else ()), *map(len, aliases)}
    for one in beginnings(text, sorted(lengths, reverse=True), (".",)):
        if one in aliases or (snapshot and snapshot.resolve_name(one).status != "unknown"):
            return len(one)
    root = snapshot.resolve_name(ROOT).entity if snapshot else None
    if root is not None and text in (root.attributes or ()):
        return None
    return text.index(".")


def aliases_of(node: Node | None) -> dict[str, Node]:
    """Return the entities that are linked in the object, or in the nearest around it, by their aliases.

    Of two that have the same alias it is the first one's.
    """
    around = node
    while around is not None and "linkedEntities" not in (around.shape.members or ()):
        around = around.parent
    linked = around.nodes("linkedEntities") if around is not None else []
    return {alias: one for one in reversed(linked) if (alias := one.text("alias")) is not None}


def texts_in(node: Node) -> frozenset[str] | None:
    """Return the texts that an object holds at any depth, and what stands before a dot in them.

    What it is called itself is not among them; None where one has more dots than a name would have.
    """
    found: set[str] = set()
    waiting: list[Any] = [value for name, value in node.values.items() if name != "name"]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if one.count(".") > _MOST_DOTS:
                return None
            found.add(one)
            found.update(one[:at] for at, character in enumerate(one) if character == ".")
        elif isinstance(one, Node):
            waiting += one.values.values() if one.literal is None else (one.literal,)
        elif isinstance(one, list):
            waiting += one
    return frozenset(found)
