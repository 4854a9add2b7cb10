"""What data queries ask: their texts parsed, and judged against the planned state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from linter.contracts.literals import wrong_literal
from linter.contracts.mistakes import Judgement, Mistake, Unjudged
from linter.contracts.queries import NamedInQuery, QueryJudge
from linter.diagnostic import Lack, Location
from linter.instance.snapshot import Snapshot
from linter.kinds.query import Query
from linter.kinds.route import decoded
from linter.named_tuple import NamedTuple
from linter.odata import ODataFault, Tree, parse
from linter.placeholders import Placeholder, placeholders_in, why_open
from linter.project.queryable import QueryableTypes
from linter.suggest import KnownNames, nearest

if TYPE_CHECKING:
    from linter.contracts.schema import Structure

_FIRST_LETTER: Final = 0x20000  # of a script that no query is written in
_WORTH_READING: Final = frozenset("?($")


class ReadQuery(NamedTuple):
    """A query as a tree, or why it is none; its placeholders are letters in its text."""

    text: str
    start: int  # where in the url the text begins
    placeholders: dict[str, Placeholder]
    tree: Tree | None = None
    fault: ODataFault | None = None

    def near(self, at: int) -> Placeholder | None:
        """Return the placeholder at a position of the text, or beside it."""
        return next((one for one in self.placeholders.values() if one.start - 1 <= at <= one.end + 1), None)

    def within(self, start: int, end: int) -> Placeholder | None:
        """Return the first placeholder in a part of the text."""
        return next((one for one in self.placeholders.values() if one.meets((start, end))), None)

    def filled(self, text: str) -> str:
        """Return a text with the placeholders as they are written."""
        for letter, one in self.placeholders.items():
            text = text.replace(letter * len(one.written), one.written)
        return re.sub(f"[{''.join(self.placeholders)}]+", "…", text) if self.placeholders else text


def read(query: Query) -> ReadQuery | None:
    """Return what a query's url says from the dataset on; None where that is a name and no more."""
    start = query.start
    if start is None or _WORTH_READING.isdisjoint(query.url[start:]):
        return None
    text = query.url[start:]
    placeholders = {chr(_FIRST_LETTER + at): one for at, one in enumerate(placeholders_in(text))}
    for letter, one in placeholders.items():
        text = text[: one.start] + letter * (one.end - one.start) + text[one.end :]
    try:
        return ReadQuery(text, start, placeholders, parse("odataRelativeUri", text))
    except ODataFault as fault:
        return ReadQuery(text, start, placeholders, None, fault)


class Queried:
    """Reads and judges the queries of a project, each once."""

    def __init__(
        self,
        types_of: Callable[[Snapshot], QueryableTypes],
        segments_of: Callable[[Snapshot], KnownNames],
    ) -> None:
        self._types_of = types_of
        self._segments_of = segments_of
        self._segments: dict[str, KnownNames] = {}
        self._types: dict[str, QueryableTypes] = {}
        self._read: dict[Query, ReadQuery | None] = {}
        self._judged: dict[Query, list[Judgement]] = {}
        self._named: dict[Query, list[NamedInQuery]] = {}

    def read(self, query: Query) -> ReadQuery | None:
        """Return what a query's url says; None where that is a dataset's name and no more."""
        if query not in self._read:
            self._read[query] = read(query)
        return self._read[query]

    def tree(self, query: Query) -> Tree | None:
        """Return a query's tree, None where it has none."""
        one = self.read(query)
        return one.tree if one is not None else None

    def is_malformed(self, query: Query) -> bool:
        """Tell whether a query is none of OData's (OD102), so that it is open what it asks."""
        one = self.read(query)
        return one is not None and one.fault is not None and one.near(one.fault.position) is None

    def judged(self, query: Query) -> list[Judgement]:
        """Return what is wrong with the names and values of a query, and what isn't known of them."""
        if query not in self._judged:
            self._judged[query] = list(self._judge(query))
        return self._judged[query]

    def names(self, query: Query) -> Iterator[tuple[Location, NamedInQuery]]:
        """Yield the names in a query whose owners are known, with their places in the url."""
        one = self.read(query)
        self.judged(query)
        for named in self._named.get(query, ()):
            start, end = named.node.start, named.node.end
            if one is not None and one.within(start, end) is None:
                yield query.part(one.start + start, one.start + end), named

    def types(self, snapshot: Snapshot) -> QueryableTypes:
        """Return the types of an instance."""
        if snapshot.file not in self._types:
            self._types[snapshot.file] = self._types_of(snapshot)
        return self._types[snapshot.file]

    def segments(self, snapshot: Snapshot) -> KnownNames:
        """Return the names of an instance's segments."""
        if snapshot.file not in self._segments:
            self._segments[snapshot.file] = self._segments_of(snapshot)
        return self._segments[snapshot.file]

    def _judge(self, query: Query) -> Iterator[Judgement]:
        one, snapshot = self.read(query), query.request.snapshot
        if one is None or one.tree is None or snapshot is None:
            return
        types = self.types(snapshot)
        entity = query.mention.entity
        judge = QueryJudge(types, "", lambda start, end: query.part(one.start + start, one.start + end), {})
        type_ = types.structure(str(entity)) if entity is not None else None
        path = QueryPath(query, one, types)
        judge.judge(one.tree, path.end(type_))
        self._named[query] = [*path.names, *judge.names]
        for found in (*path.found, *judge.found):
            yield _settled(found, one, types, snapshot)


class QueryPath:
    """Follows the path of a query behind its dataset; `found` are the mistakes on the way."""

    def __init__(self, query: Query, read_: ReadQuery, types: QueryableTypes) -> None:
        self._query = query
        self._read = read_
        self._types = types
        self.found: list[Judgement] = []
        self.names: list[NamedInQuery] = []

    def end(self, type_: Structure | None) -> Structure | None:
        """Return the type of what the path leads to, from that of the dataset; None where it isn't known."""
        tree = self._read.tree
        for number, segment in enumerate(tree.all("pathSegment") if tree is not None else ()):
            named = next(segment.all("qualifiedName"), segment)
            if number and not named.text.startswith("$"):
                member = type_.members.get(named.text) if type_ is not None else None
                if type_ is not None:
                    self.names.append(NamedInQuery(named, type_.name, member))
                type_ = self._types.structure(member.type) if member is not None else None
            for argument in segment.all("pathArgument"):
                self._key(argument, type_)
        return type_

    def _key(self, argument: Tree, type_: Structure | None) -> None:
        """Judge a part of a key: its name, and the kind of its value."""
        if type_ is None:
            return
        named = next((one for one in argument.parts if one.rule == "parameterName"), None)
        if named is not None:
            self.names.append(NamedInQuery(named, type_.name, type_.members.get(named.text)))
        if named is not None and named.text not in type_.members:
            near = tuple(nearest(named.text, [one.name for one in type_.members.values()]))
            place = self._at(named)
            self.found.append(Mistake("name", place, named.text, f"`{type_.name}`", "property", near))
            return
        name = named.text if named is not None else next(iter(type_.key), "")
        member, value = type_.members.get(name), argument.parts[-1]
        if member is None or value.rule != "pathLiteral":
            return
        written = decoded(self._read.text[value.start : value.end])
        expected = wrong_literal(member.type, written)
        if expected:
            told = f"takes {expected}, and not `{written}`"
            self.found.append(Mistake("operand", self._at(value), written, f"`{name}`", told))

    def _at(self, node: Tree) -> Location:
        return self._query.part(self._read.start + node.start, self._read.start + node.end)


def _settled(found: Judgement, one: ReadQuery, types: QueryableTypes, snapshot: Snapshot) -> Judgement:
    """Return a judgement, or why it is none: a placeholder, or lists that don't have all that there is."""
    if isinstance(found, Unjudged) or found.at.slice is None:
        return found
    start, end = found.at.slice
    placeholder = one.within(start - one.start, end - one.start)
    if placeholder is not None:
        return Unjudged(found.at, why_open(placeholder.written), found.kind)
    if found.what == "navigation property" and not snapshot.complete("relationships"):
        return Unjudged(found.at, _no_link(snapshot, found.name), found.kind)
    entity = types.entity(found.owner.strip("`")) if found.kind == "name" else None
    if entity is not None and not entity.attributes_complete:
        return Unjudged(found.at, _not_all(str(entity), entity.at.document, found.name), found.kind)
    return found


def _no_link(snapshot: Snapshot, name: str) -> Lack:
    return Lack(
        f"the relationships are not all in the snapshot, and none of them is `{name}`",
        f"write the others into {snapshot.file}, or `c360lint snapshot import` an answer that has them",
    )


def _not_all(entity: str, document: str, name: str) -> Lack:
    return Lack(
        f"the attributes of `{entity}` are not all in the snapshot, and none of them is `{name}`",
        f"write the others into {document}, or `c360lint snapshot import` a whole source",
    )
