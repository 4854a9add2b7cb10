"""Queries in SQL that payloads hold: what they say, with the places of its parts in their strings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from linter.diagnostic import Location
from linter.kinds.references import Column, Mention
from linter.kinds.request import Request
from linter.placeholders import Placeholder, placeholders_in, with_letters
from linter.shapes.node import Node
from linter.sql import NOTHING, SqlToken, tokens_of

if TYPE_CHECKING:
    from linter.sql.reading import ReadColumn, ReadSql, ReadTable

RESTRICTED: Final = frozenset(
    ("drop", "delete", "insert", "update", "alter", "create", "truncate", "merge", "grant")
)
"""Words that a query must not have as keywords; the service doesn't publish its own list."""
_MAKING: Final = frozenset(("create", "alter", "merge"))
"""Those after which there may be other tables and columns."""
BEGINNINGS: Final = ("select", "with")
"""The words with which a query begins."""
_MOST_STATEMENTS: Final = 20
"""More of them aren't read."""
_BEFORE_NAMES: Final = frozenset(
    (
        *(
            "with",
            "select",
            "distinct",
            "as",
            "from",
            "join",
            "using",
            "where",
            "having",
            "on",
            "by",
            "and",
            "or",
        ),
        *("not", "in", "between", "like", "is", "case", "when", "then", "else"),
    )
)
"""Behind these, and behind signs, stands what something is called."""


class SqlQuery:
    """A text in SQL that a property of an object holds, and that is not blank."""

    def __init__(self, node: Node, name: str, request: Request) -> None:
        self.node = node
        self.name = name
        self.request = request
        self.written = node.text(name) or ""
        self._mentions: dict[ReadTable, Mention] = {}

    @property
    def at(self) -> Location:
        """Where it stands."""
        return self.node.at(self.name)

    def part(self, start: int, end: int) -> Location:
        """Return the place of a part of it, in characters."""
        return self.at._replace(slice=(start, end))

    @property
    def placeholders(self) -> Mapping[str, Placeholder]:
        """What a pipeline fills, by the letter that stands for it in the text."""
        return self._with_letters[1]

    @property
    def _may_be_filled(self) -> bool:
        return not set("{$_").isdisjoint(self.written)

    @property
    def text(self) -> str:
        """The text, with letters instead of what a pipeline fills, each of the same length."""
        return self._with_letters[0]

    @cached_property
    def _with_letters(self) -> tuple[str, Mapping[str, Placeholder]]:
        return with_letters(self.written, placeholders_in(self.written) if self._may_be_filled else ())

    def is_open(self, word: str) -> bool:
        """Tell whether a pipeline fills a part of a word of the text."""
        return not self.placeholders.keys().isdisjoint(word)

    @cached_property
    def tokens(self) -> list[SqlToken]:
        """What the text is made of."""
        return tokens_of(self.text)

    @cached_property
    def code(self) -> list[SqlToken]:
        """The same without comments."""
        return [one for one in self.tokens if one.kind != "comment"]

    @property
    def semicolons(self) -> list[SqlToken]:
        """The semicolons outside of literals and quoted names."""
        return [one for one in self.tokens if one.text == ";"]

    @property
    def is_several(self) -> bool:
        """Whether something stands behind a semicolon, so that there is more than one statement."""
        statements = "".join(";" if one.text == ";" else "x" for one in self.code)
        return ";" in statements.strip(";")

    @property
    def first(self) -> SqlToken | None:
        """The word with which its statement begins, None where there is none or a pipeline fills it."""
        begins = next((one for one in self.code if one.text not in ("(", ";")), None)
        return None if begins is None or self.is_open(begins.text) else begins

    @property
    def is_query(self) -> bool:
        """Whether it is a query, as far as its beginning tells."""
        return self.first is not None and self.first.word in BEGINNINGS

    @cached_property
    def restricted(self) -> list[SqlToken]:
        """The keywords that it must not have, but for one with which it begins."""
        code = [NOTHING, *self.code, NOTHING]
        return [
            token
            for before, token, after in zip(code, code[1:], code[2:], strict=False)
            if token.word in RESTRICTED and token is not self.first and not _is_name(before, after)
        ]

    @cached_property
    def reading(self) -> ReadSql | None:
        """What it says; None where it is no single query, so that it isn't read."""
        return None if self.is_several else next(iter(self.readings), None)

    @cached_property
    def readings(self) -> list[ReadSql]:
        """What its statements say, in their places; one that changes data isn't read.

        Nothing of several, where one of them makes what others read, or is but a part: a semicolon
        that slipped into a query leaves parts.
        """
        found: list[ReadSql] = []
        statements = self._statements()
        for code in statements if len(statements) <= _MOST_STATEMENTS else ():
            begins = next((one.word for one in code if one.text != "("), "")
            if begins in BEGINNINGS and {*self.restricted}.isdisjoint(code):
                found.append(self._read(code[0].start, code[-1].end))
            elif begins not in (*BEGINNINGS, *RESTRICTED - _MAKING):
                return []
        is_whole = all(one.fault is None and not one.unread for one in found)
        return found if is_whole or len(statements) == 1 else []

    def _statements(self) -> list[list[SqlToken]]:
        """Return what stands between its semicolons, without comments, as far as there is something."""
        found: list[list[SqlToken]] = [[]]
        for one in self.code:
            if one.text == ";":
                found.append([])
            else:
                found[-1].append(one)
        return [one for one in found if one]

    def _read(self, start: int, end: int) -> ReadSql:
        from linter.sql.reading import read

        return read(" " * start + self.text[start:end])

    @cached_property
    def tables(self) -> list[Mention]:
        """The tables that it reads, in the order of the text."""
        read = (one for reading in self.readings for one in reading.tables)
        return [self.mention(one) for one in read if not self.is_open(one.name)]

    @property
    def columns(self) -> list[ReadColumn]:
        """The columns of which it is known which tables can have them, in the order of the text."""
        read = (one for reading in self.readings for one in reading.columns)
        named = (one for one in read if not self.is_open(one.name))
        return [one for one in named if not any(self.is_open(each.name) for each in one.tables)]

    def mention(self, table: ReadTable) -> Mention:
        """Return the mention that a table makes; names in SQL don't regard case."""
        found = self._mentions.get(table)
        if found is None:
            where = (self.name, (table.start, table.end))
            found = self._mentions[table] = Mention(self.node, self.request.snapshot, table.name, where)
            snapshot = self.request.snapshot
            if snapshot is not None and found.resolution.status == "unknown":
                entity = snapshot.resolve_name(snapshot.spelled.get(table.name.lower(), "")).entity
                if entity is not None:
                    found.resolve_as(entity)
        return found

    def column(self, column: ReadColumn) -> Column:
        """Return the column as its entity calls it, where it is one of a single table."""
        mention = self.mention(column.tables[0]) if len(column.tables) == 1 else None
        known = (
            (mention.entity.attributes or ()) if mention is not None and mention.entity is not None else ()
        )
        name = column.name
        if name not in known:
            name = next((one for one in known if one.lower() == name.lower()), name)
        return Column(name, (self.node, self.name, (column.start, column.end)), mention)


def query_in_sql(node: Node | None, name: str, request: Request) -> SqlQuery | None:
    """Return the query that a property holds; None where it says nothing."""
    text = node.text(name) if node is not None else None
    return SqlQuery(node, name, request) if node is not None and text and text.strip() else None


def _is_name(before: SqlToken, after: SqlToken) -> bool:
    """Tell whether a word between two others is what something is called."""
    if after.text in (".", "("):
        return True
    if before.text == "(":
        return after.kind != "name"
    return before.word in _BEFORE_NAMES or (before.kind == "other" and before.text not in (")", ";", "]"))
