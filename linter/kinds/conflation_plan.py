"""The conflation plan: in which order entities are matched, and by which rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, Final

from linter.diagnostic import Lack
from linter.kinds.entity_information import Listed, informed_columns
from linter.kinds.kind import Kind, Laid, Turn
from linter.kinds.laid import property_of, put
from linter.kinds.meaning import whole_of_conflation
from linter.kinds.references import Column, Mention, column_beside, mention_of
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node

_SAME: Final = {  # as older documents call them
    "phone": "typephone",
    "name": "typename",
    "address": "typeaddress",
    "organization": "typeorganization",
    "normalizedigits": "numerals",
    "removepunctuation": "symbols",
    "removewhitespace": "whitespace",
    "lowercase": "texttolowercase",
}

_NOT_NORMALIZED: Final[frozenset[str]] = frozenset()


def normalizations(column: Node) -> frozenset[str]:
    """Return how a column's values are made alike, folded, in the words of today."""
    given = column.get("normalizations")
    return _made_alike(tuple(given)) if given else _NOT_NORMALIZED


@lru_cache(256)
def _made_alike(given: tuple[object, ...]) -> frozenset[str]:
    named = (one.lower() for one in given if isinstance(one, str))
    return frozenset(_SAME.get(one, one) for one in named)


class Criterion:
    """A pair of columns that are compared."""

    def __init__(self, node: Node, left: Column | None, right: Column | None) -> None:
        self.node = node
        self.left = left
        self.right = right
        self.kind = (node.text("kind") or "").lower()  # how they are compared: "exact", "fuzzy", "copy" or ""
        if left is not None and right is not None:
            left.other, right.other = right, left

    @cached_property
    def sides(self) -> list[tuple[Column, Node]]:
        """The columns, left one first, with the objects that name them."""
        left, right = self.node.node("leftColumn"), self.node.node("rightColumn")
        sides = ((self.left, left), (self.right, right))
        return [(column, node) for column, node in sides if column is not None and node is not None]

    @cached_property
    def said(self) -> Any:
        """What two criteria that compare the same in the same way share; None where that is open."""
        columns = []
        for column, node in self.sides:
            mention, attribute = column.mention, column.attribute
            if node.broken or mention is None or mention.name is None:
                return None
            columns.append((mention.key(), attribute, normalizations(node)))
        if self.node.broken:
            return None
        precision = self.node.get("precision")
        return (self.kind, precision.lower() if isinstance(precision, str) else precision, *columns)


class MatchRule:
    """One rule of a step: rows match where all its criteria hold, but for its exceptions."""

    def __init__(self, node: Node, criteria: Iterable[Criterion]) -> None:
        by_holder: dict[int, list[Criterion]] = {}
        for one in criteria:
            by_holder.setdefault(id(one.node.parent), []).append(one)
        self.node = node
        self.criteria = by_holder.get(id(node), [])
        self.exceptions = [by_holder.get(id(one), []) for one in node.nodes("exceptions")]

    @cached_property
    def is_active(self) -> bool:
        """Whether it counts, as far as can be read."""
        return self.node.get("isActive") is not False and "isActive" not in self.node.broken

    @cached_property
    def is_whole(self) -> bool:
        """Whether its criteria and exceptions can all be read and compared."""
        holders = (self.node, *self.node.nodes("exceptions"))
        every = (*self.criteria, *chain.from_iterable(self.exceptions))
        is_read = all(one.broken.isdisjoint(("criteria", "exceptions")) for one in holders)
        return is_read and all(one.said is not None for one in every)

    @cached_property
    def asks(self) -> frozenset[Any]:
        """What all of its criteria say, in no order."""
        return frozenset(one.said for one in self.criteria)

    @property
    def name(self) -> str:
        """Its name in backticks, or what there is in place of it."""
        name = self.node.text("name")
        return f"`{name}`" if name else "without a name"


class MatchStep:
    """One match of left entities with a right one."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.lefts = [mention_of(left, request) for left in node.nodes("leftEntities")]
        right = node.node("rightEntity")
        self.right = mention_of(right, request) if right is not None else None

    @property
    def right_comes_first(self) -> bool:
        """Whether the text names the right entity before the left ones."""
        names = list(self.node.keys)
        return "leftEntities" in names and names.index("rightEntity") < names.index("leftEntities")

    @property
    def rules(self) -> list[Node]:
        """The step's match rules, inactive ones too."""
        return self.node.nodes("rules")

    @cached_property
    def match_rules(self) -> list[MatchRule]:
        """The same with their criteria."""
        return [MatchRule(*both) for both in self._by_rule]

    @cached_property
    def criteria(self) -> list[Criterion]:
        """All criteria in the order of the text, those of exceptions too."""
        return [one for _, criteria in self._by_rule for one in criteria]

    @cached_property
    def _by_rule(self) -> list[tuple[Node, list[Criterion]]]:
        """The rules with their criteria."""
        return [
            (rule, [self._criterion(one) for one in rule.walk() if "leftColumn" in one.shape.says])
            for rule in self.rules
        ]

    @property
    def columns(self) -> Iterator[Column]:
        """The attributes that criteria compare."""
        return (column for one in self.criteria for column in (one.left, one.right) if column is not None)

    def mentions(self) -> Iterator[Mention]:
        """Yield what the step names entities by, in no order."""
        yield from self.lefts
        if self.right is not None:
            yield self.right
        for criterion in self.criteria:
            for column in (criterion.left, criterion.right):
                if column is not None and column.own and column.mention is not None:
                    yield column.mention

    def _criterion(self, node: Node) -> Criterion:
        rights = [self.right] if self.right else []
        return Criterion(
            node,
            self._column(node.node("leftColumn"), self.lefts, self._default("leftEntities", self._only_left)),
            self._column(node.node("rightColumn"), rights, self._default("rightEntity", self.right)),
        )

    @cached_property
    def _only_left(self) -> Mention | None:
        """The left entity, if there is only one, though it may be named twice."""
        return self.lefts[0] if len({one.key() for one in self.lefts}) == 1 else None

    def _default(self, side: str, only: Mention | None) -> Mention | None:
        """Return the only entity of a side; where that can't be read, a mention of which nothing is known."""
        if side not in self.node.broken:
            return only
        return Mention(None, self.request.snapshot, None, self.node.at(side))

    def _column(self, node: Node | None, side: list[Mention], default: Mention | None) -> Column | None:
        return column_beside(node, self.request, side, default) if node is not None else None


class ConflationPlan:
    """The body of PATCH …/conflationPlan."""

    def __init__(self, request: Request, root: Node) -> None:
        self.request = request
        self.root = root

    @cached_property
    def order(self) -> list[Mention]:
        """The entities of conflationOrder."""
        return [mention_of(node, self.request) for node in self.root.nodes("conflationOrder")]

    @cached_property
    def steps(self) -> list[MatchStep]:
        """The steps, in the order of the text."""
        return [MatchStep(node, self.request) for node in self.root.nodes("conflationPlans")]

    @cached_property
    def match_rules(self) -> list[MatchRule]:
        """The match rules of all steps, inactive ones too."""
        return [rule for step in self.steps for rule in step.match_rules]

    @cached_property
    def criteria(self) -> list[Criterion]:
        """The criteria of all steps, in the order of the text."""
        return [one for step in self.steps for one in step.criteria]

    @cached_property
    def information(self) -> list[Listed]:
        """The entities of entityConflationInformation, with the keys that it gives."""
        nodes = self.root.nodes("entityConflationInformation")
        return [Listed(mention_of(node, self.request), node.text("primaryKey")) for node in nodes]

    @cached_property
    def named_in_steps(self) -> list[Mention]:
        """The entities that conflationPlans names, in no order."""
        return [mention for step in self.steps for mention in step.mentions()]

    @cached_property
    def step_mentions(self) -> list[Mention]:
        """The entities that conflationPlans names, in the order of the text."""
        return self.in_order(self.named_in_steps)

    @cached_property
    def named(self) -> list[Mention]:
        """The entities that the document names anywhere, in no order."""
        custom = [
            mention_of(node, self.request)
            for match in self.root.nodes("customMatch")
            for node in match.nodes("entity")
        ]
        informed = [listed.mention for listed in self.information]
        return [*self.order, *informed, *custom, *self.named_in_steps]

    @cached_property
    def mentions(self) -> list[Mention]:
        """The entities that the document names anywhere, in the order of the text."""
        return self.in_order(self.named)

    def columns(self) -> Iterator[Column]:
        """Yield the attributes that the document names, those of criteria first."""
        for step in self.steps:
            yield from step.columns
        for listed in self.information:
            yield from informed_columns(listed.mention)

    @property
    def order_is_whole(self) -> bool:
        """Whether conflationOrder can be read to the last entity."""
        return "conflationOrder" not in self.root.broken and all(one.name is not None for one in self.order)

    @property
    def why_informs_more(self) -> Lack | None:
        """Why entityConflationInformation may be of more entities than can be seen, if it may."""
        is_whole = "entityConflationInformation" not in self.root.broken
        if is_whole and all(listed.mention.name is not None for listed in self.information):
            return None
        document = self.request.document
        called = self.root.called("entityConflationInformation")
        return next(self.request.opened(), None) or Lack(
            f"{called} of {document} is malformed in places", f"mend what is found in {document}"
        )

    @property
    def spellings_differ(self) -> Lack | None:
        """Why mentions can't be compared: without a snapshot an ID and a name can't be matched."""
        if self.request.snapshot is not None:
            return None
        forms = {mention.source.by if mention.source else "" for mention in self.named}
        if len(forms) < 2:
            return None
        return Lack(
            "without a snapshot, data source IDs, names and bare entity names can't be compared",
            "declare one by `snapshot` in c360lint.toml or --snapshot, or name entities in one way",
        )

    def in_order(self, mentions: list[Mention]) -> list[Mention]:
        """Return mentions in the order of the text; that takes a walk through all of it."""
        if len(mentions) < 2:
            return mentions
        rank = {id(node): index for index, node in enumerate(self.root.walk())}
        return sorted(mentions, key=lambda mention: rank[id(mention.node)])


def _lay(_request: Request, laid: Laid) -> None:
    """Let a conflation have the plan; entity information that came with the old one stays."""
    name = "entityConflationInformation"
    kept = property_of(property_of(laid.holder, "conflationPlan"), name)
    is_said = kept is None or name in laid.body
    put(laid.holder, "conflationPlan", laid.body if is_said else {**laid.body, name: kept})


KIND: Final = Kind(
    name="conflationPlan",
    title="A conflation plan",
    model="conflation_plan",
    addresses=(Address("conflations/{conflationId}/conflationPlan"),),
    view=ConflationPlan,
    turn=Turn(3, "plans come after entity information"),
    saved=("conflations", "conflationPlan"),
    writes=whole_of_conflation("conflationPlan"),
    lays=_lay,
)
