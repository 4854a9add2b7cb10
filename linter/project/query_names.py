"""The names and values of a parsed data query, against the types of its instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from linter.contracts.literals import wrong_literal
from linter.contracts.mistakes import Judgement, Mistake, Unjudged
from linter.contracts.names_in_query import NamedInQuery
from linter.contracts.queries import QueryJudge
from linter.diagnostic import Lack, Location
from linter.instance.snapshot import Snapshot
from linter.kinds.query import Query
from linter.kinds.route import decoded
from linter.named_tuple import NamedTuple
from linter.placeholders import why_open
from linter.project.query_text import ReadQuery
from linter.suggest import nearest

if TYPE_CHECKING:
    from linter.contracts.schema import Structure
    from linter.odata import Tree
    from linter.project.queryable import QueryableTypes


class JudgedQuery(NamedTuple):
    """What is wrong with the names and values of a query, or isn't known of them; and all the names."""

    judgements: tuple[Judgement, ...] = ()
    names: tuple[NamedInQuery, ...] = ()  # those of which it is known whose they are
    types: Mapping[str, Structure | None] = {}  # what was looked at, by name; of all else it is independent


def judged(query: Query, one: ReadQuery, types: QueryableTypes, snapshot: Snapshot) -> JudgedQuery:
    """Return what becomes of a query that can be read."""
    types.asked = {}
    entity = query.mention.entity
    judge = QueryJudge(types, "", lambda start, end: query.part(one.start + start, one.start + end), {})
    type_ = types.structure(str(entity)) if entity is not None else None
    path = QueryPath(query, one, types)
    judge.judge(one.nodes, path.end(type_))
    found = (_settled(each, one, types, snapshot) for each in (*path.found, *judge.found))
    names = (each for each in (*path.names, *judge.names) if not one.within(each.node.start, each.node.end))
    return JudgedQuery(tuple(found), tuple(names), types.asked)


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
        for number, segment in enumerate(self._read.nodes.get("pathSegment", ())):
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
        return Unjudged(found.at, entity.lack_of(found.name), found.kind)
    return found


def _no_link(snapshot: Snapshot, name: str) -> Lack:
    return Lack(
        f"the relationships are not all in the snapshot, and none of them is `{name}`",
        f"write the others into {snapshot.file}, or `c360lint snapshot import` an answer that has them",
    )
