"""What data queries ask: their texts parsed, and judged against the planned state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from linter.instance.snapshot import Snapshot
from linter.kinds.query import Query
from linter.project.query_text import ReadQuery, read

if TYPE_CHECKING:
    from linter.contracts.mistakes import Judgement
    from linter.contracts.names_in_query import NamedInQuery
    from linter.diagnostic import Location
    from linter.odata import Tree
    from linter.project.query_names import JudgedQuery
    from linter.project.queryable import QueryableTypes


class Queried:
    """Reads and judges the queries of a project, each once; a query that stays keeps what is known of it."""

    def __init__(self, types_of: Callable[[Snapshot], QueryableTypes]) -> None:
        self._types_of = types_of
        self._types: dict[str, QueryableTypes] = {}
        self._judged: dict[Query, JudgedQuery | None] = {}

    def read(self, query: Query) -> ReadQuery | None:
        """Return what a query's url says; None where that is a dataset's name and no more."""
        if query.as_read is None:
            query.as_read = read(query) or False
        return query.as_read or None

    def tree(self, query: Query) -> Tree | None:
        """Return a query's tree, None where it has none."""
        one = self.read(query)
        return one.tree if one is not None else None

    def nodes(self, query: Query, rule: str) -> Sequence[Tree]:
        """Return the nodes of a rule in a query's tree, in the order of the text; none where it has none."""
        one = self.read(query)
        return one.nodes.get(rule, ()) if one is not None else ()

    def at(self, query: Query, node: Tree, *, trimmed: int = 0) -> Location:
        """Return where a node of a query's tree stands in the url; `trimmed` characters less at both ends."""
        one = self.read(query)
        start = one.start if one is not None else 0
        return query.part(start + node.start + trimmed, start + node.end - trimmed)

    def judged(self, query: Query) -> tuple[Judgement, ...]:
        """Return what is wrong with the names and values of a query, and what isn't known of them."""
        found = self._looked_at(query)
        return found.judgements if found is not None else ()

    def names(self, query: Query) -> Iterator[tuple[Location, NamedInQuery]]:
        """Yield the names in a query whose owners are known, with their places in the url."""
        found = self._looked_at(query)
        for named in found.names if found is not None else ():
            yield self.at(query, named.node), named

    def segments_named(self, query: Query) -> Iterator[tuple[str, Location]]:
        """Yield the segments of which a query asks who is a member, and their places in the url."""
        for call in self.nodes(query, "firstMemberExpr"):
            name, *arguments = call.parts
            if name.text.lower() != "ismemberofsegment" or not arguments:
                continue
            for one in arguments[0].all("stringLiteral", "qualifiedName"):
                quotes = one.rule == "stringLiteral"
                at = self.at(query, one, trimmed=int(quotes))
                yield one.text[1:-1].replace("''", "'") if quotes else one.text, at

    def _looked_at(self, query: Query) -> JudgedQuery | None:
        if query not in self._judged:
            one, snapshot = self.read(query), query.request.snapshot
            self._judged[query] = None
            if one is not None and one.tree is not None and snapshot is not None:
                self._judged[query] = _judged(query, one, self.types(snapshot), snapshot)
        return self._judged[query]

    def types(self, snapshot: Snapshot) -> QueryableTypes:
        """Return the types of an instance."""
        if snapshot.file not in self._types:
            self._types[snapshot.file] = self._types_of(snapshot)
        return self._types[snapshot.file]


def _judged(query: Query, one: ReadQuery, types: QueryableTypes, snapshot: Snapshot) -> JudgedQuery:
    """Return what becomes of a query: as before, if all types that it looked at are those that they were."""
    from linter.project.query_names import judged

    before: JudgedQuery | None = query.as_judged
    if before is None or any(types.structure(name) is not kept for name, kept in before.types.items()):
        query.as_judged = judged(query, one, types, snapshot)
    found: JudgedQuery = query.as_judged
    return found
