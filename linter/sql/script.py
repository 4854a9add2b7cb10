"""A script in SQL as the definitions in it: tables with columns and keys, and named types.

A script is read by its tokens and not by a parser's grammar: each database has its own words around a column,
and what isn't known must not cost the table.  What can't be read is a fault with its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from linter.named_tuple import NamedTuple

_COMMENT: Final = r"--[^\n]*+|/\*.*?(?:\*/|\Z)"
_PLAIN_TEXT: Final = r"'(?:[^']++|'')*+'"
_ESCAPED_TEXT: Final = r"'(?:[^'\\]++|''|\\.)*+'"
_QUOTED: Final = (
    r"""\"(?:[^"]++|"")++\"|`(?:[^`]++|``)++`|\[(?!\s*+\d*+\s*+\](?!\]))(?:[^\]]|\]\]){1,300}+\]"""
)
"""What names are quoted by; SQL Server's are short, so that brackets which nothing closes cost little."""

_WORD: Final = r"[\w#@][\w#@$]*+"
_BEGINNING: Final = r"(?:create|alter(?=\s+table))\b"
_DOLLAR: Final = re.compile(r"\$[A-Za-z_]{0,20}\$")
"""What begins and ends a text of PostgreSQL's, which may hold a whole program."""

_LONGEST: Final = 500_000
"""How many tokens of one statement are kept."""

_KINDS: Final = frozenset(
    (
        "or",
        "replace",
        "global",
        "local",
        "temp",
        "temporary",
        "transient",
        "external",
        "unlogged",
        "volatile",
        "managed",
        "hybrid",
        "iceberg",
        "foreign",
        "cached",
        "columnar",
    )
)
_TEMPORARY: Final = ("temp", "temporary", "volatile")
_TYPE_WORDS: Final = frozenset(
    ("varying", "precision", "large", "object", "unsigned", "signed", "zerofill", "national", "char")
)
_NO_TYPE: Final = frozenset(
    (
        "not",
        "null",
        "default",
        "primary",
        "unique",
        "references",
        "check",
        "constraint",
        "collate",
        "generated",
        "comment",
        "as",
        "identity",
        "on",
    )
)
_OF_TYPES: Final = ("array", "map", "struct")
_BEHIND_INDEX: Final = frozenset(("(", "clustered", "nonclustered", "hash", "unique", "columnstore"))
_UNIQUE: Final = ("(", "key", "index", "clustered", "nonclustered")
_PASSED_OVER: Final = frozenset(
    (
        *(("unique", behind) for behind in _UNIQUE),
        ("check", "("),
        ("period", "for"),
        ("exclude", "using"),
        ("exclude", "("),
    )
)
"""How constraints begin that say nothing of columns, keys and other tables."""
_OF_INDEX: Final = frozenset(("index", "key", "fulltext", "spatial"))


class DefinedColumn(NamedTuple):
    """A column; its type as it is written, empty where there is none."""

    name: str
    type: str
    is_nullable: bool | None
    start: int


class ForeignKey(NamedTuple):
    """Columns, and those of another table that they name; these are empty where its primary key is meant."""

    name: str
    columns: tuple[str, ...]
    table: tuple[str, ...]
    others: tuple[str, ...]
    start: int


class DefinedTable(NamedTuple):
    """A table; its name is qualified as far as the script does it."""

    name: tuple[str, ...]
    columns: tuple[DefinedColumn, ...]
    key: tuple[str, ...]
    foreign: tuple[ForeignKey, ...]
    start: int
    is_whole: bool = True  # whether all that stands between its brackets was read


class UnreadPart(NamedTuple):
    """What can't be read, and where."""

    message: str
    start: int


class Script(NamedTuple):
    """All definitions of a script."""

    tables: tuple[DefinedTable, ...]
    types: dict[str, str]  # of named types, by their folded bare names
    faults: tuple[UnreadPart, ...]


class _Token(NamedTuple):
    kind: str  # "word", "quoted" (a name), "text", "dollar" (a text, too) or "mark"
    text: str
    start: int

    @property
    def word(self) -> str:
        """A bare word, folded; a mark as it is; what is quoted has its quotes, and so is none of them."""
        return self.text.lower()

    @property
    def name(self) -> str:
        if self.kind != "quoted":
            return self.text
        closing = self.text[-1]
        return self.text[1:-1].replace(closing * 2, closing)


class _Part(NamedTuple):
    """What one element between brackets says."""

    column: DefinedColumn | None = None
    key: tuple[str, ...] = ()
    foreign: tuple[ForeignKey, ...] = ()


def read_script(text: str, *, has_escapes: bool) -> Script:
    r"""Return the definitions of a script; `has_escapes` says whether a text may have `\'` in it."""
    reader = _Definitions()
    for statement in _Scanner(text, _ESCAPED_TEXT if has_escapes else _PLAIN_TEXT).statements():
        reader.take(statement)
    return Script(tuple(reader.tables.values()), reader.types, tuple(reader.faults))


class _Scanner:
    """Finds the statements of a script that define something; the rows between them cost little."""

    def __init__(self, text: str, literal: str) -> None:
        self._text = text
        self._skipped = re.compile(
            rf"(?is)(?:[^-/\w#@$'\"`\[]++|{_COMMENT}|{literal}|{_QUOTED}|(?!{_BEGINNING}){_WORD}"
            rf"|(?!{_DOLLAR.pattern})[^\w#@])*+"
        )
        self._token = re.compile(
            rf"(?ims)(?P<go>^go(?=[^\S\n]*$))|(?P<blank>\s++|{_COMMENT})|(?P<text>{literal})|(?P<quoted>{_QUOTED})"
            rf"|(?P<word>{_WORD})|(?P<dollar>{_DOLLAR.pattern})|(?P<mark>.)"
        )
        self._dollars: dict[str, list[int]] | None = None  # where each of them stands

    def statements(self) -> Iterator[list[_Token]]:
        """Yield the statements; one may end with nothing but the next one's beginning."""
        at, end = 0, len(self._text)
        while at < end:
            skipped = self._skipped.match(self._text, at)
            at = skipped.end() if skipped else end
            if self._text.startswith("$", at):
                at = self._behind_text(at)
            else:
                statement, at = self._statement(at)
                yield statement

    def _statement(self, at: int) -> tuple[list[_Token], int]:
        """Return the statement that begins at a place, and where it ends."""
        statement: list[_Token] = []
        while found := self._token.match(self._text, at):
            token = _Token(str(found.lastgroup), found[0], at)
            is_next = token.word == "create" or (token.word == "alter" and self._is_of_table(at))
            if statement and (is_next or token.kind == "go" or token.word in (";", "insert")):
                break
            if token.kind != "blank" and len(statement) < _LONGEST:
                statement.append(token)
            at = self._behind_text(at) if found["dollar"] else found.end()
        return statement, at

    def _is_of_table(self, at: int) -> bool:
        return re.compile(r"alter\s+table\b", re.IGNORECASE).match(self._text, at) is not None

    def _behind_text(self, at: int) -> int:
        """Return where the text ends that `$…$` begins at a place; behind these where nothing ends it."""
        if self._dollars is None:
            self._dollars = {}
            for found in _DOLLAR.finditer(self._text):
                self._dollars.setdefault(found[0], []).append(found.start())
        mark = _DOLLAR.match(self._text, at)
        assert mark is not None
        places = self._dollars.get(mark[0], [])
        following = bisect_left(places, mark.end())
        return places[following] + len(mark[0]) if following < len(places) else mark.end()


class _Definitions:
    """Reads the statements of a script; later ones say more of the tables of earlier ones."""

    def __init__(self) -> None:
        self.tables: dict[tuple[str, ...], DefinedTable] = {}  # by folded name
        self.types: dict[str, str] = {}
        self.faults: list[UnreadPart] = []

    def take(self, statement: Sequence[_Token]) -> None:
        """Take up a statement that begins with CREATE, or with ALTER TABLE."""
        at = 1
        while _word(statement, at) in _KINDS:
            at += 1
        told = _word(statement, at)
        if told == "table" and statement[0].word == "create":
            self._create(statement, at + 1)
        elif told == "table":
            self._alter(statement, at + 1)
        elif told in ("type", "domain"):
            self._type(statement, at + 1)

    def _create(self, statement: Sequence[_Token], at: int) -> None:
        if _words(statement, at, 3) == ("if", "not", "exists"):
            at += 3
        name, behind = _name(statement, at)
        if not name or name[-1].startswith("#") or any(one.word in _TEMPORARY for one in statement[1:at]):
            return
        if _words(statement, behind, 2) == ("partition", "of"):  # a part of another table, with its columns
            return
        start = statement[at].start
        if _word(statement, behind) != "(" or _word(statement, behind + 1) in ("select", "with"):
            self.faults.append(
                UnreadPart(f"the columns of `{name[-1]}` aren't listed here; it is not imported", start)
            )
            return
        if _folded(name) in self.tables:
            self.faults.append(
                UnreadPart(f"`{name[-1]}` is created a second time; the first one counts", start)
            )
            return
        end = _closing(statement, behind)
        table = DefinedTable(name, (), (), (), start, end is not None)
        if end is None:
            message = f"the bracket of `{name[-1]}` is never closed"
            self.faults.append(UnreadPart(message, statement[behind].start))
        self.tables[_folded(name)] = self._with(table, _elements(statement[behind + 1 : end]))

    def _alter(self, statement: Sequence[_Token], at: int) -> None:
        while _word(statement, at) in ("only", "if", "exists"):
            at += 1
        name, at = _name(statement, at)
        table = self._known(name)
        if table is None:
            return
        while _word(statement, at) in ("with", "check", "nocheck"):
            at += 1
        does = _words(statement, at, 2)
        if does[0] == "add":
            added = statement[at + 1 :]
            if _word(added, 0) == "(":
                added = added[1 : _closing(added, 0)]
            self.tables[_folded(table.name)] = self._with(table, filter(None, map(_bare, _elements(added))))
        elif does[0] in ("drop", "rename", "change", "modify") and does[1] not in ("constraint", "foreign"):
            message = f"`{table.name[-1]}` is changed here, which isn't followed: {' '.join(does).upper()}"
            self.faults.append(UnreadPart(message, statement[0].start))

    def _known(self, name: tuple[str, ...]) -> DefinedTable | None:
        """Return the table of a name, which may be qualified otherwise than where it was created."""
        found = self.tables.get(_folded(name))
        if found is None and name:
            alike = [one for key, one in self.tables.items() if key[-1] == name[-1].lower()]
            found = alike[0] if len(alike) == 1 else None
        return found

    def _type(self, statement: Sequence[_Token], at: int) -> None:
        """Take up a type that is another one's name, or lists its values."""
        name, at = _name(statement, at)
        if _words(statement, at, 2) == ("as", "enum"):
            self.types[name[-1].lower()] = "text"
        elif _word(statement, at) in ("from", "as"):
            self.types[name[-1].lower()] = _type(statement, at + 1)[0]

    def _with(self, table: DefinedTable, elements: Iterable[Sequence[_Token]]) -> DefinedTable:
        """Return a table with the columns and constraints of a list."""
        columns, foreign = list(table.columns), list(table.foreign)
        for element in elements:
            part = _part(element)
            if part is None:
                written = " ".join(one.text for one in element[:4])
                message = f"this can't be read in `{table.name[-1]}`, and is not imported: {written}"
                self.faults.append(UnreadPart(message, element[0].start))
                table = table._replace(is_whole=False)
                continue
            columns += [part.column] if part.column else []
            foreign += part.foreign
            table = table._replace(key=part.key or table.key)
        return table._replace(columns=tuple(columns), foreign=tuple(foreign))


def _part(element: Sequence[_Token]) -> _Part | None:
    """Return what an element between brackets says; None where that can't be told."""
    first, second = _words(element, 0, 2)
    at = 0
    if first == "constraint" and len(element) > 2 and element[1].kind in ("word", "quoted"):
        at = 2
        first, second = _words(element, at, 2)
    if (first, second) == ("primary", "key"):
        return _Part(key=_listed(element, at))
    if (first, second) == ("foreign", "key"):
        return _foreign_key(element, at)
    if at or first in ("like", "default") or (first, second) in _PASSED_OVER or _is_index(element):
        return _Part()
    return _column(element)


def _is_index(element: Sequence[_Token]) -> bool:
    first, second, third = _words(element, 0, 3)
    is_behind = third in _BEHIND_INDEX or second in ("(", "index", "key")
    return first in _OF_INDEX and is_behind and not _is_size(element, 2)


def _column(element: Sequence[_Token]) -> _Part | None:
    if element[0].kind not in ("word", "quoted"):
        return None
    type_, at = _type(element, 1)
    behind = _flat(element[at:])
    words = [one.word for one in behind]
    pairs = list(pairwise(words))
    is_key = ("primary", "key") in pairs
    is_nullable = False if is_key or ("not", "null") in pairs else True if "null" in words else None
    name = element[0].name
    column = DefinedColumn(name, type_, is_nullable, element[0].start)
    foreign: tuple[ForeignKey, ...] = ()
    if "references" in words:
        start = behind[words.index("references")].start
        at = next(number for number, one in enumerate(element) if one.start == start)
        foreign = (_references(element, at, "", (name,)),)
    return _Part(column, (name,) if is_key else (), foreign)


def _foreign_key(element: Sequence[_Token], at: int) -> _Part | None:
    words = [one.word for one in element]
    columns = _listed(element, at)
    if "references" not in words or not columns:
        return None
    name = element[1].name if at else ""
    return _Part(foreign=(_references(element, words.index("references"), name, columns),))


def _references(element: Sequence[_Token], at: int, name: str, columns: tuple[str, ...]) -> ForeignKey:
    table, behind = _name(element, at + 1)
    others = _listed(element, behind) if _word(element, behind) == "(" else ()
    return ForeignKey(name, columns, table, others, element[at].start)


def _listed(element: Sequence[_Token], at: int) -> tuple[str, ...]:
    """Return the names in the first brackets at or behind a place."""
    opening = next((number for number in range(at, len(element)) if element[number].word == "("), None)
    if opening is None:
        return ()
    inside = element[opening + 1 : _closing(element, opening)]
    return tuple(one[0].name for one in _elements(inside))


def _type(tokens: Sequence[_Token], at: int) -> tuple[str, int]:
    """Return the type that is written at a place, and where it ends; "" where there is none."""
    start = at
    if not (at < len(tokens) and tokens[at].kind in ("word", "quoted")) or _word(tokens, at) in _NO_TYPE:
        return "", at
    _, at = _name(tokens, at)
    while True:
        word = _word(tokens, at)
        if word in _TYPE_WORDS:
            at += 1
        elif word in ("with", "without") and _word(tokens, at + 1) in ("time", "local"):
            at += 4 if _word(tokens, at + 1) == "local" else 3
        elif word in ("(", "<"):
            at = (_closing(tokens, at) or len(tokens)) + 1
        elif word == "[":
            at += 2 if _word(tokens, at + 1) == "]" else 3
        else:
            break
    return _written(tokens[start:at]), at


def _written(tokens: Sequence[_Token]) -> str:
    """Return a type as one text, without what quotes its names and its marks of a list."""
    text = ""
    for one in tokens:
        joins = not text or one.kind == "mark" or text[-1] in "(<[,.:"
        text += one.name if joins else f" {one.name}"
    return text


def _name(tokens: Sequence[_Token], at: int) -> tuple[tuple[str, ...], int]:
    """Return the name at a place, which may be qualified, and where it ends."""
    parts: list[str] = []
    while at < len(tokens) and tokens[at].kind in ("word", "quoted"):
        parts.append(tokens[at].name)
        at += 1
        if _word(tokens, at) != ".":
            break
        at += 1
    return tuple(parts), at


def _elements(tokens: Sequence[_Token]) -> Iterator[Sequence[_Token]]:
    """Yield what stands between the commas of a list that stand in no further brackets."""
    start = 0
    for at, (token, depth) in enumerate(zip(tokens, _depths(tokens), strict=True)):
        if token.word == "," and depth == 0:
            if at > start:
                yield tokens[start:at]
            start = at + 1
    if start < len(tokens):
        yield tokens[start:]


def _flat(tokens: Sequence[_Token]) -> list[_Token]:
    """Return what stands in no brackets."""
    return [one for one, depth in zip(tokens, _depths(tokens), strict=True) if depth == 0]


def _closing(tokens: Sequence[_Token], opening: int) -> int | None:
    """Return where the bracket that opens at a place is closed; None where it never is."""
    depths = enumerate(_depths(tokens))
    outside = next(depth for at, depth in depths if at == opening)
    return next((at for at, depth in depths if depth == outside), None)


def _depths(tokens: Iterable[_Token]) -> Iterator[int]:
    """Yield in how many brackets each token stands; `<` opens one only behind a word that takes types."""
    before, depth, angles = "", 0, 0
    for token in tokens:
        closes = token.word == ")" or (token.word == ">" and angles > 0)
        depth -= closes and depth > 0
        angles -= token.word == ">" and angles > 0
        yield depth
        opens_angle = token.word == "<" and before in _OF_TYPES
        depth += token.word == "(" or opens_angle
        angles += opens_angle
        before = token.word


def _bare(element: Sequence[_Token]) -> Sequence[_Token]:
    """Return what ALTER TABLE adds, without the words that say so and the brackets around it."""
    at = 0
    while _word(element, at) in ("add", "column", "if", "not", "exists"):
        at += 1
    return element[at:]


def _is_size(element: Sequence[_Token], at: int) -> bool:
    return _word(element, at) == "(" and (_word(element, at + 1).isdigit() or _word(element, at + 1) == "max")


def _word(tokens: Sequence[_Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _words(tokens: Sequence[_Token], at: int, count: int) -> tuple[str, ...]:
    return tuple(_word(tokens, at + number) for number in range(count))


def _folded(name: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.lower() for part in name)
