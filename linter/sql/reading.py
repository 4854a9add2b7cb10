"""What a query reads: tables and columns with their places, found by sqlglot."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from sqlglot import exp
from sqlglot.dialects.spark import Spark
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from linter.named_tuple import NamedTuple
from linter.sql.lists import empty_list, lists_in
from linter.sql.tokens import SqlToken, is_path, nested, tokens_of

LONGEST_READ: Final = 20_000
"""More characters of a query aren't read."""
DEEPEST_READ: Final = 20
"""Brackets that stand deeper in one another aren't read: the parser calls itself for each."""

DEEPEST_TREE: Final = 500
"""Operators that are chained longer aren't read: all that is asked of a tree would take ages."""

STUMBLES: Final = (SqlglotError, ValueError, TypeError, AttributeError, LookupError, AssertionError)
"""What the parser raises for texts that are none of its language, besides saying so."""
_NO_COLUMNS: Final = frozenset(
    ("user", "session_user", "current_user", "current_catalog", "current_database", "all")
)
"""Bare words that stand for a value (`all` behind LIMIT)."""

_OWN_NAME: Final = (exp.Column, exp.Dot, exp.Literal, exp.Cast, exp.Star)
"""What is called as it is written."""

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # what it would log, it says


class SqlFault(NamedTuple):
    """Where a text stops to be a query, and why."""

    message: str
    start: int
    end: int


class ReadTable(NamedTuple):
    """A name behind FROM or JOIN that the query doesn't make itself."""

    name: str
    start: int
    end: int


class ReadColumn(NamedTuple):
    """A column, and the tables of which one must have it."""

    name: str
    start: int
    end: int
    tables: tuple[ReadTable, ...]


class ReadSelect(NamedTuple):
    """One of the queries whose rows are the outcome."""

    start: int  # where its list begins
    end: int
    names: tuple[str, ...]  # what its columns are called, and the columns that they are of, folded
    has_star: bool
    aggregates: bool
    groups: tuple[str, ...] | None  # the columns that it groups by, folded; None without GROUP BY
    groups_by_all: bool


class ReadSql(NamedTuple):
    """What a text says that is a query; `fault` where it is none, `unread` where that isn't known."""

    tables: tuple[ReadTable, ...] = ()
    columns: tuple[ReadColumn, ...] = ()
    selects: tuple[ReadSelect, ...] = ()
    outputs: tuple[str, ...] | None = None  # the names of its columns, None where they aren't all said
    fault: SqlFault | None = None
    unread: str = ""


@lru_cache(maxsize=4096)
def read(text: str) -> ReadSql:
    """Return what a text reads that has no more than one statement."""
    if len(text) > LONGEST_READ:
        return ReadSql(unread=f"it has more than {LONGEST_READ:,} characters")
    tokens = tokens_of(text)
    if nested(tokens) > DEEPEST_READ:
        return ReadSql(unread=f"brackets stand more than {DEEPEST_READ} deep in it")
    opened = next((one for one in tokens if one.kind == "open"), None)
    if opened is not None:
        quote = opened.text[0]
        return ReadSql(fault=SqlFault(f"`{quote}` is never closed", opened.start, opened.start + 1))
    try:
        return _read(_plain(text, tokens), text)
    except RecursionError:
        return ReadSql(unread="its parts stand too deep in one another")


def _plain(text: str, tokens: Sequence[SqlToken]) -> str:
    """Return the text with each quoted name in the one way that the parser knows, of the same length."""
    parts, at = [], 0
    for one in tokens:
        if one.kind == "comment":  # a hint would be read
            parts += [text[at : one.start], re.sub(r"[^\n]", " ", one.text)]
            at = one.end
        elif one.kind == "quoted" and "`" not in one.text:
            parts += [text[at : one.start], f"`{one.text[1:-1]}`"]
            at = one.end
    return "".join((*parts, text[at:])).replace("\r", " ")


def _read(text: str, written: str) -> ReadSql:
    tree = _parsed(text, written)
    if isinstance(tree, ReadSql):
        return tree
    code = tokens_of(text)
    if any(not one.expressions for one in tree.find_all(exp.Select)):
        return ReadSql(fault=_nothing_selected(code))
    try:
        scopes = traverse_scope(tree)
    except STUMBLES:
        scopes = []  # one name for two tables, for example
    finder = _Finder()
    tables = tuple(sorted(set(finder.tables(tree)), key=lambda one: one.start))
    columns = tuple(sorted(set(finder.columns(scopes)), key=lambda one: one.start))
    outermost, lists = list(_outermost(tree)), lists_in(code)
    if len(lists) != len(outermost):  # some form of query that only the parser knows
        lists = [(code[0].start, code[-1].end)] * len(outermost)
    selects = tuple(_select(one, *span) for one, span in zip(outermost, lists, strict=True))
    return ReadSql(tables, columns, selects, _outputs(tree))


def _parsed(text: str, written: str) -> exp.Query | ReadSql:
    """Return the query that a text is, or what keeps it from being read."""
    try:
        statements = Spark().parse(text)
    except ParseError as error:
        return ReadSql(fault=_fault(error, written))
    except STUMBLES:
        return ReadSql(unread="the parser gives up on it")
    tree = statements[0] if len(statements) == 1 else None
    if not isinstance(tree, exp.Query):
        return ReadSql(unread="it is no query" if tree is not None else "it says nothing")
    if _is_deeper(tree, DEEPEST_TREE):
        return ReadSql(unread=f"more than {DEEPEST_TREE} parts of it are chained")
    return tree


def _is_deeper(tree: exp.Expr, limit: int) -> bool:
    level = [tree]
    for _ in range(limit):
        level = [each for one in level for each in one.iter_expressions()]
    return bool(level)


def _nothing_selected(code: Sequence[SqlToken]) -> SqlFault:
    select = empty_list(code)
    return SqlFault(f"something is missing behind `{select.text}`", select.start, select.end)


def _fault(error: ParseError, text: str) -> SqlFault:
    told = error.errors[0] if error.errors else {}  # nothing promises that there is one, with a place
    before = text.split("\n")[: (told.get("line") or 1) - 1]
    end = sum(len(one) + 1 for one in before) + (told.get("col") or 0)
    start = end - len(told.get("highlight") or "")
    if not 0 <= start < end <= len(text):
        start, end = max(len(text.rstrip()) - 1, 0), max(len(text.rstrip()), 1)
    return SqlFault(_worded(told.get("description") or "", text[start:end], text[end:].strip()), start, end)


def _worded(description: str, word: str, rest: str) -> str:
    if description.startswith("Expecting "):
        return f"`{description.removeprefix('Expecting ')}` is expected behind `{word}`"
    if " but got" in description:
        return (
            f"behind `{word}`, a {description.removeprefix('Expected ').partition(' but got')[0]} is expected"
        )
    if description.startswith("Required keyword") or not rest:
        return f"something is missing behind `{word}`" if not rest else f"`{word}` is not complete"
    return f"`{word}` is not expected there"


class _Finder:
    """Finds the names in a tree, with their places in the text."""

    def __init__(self) -> None:
        self._aliases = cache(_aliases)  # of a query many columns ask

    def _span(self, identifier: exp.Identifier) -> tuple[int, int] | None:
        start, end = identifier.meta.get("start"), identifier.meta.get("end")
        if start is None or end is None:
            return None
        return (start + 1, end) if identifier.quoted else (start, end + 1)

    def tables(self, tree: exp.Expr) -> Iterator[ReadTable]:
        """Yield the tables that the query doesn't make itself."""
        for table in tree.find_all(exp.Table):
            found = None if _is_made(table) else self._table(table)
            if found is not None:
                yield found

    def _table(self, table: exp.Table) -> ReadTable | None:
        name = table.this
        if not isinstance(name, exp.Identifier) or table.args.get("db") is not None:
            return None  # a function, or a name in parts
        if is_path(name.name):
            return None
        span = self._span(name)
        return ReadTable(name.name, *span) if span is not None else None

    def columns(self, scopes: Sequence[Scope]) -> Iterator[ReadColumn]:
        """Yield the columns of which it is known which tables can have them."""
        seen: set[int] = set()
        for scope in scopes:  # the inner ones come first
            for column in (*scope.columns, *_of_groups(scope)):
                if id(column) not in seen:
                    seen.add(id(column))
                    yield from self._column(column, scope)

    def _column(self, column: exp.Column, scope: Scope) -> Iterator[ReadColumn]:
        name = column.this
        if not isinstance(name, exp.Identifier) or column.args.get("db") is not None:
            return
        span = self._span(name)
        tables = self._owners(column, scope)
        if span is not None and tables:
            yield ReadColumn(name.name, *span, tables)

    def _owners(self, column: exp.Column, scope: Scope) -> tuple[ReadTable, ...]:
        """Return the tables that can have a column; none where something else can."""
        sources = list(_sources(scope))
        if column.table:
            named = [one for name, one in sources if name.lower() == column.table.lower()]
            return self._known(named[:1])
        if column.name.lower() in _NO_COLUMNS or column.name.lower() in self._aliases(scope):
            return ()
        return self._known([one for _, one in sources])

    def _known(self, sources: Sequence[exp.Table | Scope]) -> tuple[ReadTable, ...]:
        found = [self._table(one) if isinstance(one, exp.Table) else None for one in sources]
        tables = [one for one in found if one is not None]
        reshaped = any(
            isinstance(one, exp.Table) and (one.args.get("pivots") or one.alias_column_names)
            for one in sources
        )
        return tuple(tables) if len(tables) == len(found) and not reshaped else ()


def _sources(scope: Scope) -> Iterator[tuple[str, exp.Table | Scope]]:
    """Yield what stands behind FROM, in a query and in those around it that it can refer to."""
    for around in _visible(scope):
        yield from around.sources.items()


def _visible(scope: Scope) -> Iterator[Scope]:
    """Yield a query and those around it whose columns it sees; one in WITH or FROM doesn't see the next."""
    yield scope
    inner, around = scope, scope.parent
    while around is not None:
        if not (inner.is_cte or inner.is_derived_table):
            yield around
        inner, around = around, around.parent


def _of_groups(scope: Scope) -> Iterator[exp.Column]:
    """Yield the columns of HAVING and QUALIFY, which a scope leaves out where no table stands before them."""
    for column in scope.find_all(exp.Column):
        if isinstance(column.find_ancestor(exp.Having, exp.Qualify, exp.Select), exp.Having | exp.Qualify):
            yield column


def _aliases(scope: Scope) -> set[str]:
    """Return what a query calls its own columns, which its other parts may name."""
    found: set[str] = set()
    around: Scope | None = scope
    while around is not None:
        named = around.expression.expressions
        found.update(one.alias.lower() for one in named)
        for several in (one for one in named if isinstance(one, exp.Aliases)):
            found.update(one.name.lower() for one in several.aliases)
        around = around.parent
    return found


def _is_made(table: exp.Table) -> bool:
    """Tell whether a name is that of a query behind WITH, around the table or before it."""
    name, around = table.name.lower(), table.parent
    while around is not None:
        if isinstance(around, exp.Query) and any(one.alias.lower() == name for one in around.ctes):
            return True
        around = around.parent
    return False


def _outermost(tree: exp.Expr | None) -> Iterator[exp.Select]:
    """Yield the queries whose rows are the outcome: several, if they are united."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, exp.SetOperation):
            waiting += [one.expression, one.this]
        elif isinstance(one, exp.Subquery):
            waiting.append(one.this)
        elif isinstance(one, exp.Select):
            yield one


def _outputs(tree: exp.Query) -> tuple[str, ...] | None:
    first = next(_outermost(tree), None)
    if first is None or any(not _called(one) or one.is_star for one in first.expressions):
        return None
    return tuple(map(_called, first.expressions))


def _called(one: exp.Expr) -> str:
    """Return how an item of a list is called; "" where it has neither an alias nor a name of its own."""
    return one.alias_or_name if one.alias or isinstance(one, _OWN_NAME) else ""


def _select(select: exp.Select, start: int, end: int) -> ReadSelect:
    listed = select.expressions
    names = {_called(one).lower() for one in listed} | {_own(one).lower() for one in listed}
    group = select.args.get("group")
    return ReadSelect(
        start,
        end,
        tuple(sorted(names - {""})),
        any(one.is_star for one in listed),
        any(_aggregates(one) for one in listed),
        _groups(group, listed) if group is not None else None,
        bool(group is not None and group.args.get("all")),
    )


def _own(one: exp.Expr) -> str:
    """Return the column that an item of a list is, under whatever name; "" where it is none."""
    inner = one.unalias()
    return inner.name if isinstance(inner, exp.Column) else ""


def _aggregates(one: exp.Expr) -> bool:
    """Tell whether an item works out one value of several rows, in its own query and not in a window."""
    within: Callable[[exp.Expr], bool] = lambda each: isinstance(each, exp.Window | exp.Query)  # noqa: E731
    return any(isinstance(each, exp.AggFunc) for each in one.walk(prune=within))


def _groups(group: exp.Expr, listed: Sequence[exp.Expr]) -> tuple[str, ...]:
    found: set[str] = set()
    for each in group.expressions:
        if isinstance(each, exp.Literal) and each.is_int and 0 < int(each.this) <= len(listed):
            item = listed[int(each.this) - 1]
            found |= {_called(item).lower(), _own(item).lower()}
    own = {one.alias.lower(): _own(one).lower() for one in listed}
    for column in group.find_all(exp.Column):
        found |= {column.name.lower(), own.get(column.name.lower(), "")}
    return tuple(sorted(found - {""}))
