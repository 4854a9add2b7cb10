"""Self conflations: which rows of one entity are one record, and which of them wins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final
from weakref import WeakKeyDictionary

from linter.diagnostic import Location
from linter.instance.snapshot import Snapshot, fold_id
from linter.kinds.kind import Laid, Part, Standing
from linter.kinds.laid import value_at
from linter.kinds.meaning import meaning
from linter.kinds.references import Column, Mention, column_beside, mention_of
from linter.kinds.request import Request, saved_request
from linter.shapes.node import Node, listed

RECENT: Final = ("mostrecent", "leastrecent")
"""The policies, folded, that need a column which tells how recent a row is."""

DATES: Final = ("Date", "DateTime", "DateTimeOffset")
"""The canonical types that are dates."""

ORDERED: Final = (*DATES, "Int8", "Byte", "Int16", "Int32", "Int64", "Decimal", "Float", "Double")
"""The canonical types that can tell how recent a row is."""


class SelfConflation:
    """How the rows of one entity are deduplicated."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request

    @cached_property
    def entities(self) -> list[Mention]:
        """What `entities` names; it is to be one."""
        return [mention_of(node, self.request) for node in self.node.nodes("entities")]

    @property
    def entity(self) -> Mention | None:
        """The entity that is deduplicated; None where there isn't just one."""
        return self.entities[0] if len(self.entities) == 1 else None

    @property
    def unsettled_at(self) -> Location:
        """Where it is reported that there isn't just one entity."""
        return self.node.at("entities", 1) if len(self.entities) > 1 else self.node.at("entities")

    @property
    def custom(self) -> list[Mention]:
        """The entities of custom matches."""
        nodes = (one.node("entity") for one in self.node.nodes("customMatch"))
        return [mention_of(node, self.request) for node in nodes if node is not None]

    @property
    def main_id(self) -> str | None:
        """The main ID as it is written by convention, where entity and key are known."""
        entity = self.entity.entity if self.entity is not None else None
        key = entity.primary_key if entity is not None else None
        return f"{entity}_{key}" if key is not None else None

    @property
    def rules(self) -> list[Node]:
        """The rules of all plans, inactive ones too."""
        return [rule for plan in self.node.nodes("conflationPlans") for rule in plan.nodes("rules")]

    @property
    def rules_are_open(self) -> bool:
        """Whether it can't be read if there are rules."""
        plans = self.node.nodes("conflationPlans")
        return "conflationPlans" in self.node.broken or any("rules" in one.broken for one in plans)

    @property
    def criteria(self) -> Iterator[Node]:
        """The criteria of the rules, those of exceptions too, in the order of the text."""
        return (one for rule in self.rules for one in rule.walk() if "leftColumn" in one.shape.says)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are compared."""
        lefts = (one.node("leftColumn") for one in self.criteria)
        return [
            column_beside(node, self.request, self.entities, self.entity)
            for node in lefts
            if node is not None
        ]

    @property
    def winning(self) -> Iterator[tuple[Node, str]]:
        """The policies and their properties that name a column, as they are written."""
        policy = self.node.node("rowWinnerPolicy")
        if policy is not None and policy.text("column") is not None:
            yield policy, "column"
        for one in self.node.nodes("columnWinnerPolicies"):
            yield from ((one, name) for name in ("column", "recencyColumn") if one.text(name) is not None)

    def column(self, policy: Node, name: str) -> Column:
        """Return the column of the entity that a policy names in a property."""
        return Column(policy.text(name), (policy, name), self.entity)


class SelfConflations:
    """The body of PATCH …/selfConflations: one entity's or a list."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.items = [SelfConflation(node, request) for node in listed(root)]


def writes(request: Request, standing: Standing) -> Iterator[Part]:
    """Yield the self conflations that a body writes, by their entities."""
    for one in SelfConflations(request, request.root).items:
        key = one.entity.key() if one.entity is not None else None
        old = _saved(request.snapshot, standing.conflation[1], key)
        is_same = old is not None and _said(old, request) == _said(one.node, request)
        yield ("selfConflation", standing.conflation, key), is_same


def _said(node: Node, request: Request) -> dict[str, Any]:
    return {key: one for key, one in meaning(node, request).items() if key != "conflationId"}


def _saved(snapshot: Snapshot | None, conflation: str, key: Any) -> Node | None:
    """Return what a snapshot has of a conflation, in small letters, and an entity."""
    if snapshot is None:
        return None
    if snapshot not in _all_saved:
        _all_saved[snapshot] = dict(_by_entity(snapshot))
    return _all_saved[snapshot].get((conflation, key))


_all_saved: Final[WeakKeyDictionary[Snapshot, dict[tuple[str, Any], Node]]] = WeakKeyDictionary()


def _by_entity(snapshot: Snapshot) -> Iterator[tuple[tuple[str, Any], Node]]:
    """Yield the self conflations of a snapshot by conflation and entity, the first of each last."""
    request = saved_request(snapshot)
    for node in reversed(snapshot.root.nodes("selfConflations")):
        entity = SelfConflation(node, request).entity
        if entity is not None:
            yield (fold_id(node.text("conflationId") or ""), entity.key()), node


def lay(request: Request, laid: Laid) -> None:
    """Let the snapshot have what each entity's says, in place of what it had."""
    conflation = request.parameter("conflationId")
    if conflation is None:
        return
    assert laid.listed is not None  # its card says so
    for one, body in zip(SelfConflations(request, request.root).items, laid.bodies, strict=True):
        key = one.entity.key() if one.entity is not None else None
        old = _saved(request.snapshot, fold_id(conflation), key)
        told = {"conflationId": conflation, **body}
        found = value_at(laid.value, old.path) if old is not None else None
        if found is None or not laid.listed.has(found):
            laid.listed.add(fold_id(conflation), told)
        else:
            found.clear()
            found.update(told)
